#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <tonsure/deposit/needle.h>
#include <tonsure/drawing/composite.h>
#include <tonsure/drawing/relight.h>
#include <tonsure/drawing/shine.h>
#include <tonsure/optics/dot_kernels.h>
#include <tonsure/reading/outline.h>
#include <tonsure/reading/strands.h>
#include <tonsure/session/session.h>

#include "../core/gaussian.h"
#include "../deposit/shallowest.h"
#include "../reading/skin_sample.h"
#include "../scene/in_scene.h"

namespace tonsure {
namespace {

constexpr double kLeastBlood = 0.002, kMostBlood = 0.012;
constexpr double kLeastReachMm = 0.8, kMostReachMm = 4;  // by which annotated outlines may be off [E]

/// Image of the direction of needling, px/mm.
Vec2<PhotoPx> stroke_in_photo(const Plan& plan, const HeadView& view, std::size_t i) {
  constexpr double kStepMm = 0.05;
  const ChartFrame frame = chart_frame(plan.surface, plan.dots.chart[i]);
  const double angle = static_cast<double>(plan.dots.angle_deg[i]) * std::numbers::pi / 180;
  const Vec3<HeadMm> along = normalized(std::cos(angle) * frame.along_u + std::sin(angle) * frame.along_v);
  const auto at = [&](double mm) { return project(plan.surface, view, frame.point + mm * along).position; };
  return (0.5 / kStepMm) * (at(kStepMm) - at(-kStepMm));
}

/// The dots of a plan as a photo sees them at a moment.
/// @param aspect  of the mean dot
std::vector<PhotoDot> photo_dots(const Plan& plan, const HeadView& view, double aspect, const DrawOptions& options,
                                 const Exec& exec) {
  const double needle_mm = plan.treatment.needle.diameter_mm;
  const int sessions = options.sessions > 0 ? options.sessions : plan.sessions();
  const std::size_t n = plan.dots.size();
  std::vector<PhotoDot> all(n);
  constexpr std::size_t kChunk = 2048;
  parallel_for(exec, (n + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (std::size_t i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      PhotoDot& dot = all[i];
      dot.alpha = 0;
      if (plan.dots.session[i] > sessions) continue;
      const Projection seen = project(plan.surface, view, plan.dots.head[i]);
      if (seen.cos_view <= 0) continue;
      dot.position = seen.position;
      dot.px_per_mm = footprint(plan.surface, view, plan.dots.head[i]);
      dot.size = static_cast<float>(static_cast<double>(plan.dots.diameter_mm[i]) / needle_mm);
      dot.deeper_mm = plan.dots.depth_mm[i] - static_cast<float>(plan.treatment.needle.depth_mm);
      dot.strength =
          plan.dots.strength[i] * static_cast<float>(retention_factor(plan.treatment.seed, plan.dots.id[i],
                                                                      options.moment, plan.treatment.ageing));
      dot.alpha = static_cast<float>(grazing_fade(seen.cos_view));
      if (aspect > 1) {
        dot.aspect = static_cast<float>(aspect);
        dot.stroke = stroke_in_photo(plan, view, i);
      }
    }
  });
  std::erase_if(all, [](const PhotoDot& dot) { return dot.alpha <= 0; });
  return all;
}

/// Skin read from a photo; where too little of it is seen for its light to be told, taken as it was recorded.
Result<SkinReading> read_or_take(const Photo& photo, const Scene& scene, const FittedHead& head,
                                 const LinearRgb& recorded, std::vector<std::string>& warnings, const Exec& exec) {
  auto reading = read_skin(photo, scene, head, exec);
  if (reading || reading.error().code == ErrorCode::kCancelled) return reading;
  SkinReading taken;
  taken.as_photographed = taken.evenly_lit = taken.diffuse = recorded;
  taken.fit = fit_skin(recorded);
  warnings.push_back("skin: its light could not be told (" + reading.error().why + "); taken as photographed");
  return taken;
}

/// The skin that light meets around dots: a photo's cast and flushed skin read as more blood than a scalp holds for
/// long (0.2-2 % [M]), and so much of it would hide dots in green and blue.
SkinOptics skin_under_dots(const SkinReading& reading) {
  SkinOptics skin = reading.fit.optics;
  skin.blood = std::clamp(skin.blood, kLeastBlood, kMostBlood);
  return skin;
}

/// The mean dot at a moment, and all that differ from it.
DotKernels kernels_at(const Plan& plan, const SkinOptics& skin, const SolvedTone& tone, const DepositState& state,
                      const Exec& exec) {
  const NeedleOptions& needle = plan.treatment.needle;
  Deposit deposit = deposit_of(needle, tone.diameter_mm);
  deposit.depth_top_mm = std::max(kShallowestMm, deposit.depth_top_mm + state.depth_shift_mm);
  deposit.absorption_per_mm = state.absorption_per_mm;
  const double concentration =
      needle_deposit(needle.technique).concentration / stroke_of(needle, tone.diameter_mm).thinning;
  for (double& mu : deposit.absorption_per_mm) mu *= concentration;
  DotKernels kernels =
      make_dot_kernels(skin, deposit, {needle.depth_sd_mm}, state.added_variance_mm2, state.veil, exec);
  kernels.scab_darkness = state.scab_darkness;
  kernels.scab_sigma_mm = state.scab_diameter_factor * tone.diameter_mm / kFwhmPerSigma;
  if (state.added_blood > 0)
    kernels = with_redness(std::move(kernels), skin, state.added_blood, plan.mid_scalp_per_cm2 / 100);
  return kernels;
}

/// The photo in the light, and with the shine, that were asked for.
Result<Photo> lit_photo(const Photo& photo, const Scene& scene, const HeadOutline& outline, Preview& preview,
                        const DrawingSkin& skin, const Matte& matte, const DrawOptions& options, const Exec& exec) {
  auto relit = relight(photo, scene, outline, preview.head, preview.reading, options.light, exec);
  if (!relit) return relit.error();
  preview.warnings.insert(preview.warnings.end(), relit->warnings.begin(), relit->warnings.end());
  return adjust_shine(relit->photo, matte, skin, options.shine, exec);
}

}  // namespace

void use_lens_of(const Photo& photo, Scene& scene) {
  if (scene.camera || photo.focal_35mm <= 0) return;
  constexpr double kDiagonal35mm = 43.2666;  // of 36 x 24 mm (CIPA DCG-001)
  const double focal_px = photo.focal_35mm / kDiagonal35mm * std::hypot(scene.width_px, scene.height_px);
  scene.camera = Camera{focal_px, focal_px, 0.5 * scene.width_px, 0.5 * scene.height_px, {}, {}, {}};
}

Result<PigmentMix> mix_pigment(const Plan& plan, std::span<const Photo> photos, std::span<const Scene> scenes,
                               const Exec& exec) {
  if (photos.empty() || photos.size() != scenes.size())
    return Error{ErrorCode::kInvalidInput, "photos",
                 "found " + std::to_string(photos.size()) + " with " + std::to_string(scenes.size()) + " scenes",
                 "each photo comes with its scene"};
  LinearRgb log_skin{};
  double log_melanin = 0, log_blood = 0;
  const double share = 1 / static_cast<double>(photos.size());
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto in_this = [&](const Error& error) { return in_scene(error, i, scenes.size()); };
    if (Status status = check_scene_size(scenes[i], photos[i].pixels.width(), photos[i].pixels.height()); !status)
      return in_this(status.error());
    const auto skin = sample_skin(photos[i], scenes[i].scalp_region);
    if (!skin) return in_this(skin.error());
    const auto head = fit_view(scenes[i], plan.surface);
    if (!head) return in_this(head.error());
    std::vector<std::string> warnings;  // each preview gives its own
    const auto reading = read_or_take(photos[i], scenes[i], *head, *skin, warnings, exec);
    if (!reading) return in_this(reading.error());
    for (std::size_t c = 0; c < 3; ++c) log_skin[c] += share * std::log((*skin)[c]);
    const SkinOptics optics = skin_under_dots(*reading);
    log_melanin += share * std::log(optics.melanin);
    log_blood += share * std::log(optics.blood);
  }
  const LinearRgb skin = {std::exp(log_skin[0]), std::exp(log_skin[1]), std::exp(log_skin[2])};
  return mix_of(solve_tone({.melanin = std::exp(log_melanin), .blood = std::exp(log_blood)}, skin,
                           plan.mid_scalp_per_cm2 / 100, plan.treatment.pigment, plan.treatment.needle));
}

