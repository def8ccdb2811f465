/// @file
/// What the inner loops of placement share: where a block lies, and where its dots go.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tonsure::placement {

/// Between two levels, and so in all positions, units are split into this many parts.
inline constexpr std::int32_t kBlendUnits = 1 << 14;

/// Where a block lies. With X, Y counted in 1/kBlendUnits units from its centre, a dot lies at
/// centre + X across + Y down + X Y twist, mm.
struct BlockPlace {
  float centre_x, centre_y, across_x, across_y, down_x, down_y, twist_x, twist_y;

  [[nodiscard]] float x_mm(float x, float y) const {
    return ((centre_x + x * across_x) + y * down_x) + (x * y) * twist_x;
  }
  [[nodiscard]] float y_mm(float x, float y) const {
    return ((centre_y + x * across_y) + y * down_y) + (x * y) * twist_y;
  }
};

/// Where dots go: columns with room for kBlockCapacity more dots per block, and kColumnPadding beyond.
struct FillTarget {
  float* x_mm = nullptr;
  float* y_mm = nullptr;
  std::uint32_t* id = nullptr;                       ///< may be null, with `density`
  std::int32_t* density = nullptr;                   ///< at the dot, as ranks
  float min_x = 0, min_y = 0, max_x = 0, max_y = 0;  ///< bounds of blocks that are clipped, included

  [[nodiscard]] FillTarget after(std::size_t dots) const {
    FillTarget t = *this;
    t.x_mm += dots;
    t.y_mm += dots;
    if (id == nullptr) return t;
    t.id += dots;
    t.density += dots;
    return t;
  }
};

}  // namespace tonsure::placement
