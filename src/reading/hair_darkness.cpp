#include "hair_darkness.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>
#include "../core/smooth_step.h"

#include "../raster/blur.h"
#include "../raster/distance.h"
#include "../raster/row_spans.h"
#include "skin_photo.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 1.5;
constexpr int kLeastCellPx = 4;
constexpr double kSigmaMm = 2.5;                     // over which darkening is averaged: two or three stubs [E]
constexpr double kBesideMm = 12;                     // beyond hair, by which the need is 1 again [E]
constexpr float kDiagonal = 4.0F / 3;                // of a cell, for distances (chamfer 3-4)
constexpr double kLeastCosView = 0.2;                // skin seen more obliquely is too dark, or too bright, to tell
constexpr double kBrightest = -0.4, kDarkest = 2.5;  // darkening is held within: glints and deep shade say no more

struct Cells {
  int width = 0, height = 0, px = 1;
  double mm = 1;
  [[nodiscard]] Vec2<PhotoPx> middle(int x, int y) const { return {(x + 0.5) * px, (y + 0.5) * px}; }
};

/// 1 where the middle of a cell lies inside one of the polygons (even-odd rule each).
std::vector<unsigned char> filled(const std::vector<Points<PhotoPx>>& polygons, const PixelRect& all, int cell_px) {
  std::vector<unsigned char> inside(all.size(), 0);
  for (const Points<PhotoPx>& polygon : polygons)
    for_each_inside(in_cells(polygon, {0, 0}, cell_px), all, [&](int x, int y) { inside[all.index(x, y)] = 1; });
  return inside;
}

double mean_luminance(const Photo& photo, const Cells& cells, int cell_x, int cell_y) {
  const auto in = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const int x1 = std::min(in.width, (cell_x + 1) * cells.px), y1 = std::min(in.height, (cell_y + 1) * cells.px);
  double sum = 0;
  int n = 0;
  for (int y = cell_y * cells.px; y < y1; ++y) {
    for (int x = cell_x * cells.px; x < x1; ++x) {
      const unsigned char* const p = in.pixel(x, y);
      sum += luminance({linear[p[0]], linear[p[1]], linear[p[2]]});
      ++n;
    }
  }
  return n > 0 ? sum / n : 0;
}

}  // namespace

Result<Found<HairDarkness>> find_hair_darkness(const Photo& photo, const PhotoReading& reading, const Exec& exec) {
  const Scene& scene = reading.scene;
  const FittedHead& head = reading.head;
  const SkinReading& skin = reading.skin;
  if (scene.existing_hair.empty()) return Found<HairDarkness>{{}, "the scene has no existing hair"};
  if (!reading.skin_not_read.empty()) return Found<HairDarkness>{{}, reading.skin_not_read};
  Cells cells;
  cells.px = std::max(kLeastCellPx, static_cast<int>(std::lround(kCellMm / head.mm_per_px)));
  cells.mm = cells.px * head.mm_per_px;
  cells.width = (scene.width_px + cells.px - 1) / cells.px;
  cells.height = (scene.height_px + cells.px - 1) / cells.px;
  const PixelRect all{0, 0, cells.width, cells.height};
  const std::vector<unsigned char> hair = filled(scene.existing_hair, all, cells.px),
                                   skull = filled({scene.head_outline}, all, cells.px),
                                   holes = filled(scene.exclude, all, cells.px);
  const std::vector<float> beside = distance_to_marked(hair, cells.width, cells.height, kDiagonal);

  std::vector<float> darkening(all.size(), 0.0F), weight(all.size(), 0.0F);
  parallel_for(exec, static_cast<std::size_t>(cells.height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < cells.width; ++x) {
      const std::size_t i = all.index(x, y);
      const double off_mm = static_cast<double>(beside[i]) * cells.mm;
      if (off_mm > kBesideMm + 3 * kSigmaMm || skull[i] == 0 || holes[i] != 0) continue;
      const auto point = unproject(head.surface, head.view, cells.middle(x, y));
      if (!point) continue;
      const Vec3<HeadMm> normal = surface_normal(head.surface, *point);
      if (project(head.view, *point, normal).cos_view < kLeastCosView) continue;
      const LinearRgb bare = recorded_skin(skin, normal);
      const double is = mean_luminance(photo, cells, x, y);
      darkening[i] =
          static_cast<float>(std::clamp(-std::log(std::max(is, 1e-4) / luminance(bare)), kBrightest, kDarkest));
      weight[i] = 1;
    }
  });
  const double sigma = kSigmaMm / cells.mm;
  for (std::vector<float>* plane : {&darkening, &weight})
    gather_plane<float>(*plane, cells.width, cells.height, sigma, static_cast<int>(std::ceil(3 * sigma)));

  if (is_cancelled(exec)) return cancelled_error();

  HairDarkness out{Image<float>(cells.width, cells.height, 1), Image<float>(cells.width, cells.height, 1),
                   skin.as_photographed};
  for (std::size_t i = 0; i < weight.size(); ++i) {
    if (weight[i] < 1e-3F) continue;
    out.darkening.view().data[i] = darkening[i] / weight[i];
    out.known.view().data[i] =
        static_cast<float>(1 - smooth_step(static_cast<double>(beside[i]) * cells.mm / kBesideMm));
  }
  return Found<HairDarkness>{std::move(out), {}};
}

}  // namespace tonsure
