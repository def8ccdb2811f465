#include <tonsure/placement/place.h>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <string>

#include "grids.h"

namespace tonsure {
namespace {

using test::flat;
using test::grid_of;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(PlaceLimits, NothingAskedNothingPlaced) {
  for (const auto& grid : {DensityGrid<PlaneMm>{}, DensityGrid<PlaneMm>{{0, 0}, 1, Image<float>(5, 0, 1)},
                           DensityGrid<PlaneMm>{{0, 0}, 1, Image<float>(20, 30, 1, 0.0F)}}) {
    const auto dots = place_dots(grid, {}, 1);
    ASSERT_TRUE(dots.ok());
    EXPECT_EQ(dots->size(), 0U);
    EXPECT_TRUE(dots->session.empty());
    EXPECT_TRUE(dots->id.empty());
  }
}

TEST(PlaceLimits, SmallAndThinRegions) {
  struct Case {
    int width, height;
    double cell_mm, count;
  };
  for (const Case& c : {Case{1, 1, 1, 1}, Case{1, 1, 1, 50}, Case{1, 1, 1, 5000}, Case{200, 1, 0.1, 20},
                        Case{1, 400, 0.5, 20}, Case{2, 2, 1e-3, 10}, Case{3, 2, 1e4, 10}, Case{1000, 1000, 0.001, 1}}) {
    for (const double regularity : {0.0, 0.5, 0.7, 1.0}) {
      const auto grid = grid_of(c.width, c.height, c.cell_mm, c.count, [](int, int) { return 1; });
      const auto dots = place_dots(grid, {.regularity = regularity}, 3);
      ASSERT_TRUE(dots.ok());
      const double scatter = std::sqrt(c.count) * (regularity < 0.7 ? 1 : 0.5) + 0.5;  // a thin region is all rim
      EXPECT_NEAR(static_cast<double>(dots->size()), c.count, 4 * scatter) << c.width << ' ' << regularity;
      for (const auto& p : dots->positions) EXPECT_GT(density_at(grid, p), 0);
    }
  }
}

// A lone dense cell in a large, nearly empty grid: the blocks are as small as it asks for, and still few enough.
TEST(PlaceLimits, ExtremePeaks) {
  for (const double floor : {0.0, 1e-6, 1e-3}) {
    const auto grid = grid_of(100, 100, 1, 20000, [=](int x, int y) { return x == 50 && y == 50 ? 1 : floor; });
    const auto dots = place_dots(grid, {}, 3);
    ASSERT_TRUE(dots.ok()) << dots.error().message();
    EXPECT_NEAR(static_cast<double>(dots->size()), expected_count(grid), 200)
        << floor;  // 1 %, as where edges are steep
    double inside = 0, expected = 0;
    for (const auto& p : dots->positions) inside += std::abs(p.x - 50.5) < 1 && std::abs(p.y - 50.5) < 1 ? 1 : 0;
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        expected += density_at(grid, {49.5 + (x + 0.5) / 100, 49.5 + (y + 0.5) / 100}) * 1e-6;
      }
    }
    EXPECT_NEAR(inside / expected, 1, 0.01) << floor;  // 0.5 % is lost by the coarse integral
  }
}

TEST(PlaceLimits, TooManyBlocksAreRefused) {
  // 20 000 dots of one cell, so dense that the empty rest would be millions of blocks wide.
  const auto grid = grid_of(3000, 2, 1, 20000, [](int x, int) { return x == 0 ? 1 : 0; });
  const auto dots = place_dots(grid, {}, 3);
  ASSERT_FALSE(dots.ok());
  EXPECT_EQ(dots.error().code, ErrorCode::kResourceLimit);
  EXPECT_NE(dots.error().message().find("blocks"), std::string::npos) << dots.error().message();
}

TEST(PlaceLimits, TooFarFromTheOriginIsRefused) {
  auto grid = flat(10, 10, 100);
  grid.origin = {1e7, 0};  // floats are 1 mm apart there
  const auto dots = place_dots(grid, {}, 3);
  ASSERT_FALSE(dots.ok());
  EXPECT_EQ(dots.error().where, "density origin");
}

TEST(PlaceLimits, TooManyDotsAreRefusedBeforeAnythingIsAllocated) {
  auto grid = flat(10, 10, 1);
  for (const double per_cm2 : {20000001.0, 1e30, 3e38}) {  // 10 x 10 mm are 1 cm2
    grid.per_cm2 = Image<float>(10, 10, 1, static_cast<float>(per_cm2 * 1.0001));
    PositionColumns columns;
    EXPECT_FALSE(place_positions(grid, 0, 1, columns).ok());
    const auto dots = place_dots(grid, {}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().code, ErrorCode::kResourceLimit);
    EXPECT_NE(dots.error().message().find("20000000"), std::string::npos) << dots.error().message();
  }
}

