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

TEST(Moment, NamesItself) {
  EXPECT_EQ(moment_name({3}), "fresh, day 3");
  EXPECT_EQ(moment_name({14}), "healing, day 14");
  EXPECT_EQ(moment_name({28}), "healed, day 28");
  EXPECT_EQ(moment_name({365.25}), "healed, 12 months");
  EXPECT_EQ(moment_name({5 * 365.25}), "healed, 5.0 years");
}

}  // namespace
}  // namespace tonsure
