#include "photo_dots.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../deposit/ageing.h"
#include "../scalp/fit_limits.h"

namespace tonsure {
namespace {

/// Image of the direction of needling, px/mm.
Vec2<PhotoPx> stroke_in_photo(const Plan& plan, const HeadView& view, std::size_t i) {
  constexpr double kStepMm = 0.05;
  const ChartFrame frame = chart_frame(plan.surface, plan.dots.chart[i]);
  const double angle = static_cast<double>(plan.dots.angle_deg[i]) * std::numbers::pi / 180;
  const Vec3<HeadMm> along = normalized(std::cos(angle) * frame.along_u + std::sin(angle) * frame.along_v);
  const auto at = [&](double mm) { return project(plan.surface, view, frame.point + mm * along).position; };
  return (0.5 / kStepMm) * (at(kStepMm) - at(-kStepMm));
}

}  // namespace

SeenDots see_dots(const Plan& plan, const HeadView& view, double aspect, const Exec& exec) {
  const double needle_mm = plan.treatment.needle.diameter_mm;
  const std::size_t n = plan.dots.size();
  std::vector<PhotoDot> all(n);
  constexpr std::size_t kChunk = 2048;
  parallel_for(exec, (n + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    if (is_cancelled(exec)) return;
    for (std::size_t i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      PhotoDot& dot = all[i];
      dot.alpha = 0;
      const Projection seen = project(plan.surface, view, plan.dots.head[i]);
      // Dots of a plan's file may lie anywhere: beyond a camera, say, which shows nothing of them.
      if (!(seen.cos_view > 0 && norm(seen.position) < kFarthestPx)) continue;
      dot.position = seen.position;
      dot.px_per_mm = footprint(plan.surface, view, plan.dots.head[i]);
      dot.size = static_cast<float>(static_cast<double>(plan.dots.diameter_mm[i]) / needle_mm);
      dot.deeper_mm = plan.dots.depth_mm[i] - static_cast<float>(plan.treatment.needle.depth_mm);
      dot.strength = plan.dots.strength[i];
      dot.alpha = static_cast<float>(grazing_fade(seen.cos_view));
      if (aspect > 1) {
        dot.aspect = static_cast<float>(aspect);
        dot.stroke = stroke_in_photo(plan, view, i);
      }
    }
  });
  SeenDots seen;
  for (std::size_t i = 0; i < n; ++i) {
    if (all[i].alpha <= 0) continue;
    seen.dots.push_back(all[i]);
    seen.row.push_back(static_cast<std::uint32_t>(i));
  }
  return seen;
}

std::vector<PhotoDot> dots_at(const SeenDots& seen, const Plan& plan, const Moment& moment, int sessions) {
  std::vector<PhotoDot> out;
  out.reserve(seen.dots.size());
  const int last = sessions > 0 ? sessions : plan.sessions();
  for (std::size_t k = 0; k < seen.dots.size(); ++k) {
    const std::size_t i = seen.row[k];
    if (plan.dots.session[i] > last) continue;
    out.push_back(seen.dots[k]);
    out.back().strength *=
        static_cast<float>(retention_factor(plan.treatment.seed, plan.dots.id[i], moment, plan.treatment.ageing));
  }
  return out;
}

}  // namespace tonsure
