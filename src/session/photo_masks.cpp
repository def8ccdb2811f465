#include <tonsure/preview/camera.h>
#include <tonsure/preview/hair_need.h>
#include <tonsure/preview/strands.h>
#include <tonsure/session/session.h>

namespace tonsure {

Result<PhotoMasks> masks_from_photo(const Photo& photo, const Scene& scene, const ScalpSurface* measured,
                                    const Treatment& treatment, const Exec& exec) {
  if (Status status = check_scene_size(scene, photo.pixels.width(), photo.pixels.height()); !status)
    return status.error();
  PhotoMasks masks;
  if (scene.existing_hair.empty()) return masks;
  const auto head = measured ? fit_view(scene, *measured) : fit_head(scene);
  if (!head) return head.error();
  auto strands = find_strands(photo, scene, head->view.camera.mm_per_px,
                              estimate_camera(photo, scene.scalp_region, scene.head_outline), exec);
  if (!strands) return strands.error();
  masks.hair = std::move(*strands);
  const auto reading = read_skin(photo, scene, *head, exec);
  if (!reading) {
    // Too little bare skin to judge hair against: treatments then go by DensityOptions::within_hair.
    if (reading.error().code == ErrorCode::kCancelled) return reading.error();
    return masks;
  }
  const double delta_l = target_delta_l_on(treatment.pigment.target_delta_l, to_lab(reading->as_photographed).l);
  masks.need = find_hair_need(photo, scene, *head, *reading, delta_l, exec);
  return masks;
}

}  // namespace tonsure
