/// @file
/// Dots on a torus, and the sums over pairs of them that ranking and optimising need.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>

namespace tonsure::dot_tile {

struct Vec {
  float x = 0, y = 0;
};

/// exp(-u) with an end: (1 - u/8)^8 for u < 8, else 0. Only sums and products, so that every compiler and every C
/// library gives the same tile.
inline float gauss(float u) {
  const float t = u < 8.0F ? 1.0F - 0.125F * u : 0.0F;
  const float t2 = t * t, t4 = t2 * t2;
  return t4 * t4;
}
inline constexpr float kGaussEnd = 8;  ///< gauss(u) is 0 from here on

/// Position on a torus of side 1.
inline Vec wrapped(Vec p) {
  return {p.x - std::floor(p.x), p.y - std::floor(p.y)};
}

/// Dots of a torus sorted into cells, in units of their mean spacing, with copies of those near the border beyond it:
/// what lies within `reach` of a dot is found without a thought for wrapping.
class TorusCells {
 public:
  /// @param dots   positions on the torus of side 1
  /// @param reach  in spacings
  TorusCells(std::span<const Vec> dots, float reach);

  [[nodiscard]] float side() const { return side_; }  ///< of the torus, in spacings

  /// Calls visit(first, last) for runs of the columns x(), y(), owner() that hold every dot within reach of `at` (in
  /// spacings), and some others.
  template <class Visit>
  void visit_near(Vec at, Visit&& visit) const {
    const int x0 = cell(at.x - reach_), x1 = cell(at.x + reach_);
    for (int row = cell(at.y - reach_), y1 = cell(at.y + reach_); row <= y1; ++row) {
      const std::size_t base = static_cast<std::size_t>(row) * static_cast<std::size_t>(cells_);
      visit(first_[base + static_cast<std::size_t>(x0)], first_[base + static_cast<std::size_t>(x1) + 1]);
    }
  }

  [[nodiscard]] const std::vector<float>& x() const { return x_; }
  [[nodiscard]] const std::vector<float>& y() const { return y_; }
  [[nodiscard]] const std::vector<std::uint32_t>& owner() const { return owner_; }  ///< index of the dot
  [[nodiscard]] Vec at(std::size_t dot) const { return home_[dot]; }                ///< of a dot, in spacings

 private:
  [[nodiscard]] int cell(float v) const {
    const int c = static_cast<int>((v + reach_) * per_cell_);
    return c < 0 ? 0 : c >= cells_ ? cells_ - 1 : c;
  }

  float side_, reach_, per_cell_;
  int cells_;
  std::vector<std::size_t> first_;
  std::vector<float> x_, y_;
  std::vector<std::uint32_t> owner_;
  std::vector<Vec> home_;
};

/// A pair force: displacement x strength(u), u the squared distance in spacings.
/// A Gaussian of width `sigma` evens out crowding; a core that grows as (radius/d - 1) keeps pairs apart.
struct PairForce {
  float sigma = 0.78F;        ///< spacings
  float core = 2.0F;          ///< strength of the core
  float core_radius = 0.95F;  ///< spacings

  [[nodiscard]] float reach() const { return std::sqrt(2 * kGaussEnd) * sigma; }
};

/// The force on every dot, in spacings. Sums are taken in fixed lanes: the same for any number of threads.
std::vector<Vec> forces(std::span<const Vec> dots, const PairForce& law, const Exec& exec);

}  // namespace tonsure::dot_tile
