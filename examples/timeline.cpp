// Shows a treatment from its last day to ten years later: the head (timeline.png) and 30 mm of scalp
// (timeline-closeup.png), at day 0, 3, 12 and 28, 1, 5 and 10 years.
#include <cstring>

#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

namespace {

/// 30 mm around the middle of some points, and at least 160 px.
example::Crop closeup(const tonsure::Points<tonsure::PhotoPx>& points, const tonsure::Photo& photo, double mm_per_px) {
  tonsure::Vec2<tonsure::PhotoPx> middle{0, 0};
  for (const auto p : points) middle = middle + (1.0 / static_cast<double>(points.size())) * p;
  const int width = photo.pixels.width(), height = photo.pixels.height();
  const int side = std::min({std::max(160, static_cast<int>(30 / mm_per_px)), width, height});
  return {std::clamp(static_cast<int>(middle.x) - side / 2, 0, width - side),
          std::clamp(static_cast<int>(middle.y) - side / 2, 0, height - side), side, side};
}

}  // namespace

int main(int argc, char** argv) {
  std::string out = ".", shade;
  std::vector<char*> names = {argv[0]};
  for (int i = 1; i < argc; ++i) {
    const bool is_out = std::strcmp(argv[i], "--out") == 0, is_shade = std::strcmp(argv[i], "--shade") == 0;
    if ((is_out || is_shade) && i + 1 < argc) {
      (is_out ? out : shade) = argv[i + 1];
      ++i;
    } else if (is_out || is_shade || argv[i][0] == '-') {
      std::fprintf(stderr, "usage: %s [PHOTO SCENE] [--out DIR] [--shade NAME]\n", argv[0]);
      return 2;
    } else {
      names.push_back(argv[i]);
    }
  }
  const example::Input input = example::read_input(static_cast<int>(names.size()), names.data());

  tonsure::Treatment treatment;
  const auto shaded = tonsure::with_shade(treatment.pigment, shade);
  if (!shaded) {
    std::fprintf(stderr, "--shade: %s\n", shaded.error().message().c_str());
    return 2;
  }
  treatment.pigment = *shaded;
  tonsure::Session session = example::plan_session(input, treatment);
  const tonsure::PhotoReading& reading = session.readings().front();
  const tonsure::SolvedTone tone = example::or_exit(session.tone(0));
  const tonsure::Lab skin = tonsure::to_lab(reading.bare_scalp);
  tonsure::LinearRgb treated = reading.bare_scalp;
  for (std::size_t c = 0; c < 3; ++c) treated[c] *= tone.ratio[c];
  std::printf("healed field: L* %.1f on skin of %.1f\n", tonsure::to_lab(treated).l, skin.l);

  std::vector<tonsure::Photo> pictures = {input.photo};
  for (const char* age : {"0d", "3d", "12d", "28d", "1y", "5y", "10y"}) {
    const tonsure::DrawOptions options{.moment = example::or_exit(tonsure::parse_moment(age))};
    tonsure::Photo after = input.photo;
    const tonsure::Drawn drawn = example::or_exit(session.draw(0, options, after.pixels.view()));
    std::printf("%-4s pigment left %.2f\n", age, drawn.pigment_left);
    pictures.push_back(std::move(after));
  }
  if (const tonsure::Status made = tonsure::make_folder(out); !made) {
    std::fprintf(stderr, "%s\n", made.error().message().c_str());
    return 4;
  }
  const int count = static_cast<int>(pictures.size());
  example::write_picture(out + "/timeline.png",
                         example::strip(pictures, example::around(input.scene.head_outline, input.photo), count / 2));
  example::write_picture(
      out + "/timeline-closeup.png",
      example::strip(pictures, closeup(input.scene.scalp_region, input.photo, reading.head.mm_per_px), count));
}
