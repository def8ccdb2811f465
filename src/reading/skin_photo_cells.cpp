#include "skin_photo_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <tonsure/scalp/view.h>
#include "../core/median.h"

#include "../raster/box.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 1.3;         // wider than pores and freckles, narrower than shadows
constexpr int kMostCellsAcross = 180;   // of large heads in small scale: enough for nine coefficients
constexpr long long kManyCells = 8000;  // more than nine coefficients need
constexpr double kFromOutlineMm = 3.0;  // annotated outlines are about 1 % of the width off
constexpr double kLeastCosView = 0.25;  // nearer the limb the background shines through and normals are uncertain
constexpr unsigned char kBurnt = 250;   // codes from here on say only "bright"

bool in_any(const std::vector<Points<PhotoPx>>& polygons, Vec2<PhotoPx> p) {
  return std::any_of(polygons.begin(), polygons.end(),
                     [&](const Points<PhotoPx>& polygon) { return contains<PhotoPx>(polygon, p); });
}

struct Candidate {
  SkinCell cell;
  bool in_hair = false;
  bool burnt = false;
};

struct CellColor {
  LinearRgb mean;
  bool burnt = false;
};

/// Mean of the cell's pixels; empty where some are transparent.
std::optional<CellColor> mean_color(const Photo& photo, int x0, int y0, int size) {
  const auto pixels = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  std::array<double, 3> sum{};
  int burnt = 0;
  for (int y = y0; y < y0 + size; ++y) {
    for (int x = x0; x < x0 + size; ++x) {
      const unsigned char* p = pixels.pixel(x, y);
      if (pixels.channels == 4 && p[3] < 255) return {};
      if (std::max({p[0], p[1], p[2]}) >= kBurnt) ++burnt;
      for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[p[c]]);
    }
  }
  const double area = static_cast<double>(size) * size;
  CellColor color{{}, burnt > 0.1 * area};
  for (std::size_t c = 0; c < 3; ++c) color.mean[c] = std::max(sum[c] / area, 1e-4);
  return color;
}

}  // namespace

Result<SkinCells> collect_skin(const Photo& photo, const Scene& scene, const FittedHead& head, const Exec& exec) {
  const auto pixels = photo.pixels.view();
  const PixelRect box = touched_box_of(scene.head_outline, pixels);
  const double mm_per_px = head.view.camera.mm_per_px;
  const int size = std::max(
      {1, static_cast<int>(std::lround(kCellMm / mm_per_px)), std::max(box.width(), box.height()) / kMostCellsAcross});
  // Of many cells every second one in each direction is looked at.
  const bool many =
      static_cast<long long>(box.width()) * box.height() / (static_cast<long long>(size) * size) > kManyCells;
  const int pitch = many ? 2 * size : size;
  const int columns = box.width() / pitch, rows = box.height() / pitch;

  std::vector<std::vector<Candidate>> found(static_cast<std::size_t>(rows));
  parallel_for(exec, found.size(), [&](std::size_t row) {
    if (is_cancelled(exec)) return;
    for (int i = 0; i < columns; ++i) {
      const int px = box.x0 + i * pitch, py = box.y0 + static_cast<int>(row) * pitch;
      const Vec2<PhotoPx> middle{px + 0.5 * size, py + 0.5 * size};
      if (!contains<PhotoPx>(scene.head_outline, middle) || in_any(scene.exclude, middle)) continue;
      if (distance_to_polyline<Vec2<PhotoPx>>(scene.head_outline, middle, true) * mm_per_px < kFromOutlineMm) continue;
      const auto color = mean_color(photo, px, py, size);
      if (!color) continue;
      const auto point = unproject(head.surface, head.view, middle);
      if (!point) continue;
      const auto normal = surface_normal(head.surface, *point);
      if (project(head.view, *point, normal).cos_view < kLeastCosView) continue;
      found[row].push_back({{color->mean, *point, normal, contains<PhotoPx>(scene.scalp_region, middle)},
                            in_any(scene.existing_hair, middle),
                            color->burnt});
    }
  });
  if (is_cancelled(exec)) return cancelled_error();

  SkinCells skin;
  for (auto& row : found) {
    skin.burnt += static_cast<std::size_t>(
        std::count_if(row.begin(), row.end(), [](const Candidate& c) { return c.burnt && !c.in_hair; }));
    std::erase_if(row, [](const Candidate& c) { return c.burnt; });
  }
  for (const auto& row : found)
    for (const Candidate& c : row)
      if (!c.in_hair) skin.cells.push_back(c.cell);
  // On a thinning scalp skin shows between hairs: in the region, the brighter half of the cells is mostly skin.
  if (skin.cells.size() < 4 * kLeastSkinCells) {
    std::vector<SkinCell> between;
    for (const auto& row : found)
      for (const Candidate& c : row)
        if (c.in_hair && c.cell.in_region) between.push_back(c.cell);
    if (!between.empty()) {
      std::vector<double> brightness;
      brightness.reserve(between.size());
      for (const SkinCell& c : between) brightness.push_back(luminance(c.color));
      const double middle = median(std::move(brightness));
      for (const SkinCell& c : between)
        if (luminance(c.color) >= middle) skin.cells.push_back(c);
      skin.among_hair = true;
    }
  }
  if (skin.cells.size() < kLeastSkinCells)
    return Error{ErrorCode::kInvalidInput, "head_outline", "shows too little bare skin to tell its colour and light",
                 "outside of existing_hair and exclude, some 2 cm2 of skin that is not burnt out must be seen"};
  return skin;
}

SkinCells in_scene_light(SkinCells skin, const CameraCurve& curve) {
  for (SkinCell& cell : skin.cells) cell.color = scene_light(curve, cell.color);
  return skin;
}

}  // namespace tonsure
