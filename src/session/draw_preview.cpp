#include <algorithm>
#include <cmath>

#include <tonsure/preview/composite.h>
#include <tonsure/preview/outline.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

/// Dots fade over the last degrees before the limb instead of ending at a line.
constexpr double kGrazingCos = 0.03;

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
      dot.strength = plan.dots.strength[i] * static_cast<float>(std::min(1.0, seen.cos_view / kGrazingCos));
    }
  });
  std::erase_if(all, [](const PhotoDot& dot) { return dot.strength <= 0; });
  return all;
}

}  // namespace

Result<Preview> draw_preview(const Photo& photo, const Scene& scene, const Plan& plan, const DrawOptions& options,
                             const Exec& exec) {
  if (Status status = check_scene_size(scene, photo.pixels.width(), photo.pixels.height()); !status)
    return status.error();
  auto annotated = fit_view(scene, plan.surface);
  if (!annotated) return annotated.error();

  Preview preview;
  Scene snapped = scene;
  const HeadOutline outline = snap_outline(photo.pixels.view(), scene, annotated->view.mm_per_px);
  snapped.head_outline = outline.points;
  preview.head = std::move(*annotated);
  preview.head.view = with_outline(plan.surface, preview.head.view, snapped);

  auto skin = sample_skin(photo, scene.scalp_region);
  if (!skin) return skin.error();
  preview.skin = *skin;
  preview.blur_px = estimate_blur_px(photo, scene.scalp_region);
  preview.tone = solve_tone(*skin, plan.mid_scalp_per_cm2 / 100, plan.treatment.pigment, plan.treatment.needle);
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
                         {preview.head.view.mm_per_px, *skin, preview.blur_px}, exec);
  if (!drawn) return drawn.error();
  preview.after = std::move(*drawn);
  return preview;
}

}  // namespace tonsure
