#include "relax.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <tonsure/core/rng.h>

#include "block_tree.h"
#include "neighbours.h"

namespace tonsure::placement {
namespace {

constexpr std::size_t kLeavesPerJob = 64;

constexpr double kGain = 0.5;           ///< share of the force taken as a step; above 0.6 dots begin to oscillate
constexpr double kMaxMove = 0.35;       ///< longest step, local units
constexpr int kStepsPerEdgeSearch = 4;  ///< steps between looking anew which dots lie near an edge

/// The pair force is displacement x push(u), u = squared local distance: a Gaussian of sigma 0.65 spacings in its
/// compact polynomial form, (1 - u/R2)^4 with R2 = 8 sigma^2, and a short-range term inside 0.9 that keeps pairs apart.
/// Tuned for evenness after few steps: a wider Gaussian makes nearest neighbours less even and costs more, a narrower
/// one makes windows of 16 and 64 dots less even.
constexpr double kReach2 = 8 * 0.65 * 0.65;
constexpr double kCore2 = 0.9 * 0.9;

inline double push(double u) {
  const double t = positive(1 - u * (1 / kReach2)), core = positive(1 - u * (1 / kCore2));
  return (t * t) * (t * t) + core * core;
}

struct Vec {
  double x = 0, y = 0;
};

/// What an evenly spread background of the given density would push a dot with: the integral of the pair force. It is 0
/// on linear ramps; near an edge it is just what is missing there of the neighbours' push, so that taking it away keeps
/// dots from piling up along edges.
class Background {
 public:
  Background() {
    for (std::size_t k = 0; k < kSpokes; ++k) {
      const double angle = 2 * std::numbers::pi * (static_cast<double>(k) + 0.5) / kSpokes;
      spokes_[k] = {std::cos(angle), std::sin(angle)};
    }
  }

  /// The highest density about the dot if the density there is far from linear, else 0.
  [[nodiscard]] double edge_density(const DensityView& density, const LocalDot& dot) const {
    constexpr double kTolerance = 0.15;
    const double unit = 2 / std::sqrt(dot.rho);
    double highest = dot.rho, bend = 0;
    for (std::size_t k = 0; k < kSpokes / 2; ++k) {
      const double ahead = density.at(dot.x + unit * spokes_[k].x, dot.y + unit * spokes_[k].y);
      const double behind = density.at(dot.x - unit * spokes_[k].x, dot.y - unit * spokes_[k].y);
      highest = std::max({highest, ahead, behind});
      bend = std::max(bend, std::abs(0.5 * (ahead + behind) - dot.rho));
    }
    return bend > kTolerance * dot.rho ? highest : 0;
  }

  /// Quadrature on rings that widen from the scale of `highest` to the reach at the dot's own density.
  [[nodiscard]] Vec push_on(const LocalDot& dot, const DensityView& density, double highest) const {
    constexpr double kFirstRing = 0.4, kWidening = 1.45, kLeastRatio = 1e-4;
    const double reach = std::sqrt(2 * kReach2 / std::max(dot.rho, kLeastRatio * highest));
    Vec sum;
    double inner = 0;
    for (double outer = kFirstRing / std::sqrt(highest); inner < reach; inner = outer, outer *= kWidening) {
      const double area = std::numbers::pi * (outer * outer - inner * inner) / kSpokes;
      const double radius = std::sqrt(0.5 * (inner * inner + outer * outer));
      for (const Vec& spoke : spokes_) {
        const double dx = radius * spoke.x, dy = radius * spoke.y;
        const double rho = density.at(dot.x + dx, dot.y + dy);
        const double f = area * rho * push(radius * radius * (0.5 * (dot.rho + rho)));
        sum.x -= f * dx;
        sum.y -= f * dy;
      }
    }
    return sum;
  }

 private:
  static constexpr std::size_t kSpokes = 12;
  std::array<Vec, kSpokes> spokes_;
};

/// Moves a dot unless that takes it out of the density or far down a steep edge; then half as far; else not at all.
LocalDot moved(const DensityView& density, const LocalDot& dot, Vec by) {
  constexpr double kSteepest = 0.3;
  for (const double part : {1.0, 0.5}) {
    const double x = dot.x + part * by.x, y = dot.y + part * by.y;
    if (const double rho = density.at(x, y); rho > kSteepest * dot.rho) return {x, y, rho};
  }
  return dot;
}

Vec push_on(const LocalDot& dot, const Neighbours& near) {
  constexpr std::size_t kLanes = Neighbours::kLanes;
  std::array<double, kLanes> fx{}, fy{};
  for (std::size_t j = 0; j < near.size(); j += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const double dx = dot.x - near.x[j + k], dy = dot.y - near.y[j + k];
      const double f = push((dx * dx + dy * dy) * (0.5 * (dot.rho + near.rho[j + k])));
      fx[k] += f * dx;
      fy[k] += f * dy;
    }
  }
  return {(fx[0] + fx[1]) + (fx[2] + fx[3]), (fy[0] + fy[1]) + (fy[2] + fy[3])};
}

}  // namespace

