#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <tonsure/metrics/evenness.h>
#include <tonsure/placement/place.h>

#include "grids.h"

namespace tonsure {
namespace {

using Discs = std::vector<KeepOut<PlaneMm>>;

DotSet<PlaneMm> place(const DensityGrid<PlaneMm>& grid, const Discs& discs) {
  auto dots = place_dots<PlaneMm>(grid, {}, 2, {}, discs);
  EXPECT_TRUE(dots.ok());
  return dots.ok() ? std::move(dots).value() : DotSet<PlaneMm>{};
}

// Follicles of 0.3 mm radius in a field of dots 1 mm apart: nearly all dots find a place beside them.
TEST(KeepOuts, DotsStandBesideFollicles) {
  const auto grid = test::flat(100, 100, 10000);
  Discs follicles;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 60; ++x) follicles.push_back({{1.65 * x + 0.8 * (y % 2), 1.65 * y}, 0.3});
  }
  const auto free = place(grid, {}), dots = place(grid, follicles);
  for (const auto& p : dots.positions) {
    for (const auto& f : follicles) ASSERT_GE(std::hypot(p.x - f.centre.x, p.y - f.centre.y), f.radius_mm);
    EXPECT_GT(density_at(grid, p), 0);
  }
  EXPECT_GT(static_cast<double>(dots.size()), 0.97 * static_cast<double>(free.size()));
}

TEST(KeepOuts, LargeDiscsStayEmptyWithoutACrowdedRim) {
  const auto grid = test::flat(100, 100, 10000);
  const Discs disc = {{{50, 50}, 20}};
  const auto dots = place(grid, disc);
  double rim = 0;
  for (const auto& p : dots.positions) {
    const double r = std::hypot(p.x - 50, p.y - 50);
    EXPECT_GE(r, 20);
    rim += r < 21 ? 1 : 0;
  }
  // The ring of 1 mm should hold 129 dots, and takes in those from half a spacing inside: 62.
  EXPECT_LT(rim, 230);
  EXPECT_NEAR(static_cast<double>(dots.size()), 10000 - 1257 + 62, 60);
}

TEST(KeepOuts, CoveringEverythingLeavesNothing) {
  EXPECT_EQ(place(test::flat(50, 50, 2500), {{{0, 0}, 1e9}}).size(), 0U);
  Discs many;
  for (int y = 0; y <= 100; ++y) {
    for (int x = 0; x <= 100; ++x) many.push_back({{0.5 * x, 0.5 * y}, 0.5});
  }
  EXPECT_EQ(place(test::flat(50, 50, 2500), many).size(), 0U);
}

TEST(KeepOuts, UnusableDiscsAreNamed) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
  for (const KeepOut<PlaneMm>& bad : {KeepOut<PlaneMm>{{kNan, 0}, 1}, {{0, kInf}, 1}, {{0, 0}, -1}, {{0, 0}, kNan}}) {
    const Discs discs = {{{1, 1}, 1}, bad};
    const auto dots = place_dots<PlaneMm>(test::flat(10, 10, 100), {}, 1, {}, discs);
    ASSERT_FALSE(dots.ok());
    EXPECT_EQ(dots.error().where, "keep_outs[1]");
  }
}

}  // namespace
}  // namespace tonsure
