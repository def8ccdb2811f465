#include <tonsure/design/hairline.h>

#include <gtest/gtest.h>

#include <cmath>

namespace tonsure {
namespace {

TEST(FeatherProfile, MeetsItsAnchorsAndNeverFalls) {
  EXPECT_EQ(feather_profile(-0.01, 25), 0);
  EXPECT_DOUBLE_EQ(feather_profile(0, 25), 0.03);
  EXPECT_NEAR(feather_profile(5, 25), 0.23, 1e-12);
  EXPECT_NEAR(feather_profile(15, 25), 0.56, 1e-12);
  EXPECT_EQ(feather_profile(25, 25), 1);
  EXPECT_EQ(feather_profile(80, 25), 1);
  for (double d = 0; d < 30; d += 0.1) EXPECT_LE(feather_profile(d, 25), feather_profile(d + 0.1, 25) + 1e-12) << d;
}

TEST(DefaultHairline, StandsAtTheAskedHeightAndRecedesAtTheCorners) {
  const ScalpSurface surface;
  const Vec3<HeadMm> glabella{0, 0, radius_mm(surface, {0, 0, 1})};
  const auto line = default_hairline(surface, glabella, {});
  ASSERT_EQ(line.size() % 2, 1U);
  const auto middle = line[line.size() / 2];
  EXPECT_NEAR(middle.x, 0, 1e-9);
  // Arc from the glabella along the midline, by fine chords.
  double arc = 0;
  Vec3<HeadMm> last = glabella;
  const double top = std::atan2(middle.y, middle.z);
  for (int i = 1; i <= 1000; ++i) {
    const Vec3<HeadMm> d{0, std::sin(top * i / 1000), std::cos(top * i / 1000)};
    const Vec3<HeadMm> p = radius_mm(surface, d) * d;
    arc += norm(p - last);
    last = p;
  }
  EXPECT_NEAR(arc, 75, 0.1);
  EXPECT_LT(line.front().x, 0) << "from the head's right";
  EXPECT_GT(line.back().x, 0);
  const auto corner = line[line.size() / 2 + 3];
  EXPECT_GT(corner.y, middle.y) << "corners never lie below the mid-frontal level";
}

TEST(EdgeDisplacement, HasTheAskedAmplitudes) {
  const auto rms = [&](const HairlineOptions& options) {
    double sum2 = 0;
    const int n = 4000;
    for (int i = 0; i < n; ++i) {
      const double d = edge_displacement_mm(options, 9, 77, 0.37 * i, {0, 60, 70});
      sum2 += d * d;
    }
    return std::sqrt(sum2 / n);
  };
  // A wave of amplitude A has RMS A / sqrt 2; 1480 mm hold about 49 macro waves, so the estimate errs by some 10 %.
  EXPECT_NEAR(rms({.asymmetry = 0, .macro_amplitude_mm = 4, .micro_amplitude_mm = 0}), 4 / std::sqrt(2.0), 0.45);
  EXPECT_NEAR(rms({.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 1.5}), 1.5 / std::sqrt(2.0), 0.1);
  EXPECT_EQ(rms({.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0}), 0);
}

// Right recession deeper in three of four heads: n = 2000 seeds, binomial SD 0.0097; 4 SD.
TEST(EdgeDisplacement, RightRecedesFurtherInThreeOfFourHeads) {
  const HairlineOptions options{.macro_amplitude_mm = 0, .micro_amplitude_mm = 0};
  const double x = 0.58 * 77;
  int right_deeper = 0;
  const int n = 2000;
  for (int seed = 0; seed < n; ++seed) {
    const auto at = [&](double at_x) {
      return edge_displacement_mm(options, static_cast<std::uint64_t>(seed), 77, 0, {at_x, 60, 50});
    };
    // The tilt of the line moves both corners against each other too; its mean is zero.
    right_deeper += at(-x) < at(x) ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(right_deeper) / n, 0.73, 0.05);  // 0.75 less a little for the tilt
}

TEST(EdgeDisplacement, AsymmetryOfZeroMirrors) {
  const HairlineOptions options{.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0};
  for (const double x : {10.0, 30.0, 45.0, 60.0})
    EXPECT_DOUBLE_EQ(edge_displacement_mm(options, 3, 77, 0, {x, 60, 50}),
                     edge_displacement_mm(options, 3, 77, 0, {-x, 60, 50}));
}

}  // namespace
}  // namespace tonsure
