// The same dots, to the last bit, whatever computes them.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include <hwy/targets.h>

#include <tonsure/placement/place.h>
#include "core/rng.h"

#include "grids.h"
#include "placement/fill.h"

namespace tonsure {
namespace {

using placement::Columns;
using placement::Kernels;

/// A ramp (planes), a cliff and a wave (detail), an empty stretch, and a border.
DensityGrid<PlaneMm> mixed() {
  return test::grid_of(170, 130, 0.9, 20000, [](int x, int y) {
    if (x > 150) return 0.0;
    if (y < 50) return 0.15 + 0.005 * x;
    if (y < 80) return x < 70 ? 0.04 : 1.0;
    return 0.5 + 0.45 * std::sin(0.2 * x) * std::cos(0.13 * y);
  });
}

Columns fill(const DensityGrid<PlaneMm>& grid, const Kernels& kernels) {
  const double reference_per_mm2 = 2.56;
  const placement::Lattice lattice(reference_per_mm2, 3);
  const placement::Ground ground{placement::built_in_tile(), lattice, placement::DensityView(grid), reference_per_mm2};
  Columns out;
  EXPECT_TRUE(fill_blocks(ground, blocks_about(ground, {0, 0, 160, 120}), true, out, {.threads = 1}, kernels));
  return out;
}

void expect_same(const Columns& a, const Columns& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint32_t>(a.x_mm[i]), std::bit_cast<std::uint32_t>(b.x_mm[i])) << i;
    ASSERT_EQ(std::bit_cast<std::uint32_t>(a.y_mm[i]), std::bit_cast<std::uint32_t>(b.y_mm[i])) << i;
  }
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.density, b.density);
}

TEST(SameBytes, ScalarAndEveryVectorOfThisMachine) {
  const auto grid = mixed();
  const Columns plain =
      fill(grid, {placement::fill_planes_scalar, placement::fill_detail_scalar, placement::survey_cells_scalar});
  EXPECT_GT(plain.size(), 10000U);
  const std::int64_t all = hwy::SupportedTargets();
  int widths = 0;
  for (std::int64_t left = all; left != 0; left &= left - 1) {
    const std::int64_t target = left & -left;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    expect_same(fill(grid, {}), plain);
    ++widths;
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  RecordProperty("widths", widths);
  EXPECT_GE(widths, 1);
}

/// Of all that a set holds.
std::uint64_t hash_of(const DotSet<PlaneMm>& dots) {
  ContentHash hash;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    hash.add(dots.positions[i].x);
    hash.add(dots.positions[i].y);
    hash.add(std::uint64_t{dots.id[i]});
    hash.add(std::uint64_t{dots.session[i]});
  }
  return hash.value();
}

// Every compiler and every optimisation level that runs this must come to these numbers. They change with the tile, the
// lattice or the model; then take the new ones over, and say so under "Output changes".
TEST(SameBytes, WhateverTheCompiler) {
  const auto grid = mixed();
  const auto hash = [&](double regularity, int polish) {
    const auto dots =
        place_dots(grid, {.regularity = regularity, .session_shares = {0.3, 0.7, 1}, .polish = polish}, 11);
    EXPECT_TRUE(dots.ok());
    return hash_of(*dots);
  };
  EXPECT_EQ(hash(1, 0), 8123980677962854356U);
  EXPECT_EQ(hash(0.7, 0), 1394503646926206169U);
  EXPECT_EQ(hash(1, 2), 12908049224256117537U);
}

}  // namespace
}  // namespace tonsure
