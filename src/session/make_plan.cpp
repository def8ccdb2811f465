#include <algorithm>
#include <utility>

#include <tonsure/placement/place.h>
#include <tonsure/plan/report.h>
#include <tonsure/session/session.h>
#include "../deposit/blend.h"

#include "../core/stage.h"
#include "../design/density.h"
#include "../design/hair_need.h"
#include "../design/masks.h"
#include "../plan/cluster_dots.h"
#include "../plan/make_dots.h"
#include "../plan/mix.h"
#include "../plan/practice.h"
#include "../reading/check_reading.h"
#include "../reading/stubble_cells.h"
#include "../scene/in_scene.h"
#include "fit_scenes.h"

namespace tonsure {
namespace {

/// Leaves out the dots that would lie under strands of hair in a photo which sees them well.
void keep_between_strands(DotSet<ScalpMm>& dots, const std::vector<FittedHead>& heads,
                          const std::vector<PhotoMasks>& masks) {
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

/// The heads' warnings, each once, become the plan's.
std::vector<std::string> take_warnings(std::vector<FittedHead>& heads) {
  std::vector<std::string> warnings;
  for (FittedHead& head : heads) {
    for (std::string& warning : head.warnings)
      if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(std::move(warning));
    head.warnings.clear();
  }
  return warnings;
}

/// Everything of a plan that follows from scenes, views and masks.
Result<Plan> plan_on(std::vector<Scene> scenes, std::vector<FittedHead> heads, const Treatment& treatment,
                     const std::vector<PhotoMasks>& masks, const Exec& exec) {
  auto design = in_stage(exec, "design density", [&] { return design_density(scenes, heads, treatment, exec, masks); });
  if (!design) return design.error();
  const bool curly = treatment.density.pattern == DotPattern::kCurly;
  auto placed =
      place_dots(curly ? cluster_density(design->density) : design->density, treatment.placement, treatment.seed, exec);
  if (!placed) return placed.error();
  if (curly) *placed = cluster_dots(*placed, design->density, heads.front().surface, treatment);
  auto plan = in_stage(exec, "make dots", [&]() -> Result<Plan> {
    keep_between_strands(*placed, heads, masks);
    const bool painted =
        std::any_of(masks.begin(), masks.end(), [](const PhotoMasks& m) { return m.density.width() > 0; });
    if (placed->size() == 0 && painted)
      return Error{ErrorCode::kInvalidInput, "mask", "leaves no dot of the scalp_region",
                   "paint some of the region white: that is where skin is treated"};
    if (placed->size() == 0)
      return Error{ErrorCode::kInvalidInput, "scalp_region", "holds no dot at this density",
                   "draw a larger region or raise density.peak_per_cm2"};
    Plan made;
    made.surface = heads.front().surface;
    std::vector<std::uint32_t> order = needling_order(*placed);
    made.dots = make_dots(*std::move(placed), std::move(order), *design, made.surface, treatment, exec);
    if (is_cancelled(exec)) return cancelled_error();
    return made;
  });
  if (!plan) return plan;
  plan->treatment = treatment;
  plan->warnings = take_warnings(heads);
  plan->warnings.insert(plan->warnings.end(), design->warnings.begin(), design->warnings.end());
  warn_of_unused(scenes, treatment, plan->warnings);
  plan->pigments = {treatment.pigment.shade.empty() ? blend_name(blend_of(treatment.pigment, 0.5, 0))
                                                    : treatment.pigment.shade};
  plan->area_cm2 = design->area_cm2;
  plan->mid_scalp_per_cm2 = treatment.density.peak_per_cm2;
  plan->scenes = std::move(scenes);
  plan->views = std::move(heads);
  plan->hours = needling_hours(*plan).range;
  plan->cost_usd = treatment_cost_usd(*plan).range;
  return plan;
}

Status check_mask_count(std::size_t masks, std::size_t scenes) {
  if (masks == 0 || masks == scenes) return {};
  return Error{ErrorCode::kInvalidInput, "masks",
               "found " + std::to_string(masks) + " for " + std::to_string(scenes) + " scenes",
               "one for each scene, empty where nothing is painted, or none at all"};
}

/// What a reading shows of hair, where no mask says it.
PhotoMasks masks_of(const PhotoReading& reading, PhotoMasks masks, const Treatment& treatment) {
  if (masks.hair.width() == 0 && reading.strands) masks.hair = *reading.strands;
  if (masks.need.width() == 0 && reading.hair) {
    const double delta_l = target_delta_l_on(treatment.pigment.target_delta_l, to_lab(reading.skin.as_photographed).l);
    masks.need = hair_need(*reading.hair, delta_l);
  }
  return masks;
}

/// The tone of the client's own shaved hair, as the target that would meet it: of the first photo that tells.
std::optional<double> sides_of(std::span<const PhotoReading> readings) {
  for (const PhotoReading& reading : readings) {
    if (!reading.stubble || reading.stubble->under.between_stubs) continue;
    return stubble_target_delta_l(*reading.stubble, reading.bare_scalp);
  }
  return std::nullopt;
}

}  // namespace

Plan with_strength(Plan plan, std::span<const PhotoReading> readings, Strength strength) {
  plan.treatment.strength = strength;
  plan.mix.reset();
  if (!readings.empty()) plan.mix = mix_of(solve_mix(readings, plan.mid_scalp_per_cm2 / 100, plan.treatment));
  return plan;
}

Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec) {
  return make_plan(std::span<const Scene>(&scene, 1), treatment, {}, exec);
}

Result<Plan> make_plan(std::span<const Scene> scenes, const Treatment& treatment, const PlanOptions& options,
                       const Exec& exec) {
  if (Status status = check_treatment(treatment); !status) return status.error();
  if (Status status = check_mask_count(options.masks.size(), scenes.size()); !status) return status.error();
  for (std::size_t i = 0; i < options.masks.size(); ++i)
    if (Status status = check_masks(options.masks[i], scenes[i]); !status)
      return in_scene(status.error(), i, scenes.size());
  auto heads = fit_scenes(scenes, options.surface, nullptr, exec);
  if (!heads) return heads.error();
  return plan_on({scenes.begin(), scenes.end()}, *std::move(heads), treatment,
                 {options.masks.begin(), options.masks.end()}, exec);
}

Result<Plan> make_plan(std::span<const PhotoReading> readings, const Treatment& wanted, const PlanOptions& options,
                       const Exec& exec) {
  if (Status status = check_treatment(wanted); !status) return status.error();
  if (Status status = check_mask_count(options.masks.size(), readings.size()); !status) return status.error();
  for (std::size_t i = 0; i < readings.size(); ++i)
    if (Status status = check_reading(readings[i]); !status) return in_scene(status.error(), i, readings.size());
  const SuitedTreatment suited = suit_treatment(wanted, readings);
  const Treatment& treatment = suited.treatment;
  std::vector<Scene> scenes;
  std::vector<FittedHead> heads;
  std::vector<PhotoMasks> masks;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    scenes.push_back(readings[i].scene);
    heads.push_back(readings[i].head);
    masks.push_back(masks_of(readings[i], options.masks.empty() ? PhotoMasks{} : options.masks[i], treatment));
  }
  if (Status status = check_scenes(scenes); !status) return status.error();
  for (std::size_t i = 1; i < heads.size(); ++i)
    if (!(heads[i].surface == heads[0].surface))
      return in_scene({ErrorCode::kInvalidInput, "reading", "its head is calibrated otherwise than the first one's",
                       "read the photos of a head in one call of read_photos"},
                      i, heads.size());
  auto plan = plan_on(std::move(scenes), std::move(heads), treatment, masks, exec);
  if (!plan) return plan;
  const auto tone =
      in_stage(exec, "mix pigment", [&] { return solve_mix(readings, plan->mid_scalp_per_cm2 / 100, treatment); });
  if (!tone) return tone.error();
  plan->mix = mix_of(*tone);
  plan->practice = suited.chosen;
  plan->sides_delta_l = sides_of(readings);
  return plan;
}

}  // namespace tonsure
