#include <algorithm>
#include <cmath>
#include <numbers>

#include <tonsure/core/rng.h>
#include <tonsure/deposit/blend.h>
#include <tonsure/design/density.h>
#include <tonsure/placement/place.h>
#include <tonsure/scalp/anatomy.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

// Zones behind the front edge, mm [C].
constexpr double kLeadingEdgeMm = 5, kTransitionMm = 15, kDefinedMm = 40;
// Lone dots ahead of the edge and the first ones behind it are made smaller and lighter [C]; by how much [E].
constexpr double kEdgeSize = 0.85, kEdgeStrength = 0.80, kEdgeFullMm = 12;
// 14 000 dots in a session of 2-4 h [V].
constexpr double kDotsPerHourSlow = 3500, kDotsPerHourFast = 7000;
// Prices of whole treatments in 2013, US$ 800-6000 [V], for 60 to 250 cm2 [E].
constexpr double kCostLowUsd = 800, kCostHighUsd = 6000, kCostLowCm2 = 60, kCostHighCm2 = 250;

Zone zone_at(double behind_mm, bool in_hair, ScalpArea area) {
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

/// Checks what comes from outside; the number of a scene among several goes in front of what is wrong with it.
Status check_input(std::span<const Scene> scenes, const Treatment& treatment) {
  if (scenes.empty()) return Error{ErrorCode::kInvalidInput, "scenes", "there is none", "give at least one"};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const std::string prefix = scenes.size() > 1 ? "scene " + std::to_string(i + 1) + ": " : "";
    if (Status status = check_scene(scenes[i]); !status) {
      Error error = status.error();
      error.where = prefix + error.where;
      return error;
    }
    if (!scenes[i].head.empty() && !scenes[0].head.empty() && scenes[i].head != scenes[0].head)
      return Error{ErrorCode::kInvalidInput, prefix + "head", "is another head than that of the first scene",
                   "plan each head by itself"};
  }
  return check_treatment(treatment);
}

Result<Plan> plan_on(std::span<const Scene> scenes, const std::vector<FittedHead>& heads, const Treatment& treatment,
                     const Exec& exec) {
  auto design = design_density(scenes, heads, treatment, exec);
  if (!design) return design.error();
  auto placed = place_dots(design->density, treatment.placement, treatment.seed, exec);
  if (!placed) return placed.error();
  if (placed->size() == 0) {
    return Error{ErrorCode::kInvalidInput, "scalp_region", "holds no dot at this density",
                 "draw a larger region or raise density.peak_per_cm2"};
  }

  Plan plan;
  plan.treatment = treatment;
  plan.scene = scenes.front();
  plan.other_scenes.assign(scenes.begin() + 1, scenes.end());
  plan.surface = heads.front().surface;
  for (const FittedHead& head : heads)
    for (const std::string& warning : head.warnings)
      if (std::find(plan.warnings.begin(), plan.warnings.end(), warning) == plan.warnings.end())
        plan.warnings.push_back(warning);
  plan.pigments = {treatment.pigment.shade.empty() ? blend_name(blend_of(treatment.pigment, 0.5, 0))
                                                   : treatment.pigment.shade};
  plan.area_cm2 = design->area_cm2;
  plan.mid_scalp_per_cm2 = treatment.density.peak_per_cm2;

  const std::size_t n = placed->size();
  PlanDots& dots = plan.dots;
  dots.order = needling_order(*placed);
  dots.chart = std::move(placed->positions);
  dots.id = std::move(placed->id);
  dots.session = std::move(placed->session);
  dots.head.resize(n);
  dots.diameter_mm.resize(n);
  dots.depth_mm.resize(n);
  dots.angle_deg.resize(n);
  dots.strength.resize(n);
  dots.pigment.assign(n, 0);
  dots.zone.resize(n);
  const NeedleOptions& needle = treatment.needle;
  // A log-normal of mean 1: sigma^2 = ln(1 + cv^2), mu = -sigma^2 / 2.
  const double size_sigma2 = std::log1p(needle.diameter_cv * needle.diameter_cv);
  const double strength_sigma2 = std::log1p(needle.strength_cv * needle.strength_cv);
  const auto& grid = design->density;
  const ScalpAnatomy anatomy = make_anatomy(plan.surface, draw_whorls(plan.surface, treatment.seed));
  constexpr std::size_t kChunk = 4096;
  parallel_for(exec, (n + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (std::size_t i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      const Vec2<ScalpMm> uv = dots.chart[i];
      const ChartFrame frame = chart_frame(plan.surface, uv);
      dots.head[i] = frame.point;
      const int x = std::clamp(static_cast<int>((uv.x - grid.origin.x) / grid.cell_mm), 0, grid.per_cm2.width() - 1);
      const int y = std::clamp(static_cast<int>((uv.y - grid.origin.y) / grid.cell_mm), 0, grid.per_cm2.height() - 1);
      const double behind = static_cast<double>(*design->behind_edge_mm.view().pixel(x, y));
      dots.zone[i] = zone_at(behind, *design->in_hair.view().pixel(x, y) != 0, scalp_area(anatomy, frame.point));
      const double at_edge = std::clamp(1 - behind / kEdgeFullMm, 0.0, 1.0);
      Rng rng(treatment.seed, RngStage::kNeedle, i);
      const double size = std::exp(std::sqrt(size_sigma2) * rng.normal() - 0.5 * size_sigma2);
      const double strength = std::exp(std::sqrt(strength_sigma2) * rng.normal() - 0.5 * strength_sigma2);
      dots.diameter_mm[i] =
          static_cast<float>(needle.diameter_mm * std::clamp(size, 0.5, 1.8) * (1 - (1 - kEdgeSize) * at_edge));
      dots.strength[i] = static_cast<float>(std::clamp(strength, 0.3, 2.5) * (1 - (1 - kEdgeStrength) * at_edge));
      dots.depth_mm[i] = static_cast<float>(std::max(0.02, needle.depth_mm + needle.depth_sd_mm * rng.normal()));
      dots.angle_deg[i] = static_cast<float>(hair_angle_in_chart(anatomy, frame) * 180 / std::numbers::pi);
    }
  });
  if (is_cancelled(exec)) return cancelled_error();

  const auto count = static_cast<double>(n);
  plan.hours = {count / kDotsPerHourFast, count / kDotsPerHourSlow};
  const double extent = std::clamp((plan.area_cm2 - kCostLowCm2) / (kCostHighCm2 - kCostLowCm2), 0.0, 1.0);
  plan.cost_usd = {kCostLowUsd * (1 + extent), kCostHighUsd * (0.4 + 0.6 * extent)};
  return plan;
}

}  // namespace

Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec) {
  return make_plan(std::span<const Scene>(&scene, 1), treatment, exec);
}

Result<Plan> make_plan(std::span<const Scene> scenes, const Treatment& treatment, const Exec& exec) {
  if (Status status = check_input(scenes, treatment); !status) return status.error();
  const auto heads = fit_heads(scenes);
  if (!heads) return heads.error();
  return plan_on(scenes, *heads, treatment, exec);
}

Result<Plan> make_plan(std::span<const Scene> scenes, const ScalpSurface& measured, const Treatment& treatment,
                       const Exec& exec) {
  if (Status status = check_input(scenes, treatment); !status) return status.error();
  std::vector<FittedHead> heads;
  for (const Scene& scene : scenes) {
    auto head = fit_view(scene, measured);
    if (!head) return head.error();
    heads.push_back(std::move(*head));
  }
  return plan_on(scenes, heads, treatment, exec);
}

}  // namespace tonsure
