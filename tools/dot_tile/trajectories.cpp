#include "trajectories.h"

#include <algorithm>
#include <cmath>

#include "core/rng.h"

#include "ranking.h"

namespace tonsure::dot_tile {
namespace {

constexpr float kStep = 0.25F;  ///< share of the force taken as a step
constexpr int kThinningsPerOctave = 16;

void relax(std::vector<Vec>& dots, int steps, const PairForce& law, const Exec& exec) {
  const float scale = kStep / std::sqrt(static_cast<float>(dots.size()));
  for (int step = 0; step < steps; ++step) {
    const std::vector<Vec> force = forces(dots, law, exec);
    for (std::size_t i = 0; i < dots.size(); ++i) {
      dots[i].x += scale * force[i].x;
      dots[i].y += scale * force[i].y;
    }
  }
}

/// Dots between levels k and k + 1, at f in [0,1] of the way.
std::vector<Vec> between(const Trajectories& tile, std::size_t k, float f, std::size_t count) {
  std::vector<Vec> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Vec a = tile.at[k][i], b = tile.at[k + 1][i];
    out[i] = {(1 - f) * a.x + f * b.x, (1 - f) * a.y + f * b.y};
  }
  return out;
}

/// Thins a relaxed set out to one dot in small steps, relaxing after each: gives ranks, and positions at each level.
Trajectories rank(std::vector<std::size_t> levels, const Effort& effort, const PairForce& law, Rng& rng,
                  const Exec& exec) {
  const std::size_t dots = levels.front();
  // Random dots are crowded here and sparse there over long distances, which no repulsion between neighbours evens out
  // in reasonable time. Taking the most crowded away does: hence half as many dots again to begin with.
  std::vector<Vec> many(dots + dots / 2);
  for (Vec& p : many) {
    p.x = static_cast<float>(rng.uniform());
    p.y = static_cast<float>(rng.uniform());
  }
  relax(many, effort.settle / 8, law, exec);
  std::vector<char> spare(many.size(), 0);
  for (const std::uint32_t i : thin_out(many, dots)) spare[i] = 1;
  std::vector<Vec> now;
  for (std::size_t i = 0; i < many.size(); ++i) {
    if (spare[i] == 0) now.push_back(many[i]);
  }
  relax(now, effort.settle, law, exec);

  std::vector<std::uint32_t> alive(dots), taken;
  for (std::size_t i = 0; i < dots; ++i) alive[i] = static_cast<std::uint32_t>(i);
  struct Snapshot {
    std::vector<Vec> at;
    std::vector<std::uint32_t> dot;
  };
  std::vector<Snapshot> snapshots{{now, alive}};
  for (int step = 1; now.size() > 1; ++step) {
    auto target = static_cast<std::size_t>(
        std::lround(static_cast<double>(dots) * std::exp2(-static_cast<double>(step) / kThinningsPerOctave)));
    target = std::max<std::size_t>(target, 1);
    const bool at_level = snapshots.size() < levels.size() && target <= levels[snapshots.size()];
    if (at_level) target = levels[snapshots.size()];
    std::vector<char> gone(now.size(), 0);
    for (const std::uint32_t i : thin_out(now, target)) {
      gone[i] = 1;
      taken.push_back(alive[i]);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (gone[i] != 0) continue;
      now[kept] = now[i];
      alive[kept++] = alive[i];
    }
    now.resize(kept);
    alive.resize(kept);
    if (snapshots.size() < levels.size()) relax(now, effort.follow, law, exec);
    if (at_level) snapshots.push_back({now, alive});
  }
  taken.push_back(alive.front());
  std::vector<std::size_t> rank_of(dots);
  for (std::size_t i = 0; i < dots; ++i) rank_of[taken[i]] = dots - 1 - i;

  Trajectories tile{std::move(levels), {}};
  for (std::size_t k = 0; k < snapshots.size(); ++k) {
    std::vector<Vec> at(tile.count[k == 0 ? 0 : k - 1]);
    if (k > 0) std::copy_n(tile.at[k - 1].begin(), at.size(), at.begin());
    for (std::size_t i = 0; i < snapshots[k].dot.size(); ++i) at[rank_of[snapshots[k].dot[i]]] = snapshots[k].at[i];
    tile.at.push_back(std::move(at));
  }
  return tile;
}

/// Moves both levels about a random density by what evens out the dots that exist there; and, more gently, by what
/// evens out a beginning of them, since the dots of a first session stand where all dots will, alone.
void even_out(Trajectories& tile, std::size_t k, float cooling, float eagerness, const Effort& effort,
              const PairForce& law, Rng& rng, const Exec& exec) {
  // A share of the draws falls on the levels themselves: the outermost have only one neighbour to learn from.
  constexpr double kBeyond = 0.1;
  const auto f = static_cast<float>(std::clamp(rng.uniform(-kBeyond, 1 + kBeyond), 0.0, 1.0));
  const auto dense = static_cast<float>(tile.count[k]), sparse = static_cast<float>(tile.count[k + 1]);
  const auto count = static_cast<std::size_t>(std::lround(dense - (dense - sparse) * f));
  const std::vector<Vec> at = between(tile, k, f, count);
  const auto push = [&](std::span<const Vec> dots, float gain, const PairForce& force_law) {
    const std::vector<Vec> force = forces(dots, force_law, exec);
    const float scale =
        gain * cooling * kStep / std::sqrt(static_cast<float>(dots.size())) / ((1 - f) * (1 - f) + f * f);
    for (std::size_t i = 0; i < dots.size(); ++i) {
      tile.at[k][i].x += scale * (1 - f) * force[i].x;
      tile.at[k][i].y += scale * (1 - f) * force[i].y;
      tile.at[k + 1][i].x += scale * f * force[i].x;
      tile.at[k + 1][i].y += scale * f * force[i].y;
    }
  };
  push(at, 1, law);
  const double share = 0.2 + 0.65 * rng.uniform();  // of usual first and second sessions
  const auto few = static_cast<std::size_t>(share * static_cast<double>(count));
  // Wider and softer: windows of many dots should be even, nearest neighbours need not be.
  constexpr PairForce kOfBeginnings{.sigma = 0.95F, .core = 1.0F, .core_radius = 0.8F};
  if (few > 0) push({at.data(), few}, effort.beginnings * eagerness, kOfBeginnings);
}

/// Draws each position towards the middle of its neighbours in density: a dot should wander, not zigzag, as density
/// changes, since on a slope the dots about it lie at slightly other densities.
void smooth(Trajectories& tile, float share) {
  for (std::size_t k = 1; k + 1 < tile.count.size(); ++k) {
    for (std::size_t i = 0; i < tile.at[k + 1].size(); ++i) {
      const Vec before = tile.at[k - 1][i], after = tile.at[k + 1][i];
      Vec& p = tile.at[k][i];
      p.x += share * (0.5F * (before.x + after.x) - p.x);
      p.y += share * (0.5F * (before.y + after.y) - p.y);
    }
  }
}

}  // namespace

