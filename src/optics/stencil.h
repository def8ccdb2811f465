/// @file
/// Interpolation along one axis of a table: cubic through the four nodes around a place.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace tonsure::optics {

/// Nodes first...first + count - 1, and the weight of each.
struct Stencil {
  std::size_t first = 0;
  std::size_t count = 0;
  std::array<double, 4> weight = {};
};

/// Lagrange's polynomial through the (up to) four nodes nearest to x, on the scale that `scale` makes of them; beyond
/// the ends the value at the end.
template <std::size_t N, class Scale>
Stencil stencil(const std::array<double, N>& nodes, double x, Scale scale) {
  constexpr std::size_t kCount = std::min<std::size_t>(N, 4);
  const double place = scale(std::clamp(x, nodes.front(), nodes.back()));
  std::size_t below = 0;
  while (below + 2 < N && scale(nodes[below + 1]) < place) ++below;
  Stencil s;
  s.count = kCount;
  s.first = std::min(below > 0 && kCount > 2 ? below - 1 : 0, N - kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    s.weight[i] = 1;
    for (std::size_t j = 0; j < kCount; ++j) {
      const double other = scale(nodes[s.first + j]);
      if (j != i) s.weight[i] *= (place - other) / (scale(nodes[s.first + i]) - other);
    }
  }
  return s;
}

}  // namespace tonsure::optics
