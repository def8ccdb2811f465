#include "optics/dot_kernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include <tonsure/optics/tone.h>
#include "optics/dot_kernels.h"

namespace tonsure {
namespace {

const SkinOptics kLight{0.02, 0.006};

Deposit ink(double mu_per_mm, double diameter_mm = 0.25, double top_mm = 0.1) {
  Deposit deposit{.depth_top_mm = top_mm, .diameter_mm = diameter_mm, .height_mm = 0.2};
  deposit.absorption_per_mm.fill(mu_per_mm);
  return deposit;
}

LinearRgb area_of(const Deposit& deposit, const SkinOptics& skin = kLight) {
  return dot_area_mm2(dot_kernel(skin, deposit));
}

TEST(DotKernel, NoInkChangesNothing) {
  const DotKernel kernel = dot_kernel(kLight, ink(0));
  for (const double r_mm : {0.0, 0.1, 1.0})
    for (const double ratio : reflectance_ratio(kernel, r_mm)) EXPECT_DOUBLE_EQ(ratio, 1);
  for (const double area : dot_area_mm2(kernel)) EXPECT_DOUBLE_EQ(area, 0);
}

TEST(DotKernel, AreaIsTheIntegralOfWhatIsMissing) {
  const DotKernel kernel = dot_kernel(kLight, ink(15));
  const LinearRgb area = dot_area_mm2(kernel);
  LinearRgb sum{};
  constexpr double kStepMm = 0.001;  // midpoint rule: errs by far less than the 0.1 % that is allowed
  for (double r_mm = 0.5 * kStepMm; r_mm < 6; r_mm += kStepMm)
    for (std::size_t c = 0; c < 3; ++c)
      sum[c] += 2 * std::numbers::pi * r_mm * kStepMm * (1 - reflectance_ratio(kernel, r_mm)[c]);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(area[c] / sum[c], 1, 1e-3) << c;
}

TEST(DotKernel, MoreInkOrALargerDotTakesMoreLightADeeperOneLess) {
  for (std::size_t c = 0; c < 3; ++c) {
    double last = 0;
    for (double mu = 0.1; mu < 150; mu *= 1.4) {
      const double now = area_of(ink(mu))[c];
      EXPECT_GT(now, 0.997 * last) << mu << " /mm, channel " << c;  // 0.3 %: noise of the table where it saturates
      last = now;
    }
    last = 0;
    for (double diameter_mm = 0.1; diameter_mm < 0.6; diameter_mm *= 1.15) {
      const double now = area_of(ink(10, diameter_mm))[c];
      EXPECT_GT(now, last) << diameter_mm << " mm, channel " << c;
      last = now;
    }
    last = 1;
    for (double top_mm = 0.05; top_mm < 0.8; top_mm *= 1.2) {
      const double now = reflectance_ratio(dot_kernel(kLight, ink(10, 0.25, top_mm)), 0)[c];
      if (top_mm > 0.05) {
        EXPECT_GT(now, last) << top_mm << " mm deep, channel " << c;
      }
      last = now;
    }
  }
}

TEST(DotKernel, AFaintDotTakesLightInProportion) {
  // Below the table's least ink the law is linear by construction; just above it a dot of 0.1 x 0.1 mm takes so little
  // (0.4 /mm x 0.07 mm = 3 %) that it must still be nearly so.
  Deposit tiny = ink(0.05, 0.1);
  tiny.height_mm = 0.1;
  const LinearRgb faint = area_of(tiny);
  tiny.absorption_per_mm.fill(0.5);
  const LinearRgb tenfold = area_of(tiny);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(tenfold[c] / faint[c], 10, 0.7) << c;
}

// Red light sinks deepest, so a deep dot takes more of it than of blue; the ink itself has no colour.
TEST(DotKernel, DeepDotsTurnBlue) {
  double last = 1;
  for (const double top_mm : {0.05, 0.1, 0.2, 0.4, 0.8}) {
    const LinearRgb area = area_of(ink(20, 0.25, top_mm));
    EXPECT_LT(area[2] / area[0], last) << top_mm;
    last = area[2] / area[0];
  }
  EXPECT_LT(last, 0.15);
}

// 0.15 mm wide, 0.08 to 0.28 mm deep, black, on skin of 3 % melanin and 1 % blood. A published-constants simulation of
// a cylinder of that size gives, in red, contrasts of .82/.54/.22/.09/.06/.027/.015/.008/.003 at 0.03 to 1.5 mm: 78 %
// of the darkening beyond 0.15 mm. An ellipsoid holds less pigment: a little less contrast, about the same share.
TEST(DotKernel, TheHaloHoldsMostOfTheDarkeningOfABlackDot) {
  const DotKernel kernel = dot_kernel({0.03, 0.01}, ink(80, 0.15, 0.08));
  double beyond_mm2 = 0;
  constexpr double kStepMm = 0.001;
  for (double r_mm = 0.15; r_mm < 4; r_mm += kStepMm)
    beyond_mm2 += 2 * std::numbers::pi * r_mm * kStepMm * (1 - reflectance_ratio(kernel, r_mm)[0]);
  EXPECT_NEAR(beyond_mm2 / dot_area_mm2(kernel)[0], 0.78, 0.08);
}

TEST(DotKernel, BeyondTheTableItsBorderCounts) {
  const auto same = [](const DotKernel& a, const DotKernel& b) {
    for (const double r_mm : {0.0, 0.1, 0.3, 1.0})
      for (std::size_t c = 0; c < 3; ++c)
        EXPECT_DOUBLE_EQ(reflectance_ratio(a, r_mm)[c], reflectance_ratio(b, r_mm)[c]);
  };
  same(dot_kernel(kLight, ink(10, 0.25, 0.001)), dot_kernel(kLight, ink(10, 0.25, 0.05)));
  same(dot_kernel(kLight, ink(10, 0.25, 5)), dot_kernel(kLight, ink(10, 0.25, 0.8)));
  same(dot_kernel(kLight, ink(1e6)), dot_kernel(kLight, ink(220)));
}

// Halos of a few Gaussians may ring: by no more than 1 % of the skin's light, the noise of what it was fitted to. The
// blue of deep skin is left out: sRGB's blue counts green and orange light against itself, so that taking all light
// away may well raise it.
TEST(DotKernel, RatiosStayBetweenBlackAndHardlyBrighterThanSkin) {
  for (const double melanin : {0.005, 0.05, 0.35}) {
    for (const double top_mm : {0.05, 0.2, 0.8}) {
      for (const double diameter_mm : {0.1, 0.3, 0.6}) {
        for (const double mu : {1.0, 20.0, 200.0}) {
          const DotKernel kernel = dot_kernel({melanin, 0.006}, ink(mu, diameter_mm, top_mm));
          double least = 1, most = 0;
          for (double r_mm = 0; r_mm < 3; r_mm += 0.05) {
            const LinearRgb ratio = reflectance_ratio(kernel, r_mm);
            least = std::min({least, ratio[0], ratio[1], ratio[2]});
            most = std::max({most, ratio[0], ratio[1], melanin < 0.1 ? ratio[2] : 0});
          }
          EXPECT_GT(least, 0) << melanin << ", " << top_mm << ", " << diameter_mm << ", " << mu;
          EXPECT_LT(most, 1.01) << melanin << ", " << top_mm << ", " << diameter_mm << ", " << mu;
        }
      }
    }
  }
}

// Spreading keeps the pigment: a faint dot, whose area is in proportion to it, keeps its area, and its centre fades.
TEST(DotKernel, SpreadingThinsAndWidens) {
  const Deposit deposit = ink(1);
  const LinearRgb before = dot_area_mm2(dot_kernel(kLight, deposit));
  double last_centre = 0;
  for (const double variance_mm2 : {0.0, 0.002, 0.02, 0.2}) {
    const DotKernel kernel = dot_kernel(kLight, deposit, variance_mm2);
    const double centre = reflectance_ratio(kernel, 0)[1];
    EXPECT_GT(centre, last_centre) << variance_mm2;
    last_centre = centre;
    // Thinner pigment shades itself less, so the area grows a little: 1 /mm over up to 0.2 mm is at most 18 % dark.
    for (std::size_t c = 0; c < 3; ++c) {
      const double growth = dot_area_mm2(kernel)[c] / before[c];
      EXPECT_GT(growth, 0.97) << variance_mm2 << ", channel " << c;
      EXPECT_LT(growth, 1.18) << variance_mm2 << ", channel " << c;
    }
  }
}

/// exp(-narrower q): a Gaussian of a variance so many times less than the shape's own.
CoreShape gaussian(double narrower) {
  CoreShape shape{};
  for (std::size_t i = 0; i < kCoreSteps; ++i)
    shape[i].fill(static_cast<float>(std::exp(-narrower * kCoreEnd * static_cast<double>(i) / kCoreSteps)));
  return shape;
}

TEST(CoreShape, LiesBetweenItsSamplesAndEnds) {
  const CoreShape shape = gaussian(1.5);
  for (double q = 0; q < kCoreEnd - kCoreEnd / kCoreSteps; q += 0.013)  // linear: step^2 / 8 of the second derivative
    EXPECT_NEAR(core_shape(shape, static_cast<float>(q))[1], std::exp(-1.5 * q), 0.0014) << q;
  for (const double q : {1.0, 1.001, 100.0}) EXPECT_EQ(core_shape(shape, static_cast<float>(kCoreEnd * q))[2], 0) << q;
}

// Gaussians stay Gaussians, and their variances add. Samples are coarse in the middle (the second lies at 0.37 sigma),
// where narrow ones err by up to 0.013.
TEST(CoreShape, BlurAddsVariance) {
  for (const double narrower : {1.5, 2.0}) {
    for (const double share : {0.1, 0.5, 0.9}) {
      const CoreShape blurred = blurred_core(gaussian(narrower), share);
      const double before = 1 / narrower, after = before + 1 / share - 1;
      for (std::size_t i = 0; i < kCoreSteps; ++i) {
        const double q = kCoreEnd * static_cast<double>(i) / kCoreSteps;
        EXPECT_NEAR(blurred[i][0], before / after * std::exp(-q / share / after), 0.015)
            << narrower << ", " << share << ", sample " << i;
      }
    }
  }
}

TEST(CoreShape, BlurKeepsTheIntegralAndFallsFromTheMiddle) {
  CoreShape disc{};
  for (std::size_t i = 0; i < kCoreSteps / 2; ++i) disc[i] = {1, 0.5F, -1};
  const auto integral = [](const CoreShape& shape, std::size_t c) {
    double sum = -0.5 * static_cast<double>(shape[0][c]);  // trapezoidal rule over q
    for (const auto& sample : shape) sum += static_cast<double>(sample[c]);
    return sum;
  };
  for (const double share : {1.0, 0.95, 0.7, 0.3, 0.05}) {
    const CoreShape blurred = blurred_core(disc, share);
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(integral(blurred, c) / integral(disc, c), share, 1e-4) << share << ", channel " << c;
    EXPECT_LE(blurred[0][0], 1.01) << share;
    for (std::size_t i = 1; i < blurred.size(); ++i)
      EXPECT_LE(blurred[i][0], blurred[i - 1][0] + 1e-3F) << share << ", sample " << i;
  }
}

TEST(DotKernels, TheMeanDotIsDrawnAsItsKernel) {
  const DotKernels kernels = make_dot_kernels(kLight, ink(15), {0.02});
  const DrawnKernel drawn = kernel_of(kernels, 1, 0, 1);
  DotKernel kernel = kernels.mean;
  for (std::size_t c = 0; c < 3; ++c) kernel.core[c] = static_cast<double>(drawn.core[c]);
  kernel.core_sigma_mm = static_cast<double>(drawn.core_sigma_mm);
  EXPECT_NEAR(drawn.halo, 1, 0.02);  // the node is fitted at the width that suits its shape, whatever its ink
  const LinearRgb mean = dot_area_mm2(kernels.mean), as_drawn = dot_area_mm2(kernel);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(as_drawn[c] / mean[c], 1, 0.02) << c;
}

// The area of a dot that differs from the mean one, drawn with the mean dot's halo so many times as strong, against its
// own kernel. Within the spread that dots of a treatment have (2 SD) its colour differs by less than 11 % of A: shallow
// dots are more neutral than the mean one, deep ones bluer, which evens out over a field.
TEST(DotKernels, DotsThatDifferAreDrawnWithTheirOwnArea) {
  const Deposit mean = ink(15);
  const DotKernels kernels = make_dot_kernels(kLight, mean, {0.02});
  for (const double size : {0.65, 1.0, 1.5})
    for (const double deeper_mm : {-0.04, 0.0, 0.04})
      for (const double amount : {0.6, 1.0, 1.6}) {
        const DrawnKernel drawn = kernel_of(kernels, size, deeper_mm, amount);
        DotKernel kernel = kernels.mean;
        for (std::size_t c = 0; c < 3; ++c) kernel.core[c] = static_cast<double>(drawn.core[c]);
        kernel.core_sigma_mm = static_cast<double>(drawn.core_sigma_mm);
        for (LinearRgb& halo : kernel.halo)
          for (double& depth : halo) depth *= static_cast<double>(drawn.halo);
        const LinearRgb own = area_of(ink(15 * amount, 0.25 * size, 0.1 + deeper_mm));
        for (std::size_t c = 0; c < 3; ++c)
          EXPECT_NEAR(dot_area_mm2(kernel)[c] / own[c], 1, 0.11)
              << size << ", " << deeper_mm << ", " << amount << ", channel " << c;
      }
}

TEST(DotKernels, TheSameForAnyNumberOfThreads) {
  const DotKernels one = make_dot_kernels(kLight, ink(15), {0.02}, 0.01, 0.2, {.threads = 1});
  const DotKernels three = make_dot_kernels(kLight, ink(15), {0.02}, 0.01, 0.2, {.threads = 3});
  ASSERT_EQ(one.nodes.size(), three.nodes.size());
  for (std::size_t i = 0; i < one.nodes.size(); ++i) {
    EXPECT_EQ(one.nodes[i].core, three.nodes[i].core);
    EXPECT_EQ(one.nodes[i].core_sigma_mm, three.nodes[i].core_sigma_mm);
    EXPECT_EQ(one.nodes[i].halo, three.nodes[i].halo);
  }
}

TEST(DotKernels, AVeilHidesItsShareOfTheContrast) {
  const DotKernels bare = make_dot_kernels(kLight, ink(15), {0.02});
  const DotKernels veiled = make_dot_kernels(kLight, ink(15), {0.02}, 0, 0.4);
  for (std::size_t c = 0; c < 3; ++c) {
    // Core and halo are scaled each: exact where they do not overlap, 5 % of the contrast at the centre, where they do.
    const double before = 1 - reflectance_ratio(bare.mean, 0)[c], after = 1 - reflectance_ratio(veiled.mean, 0)[c];
    EXPECT_NEAR(after / before, 0.6, 0.05) << c;
  }
}

// A field of reddened dots without ink must come to the colour of the redder skin.
TEST(DotKernels, RednessAddsUpToReddenedSkin) {
  constexpr double kDotsPerMm2 = 2, kBlood = 0.015;
  const DotKernels red = with_redness(make_dot_kernels(kLight, ink(0), {0.02}), kLight, kBlood, kDotsPerMm2);
  SkinOptics reddened = kLight;
  reddened.blood += kBlood;
  const LinearRgb before = skin_color(kLight), after = skin_color(reddened);
  for (std::size_t c = 0; c < 3; ++c) {
    double depth_mm2 = 0;  // halos of dots multiply, so their optical depths add
    for (std::size_t k = 0; k < kHaloSigmaMm.size(); ++k)
      depth_mm2 += 2 * std::numbers::pi * kHaloSigmaMm[k] * kHaloSigmaMm[k] * red.mean.halo[k][c];
    EXPECT_NEAR(std::exp(-shared_halo_depth(kDotsPerMm2 * depth_mm2)), after[c] / before[c], 1e-9) << c;
  }
}

}  // namespace
}  // namespace tonsure
