#include <tonsure/deposit/moment.h>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(Moment, ParsesUnits) {
  const auto days = [](const char* text) { return parse_moment(text).value().age_days; };
  EXPECT_DOUBLE_EQ(days("28"), 28);
  EXPECT_DOUBLE_EQ(days("28d"), 28);
  EXPECT_DOUBLE_EQ(days("2w"), 14);
  EXPECT_DOUBLE_EQ(days("6mo"), 365.25 / 2);
  EXPECT_DOUBLE_EQ(days("1.5y"), 1.5 * 365.25);
  EXPECT_DOUBLE_EQ(days("0"), 0);
}

TEST(Moment, RefusesWhatIsNoAge) {
  for (const char* text : {"", "d", "-1d", "16y", "28 days", "1e9", "nan", "inf", "28dd", "0x10"})
    EXPECT_FALSE(parse_moment(text).ok()) << text;
}

TEST(Moment, PigmentFollowsItsTimeCourse) {
  EXPECT_DOUBLE_EQ(age_deposit({28}).strength, 1);
  EXPECT_DOUBLE_EQ(age_deposit({0}).strength, 1 / 0.65);
  EXPECT_NEAR(age_deposit({365.25 / 2}).strength, 0.58 / 0.65, 1e-12);
  EXPECT_NEAR(age_deposit({365.25 * 1.5}).strength, 0.58 / 0.65 * 0.92, 1e-12);
  double last = 2;
  for (double day = 0; day < kMaxAgeDays; day += 7) {
    const double now = age_deposit({day}).strength;
    EXPECT_LT(now, last) << "fading never reverses, day " << day;
    last = now;
  }
}

TEST(Moment, DotsSpreadAfterHealingAndScabsAreLarger) {
  EXPECT_DOUBLE_EQ(age_deposit({28}).added_variance_mm2, 0);
  EXPECT_NEAR(age_deposit({28 + 365.25}).added_variance_mm2, 0.004, 1e-12);  // 2 D t with D = 0.002 mm2/year
  EXPECT_DOUBLE_EQ(age_deposit({0}).diameter_factor, 1.5);
  EXPECT_DOUBLE_EQ(age_deposit({7}).diameter_factor, 1);
}

TEST(Moment, NamesItself) {
  EXPECT_EQ(moment_name({3}), "fresh, day 3");
  EXPECT_EQ(moment_name({14}), "healing, day 14");
  EXPECT_EQ(moment_name({28}), "healed, day 28");
  EXPECT_EQ(moment_name({365.25}), "healed, 12 months");
  EXPECT_EQ(moment_name({5 * 365.25}), "healed, 5.0 years");
}

}  // namespace
}  // namespace tonsure
