#include <algorithm>
#include <cmath>
#include <string>

#include <tonsure/preview/composite.h>
#include <tonsure/preview/outline.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

constexpr double kLeastReachMm = 0.8, kMostReachMm = 4;  // by which annotated outlines may be off [E]

std::vector<PhotoDot> photo_dots(const Plan& plan, const HeadView& view, int sessions, const Exec& exec) {
  const std::size_t n = plan.dots.size();
  std::vector<PhotoDot> all(n);
  const double needle_mm = plan.treatment.needle.diameter_mm;
  constexpr std::size_t kChunk = 2048;
  parallel_for(exec, (n + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (std::size_t i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i) {
      PhotoDot& dot = all[i];
      dot.strength = 0;
      if (plan.dots.session[i] > sessions) continue;
      const Projection seen = project(plan.surface, view, plan.dots.head[i]);
      if (seen.cos_view <= 0) continue;
      dot.position = seen.position;
      dot.px_per_mm = footprint(plan.surface, view, plan.dots.head[i]);
      dot.size = static_cast<float>(static_cast<double>(plan.dots.diameter_mm[i]) / needle_mm);
      dot.strength = plan.dots.strength[i] * static_cast<float>(grazing_fade(seen.cos_view));
    }
  });
  std::erase_if(all, [](const PhotoDot& dot) { return dot.strength <= 0; });
  return all;
}

}  // namespace

void use_lens_of(const Photo& photo, Scene& scene) {
  if (scene.camera || photo.focal_35mm <= 0) return;
  constexpr double kDiagonal35mm = 43.2666;  // of 36 x 24 mm (CIPA DCG-001)
  const double focal_px = photo.focal_35mm / kDiagonal35mm * std::hypot(scene.width_px, scene.height_px);
  scene.camera = Camera{focal_px, focal_px, 0.5 * scene.width_px, 0.5 * scene.height_px, {}, {}, {}};
}

Result<PigmentMix> mix_pigment(const Plan& plan, std::span<const Photo> photos, std::span<const Scene> scenes) {
  if (photos.empty() || photos.size() != scenes.size())
    return Error{ErrorCode::kInvalidInput, "photos",
                 "found " + std::to_string(photos.size()) + " with " + std::to_string(scenes.size()) + " scenes",
                 "each photo comes with its scene"};
  LinearRgb log_skin{};
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto skin = sample_skin(photos[i], scenes[i].scalp_region);
    if (!skin) return skin.error();
    for (std::size_t c = 0; c < 3; ++c) log_skin[c] += std::log((*skin)[c]) / static_cast<double>(photos.size());
  }
  const LinearRgb skin = {std::exp(log_skin[0]), std::exp(log_skin[1]), std::exp(log_skin[2])};
  return mix_of(solve_tone(skin, plan.mid_scalp_per_cm2 / 100, plan.treatment.pigment, plan.treatment.needle));
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
  preview.blur_px = estimate_blur_px(photo, scene.scalp_region);
  PigmentOptions pigment = plan.treatment.pigment;
  NeedleOptions needle = plan.treatment.needle;
  if (plan.mix) {
    pigment.dilution = plan.mix->dilution;
    pigment.warm_share = plan.mix->warm_share;
    needle.diameter_mm = plan.mix->diameter_mm;
  }
  preview.tone = solve_tone(*skin, plan.mid_scalp_per_cm2 / 100, pigment, needle);
  preview.warnings = preview.head.warnings;
  preview.warnings.insert(preview.warnings.end(), preview.tone.warnings.begin(), preview.tone.warnings.end());

  const Ageing ageing = age_deposit(options.moment);
  Absorption absorption = preview.tone.absorption;
  for (double& mu : absorption) mu *= ageing.strength;
  const double diameter = preview.tone.diameter_mm * ageing.diameter_factor;
  const DotKernel kernel = dot_kernel(diameter, dot_area_mm2(diameter, plan.treatment.needle.depth_mm, absorption),
                                      ageing.added_variance_mm2);

  const int sessions = options.sessions > 0 ? options.sessions : plan.sessions();
  const std::vector<PhotoDot> dots = photo_dots(plan, preview.head.view, sessions, exec);
  preview.dots_drawn = dots.size();
  if (is_cancelled(exec)) return cancelled_error();
  auto drawn = draw_dots(photo, dots, kernel, {outline, scene.exclude},
                         {preview.head.view.camera.mm_per_px, *skin, preview.blur_px}, exec);
  if (!drawn) return drawn.error();
  preview.after = std::move(*drawn);
  return preview;
}

}  // namespace tonsure
