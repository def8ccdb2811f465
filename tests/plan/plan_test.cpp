#include <tonsure/plan/plan.h>

#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "support/count_dots.h"

namespace tonsure {
namespace {

Plan small_plan() {
  Plan plan;
  plan.scenes.resize(1);
  plan.views.resize(1);
  plan.pigments = {"grey", "brown"};
  plan.dots.head = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
  plan.dots.chart = {{1, 3}, {4, 6}, {7, 9}};
  plan.dots.id = {10, 11, 20};
  plan.dots.session = {1, 2, 2};
  plan.dots.order = {0, 2, 1};
  plan.dots.diameter_mm = {0.2F, 0.3F, 0.25F};
  plan.dots.depth_mm = {0.1F, 0.11F, 0.12F};
  plan.dots.angle_deg = {0, 45, 90};
  plan.dots.strength = {1, 0.9F, 1.1F};
  plan.dots.pigment = {0, 1, 0};
  plan.dots.zone = {Zone::kSentinel, Zone::kMidScalp, Zone::kMidScalp};
  return plan;
}

TEST(ZoneName, DiffersForAllZones) {
  std::set<std::string> names;
  for (const Zone zone : kAllZones) names.insert(zone_name(zone));
  EXPECT_EQ(names, (std::set<std::string>{"sentinel", "leading-edge", "transition", "defined", "mid-scalp", "blend",
                                          "crown", "temple", "side", "nape", "scar"}));
}

TEST(CountDots, CountsByZoneAndSession) {
  const Plan plan = small_plan();
  EXPECT_EQ(testing::count_dots(plan, Zone::kSentinel, 1), 1U);
  EXPECT_EQ(testing::count_dots(plan, Zone::kSentinel, 2), 0U);
  EXPECT_EQ(testing::count_dots(plan, Zone::kMidScalp, 2), 2U);
  EXPECT_EQ(testing::count_dots(plan, Zone::kMidScalp, 0), 0U);
  EXPECT_EQ(testing::count_dots(Plan{}, Zone::kMidScalp, 1), 0U);
}

TEST(PlanHash, SeesAllThatIsDrawnFrom) {
  const std::vector<std::function<void(Plan&)>> changes = {
      [](Plan& p) { p.surface = ScalpSurface(HeadShape{.height_mm = 90 + 1e-9}); },
      [](Plan& p) { p.treatment.seed = 2; },
      [](Plan& p) { p.treatment.ageing.healing_days += 1; },
      [](Plan& p) { p.treatment.ageing.touch_ups = {{.age_days = 365}}; },
      [](Plan& p) { p.treatment.hairline.controls = {{.at = 0.1}}; },
      [](Plan& p) { p.treatment.placement.regularity = 0.5; },
      [](Plan& p) { p.treatment.pigment.neutral.loss_per_year += 0.01; },
      [](Plan& p) {
        p.scenes[0].exclude = {{{1, 2}, {3, 4}, {5, 6}}};
      },
      [](Plan& p) { p.scenes[0].scars.resize(1); },
      [](Plan& p) { p.scenes[0].camera.emplace(); },
      [](Plan& p) {
        p.scenes[0].face_points = {{"chin", Vec2<PhotoPx>{1, 2}}};
      },
      [](Plan& p) { p.scenes[0].hairline = Points<PhotoPx>{}; },
      [](Plan& p) { p.scenes.push_back(p.scenes[0]); },
      [](Plan& p) { p.views[0].view.camera.center.x += 1e-9; },
      [](Plan& p) { p.views[0].view.rim_excess = {1e-9}; },
      [](Plan& p) { p.views[0].scale_sd += 1e-9; },
      [](Plan& p) { p.mix = PigmentMix{}; },
      [](Plan& p) { p.mix = PigmentMix{.dilution = 7}; },
      [](Plan& p) { p.sides_delta_l = -10; },
      [](Plan& p) { p.mid_scalp_per_cm2 += 1; },
      [](Plan& p) { p.pigments[1] = "browm"; },
      [](Plan& p) { p.pigments = {"greybrown"}; },
      [](Plan& p) { p.dots.head[1].x += 1e-12; },
      [](Plan& p) { p.dots.head[1].y += 1e-12; },
      [](Plan& p) { p.dots.head[1].z += 1e-12; },
      [](Plan& p) { p.dots.chart[2].x += 1e-12; },
      [](Plan& p) { p.dots.chart[2].y += 1e-12; },
      [](Plan& p) { p.dots.id[0] = 9; },
      [](Plan& p) { p.dots.session[0] = 2; },
      [](Plan& p) { std::swap(p.dots.order[0], p.dots.order[1]); },
      [](Plan& p) { p.dots.diameter_mm[0] += 1e-6F; },
      [](Plan& p) { p.dots.depth_mm[0] += 1e-6F; },
      [](Plan& p) { p.dots.angle_deg[0] += 1e-6F; },
      [](Plan& p) { p.dots.strength[0] += 1e-6F; },
      [](Plan& p) { p.dots.pigment[0] = 1; },
      [](Plan& p) { p.dots.zone[0] = Zone::kBlend; },
      [](Plan& p) { p.dots = {}; },
      [](Plan& p) { p.hours.high += 1; },
      [](Plan& p) { p.cost_usd.low += 1; },
      [](Plan& p) { p.area_cm2 += 1; },
  };
  std::set<std::uint64_t> hashes = {plan_hash(small_plan())};
  for (const auto& change : changes) {
    Plan plan = small_plan();
    change(plan);
    hashes.insert(plan_hash(plan));
  }
  EXPECT_EQ(hashes.size(), changes.size() + 1);
}

TEST(PlanHash, IsAFunctionOfTheContent) {
  Plan plan = small_plan();
  EXPECT_EQ(plan_hash(plan), plan_hash(small_plan()));
  plan.dots.head[0].x = 0.0;
  const std::uint64_t zero = plan_hash(plan);
  plan.dots.head[0].x = -0.0;
  EXPECT_EQ(plan_hash(plan), zero);
  plan.warnings = {"not part of the dots"};
  EXPECT_EQ(plan_hash(plan), zero);
}

}  // namespace
}  // namespace tonsure
