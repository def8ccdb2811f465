// Whether nine numbers turn space.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace tonsure {

/// Of a matrix by rows: they have length 1 and stand at right angles, as far as three digits tell.
inline bool is_orthonormal(std::span<const double, 9> m) {
  constexpr double kSlack = 0.01;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = i; j < 3; ++j) {
      const double product = m[3 * i] * m[3 * j] + m[3 * i + 1] * m[3 * j + 1] + m[3 * i + 2] * m[3 * j + 2];
      if (!(std::fabs(product - (i == j ? 1 : 0)) <= kSlack)) return false;
    }
  return true;
}

/// Above 0: its rows are right-handed.
inline double determinant(std::span<const double, 9> m) {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) + m[1] * (m[5] * m[6] - m[3] * m[8]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

}  // namespace tonsure
