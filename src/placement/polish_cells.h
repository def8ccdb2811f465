/// @file
/// Dots sorted into cells that hold about one vector of them whatever their density: the plane is divided into equal
/// blocks, and each block into as many cells as its density asks for. Cells find neighbours; no result depends on them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "density_view.h"

namespace tonsure::placement::polish {

struct Block {
  std::uint32_t first_cell = 0;  ///< its cells follow, row by row
  std::uint32_t side = 1;        ///< it has side x side of them
};

struct Box {
  float x0, y0, x1, y1;  ///< mm
};

struct Cells {
  float left = 0, top = 0;  ///< mm
  float blocks_per_mm = 1;
  int columns = 1, rows = 1;         ///< of blocks
  std::vector<Block> blocks;         ///< row by row
  std::vector<std::uint32_t> first;  ///< cell c holds the sorted dots first[c] to first[c + 1] - 1
  std::vector<std::uint32_t> input;  ///< index of each sorted dot in the columns it came from

  Cells(const DensityView& density, std::span<const float> x, std::span<const float> y);

  [[nodiscard]] std::size_t index(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
  }
  /// The sorted dots of a block.
  [[nodiscard]] std::size_t first_dot(std::size_t block) const { return first[blocks[block].first_cell]; }
  [[nodiscard]] std::size_t last_dot(std::size_t block) const {
    return first[blocks[block].first_cell + blocks[block].side * blocks[block].side];
  }

  /// Calls visit(first, last) for runs of sorted dots that hold all dots of a box, though since they were sorted the
  /// dots of a block may have strayed from their cells by stray[block], and none by more than `most`, mm.
  template <class Visit>
  void visit_runs(const Box& box, const float* stray, float most, const Visit& visit) const {
    const float u0 = (box.x0 - left) * blocks_per_mm, u1 = (box.x1 - left) * blocks_per_mm;
    const float v0 = (box.y0 - top) * blocks_per_mm, v1 = (box.y1 - top) * blocks_per_mm;
    most *= blocks_per_mm;
    const int first_column = within(u0 - most, columns), last_column = within(u1 + most, columns);
    const int first_row = within(v0 - most, rows), last_row = within(v1 + most, rows);
    for (int row = first_row; row <= last_row; ++row) {
      for (int column = first_column; column <= last_column; ++column) {
        const std::size_t i = index(column, row);
        const Block& b = blocks[i];
        const float away = stray[i] * blocks_per_mm;
        const std::uint32_t c0 = cell(u0 - away, column, b), c1 = cell(u1 + away, column, b);
        const std::uint32_t r0 = cell(v0 - away, row, b), r1 = cell(v1 + away, row, b);
        for (std::uint32_t r = r0; r <= r1; ++r) {
          const std::uint32_t row_start = b.first_cell + r * b.side;
          visit(first[row_start + c0], first[row_start + c1 + 1]);
        }
      }
    }
  }

  /// The whole part of u, moved into [0, count).
  static int within(float u, int count) { return static_cast<int>(std::clamp(u, 0.0F, static_cast<float>(count - 1))); }
  /// Column (or row) of the cells of a block in the given column (row) of blocks, for a coordinate in blocks.
  static std::uint32_t cell(float u, int block, const Block& b) {
    return static_cast<std::uint32_t>(
        within((u - static_cast<float>(block)) * static_cast<float>(b.side), static_cast<int>(b.side)));
  }
};

}  // namespace tonsure::placement::polish
