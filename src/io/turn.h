/// @file
/// Turning a stored picture upright. Private to io.
#pragma once

#include <cstddef>

namespace tonsure {

/// Where stored pixel (x, y) goes in the upright picture: to pixel number origin + x * across + y * down.
struct Turn {
  int width = 0;  ///< of the upright picture
  int height = 0;
  std::ptrdiff_t origin = 0;
  std::ptrdiff_t across = 1;
  std::ptrdiff_t down = 0;

  [[nodiscard]] std::ptrdiff_t index(int x, int y) const { return origin + x * across + y * down; }
};

/// EXIF orientations (CIPA DC-008, tag 274): 5 to 8 have their first stored row at the left or right edge. What is no
/// orientation is upright.
inline Turn turn_of(int orientation, int width, int height) {
  const std::ptrdiff_t w = width, h = height;
  switch (orientation) {
    case 2:
      return {width, height, w - 1, -1, w};
    case 3:
      return {width, height, w * h - 1, -1, -w};
    case 4:
      return {width, height, w * (h - 1), 1, -w};
    case 5:
      return {height, width, 0, h, 1};
    case 6:
      return {height, width, h - 1, h, -1};
    case 7:
      return {height, width, w * h - 1, -h, -1};
    case 8:
      return {height, width, h * (w - 1), -h, 1};
    default:
      return {width, height, 0, 1, w};
  }
}

}  // namespace tonsure
