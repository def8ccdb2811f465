#include <tonsure/metrics/spectra.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/rng.h"
#include "metrics/spectrum_figures.h"
#include "sets.h"

namespace tonsure {
namespace {

using namespace test;
using metrics::kSpectrumBins;
using metrics::kSpectrumStep;

constexpr std::size_t bin_at(double frequency) {
  return static_cast<std::size_t>(frequency / kSpectrumStep);
}

/// Largest difference of two curves over a range of frequencies, each averaged over `run` bins.
double largest_difference(const std::vector<double>& a, const std::vector<double>& b, double from, double to,
                          std::size_t run = 1) {
  double most = 0;
  for (std::size_t i = bin_at(from); i + run <= bin_at(to); i += run) {
    double difference = 0;
    for (std::size_t k = i; k < i + run; ++k) difference += (a[k] - b[k]) / static_cast<double>(run);
    most = std::max(most, std::abs(difference));
  }
  return most;
}

/// Squares with a dot anywhere in each: 1 - sinc^2(fx) sinc^2(fy), no lines, averaged over a bin's width and
/// directions.
std::vector<double> jittered_spectrum() {
  const auto sinc2 = [](double x) {
    const double a = std::numbers::pi * x;
    return a < 1e-9 ? 1.0 : std::sin(a) * std::sin(a) / (a * a);
  };
  std::vector<double> power(kSpectrumBins, 0);
  constexpr int kParts = 8, kDirections = 90;
  for (std::size_t i = 0; i < kSpectrumBins; ++i) {
    for (int p = 0; p < kParts; ++p) {
      for (int d = 0; d < kDirections; ++d) {
        const double f = kSpectrumStep * (static_cast<double>(i) + (p + 0.5) / kParts);
        const double angle = std::numbers::pi / 2 * (d + 0.5) / kDirections;
        power[i] += (1 - sinc2(f * std::cos(angle)) * sinc2(f * std::sin(angle))) / (kParts * kDirections);
      }
    }
  }
  return power;
}

const std::vector<double> kNoVariance(kSpectrumBins, 0);

TEST(SpectrumFigures, StepSpectrumHasItsEdge) {
  for (const double edge : {0.5, 0.75, 1.0}) {
    std::vector<double> power(kSpectrumBins, 1);
    std::fill_n(power.begin(), bin_at(edge + 1e-9), 0);
    const auto spectrum = metrics::spectrum_of(power, kNoVariance);
    // Mean power below f is 1 - (edge / f)^2, 0.1 at edge / sqrt(0.9); linear between two bins of its own curve.
    EXPECT_NEAR(spectrum.effective_nyquist, edge / std::sqrt(0.9), 0.001);
    EXPECT_EQ(spectrum.oscillation, 0);
  }
}

TEST(SpectrumFigures, NeitherNoiseNearZeroNorAGapBehindAPeakDeceives) {
  std::vector<double> power(kSpectrumBins, 1);
  std::fill_n(power.begin(), bin_at(1 + 1e-9), 0);
  power[0] = 3;  // 16 bins
  power[bin_at(1.01)] = 100;
  std::fill_n(power.begin() + bin_at(1.03), 60, 0);  // two and a half cycles of nothing
  EXPECT_NEAR(metrics::spectrum_of(power, kNoVariance).effective_nyquist, 1, kSpectrumStep);
}

TEST(SpectrumFigures, RandomDotsHaveNone) {
  const auto spectrum = metrics::spectrum_of(std::vector<double>(kSpectrumBins, 1), kNoVariance);
  EXPECT_EQ(spectrum.effective_nyquist, 0);
  EXPECT_EQ(spectrum.oscillation, 0);
}

TEST(SpectrumFigures, OscillationIsTenTimesTheRootMeanSquare) {
  std::vector<double> power(kSpectrumBins, 0);
  for (std::size_t i = bin_at(1 + 1e-9); i < kSpectrumBins; ++i) power[i] = 1 + (i % 2 == 0 ? 0.3 : -0.3);
  EXPECT_NEAR(metrics::spectrum_of(power, kNoVariance).oscillation, 3, 1e-9);
  // Chance is taken off.
  EXPECT_NEAR(metrics::spectrum_of(power, std::vector<double>(kSpectrumBins, 0.05)).oscillation, 10 * std::sqrt(0.04),
              1e-9);
  EXPECT_EQ(metrics::spectrum_of(power, std::vector<double>(kSpectrumBins, 0.1)).oscillation, 0);
}

// 46 000 dots in windows, or 16 million pairs: a bin at 1 holds some 3000 independent bins of the plane, so 2 %; ten
// bins together 0.6 %, three standard errors 0.02. Below 0.25 there are ten times fewer.
TEST(Spectrum, RandomDotsAreWhite) {
  const std::vector<double> white(kSpectrumBins, 1);
  const auto grid = ramp(300);
  const auto on_ramp = random_dots_on(grid, 174, 90000);
  const auto even = random_dots(90000, 300, 300);
  for (const auto& spectrum : {measure_spectrum<PlaneMm>(even, nullptr), measure_local_spectrum<PlaneMm>(even, nullptr),
                               measure_spectrum(on_ramp, &grid), measure_local_spectrum(on_ramp, &grid)}) {
    ASSERT_TRUE(spectrum.has_value());
    EXPECT_LT(largest_difference(spectrum->power, white, 0.25, 6, 10), 0.03);
    EXPECT_EQ(spectrum->effective_nyquist, 0);
    // What is left of the variance's own scatter: sqrt(2 / 200 bins) of 2 %^2, ten times its root.
    EXPECT_LT(spectrum->oscillation, 0.1);
  }
}

// With few dots each bin strays by a tenth, which alone would make an oscillation of 0.5 or so: it is taken off, not
// more and not less, so that some sets are left with a little and others with nothing.
TEST(Spectrum, ChanceIsTakenOffTheOscillation) {
  for (const auto measure : {measure_spectrum<PlaneMm>, measure_local_spectrum<PlaneMm>}) {
    double sum = 0;
    int none = 0;
    for (std::uint64_t seed = 1; seed <= 16; ++seed) {
      const double oscillation = measure(random_dots(2000, 45, 45, seed), nullptr, {})->oscillation;
      sum += oscillation;
      if (oscillation == 0) ++none;
    }
    EXPECT_LT(sum / 16, 0.2);
    EXPECT_GE(none, 2);
    EXPECT_LE(none, 14);
  }
}

// Stripes of 20 and 180 dots/cm2, 25 spacings wide: what surrounds a dot differs from side to side.
TEST(Spectrum, LocalFormKnowsWhatSurroundsADot) {
  DensityGrid<PlaneMm> stripes = flat(200, 20);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      if (x / 25 % 2 == 0) *stripes.per_cm2.view().pixel(x, y) = 180;
    }
  }
  const auto local = measure_local_spectrum(random_dots_on(stripes, 180, 40000), &stripes);
  ASSERT_TRUE(local.has_value());
  // Pairs at a distance of 10 units are known to 0.1 %; summed over a disc of that size the power at 0.05 to 0.1.
  EXPECT_LT(largest_difference(local->power, std::vector<double>(kSpectrumBins, 1), 0.05, 2, 4), 0.12);
}

