// strand_mask PHOTO SCENE --out DIR: the strands of hair found in a photo, as a grey mask and laid over it.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/session/session.h>
#include "reading/strands.h"
#include "scalp/calibrate.h"

namespace {

int fail(const tonsure::Error& error) {
  std::fprintf(stderr, "strand_mask: %s\n", error.message().c_str());
  return error.code == tonsure::ErrorCode::kCannotWrite ? 4 : 3;
}

/// Mean coverage inside the polygons, and the share of it that is more than half covered.
void print_means(const char* name, const tonsure::Image<float>& coverage,
                 const std::vector<tonsure::Points<tonsure::PhotoPx>>& polygons) {
  double sum = 0, half = 0, all = 0;
  const auto view = coverage.view();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const bool inside = std::any_of(polygons.begin(), polygons.end(), [&](const auto& polygon) {
        return contains(std::span(polygon), {x + 0.5, y + 0.5});
      });
      if (!inside) continue;
      sum += static_cast<double>(*view.pixel(x, y));
      half += *view.pixel(x, y) > 0.5F ? 1 : 0;
      ++all;
    }
  }
  if (all > 0) std::printf("%-14s mean coverage %.4f, more than half covered %.4f\n", name, sum / all, half / all);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tonsure;
  std::string photo_path, scene_path, out;
  int threads = 0;
  CLI::App app("the strands of hair found in a photo, as mask.png and overlay.png");
  app.add_option("PHOTO", photo_path)->required();
  app.add_option("SCENE", scene_path)->required();
  app.add_option("--out", out, "folder")->required();
  app.add_option("--threads", threads)->check(CLI::Range(0, 256));
  CLI11_PARSE(app, argc, argv);

  const auto photo = load_photo(photo_path);
  if (!photo) return fail(photo.error());
  auto scene = load_scene(scene_path);
  if (!scene) return fail(scene.error());
  if (Status status = check_scene_size(*scene, photo->pixels.width(), photo->pixels.height()); !status)
    return fail(status.error());
  const auto readings = read_photos({&*photo, 1}, {&*scene, 1}, {.strands = false});
  if (!readings) return fail(readings.error());
  const FittedHead& head = readings->front().head;
  const CameraTrace& camera = readings->front().camera;
  const auto start = std::chrono::steady_clock::now();
  Exec exec;
  exec.threads = threads;
  const auto coverage = find_strands(*photo, *scene, head.mm_per_px, camera, exec);
  if (!coverage) return fail(coverage.error());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;

  const auto from = photo->pixels.view();
  Image<unsigned char> mask(from.width, from.height, 1), overlay(from.width, from.height, 3);
  for (int y = 0; y < from.height; ++y) {
    for (int x = 0; x < from.width; ++x) {
      const float c = *coverage->view().pixel(x, y);
      *mask.view().pixel(x, y) = static_cast<unsigned char>(std::lround(255 * c));
      const float mix[3] = {255, 0, 60};
      for (int k = 0; k < 3; ++k)
        overlay.view().pixel(x, y)[k] = static_cast<unsigned char>(
            std::lround((1 - 0.7F * c) * static_cast<float>(from.pixel(x, y)[k]) + 0.7F * c * mix[k]));
    }
  }
  if (Status status = make_folder(out); !status) return fail(status.error());
  OutputFiles files;
  const std::filesystem::path folder(out);
  Status status = files.add((folder / "mask.png").string(), encode_png(mask.view(), {}));
  if (status) status = files.add((folder / "overlay.png").string(), encode_png(overlay.view(), {}));
  if (status) status = files.commit();
  if (!status) return fail(status.error());
  std::printf("%.4f mm/px, noise %.2f, %.2f s\n", head.mm_per_px, camera.noise, seconds.count());
  print_means("scalp_region", *coverage, {scene->scalp_region});
  print_means("existing_hair", *coverage, scene->existing_hair);
  std::printf("contrast of scalp to hair in scalp_region: %.1f L*\n",
              scalp_hair_contrast(*photo, *coverage, scene->scalp_region));
  return 0;
}
