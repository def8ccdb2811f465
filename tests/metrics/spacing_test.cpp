#include <tonsure/metrics/evenness.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/rng.h"

#include "sets.h"

namespace tonsure {
namespace {

using test::flat;
using test::random_dots;

TEST(Spacing, NearestNeighboursAgreeWithAllPairs) {
  DensityGrid<PlaneMm> grid = flat(10, 0);
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 10; ++x) *grid.per_cm2.view().pixel(x, y) = static_cast<float>(50 + 40 * x + 7 * y);
  }
  for (const std::size_t n : {2U, 3U, 17U, 300U}) {
    const auto dots = random_dots(n, 10, 10, n);
    std::vector<double> nearest;
    for (std::size_t i = 0; i < n; ++i) {
      double best = std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < n; ++j) {
        if (j != i) best = std::min(best, norm(dots[i] - dots[j]));
      }
      nearest.push_back(best * std::sqrt(density_at(grid, dots[i]) / 100));
    }
    std::sort(nearest.begin(), nearest.end());
    double mean = 0, variance = 0;
    for (const double d : nearest) mean += d / static_cast<double>(n);
    for (const double d : nearest) variance += (d - mean) * (d - mean) / static_cast<double>(n);
    const auto report = measure_spacing(dots, &grid);
    EXPECT_EQ(report.count, n);
    EXPECT_NEAR(report.nn_mean, mean, 1e-12);
    EXPECT_NEAR(report.nn_sd, std::sqrt(variance), 1e-9);
    EXPECT_NEAR(report.nn_min, nearest.front(), 1e-12);
    EXPECT_NEAR(report.nn_1_percent, nearest[n / 100], 1e-12);
  }
}

TEST(Spacing, SquareLatticeIsOne) {
  Points<PlaneMm> dots;
  for (int y = 0; y < 100; ++y) {
    for (int x = 0; x < 100; ++x) dots.push_back({x + 0.5, y + 0.5});
  }
  const auto grid = flat(100, 100);
  const auto report = measure_spacing(dots, &grid);
  EXPECT_NEAR(report.nn_mean, 1, 1e-9);
  EXPECT_NEAR(report.nn_sd, 0, 1e-6);
  EXPECT_NEAR(*report.expected_count, 10000, 1e-6);
  // A lattice's count errs along the disc's rim only (measured 0.05); random dots have 1.
  ASSERT_TRUE(report.variance_to_mean[3].has_value());
  EXPECT_LT(*report.variance_to_mean[3], 0.12);
  // Without a grid the bounding box of 99 x 99 mm counts, which makes the density 2 % higher.
  const auto boxed = measure_spacing<PlaneMm>(dots, nullptr);
  EXPECT_NEAR(boxed.nn_mean, 100.0 / 99, 1e-9);
  EXPECT_FALSE(boxed.expected_count.has_value());
}

TEST(Spacing, TriangularLatticeIsOnePointZeroSevenFive) {
  Points<PlaneMm> dots;
  const double pitch = 1, rise = pitch * std::sqrt(0.75);
  for (int row = 0; row * rise < 100; ++row) {
    for (int k = 0; k < 99; ++k) dots.push_back({k + (row % 2 == 0 ? 0.25 : 0.75), row * rise});
  }
  const auto grid = flat(100, 100 / rise);
  EXPECT_NEAR(measure_spacing(dots, &grid).nn_mean, 1.0746, 1e-4);
}

// Random dots: mean 0.5, SD sqrt((4 - pi) / (4 pi)) = 0.2614, variance / mean 1 at any window. n = 400 000: the mean's
// standard error is 0.0005; the ratio at 64 scatters by sqrt(2 / (n / 64)) = 0.018, that at 1 by sqrt(3 / 9216) =
// 0.018.
TEST(Spacing, RandomDotsMeasureAsPoisson) {
  const std::size_t n = 400000;
  const auto dots = random_dots(n, 200, 200);
  const auto grid = flat(200, static_cast<double>(n) / 400);
  const DensityGrid<PlaneMm>* const with_and_without[] = {&grid, nullptr};
  for (const auto* density : with_and_without) {
    const auto report = measure_spacing(dots, density);
    EXPECT_NEAR(report.nn_mean, 0.5, 0.003);
    EXPECT_NEAR(report.nn_sd, 0.2614, 0.003);
    EXPECT_NEAR(report.nn_1_percent, std::sqrt(-std::log(0.99) / 3.14159265), 0.003);
    for (const auto& ratio : report.variance_to_mean) {
      ASSERT_TRUE(ratio.has_value());
      EXPECT_NEAR(*ratio, 1, 0.05);
    }
  }
}

