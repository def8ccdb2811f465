// The step that starts and ends gently: 3 t^2 - 2 t^3.
#pragma once

#include <algorithm>

namespace tonsure {

/// 0 up to t = 0, 1 from t = 1 on.
constexpr double smooth_step(double t) {
  const double c = std::clamp(t, 0.0, 1.0);
  return c * c * (3 - 2 * c);
}

/// 0 at `low`, 1 at `high`, and so beyond them; they differ.
constexpr double smooth_step(double low, double high, double v) {
  return smooth_step((v - low) / (high - low));
}
constexpr float smooth_step(float low, float high, float v) {
  const float t = std::clamp((v - low) / (high - low), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

}  // namespace tonsure
