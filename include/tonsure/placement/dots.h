/// @file
/// Dots as placement leaves them: positions with id and session, in columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// Most dots one set may hold.
inline constexpr std::int64_t kMaxDots = 20'000'000;

/// Placed dots, in columns of equal length; near in the columns, near in the plane.
template <class Frame>
struct DotSet {
  std::vector<Vec2<Frame>> positions;
  /// Names a dot for good: where nothing changes about it, a dot keeps its id and its position when other parts of the
  /// density change. Unique, with gaps, in no order to rely on.
  std::vector<std::uint32_t> id;
  std::vector<std::uint8_t> session;  ///< 1 for the first session
  /// Density that the dots' order of appearance refers to: the power of two at or above the highest density. 0 if
  /// empty.
  double reference_per_cm2 = 0;

  [[nodiscard]] std::size_t size() const { return positions.size(); }
};

}  // namespace tonsure
