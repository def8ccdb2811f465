#include "polish.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "polish_cells.h"
#include "polish_kernel.h"

namespace tonsure::placement {
namespace polish {

// A move looks at dots up to kWideReach away, or at density up to sqrt(2) times as far, and both ends may move.
static_assert(kPolishReach >= std::size(kGains) * (kWideReach + 2 * static_cast<double>(kMaxMove)));
static_assert(kPolishReach >= kWideReach + 2 * static_cast<double>(kMaxMove) + 1.4143 * kWideReach);

Density::Density(const DensityView& view, double floor_per_mm2)
    : exact(&view),
      cells(view.per_cm2.data),
      width(view.per_cm2.width),
      height(view.per_cm2.height),
      stride(static_cast<int>(view.per_cm2.row_stride)),
      origin_x(static_cast<float>(view.origin_x)),
      origin_y(static_cast<float>(view.origin_y)),
      cells_per_mm(static_cast<float>(1 / view.cell_mm)),
      floor(static_cast<float>(floor_per_mm2)) {}

bool polish_with(const Kernel& kernel, const DensityView& view, double floor, std::span<float> x, std::span<float> y,
                 int steps, const Exec& exec) {
  const std::size_t n = x.size();
  if (n == 0 || steps <= 0 || view.per_cm2.empty()) return !is_cancelled(exec);
  const Density density(view, floor);
  const Cells cells(view, x, y);

  // One piece of memory, not set to zero first: touching memory for the first time would take a tenth of the time.
  const std::size_t column = n + kPadding;
  const auto memory = std::make_unique_for_overwrite<float[]>(7 * column);
  const auto column_at = [&](std::size_t c) { return memory.get() + c * column; };
  for (std::size_t c = 0; c < 7; ++c) std::fill_n(column_at(c) + n, kPadding, 0.0F);
  Dots now{column_at(0), column_at(1), column_at(2)}, next{column_at(3), column_at(4), column_at(5)};
  float* const edge = column_at(6);
  for (std::size_t k = 0; k < n; ++k) {
    now.x[k] = x[cells.input[k]];
    now.y[k] = y[cells.input[k]];
  }

  const std::size_t blocks = cells.blocks.size();
  const auto for_blocks = [&](const auto& body) {
    constexpr std::size_t kBlocksPerJob = 8;
    parallel_for(exec, (blocks + kBlocksPerJob - 1) / kBlocksPerJob, [&](std::size_t job) {
      if (!is_cancelled(exec)) body(job * kBlocksPerJob, std::min((job + 1) * kBlocksPerJob, blocks));
    });
    return !is_cancelled(exec);
  };
  std::vector<float> stray(blocks, 0.0F), longest(blocks, 0.0F);
  for (int step = 0; step < steps; ++step) {
    if (!for_blocks([&](std::size_t first, std::size_t last) {
          kernel.look_around(density, now, edge, cells.first_dot(first), cells.last_dot(last - 1));
        })) {
      return false;
    }
    for (const double gain : kGains) {
      const float most_stray = *std::max_element(stray.begin(), stray.end());
      const Move move{cells, density,       static_cast<float>(gain), now, edge, stray.data(), most_stray,
                      next,  longest.data()};
      if (!for_blocks([&](std::size_t first, std::size_t last) { kernel.move(move, first, last); })) return false;
      std::swap(now, next);
      for (std::size_t b = 0; b < blocks; ++b) stray[b] = (stray[b] + longest[b]) * (1 + 0x1.0p-20F);
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    x[cells.input[k]] = now.x[k];
    y[cells.input[k]] = now.y[k];
  }
  return true;
}

}  // namespace polish

bool polish_dots(const DensityView& density, double floor, std::span<float> x, std::span<float> y, int steps,
                 const Exec& exec) {
  // Vectors count the grid's cells in 32 bits.
  const auto cells = static_cast<double>(density.per_cm2.row_stride) * density.per_cm2.height;
  const bool few = cells < std::numeric_limits<std::int32_t>::max();
  return polish::polish_with(few ? polish::widest_kernel() : polish::scalar_kernel(), density, floor, x, y, steps,
                             exec);
}

}  // namespace tonsure::placement
