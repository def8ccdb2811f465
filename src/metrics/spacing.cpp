#include <tonsure/metrics/evenness.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "../core/rng.h"

#include "block_tree.h"
#include "measured_set.h"

namespace tonsure {
namespace {

using metrics::BlockTree;
using metrics::Extent;
using metrics::Field;
using metrics::LocalDot;

constexpr std::size_t kDotsPerJob = 2048;
constexpr std::uint64_t kSeed = 1;         // of the disc centres: a measurement is repeatable
constexpr int kCentresPerSide = 96;        // 9216 discs: at 1 expected dot the ratio of random dots scatters by 2 %
constexpr std::size_t kFewestDiscs = 200;  // fewer cannot tell a ratio to 10 %
constexpr double kLeastTimesWindow = 8;    // a set must hold so many times a window's count
constexpr std::size_t kQuadraturePoints = 256;
constexpr std::size_t kRimPoints = 32;
constexpr int kRadiusSteps = 6;

/// Distance to the nearest other dot, mm; infinite for a dot alone.
double nearest_distance(const BlockTree& tree, std::size_t i) {
  const auto dots = tree.dots();
  const BlockTree::Box box = BlockTree::box_of(dots[i]);
  double best2 = std::numeric_limits<double>::infinity();
  const auto look_at = [&](std::size_t leaf) {
    for (std::size_t j = tree.first_dot(leaf), end = tree.last_dot(leaf); j < end; ++j) {
      const double dx = dots[i].x - dots[j].x, dy = dots[i].y - dots[j].y;
      if (j != i) best2 = std::min(best2, dx * dx + dy * dy);
    }
  };
  look_at(i / BlockTree::kFan);  // a first bound that spares most of the tree
  tree.visit_leaves([&](const BlockTree::Box& b) { return BlockTree::gap2(box, b) < best2; }, look_at);
  return std::sqrt(best2);
}

std::size_t count_in_disc(const BlockTree& tree, double x, double y, double radius) {
  const auto dots = tree.dots();
  const double r2 = radius * radius;
  const BlockTree::Box centre = {x, y, x, y, 0};
  std::size_t count = 0;
  tree.visit_leaves([&](const BlockTree::Box& b) { return BlockTree::gap2(centre, b) <= r2; },
                    [&](std::size_t leaf) {
                      for (std::size_t j = tree.first_dot(leaf), end = tree.last_dot(leaf); j < end; ++j) {
                        const double dx = dots[j].x - x, dy = dots[j].y - y;
                        if (dx * dx + dy * dy <= r2) ++count;
                      }
                    });
  return count;
}

struct Unit {
  double x, y;
};

/// Points that share the unit disc's area equally: a sunflower spiral (Vogel 1979).
std::array<Unit, kQuadraturePoints> sunflower() {
  constexpr double kGoldenAngle = std::numbers::pi * (3 - 2.2360679774997896);
  std::array<Unit, kQuadraturePoints> points{};
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double r = std::sqrt((static_cast<double>(k) + 0.5) / kQuadraturePoints);
    const double angle = kGoldenAngle * static_cast<double>(k);
    points[k] = {r * std::cos(angle), r * std::sin(angle)};
  }
  return points;
}

std::array<Unit, kRimPoints> rim() {
  std::array<Unit, kRimPoints> points{};
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(k) / kRimPoints;
    points[k] = {std::cos(angle), std::sin(angle)};
  }
  return points;
}

/// Integral of the field over a disc; empty if any of it, or of its rim, lies where there is no density.
std::optional<double> integral_over_disc(const Field& field, double x, double y, double radius) {
  static const auto kRim = rim();
  static const auto kSunflower = sunflower();
  for (const Unit& u : kRim) {
    if (!(field.at(x + radius * u.x, y + radius * u.y) > 0)) return std::nullopt;
  }
  double sum = 0;
  for (const Unit& u : kSunflower) {
    const double rho = field.at(x + radius * u.x, y + radius * u.y);
    if (!(rho > 0)) return std::nullopt;
    sum += rho;
  }
  return sum / kQuadraturePoints * std::numbers::pi * radius * radius;
}

