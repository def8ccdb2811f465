#include <tonsure/metrics/evenness.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "sets.h"

namespace tonsure {
namespace {

using namespace test;

constexpr double kRounding = 1e-9;

TEST(Hole, LatticesHaveTheirCircumcircles) {
  const auto grid = flat(60, 100);
  EXPECT_NEAR(*measure_hole(square_lattice(60), &grid), std::sqrt(0.5), kHoleAccuracy);
  EXPECT_NEAR(*measure_hole(triangular_lattice(60), &grid), 0.6204, kHoleAccuracy + 5e-5);  // 0.6204 has four digits
  // Never more than there is.
  EXPECT_LE(*measure_hole(square_lattice(60), &grid), std::sqrt(0.5) + kRounding);
}

TEST(Hole, AMissingDotLeavesAHoleOfOneSpacing) {
  auto dots = square_lattice(40);
  dots.erase(dots.begin() + 857);  // row 21, column 17
  const auto grid = flat(40, 100);
  EXPECT_NEAR(*measure_hole(dots, &grid), 1, kHoleAccuracy);
  // In dots per cm2 of four times the density the same hole is twice as large.
  const auto denser = flat(40, 400);
  EXPECT_NEAR(*measure_hole(dots, &denser), 2, 2 * kHoleAccuracy);
}

/// The largest value on a fine raster of centres; `step` in mm.
double rastered(const Points<PlaneMm>& dots, const DensityGrid<PlaneMm>& grid, double side, double step) {
  double most = 0;
  for (double y = step / 2; y < side; y += step) {
    for (double x = step / 2; x < side; x += step) {
      const double unit = std::sqrt(density_at(grid, {x, y}) / 100);
      const double border = std::min({x, y, side - x, side - y});
      if (border * unit < kBorderMargin) continue;
      double nearest = border;
      for (const auto& d : dots) nearest = std::min(nearest, std::hypot(d.x - x, d.y - y));
      most = std::max(most, nearest * unit);
    }
  }
  return most;
}

// A raster of step h misses the maximum by at most h / sqrt(2) local units at the ramp's densest, 1.74 dots/mm2, and a
// little for the density's own slope (below 3 % a mm). It never exceeds it, but for the two ways to find the border.
TEST(Hole, AgreesWithARasterOnARamp) {
  const int side = 30;
  const double step = 0.1;
  const auto grid = ramp(side);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto dots = random_dots_on(grid, 174, 900, seed);
    const double raster = rastered(dots, grid, side, step);
    const double hole = *measure_hole(dots, &grid);
    EXPECT_GE(hole, raster - kHoleAccuracy * raster - 0.01) << seed;
    EXPECT_LE(hole, raster + 1.4 * step / std::sqrt(2)) << seed;
  }
}

TEST(Hole, WhatTheBorderMakesDoesNotCount) {
  // A lattice in the middle of a plane without density, and one that ends two spacings before its density does.
  DensityGrid<PlaneMm> island = flat(60, 0);
  Points<PlaneMm> inner, short_of_it;
  for (const auto& d : square_lattice(60)) {
    if (d.x > 15 && d.x < 45 && d.y > 15 && d.y < 45) {
      inner.push_back(d);
      *island.per_cm2.view().pixel(static_cast<int>(d.x), static_cast<int>(d.y)) = 100;
    }
    if (d.x > 2 && d.x < 58 && d.y > 2 && d.y < 58) short_of_it.push_back(d);
  }
  EXPECT_NEAR(*measure_hole(inner, &island), std::sqrt(0.5), kHoleAccuracy);
  const auto grid = flat(60, 100);
  EXPECT_NEAR(*measure_hole(short_of_it, &grid), std::sqrt(0.5), kHoleAccuracy);
  EXPECT_NEAR(*measure_hole<PlaneMm>(short_of_it, nullptr), std::sqrt(0.5) * 56 / 55, kHoleAccuracy);
}

TEST(Hole, AnEmptyQuarterIsAsLargeAsTheCircleInIt) {
  Points<PlaneMm> dots;
  for (const auto& d : square_lattice(40)) {
    if (d.x > 20 || d.y > 20) dots.push_back(d);
  }
  const auto grid = flat(40, 100);
  // Its rim touches two sides (at r from them) and the dots beyond 20.5: for those in line with the centre, r + r
  // = 20.5.
  EXPECT_NEAR(*measure_hole(dots, &grid), 10.25, 10.25 * kHoleAccuracy + 0.03);  // no dot is just in line
}

TEST(Hole, SameForAnyOrderAndThreads) {
  auto dots = random_dots(3000, 60, 50);
  const auto grid = ramp(60);
  const auto one = measure_hole(dots, &grid, {.threads = 1});
  EXPECT_EQ(one, measure_hole(dots, &grid, {.threads = 3}));
  std::reverse(dots.begin(), dots.end());
  EXPECT_EQ(one, measure_hole(dots, &grid, {.threads = 2}));
}

TEST(Hole, SmallAndBrokenSetsHaveNone) {
  EXPECT_FALSE(measure_hole<PlaneMm>({}, nullptr).has_value());
  EXPECT_FALSE(measure_hole<PlaneMm>({{1, 1}}, nullptr).has_value());
  EXPECT_FALSE(measure_hole<PlaneMm>({{1, 1}, {2, 1}, {3, 1}}, nullptr).has_value());  // no area
  EXPECT_FALSE(measure_hole(random_dots(9, 3, 3), static_cast<const DensityGrid<PlaneMm>*>(nullptr)).has_value());
  const DensityGrid<PlaneMm> empty;
  EXPECT_FALSE(measure_hole({{1, 1}, {2, 2}}, &empty).has_value());
  const auto nothing = flat(10, 0);
  EXPECT_FALSE(measure_hole({{1, 1}, {2, 2}}, &nothing).has_value());
  const auto grid = flat(10, 100);
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(measure_hole({{nan, 1}, {inf, 2}, {1, -inf}, {3, 3}}, &grid).has_value());
  EXPECT_TRUE(measure_hole({{3, 3}, {3, 3}}, &grid).has_value());  // in one place: a hole all around it
  const auto far_apart = measure_hole<PlaneMm>({{0, 0}, {1e150, 1e150}, {1, 2}, {3, 1}}, nullptr);
  EXPECT_FALSE(far_apart.has_value() && !std::isfinite(*far_apart));
}

}  // namespace
}  // namespace tonsure
