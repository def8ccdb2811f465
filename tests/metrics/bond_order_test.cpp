#include <tonsure/metrics/evenness.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>

#include "sets.h"

namespace tonsure {
namespace {

using namespace test;

TEST(BondOrder, TriangularLatticeIsOneHoweverItLies) {
  const auto grid = flat(60, 100);
  EXPECT_NEAR(*measure_bond_order(triangular_lattice(60), &grid), 1, 1e-9);
  Points<PlaneMm> turned;
  const double c = std::cos(0.4), s = std::sin(0.4);
  for (const auto& d : triangular_lattice(120)) {
    const Vec2<PlaneMm> t = {c * (d.x - 60) - s * (d.y - 60) + 30, s * (d.x - 60) + c * (d.y - 60) + 30};
    if (t.x > 0 && t.x < 60 && t.y > 0 && t.y < 60) turned.push_back(t);
  }
  EXPECT_NEAR(*measure_bond_order(turned, &grid), 1, 1e-9);
}

TEST(BondOrder, AgreesWithAllPairs) {
  const int side = 25;
  const auto dots = random_dots(700, side, side, 5);
  const auto grid = flat(side, 100);
  double sum = 0;
  int count = 0;
  for (const auto& d : dots) {
    if (std::min({d.x, d.y, side - d.x, side - d.y}) < kBorderMargin) continue;
    std::vector<std::pair<double, double>> bonds;  // length, angle
    for (const auto& other : dots) {
      const auto v = other - d;
      if (norm(v) > 0) bonds.emplace_back(norm(v), std::atan2(v.y, v.x));
    }
    std::sort(bonds.begin(), bonds.end());
    std::complex<double> psi = 0;
    for (std::size_t k = 0; k < 6; ++k) psi += std::polar(1.0 / 6, 6 * bonds[k].second);
    sum += std::abs(psi);
    ++count;
  }
  // The border is known to 1.5 cells of a quarter spacing: up to a tenth of the dots may count or not, each with its
  // 0.36 +- 0.17, which moves the mean of 500 by 0.006 at two standard errors.
  EXPECT_NEAR(*measure_bond_order(dots, &grid), sum / count, 0.006);
  // Without a grid the border is that of the box of the dots, and exact.
  const auto boxed = measure_bond_order<PlaneMm>(dots, nullptr);
  EXPECT_NEAR(*boxed, sum / count, 0.006);
}

// Six independent directions have a mean |sum| / 6 of sqrt(pi / 24) = 0.362 for many, 0.36 for six; nearest neighbours
// keep a little apart. Standard error of 40 000: 0.001.
TEST(BondOrder, RandomDotsHaveThatOfRandomDirections) {
  const auto dots = random_dots(40000, 200, 200);
  EXPECT_NEAR(*measure_bond_order<PlaneMm>(dots, nullptr), 0.366, 0.005);
}

TEST(BondOrder, SameForAnyOrderAndThreads) {
  auto dots = square_lattice(50);  // full of ties
  for (const auto& d : random_dots(500, 50, 50)) dots.push_back(d);
  const auto one = measure_bond_order<PlaneMm>(dots, nullptr, {.threads = 1});
  std::reverse(dots.begin(), dots.end());
  EXPECT_EQ(one, measure_bond_order<PlaneMm>(dots, nullptr, {.threads = 3}));
}

TEST(BondOrder, SmallAndBrokenSetsHaveNone) {
  EXPECT_FALSE(measure_bond_order<PlaneMm>({}, nullptr).has_value());
  EXPECT_FALSE(measure_bond_order<PlaneMm>(random_dots(40, 10, 10), nullptr).has_value());  // few inside
  const auto grid = flat(20, 100);
  const auto one_place = measure_bond_order(Points<PlaneMm>(100, {10, 10}), &grid);
  ASSERT_TRUE(one_place.has_value());
  EXPECT_EQ(*one_place, 0);
}

}  // namespace
}  // namespace tonsure