PigmentMix mix_of(const SolvedTone& tone) {
  return {tone.blend.warm_share, tone.blend.dilution, tone.diameter_mm};
}

Result<Preview> draw_preview(const Photo& photo, const Scene& scene, const Plan& plan, const DrawOptions& options,
                             const Exec& exec) {
  if (Status status = check_scene_size(scene, photo.pixels.width(), photo.pixels.height()); !status)
    return status.error();
  auto annotated = fit_view(scene, plan.surface);
  if (!annotated) return annotated.error();

  Preview preview;
  Scene snapped = scene;
  // An outline that follows a head's rim closely is a careful one: there is little to put right.
  const double reach_mm = std::clamp(2 * annotated->outline_rms_mm, kLeastReachMm, kMostReachMm);
  const HeadOutline outline = snap_outline(photo.pixels.view(), scene, annotated->view.camera.mm_per_px, reach_mm);
  snapped.head_outline = outline.points;
  preview.head = std::move(*annotated);
  preview.head.view = with_outline(plan.surface, preview.head.view, snapped);

  auto skin = sample_skin(photo, scene.scalp_region);
  if (!skin) return skin.error();
  preview.skin = *skin;
  auto reading = read_or_take(photo, scene, preview.head, *skin, preview.warnings, exec);
  if (!reading) return reading.error();
  preview.reading = std::move(*reading);
  const SkinOptics optics = skin_under_dots(preview.reading);
  preview.camera = estimate_camera(photo, scene.scalp_region, outline.points);
  PigmentOptions pigment = plan.treatment.pigment;
  NeedleOptions needle = plan.treatment.needle;
  if (plan.mix) {
    pigment.dilution = plan.mix->dilution;
    pigment.warm_share = plan.mix->warm_share;
    needle.diameter_mm = plan.mix->diameter_mm;
  }
  preview.tone = solve_tone(optics, *skin, plan.mid_scalp_per_cm2 / 100, pigment, needle);
  preview.warnings.insert(preview.warnings.end(), preview.head.warnings.begin(), preview.head.warnings.end());
  preview.warnings.insert(preview.warnings.end(), preview.tone.warnings.begin(), preview.tone.warnings.end());

  preview.state =
      age_deposit(blend_of(pigment, preview.tone.blend.warm_share, preview.tone.blend.dilution), plan.treatment.ageing,
                  options.moment, needle_deposit(plan.treatment.needle.technique).shallow_loss);
  preview.warnings.insert(preview.warnings.end(), preview.state.warnings.begin(), preview.state.warnings.end());
  const DotKernels kernels = kernels_at(plan, optics, preview.tone, preview.state, exec);

  const std::vector<PhotoDot> dots = photo_dots(
      plan, preview.head.view, stroke_of(plan.treatment.needle, preview.tone.diameter_mm).aspect, options, exec);
  preview.dots_drawn = dots.size();
  if (is_cancelled(exec)) return cancelled_error();
  Image<float> hair;
  if (options.hair && options.hair->width() > 0) {
    if (Status status = check_masks({.hair = *options.hair}, scene); !status) return status.error();
    hair = strand_opacity(photo, *options.hair, preview.head.mm_per_px, exec);
  }
  const Matte matte{outline, scene.exclude, hair.view()};
  const DrawingSkin surface{preview.head.view.camera.mm_per_px, *skin, preview.camera};
  // Light first, so that its highlights lie over the dots as they do on skin.
  auto lit = lit_photo(photo, snapped, outline, preview, surface, matte, options, exec);
  if (!lit) return lit.error();
  auto drawn = draw_dots(*lit, dots, kernels, matte, surface, exec);
  if (!drawn) return drawn.error();
  preview.after = std::move(*drawn);
  return preview;
}

}  // namespace tonsure
