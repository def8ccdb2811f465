// The colour of dots and of a field of them from the last day to ten years later.
#include <gtest/gtest.h>

#include "deposit/ageing.h"
#include "deposit/blend.h"
#include "optics/colour_in_time.h"

namespace tonsure {
namespace {

using namespace testing;

constexpr double kYear = 365.25;

/// How blue what a field takes leaves skin: share of red in what is taken, over that of blue.
double cast(const Seen& seen) {
  return seen.taken[0] / seen.taken[2];
}

// "A bluish cast appears within a week to a month": fresh pigment stands nearer to the surface, and red light sinks
// deepest, so a dot that lies deeper takes more of it beside blue.
TEST(ColourInTime, HealingMakesCarbonBluer) {
  for (const SkinOptics& skin : {kLight, kMedium}) {
    SCOPED_TRACE(skin.melanin);
    const Seen fresh = look(skin, "carbon medium", 10, 10), healed = look(skin, "carbon medium", 10, 28);
    EXPECT_GT(cast(healed), 1.02 * cast(fresh));
  }
}

TEST(ColourInTime, CarbonStaysBluerThanSkinForTenYears) {
  for (const SkinOptics& skin : {kLight, kMedium, kDeep}) {
    SCOPED_TRACE(skin.melanin);
    for (const double years : {0.0767, 1.0, 5.0, 10.0}) {
      const Seen seen = look(skin, "carbon medium", 10, years * kYear);
      EXPECT_GT(cast(seen), 1.5) << years;
      EXPECT_LT(seen.field.b, seen.bare.b) << years;
      EXPECT_LT(seen.field.a, seen.bare.a) << years;
    }
  }
}

// "Iron-oxide browns drift red": yellow goes first, and what was brown takes less blue beside green.
TEST(ColourInTime, BrownLosesItsYellowFirst) {
  const auto blue_to_red = [](double years) {
    const PigmentOptions pigment = with_shade({}, "medium brown").value();
    const Spectrum mu = age_deposit(blend_of(pigment, 0, 8), {}, {years * kYear}).absorption_per_mm;
    return mu[6] / mu[21];  // 460 over 610 nm
  };
  EXPECT_LT(blue_to_red(10), blue_to_red(0.0767));
}

TEST(ColourInTime, TricoIsGoneInTwoYears) {
  for (const SkinOptics& skin : {kLight, kMedium, kDeep}) {
    const Seen seen = look(skin, "trico brown", 4, 2 * kYear);
    EXPECT_LT(delta_e_2000(seen.field, seen.bare), 0.5) << "cannot be seen";
    EXPECT_LT(delta_e_2000(seen.centre, seen.bare), 0.5);
    EXPECT_GT(delta_e_2000(look(skin, "trico brown", 4, 28).field, seen.bare), 2) << "and was seen";
  }
}

TEST(ColourInTime, FieldsFadeAndDotsSoften) {
  for (const SkinOptics& skin : {kLight, kMedium, kDeep}) {
    for (const char* shade : {"carbon medium", "medium brown"}) {
      Seen last = look(skin, shade, 8, 28);
      for (const double years : {1.0, 5.0, 10.0}) {
        const Seen now = look(skin, shade, 8, years * kYear);
        EXPECT_GT(now.centre.l, last.centre.l) << shade << ", " << years;
        last = now;
      }
      EXPECT_GT(last.field.l, look(skin, shade, 8, 28).field.l) << shade;
    }
  }
}

}  // namespace
}  // namespace tonsure
