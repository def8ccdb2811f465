// From nothing to a preview, an edit and a second photo: the program that docs/README.md explains, part by part.
#include <cstdio>
#include <string>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace {

int failed(const tonsure::Error& error) {
  std::fprintf(stderr, "%s\n", error.message().c_str());
  return 1;
}

tonsure::Status write(const std::string& path, const tonsure::Photo& photo) {
  tonsure::OutputFiles files;
  const auto png = tonsure::encode_png(photo.pixels.view(), {{"Comment", "simulated"}});
  if (!png) return png.error();
  if (tonsure::Status status = files.add(path, *png); !status) return status;
  return files.commit();
}

}  // namespace

int main(int argc, char** argv) {
  // A photo and its scene: load_photo and load_scene for files, here a head that the library draws itself.
  const auto front = tonsure::draw_phantom({.width_px = 600, .height_px = 600, .view = tonsure::View::kFront});
  const auto top = tonsure::draw_phantom({.width_px = 600, .height_px = 600, .view = tonsure::View::kTop});
  if (!front) return failed(front.error());
  if (!top) return failed(top.error());
  const std::string folder = argc > 1 ? argv[1] : ".";

  // 1. The photo is read once.
  auto session = tonsure::Session::open({front->photo}, {front->scene});
  if (!session) return failed(session.error());

  // 2. A treatment becomes a plan: every dot in millimetres on this head.
  tonsure::Treatment treatment;
  treatment.density.peak_per_cm2 = 180;
  if (auto status = session->set_treatment(treatment); !status) return failed(status.error());

  // 3. The plan is drawn, healed, and as often as somebody asks: here five years later, too.
  const auto healed = session->draw(0);
  const auto later = session->draw(0, {.moment = {5 * 365.25}});
  if (!healed) return failed(healed.error());
  if (!later) return failed(later.error());

  // 4. An edit: the hairline 6 mm lower in its middle. Only the part of the picture that is on the screen is drawn,
  // into the pixels that are there already.
  treatment.hairline.controls = {{.at = 0, .forward_mm = 6}};
  if (auto status = session->set_treatment(treatment); !status) return failed(status.error());
  tonsure::Photo canvas = front->photo;
  const tonsure::DrawOptions shown{.region = tonsure::PixelRect{100, 0, 500, 300}};
  const auto drawn = session->draw(0, shown, canvas.pixels.view());
  if (!drawn) return failed(drawn.error());

  // 5. A second photo of the same head: one plan for both, and each dot in the same place of the scalp.
  auto both = tonsure::Session::open({front->photo, top->photo}, {front->scene, top->scene});
  if (!both) return failed(both.error());
  if (auto status = both->set_treatment(treatment); !status) return failed(status.error());
  const auto from_above = both->draw(1);
  if (!from_above) return failed(from_above.error());

  for (const auto& [name, photo] : {std::pair{"healed.png", &*healed},
                                    {"later.png", &*later},
                                    {"edited.png", &canvas},
                                    {"from-above.png", &*from_above}}) {
    if (auto status = write(folder + "/" + name, *photo); !status) return failed(status.error());
    std::printf("wrote %s/%s\n", folder.c_str(), name);
  }
}
