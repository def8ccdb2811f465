#include "deposit/ageing.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

constexpr double kYear = 365.25;

Blend blend(const char* shade) {
  return {find_shade(built_in_pigments(), shade)->parts, 6};
}

DepositState at(double days, const char* shade = "carbon dark", const AgeingOptions& options = {}) {
  return age_deposit(blend(shade), options, {days});
}

/// How much less red than blue is absorbed, at 610 and 460 nm: above 0 is warm, and what rises turns warmer.
double warmth(const DepositState& state) {
  return std::log(state.absorption_per_mm[6] / state.absorption_per_mm[21]);
}

TEST(AgeDeposit, Day28IsTheHealedBlend) {
  for (const Shade& shade : built_in_pigments().shades) {
    const Blend made = {shade.parts, 6};
    const DepositState state = age_deposit(made, {}, {28});
    for (const double amount : state.amount) EXPECT_NEAR(amount, 1, 1e-12);
    const Spectrum healed = blend_absorption_per_mm(made);
    for (std::size_t band = 0; band < kBands; ++band)
      EXPECT_NEAR(state.absorption_per_mm[band], healed[band], 1e-12 * healed[band]);
    EXPECT_NEAR(state.strength, 1, 1e-12);
    EXPECT_EQ(state.added_variance_mm2, 0);
    EXPECT_EQ(state.depth_shift_mm, 0);
    EXPECT_EQ(state.scab_diameter_factor, 1);
    EXPECT_EQ(state.scab_darkness, 0);
    EXPECT_EQ(state.added_blood, 0);
    EXPECT_EQ(state.redness_radius_mm, 0);
    EXPECT_EQ(state.veil, 0);
    EXPECT_TRUE(state.warnings.empty());
  }
}

// 1.0 as placed, 0.65 on day 28, 0.58 after six months (0.65 x 0.89), then 8 % a year in the default sun.
TEST(AgeDeposit, CarbonFollowsItsTimeCourse) {
  EXPECT_NEAR(at(0).strength, 1 / 0.65, 1e-12);
  EXPECT_NEAR(at(kYear / 2).strength, 0.89, 1e-12);
  EXPECT_NEAR(at(kYear * 1.5).strength, 0.89 * 0.92, 1e-12);
  EXPECT_NEAR(at(kYear * 10.5).strength, 0.89 * std::pow(0.92, 10), 1e-12);
}

TEST(AgeDeposit, WithoutTouchUpsPigmentOnlyGoes) {
  for (const Shade& shade : built_in_pigments().shades) {
    DepositState last = at(0, shade.name.c_str());
    for (double day = 1; day < kMaxAgeDays; day += day < 60 ? 1 : 30) {
      const DepositState now = at(day, shade.name.c_str());
      for (std::size_t i = 0; i < now.amount.size(); ++i)
        ASSERT_LT(now.amount[i], last.amount[i] + 1e-15) << shade.name << ", day " << day;
      ASSERT_LE(now.scab_darkness, last.scab_darkness);
      ASSERT_LE(now.added_blood, last.added_blood);
      ASSERT_GE(now.added_variance_mm2, last.added_variance_mm2);
      ASSERT_GE(now.depth_shift_mm, last.depth_shift_mm);
      last = now;
    }
  }
}

TEST(AgeDeposit, FreshWorkIsDarkScabbedRedAndShallow) {
  const DepositState fresh = at(0);
  EXPECT_EQ(fresh.scab_diameter_factor, 1.5);
  EXPECT_EQ(fresh.scab_darkness, 0.15);
  EXPECT_EQ(fresh.added_blood, 0.015);
  EXPECT_EQ(fresh.redness_radius_mm, 1);
  EXPECT_EQ(fresh.depth_shift_mm, -0.05);
  EXPECT_EQ(fresh.veil, 0);
  EXPECT_EQ(at(4).scab_diameter_factor, 1.5);
  EXPECT_NEAR(at(7).scab_diameter_factor, 1.25, 1e-12);  // on day 7 half of them are off
  EXPECT_EQ(at(9).scab_diameter_factor, 1);
  EXPECT_LT(at(3).added_blood, 0.5 * fresh.added_blood);
  EXPECT_EQ(at(10).added_blood, 0);
}

// The phantom fade: in the second week a dot looks fainter than it will on day 28, and it comes back.
TEST(AgeDeposit, TheSecondWeekLooksFaint) {
  const auto seen = [](double day) { return at(day).strength * (1 - at(day).veil); };
  EXPECT_GT(seen(1), 1.2);
  EXPECT_LT(seen(12), 0.7);
  EXPECT_LT(seen(14), 0.75);
  EXPECT_NEAR(seen(28), 1, 1e-12);
  for (double day = 13; day < 28; ++day) EXPECT_LT(seen(day), seen(day + 1));
}

