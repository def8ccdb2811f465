// How well proposals fit what people drew: for every annotated photo of a folder, the overlap (intersection over union)
// of proposed and annotated outlines and regions; with nothing given, and with the view given.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>
#include <tonsure/propose/propose.h>

namespace {

using tonsure::PhotoPx;
using tonsure::Points;

/// Sorted positions where a horizontal line crosses a polygon.
std::vector<double> crossings(const Points<PhotoPx>& polygon, double y) {
  std::vector<double> out;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const auto a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    if ((a.y > y) != (b.y > y)) out.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
  }
  std::sort(out.begin(), out.end());
  return out;
}

double covered(const std::vector<double>& a) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < a.size(); i += 2) sum += a[i + 1] - a[i];
  return sum;
}

/// Intersection over union, by 2000 horizontal lines (error below 0.001 for outlines of heads).
double overlap(const Points<PhotoPx>& a, const Points<PhotoPx>& b) {
  double top = 1e18, bottom = -1e18;
  for (const auto* polygon : {&a, &b})
    for (const auto& p : *polygon) top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  double both = 0, either = 0;
  for (int i = 0; i < 2000; ++i) {
    const double y = top + (bottom - top) * (i + 0.5) / 2000;
    const std::vector<double> in_a = crossings(a, y), in_b = crossings(b, y);
    double common = 0;
    for (std::size_t j = 0; j + 1 < in_a.size(); j += 2)
      for (std::size_t k = 0; k + 1 < in_b.size(); k += 2)
        common += std::max(0.0, std::min(in_a[j + 1], in_b[k + 1]) - std::max(in_a[j], in_b[k]));
    both += common;
    either += covered(in_a) + covered(in_b) - common;
  }
  return either > 0 ? both / either : 0;
}

struct Sums {
  double outline = 0, region = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Overlap of proposed scenes with annotated ones.");
  std::string folder, overlays;
  int threads = 0;
  app.add_option("FOLDER", folder, "folder of photos with their *.scene.json")->required();
  app.add_option("--overlays", overlays, "folder for pictures of the proposals (default: none)");
  app.add_option("--threads", threads, "most threads to use");
  CLI11_PARSE(app, argc, argv);

  std::vector<std::filesystem::path> scenes;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().string().ends_with(".scene.json")) scenes.push_back(entry.path());
  std::sort(scenes.begin(), scenes.end());
  if (scenes.empty()) {
    std::fprintf(stderr, "%s: no *.scene.json in this folder\n", folder.c_str());
    return 3;
  }

  std::printf("%-32s %-13s | %-13s %7s %7s %6s | %7s %7s\n", "", "", "nothing given", "", "", "", "view", "given");
  std::printf("%-32s %-13s | %-13s %7s %7s %6s | %7s %7s\n", "photo", "view", "view", "outline", "region", "CPU ms",
              "outline", "region");
  Sums alone, with_view;
  double count = 0;
  for (const auto& path : scenes) {
    const auto scene = tonsure::load_scene(path.string());
    if (!scene) {
      std::fprintf(stderr, "%s\n", scene.error().message().c_str());
      return 3;
    }
    const auto photo = tonsure::load_photo((path.parent_path() / scene->image).string());
    if (!photo) {
      std::fprintf(stderr, "%s\n", photo.error().message().c_str());
      return 3;
    }
    tonsure::PartialScene given;
    given.scene.view = scene->view;
    given.has[static_cast<std::size_t>(tonsure::ScenePart::kView)] = true;
    Sums sums[2];
    double ms = 0;
    std::string view = "-", why;
    for (int i = 0; i < 2; ++i) {
      const std::clock_t start = std::clock();
      const auto proposal = tonsure::propose_scene(*photo, i == 0 ? nullptr : &given, {.threads = threads});
      if (i == 0) ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      if (!proposal) {
        why = proposal.error().message();
        continue;
      }
      sums[i] = {overlap(scene->head_outline, proposal->scene.head_outline),
                 overlap(scene->scalp_region, proposal->scene.scalp_region)};
      if (i == 0) view = tonsure::view_name(proposal->scene.view);
      if (!overlays.empty()) {
        const auto picture = tonsure::draw_proposal(*photo, *proposal);
        tonsure::OutputFiles files;
        const std::string name = path.stem().stem().string() + (i == 0 ? ".jpg" : ".view.jpg");
        tonsure::Status status = tonsure::make_folder(overlays);
        if (status)
          status =
              files.add((std::filesystem::path(overlays) / name).string(), tonsure::encode_jpeg(picture.view(), 90));
        if (status) status = files.commit();
        if (!status) {
          std::fprintf(stderr, "%s\n", status.error().message().c_str());
          return 4;
        }
      }
    }
    std::printf("%-32s %-13s | %-13s %7.3f %7.3f %6.0f | %7.3f %7.3f %s\n", path.stem().stem().c_str(),
                tonsure::view_name(scene->view), view.c_str(), sums[0].outline, sums[0].region, ms, sums[1].outline,
                sums[1].region, why.c_str());
    std::fflush(stdout);
    alone.outline += sums[0].outline, alone.region += sums[0].region;
    with_view.outline += sums[1].outline, with_view.region += sums[1].region;
    count += 1;
  }
  std::printf("%-32s %-13s | %-13s %7.3f %7.3f %6s | %7.3f %7.3f\n", "mean", "", "", alone.outline / count,
              alone.region / count, "", with_view.outline / count, with_view.region / count);
  return 0;
}
