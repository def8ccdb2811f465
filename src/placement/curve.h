/// @file
/// Space-filling curves: along them, what is near in order is near in the plane.
#pragma once

#include <cstdint>

namespace tonsure::placement {

/// Visits every cell of a width x height rectangle once, stepping from neighbour to neighbour, by a Hilbert-like
/// recursion that works for any sides (after Cerveny, "Generalized Hilbert curve", 2018). visit(x, y) returns false to
/// stop.
template <class Visit>
class RectangleCurve {
 public:
  explicit RectangleCurve(const Visit& visit) : visit_(visit) {}

  void run(int width, int height) {
    if (width >= height) {
      walk({0, 0}, {1, 0}, width, {0, 1}, height);
    } else {
      walk({0, 0}, {0, 1}, height, {1, 0}, width);
    }
  }

 private:
  struct Cell {
    int x, y;
    friend Cell operator+(Cell a, Cell b) { return {a.x + b.x, a.y + b.y}; }
    friend Cell operator*(int s, Cell a) { return {s * a.x, s * a.y}; }
    friend Cell operator-(Cell a) { return {-a.x, -a.y}; }
  };

  /// From `at`, `length` cells along the unit step `along` and `breadth` across.
  void walk(Cell at, Cell along, int length, Cell across, int breadth) {
    if (!going_) return;
    if (length == 1 || breadth == 1) {
      const Cell step = breadth == 1 ? along : across;
      for (int i = 0, n = breadth == 1 ? length : breadth; i < n && going_; ++i) {
        going_ = visit_(at.x, at.y);
        at = at + step;
      }
      return;
    }
    int half_length = length / 2, half_breadth = breadth / 2;
    if (2LL * length > 3LL * breadth) {  // long: two halves in a row, of even length where possible
      if (half_length % 2 != 0 && length > 2) ++half_length;
      walk(at, along, half_length, across, breadth);
      walk(at + half_length * along, along, length - half_length, across, breadth);
    } else {  // a step up, a long step along, a step down
      if (half_breadth % 2 != 0 && breadth > 2) ++half_breadth;
      walk(at, across, half_breadth, along, half_length);
      walk(at + half_breadth * across, along, length, across, breadth - half_breadth);
      walk(at + (length - 1) * along + (half_breadth - 1) * across, -across, half_breadth, -along,
           length - half_length);
    }
  }

  const Visit& visit_;
  bool going_ = true;
};

inline constexpr int kHilbertLevels = 24;

struct SquarePoint {
  double u, v;  ///< in (0,1)
};

/// Point of the unit square at a fraction t in [0,1) of the Hilbert curve's length: equal lengths cover equal areas.
inline SquarePoint hilbert_point(double t) {
  auto index = static_cast<std::uint64_t>(t * 0x1.0p48);
  std::uint32_t x = 0, y = 0;
  for (int level = 0; level < kHilbertLevels; ++level, index >>= 2U) {
    const std::uint32_t side = 1U << static_cast<unsigned>(level);
    const auto rx = static_cast<std::uint32_t>(index >> 1U) & 1U;
    const auto ry = static_cast<std::uint32_t>(index ^ rx) & 1U;
    if (ry == 0) {
      if (rx == 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      const std::uint32_t swap = x;
      x = y;
      y = swap;
    }
    x += side * rx;
    y += side * ry;
  }
  return {(x + 0.5) * 0x1.0p-24, (y + 0.5) * 0x1.0p-24};
}

/// The inverse for cells of a 2^24 x 2^24 square: how far along the curve cell (x, y) lies.
inline std::uint64_t hilbert_index(std::uint32_t x, std::uint32_t y) {
  std::uint64_t index = 0;
  for (int level = kHilbertLevels - 1; level >= 0; --level) {
    const std::uint32_t side = 1U << static_cast<unsigned>(level);
    const std::uint32_t rx = (x & side) != 0 ? 1 : 0, ry = (y & side) != 0 ? 1 : 0;
    index = (index << 2U) | ((3 * rx) ^ ry);
    x &= side - 1;
    y &= side - 1;
    if (ry == 0) {
      if (rx == 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      const std::uint32_t swap = x;
      x = y;
      y = swap;
    }
  }
  return index;
}

}  // namespace tonsure::placement