TEST(AgeDeposit, DotsSpreadAndSink) {
  EXPECT_NEAR(at(28 + kYear).added_variance_mm2, 0.004, 1e-12);  // 2 D t
  EXPECT_NEAR(at(28 + 5 * kYear).added_variance_mm2, 0.02, 1e-12);
  EXPECT_NEAR(at(28 + 5 * kYear).depth_shift_mm, 0.015, 1e-12);
  // FWHM 0.20 -> 0.39 mm in five years: FWHM^2 = 0.20^2 + 8 ln 2 variance.
  EXPECT_NEAR(std::sqrt(0.04 + 8 * std::log(2.0) * at(28 + 5 * kYear).added_variance_mm2), 0.39, 0.005);
}

TEST(AgeDeposit, TricoIsGoneInSixToTwentyFourMonths) {
  EXPECT_GT(at(kYear / 4, "trico brown").strength, 0.8);
  EXPECT_LT(at(kYear, "trico brown").strength, 0.35);
  EXPECT_GT(at(kYear, "trico brown").strength, 0.1);
  EXPECT_LT(at(2 * kYear, "trico brown").strength, 0.01);
  EXPECT_LT(at(15 * kYear - 1, "trico brown").strength, 1e-12);
  EXPECT_GT(at(2 * kYear).strength, 0.75) << "carbon stays";
}

// No colour is a constant of time: hue drifts because components go at different rates.
TEST(AgeDeposit, HueDriftsBecauseComponentsFadeDifferently) {
  // Carbon with red oxide loses the red: towards blue. Browns without much carbon lose yellow and brown before red.
  const auto drift = [](const char* shade) { return warmth(at(10 * kYear, shade)) - warmth(at(28, shade)); };
  EXPECT_NEAR(drift("carbon dark"), 0, 1e-12);
  EXPECT_NEAR(drift("trico brown"), 0, 1e-9);
  EXPECT_LT(drift("soft black"), -0.02);
  EXPECT_LT(drift("dark brown"), -0.05);
  const auto red_left = [](double day) {
    const DepositState state = at(day, "medium brown");  // carbon, brown, red, yellow
    return std::array<double, 3>{state.amount[2] / state.amount[1], state.amount[1] / state.amount[3], state.amount[0]};
  };
  EXPECT_GT(red_left(10 * kYear)[0], 1.2) << "red outlasts brown";
  EXPECT_GT(red_left(10 * kYear)[1], 1.2) << "brown outlasts yellow";
  EXPECT_GT(red_left(10 * kYear)[2], 0.35) << "carbon outlasts all";
  // Oxides without carbon: what is left is the red one.
  const Blend oxides = {{{*find_component(built_in_pigments(), "red iron oxide"), 0.4},
                         {*find_component(built_in_pigments(), "yellow iron oxide"), 0.6}},
                        6};
  const auto edge = [&](double day) {  // absorption at 560 nm, which only red has, over that at 450 nm, which both have
    const Spectrum mu = age_deposit(oxides, {}, {day}).absorption_per_mm;
    return mu[16] / mu[5];
  };
  EXPECT_GT(edge(10 * kYear), 1.2 * edge(28)) << "drifts red";
}

TEST(AgeDeposit, SunFades) {
  double last = 2;
  for (const double sun : {0.0, 0.3, 0.6, 1.0}) {
    AgeingOptions options;
    options.sun_exposure = sun;
    const double left = at(5 * kYear, "carbon dark", options).strength;
    EXPECT_LT(left, last);
    last = left;
    EXPECT_NEAR(at(28, "carbon dark", options).strength, 1, 1e-12);
  }
  EXPECT_NEAR(last, 0.89 * std::pow(1 - 0.065 - 0.05, 4.5), 1e-12);
}

TEST(AgeDeposit, TouchUpsStackOnWhatIsLeft) {
  AgeingOptions touched;
  touched.touch_ups = {{3 * kYear, 0.4}};
  const double day = 3 * kYear + 28;
  const DepositState with = at(day, "soft black", touched), without = at(day, "soft black");
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(with.amount[i], without.amount[i] + 0.4, 1e-12);
  EXPECT_EQ(at(3 * kYear - 1, "soft black", touched).amount, at(3 * kYear - 1, "soft black").amount);
  // It is a wound again, and its pigment is young: less spread on the whole.
  const DepositState wound = at(3 * kYear, "soft black", touched);
  EXPECT_EQ(wound.scab_diameter_factor, 1.5);
  EXPECT_EQ(wound.added_blood, 0.015);
  EXPECT_LT(with.added_variance_mm2, without.added_variance_mm2);
  EXPECT_GT(with.added_variance_mm2, 0.4 * without.added_variance_mm2);
  // Linear in the amount, and whichever order they are listed in.
  AgeingOptions twice = touched;
  twice.touch_ups[0].amount = 0.8;
  EXPECT_NEAR(at(day, "soft black", twice).amount[0] - without.amount[0], 0.8, 1e-12);
  AgeingOptions two, swapped;
  two.touch_ups = {{400, 0.3}, {900, 0.2}};
  swapped.touch_ups = {{900, 0.2}, {400, 0.3}};
  EXPECT_NEAR(at(2000, "soft black", two).amount[0], at(2000, "soft black", swapped).amount[0], 1e-15);
}