TEST(Spectrum, JitteredSetHasItsFormula) {
  const auto formula = jittered_spectrum();
  const auto known = metrics::spectrum_of(formula, kNoVariance);
  const auto grid = flat(250, 100);
  const auto dots = jittered(250, 250);
  for (const auto& spectrum : {measure_spectrum(dots, &grid), measure_local_spectrum(dots, &grid)}) {
    ASSERT_TRUE(spectrum.has_value());
    EXPECT_LT(largest_difference(spectrum->power, formula, 0.1, 6, 5), 0.04);  // three standard errors, as above
    // The mean power below f crosses 0.1 with a slope of 0.8, and is known to 0.01 there.
    EXPECT_NEAR(spectrum->effective_nyquist, known.effective_nyquist, 0.02);
    EXPECT_LT(spectrum->oscillation, 0.1);
  }
}

TEST(Spectrum, BothFormsAgreeForUniformDensity) {
  // A lattice loosened by a quarter of its pitch: a spectrum full of peaks.
  auto dots = triangular_lattice(200);
  for (std::size_t i = 0; i < dots.size(); ++i) {
    Rng rng(3, RngStage::kTest, i);
    dots[i] = {dots[i].x + rng.uniform(-0.25, 0.25), dots[i].y + rng.uniform(-0.25, 0.25)};
  }
  const auto plane = measure_spectrum<PlaneMm>(dots, nullptr), local = measure_local_spectrum<PlaneMm>(dots, nullptr);
  ASSERT_TRUE(plane.has_value() && local.has_value());
  // The local form blurs over 0.06 cycles, five bins at half height: of peaks that are lines here, averages agree.
  EXPECT_LT(largest_difference(plane->power, local->power, 0.1, 0.85, 5), 0.1);
  EXPECT_LT(largest_difference(plane->power, local->power, 0.7, 6, 20), 0.2);
  EXPECT_NEAR(plane->effective_nyquist, local->effective_nyquist, 0.03);
}

