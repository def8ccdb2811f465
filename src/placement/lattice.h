/// @file
/// How copies of the tile cover the plane.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tonsure::placement {

/// A corner of a block, or a way, mm.
struct Corner {
  double x = 0, y = 0;
};

/// A plane covered with blocks, bent a little so that no two copies of the tile look alike.
///
/// Block (column, row) would lie at shift + (column, row) * block_mm; its corners are then displaced by a smooth field
/// without divergence, a sum of plane waves along their wave fronts, which keeps densities what they are. Between
/// corners positions are bilinear. Everything is anchored to the plane's origin: a larger or smaller region has the
/// same dots.
struct Lattice {
  /// @param reference_per_mm2  density of the full tile
  Lattice(double reference_per_mm2, std::uint64_t seed);

  static constexpr std::size_t kWaves = 8;
  using Lanes = std::array<double, kWaves>;
  struct Wave {
    double x, y, phase;  ///< turns per block, turns
  };

  /// How far a point at (column, row), in blocks, is displaced.
  [[nodiscard]] Corner displacement(double column, double row) const;

  double block_mm;
  double shift_x, shift_y;  ///< mm
  std::array<Wave, kWaves> waves;
  Lanes push_x, push_y;  ///< displacement at a crest, mm
};

/// The corners of a rectangle of blocks. Row by row: each wave is a product of what depends on columns and on rows.
class CornerRows {
 public:
  CornerRows(const Lattice& lattice, int first_column, int last_column);

  /// Corners along the top edge of a row of blocks: one more than there are columns.
  void row(int row, std::vector<Corner>& out) const;

 private:
  struct Phase {
    Lattice::Lanes cosine, sine;
  };
  const Lattice& lattice_;
  int first_column_;
  std::vector<Phase> columns_;
};

}  // namespace tonsure::placement
