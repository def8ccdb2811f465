#include "polish_cells.h"

#include <array>
#include <cmath>
#include <limits>

namespace tonsure::placement::polish {
namespace {

constexpr double kDotsPerBlock = 400;   // as many blocks as threads may want, and few cells at their borders
constexpr double kDotsPerCell = 12.5;   // of the 16 that fit a vector; measured: 11 and 14 are slower by 5 %
constexpr double kMostCellsAside = 64;  // of a block
constexpr double kMostBlocksAside = 4096;
constexpr double kLeastSide = 1e-6;  // mm, of the box about the dots

struct Range {
  float low, high;
};

/// Lane by lane, which compilers turn into vectors.
Range range_of(std::span<const float> values) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> low{}, high{};
  low.fill(values[0]);
  high.fill(values[0]);
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      low[k] = values[i + k] < low[k] ? values[i + k] : low[k];
      high[k] = values[i + k] > high[k] ? values[i + k] : high[k];
    }
  }
  for (; i < values.size(); ++i) {
    low[0] = std::min(low[0], values[i]);
    high[0] = std::max(high[0], values[i]);
  }
  return {*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end())};
}

}  // namespace

Cells::Cells(const DensityView& density, std::span<const float> x, std::span<const float> y) {
  const std::size_t n = x.size();
  const Range across = n == 0 ? Range{0, 0} : range_of(x), down = n == 0 ? Range{0, 0} : range_of(y);
  const double width = std::max(static_cast<double>(across.high) - static_cast<double>(across.low), kLeastSide);
  const double height = std::max(static_cast<double>(down.high) - static_cast<double>(down.low), kLeastSide);
  const double block_mm = std::max({std::sqrt(width * height * kDotsPerBlock / static_cast<double>(n + 1)),
                                    width / kMostBlocksAside, height / kMostBlocksAside});
  left = across.low;
  top = down.low;
  blocks_per_mm = static_cast<float>(1 / block_mm);
  columns = static_cast<int>(width / block_mm) + 1;
  rows = static_cast<int>(height / block_mm) + 1;

  blocks.resize(index(0, rows));
  std::uint32_t cells = 0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const double centre_x = static_cast<double>(left) + (column + 0.5) * block_mm;
      const double centre_y = static_cast<double>(top) + (row + 0.5) * block_mm;
      const double dots = std::min(density.at(centre_x, centre_y) * block_mm * block_mm, static_cast<double>(n));
      const double side = std::clamp(std::round(std::sqrt(dots / kDotsPerCell)), 1.0, kMostCellsAside);
      blocks[index(column, row)] = {cells, static_cast<std::uint32_t>(side)};
      cells += static_cast<std::uint32_t>(side * side);
    }
  }

  std::vector<std::uint32_t> cell_of(n);
  first.assign(cells + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const float u = (x[i] - left) * blocks_per_mm, v = (y[i] - top) * blocks_per_mm;
    const int column = within(u, columns), row = within(v, rows);
    const Block& b = blocks[index(column, row)];
    cell_of[i] = b.first_cell + cell(v, row, b) * b.side + cell(u, column, b);
    ++first[cell_of[i]];
  }
  // Counts become ends of cells, and, as the dots move in from the last to the first, their beginnings.
  for (std::size_t c = 1; c <= cells; ++c) first[c] += first[c - 1];
  input.resize(n);
  for (std::size_t i = n; i-- > 0;) input[--first[cell_of[i]]] = static_cast<std::uint32_t>(i);
}

}  // namespace tonsure::placement::polish
