#include "design/hairline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

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

const ScalpSurface kHead;
const Vec3<HeadMm> kGlabella{0, 0, radius_mm(kHead, {0, 0, 1})};
const double kHalfBreadth = half_extents_mm(kHead).x;

std::vector<Vec3<HeadMm>> designed(const Treatment& treatment) {
  return design_hairline(kHead, kGlabella, treatment);
}

Treatment shaped(const std::string& name) {
  Treatment treatment;
  treatment.hairline = with_shape(treatment.hairline, name).value();
  return treatment;
}

/// Arc from the glabella to the middle of a line along the midline, by fine chords.
double height_mm(const std::vector<Vec3<HeadMm>>& line) {
  const Vec3<HeadMm> middle = line[line.size() / 2];
  EXPECT_NEAR(middle.x, 0, 1e-9);
  double arc = 0;
  Vec3<HeadMm> last = kGlabella;
  const double top = std::atan2(middle.y, middle.z);
  for (int i = 1; i <= 1000; ++i) {
    const Vec3<HeadMm> d{0, std::sin(top * i / 1000), std::cos(top * i / 1000)};
    const Vec3<HeadMm> p = radius_mm(kHead, d) * d;
    arc += norm(p - last);
    last = p;
  }
  return arc;
}

TEST(DesignedHairline, StandsAtTheAskedHeightFromTheHeadsRightToItsLeft) {
  const auto line = designed({});
  ASSERT_EQ(line.size() % 2, 1U);
  EXPECT_NEAR(height_mm(line), 75, 0.1);
  EXPECT_LT(line.front().x, 0);
  EXPECT_GT(line.back().x, 0);
  for (std::size_t i = 1; i < line.size(); ++i) EXPECT_LT(norm(line[i] - line[i - 1]), 9) << i;
}

TEST(DesignedHairline, RisesWithAgeAndStandsLowerInWomen) {
  Treatment treatment;
  treatment.client.age_years = 46;
  EXPECT_NEAR(height_mm(designed(treatment)), 75 + 6 * 1.5, 0.1);
  treatment.client.age_years = 80;
  EXPECT_NEAR(height_mm(designed(treatment)), 90, 0.1);
  treatment.client = {.sex = Sex::kFemale};
  EXPECT_NEAR(height_mm(designed(treatment)), 58, 0.1);
  treatment.hairline.height_above_glabella_mm = 66;
  EXPECT_NEAR(height_mm(designed(treatment)), 66, 0.1);
}

/// Greatest rise above the middle and where it is, and the least between the midline and there.
struct Profile {
  double highest_mm = -INFINITY, highest_at_mm = 0, lowest_mm = INFINITY, lowest_at_mm = 0;
};
Profile left_profile(const Treatment& treatment) {
  Profile profile;
  for (const GuidePoint& p : guide_points(kHead, designed(treatment))) {
    if (p.arc_mm < 0) continue;
    if (p.rise_mm > profile.highest_mm) {
      profile.highest_mm = p.rise_mm;
      profile.highest_at_mm = p.side_mm;
    }
    if (p.side_mm > 0.58 * kHalfBreadth || p.rise_mm >= profile.lowest_mm) continue;
    profile.lowest_mm = p.rise_mm;
    profile.lowest_at_mm = p.side_mm;
  }
  return profile;
}

TEST(DesignedHairline, HasItsCornersOnTheCanthusVerticalNeverBelowTheMiddle) {
  // The foremost of a peak's corner, and the highest of a round one, may lie a little inside of it.
  for (const std::string& name : hairline_shape_names()) {
    const Profile p = left_profile(shaped(name));
    EXPECT_NEAR(p.highest_at_mm, 0.58 * kHalfBreadth, 5) << name;
    EXPECT_GT(p.highest_mm, 2) << name;
  }
}