/// Radius of the disc about (x, y) that should hold `wanted` dots; empty if no such disc lies wholly on density.
std::optional<double> disc_radius(const Field& field, double x, double y, double wanted) {
  const double rho = field.at(x, y);
  if (!(rho > 0)) return std::nullopt;
  double radius = std::sqrt(wanted / (std::numbers::pi * rho));
  for (int step = 0; step < kRadiusSteps; ++step) {
    const auto integral = integral_over_disc(field, x, y, radius);
    if (!integral) return std::nullopt;
    if (std::abs(*integral - wanted) < 1e-3 * wanted) return radius;
    radius *= std::clamp(std::sqrt(wanted / *integral), 0.5, 2.0);
  }
  return std::nullopt;
}

/// Variance / mean of counts in discs that should hold `wanted` dots, centres jittered over a grid on the extent.
std::optional<double> variance_to_mean(const BlockTree& tree, const Field& field, const Extent& box, double wanted,
                                       const Exec& exec) {
  if (static_cast<double>(tree.dots().size()) < kLeastTimesWindow * wanted) return std::nullopt;
  constexpr std::size_t kSide = kCentresPerSide;
  std::vector<double> counts(kSide * kSide, -1);
  parallel_for(exec, kSide, [&](std::size_t row) {
    for (std::size_t column = 0; column < kSide; ++column) {
      Rng rng(kSeed, RngStage::kTest, row * kSide + column);
      const double x = box.x0 + (box.x1 - box.x0) * (static_cast<double>(column) + rng.uniform()) / kSide;
      const double y = box.y0 + (box.y1 - box.y0) * (static_cast<double>(row) + rng.uniform()) / kSide;
      if (const auto radius = disc_radius(field, x, y, wanted)) {
        counts[row * kSide + column] = static_cast<double>(count_in_disc(tree, x, y, *radius));
      }
    }
  });
  std::erase_if(counts, [](double c) { return c < 0; });
  if (counts.size() < kFewestDiscs) return std::nullopt;
  double mean = 0, variance = 0;
  for (const double c : counts) mean += c / static_cast<double>(counts.size());
  for (const double c : counts) variance += (c - mean) * (c - mean) / static_cast<double>(counts.size() - 1);
  if (!(mean > 0)) return std::nullopt;
  return variance / mean;
}

}  // namespace

template <class Frame>
SpacingReport measure_spacing(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                              const Exec& exec) {
  SpacingReport report;
  report.count = dots.size();
  if (density != nullptr) report.expected_count = expected_count(*density);
  const auto set = metrics::measured_set(dots, density);
  if (!set) return report;

  const std::vector<LocalDot>& sorted = set->dots;
  const BlockTree tree(sorted);
  std::vector<double> nearest(sorted.size());
  parallel_for(exec, (sorted.size() + kDotsPerJob - 1) / kDotsPerJob, [&](std::size_t job) {
    for (std::size_t i = job * kDotsPerJob, end = std::min(i + kDotsPerJob, sorted.size()); i < end; ++i) {
      nearest[i] = nearest_distance(tree, i) * std::sqrt(sorted[i].rho);
    }
  });
  const auto n = static_cast<double>(nearest.size());
  double sum = 0, squares = 0;
  for (const double d : nearest) sum += d;
  report.nn_mean = sum / n;
  for (const double d : nearest) squares += (d - report.nn_mean) * (d - report.nn_mean);
  report.nn_sd = std::sqrt(squares / n);
  report.nn_min = *std::min_element(nearest.begin(), nearest.end());
  const auto percentile = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 100);
  std::nth_element(nearest.begin(), percentile, nearest.end());
  report.nn_1_percent = *percentile;
  for (std::size_t k = 0; k < kWindowCounts.size(); ++k) {
    report.variance_to_mean[k] = variance_to_mean(tree, set->field, set->dots_box, kWindowCounts[k], exec);
  }
  return report;
}

template TONSURE_EXPORT SpacingReport measure_spacing<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                               const DensityGrid<ScalpMm>*, const Exec&);
template TONSURE_EXPORT SpacingReport measure_spacing<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                               const DensityGrid<PlaneMm>*, const Exec&);

}  // namespace tonsure
