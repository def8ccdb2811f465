/// @file
/// Where each dot of a tile lies at every density.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "torus.h"

namespace tonsure::dot_tile {

/// The levels at which positions are kept: how many dots of the tile exist at each, falling from all of them.
std::vector<std::size_t> make_levels(std::size_t dots, int per_octave, std::size_t fewest);

/// Positions by rank, at each level; between levels they are interpolated linearly in density.
struct Trajectories {
  std::vector<std::size_t> count;  ///< dots that exist at each level
  /// at[k][rank], on the torus of side 1 but unwrapped, so that a dot's positions at neighbouring levels are close
  /// together. Level k > 0 has the dots of level k - 1: those on their way out are blended from it too.
  std::vector<std::vector<Vec>> at;
};

struct Effort {
  int settle = 800;  ///< steps of relaxation of the full tile
  int follow = 12;   ///< steps after each thinning
  int sweeps = 5000;
  float beginnings = 0.8F;  ///< weight of the evenness of the first sessions' dots against that of all
  float smoothing = 0.02F;  ///< share of the way, at each sweep, to the mean of the neighbouring levels
};

/// Ranks `levels[0]` dots and finds their positions at every level. The mathematics: docs/model/placement.md.
Trajectories make_trajectories(std::vector<std::size_t> levels, const Effort& effort, const PairForce& law,
                               std::uint64_t seed, const Exec& exec);

/// Positions of the dots that exist where `count` of them do.
std::vector<Vec> positions_at(const Trajectories& tile, double count);

}  // namespace tonsure::dot_tile
