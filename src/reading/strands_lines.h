// Lines in a photo, dark and bright, long and thin: hairs and locks.
#pragma once

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

/// Half as large; each pixel the mean of four.
StrandPlane halved(const StrandPlane& plane);

}  // namespace tonsure
