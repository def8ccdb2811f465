#include "camera.h"

#include <cmath>

#include "camera_parts.h"
#include "skin_sample.h"

namespace tonsure {
namespace {
constexpr double kLeastSharpening = 0.1;  // what is found where there is none
}

double second_difference_variance(double s, int step) {
  if (s <= 0) return 6;
  const double e = std::exp(-1.0 * step * step / (4 * s * s));
  return 6 - 8 * e + 2 * e * e * e * e;
}

CameraTrace estimate_camera(const Photo& photo, const Points<PhotoPx>& skin, const Points<PhotoPx>& head) {
  CameraTrace trace;
  if (photo.pixels.view().empty()) return trace;
  trace.blur_px = estimate_blur_px(photo, skin);
  measure_noise(photo, trace);
  measure_sharpness(photo, head, trace);
  // Where sharpening was measured, blur is what came before it, and texture shows both.
  if (!trace.sharpening_measured || trace.sharpening < kLeastSharpening) bound_blur_by_texture(photo, head, trace);
  if (!photo.monochrome) measure_chroma(photo, skin, trace);
  return trace;
}

}  // namespace tonsure
