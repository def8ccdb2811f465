#include <array>
#include <cstdint>
#include <numbers>

#include <tonsure/metrics/spectra.h>

#include "bessel.h"
#include "block_tree.h"
#include "measured_set.h"
#include "spectrum_figures.h"

namespace tonsure {
namespace {

using metrics::BlockTree;
using metrics::LocalDot;
using metrics::MeasuredSet;

constexpr std::size_t kReach = 16;        // local units; the cut makes the resolution 1 / kReach
constexpr std::size_t kBinsPerUnit = 64;  // at 6.4 cycles a unit, a bin averages over a tenth of a wave
constexpr std::size_t kDistances = kReach * kBinsPerUnit;
constexpr std::size_t kMostCentres = 32768;  // 26 million pairs
constexpr std::size_t kSpokes = 12;
constexpr std::size_t kRingsPerUnit = 4;
constexpr std::size_t kLeavesPerJob = 64;

/// What the density has on rings at distances (i + 1/2) / kRingsPerUnit, summed over dots; between rings it is shared
/// out linearly. In a uniform density all lies on the rings, so that borders are seen without any smoothing: an error
/// of 0.0004 at all distances would lift the power at 0 by 0.1.
using Surround = std::array<double, kReach * kRingsPerUnit + 1>;

/// Where a distance lies among the rings: the one below, and how far on towards the next.
struct RingPlace {
  std::size_t below;
  double share;

  explicit RingPlace(double r) {
    const double at = std::max(0.0, r * kRingsPerUnit - 0.5);
    below = static_cast<std::size_t>(at);
    share = at - static_cast<double>(below);
  }
};

/// Sums over the dots that look at their neighbours.
struct Pairs {
  std::array<std::uint64_t, kDistances> found{};  ///< pairs by distance
  Surround expected{};                            ///< what the density has around them
  std::size_t centres = 0;
  std::size_t dots = 0;  ///< of the set
};

void add_mass(Surround& surround, double r, double mass) {
  const RingPlace place(r);
  if (place.below < surround.size()) surround[place.below] += mass * (1 - place.share);
  if (place.below + 1 < surround.size()) surround[place.below + 1] += mass * place.share;
}

/// Distances of random dots around one dot, by the density on rings around it.
class Surroundings {
 public:
  explicit Surroundings(const MeasuredSet& set) : set_(set), to_actual_(set.to_actual()) {
    for (std::size_t k = 0; k < rings_; ++k) {
      const double r = radius(k);
      add_mass(uniform_, r, 2 * std::numbers::pi * r / kRingsPerUnit);
    }
  }

  /// What a dot in an endless uniform density has.
  [[nodiscard]] const Surround& uniform() const { return uniform_; }

  /// The spokes are turned by an irrational share of a turn per dot, `index`, so that no direction is preferred.
  void add(const LocalDot& dot, std::size_t index, Surround& surround) const {
    const double unit = 1 / std::sqrt(dot.rho);
    const double turn = std::fmod(0.6180339887498949 * static_cast<double>(index), 1.0);
    for (std::size_t s = 0; s < kSpokes; ++s) {
      const double angle = 2 * std::numbers::pi * (static_cast<double>(s) + turn) / kSpokes;
      const double dx = unit * std::cos(angle), dy = unit * std::sin(angle);
      for (std::size_t k = 0; k < rings_; ++k) {
        const double t = radius(k);
        const double relative = to_actual_ * set_.field.at(dot.x + t * dx, dot.y + t * dy) / dot.rho;
        if (!(relative > 0)) continue;
        add_mass(surround, t * std::sqrt(0.5 * (1 + relative)),
                 2 * std::numbers::pi * t / (kRingsPerUnit * kSpokes) * relative);
      }
    }
  }

 private:
  static double radius(std::size_t k) { return (static_cast<double>(k) + 0.5) / kRingsPerUnit; }

