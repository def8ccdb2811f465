#include "masks.h"

#include <algorithm>
#include <string>

#include <tonsure/placement/dots.h>

#include "../reading/check_reading.h"

namespace tonsure {

Status check_masks(const PhotoMasks& masks, const Scene& scene) {
  const auto check = [&](const Image<float>& mask, const char* where) -> Status {
    if (mask.width() == 0 && mask.height() == 0) return {};
    if (mask.width() == scene.width_px && mask.height() == scene.height_px && mask.channels() == 1)
      return check_shares(mask, where);
    return Error{ErrorCode::kInvalidInput, where,
                 "is " + std::to_string(mask.width()) + " x " + std::to_string(mask.height()) + " px",
                 "a grey image as large as the photo, " + std::to_string(scene.width_px) + " x " +
                     std::to_string(scene.height_px) + " px"};
  };
  if (Status status = check(masks.density, "mask"); !status) return status;
  if (Status status = check_shares(masks.need, "need mask"); !status) return status;
  return check(masks.hair, "hair mask");
}

double spanning_mask_at(const Image<float>& mask, const Scene& scene, Vec2<PhotoPx> position) {
  return detail::bilinear(mask.view(), std::clamp(position.x / scene.width_px, 0.0, 1.0) * mask.width(),
                          std::clamp(position.y / scene.height_px, 0.0, 1.0) * mask.height());
}

float mask_at(const Image<float>& mask, Vec2<PhotoPx> position, float outside) {
  if (!(position.x >= 0 && position.y >= 0 && position.x < mask.width() && position.y < mask.height())) return outside;
  return *mask.view().pixel(static_cast<int>(position.x), static_cast<int>(position.y));
}

}  // namespace tonsure
