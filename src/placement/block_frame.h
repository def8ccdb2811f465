/// @file
/// Where the blocks of a lattice lie.
#pragma once

#include <cmath>

#include "columns.h"
#include "lattice.h"
#include "patch.h"
#include "tile.h"

namespace tonsure::placement {

/// Where a block lies: a dot that lies (X, Y) units from its centre lies at centre + X across + Y down + X Y twist, mm.
struct BlockFrame {
  Corner centre, across, down, twist;

  /// Between its corners: left and right above, left and right below.
  static BlockFrame between(Corner a, Corner b, Corner c, Corner d) {
    constexpr double kUnit = 1.0 / kBlockUnits, kHalf = 0.5 * kUnit;
    return {{0.25 * ((a.x + b.x) + (c.x + d.x)), 0.25 * ((a.y + b.y) + (c.y + d.y))},
            {kHalf * ((b.x - a.x) + (d.x - c.x)), kHalf * ((b.y - a.y) + (d.y - c.y))},
            {kHalf * ((c.x - a.x) + (d.x - b.x)), kHalf * ((c.y - a.y) + (d.y - b.y))},
            {kUnit * kUnit * ((a.x - b.x) + (d.x - c.x)), kUnit * kUnit * ((a.y - b.y) + (d.y - c.y))}};
  }

  /// A box about the block and all that lies up to `reach` units beside it.
  [[nodiscard]] Box box(double reach) const {
    const double half = 0.5 * kBlockUnits + reach;
    const double dx = half * (std::fabs(across.x) + std::fabs(down.x)) + half * half * std::fabs(twist.x);
    const double dy = half * (std::fabs(across.y) + std::fabs(down.y)) + half * half * std::fabs(twist.y);
    return {centre.x - dx, centre.y - dy, centre.x + dx, centre.y + dy};
  }

  /// How much larger the block is than one that is not displaced, of side `block_mm`.
  [[nodiscard]] double area_factor(double block_mm) const {
    constexpr double kUnits2 = static_cast<double>(kBlockUnits) * kBlockUnits;
    return (across.x * down.y - across.y * down.x) * kUnits2 / (block_mm * block_mm);
  }

  /// The same in single precision, for positions in 1/kBlendUnits units.
  [[nodiscard]] BlockPlace place() const {
    constexpr double kUnit = 1.0 / kBlendUnits, kUnit2 = kUnit * kUnit;
    const auto scaled = [](double v, double by) { return static_cast<float>(v * by); };
    return {scaled(centre.x, 1),   scaled(centre.y, 1),   scaled(across.x, kUnit), scaled(across.y, kUnit),
            scaled(down.x, kUnit), scaled(down.y, kUnit), scaled(twist.x, kUnit2), scaled(twist.y, kUnit2)};
  }
};

}  // namespace tonsure::placement
