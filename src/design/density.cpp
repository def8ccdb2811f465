#include <tonsure/design/density.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <tonsure/core/rng.h>
#include <tonsure/design/hairline.h>

#include "border.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kCellMm = 1.0;        // resolves the smallest waves of the edge (1.5 mm and up) at peak densities
constexpr int kBlock = 8;              // cells per side of a block that shares its candidates of nearest border pieces
constexpr double kSentinelFromMm = 2;  // lone dots lie this far ahead of the edge [C]
constexpr double kSentinelToMm = 5;
constexpr double kClusterDepthMm = 8;  // behind the edge, dots gather in clusters that fade out over this depth [E]
constexpr double kClusterStrength = 0.45;
constexpr double kLeastCosView = 0.005;  // beyond, the photo shows nothing of the skin

double smoothstep(double t) {
  const double c = std::clamp(t, 0.0, 1.0);
  return c * c * (3 - 2 * c);
}

/// Everything the density of a cell depends on besides its place.
struct Context {
  const FittedHead& head;
  const Treatment& treatment;
  const RegionBorder& border;
};

struct Cell {
  float per_cm2_skin = 0;
  float behind_edge_mm = std::numeric_limits<float>::infinity();
  unsigned char in_hair = 0;
};

Cell design_cell(const Context& c, const NearestBorder& nearest, Vec3<HeadMm> point, Vec2<ScalpMm> uv,
                 const Projection& seen) {
  const Treatment& t = c.treatment;
  const bool inside = inside_region(c.border, point, seen);
  Cell cell;
  double front = 1;
  if (nearest.front.piece) {
    const BorderPiece& piece = *nearest.front.piece;
    const double signed_mm = inside ? nearest.front.distance_mm : -nearest.front.distance_mm;
    const double behind =
        signed_mm + edge_displacement_mm(t.hairline, t.seed, c.head.surface, piece.arc_mm, piece.point);
    cell.behind_edge_mm = static_cast<float>(behind);
    front = feather_profile(behind, t.density.feather_mm);
    if (behind >= 0) {
      const double cluster = noise2(t.seed, RngStage::kDensity, 1, 2 * uv.x / t.hairline.micro_wavelength_mm,
                                    2 * uv.y / t.hairline.micro_wavelength_mm);
      front *= std::max(0.0, 1 + kClusterStrength * cluster * std::exp(-behind / kClusterDepthMm));
    } else if (behind > -kSentinelToMm) {
      // `sentinels_per_cm` of edge, spread over the band ahead of it.
      const double per_cm2 = t.hairline.sentinels_per_cm / ((kSentinelToMm - kSentinelFromMm) / 10);
      front = behind < -kSentinelFromMm ? per_cm2 / t.density.peak_per_cm2 : 0;
    }
  }

  double share = front;
  const bool covered = std::any_of(c.border.existing_hair.begin(), c.border.existing_hair.end(),
                                   [&](const PolygonIndex& hair) { return hair.contains(seen.position); });
  if (inside) {
    if (nearest.free.piece && t.density.border_feather_mm > 0)
      share *= smoothstep(nearest.free.distance_mm / t.density.border_feather_mm);
    if (covered) share *= t.density.within_hair;
  } else {
    const bool beyond_hair_border = nearest.hair.piece && nearest.hair.distance_mm < nearest.front.distance_mm &&
                                    nearest.hair.distance_mm < nearest.free.distance_mm;
    if (beyond_hair_border) {
      if (!covered || t.density.hair_overlap_mm <= 0) return cell;
      share = std::min(1.0, nearest.front.piece
                                ? feather_profile(std::fabs(nearest.front.distance_mm), t.density.feather_mm)
                                : 1.0) *
              (1 - smoothstep(nearest.hair.distance_mm / t.density.hair_overlap_mm));
      if (share > 0) cell.in_hair = 1;
    } else if (!nearest.front.piece || nearest.free.distance_mm < nearest.front.distance_mm) {
      return cell;
    }
  }
  cell.per_cm2_skin = static_cast<float>(t.density.peak_per_cm2 * share);
  return cell;
}

}  // namespace

