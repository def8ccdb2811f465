// The baseline of the benches, held to what it says of itself: a baseline that did less would flatter what it is
// compared with.
#include "bench/bridson.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "grids.h"

namespace tonsure::bench {
namespace {

using test::fading_ring;
using test::flat;
using test::ramp;

double radius_mm(double per_cm2) {
  return 10 * kBridsonRadius / std::sqrt(per_cm2);
}

// The count scatters by about 0.4 of its square root, 0.3 %; what is left of the 2 % is the border's and the
// constant's.
TEST(Bridson, CountIsTheDensitysIntegral) {
  for (const auto& grid : {flat(150, 120, 20000), ramp(150, 120, 20000)}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      const double wanted = expected_count(grid);
      EXPECT_NEAR(static_cast<double>(place_bridson(grid, seed).size()), wanted, 0.02 * wanted) << seed;
    }
  }
}

// All pairs, in the order of placing: none nearer than the radius of the later one.
TEST(Bridson, NoDotLiesInTheRadiusOfALaterOne) {
  for (const auto& grid : {flat(60, 50, 2000), ramp(60, 50, 2000), fading_ring(60, 50, 2000)}) {
    const auto dots = place_bridson(grid, 3);
    for (std::size_t i = 0; i < dots.size(); ++i) {
      const double per_cm2 = density_at(grid, dots[i]);
      ASSERT_GT(per_cm2, 0);
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < i; ++j) nearest = std::min(nearest, norm(dots[i] - dots[j]));
      EXPECT_GE(nearest, radius_mm(per_cm2) * (1 - 1e-12)) << i;  // rounding of a few products
    }
  }
}

// Thirty candidates in the ring about each dot leave hardly a place where another would fit: 26 of 12 000 here; ten
// candidates leave 61.
TEST(Bridson, ThereIsNoRoomForMore) {
  const auto grid = flat(60, 50, 2000);
  const auto dots = place_bridson(grid, 4);
  int room = 0, thrown = 0;
  for (double y = 0.25; y < 50; y += 0.5) {
    for (double x = 0.25; x < 60; x += 0.5, ++thrown) {
      const Vec2<PlaneMm> p{x, y};
      const double radius = radius_mm(density_at(grid, p));
      room += std::none_of(dots.begin(), dots.end(), [&](auto q) { return norm(p - q) < radius; }) ? 1 : 0;
    }
  }
  EXPECT_LT(room, thrown / 300);
}

TEST(Bridson, EqualSeedsGiveEqualDots) {
  const auto grid = ramp(60, 50, 2000);
  EXPECT_EQ(place_bridson(grid, 5), place_bridson(grid, 5));
  EXPECT_NE(place_bridson(grid, 5), place_bridson(grid, 6));
}

TEST(Bridson, NoDensityGivesNoDots) {
  EXPECT_TRUE(place_bridson(DensityGrid<PlaneMm>{{0, 0}, 1, Image<float>(4, 4, 1)}, 1).empty());
  EXPECT_TRUE(place_bridson(DensityGrid<PlaneMm>{}, 1).empty());
}

}  // namespace
}  // namespace tonsure::bench
