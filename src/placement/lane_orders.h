/// @file
/// How to bring chosen lanes of a vector to its front.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tonsure::placement {

/// For every choice of eight lanes: the chosen ones in order, then anything.
constexpr std::array<std::array<std::uint8_t, 8>, 256> lane_orders() {
  std::array<std::array<std::uint8_t, 8>, 256> orders{};
  for (unsigned bits = 0; bits < 256; ++bits) {
    std::size_t count = 0;
    for (unsigned lane = 0; lane < 8; ++lane) {
      if ((bits >> lane & 1U) != 0) orders[bits][count++] = static_cast<std::uint8_t>(lane);
    }
  }
  return orders;
}

inline constexpr auto kLaneOrders = lane_orders();

}  // namespace tonsure::placement
