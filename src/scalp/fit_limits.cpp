#include "fit_limits.h"

#include "radial_map.h"

namespace tonsure {

bool stands_outside(const ScalpSurface& surface, const HeadCamera& camera) {
  constexpr int kSteps = 40;
  constexpr double kMostOfWay = 0.9;  // from mid-head to the camera, of the skin that comes nearest to it
  const auto& toward = camera.rotation[2];
  for (int i = 0; i < kSteps; ++i) {
    for (int j = 0; j < kSteps; ++j) {
      const Vec3<HeadMm> d = direction_at({-2 + 4 * (i + 0.5) / kSteps, -2 + 4 * (j + 0.5) / kSteps});
      const double along = toward[0] * d.x + toward[1] * d.y + toward[2] * d.z;
      if (!(camera.inverse_distance_per_mm * radius_mm(surface, d) * along < kMostOfWay)) return false;
    }
  }
  return true;
}

}  // namespace tonsure
