// The colour of dots and of a field of them from the last day to ten years later. The table of docs/model/optics.md is
// what this prints with TONSURE_PRINT_TABLES=1.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>

#include <tonsure/deposit/ageing.h>
#include <tonsure/optics/dot_kernel.h>
#include <tonsure/optics/tone.h>

namespace tonsure {
namespace {

constexpr double kDotsPerMm2 = 2;
const SkinOptics kLight{0.012, 0.006}, kMedium{0.035, 0.006}, kDeep{0.15, 0.006};

struct Seen {
  Lab bare, centre, field;
  LinearRgb taken = {};  ///< -ln of the field's ratio
};

Lab times(const LinearRgb& color, const LinearRgb& ratio) {
  return to_lab({color[0] * ratio[0], color[1] * ratio[1], color[2] * ratio[2]});
}

/// @param dilution  parts of water, where the shade does not say
Seen look(const SkinOptics& skin, const std::string& shade, double dilution, double age_days) {
  const PigmentOptions pigment = with_shade({}, shade).value();
  const DepositState state = age_deposit(blend_of(pigment, 0, pigment.dilution.value_or(dilution)), {}, {age_days});
  Deposit dot = deposit_of({}, NeedleOptions{}.diameter_mm);
  dot.depth_top_mm = std::max(0.02, dot.depth_top_mm + state.depth_shift_mm);
  dot.absorption_per_mm = state.absorption_per_mm;
  SkinOptics around = skin;
  around.blood += state.added_blood;
  const DotKernel kernel = dot_kernel(around, dot, state.added_variance_mm2);
  const double scab_sigma_mm = state.scab_diameter_factor * NeedleOptions{}.diameter_mm / 2.354820045;
  const double scab_mm2 = state.scab_darkness * 2 * std::numbers::pi * scab_sigma_mm * scab_sigma_mm;
  LinearRgb centre = reflectance_ratio(kernel, 0), field = mean_tone_ratio(kDotsPerMm2, dot_area_mm2(kernel));
  Seen seen;
  for (std::size_t c = 0; c < 3; ++c) {
    centre[c] *= 1 - state.scab_darkness;
    field[c] *= std::exp(-kDotsPerMm2 * scab_mm2);
    seen.taken[c] = -std::log(field[c]);
  }
  seen.bare = to_lab(skin_color(skin));
  seen.centre = times(skin_color(around), centre);
  seen.field = times(skin_color(around), field);
  return seen;
}

constexpr double kYear = 365.25;

TEST(ColourInTime, Table) {
  if (std::getenv("TONSURE_PRINT_TABLES") == nullptr)  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "prints a table where TONSURE_PRINT_TABLES is set";
  const auto lab = [](const Lab& v) { std::printf(" | %.0f / %.0f / %.0f", v.l, v.a, v.b); };
  const std::pair<const char*, SkinOptics> skins[] = {{"light", kLight}, {"medium", kMedium}, {"deep", kDeep}};
  const std::pair<const char*, double> shades[] = {{"carbon medium", 10}, {"medium brown", 8}, {"trico brown", 4}};
  for (const auto& [shade, dilution] : shades) {
    for (const auto& [name, skin] : skins) {
      std::printf("| %s | %s", shade, name);
      lab(look(skin, shade, dilution, 28).bare);
      for (const bool centre : {true, false}) {
        if (!centre) std::printf("| | field |");
        for (const double age : {0.0, 28.0, kYear, 5 * kYear, 10 * kYear}) {
          const Seen seen = look(skin, shade, dilution, age);
          lab(centre ? seen.centre : seen.field);
        }
        std::printf(" |\n");
      }
    }
  }
}

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