std::vector<std::size_t> make_levels(std::size_t dots, int per_octave, std::size_t fewest) {
  std::vector<std::size_t> levels;
  for (int k = 0;; ++k) {
    const auto n = static_cast<std::size_t>(
        std::lround(static_cast<double>(dots) * std::exp2(-static_cast<double>(k) / per_octave)));
    if (n < fewest) return levels;
    levels.push_back(n);
  }
}

Trajectories make_trajectories(std::vector<std::size_t> levels, const Effort& effort, const PairForce& law,
                               std::uint64_t seed, const Exec& exec) {
  Rng rng(seed, RngStage::kPlacement);
  Trajectories tile = rank(std::move(levels), effort, law, rng, exec);
  for (int sweep = 0; sweep < effort.sweeps; ++sweep) {
    const double done = static_cast<double>(sweep) / effort.sweeps;
    const float cooling = done < 0.4 ? 1.0F : done < 0.7 ? 0.5F : done < 0.9 ? 0.25F : 0.12F;
    // Beginnings are evened out first: later, dots hardly change places any more, and the whole gets its finish.
    const auto eagerness = static_cast<float>(std::max(0.1, 1 - done));
    const std::size_t last = tile.count.size() - 2;
    for (std::size_t k = 0; k <= last; ++k)
      even_out(tile, sweep % 2 == 0 ? k : last - k, cooling, eagerness, effort, law, rng, exec);
    smooth(tile, cooling * effort.smoothing);
  }
  return tile;
}

std::vector<Vec> positions_at(const Trajectories& tile, double count) {
  std::size_t k = 0;
  while (k + 2 < tile.count.size() && static_cast<double>(tile.count[k + 1]) >= count) ++k;
  const auto dense = static_cast<double>(tile.count[k]), sparse = static_cast<double>(tile.count[k + 1]);
  const double f = std::clamp((dense - count) / (dense - sparse), 0.0, 1.0);
  return between(tile, k, static_cast<float>(f), static_cast<std::size_t>(std::lround(count)));
}

}  // namespace tonsure::dot_tile