  // A dot's unit is its own; where there is nothing else, sqrt(2) times as far are as many local units.
  static constexpr std::size_t rings_ = (kReach + 1) * kRingsPerUnit * 1415 / 1000;
  const MeasuredSet& set_;
  double to_actual_;
  Surround uniform_{};
};

/// Pairs of all dots with those of one leaf.
void count_pairs(const BlockTree& tree, std::size_t leaf, std::vector<LocalDot>& near, Pairs& pairs) {
  constexpr double kReach2 = static_cast<double>(kReach * kReach);
  const BlockTree::Box& box = tree.leaf(leaf);
  near.clear();
  tree.visit_leaves([&](const BlockTree::Box& b) { return BlockTree::local_gap2(box, b) < kReach2; },
                    [&](std::size_t other) {
                      for (std::size_t j = tree.first_dot(other), end = tree.last_dot(other); j < end; ++j)
                        near.push_back(tree.dots()[j]);
                    });
  for (std::size_t i = tree.first_dot(leaf), end = tree.last_dot(leaf); i < end; ++i) {
    const LocalDot& dot = tree.dots()[i];
    for (const LocalDot& other : near) {
      const double u = metrics::local_distance2(dot, other);
      if (u < kReach2) ++pairs.found[static_cast<std::size_t>(std::sqrt(u) * kBinsPerUnit)];
    }
    --pairs.found[0];  // the dot itself
    ++pairs.centres;
  }
}

/// The pairs of evenly spread leaves.
Pairs pairs_of(const MeasuredSet& set, const Surroundings& surroundings, const Exec& exec) {
  const BlockTree tree(set.dots);
  const std::size_t leaves = std::min(tree.leaf_count(), kMostCentres / BlockTree::kFan);
  std::vector<Pairs> of_job((leaves + kLeavesPerJob - 1) / kLeavesPerJob);
  parallel_for(exec, of_job.size(), [&](std::size_t job) {
    std::vector<LocalDot> near;
    for (std::size_t k = job * kLeavesPerJob, end = std::min(k + kLeavesPerJob, leaves); k < end; ++k) {
      const std::size_t leaf = k * tree.leaf_count() / leaves;
      count_pairs(tree, leaf, near, of_job[job]);
      for (std::size_t i = tree.first_dot(leaf); i < tree.last_dot(leaf); ++i)
        surroundings.add(set.dots[i], i, of_job[job].expected);
    }
  });
  Pairs all;
  all.dots = set.dots.size();
  for (const Pairs& pairs : of_job) {
    for (std::size_t i = 0; i < kDistances; ++i) all.found[i] += pairs.found[i];
    for (std::size_t i = 0; i < all.expected.size(); ++i) all.expected[i] += pairs.expected[i];
    all.centres += pairs.centres;
  }
  return all;
}

/// P(f) = 1 + integral of (g(r) - 1) cut(r) J0(2 pi f r) 2 pi r dr, cut(r) = cos^2(pi r / 2 reach).
RadialSpectrum transform(const Pairs& pairs, const Surround& uniform) {
  std::array<double, kDistances> weight{}, correlation{}, chance{};
  // Counts vary by their mean, but pairs of two centres are counted from both ends.
  const double twice = 1 + static_cast<double>(pairs.centres) / static_cast<double>(pairs.dots);
  for (std::size_t i = 0; i < kDistances; ++i) {
    const double r = (static_cast<double>(i) + 0.5) / kBinsPerUnit;
    const double ring = 2 * std::numbers::pi * r / kBinsPerUnit;
    const RingPlace at(r);
    // Relative to an endless uniform density, summed over the centres.
    const double density = (1 - at.share) * pairs.expected[at.below] / uniform[at.below] +
                           at.share * pairs.expected[at.below + 1] / uniform[at.below + 1];
    if (!(density > 0)) continue;
    const double expected = density * ring;
    const double cut = std::cos(0.5 * std::numbers::pi * r / kReach);
    weight[i] = ring * cut * cut;
    correlation[i] = static_cast<double>(pairs.found[i]) / expected - 1;
    chance[i] = twice * static_cast<double>(pairs.found[i]) / (expected * expected);
  }
  std::vector<double> power(metrics::kSpectrumBins), variance(metrics::kSpectrumBins);
  for (std::size_t k = 0; k < metrics::kSpectrumBins; ++k) {
    const double angular = 2 * std::numbers::pi * metrics::kSpectrumStep * (static_cast<double>(k) + 0.5);
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < kDistances; ++i) {
      const double wave = weight[i] * metrics::bessel_j0(angular * (static_cast<double>(i) + 0.5) / kBinsPerUnit);
      sum += wave * correlation[i];
      squares += wave * wave * chance[i];
    }
    power[k] = 1 + sum;
    variance[k] = squares;
  }
  return metrics::spectrum_of(std::move(power), variance);
}

}  // namespace

template <class Frame>
std::optional<RadialSpectrum> measure_local_spectrum(const std::vector<Vec2<Frame>>& dots,
                                                     const DensityGrid<Frame>* density, const Exec& exec) {
  auto set = metrics::measured_set(dots, density);
  if (!set || set->dots.size() < kFewestSpectrumDots) return std::nullopt;
  const double to_actual = set->to_actual();
  for (LocalDot& d : set->dots) d.rho *= to_actual;
  const Surroundings surroundings(*set);
  return transform(pairs_of(*set, surroundings, exec), surroundings.uniform());
}

template TONSURE_EXPORT std::optional<RadialSpectrum> measure_local_spectrum<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                                                      const DensityGrid<ScalpMm>*,
                                                                                      const Exec&);
template TONSURE_EXPORT std::optional<RadialSpectrum> measure_local_spectrum<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                                                      const DensityGrid<PlaneMm>*,
                                                                                      const Exec&);

}  // namespace tonsure
