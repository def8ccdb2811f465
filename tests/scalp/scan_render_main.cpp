// render_scans HEADS OUT: draws both head scans in all views and at several distances, each with its true scene and a
// picture of the scene laid over it, for people to look at.
#include <cstdio>
#include <span>
#include <string>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "scalp/scan_heads.h"
#include "scalp/scan_scenes.h"

namespace tonsure::testing {
namespace {

using Color = std::array<unsigned char, 3>;

void draw_line(Photo& photo, const Points<PhotoPx>& line, bool closed, Color color) {
  const auto view = photo.pixels.view();
  for (const auto p : resample(std::span<const Vec2<PhotoPx>>(line), 0.5, closed)) {
    const int x = static_cast<int>(p.x), y = static_cast<int>(p.y);
    if (x < 0 || y < 0 || x >= view.width || y >= view.height) continue;
    std::copy(color.begin(), color.end(), view.pixel(x, y));
  }
}

Photo overlay(Photo photo, const Scene& scene) {
  draw_line(photo, scene.head_outline, true, {255, 220, 0});
  draw_line(photo, scene.scalp_region, true, {0, 220, 255});
  draw_line(photo, *scene.hairline, false, {255, 0, 160});
  const double arm = scene.width_px / 100.0;
  for (const FacePoint& point : scene.face_points) {
    if (!point.position) continue;
    for (const Vec2<PhotoPx> d : {Vec2<PhotoPx>{arm, 0}, {0, arm}})
      draw_line(photo, {*point.position - d, *point.position + d}, false, {0, 255, 0});
  }
  return photo;
}

Status add_png(OutputFiles& files, const std::string& path, const Photo& photo) {
  return files.add(path, encode_png(photo.pixels.view(), {}));
}

Status draw(const HeadScan& scan, const ScanView& view, std::optional<double> distance_mm, int side,
            const std::string& out) {
  const RenderCamera camera = scan_camera(view, distance_mm, side, side * 11 / 10);
  Scene scene = true_scene(scan, camera, view.view);
  const std::string how = distance_mm ? std::to_string(static_cast<int>(*distance_mm)) + "mm" : "far";
  const std::string name = scan.name + "-" + view.name + "-" + how + "-" + std::to_string(side);
  scene.image = name + ".png";
  const Render seen = render(scan.mesh, camera);
  OutputFiles files;
  const std::string base = out + "/" + name;
  if (Status status = add_png(files, base + ".png", seen.photo); !status) return status;
  if (Status status = add_png(files, base + ".overlay.png", overlay(seen.photo, scene)); !status) return status;
  if (Status status = files.add(base + ".scene.json", scene_to_json(scene)); !status) return status;
  return files.commit();
}

int run(const std::string& heads, const std::string& out) {
  const auto fail = [](const Error& error) {
    std::fprintf(stderr, "%s\n", error.message().c_str());
    return 1;
  };
  if (Status status = make_folder(out); !status) return fail(status.error());
  for (const char* name : kScanNames) {
    const auto scan = load_scan(heads, name);
    if (!scan) return fail(scan.error());
    for (const ScanView& view : kScanViews)
      if (Status status = draw(*scan, view, 1500, 900, out); !status) return fail(status.error());
    for (const std::optional<double> distance :
         {std::optional<double>(600), std::optional<double>(3000), std::optional<double>()})
      if (Status status = draw(*scan, kScanViews[0], distance, 900, out); !status) return fail(status.error());
    if (Status status = draw(*scan, kScanViews[5], 1000, 3000, out); !status) return fail(status.error());
  }
  return 0;
}

}  // namespace
}  // namespace tonsure::testing

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() != 3) {
    std::fprintf(stderr, "usage: render_scans HEADS OUT\n");
    return 2;
  }
  return tonsure::testing::run(arguments[1], arguments[2]);
}
