// The two transfer curves of a photo in tables, for drawing: sRGB's and the camera's.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>

#include "rect.h"

namespace tonsure {

/// Codes 0...255 of a photo to the light of its scene, and back.
class SceneTables {
 public:
  explicit SceneTables(const CameraCurve& curve) : curve_(curve) {
    const auto& linear = srgb8_to_linear_table();
    for (std::size_t i = 0; i < light_.size(); ++i)
      light_[i] = static_cast<float>(scene_light(curve, static_cast<double>(linear[i])));
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      const double root = static_cast<double>(i) / kSteps;
      codes_[i] = static_cast<float>(255 * linear_to_srgb(file_light(curve, root * root)));
    }
  }

  [[nodiscard]] const CameraCurve& curve() const { return curve_; }

  /// Light of the scene, 1 = white.
  [[nodiscard]] float light(unsigned char code) const { return light_[code]; }
  [[nodiscard]] std::array<float, 3> light(const unsigned char* pixel) const {
    return {light_[pixel[0]], light_[pixel[1]], light_[pixel[2]]};
  }

  /// 0...255, piecewise linear in the root of the light: curves are steepest where it is dark.
  [[nodiscard]] float code(float light) const {
    const float at = std::sqrt(std::clamp(light, 0.0F, 1.0F)) * static_cast<float>(kSteps);
    const auto i = static_cast<std::size_t>(at);
    const float t = at - static_cast<float>(i);
    return codes_[i] + t * (codes_[i + 1] - codes_[i]);
  }

 private:
  static constexpr int kSteps = 2048;
  CameraCurve curve_;
  std::array<float, 256> light_{};
  std::array<float, kSteps + 2> codes_{};
};

/// Mean light of the pixels of a rectangle, which is not empty and lies within the photo.
inline LinearRgb mean_light(ImageView<const unsigned char> photo, const PixelRect& rect, const SceneTables& tables) {
  LinearRgb mean{};
  for (int y = rect.y0; y < rect.y1; ++y)
    for (int x = rect.x0; x < rect.x1; ++x)
      for (std::size_t c = 0; c < 3; ++c) mean[c] += static_cast<double>(tables.light(photo.pixel(x, y)[c]));
  for (double& m : mean) m /= static_cast<double>(rect.size());
  return mean;
}

}  // namespace tonsure
