#include <tonsure/metrics/evenness.h>

#include <gtest/gtest.h>

#include <algorithm>

#include "core/rng.h"
#include "sets.h"

namespace tonsure {
namespace {

using namespace test;

/// The middle one of five sets: a single one strays up to 18 once in a few hundred.
template <class Make>
double typical(const DensityGrid<PlaneMm>* density, const Make& make) {
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) values.push_back(measure_repetition(make(seed), density).value_or(0));
  std::sort(values.begin(), values.end());
  return values[2];
}

// The largest of m exponential bins is ln m + 0.58 +- 1.28, m = 2 pi n for frequencies up to 2: 12.4 for 20 000 dots,
// 14.6 for 200 000; 0.7 is the standard error of a median of five.
TEST(Repetition, RandomDotsHaveTenToEighteen) {
  EXPECT_NEAR(typical(nullptr, [](std::uint64_t seed) { return random_dots(20000, 200, 100, seed); }), 12.4, 2);
  const auto many = measure_repetition<PlaneMm>(random_dots(200000, 447, 447), nullptr);
  EXPECT_NEAR(*many, 14.6, 3.4);  // 11.2 to 18
}

TEST(Repetition, NeitherARampNorABorderIsARepeat) {
  const auto slope = ramp(150);
  EXPECT_NEAR(typical(&slope, [&](std::uint64_t seed) { return random_dots_on(slope, 174, 22500, seed); }), 12.4, 2);
  DensityGrid<PlaneMm> ring = flat(200, 0);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      const double r = std::hypot(x - 99.5, y - 99.5);
      if (r > 30 && r < 90) *ring.per_cm2.view().pixel(x, y) = 100;
    }
  }
  EXPECT_NEAR(typical(&ring, [&](std::uint64_t seed) { return random_dots_on(ring, 100, 22500, seed); }), 12.4, 2);
  // Dots that keep to their squares have 3 % of random dots' power at 0.1: what the density leaves there must be less.
  const auto even = flat(150, 100);
  EXPECT_NEAR(typical(&even, [](std::uint64_t seed) { return jittered(150, 150, seed); }), 12.4, 2);
}

TEST(Repetition, ARepeatedTileStandsOut) {
  const auto tile = jittered(40, 40);
  Points<PlaneMm> dots;
  for (int j = 0; j < 5; ++j) {
    for (int i = 0; i < 5; ++i) {
      for (const auto& d : tile) dots.push_back({d.x + 40 * i, d.y + 40 * j});
    }
  }
  const auto grid = flat(200, 100);
  // All power in one of 25 bins, and the largest of those some 8 times their mean.
  EXPECT_GT(*measure_repetition(dots, &grid), 100);
  // Not in step with the box: weaker by up to six, still far above chance.
  const DensityGrid<PlaneMm> larger = {{0, 0}, 0.5, Image<float>(400, 387, 1, 100.0F)};
  std::erase_if(dots, [](const auto& d) { return d.y > 193.5; });
  EXPECT_GT(*measure_repetition(dots, &larger), 30);
  EXPECT_GT(*measure_repetition<PlaneMm>(dots, nullptr), 30);
}

// On a ramp a tile is thinned: repeats are weaker, and seen none the less.
TEST(Repetition, AThinnedTileStandsOutOnARamp) {
  const auto tile = jittered(30, 30);
  const auto grid = ramp(150);
  Points<PlaneMm> dots;
  for (int j = 0; j < 5; ++j) {
    for (int i = 0; i < 5; ++i) {
      for (std::size_t k = 0; k < 2 * tile.size(); ++k) {
        const auto d = tile[k % tile.size()];
        const Vec2<PlaneMm> p = {d.x + 30 * i + (k < tile.size() ? 0 : 0.37), d.y + 30 * j};
        const double rank = Rng(4, RngStage::kTest, k).uniform();  // the same in every tile
        if (p.x < 150 && rank * 200 < density_at(grid, p)) dots.push_back(p);
      }
    }
  }
  EXPECT_GT(*measure_repetition(dots, &grid), 30);
}

TEST(Repetition, SameForAnyOrderAndThreads) {
  auto dots = random_dots(9000, 100, 80);
  const auto grid = ramp(100);
  const auto one = measure_repetition(dots, &grid, {.threads = 1});
  ASSERT_TRUE(one.has_value());
  std::reverse(dots.begin(), dots.end());
  EXPECT_EQ(one, measure_repetition(dots, &grid, {.threads = 3}));
}

TEST(Repetition, SmallAndBrokenSetsHaveNone) {
  EXPECT_FALSE(measure_repetition<PlaneMm>({}, nullptr).has_value());
  EXPECT_FALSE(measure_repetition<PlaneMm>(random_dots(kFewestRepetitionDots - 1, 60, 60), nullptr).has_value());
  EXPECT_TRUE(measure_repetition<PlaneMm>(random_dots(kFewestRepetitionDots, 60, 60), nullptr).has_value());
  const auto strip = measure_repetition<PlaneMm>(random_dots(5000, 50000, 0.1), nullptr);
  EXPECT_TRUE(!strip.has_value() || std::isfinite(*strip));
}

}  // namespace
}  // namespace tonsure