TEST(PlaceLimits, UnusableDensitiesAreNamed) {
  for (const double bad : {-1.0, -1e-30, kNan, kInf, -kInf}) {
    auto grid = flat(10, 8, 100);
    *grid.per_cm2.view().pixel(4, 7) = static_cast<float>(bad);
    const auto dots = place_dots(grid, {}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(dots.error().where, "density[7][4]");  // row, column
  }
  for (const double cell : {0.0, -1.0, kNan, kInf, 1e-200, 1e200}) {
    auto grid = flat(10, 8, 100);
    grid.cell_mm = cell;
    const auto dots = place_dots(grid, {}, 1);
    ASSERT_FALSE(dots.ok()) << cell;
    EXPECT_EQ(dots.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(dots.error().where, "density cell_mm");
  }
  for (const double origin : {kNan, kInf, 1e12}) {
    auto grid = flat(10, 8, 100);
    grid.origin.y = origin;
    const auto dots = place_dots(grid, {}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().where, "density origin");
  }
  const auto dots = place_dots(DensityGrid<PlaneMm>{{0, 0}, 1, Image<float>(5, 5, 3, 10.0F)}, {}, 1);
  ASSERT_FALSE(dots.ok());
  EXPECT_EQ(dots.error().code, ErrorCode::kInvalidInput);
}

TEST(PlaceLimits, BadOptionsAreNamed) {
  const auto grid = flat(10, 10, 100);
  for (const double regularity : {-0.01, 1.01, kNan}) {
    const auto dots = place_dots(grid, {.regularity = regularity}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().code, ErrorCode::kInvalidOption);
    EXPECT_EQ(dots.error().where, "regularity");
  }
  for (const int polish : {-1, 4}) {
    const auto dots = place_dots(grid, {.regularity = {}, .session_shares = {1}, .polish = polish}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().where, "polish");
    PositionColumns columns;
    EXPECT_FALSE(place_positions(grid, polish, 1, columns).ok());
  }
  const std::vector<std::vector<double>> bad = {
      {},          {0.5},       {0.3, 0.7},    {0.7, 0.3, 1},
      {0, 1},      {0.3, 1, 1}, {0.5, 0.5, 1}, {kNan, 1},
      {0.5, kNan}, {-0.5, 1},   {0.5, 1.5},    {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1}};
  for (const auto& shares : bad) {
    const auto dots = place_dots(grid, {.regularity = {}, .session_shares = shares, .polish = 0}, 1);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().code, ErrorCode::kInvalidOption);
    EXPECT_EQ(dots.error().where.rfind("session_shares", 0), 0U) << dots.error().where;
  }
}

TEST(PlaceLimits, CancelledByFlagAndAtEveryCheckpoint) {
  const auto grid = flat(60, 60, 3000);
  std::atomic<bool> cancel{true};
  const auto flagged = place_dots(grid, {}, 1, {.cancel = &cancel});
  ASSERT_FALSE(flagged.ok());
  EXPECT_EQ(flagged.error().code, ErrorCode::kCancelled);

  int checkpoints = 0;
  double last = -1;
  ASSERT_TRUE(place_dots(grid, {}, 1,
                         {.progress =
                              [&](const Progress& p) {
                                const double f = p.fraction;
                                EXPECT_GT(f, last);
                                EXPECT_LE(f, 1);
                                last = f;
                                ++checkpoints;
                                return true;
                              }})
                  .ok());
  EXPECT_EQ(last, 1);
  EXPECT_GE(checkpoints, 3);
  for (int stop = 1; stop <= checkpoints; ++stop) {
    int seen = 0;
    const auto dots = place_dots(grid, {}, 1, {.progress = [&](const Progress&) { return ++seen < stop; }});
    ASSERT_FALSE(dots.ok()) << stop;
    EXPECT_EQ(dots.error().code, ErrorCode::kCancelled);
    EXPECT_EQ(seen, stop);
  }
}

// The flag raised from within a stage: by another thread, at some moment.
TEST(PlaceLimits, FlagRaisedOnTheWayCancels) {
  const auto grid = flat(60, 60, 3000);
  for (const double from : {0.0}) {
    std::atomic<bool> cancel{false};
    const auto dots = place_dots(grid, {}, 1, {.cancel = &cancel, .progress = [&](const Progress& p) {
                                                 const double f = p.fraction;
                                                 if (f >= from) cancel = true;
                                                 return true;
                                               }});
    ASSERT_FALSE(dots.ok()) << from;
    EXPECT_EQ(dots.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace tonsure
