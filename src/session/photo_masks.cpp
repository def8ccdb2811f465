#include <algorithm>

#include <tonsure/reading/camera.h>
#include <tonsure/reading/hair_need.h>
#include <tonsure/reading/strands.h>
#include <tonsure/session/session.h>

namespace tonsure {
namespace {

constexpr double kCoarsestMmPerPx = 0.5;  // beyond, a pixel holds several hairs, and only their tone is left
constexpr double kMostStray = 0.4;        // of a bare region under strands: more is shade taken for hair [E]

/// Strands outside of existing hair, where they cover so much that it must be something else, are left out.
void drop_implausible(Image<float>& strands, const Scene& scene, double mm_per_px) {
  const int step = std::max(1, static_cast<int>(1 / mm_per_px));
  const auto in_hair = [&](Vec2<PhotoPx> p) {
    return std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                       [&](const auto& hair) { return contains<PhotoPx>(hair, p); });
  };
  double covered = 0, seen = 0;
  for (int y = step / 2; y < strands.height(); y += step) {
    for (int x = step / 2; x < strands.width(); x += step) {
      const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
      if (!contains<PhotoPx>(scene.scalp_region, p) || in_hair(p)) continue;
      covered += static_cast<double>(*strands.view().pixel(x, y));
      seen += 1;
    }
  }
  if (covered <= kMostStray * seen) return;
  for (int y = 0; y < strands.height(); ++y)
    for (int x = 0; x < strands.width(); ++x)
      if (float& share = *strands.view().pixel(x, y); share > 0 && !in_hair({x + 0.5, y + 0.5})) share = 0;
}

}  // namespace

Result<PhotoMasks> masks_from_photo(const Photo& photo, const Scene& scene, const ScalpSurface* measured,
                                    const Treatment& treatment, const Exec& exec, WantedMasks wanted) {
  if (Status status = check_scene_size(scene, photo.pixels.width(), photo.pixels.height()); !status)
    return status.error();
  PhotoMasks masks;
  if (scene.existing_hair.empty() || (!wanted.strands && !wanted.need)) return masks;
  const auto head = measured ? fit_view(scene, *measured) : fit_head(scene);
  if (!head) return head.error();
  const double mm_per_px = head->mm_per_px;
  if (wanted.strands && mm_per_px <= kCoarsestMmPerPx) {
    const CameraTrace camera = estimate_camera(photo, scene.scalp_region, scene.head_outline);
    auto strands = find_strands(photo, scene, mm_per_px, camera, exec);
    if (!strands) return strands.error();
    masks.hair = *std::move(strands);
    drop_implausible(masks.hair, scene, mm_per_px);
  }
  if (!wanted.need) return masks;
  const auto reading = read_skin(photo, scene, *head, exec);
  if (!reading) {
    // Too little bare skin to judge hair against: treatments then go by DensityOptions::within_hair.
    if (reading.error().code == ErrorCode::kCancelled) return reading.error();
    return masks;
  }
  const double delta_l = target_delta_l_on(treatment.pigment.target_delta_l, to_lab(reading->as_photographed).l);
  masks.need = find_hair_need(photo, scene, *head, *reading, delta_l, exec);
  if (is_cancelled(exec)) return cancelled_error();
  return masks;
}

}  // namespace tonsure
