/// @file
/// Dots as placement leaves them: positions with session and order, in columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// Most dots one set may hold.
inline constexpr std::int64_t kMaxDots = 20'000'000;

/// Placed dots, in columns of equal length, ordered by id (0, 1, 2, ...).
template <class Frame>
struct DotSet {
  std::vector<Vec2<Frame>> positions;
  std::vector<std::uint8_t> session;  ///< 1 for the first session
  std::vector<std::uint32_t> order;   ///< position in the overall sequence of needling; a permutation of 0..size-1

  [[nodiscard]] std::size_t size() const { return positions.size(); }
};

}  // namespace tonsure