TEST(DesignedHairline, ShapesDifferAsTheirNamesSay) {
  // Rise along the skin, from heights by the slope of the skin at the corner: good to a third.
  EXPECT_NEAR(left_profile(shaped("linear")).highest_mm, 3, 1);
  EXPECT_NEAR(left_profile(shaped("m")).highest_mm, 22, 7);
  const auto halfway = [](const std::string& name) {
    for (const GuidePoint& p : guide_points(kHead, designed(shaped(name))))
      if (p.side_mm > 0.35 * kHalfBreadth) return p.rise_mm / left_profile(shaped(name)).highest_mm;
    return 0.0;
  };
  EXPECT_GT(halfway("triangular"), 0.4) << "straight from the middle to the corner";
  EXPECT_NEAR(halfway("rounded"), 0.3, 0.1);
  EXPECT_LT(halfway("m"), 0.12) << "level, then corners";
  // A peak: its middle is the lowest, and the rest 10 mm higher within some 21 mm of width.
  for (const GuidePoint& p : guide_points(kHead, designed(shaped("widows-peak"))))
    if (std::fabs(p.side_mm) > 12 && std::fabs(p.side_mm) < 45) {
      EXPECT_GT(p.rise_mm, 6) << p.side_mm;
    }
  // Mounds: lower than the middle between it and the corner.
  const Profile mounds = left_profile(shaped("lateral-mounds"));
  EXPECT_LT(mounds.lowest_mm, -0.5);
  EXPECT_NEAR(mounds.lowest_at_mm / (0.58 * kHalfBreadth), 0.45, 0.2);
}

TEST(DesignedHairline, TemplesStandForwardOrBack) {
  const auto forward_at_temple = [](TemplePoint temple) {
    Treatment treatment;
    treatment.hairline.temple = temple;
    double z = 0, nearest = INFINITY;
    const auto line = designed(treatment);
    const double y = 0.45 * line[line.size() / 2].y;  // the height of temple points
    for (const auto& p : line)
      if (p.x > 0 && std::fabs(p.y - y) < nearest) {
        nearest = std::fabs(p.y - y);
        z = p.z;
      }
    return z;
  };
  EXPECT_GT(forward_at_temple(TemplePoint::kNormal), forward_at_temple(TemplePoint::kParallel) + 5);
  EXPECT_GT(forward_at_temple(TemplePoint::kParallel), forward_at_temple(TemplePoint::kReversed) + 5);
  EXPECT_EQ(forward_at_temple(TemplePoint::kThinning), forward_at_temple(TemplePoint::kNormal));
}

/// A straight guide, long enough to measure waves on.
std::vector<GuidePoint> straight_guide(double half_length_mm, double step_mm) {
  std::vector<GuidePoint> guide;
  for (double arc = -half_length_mm; arc <= half_length_mm; arc += step_mm) guide.push_back({arc, 0.4 * arc, 0});
  return guide;
}

/// Power of the displacement at a wavelength, mm2 per (1/mm), over half the guide's length.
double power_at(const std::vector<GuidePoint>& guide, const std::vector<double>& displacement, double wavelength_mm) {
  double re = 0, im = 0, weight2 = 0;
  const double length = guide.back().arc_mm - guide.front().arc_mm;
  for (std::size_t i = 0; i < guide.size(); ++i) {
    const double phase = 2 * std::numbers::pi * guide[i].arc_mm / wavelength_mm;
    const double taper = std::pow(std::cos(std::numbers::pi * guide[i].arc_mm / length), 2);
    re += taper * displacement[i] * std::cos(phase);
    im += taper * displacement[i] * std::sin(phase);
    weight2 += taper * taper;
  }
  return (re * re + im * im) / weight2;
}