bool relax_dots(const DensityView& density, std::vector<LocalDot>& dots, int steps, const Exec& exec) {
  const Background background;
  std::vector<double> edge(dots.size());  // Background::edge_density of each dot
  std::vector<LocalDot> next(dots.size());
  BlockTree tree(dots);
  const std::size_t jobs = (tree.leaf_count() + kLeavesPerJob - 1) / kLeavesPerJob;
  for (int round = 0; round < steps; ++round) {
    const bool find_edges = round % kStepsPerEdgeSearch == 0;
    if (round > 0) tree.refit(dots);
    parallel_for(exec, jobs, [&](std::size_t job) {
      if (is_cancelled(exec)) return;
      Neighbours near;
      const std::size_t end = std::min((job + 1) * kLeavesPerJob, tree.leaf_count());
      for (std::size_t leaf = job * kLeavesPerJob; leaf < end; ++leaf) {
        near.gather(tree, leaf, kReach2);
        for (std::size_t i = tree.first_dot(leaf); i < tree.last_dot(leaf); ++i) {
          const LocalDot dot = dots[i];
          Vec force = push_on(dot, near);
          if (find_edges) edge[i] = background.edge_density(density, dot);
          if (edge[i] > 0) {
            const Vec excess = background.push_on(dot, density, edge[i]);
            force = {force.x - excess.x, force.y - excess.y};
          }
          const double length = std::sqrt((force.x * force.x + force.y * force.y) * std::max(dot.rho, edge[i]));
          const double step = std::min(kGain, kMaxMove / length);
          next[i] = moved(density, dot, {step * force.x, step * force.y});
        }
      }
    });
    if (is_cancelled(exec)) return false;
    dots.swap(next);
  }
  return true;
}

bool loosen_dots(const DensityView& density, std::vector<LocalDot>& dots, double size, double clearance,
                 std::uint64_t seed, const Exec& exec) {
  constexpr std::uint64_t kRounds = 3;
  constexpr double kShrink = 0.7;
  constexpr std::uint64_t kLoosenStream = 1ULL << 61U;
  constexpr std::size_t kDotsPerJob = 512;
  const double clearance2 = clearance * clearance;
  std::vector<LocalDot> wish(dots.size());
  std::vector<char> done(dots.size(), 0), granted(dots.size());
  const std::size_t jobs = (dots.size() + kDotsPerJob - 1) / kDotsPerJob;
  const auto for_dots = [&](const auto& body) {
    parallel_for(exec, jobs, [&](std::size_t job) {
      if (is_cancelled(exec)) return;
      for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, dots.size()); i < end; ++i) body(i);
    });
  };
  for (std::uint64_t round = 0; round < kRounds; ++round, size *= kShrink) {
    for_dots([&](std::size_t i) {
      wish[i] = dots[i];
      if (done[i] != 0) return;
      Rng rng(seed, RngStage::kPlacement, kLoosenStream + kRounds * i + round);
      // Most dots stray little and a few far: what gives the spread (SD) of finished work at its mean.
      const double share = rng.uniform();
      const double unit = 5 * (share * share) * (share * share) * size / std::sqrt(dots[i].rho);
      const double dx = unit * rng.normal(), dy = unit * rng.normal();
      wish[i] = moved(density, dots[i], {dx, dy});
    });
    // A wish is granted if it is clear of where every other dot is and of where it wants to go.
    const BlockTree now(dots), then(wish);
    for_dots([&](std::size_t i) {
      granted[i] = 0;
      if (done[i] != 0) return;
      bool clear = true;
      for (const BlockTree* tree : {&now, &then}) {
        tree->visit_near(wish[i], clearance2, [&](std::size_t j) {
          if (j != i && local_distance2(wish[i], tree->dots()[j]) < clearance2) clear = false;
        });
      }
      granted[i] = clear ? 1 : 0;
    });
    if (is_cancelled(exec)) return false;
    for (std::size_t i = 0; i < dots.size(); ++i) {
      if (granted[i] == 0) continue;
      dots[i] = wish[i];
      done[i] = 1;
    }
  }
  return true;
}

}  // namespace tonsure::placement