TEST(AgeDeposit, LasersClearCarbonBest) {
  AgeingOptions lasered;
  lasered.laser_sessions = {{700, 0.7}, {760, 0.7}};
  const DepositState left = at(900, "dark brown", lasered), before = at(900, "dark brown");
  EXPECT_NEAR(left.amount[0] / before.amount[0], 0.3 * 0.3, 1e-12);
  EXPECT_NEAR(left.amount[1] / before.amount[1], (1 - 0.28) * (1 - 0.28), 1e-12);
  EXPECT_EQ(left.warnings.size(), 1U) << "iron oxide may darken";
  EXPECT_TRUE(at(699, "dark brown", lasered).warnings.empty());
  EXPECT_TRUE(at(900, "carbon dark", lasered).warnings.empty());
  // The body takes six weeks to carry it away.
  EXPECT_NEAR(at(700, "carbon dark", lasered).strength, at(700).strength, 1e-12);
  EXPECT_NEAR(at(721, "carbon dark", lasered).strength / at(721).strength, 1 - 0.35, 1e-12);
  // What is put in afterwards is not touched.
  AgeingOptions again = lasered;
  again.touch_ups = {{900, 1}};
  EXPECT_NEAR(at(928, "carbon dark", again).strength, 1 + at(928, "carbon dark", lasered).strength, 1e-12);
}

TEST(AgeDeposit, ShallowWorkLosesMoreOnHealing) {
  const Blend carbon = blend("carbon dark");
  EXPECT_EQ(age_deposit(carbon, {}, {0}, 0.4).strength, age_deposit(carbon, {}, {0}).strength);
  EXPECT_NEAR(age_deposit(carbon, {}, {28}, 0.4).strength, 0.6, 1e-12);
  EXPECT_NEAR(age_deposit(carbon, {}, {kYear}, 0.4).strength, 0.6 * age_deposit(carbon, {}, {kYear}).strength, 1e-12);
  const DepositState gone = age_deposit(carbon, {}, {28}, 1);
  EXPECT_EQ(gone.strength, 0);
  EXPECT_TRUE(std::isfinite(gone.added_variance_mm2));
}

TEST(RetentionFactor, IsEachDotsOwnAndMeanOne) {
  const AgeingOptions options;
  EXPECT_EQ(retention_factor(1, 7, {400}, options), retention_factor(1, 7, {400}, options));
  EXPECT_NE(retention_factor(1, 7, {400}, options), retention_factor(1, 8, {400}, options));
  EXPECT_NE(retention_factor(1, 7, {400}, options), retention_factor(2, 7, {400}, options));
  for (const double day : {28.0, 12.0, 10 * kYear}) {
    double sum = 0, sum2 = 0;
    constexpr std::uint32_t kDots = 20000;
    for (std::uint32_t id = 0; id < kDots; ++id) {
      const double factor = retention_factor(5, id, {day}, options);
      sum += factor;
      sum2 += std::log(factor) * std::log(factor);
    }
    // SD of a mean of 20 000 with SD 0.4 is 0.003; four of them. Clamping at three SD takes less than 0.004 off the SD.
    EXPECT_NEAR(sum / kDots, 1, 0.012) << day;
    const double sd = std::sqrt(sum2 / kDots);
    const double expected = day == 28 ? 0.1 : day == 12 ? std::hypot(0.1, 0.35) : 0.1 + 0.02 * (10 - 28 / kYear);
    EXPECT_NEAR(sd, expected, 0.05 * expected) << day;
  }
}

TEST(RetentionFactor, IsPatchyInTheSecondWeekAndAfterTouchUps) {
  AgeingOptions touched;
  touched.touch_ups = {{1000, 0.5}};
  const auto spread = [](double day, const AgeingOptions& options) {
    double sum2 = 0;
    for (std::uint32_t id = 0; id < 500; ++id) sum2 += std::pow(std::log(retention_factor(1, id, {day}, options)), 2);
    return sum2;
  };
  EXPECT_EQ(spread(0, {}), 0);
  EXPECT_GT(spread(12, {}), 2 * spread(28, {}));
  EXPECT_GT(spread(1012, touched), 2 * spread(1012, {}));
  EXPECT_EQ(spread(999, touched), spread(999, {}));
}

}  // namespace
}  // namespace tonsure