TEST(EdgeDisplacement, HasTwoBandsAtTheStatedWavelengthsAndAmplitudes) {
  const HairlineOptions options{.asymmetry = 0};  // 3 mm at 30, 1.5 mm at 5
  const auto guide = straight_guide(600, 0.5);
  double macro = 0, micro = 0, between = 0, beyond = 0, below = 0;
  double mean_square = 0, macro_only = 0;
  constexpr int kSeeds = 40;
  HairlineOptions only_macro = options;
  only_macro.micro_amplitude_mm = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto d = edge_displacement_mm(options, seed, 77, guide);
    const auto m = edge_displacement_mm(only_macro, seed, 77, guide);
    for (std::size_t i = 0; i < d.size(); ++i) {
      mean_square += d[i] * d[i] / static_cast<double>(d.size() * kSeeds);
      macro_only += m[i] * m[i] / static_cast<double>(d.size() * kSeeds);
    }
    for (const double factor : {0.85, 0.95, 1.0, 1.1, 1.2}) {
      macro += power_at(guide, d, 30 * factor);
      micro += power_at(guide, d, 5 * factor);
    }
    for (const double wavelength : {10.0, 12.0, 14.0, 16.0, 18.0}) between += power_at(guide, d, wavelength);
    for (const double wavelength : {80.0, 100.0, 120.0, 150.0, 200.0}) beyond += power_at(guide, d, wavelength);
    for (const double wavelength : {1.5, 1.8, 2.0, 2.5, 3.0}) below += power_at(guide, d, wavelength);
  }
  // RMS of a wave of amplitude A is A / sqrt 2; the estimate's own scatter, 40 seeds of 5 waves, is 2 %.
  EXPECT_NEAR(std::sqrt(macro_only), 3 / std::sqrt(2.0), 0.05 * 3 / std::sqrt(2.0));
  EXPECT_NEAR(std::sqrt(mean_square - macro_only), 1.5 / std::sqrt(2.0), 0.05 * 1.5 / std::sqrt(2.0));
  for (const double gap : {between, beyond, below}) {
    EXPECT_GT(macro, 100 * gap);
    EXPECT_GT(micro, 100 * gap);
  }
}

// Right over left recession area of a thousand heads: mean 1.23, right larger in 77 of 100 [M].
TEST(EdgeDisplacement, RecedesOnEitherSideAsNatureHasIt) {
  for (const char* name : {"natural", "m", "linear"}) {
    const Treatment treatment = shaped(name);
    const auto guide = guide_points(kHead, designed(treatment));
    double sum = 0, log_sum = 0, log_sum2 = 0, most_alike = -1;
    int right_larger = 0;
    std::vector<double> before;
    constexpr int kSeeds = 1000;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const auto displacement = edge_displacement_mm(treatment.hairline, seed, kHalfBreadth, guide);
      const RecessionArea area = recession_area(guide, displacement);
      const double ratio = area.right_mm2 / area.left_mm2;
      sum += ratio;
      log_sum += std::log(ratio);
      log_sum2 += std::log(ratio) * std::log(ratio);
      right_larger += ratio > 1 ? 1 : 0;
      most_alike = std::max(most_alike, mirror_correlation(guide, displacement));
      EXPECT_NE(displacement, before) << "no two seeds alike";
      before = displacement;
    }
    const double log_mean = log_sum / kSeeds;
    // Standard errors of a thousand: 0.01 of the mean, 0.013 of the share, 0.006 of the SD; four of each.
    EXPECT_NEAR(sum / kSeeds, 1.23, 0.04) << name;
    EXPECT_NEAR(static_cast<double>(right_larger) / kSeeds, 0.77, 0.053) << name;
    EXPECT_NEAR(std::sqrt(log_sum2 / kSeeds - log_mean * log_mean), 0.241, 0.022) << name;
    EXPECT_LT(most_alike, 0.5) << name;
  }
}

TEST(EdgeDisplacement, AsymmetryOfZeroMirrors) {
  const HairlineOptions options{.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0};
  const auto guide = guide_points(kHead, designed({}));
  for (const double d : edge_displacement_mm(options, 3, kHalfBreadth, guide)) EXPECT_EQ(d, 0);
}

TEST(EdgeDisplacement, HandlesPullTheGuideAndLeaveItsEnds) {
  HairlineOptions options{.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0};
  options.controls = {{-0.5, 6}, {0, -2}, {0.5, 0}};
  const auto guide = straight_guide(100, 1);
  const auto d = edge_displacement_mm(options, 1, 77, guide);
  EXPECT_NEAR(d.front(), 0, 1e-9);
  EXPECT_NEAR(d[50], 6, 1e-9);
  EXPECT_NEAR(d[75], 2, 1e-9) << "halfway between 6 and -2";
  EXPECT_NEAR(d[100], -2, 1e-9);
  for (std::size_t i = 150; i < d.size(); ++i) EXPECT_EQ(d[i], 0) << i;
}

TEST(EdgeDisplacement, OfNothingIsNothing) {
  EXPECT_TRUE(edge_displacement_mm({}, 1, 77, {}).empty());
  EXPECT_TRUE(guide_points(kHead, {}).empty());
}

}  // namespace
}  // namespace tonsure
