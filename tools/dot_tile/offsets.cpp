#include "offsets.h"

#include <cmath>

#include "core/rng.h"

namespace tonsure::dot_tile {
namespace {

/// Lengths are those of normal vectors times kSize (0.7 s + 0.3 s^2), s uniform: with the force below they give nearest
/// neighbours of 0.78 +- 0.16 (phone photos of finished work [M]). Solved by trial on a tile of 1024.
constexpr float kSize = 0.34F;

/// The wide Gaussian evens out windows of many dots; the narrow, steep core keeps impressions apart.
constexpr PairForce kLaw{.sigma = 1.5F, .core = 4.0F, .core_radius = 0.5F};

/// A sum of four uniform numbers, mean 0 and SD 1: normal enough, and the same with every C library.
float nearly_normal(Rng& rng) {
  const double sum = rng.uniform() + rng.uniform() + rng.uniform() + rng.uniform();
  return static_cast<float>(1.7320508 * (sum - 2));
}

}  // namespace

std::vector<Vec> make_offsets(const Trajectories& tile, int sweeps, std::uint64_t seed, const Exec& exec) {
  Rng rng(seed, RngStage::kPlacement, 1);
  const std::size_t dots = tile.count.front();
  std::vector<Vec> offset(dots);
  std::vector<float> length(dots);
  for (std::size_t i = 0; i < dots; ++i) {
    const double s = rng.uniform(), rare = 0.7 * s + 0.3 * s * s;
    const auto stretch = static_cast<float>(kSize * rare);
    offset[i] = {stretch * nearly_normal(rng), stretch * nearly_normal(rng)};
    length[i] = std::sqrt(offset[i].x * offset[i].x + offset[i].y * offset[i].y);
  }
  const auto most = static_cast<double>(dots), fewest = static_cast<double>(tile.count.back());
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    const float turn = 0.3F * (1 - static_cast<float>(sweep) / static_cast<float>(sweeps));
    const double s = rng.uniform();
    std::vector<Vec> at = positions_at(tile, fewest + (most - fewest) * s * s);  // squared: sparse sets need turns too
    const float spacing = 1 / std::sqrt(static_cast<float>(at.size()));
    for (std::size_t i = 0; i < at.size(); ++i) {
      at[i].x += spacing * offset[i].x;
      at[i].y += spacing * offset[i].y;
    }
    const std::vector<Vec> force = forces(at, kLaw, exec);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Vec turned{offset[i].x + turn * force[i].x, offset[i].y + turn * force[i].y};
      const float norm = length[i] / std::sqrt(turned.x * turned.x + turned.y * turned.y + 1e-12F);
      offset[i] = {norm * turned.x, norm * turned.y};
    }
  }
  return offset;
}

}  // namespace tonsure::dot_tile
