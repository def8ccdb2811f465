// What an outline departs from the rim of the surface, as the radial correction of a view.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "calibrate.h"
#include "limb.h"

#include "silhouette.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr std::size_t kAngles = 128;
constexpr double kMostExcess = 0.35, kLeastExcess = -0.25;

/// Excess of the outline over the rim at equal angles. Where a ray meets no limb (brow, ears, nape), the excess runs
/// smoothly from one end of the gap to the other.
std::vector<double> excess_of(const Scene& scene, const HeadView& view) {
  const CameraFrame frame(view.camera);
  std::vector<double> excess(kAngles, NAN);
  std::vector<double> farthest(kAngles, 0);
  const Points<PhotoPx>& outline = scene.head_outline;
  const std::vector<bool> is_limb = limb_edges(scene);
  const double step_px = 0.7 / view.camera.mm_per_px;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) {
    const Px a = outline[i], b = outline[(i + 1) % n];
    const int pieces = std::max(1, static_cast<int>(std::ceil(norm(b - a) / step_px)));
    for (int k = 0; k < pieces; ++k) {
      const Vec2<PlaneMm> q = photo_to_plane(view.camera, frame, a + (static_cast<double>(k) / pieces) * (b - a));
      const double turn = std::atan2(q.y, q.x), turns = turn / (2 * std::numbers::pi);
      const auto bin = static_cast<std::size_t>(std::lround((turns < 0 ? turns + 1 : turns) * kAngles)) % kAngles;
      const double rho = norm(q) / periodic(view.rim_mm, turn);
      if (rho <= farthest[bin]) continue;
      farthest[bin] = rho;
      excess[bin] = is_limb[i] ? std::clamp(rho - 1, kLeastExcess, kMostExcess) : NAN;
    }
  }
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < kAngles; ++i)
    if (std::isfinite(excess[i])) known.push_back(i);
  if (known.empty()) return {};
  std::vector<double> filled = excess;
  for (std::size_t k = 0; k < known.size(); ++k) {
    const std::size_t from = known[k], to = known[(k + 1) % known.size()];
    const std::size_t gap = (to + kAngles - from) % kAngles;
    for (std::size_t i = 1; i < gap; ++i) {
      const double t = static_cast<double>(i) / static_cast<double>(gap);
      filled[(from + i) % kAngles] = (1 - t) * excess[from] + t * excess[to];
    }
  }
  std::vector<double> smooth(kAngles);
  for (std::size_t i = 0; i < kAngles; ++i)
    smooth[i] = 0.25 * filled[(i + kAngles - 1) % kAngles] + 0.5 * filled[i] + 0.25 * filled[(i + 1) % kAngles];
  return smooth;
}

}  // namespace

HeadView with_outline(const ScalpSurface& surface, HeadView view, const Scene& scene) {
  if (view.rim_mm.empty()) view = see_head(surface, view.camera);
  view.rim_excess = scene.view == View::kCloseup ? std::vector<double>{} : excess_of(scene, view);
  return view;
}

}  // namespace tonsure
