#include "plan/practice.h"

#include <gtest/gtest.h>

#include "plan/mix.h"

namespace tonsure {
namespace {

/// A reading of skin of some typology angle, as it would be recorded in good light.
PhotoReading reading_of(double ita_deg, double skin_l = 60) {
  PhotoReading reading;
  reading.skin.ita_deg = ita_deg;
  constexpr double kPi = 3.14159265358979;
  const double b = (skin_l - 50) / std::tan(ita_deg * kPi / 180);
  reading.skin.evenly_lit = from_lab({skin_l, 12, b});
  reading.bare_scalp = reading.skin.evenly_lit;
  return reading;
}

/// With hair all over that darkens skin so much.
PhotoReading with_hair(PhotoReading reading, float darkening) {
  reading.hair =
      Found<HairDarkness>{HairDarkness{Image<float>(20, 20, 1, darkening), Image<float>(20, 20, 1, 1), {}}, {}};
  return reading;
}

SuitedTreatment suited(const PhotoReading& reading, const Treatment& treatment = {}) {
  return suit_treatment(treatment, std::span(&reading, 1));
}

TEST(Practice, LightSkinKeepsTheTreatmentAndDeepSkinGetsMoreAndLargerDots) {
  const Treatment usual;
  const Treatment light = suited(reading_of(41, 66)).treatment, deep = suited(reading_of(-45, 34)).treatment,
                  pale = suited(reading_of(60, 75)).treatment;
  EXPECT_NEAR(light.needle.diameter_mm, usual.needle.diameter_mm, 1e-6);
  EXPECT_NEAR(light.density.peak_per_cm2, usual.density.peak_per_cm2, 1e-3);
  EXPECT_NEAR(light.pigment.target_delta_l, usual.pigment.target_delta_l, 1e-3);
  EXPECT_GT(deep.needle.diameter_mm, 1.15 * usual.needle.diameter_mm);
  EXPECT_GT(deep.density.peak_per_cm2, 1.15 * usual.density.peak_per_cm2);
  EXPECT_LT(deep.pigment.target_delta_l, usual.pigment.target_delta_l);
  EXPECT_LT(pale.needle.diameter_mm, usual.needle.diameter_mm);
  EXPECT_GT(pale.pigment.target_delta_l, usual.pigment.target_delta_l);
}

TEST(Practice, RisesSteadilyTowardsDeepSkin) {
  Treatment before = suited(reading_of(75, 80)).treatment;
  for (double angle = 70; angle > -80; angle -= 5) {
    if (angle == 0) continue;  // skin of L* 50 has that angle at any hue
    const Treatment here = suited(reading_of(angle, angle > 0 ? 65 : 35)).treatment;
    EXPECT_GE(here.needle.diameter_mm, before.needle.diameter_mm) << angle;
    EXPECT_LE(here.pigment.target_delta_l, before.pigment.target_delta_l) << angle;
    EXPECT_LT(here.needle.diameter_mm, 1.03 * before.needle.diameter_mm) << angle;
    before = here;
  }
}

TEST(Practice, IsSuitedOnceAndSaysWhatItChose) {
  const PhotoReading deep = reading_of(-45, 34);
  const SuitedTreatment once = suited(deep), twice = suited(deep, once.treatment);
  EXPECT_EQ(once.treatment.practice, Practice::kAsStated);
  EXPECT_EQ(twice.treatment.needle.diameter_mm, once.treatment.needle.diameter_mm);
  EXPECT_TRUE(twice.chosen.empty());
  EXPECT_NE(once.chosen.find("dark skin"), std::string::npos) << once.chosen;
  EXPECT_NE(once.chosen.find("dots/cm2"), std::string::npos) << once.chosen;
}

TEST(Practice, FairHairGetsSmallerDots) {
  const Treatment dark = suited(with_hair(reading_of(41, 66), 1.6F)).treatment,
                  fair = suited(with_hair(reading_of(41, 66), 0.4F)).treatment;
  EXPECT_LT(fair.needle.diameter_mm, dark.needle.diameter_mm);
  EXPECT_EQ(fair.density.peak_per_cm2, dark.density.peak_per_cm2);
}

TEST(Practice, StaysWithinTheFieldsRanges) {
  Treatment most;
  most.needle.diameter_mm = 0.6;
  most.density.peak_per_cm2 = 600;
  most.pigment.target_delta_l = -40;
  EXPECT_TRUE(check_treatment(suited(reading_of(-70, 30), most).treatment).ok());
  Treatment least;
  least.needle.diameter_mm = 0.05;
  least.pigment.target_delta_l = -0.5;
  EXPECT_TRUE(check_treatment(suited(with_hair(reading_of(70, 80), 0.2F), least).treatment).ok());
}

// The same dots, with more or less pigment.
TEST(Strength, LighterAndDenserAreOtherDilutions) {
  const PhotoReading reading = [] {
    PhotoReading r = reading_of(35, 62);
    r.skin.fit = fit_skin(r.skin.evenly_lit);
    return r;
  }();
  Treatment treatment;
  const auto tone_of = [&](Strength strength) {
    treatment.strength = strength;
    return solve_mix(std::span(&reading, 1), 2.2, treatment);
  };
  const SolvedTone lighter = tone_of(Strength::kLighter), planned = tone_of(Strength::kPlanned),
                   denser = tone_of(Strength::kDenser);
  EXPECT_NEAR(lighter.delta_l / planned.delta_l, 0.7, 0.05);
  EXPECT_GT(denser.delta_l / planned.delta_l, 1.1) << "pigment ends before it is 1.25 times as dark";
  EXPECT_LT(denser.delta_l / planned.delta_l, 1.3);
  treatment.pigment = with_shade(treatment.pigment, "carbon medium").value();
  EXPECT_LT(tone_of(Strength::kDenser).delta_l, tone_of(Strength::kPlanned).delta_l - 0.5);
  EXPECT_GT(tone_of(Strength::kLighter).delta_l, tone_of(Strength::kPlanned).delta_l + 0.5);
}

}  // namespace
}  // namespace tonsure
