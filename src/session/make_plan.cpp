#include <algorithm>
#include <cmath>
#include <numbers>

#include <tonsure/core/rng.h>
#include <tonsure/deposit/blend.h>
#include <tonsure/design/density.h>
#include <tonsure/optics/tone.h>
#include <tonsure/placement/place.h>
#include <tonsure/plan/report.h>
#include <tonsure/scalp/anatomy.h>
#include <tonsure/session/session.h>

#include "../deposit/shallowest.h"
#include "../plan/dot_variation.h"
#include "../plan/zone_depth.h"
#include "../scene/in_scene.h"

namespace tonsure {
namespace {

// Zones behind the front edge and its first, kLeadingEdgeMm, mm [C].
constexpr double kTransitionMm = 15, kDefinedMm = 40;
// Lone dots ahead of the edge and the first ones behind it are made smaller and lighter [C]; by how much [E].
constexpr double kEdgeSize = 0.85, kEdgeStrength = 0.80, kEdgeFullMm = 12;

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

/// Checks what comes from outside; the number of a scene among several goes in front of what is wrong with it.
Status check_input(std::span<const Scene> scenes, const Treatment& treatment) {
  if (scenes.empty()) return Error{ErrorCode::kInvalidInput, "scenes", "there is none", "give at least one"};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (Status status = check_scene(scenes[i]); !status) return in_scene(status.error(), i, scenes.size());
    if (!scenes[i].head.empty() && !scenes[0].head.empty() && scenes[i].head != scenes[0].head)
      return in_scene({ErrorCode::kInvalidInput, "head", "is another head than that of the first scene",
                       "plan each head by itself"},
                      i, scenes.size());
  }
  return check_treatment(treatment);
}

/// Leaves out the dots that would lie under strands of hair in a photo which sees them well.
void keep_between_strands(DotSet<ScalpMm>& dots, const std::vector<FittedHead>& heads,
                          std::span<const PhotoMasks> masks) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    bool covered = false;
    for (std::size_t v = 0; v < masks.size() && !covered; ++v) {
      if (masks[v].hair.width() == 0) continue;
      const Projection seen = project(heads[v].surface, heads[v].view, from_chart(heads[v].surface, dots.positions[i]));
      covered = seen.cos_view > 0 && mask_at(masks[v].hair, seen.position, 0) >= kCoveredByHair;
    }
    if (covered) continue;
    dots.positions[kept] = dots.positions[i];
    dots.id[kept] = dots.id[i];
    dots.session[kept] = dots.session[i];
    ++kept;
  }
  dots.positions.resize(kept);
  dots.id.resize(kept);
  dots.session.resize(kept);
}

/// Says where a treatment asks for what a scene decides.
void warn_of_unused(std::span<const Scene> scenes, const Treatment& treatment, std::vector<std::string>& warnings) {
  const bool drawn = std::any_of(scenes.begin(), scenes.end(),
                                 [](const Scene& scene) { return scene.hairline && !scene.hairline->empty(); });
  const HairlineOptions& hairline = treatment.hairline;
  if (drawn && (hairline.height_above_glabella_mm || hairline.shape != HairlineOptions{}.shape))
    warnings.emplace_back(
        "hairline: the scene draws its own, so the treatment's shape and height are not used; set the scene's hairline "
        "to null to have one designed");
}

Result<Plan> plan_on(std::span<const Scene> scenes, const std::vector<FittedHead>& heads, const Treatment& treatment,
                     const Exec& exec, std::span<const PhotoMasks> masks) {
  auto design = design_density(scenes, heads, treatment, exec, masks);
  if (!design) return design.error();
  auto placed = place_dots(design->density, treatment.placement, treatment.seed, exec);
  if (!placed) return placed.error();
  keep_between_strands(*placed, heads, masks);
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
  plan.warnings.insert(plan.warnings.end(), design->warnings.begin(), design->warnings.end());
  warn_of_unused(scenes, treatment, plan.warnings);
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
  const ScarOptions& scars = treatment.scars;
  const double uptake = lasting_uptake(scars);
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
      const double scar = static_cast<double>(*design->scar.view().pixel(x, y));
      dots.zone[i] = zone_at(behind, *design->in_hair.view().pixel(x, y) != 0, scar, scalp_area(anatomy, frame.point));
      const double at_edge = std::clamp(1 - behind / kEdgeFullMm, 0.0, 1.0);
      // In scars less stays, it spreads more and so is thinner, and both vary more.
      const DotVariation varied = vary_dot(needle, treatment.seed, dots.id[i], 1 + scar * (scars.variance - 1));
      dots.diameter_mm[i] = static_cast<float>(needle.diameter_mm * varied.size * (1 - (1 - kEdgeSize) * at_edge) *
                                               (1 + scar * (std::sqrt(scars.spread) - 1)));
      dots.strength[i] =
          static_cast<float>(varied.strength * (1 - (1 - kEdgeStrength) * at_edge) *
                             (1 - scar * (1 - uptake / scars.spread)) * layer_tone(needle, treatment.seed, dots.id[i]));
      dots.depth_mm[i] = static_cast<float>(std::max(kShallowestMm, needle.depth_mm + varied.deeper_mm));
      dots.angle_deg[i] = static_cast<float>(hair_angle_in_chart(anatomy, frame) * 180 / std::numbers::pi);
    }
  });
  if (is_cancelled(exec)) return cancelled_error();

  plan.hours = needling_hours(plan).range;
  plan.cost_usd = treatment_cost_usd(plan).range;
  return plan;
}

}  // namespace

Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec) {
  return make_plan(std::span<const Scene>(&scene, 1), treatment, exec);
}

Result<Plan> make_plan(std::span<const Scene> scenes, const Treatment& treatment, const Exec& exec,
                       std::span<const PhotoMasks> masks) {
  if (Status status = check_input(scenes, treatment); !status) return status.error();
  const auto heads = fit_heads(scenes);
  if (!heads) return heads.error();
  return plan_on(scenes, *heads, treatment, exec, masks);
}

Result<Plan> make_plan(std::span<const Scene> scenes, const ScalpSurface& measured, const Treatment& treatment,
                       const Exec& exec, std::span<const PhotoMasks> masks) {
  if (Status status = check_input(scenes, treatment); !status) return status.error();
  std::vector<FittedHead> heads;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    auto head = fit_view(scenes[i], measured);
    if (!head) return in_scene(head.error(), i, scenes.size());
    heads.push_back(std::move(*head));
  }
  return plan_on(scenes, heads, treatment, exec, masks);
}

}  // namespace tonsure
