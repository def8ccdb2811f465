#include "deposit/needle.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {
namespace {

NeedleDeposit with(auto change) {
  NeedleTechnique technique;
  change(technique);
  return needle_deposit(technique);
}

// What finished work is: top 0.08-0.10 mm, bottom 0.30 mm, 0.32 mm across as seen.
TEST(Needle, DefaultsAreOrdinaryWork) {
  const NeedleDeposit dot = needle_deposit({});
  EXPECT_NEAR(dot.depth_top_mm, 0.08, 0.002);  // as the field says, to its last digit
  EXPECT_NEAR(dot.tip_depth_mm, 0.30, 1e-12);
  EXPECT_NEAR(dot.height_mm, 0.22, 0.002);
  EXPECT_NEAR(dot.diameter_mm, 0.32, 0.002);
  EXPECT_NEAR(dot.apparent_diameter_mm, 0.32, 0.002);
  EXPECT_NEAR(dot.volume_nl, 11.8, 1e-9);
  EXPECT_NEAR(dot.diameter_cv, 0.2, 1e-9);
  EXPECT_NEAR(dot.strength_cv, 0.2, 1e-9);
  EXPECT_NEAR(dot.depth_sd_mm, 0.02, 0.001);
  EXPECT_EQ(dot.aspect, 1);
  EXPECT_EQ(dot.tail_mm, 0);
  EXPECT_EQ(dot.blow_out, 1);
  EXPECT_EQ(dot.concentration, 1);
  EXPECT_EQ(dot.shallow_loss, 0);
}

// The fields of NeedleOptions and the default technique say the same; a step is half of their last digit.
TEST(Needle, TheDefaultTechniqueGivesTheDefaultFields) {
  const NeedleOptions stated, follows = with_technique({});
  EXPECT_NEAR(follows.diameter_mm, stated.diameter_mm, 0.005);
  EXPECT_NEAR(follows.diameter_cv, stated.diameter_cv, 0.005);
  EXPECT_NEAR(follows.depth_mm, stated.depth_mm, 0.005);
  EXPECT_NEAR(follows.depth_sd_mm, stated.depth_sd_mm, 0.005);
  EXPECT_NEAR(follows.strength_cv, stated.strength_cv, 0.005);
}

TEST(Needle, DeeperSettingsGiveDeeperLargerSofterDots) {
  NeedleDeposit last = with([](auto& t) { t.depth_setting_mm = 0.4; });
  for (double setting = 0.5; setting <= 4; setting += 0.1) {
    SCOPED_TRACE(setting);
    const NeedleDeposit dot = with([&](auto& t) { t.depth_setting_mm = setting; });
    EXPECT_GT(dot.tip_depth_mm, last.tip_depth_mm);
    EXPECT_LT(dot.tip_depth_mm, 0.5 * setting) << "the skin gives way by more than half";
    EXPECT_GT(dot.depth_top_mm, last.depth_top_mm);
    EXPECT_GT(dot.apparent_diameter_mm, last.apparent_diameter_mm);
    EXPECT_GE(dot.diameter_mm, last.diameter_mm);
    EXPECT_GE(dot.blow_out, last.blow_out);
    EXPECT_LE(dot.concentration, last.concentration);
    EXPECT_LE(dot.shallow_loss, last.shallow_loss);
    // Up to ordinary work the top lies where the epidermis ends, however the hand presses.
    if (setting > 1.05) {
      EXPECT_GE(dot.depth_sd_mm, last.depth_sd_mm);
    }
    last = dot;
  }
}

TEST(Needle, TooDeepBlowsOutAndTooShallowIsLost) {
  const NeedleDeposit deep = with([](auto& t) { t.depth_setting_mm = 3; });
  EXPECT_GT(deep.blow_out, 1.3);
  EXPECT_GT(deep.apparent_diameter_mm, 2 * needle_deposit({}).apparent_diameter_mm);  // two to four times as wide
  EXPECT_LT(deep.apparent_diameter_mm, 4 * needle_deposit({}).apparent_diameter_mm);
  EXPECT_NEAR(deep.concentration * deep.blow_out * deep.blow_out, 1, 1e-12);  // the same pigment on more area
  EXPECT_GT(with([](auto& t) { t.depth_setting_mm = 2.2, t.skin_thickness_mm = 0.8; }).blow_out,
            with([](auto& t) { t.depth_setting_mm = 2.2; }).blow_out)
      << "thin skin blows out first";
  EXPECT_EQ(with([](auto& t) { t.depth_setting_mm = 0.2; }).shallow_loss, 1);  // tip within the epidermis
  const double half = with([](auto& t) { t.depth_setting_mm = 0.45; }).shallow_loss;
  EXPECT_GT(half, 0.2);
  EXPECT_LT(half, 0.8);
}

TEST(Needle, DwellSpeedAndViscosityDecideTheVolume) {
  const NeedleDeposit usual = needle_deposit({});
  const NeedleDeposit longer = with([](auto& t) { t.dwell_ms = 100; });
  EXPECT_GT(longer.volume_nl, usual.volume_nl);
  EXPECT_GT(longer.diameter_mm, usual.diameter_mm);
  EXPECT_EQ(longer.depth_top_mm, usual.depth_top_mm);
  EXPECT_LT(with([](auto& t) { t.viscosity_mpa_s = 200; }).volume_nl, usual.volume_nl);
  const NeedleDeposit faster = with([](auto& t) { t.rate_hz = 150; });
  EXPECT_GT(faster.volume_nl, usual.volume_nl);
  EXPECT_GT(faster.tip_depth_mm, usual.tip_depth_mm);
  // A track is full at some time: however long the needle stays, no more than the share that is still empty.
  EXPECT_LT(with([](auto& t) { t.dwell_ms = 1000; }).volume_nl, usual.volume_nl / 0.77);
  // One stroke is the least: shorter dwell cannot give less.
  EXPECT_EQ(with([](auto& t) { t.dwell_ms = 5; }).volume_nl, with([](auto& t) { t.dwell_ms = 8; }).volume_nl);
}

TEST(Needle, SkinThatResistsKeepsTheNeedleOut) {
  NeedleDeposit last = with([](auto& t) { t.skin_resistance = 0.3; });
  for (double resistance = 0.4; resistance <= 3; resistance += 0.1) {
    const NeedleDeposit dot = with([&](auto& t) { t.skin_resistance = resistance; });
    EXPECT_LT(dot.tip_depth_mm, last.tip_depth_mm);
    EXPECT_LT(dot.apparent_diameter_mm, last.apparent_diameter_mm) << "loose skin: larger, softer dots";
    last = dot;
  }
  EXPECT_LT(with([](auto& t) { t.skin_thickness_mm = 2; }).tip_depth_mm, needle_deposit({}).tip_depth_mm);
}

TEST(Needle, DepthMattersMoreThanTheNeedle) {
  const NeedleDeposit usual = needle_deposit({});
  // More pins and thicker pins need more force: less deep. Twice the setting outdoes twice the pin.
  const NeedleDeposit thick = with([](auto& t) { t.pin_diameter_mm *= 2; });
  const NeedleDeposit deep = with([](auto& t) { t.depth_setting_mm *= 2; });
  EXPECT_LT(thick.tip_depth_mm, usual.tip_depth_mm);
  EXPECT_LT(std::abs(std::log(thick.apparent_diameter_mm / usual.apparent_diameter_mm)),
            std::log(deep.apparent_diameter_mm / usual.apparent_diameter_mm));
  EXPECT_GT(with([](auto& t) { t.pins = 1; }).tip_depth_mm, usual.tip_depth_mm);
  // At the same depth of the tip, thicker pins leave more.
  const NeedleDeposit same_depth = with([&](auto& t) {
    t.pin_diameter_mm *= 2;
    t.depth_setting_mm *= usual.tip_depth_mm / thick.tip_depth_mm;
  });
  EXPECT_NEAR(same_depth.tip_depth_mm, usual.tip_depth_mm, 1e-12);
  EXPECT_GT(same_depth.volume_nl, usual.volume_nl);
  EXPECT_GT(same_depth.diameter_mm, usual.diameter_mm);
}

TEST(Needle, ObliqueStrokesLeaveEllipsesWithATail) {
  double last_aspect = 1, last_tail = 0, last_depth = needle_deposit({}).tip_depth_mm;
  for (double angle = 85; angle >= 30; angle -= 5) {
    const NeedleDeposit dot = with([&](auto& t) { t.angle_deg = angle; });
    EXPECT_NEAR(dot.aspect, 1 / std::sin(angle * std::numbers::pi / 180), 1e-12);
    EXPECT_GT(dot.aspect, last_aspect);
    EXPECT_LT(dot.tip_depth_mm, last_depth);
    // Flatter still, the track gets too shallow for one.
    if (angle >= 45) {
      EXPECT_GT(dot.tail_mm, last_tail);
    }
    last_aspect = dot.aspect, last_tail = dot.tail_mm, last_depth = dot.tip_depth_mm;
  }
  EXPECT_NEAR(with([](auto& t) { t.angle_deg = 60; }).aspect, 1.15, 0.01);  // 1.15 to its last digit
}

TEST(Needle, AnUnsteadyHandSpreadsEverything) {
  const NeedleDeposit steady = with([](auto& t) { t.operator_cv = 0; });
  const NeedleDeposit shaky = with([](auto& t) { t.operator_cv = 0.4; });
  EXPECT_NEAR(steady.diameter_cv, 0.12, 1e-12);  // what is left is the skin's own unevenness
  EXPECT_GT(steady.depth_sd_mm, 0);
  EXPECT_GT(shaky.diameter_cv, 0.3);
  EXPECT_GT(shaky.strength_cv, steady.strength_cv);
  EXPECT_GT(shaky.depth_sd_mm, steady.depth_sd_mm);
  EXPECT_EQ(shaky.diameter_mm, steady.diameter_mm);
}

// All corners of the ranges give fields that a treatment may hold, and deposits that can be drawn.
TEST(Needle, EveryTechniqueLeavesAValidNeedle) {
  for (unsigned corner = 0; corner < 1024; ++corner) {
    const auto pick = [&, bit = 0U](double low, double high) mutable {
      return (corner >> bit++ & 1U) != 0 ? high : low;
    };
    auto choose = pick;
    Treatment treatment;
    NeedleTechnique& t = treatment.needle.technique;
    t.pins = static_cast<int>(choose(1, 9));
    t.pin_diameter_mm = choose(0.05, 0.5);
    t.depth_setting_mm = choose(0.2, 4);
    t.angle_deg = choose(30, 90);
    t.dwell_ms = choose(5, 1000);
    t.rate_hz = choose(20, 250);
    t.viscosity_mpa_s = choose(1, 2000);
    t.skin_resistance = choose(0.3, 3);
    t.skin_thickness_mm = choose(0.5, 4);
    t.operator_cv = choose(0, 0.5);
    treatment.needle = with_technique(treatment.needle);
    const Status status = check_treatment(treatment);
    ASSERT_TRUE(status.ok()) << corner << ": " << status.error().message();
    const NeedleDeposit dot = needle_deposit(t);
    EXPECT_GT(dot.height_mm, 0);
    EXPECT_GT(dot.diameter_mm, 0);
    EXPECT_TRUE(std::isfinite(dot.volume_nl + dot.tail_mm + dot.apparent_diameter_mm));
    EXPECT_GE(dot.depth_top_mm, 0.02);
    EXPECT_TRUE(dot.shallow_loss >= 0 && dot.shallow_loss <= 1);
  }
}

}  // namespace
}  // namespace tonsure
