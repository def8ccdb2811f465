#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <tonsure/placement/place.h>

#include "grids.h"

namespace tonsure {
namespace {

using test::ramp;

/// Multiplies the density in a square.
DensityGrid<PlaneMm> changed(const DensityGrid<PlaneMm>& grid, int x0, int y0, int size, float factor) {
  DensityGrid<PlaneMm> out = grid;
  for (int y = y0; y < y0 + size; ++y) {
    for (int x = x0; x < x0 + size; ++x) *out.per_cm2.view().pixel(x, y) *= factor;
  }
  return out;
}

Rect<PlaneMm> square(int x0, int y0, int size) {
  const double s = size;
  return {{static_cast<double>(x0), static_cast<double>(y0)}, {x0 + s, y0 + s}};
}

void expect_same(const DotSet<PlaneMm>& a, const DotSet<PlaneMm>& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.positions, b.positions);
  EXPECT_EQ(a.session, b.session);
}

// For all that dots depend on: plain, loosened, thinned by randomness, polished, kept out of discs.
TEST(Edit, IsWhatPlacingAllAgainWouldBe) {
  const auto grid = ramp(300, 240, 30000);
  std::vector<KeepOut<PlaneMm>> discs;
  for (int i = 0; i < 400; ++i) discs.push_back({{7.3 * (i % 40), 11.9 * std::floor(i / 40.0)}, 0.6});
  for (const std::optional<double> regularity : {std::optional<double>(), std::optional(1.0), std::optional(0.2)}) {
    for (const int polish : {0, 2}) {
      const PlacementOptions options{.regularity = regularity, .session_shares = {0.3, 0.7, 1}, .polish = polish};
      auto dots = place_dots<PlaneMm>(grid, options, 4, {}, discs);
      ASSERT_TRUE(dots.ok());
      DensityGrid<PlaneMm> now = grid;
      for (const auto& [x, y, size, factor] : {std::tuple{40, 60, 24, 0.5F}, std::tuple{0, 0, 10, 0.0F},
                                               std::tuple{200, 100, 30, 1.1F}, std::tuple{45, 65, 9, 0.0F}}) {
        now = changed(now, x, y, size, factor);
        const auto edit = replace_dots<PlaneMm>(now, square(x, y, size), options, 4, *dots, {}, discs);
        ASSERT_TRUE(edit.ok()) << edit.error().message();
        apply_edit(*edit, *dots);
        const auto again = place_dots<PlaneMm>(now, options, 4, {}, discs);
        ASSERT_TRUE(again.ok());
        ASSERT_EQ(again->reference_per_cm2, dots->reference_per_cm2);
        expect_same(*dots, *again);
      }
    }
  }
}

// A change of 24 mm square reaches some way, but not over a plane of 300 mm.
TEST(Edit, TouchesFewDots) {
  const auto grid = ramp(300, 240, 30000);
  const auto dots = place_dots(grid, {}, 4);
  ASSERT_TRUE(dots.ok());
  const auto edit = replace_dots(changed(grid, 40, 60, 24, 0.5F), square(40, 60, 24), {}, 4, *dots);
  ASSERT_TRUE(edit.ok());
  std::size_t touched = 0;
  for (const auto& run : edit->runs) touched += run.last - run.first;
  EXPECT_GT(touched, 50U);
  EXPECT_LT(touched, dots->size() / 8);
}

TEST(Edit, OfNothingIsNothing) {
  const auto grid = ramp(100, 80, 5000);
  const auto dots = place_dots(grid, {}, 4);
  ASSERT_TRUE(dots.ok());
  auto same = *dots;
  const auto edit = replace_dots(grid, square(30, 30, 5), {}, 4, same);
  ASSERT_TRUE(edit.ok());
  apply_edit(*edit, same);
  expect_same(same, *dots);
  // All of the plane, and more: what is not the grid cannot have changed, and takes no time.
  constexpr double kInf = std::numeric_limits<double>::infinity();
  for (const double far : {1e300, kInf}) {
    const auto everything = replace_dots<PlaneMm>(grid, {{-far, -far}, {far, far}}, {}, 4, same);
    ASSERT_TRUE(everything.ok());
    apply_edit(*everything, same);
    expect_same(same, *dots);
  }
  const auto outside = replace_dots(grid, square(5000, 5000, 5), {}, 4, same);
  ASSERT_TRUE(outside.ok());
  apply_edit(*outside, same);
  expect_same(same, *dots);
}

TEST(Edit, WhatCannotBeEditedIsSaid) {
  const auto grid = ramp(100, 80, 5000);
  const auto dots = place_dots(grid, {}, 4);
  ASSERT_TRUE(dots.ok());
  const auto error_of = [&](const DensityGrid<PlaneMm>& now, const Rect<PlaneMm>& where,
                            const DotSet<PlaneMm>& before) {
    const auto edit = replace_dots(now, where, {}, 4, before);
    EXPECT_FALSE(edit.ok());
    return edit.ok() ? std::string() : edit.error().message();
  };
  EXPECT_NE(error_of(changed(grid, 90, 30, 5, 9), square(90, 30, 5), *dots).find("anew"), std::string::npos);
  EXPECT_NE(error_of(changed(grid, 30, 30, 5, -1), square(30, 30, 5), *dots).find("0 or more"), std::string::npos);
  EXPECT_NE(error_of(grid, {{5, 5}, {4, 9}}, *dots).find("rectangle"), std::string::npos);
  EXPECT_NE(error_of(grid, square(30, 30, 5), {}).find("place_dots"), std::string::npos);
}

}  // namespace
}  // namespace tonsure