Result<ScalpDesign> design_density(const Scene& scene, const FittedHead& head, const Treatment& treatment,
                                   const Exec& exec) {
  const RegionBorder border = trace_border(scene, head, treatment.hairline);
  if (border.extent.empty()) {
    return Error{ErrorCode::kInvalidInput, "scalp_region", "no part of it lies on the head",
                 "draw the area to treat inside head_outline"};
  }
  // The grid covers the region with room for sentinels, bulges of the edge, and the overlap into hair.
  const double margin =
      std::max(kSentinelToMm + 4 * treatment.hairline.macro_amplitude_mm + 10, treatment.density.hair_overlap_mm) *
          1.3 +
      2 * kCellMm;
  Vec2<ScalpMm> low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
  for (const auto uv : border.extent) {
    low = {std::min(low.x, uv.x - margin), std::min(low.y, uv.y - margin)};
    high = {std::max(high.x, uv.x + margin), std::max(high.y, uv.y + margin)};
  }
  ScalpDesign design;
  design.density.origin = {kCellMm * std::floor(low.x / kCellMm), kCellMm * std::floor(low.y / kCellMm)};
  design.density.cell_mm = kCellMm;
  const int width = static_cast<int>(std::ceil((high.x - design.density.origin.x) / kCellMm));
  const int height = static_cast<int>(std::ceil((high.y - design.density.origin.y) / kCellMm));
  design.density.per_cm2 = Image<float>(width, height, 1);
  design.behind_edge_mm = Image<float>(width, height, 1, std::numeric_limits<float>::infinity());
  design.in_hair = Image<unsigned char>(width, height, 1);

  const Context context{head, treatment, border};
  const int blocks_x = (width + kBlock - 1) / kBlock, blocks_y = (height + kBlock - 1) / kBlock;
  std::vector<double> area_mm2(static_cast<std::size_t>(blocks_y), 0.0);  // one sum a row of blocks: order is fixed
  const auto density = design.density.per_cm2.view();
  const auto behind = design.behind_edge_mm.view();
  const auto in_hair = design.in_hair.view();

  parallel_for(exec, static_cast<std::size_t>(blocks_y), [&](std::size_t row) {
    if (is_cancelled(exec)) return;
    const int by = static_cast<int>(row);
    for (int bx = 0; bx < blocks_x; ++bx) {
      const auto center_of = [&](double x, double y) {
        return Vec2<ScalpMm>{design.density.origin.x + kCellMm * x, design.density.origin.y + kCellMm * y};
      };
      const Vec2<ScalpMm> middle = center_of((bx + 0.5) * kBlock, (by + 0.5) * kBlock);
      const Vec3<HeadMm> middle_point = from_chart(head.surface, middle);
      // Twice the half diagonal, in skin mm; the chart's principal scales are within 1.5 of the root of its area
      // factor.
      const double reach = std::sqrt(area_factor(head.surface, middle)) * 1.5 * kCellMm * kBlock * 1.4143;
      const BorderCandidates candidates = candidates_near(border, middle_point, reach);
      for (int y = by * kBlock; y < std::min(height, (by + 1) * kBlock); ++y) {
        for (int x = bx * kBlock; x < std::min(width, (bx + 1) * kBlock); ++x) {
          const Vec2<ScalpMm> uv = center_of(x + 0.5, y + 0.5);
          const Vec3<HeadMm> point = from_chart(head.surface, uv);
          const Projection seen = project(head.surface, head.view, point);
          if (seen.cos_view < kLeastCosView) continue;
          const Cell cell = design_cell(context, nearest_border(candidates, point), point, uv, seen);
          const double factor = area_factor(head.surface, uv);
          *density.pixel(x, y) = static_cast<float>(cell.per_cm2_skin * factor);
          *behind.pixel(x, y) = cell.behind_edge_mm;
          *in_hair.pixel(x, y) = cell.in_hair;
          if (cell.per_cm2_skin > 0) area_mm2[row] += factor * kCellMm * kCellMm;
        }
      }
    }
  });
  if (is_cancelled(exec)) return cancelled_error();
  for (const double a : area_mm2) design.area_cm2 += a / 100;
  return design;
}

}  // namespace tonsure
