#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include <tonsure/core/rng.h>

#include "placement/block_tree.h"
#include "placement/curve.h"
#include "placement/neighbours.h"

namespace tonsure::placement {
namespace {

TEST(RectangleCurve, VisitsEachCellOnceBySmallSteps) {
  for (int w = 1; w <= 13; ++w) {
    for (int h = 1; h <= 13; ++h) {
      std::vector<int> visits(static_cast<std::size_t>(w * h), 0);
      int last_x = 0, last_y = 0, longest = 0;
      const auto visit = [&](int x, int y) {
        EXPECT_TRUE(x >= 0 && y >= 0 && x < w && y < h) << x << ", " << y << " in " << w << " x " << h;
        ++visits[static_cast<std::size_t>(y * w + x)];
        longest = std::max({longest, std::abs(x - last_x), std::abs(y - last_y)});
        last_x = x;
        last_y = y;
        return true;
      };
      RectangleCurve(visit).run(w, h);
      EXPECT_EQ(visits, std::vector<int>(visits.size(), 1)) << w << " x " << h;
      EXPECT_LE(longest, 1) << w << " x " << h;  // a diagonal step is allowed: some sides are odd
    }
  }
}

TEST(RectangleCurve, StopsWhenTold) {
  int visits = 0;
  const auto visit = [&](int, int) { return ++visits < 5; };
  RectangleCurve(visit).run(8, 8);
  EXPECT_EQ(visits, 5);
}

TEST(Hilbert, PointAndIndexAreInverse) {
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 1000; ++i) {
    const double t = rng.uniform();
    const SquarePoint p = hilbert_point(t);
    const auto index =
        hilbert_index(static_cast<std::uint32_t>(p.u * 0x1.0p24), static_cast<std::uint32_t>(p.v * 0x1.0p24));
    EXPECT_EQ(index, static_cast<std::uint64_t>(t * 0x1.0p48));
  }
}

std::vector<LocalDot> scattered(std::size_t n) {
  std::vector<LocalDot> dots(n);
  for (std::size_t i = 0; i < n; ++i) {
    Rng rng(4, RngStage::kTest, i);
    const SquarePoint p = hilbert_point((static_cast<double>(i) + rng.uniform()) / static_cast<double>(n));
    dots[i] = {p.u, p.v, static_cast<double>(n) * rng.uniform(0.1, 3.0)};
  }
  return dots;
}

TEST(BlockTree, MissesNoDotInReach) {
  for (const std::size_t n : {1U, 8U, 9U, 64U, 65U, 700U}) {
    const auto dots = scattered(n);
    const BlockTree tree(dots);
    const double reach2 = 3;
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<char> seen(n, 0);
      tree.visit_near(dots[i], reach2, [&](std::size_t j) { seen[j] = 1; });
      for (std::size_t j = 0; j < n; ++j) {
        if (local_distance2(dots[i], dots[j]) >= reach2) continue;
        EXPECT_TRUE(seen[j]) << n << ": " << i << ", " << j;
      }
    }
  }
}

TEST(BlockTree, LooksAtFewDots) {
  const auto dots = scattered(5000);
  const BlockTree tree(dots);
  std::size_t seen = 0;
  for (const LocalDot& d : dots) tree.visit_near(d, 3, [&](std::size_t) { ++seen; });
  EXPECT_LT(static_cast<double>(seen) / 5000, 200);  // of 5000; in reach lie about 10
}

TEST(Neighbours, GatheredColumnsHoldAllInReachOnce) {
  const auto dots = scattered(700);
  const BlockTree tree(dots);
  const double reach2 = 3;
  Neighbours near;
  for (std::size_t leaf = 0; leaf < tree.leaf_count(); ++leaf) {
    near.gather(tree, leaf, reach2);
    EXPECT_EQ(near.size() % Neighbours::kLanes, 0U);
    for (std::size_t i = tree.first_dot(leaf); i < tree.last_dot(leaf); ++i) {
      std::size_t expected = 0, found = 0;
      for (const LocalDot& d : dots) expected += local_distance2(dots[i], d) < reach2 ? 1 : 0;
      for (std::size_t k = 0; k < near.size(); ++k) {
        const LocalDot d = {near.x[k], near.y[k], near.rho[k]};
        if (local_distance2(dots[i], d) >= reach2) continue;
        ++found;
      }
      EXPECT_EQ(found, expected);
    }
  }
}

}  // namespace
}  // namespace tonsure::placement
