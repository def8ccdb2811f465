#include "make_dots.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <tonsure/optics/tone.h>
#include "../core/rng.h"
#include "../scalp/anatomy.h"

#include "../deposit/shallowest.h"
#include "../optics/solve_tone.h"
#include "dot_variation.h"
#include "zone_depth.h"

namespace tonsure {
namespace {

// Zones behind the front edge and its first, kLeadingEdgeMm, mm [C].
constexpr double kTransitionMm = 15, kDefinedMm = 40;

Zone zone_at(double behind_mm, bool in_hair, double scar, ScalpArea area) {
  if (scar > 0.5) return Zone::kScar;
  if (in_hair) return Zone::kBlend;
  if (behind_mm < 0) return Zone::kSentinel;
  if (behind_mm < kLeadingEdgeMm) return Zone::kLeadingEdge;
  if (behind_mm < kTransitionMm) return Zone::kTransition;
  switch (area) {
    case ScalpArea::kCrown:
      return Zone::kCrown;
    case ScalpArea::kTemple:
      return Zone::kTemple;
    case ScalpArea::kSide:
      return Zone::kSide;
    case ScalpArea::kNape:
      return Zone::kNape;
    case ScalpArea::kFrontal:
    case ScalpArea::kMidScalp:
      break;
  }
  return behind_mm < kDefinedMm ? Zone::kDefined : Zone::kMidScalp;
}

/// The tone of the layer that a dot belongs to, 1 on average.
double layer_tone(const NeedleOptions& needle, std::uint64_t seed, std::uint32_t id) {
  if (needle.layers < 2) return 1;
  Rng rng(seed, RngStage::kNeedle, ~static_cast<std::uint64_t>(id));  // beyond the cells of all dots
  return layer_amount(needle, static_cast<int>(rng.uniform() * needle.layers));
}

}  // namespace

PlanDots make_dots(DotSet<ScalpMm> placed, std::vector<std::uint32_t> order, const ScalpDesign& design,
                   const ScalpSurface& surface, const Treatment& treatment, const Exec& exec) {
  const std::size_t n = placed.size();
  PlanDots dots;
  dots.order = std::move(order);
  dots.chart = std::move(placed.positions);
  dots.id = std::move(placed.id);
  dots.session = std::move(placed.session);
  dots.head.resize(n);
  dots.diameter_mm.resize(n);
  dots.depth_mm.resize(n);
  dots.angle_deg.resize(n);
  dots.strength.resize(n);
  dots.pigment.assign(n, 0);
  dots.zone.resize(n);
  const NeedleOptions& needle = treatment.needle;
  const ScarOptions& scars = treatment.scars;
  const double uptake = lasting_uptake(scars);
  const auto& grid = design.density;
  const ScalpAnatomy anatomy = make_anatomy(surface, draw_whorls(surface, treatment.seed));
  constexpr std::size_t kChunk = 4096;
  parallel_for(exec, (n + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    if (is_cancelled(exec)) return;
    for (std::size_t i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      const Vec2<ScalpMm> uv = dots.chart[i];
      const ChartFrame frame = chart_frame(surface, uv);
      dots.head[i] = frame.point;
      const int x = std::clamp(static_cast<int>((uv.x - grid.origin.x) / grid.cell_mm), 0, grid.per_cm2.width() - 1);
      const int y = std::clamp(static_cast<int>((uv.y - grid.origin.y) / grid.cell_mm), 0, grid.per_cm2.height() - 1);
      const double behind = static_cast<double>(*design.behind_edge_mm.view().pixel(x, y));
      const double scar = static_cast<double>(*design.scar.view().pixel(x, y));
      dots.zone[i] = zone_at(behind, *design.in_hair.view().pixel(x, y) != 0, scar, scalp_area(anatomy, frame.point));
      const double at_edge = static_cast<double>(*design.at_edge.view().pixel(x, y));
      // In scars less stays, it spreads more and so is thinner, and both vary more.
      const DotVariation varied = vary_dot(needle, treatment.seed, dots.id[i], 1 + scar * (scars.variance - 1));
      dots.diameter_mm[i] =
          static_cast<float>(needle.diameter_mm * varied.size * (1 - (1 - treatment.fade.gauge) * at_edge) *
                             (1 + scar * (std::sqrt(scars.spread) - 1)));
      dots.strength[i] =
          static_cast<float>(varied.strength * (1 - (1 - treatment.fade.shade) * at_edge) *
                             (1 - scar * (1 - uptake / scars.spread)) * layer_tone(needle, treatment.seed, dots.id[i]));
      dots.depth_mm[i] = static_cast<float>(std::max(kShallowestMm, needle.depth_mm + varied.deeper_mm));
      dots.angle_deg[i] = static_cast<float>(hair_angle_in_chart(anatomy, frame) * 180 / std::numbers::pi);
    }
  });
  return dots;
}

}  // namespace tonsure