// The same on a ramp: local units and windows follow the density. x is drawn by the inverse of its integral.
TEST(Spacing, RandomDotsOnARampMeasureAsPoisson) {
  const std::size_t n = 200000;
  DensityGrid<PlaneMm> grid = flat(200, 0);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) *grid.per_cm2.view().pixel(x, y) = static_cast<float>(n / 400.0 * (x + 0.5) / 100);
  }
  Points<PlaneMm> dots = random_dots(n, 1, 200);
  for (auto& p : dots) p.x = 200 * std::sqrt(p.x);
  const auto report = measure_spacing(dots, &grid);
  EXPECT_NEAR(*report.expected_count, static_cast<double>(n), 1);
  EXPECT_NEAR(report.nn_mean, 0.5, 0.004);
  for (const auto& ratio : report.variance_to_mean) {
    ASSERT_TRUE(ratio.has_value());
    EXPECT_NEAR(*ratio, 1, 0.075);  // three standard errors of the ratio at 64: sqrt(2 / 3125) each
  }
}

TEST(Spacing, SameForAnyNumberOfThreadsAndOrderOfDots) {
  auto dots = random_dots(5000, 50, 30);
  const auto one = measure_spacing<PlaneMm>(dots, nullptr, {.threads = 1});
  const auto many = measure_spacing<PlaneMm>(dots, nullptr, {.threads = 5});
  std::reverse(dots.begin(), dots.end());
  const auto reversed = measure_spacing<PlaneMm>(dots, nullptr, {.threads = 2});
  for (const auto& other : {many, reversed}) {
    EXPECT_EQ(one.nn_mean, other.nn_mean);
    EXPECT_EQ(one.nn_sd, other.nn_sd);
    EXPECT_EQ(one.nn_1_percent, other.nn_1_percent);
    EXPECT_EQ(one.variance_to_mean, other.variance_to_mean);
  }
}

TEST(Spacing, SmallAndBrokenSetsGiveWhatTheyCan) {
  const auto none = measure_spacing<PlaneMm>({}, nullptr);
  EXPECT_EQ(none.count, 0U);
  EXPECT_EQ(none.nn_mean, 0);
  const auto grid = flat(10, 100);
  const auto alone = measure_spacing<PlaneMm>({{3, 3}}, &grid);
  EXPECT_EQ(alone.count, 1U);
  EXPECT_NEAR(*alone.expected_count, 100, 1e-9);
  EXPECT_FALSE(alone.variance_to_mean[0].has_value());
  const auto same_place = measure_spacing<PlaneMm>({{3, 3}, {3, 3}, {3, 3}}, &grid);
  EXPECT_EQ(same_place.nn_mean, 0);
  const auto on_a_line = measure_spacing<PlaneMm>({{3, 3}, {4, 3}, {5, 3}}, nullptr);
  EXPECT_EQ(on_a_line.count, 3U);  // no area, no density, no measure
  EXPECT_EQ(on_a_line.nn_mean, 0);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto broken = measure_spacing<PlaneMm>({{3, 3}, {nan, 3}, {3, 5}, {-7, 3}, {1e300, 3}}, &grid);
  EXPECT_EQ(broken.count, 5U);
  EXPECT_NEAR(broken.nn_mean, 2, 1e-9);  // of the two that lie on the density
  const auto small = measure_spacing(random_dots(100, 10, 10), &grid);
  EXPECT_TRUE(small.variance_to_mean[1].has_value());
  EXPECT_FALSE(small.variance_to_mean[3].has_value());  // 64 of 100 dots: no statistics
}

}  // namespace
}  // namespace tonsure
