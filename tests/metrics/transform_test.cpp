#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/rng.h"
#include "metrics/bessel.h"
#include "metrics/fft.h"
#include "metrics/periodogram.h"
#include "sets.h"

namespace tonsure::metrics {
namespace {

TEST(MeasuredSet, ForgetsTheOrderOfTheDots) {
  auto dots = test::random_dots(2000, 50, 30);
  // Some too near to one another for the curve they are sorted along, some in the same place.
  for (std::size_t i = 0; i < 500; ++i) dots.push_back({dots[i].x + (i % 2 == 0 ? 1e-8 : 0), dots[i].y});
  const auto set = measured_set<PlaneMm>(dots, nullptr);
  std::reverse(dots.begin(), dots.end());
  const auto reversed = measured_set<PlaneMm>(dots, nullptr);
  ASSERT_TRUE(set.has_value() && reversed.has_value());
  ASSERT_EQ(set->dots.size(), 2500U);
  for (std::size_t i = 0; i < set->dots.size(); ++i) {
    EXPECT_EQ(set->dots[i].x, reversed->dots[i].x) << i;
    EXPECT_EQ(set->dots[i].y, reversed->dots[i].y) << i;
  }
}

TEST(Fft, AgreesWithTheSum) {
  for (std::size_t n = 1; n <= 256; n *= 2) {
    Fft::Lines lines(n), scratch(n);
    for (std::size_t i = 0; i < n * Fft::kLanes; ++i) {
      Rng rng(n, RngStage::kTest, i);
      lines.re[i] = rng.uniform(-1, 1);
      lines.im[i] = rng.uniform(-1, 1);
    }
    const Fft::Lines before = lines;
    Fft(n).forward(lines, scratch);
    for (std::size_t lane = 0; lane < Fft::kLanes; ++lane) {
      for (std::size_t k = 0; k < n; ++k) {
        std::complex<double> sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
          sum += std::complex(before.re[i * Fft::kLanes + lane], before.im[i * Fft::kLanes + lane]) *
                 std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(i * k % n) / static_cast<double>(n));
        }
        // Rounding: log2(n) passes over values of up to sqrt(n).
        EXPECT_NEAR(lines.re[k * Fft::kLanes + lane], sum.real(), 1e-12) << n << ' ' << k;
        EXPECT_NEAR(lines.im[k * Fft::kLanes + lane], sum.imag(), 1e-12) << n << ' ' << k;
      }
    }
  }
}

TEST(Bessel, AgreesWithItsIntegral) {
  for (double x = 0; x < 60; x += 0.37) {
    double sum = 0;  // J0(x) = mean of cos(x sin t); with 200 points exact to rounding for x below 100
    for (int i = 0; i < 200; ++i) sum += std::cos(x * std::sin(std::numbers::pi * (i + 0.5) / 200)) / 200;
    EXPECT_NEAR(bessel_j0(x), sum, 1e-7) << x;
  }
}

/// What the rings should hold, by sums over dots and over midpoints of fine cells of density.
std::vector<Ring> direct_rings(const MeasuredSet& set, const Extent& window, Taper taper, double most, double width) {
  const auto weight = [&](double x, double y) {
    if (taper == Taper::kNone) return 1.0;
    const double sx = std::sin(std::numbers::pi * (x - window.x0) / window.width());
    const double sy = std::sin(std::numbers::pi * (y - window.y0) / window.height());
    return sx * sx * sy * sy;
  };
  constexpr int kFine = 128;
  std::vector<Ring> rings(static_cast<std::size_t>(std::lround(most / width)));
  const int limit_x = static_cast<int>(most * window.width()), limit_y = static_cast<int>(most * window.height());
  for (int kx = 0; kx <= limit_x; ++kx) {
    for (int ky = -limit_y; ky <= limit_y; ++ky) {
      if (kx == 0 && ky <= 0) continue;
      const double fx = kx / window.width(), fy = ky / window.height();
      const auto at = static_cast<std::size_t>(std::hypot(fx, fy) / width);
      if (at >= rings.size()) continue;
      const auto wave = [&](double x, double y) {
        return std::polar(weight(x, y), -2 * std::numbers::pi * (fx * (x - window.x0) + fy * (y - window.y0)));
      };
      std::complex<double> sum = 0;
      for (const auto& d : set.dots) {
        if (d.x >= window.x0 && d.x <= window.x1 && d.y >= window.y0 && d.y <= window.y1) sum += wave(d.x, d.y);
      }
      const double cell = window.area() / (kFine * kFine);
      for (int j = 0; j < kFine; ++j) {
        for (int i = 0; i < kFine; ++i) {
          const double x = window.x0 + window.width() * (i + 0.5) / kFine;
          const double y = window.y0 + window.height() * (j + 0.5) / kFine;
          sum -= set.to_actual() * set.field.at(x, y) * cell * wave(x, y);
        }
      }
      const double power = std::norm(sum);
      ++rings[at].bins;
      rings[at].sum += power;
      rings[at].largest = std::max(rings[at].largest, power);
    }
  }
  return rings;
}

TEST(Periodogram, AgreesWithTheSums) {
  const int side = 12;
  DensityGrid<PlaneMm> grid = test::ramp(side);
  const auto dots = test::random_dots_on(grid, 174, 150);
  const auto set = measured_set(dots, &grid);
  ASSERT_TRUE(set.has_value());
  const double most = 1, width = 0.125;
  for (const Extent& window : {set->field.box, Extent{1, 2, 9.5, 7}}) {
    for (const Taper taper : {Taper::kNone, Taper::kHann}) {
      const auto rings = periodogram_rings(*set, window, taper, most, width, {});
      const auto direct = direct_rings(*set, window, taper, most, width);
      ASSERT_EQ(rings.rings.size(), direct.size());
      for (std::size_t i = 0; i < direct.size(); ++i) {
        EXPECT_EQ(rings.rings[i].bins, direct[i].bins) << i;
        // Aliases: 4 % of an amplitude of any other bin at the highest frequency, so some 10 % of a ring's sum at most.
        EXPECT_NEAR(rings.rings[i].sum, direct[i].sum, 0.1 * direct[i].sum + 0.01) << i;
        EXPECT_NEAR(rings.rings[i].largest, direct[i].largest, 0.1 * direct[i].largest + 0.01) << i;
      }
      // At a quarter of it, aliases have gone.
      EXPECT_NEAR(rings.rings[2].sum, direct[2].sum, 0.01 * direct[2].sum);
    }
  }
}

TEST(Periodogram, WeightsAddUpToTheDots) {
  const auto grid = test::flat(20, 100);
  const auto set = measured_set(test::square_lattice(20), &grid);
  ASSERT_TRUE(set.has_value());
  EXPECT_EQ(periodogram_rings(*set, set->field.box, Taper::kNone, 1, 0.1, {}).dots, 400);
  // Mean of sin^4 is 3/8 in each direction.
  EXPECT_NEAR(periodogram_rings(*set, set->field.box, Taper::kHann, 1, 0.1, {}).dots, 400 * 9.0 / 64, 1e-9);
}

}  // namespace
}  // namespace tonsure::metrics
