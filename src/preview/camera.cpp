#include <tonsure/preview/camera.h>

#include <algorithm>
#include <cmath>

#include <tonsure/preview/composite.h>

#include "camera_parts.h"

namespace tonsure {
namespace {
constexpr double kLeastSharpening = 0.1;  // what is found where there is none
}

PixelRect box_of(const Points<PhotoPx>& polygon, double widened, int margin, ImageView<const unsigned char> photo) {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const auto p : polygon) {
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  const double dx = widened * (x1 - x0), dy = widened * (y1 - y0);
  const auto inside = [margin](double v, int size) {
    return static_cast<int>(std::clamp(v, 1.0 * margin, std::max(1.0 * margin, 1.0 * size - margin)));
  };
  return {inside(x0 - dx, photo.width), inside(y0 - dy, photo.height), inside(x1 + dx, photo.width),
          inside(y1 + dy, photo.height)};
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
