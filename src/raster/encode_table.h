// A fast transfer curve for drawing.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <tonsure/core/color.h>

namespace tonsure {

/// Linear light to encoded 0...255, piecewise linear in 4096 steps.
class EncodeTable {
 public:
  EncodeTable() {
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = static_cast<float>(255 * linear_to_srgb(static_cast<double>(i) / kSteps));
  }
  [[nodiscard]] float operator()(float linear) const {
    const float at = std::clamp(linear, 0.0F, 1.0F) * static_cast<float>(kSteps);
    const auto i = static_cast<std::size_t>(at);
    const float t = at - static_cast<float>(i);
    return values_[i] + t * (values_[i + 1] - values_[i]);
  }

 private:
  static constexpr int kSteps = 4096;
  std::array<float, kSteps + 2> values_{};
};

}  // namespace tonsure