// Squares of log r and angle become squares of r's size: a density of 1 / r^2 that varies ninefold, with the spectrum
// of the jittered lattice in the local metric.
TEST(Spectrum, LocalFormSeesThroughAVaryingDensity) {
  constexpr int kAround = 600, kOut = 105;
  const double h = 2 * std::numbers::pi / kAround, inner = 50, outer = inner * std::exp(h * kOut);
  Points<PlaneMm> dots;
  for (const auto& cell : jittered(kOut, kAround)) {
    const double r = inner * std::exp(h * cell.x);
    dots.push_back({160 + r * std::cos(h * cell.y), 160 + r * std::sin(h * cell.y)});
  }
  DensityGrid<PlaneMm> grid = {{0, 0}, 0.25, Image<float>(1280, 1280, 1)};
  for (int y = 0; y < 1280; ++y) {
    for (int x = 0; x < 1280; ++x) {
      const double r = std::hypot(0.25 * (x + 0.5) - 160, 0.25 * (y + 0.5) - 160);
      if (r >= inner && r <= outer) *grid.per_cm2.view().pixel(x, y) = static_cast<float>(100 / (h * h * r * r));
    }
  }
  const auto formula = jittered_spectrum();
  const auto known = metrics::spectrum_of(formula, kNoVariance);
  const auto local = measure_local_spectrum(dots, &grid);
  ASSERT_TRUE(local.has_value());
  EXPECT_LT(largest_difference(local->power, formula, 0.1, 6, 5), 0.05);
  EXPECT_NEAR(local->effective_nyquist, known.effective_nyquist, 0.03);
  // On the plane the curve is that of many scales at once.
  const auto plane = measure_spectrum(dots, &grid);
  ASSERT_TRUE(plane.has_value());
  EXPECT_GT(largest_difference(plane->power, formula, 0.3, 1, 5), 0.1);
}

TEST(Spectrum, LatticesHaveTheirFirstLine) {
  // Lines are 1.5 / 44 wide in the windows, 1 / 16 in the local form: half of that before the line at 1 or 1.075.
  const auto square = square_lattice(150);
  EXPECT_NEAR(measure_spectrum<PlaneMm>(square, nullptr)->effective_nyquist, 1, 0.03);
  EXPECT_NEAR(measure_local_spectrum<PlaneMm>(square, nullptr)->effective_nyquist, 1, 0.06);
  const auto triangular = triangular_lattice(150);
  EXPECT_NEAR(measure_spectrum<PlaneMm>(triangular, nullptr)->effective_nyquist, 1.075, 0.03);
  EXPECT_NEAR(measure_local_spectrum<PlaneMm>(triangular, nullptr)->effective_nyquist, 1.075, 0.06);
  EXPECT_GT(measure_spectrum<PlaneMm>(triangular, nullptr)->oscillation, 10);
}

TEST(Spectrum, SameForAnyOrderAndThreads) {
  auto dots = random_dots(9000, 100, 80);
  const auto grid = ramp(100);
  const auto plane = measure_spectrum(dots, &grid, {.threads = 1});
  const auto local = measure_local_spectrum(dots, &grid, {.threads = 1});
  ASSERT_TRUE(plane.has_value() && local.has_value());
  std::reverse(dots.begin(), dots.end());
  EXPECT_EQ(plane->power, measure_spectrum(dots, &grid, {.threads = 3})->power);
  EXPECT_EQ(local->power, measure_local_spectrum(dots, &grid, {.threads = 3})->power);
}

TEST(Spectrum, SmallAndBrokenSetsHaveNone) {
  EXPECT_FALSE(measure_spectrum<PlaneMm>({}, nullptr).has_value());
  EXPECT_FALSE(measure_local_spectrum<PlaneMm>(random_dots(kFewestSpectrumDots - 1, 30, 30), nullptr).has_value());
  EXPECT_TRUE(measure_local_spectrum<PlaneMm>(random_dots(kFewestSpectrumDots, 30, 30), nullptr).has_value());
  EXPECT_TRUE(measure_spectrum<PlaneMm>(random_dots(kFewestSpectrumDots, 30, 30), nullptr).has_value());
  // A strip, a heap, and a crowd in one corner of nowhere: figures, or none, but no end without one.
  const auto grid = flat(200, 100);
  Points<PlaneMm> strip = random_dots(2000, 2000, 1), heap(2000, {7, 7}), crowd = random_dots(2000, 1, 1);
  crowd.push_back({1e9, 1e9});
  for (const auto& spectrum :
       {measure_spectrum<PlaneMm>(strip, nullptr), measure_local_spectrum<PlaneMm>(strip, nullptr),
        measure_spectrum(heap, &grid), measure_spectrum<PlaneMm>(crowd, nullptr)}) {
    if (!spectrum) continue;
    for (const double p : spectrum->power) ASSERT_TRUE(std::isfinite(p));
  }
}

}  // namespace
}  // namespace tonsure
