// How dots of one needle differ.
#pragma once

#include <cstdint>

#include <tonsure/treatment/treatment.h>

namespace tonsure {

struct DotVariation {
  double size = 1;      ///< diameter relative to the needle's, 1 on average
  double strength = 1;  ///< pigment, 1 on average
  double deeper_mm = 0;
};

/// Of the dot with that id, whatever other dots there are. `variance` multiplies that of size and strength: scars vary
/// more.
DotVariation vary_dot(const NeedleOptions& needle, std::uint64_t seed, std::uint32_t id, double variance = 1);

}  // namespace tonsure
