// Lines in a photo, dark and bright, long and thin: hairs and locks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <tonsure/core/exec.h>

namespace tonsure {

/// Values of a rectangle of pixels, row by row.
struct StrandPlane {
  int width = 0, height = 0;
  std::vector<float> values;
  StrandPlane() = default;
  StrandPlane(int w, int h, float fill = 0)
      : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}
  [[nodiscard]] float& at(int x, int y) {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
  [[nodiscard]] float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// How much darker, and how much brighter, a pixel's line is than what lies on both of its sides; 0 where there is
/// none.
struct LineStrength {
  StrandPlane dark, bright;
};

/// Lines of a width of about 1 to 3 px that are at least `length_px` long.
LineStrength find_lines(const StrandPlane& plane, double length_px, const Exec& exec);

/// Means over squares of 2 reach + 1 px, cut at the border.
StrandPlane box_mean(const StrandPlane& plane, int reach);

/// Mean absolute difference from the mean of 5 x 5 pixels, over squares of 2 reach_px + 1: of skin, its texture.
StrandPlane roughness(const StrandPlane& plane, double reach_px);

/// Of a plane that is `factor` times as coarse, at a pixel of the fine one, bilinear.
inline float coarse_at(const StrandPlane& plane, int x, int y, int factor) {
  if (factor == 1) return plane.at(x, y);
  const float f = static_cast<float>(factor);
  const float gx = std::clamp((static_cast<float>(x) + 0.5F) / f - 0.5F, 0.0F, static_cast<float>(plane.width - 1));
  const float gy = std::clamp((static_cast<float>(y) + 0.5F) / f - 0.5F, 0.0F, static_cast<float>(plane.height - 1));
  const int x0 = static_cast<int>(gx), y0 = static_cast<int>(gy);
  const int x1 = std::min(x0 + 1, plane.width - 1), y1 = std::min(y0 + 1, plane.height - 1);
  const float fx = gx - static_cast<float>(x0), fy = gy - static_cast<float>(y0);
  return (1 - fy) * ((1 - fx) * plane.at(x0, y0) + fx * plane.at(x1, y0)) +
         fy * ((1 - fx) * plane.at(x0, y1) + fx * plane.at(x1, y1));
}

/// Half as large; each pixel the mean of four.
StrandPlane halved(const StrandPlane& plane);

}  // namespace tonsure
