/// @file
/// Placement from the tile: which dots exist, and where.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/exec.h>

#include "density_view.h"
#include "detail_kernel.h"
#include "lattice.h"
#include "patch.h"
#include "plane_kernel.h"
#include "tile.h"

namespace tonsure::placement {

/// Dots in columns of equal length, block by block, row by row, and within a block by rank: in the order of their ids.
struct Columns {
  std::vector<float> x_mm, y_mm;
  std::vector<std::uint32_t> id;      ///< empty if not asked for
  std::vector<std::int32_t> density;  ///< at the dot, N x density / reference x kRankScale; empty if not asked for

  [[nodiscard]] std::size_t size() const { return x_mm.size(); }

  /// Keeps `count` dots, or makes room for as many.
  void resize(std::size_t count, bool with_ids) {
    x_mm.resize(count);
    y_mm.resize(count);
    id.resize(with_ids ? count : 0);
    density.resize(with_ids ? count : 0);
  }
  /// Puts dot `from`, with its id, in the place of dot `to`.
  void move(std::size_t from, std::size_t to) {
    x_mm[to] = x_mm[from];
    y_mm[to] = y_mm[from];
    id[to] = id[from];
    density[to] = density[from];
  }
};

/// The density is first surveyed over stretches of so many blocks of a row, from columns that are multiples of it.
inline constexpr int kStretchBlocks = 4;

/// Blocks from (column, row) `first` to `last`, both included; whole stretches.
struct BlockRange {
  int first_column = 0, first_row = 0, last_column = -1, last_row = -1;
  [[nodiscard]] bool empty() const { return last_column < first_column || last_row < first_row; }
};

/// What a set of dots is made from. The references must outlive it.
struct Ground {
  const Tile& tile;
  const Lattice& lattice;
  DensityView density;
  double reference_per_mm2 = 0;
};

/// Blocks that cover all whose dots may lie in a box, found quickly, with some to spare.
BlockRange blocks_about(const Ground& ground, const Box& box);
/// Blocks that cover all whose dots depend on the density in a box, and few others.
BlockRange blocks_reached_by(const Ground& ground, const Box& box);

/// The inner loops; those of the widest vectors of the machine, unless a test asks for the plain ones.
struct Kernels {
  std::size_t (*fill_planes)(std::span<const PlaneBlock>, const FillTarget&) = placement::fill_planes;
  std::size_t (*fill_detail)(const DetailBlock&, const FillTarget&) = placement::fill_detail;
  SurveyCells survey_cells = placement::survey_cells;
};

/// Places the dots of the blocks. What is in `out` is replaced; its memory is used again.
/// @return false when the caller cancels
[[nodiscard]] bool fill_blocks(const Ground& ground, const BlockRange& range, bool with_ids, Columns& out,
                               const Exec& exec, const Kernels& kernels = {});

}  // namespace tonsure::placement
