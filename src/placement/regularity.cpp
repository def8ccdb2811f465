#include "regularity.h"

#include <algorithm>
#include <cmath>

#include "../core/rng.h"

#include "block_frame.h"
#include "density_lookup.h"
#include "ids.h"

namespace tonsure::placement {
namespace {

constexpr std::size_t kDotsPerJob = 4096;
constexpr std::uint64_t kDropStream = 1ULL << 60U, kRandomStream = 1ULL << 61U;

/// Random number of events of which `mean` are expected: as many exponential gaps as fit.
std::uint32_t poisson(double mean, std::uint32_t most, Rng& rng) {
  std::uint32_t count = 0;
  // The product of uniform numbers falls below exp(-mean); in steps, so that nothing underflows.
  for (double left = mean; left > 0 && count < most; left -= 16) {
    const double floor = std::exp(-std::min(left, 16.0));
    for (double product = rng.uniform(); product > floor && count < most; product *= rng.uniform()) ++count;
  }
  return count;
}

}  // namespace

void loosen(const Ground& ground, double regularity, Columns& dots, const Exec& exec) {
  // Solved for nearest neighbours of 0.78 +- 0.16 (phone photos of finished work [M]) with the tile at hand.
  constexpr double kNaturalSize = 0.93;
  const double size = kNaturalSize * std::min(1.0, (1 - regularity) / (1 - kNatural));
  if (size <= 0) return;
  const DensityLookup lookup(ground.density);
  const Tile& tile = ground.tile;
  // A dot's step is offset / sqrt(density): in units of ranks, the constant factor of the density comes out of the
  // root.
  const double ranks_per_mm2 = tile.dots * static_cast<double>(kRankScale) / ground.reference_per_mm2;
  const auto scale = static_cast<float>(size / static_cast<double>(kOffsetScale) * std::sqrt(ranks_per_mm2));
  const auto per_rank = static_cast<float>(100 / ranks_per_mm2);
  // Offsets stay below 1.5 spacings: what their longest makes of this step is kLongestStep.
  const auto longest =
      static_cast<float>(kLongestStep / 1.5 / static_cast<double>(kOffsetScale) / std::sqrt(ground.reference_per_mm2));
  parallel_for(exec, (dots.size() + kDotsPerJob - 1) / kDotsPerJob, [&](std::size_t job) {
    for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, dots.size()); i < end; ++i) {
      constexpr float kSteepest = 0.3F;  // no step to below this share of the density: it would thin out margins
      const auto ranks = static_cast<float>(std::max(dots.density[i], 1));
      const TilePoint offset = unpacked(tile.offset[slot_of(tile, dots.id[i])]);
      const float step = std::min(scale / std::sqrt(ranks), longest), least = kSteepest * ranks * per_rank;
      for (const float part : {step, 0.5F * step}) {
        const float x = dots.x_mm[i] + part * static_cast<float>(offset.x);
        const float y = dots.y_mm[i] + part * static_cast<float>(offset.y);
        if (!(lookup.at(x, y) > least)) continue;
        dots.x_mm[i] = x;
        dots.y_mm[i] = y;
        break;
      }
    }
  });
}

void randomise(const Ground& ground, const BlockRange& range, double regularity, std::uint64_t seed, Columns& dots) {
  const double share = std::max(0.0, 1 - regularity / kNatural);
  if (share <= 0 || range.empty()) return;
  const DensityLookup lookup(ground.density);
  const double dots_per_block = static_cast<double>(kBlockSpacings) * kBlockSpacings;
  const double reference_per_cm2 = 100 * ground.reference_per_mm2;
  const double ranks_per_cm2 = ground.tile.dots * static_cast<double>(kRankScale) / reference_per_cm2;
  Columns out;
  std::size_t from = 0;
  const CornerRows corners(ground.lattice, range.first_column, range.last_column);
  std::vector<Corner> top, bottom;
  corners.row(range.first_row, top);
  const auto push = [&](float x, float y, std::uint32_t id, std::int32_t density) {
    out.x_mm.push_back(x);
    out.y_mm.push_back(y);
    out.id.push_back(id);
    out.density.push_back(density);
  };
  for (int row = range.first_row; row <= range.last_row; ++row) {
    corners.row(row + 1, bottom);
    for (int column = range.first_column; column <= range.last_column; ++column) {
      const std::uint32_t id = first_id(column, row);
      for (; from < dots.size() && dots.id[from] / kIdsPerBlock == id / kIdsPerBlock; ++from) {
        if (Rng(seed, RngStage::kPlacement, kDropStream + dots.id[from]).uniform() < share) continue;
        push(dots.x_mm[from], dots.y_mm[from], dots.id[from], dots.density[from]);
      }
      const auto i = static_cast<std::size_t>(column - range.first_column);
      const BlockFrame f = BlockFrame::between(top[i], top[i + 1], bottom[i], bottom[i + 1]);
      Rng rng(seed, RngStage::kPlacement, kRandomStream + id);
      const std::uint32_t candidates =
          poisson(share * dots_per_block * f.area_factor(ground.lattice.block_mm), kIdsPerBlock - kFirstRandomId, rng);
      for (std::uint32_t c = 0; c < candidates; ++c) {
        const double u = kBlockUnits * (rng.uniform() - 0.5), v = kBlockUnits * (rng.uniform() - 0.5);
        const double height = reference_per_cm2 * rng.uniform();
        const auto x = static_cast<float>(f.centre.x + u * f.across.x + v * f.down.x + u * v * f.twist.x);
        const auto y = static_cast<float>(f.centre.y + u * f.across.y + v * f.down.y + u * v * f.twist.y);
        const auto density = static_cast<double>(lookup.at(x, y));
        if (height < density) push(x, y, id + kFirstRandomId + c, static_cast<std::int32_t>(density * ranks_per_cm2));
      }
    }
    top.swap(bottom);
  }
  dots = std::move(out);
}

}  // namespace tonsure::placement
