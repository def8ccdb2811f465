#include "outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "../scalp/limb.h"

#include "../raster/line_color.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kStepMm = 1.5;  // spacing of outline points
constexpr double kLeastReachPx = 3;
constexpr int kMostOffsets = 81;
constexpr double kSideMm = 0.9;     // depth of skin and of background compared across an edge
constexpr double kBendCost = 0.35;  // per step of one offset between neighbours, against contrasts of 0...1
constexpr double kFarCost = 0.45;   // at the far end of the reach
constexpr double kSkinSpread = 70;  // encoded units by which skin may differ from skin farther inside and still count

struct LimbPoint {
  Px position;
  Px outward;
  bool is_limb = false;
};

std::vector<LimbPoint> outline_points(const Scene& scene, double step_px) {
  const auto& outline = scene.head_outline;
  const double sign = signed_area<PhotoPx>(outline) > 0 ? 1 : -1;
  const std::vector<bool> is_limb = limb_edges(scene);
  std::vector<LimbPoint> points;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) {
    const Px a = outline[i], b = outline[(i + 1) % n];
    const double length = norm(b - a);
    if (length <= 0) continue;
    const Px outward = (sign / length) * Px{b.y - a.y, a.x - b.x};
    const int pieces = std::max(1, static_cast<int>(std::ceil(length / step_px)));
    for (int k = 0; k < pieces; ++k)
      points.push_back({a + (static_cast<double>(k) / pieces) * (b - a), outward, is_limb[i]});
  }
  // Normals of a polygon jump at its corners; their neighbours' mean turns smoothly.
  std::vector<LimbPoint> smooth = points;
  const std::size_t n = points.size();
  for (std::size_t i = 0; i < n; ++i) {
    Px sum{};
    for (std::size_t k = 0; k < 7; ++k) sum = sum + points[(i + n + k - 3) % n].outward;
    if (norm(sum) > 1e-9) smooth[i].outward = normalized(sum);
  }
  return smooth;
}

}  // namespace

HeadOutline snap_outline(ImageView<const unsigned char> photo, const Scene& scene, double mm_per_px, double reach_mm) {
  const std::vector<LimbPoint> points = outline_points(scene, std::max(1.5, kStepMm / mm_per_px));
  const std::size_t n = points.size();
  HeadOutline result;
  for (const LimbPoint& point : points) {
    result.points.push_back(point.position);
    result.is_limb.push_back(point.is_limb ? 1 : 0);
  }
  if (scene.view == View::kCloseup) return result;

  const double reach = std::max(kLeastReachPx, reach_mm / mm_per_px);
  const int half = std::min((kMostOffsets - 1) / 2, static_cast<int>(std::ceil(reach)));
  const auto offsets = 2 * static_cast<std::size_t>(half) + 1;
  const double unit = reach / half;  // px per offset
  const double side = std::max(1.5, kSideMm / mm_per_px);

  // The path starts where the limb does, so that it need not close.
  std::size_t start = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (points[i].is_limb && !points[(i + n - 1) % n].is_limb) start = i;

  std::vector<double> score(n * offsets, 0.0);
  std::vector<std::size_t> from(n * offsets, 0);
  const auto at = [&](std::size_t i, std::size_t k) { return i * offsets + k; };
  for (std::size_t s = 0; s < n; ++s) {
    const LimbPoint& point = points[(start + s) % n];
    const auto deeper = mean_line_color(photo, point.position - (reach + side) * point.outward,
                                        point.position - (reach + 3 * side) * point.outward);
    for (std::size_t k = 0; k < offsets; ++k) {
      const double off = static_cast<double>(k) - half;
      double gain = 0;
      if (point.is_limb) {
        const Px edge = point.position + (off * unit) * point.outward;
        const auto inside = mean_line_color(photo, edge - 0.75 * point.outward, edge - side * point.outward);
        const auto outside = mean_line_color(photo, edge + 0.75 * point.outward, edge + side * point.outward);
        double contrast2 = 0, foreign2 = 0;
        for (std::size_t c = 0; c < 3; ++c) {
          contrast2 += (inside[c] - outside[c]) * (inside[c] - outside[c]);
          foreign2 += (inside[c] - deeper[c]) * (inside[c] - deeper[c]);
        }
        gain = std::min(1.0, std::sqrt(contrast2) / 120) * std::exp(-foreign2 / (kSkinSpread * kSkinSpread)) -
               kFarCost * (off / half) * (off / half);
      } else if (off != 0) {
        gain = -1;  // what is no limb stays where it was drawn
      }
      double best = s == 0 ? 0 : -1e300;
      std::size_t best_from = k;
      if (s > 0) {
        for (std::size_t j = k < 3 ? 0 : k - 3; j <= std::min(offsets - 1, k + 3); ++j) {
          const double bend = kBendCost * unit / side * std::fabs(static_cast<double>(j) - static_cast<double>(k));
          if (score[at(s - 1, j)] - bend > best) {
            best = score[at(s - 1, j)] - bend;
            best_from = j;
          }
        }
      }
      score[at(s, k)] = best + gain;
      from[at(s, k)] = best_from;
    }
  }
  std::size_t k = 0;
  for (std::size_t j = 1; j < offsets; ++j)
    if (score[at(n - 1, j)] > score[at(n - 1, k)]) k = j;
  std::vector<double> offset(n, 0.0);
  for (std::size_t s = n; s-- > 0;) {
    if (points[(start + s) % n].is_limb) offset[(start + s) % n] = (static_cast<double>(k) - half) * unit;
    k = from[at(s, k)];
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double smooth = 0.25 * offset[(i + n - 1) % n] + 0.5 * offset[i] + 0.25 * offset[(i + 1) % n];
    result.points[i] = points[i].position + (points[i].is_limb ? smooth : 0.0) * points[i].outward;
  }
  return result;
}

}  // namespace tonsure
