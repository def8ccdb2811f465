#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <tonsure/session/session.h>

#include "scalp/calibrate.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

/// A square of skin on the forehead's top, as a scar, px.
Points<PhotoPx> square(const Scene& scene, double half_px) {
  Vec2<PhotoPx> middle{0, 0};
  for (const auto p : scene.scalp_region) middle = middle + (1.0 / static_cast<double>(scene.scalp_region.size())) * p;
  return {{middle.x - half_px, middle.y - half_px},
          {middle.x + half_px, middle.y - half_px},
          {middle.x + half_px, middle.y + half_px},
          {middle.x - half_px, middle.y + half_px}};
}

struct Taken {
  double dots = 0, strength = 0, diameter_mm = 0, log_diameter2 = 0;
};

Taken in_zone(const Plan& plan, bool scar) {
  Taken taken;
  double logs = 0;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    const Zone zone = plan.dots.zone[i];
    // Beyond the zones of the edge, where dots are smaller and lighter.
    const bool skin = zone == Zone::kDefined || zone == Zone::kMidScalp || zone == Zone::kCrown || zone == Zone::kSide;
    if (scar ? zone != Zone::kScar : !skin) continue;
    taken.dots += 1;
    taken.strength += static_cast<double>(plan.dots.strength[i]);
    taken.diameter_mm += static_cast<double>(plan.dots.diameter_mm[i]);
    const double log = std::log(static_cast<double>(plan.dots.diameter_mm[i]));
    logs += log;
    taken.log_diameter2 += log * log;
  }
  taken.strength /= taken.dots;
  taken.diameter_mm /= taken.dots;
  taken.log_diameter2 = taken.log_diameter2 / taken.dots - std::pow(logs / taken.dots, 2);
  return taken;
}

TEST(Scars, TakeLessSpreadMoreAndVaryMore) {
  Scene scene = testing::front_scene();
  scene.scars = {{.kind = ScarKind::kBurn, .outline = square(scene, 60), .line = {}}};
  Treatment treatment;
  treatment.scars.blend_mm = 0.2;
  const Plan plan = make_plan(scene, treatment).value();
  const Taken scar = in_zone(plan, true), skin = in_zone(plan, false);
  ASSERT_GT(scar.dots, 300);
  ASSERT_GT(skin.dots, 1000);
  // Standard errors of means: CV 0.28 / sqrt(300) = 1.6 %; of variances 8 %. The clamp of sizes trims a little.
  EXPECT_NEAR(scar.strength / skin.strength, 0.84 / 1.5, 0.05);  // of two sessions of 0.6, spread over 1.5 of the area
  EXPECT_NEAR(scar.diameter_mm / skin.diameter_mm, std::sqrt(1.5), 0.06);
  EXPECT_NEAR(scar.log_diameter2 / skin.log_diameter2, 2, 0.5);
}

TEST(Scars, AreDenserAndLeaveTheRestAlone) {
  const Scene plain = testing::front_scene();
  Scene scarred = plain;
  scarred.scars = {{.kind = ScarKind::kBurn, .outline = square(plain, 120), .line = {}}};
  const auto head = fit_head(plain).value();
  const auto inside = [&](const Plan& plan, double half_px) {
    const Points<PhotoPx> outline = square(plain, half_px);
    return std::count_if(plan.dots.head.begin(), plan.dots.head.end(), [&](Vec3<HeadMm> point) {
      return contains<PhotoPx>(outline, project(plan.surface, head.view, point).position);
    });
  };
  const Plan before = make_plan(plain, {}).value(), after = make_plan(scarred, {}).value();
  // 1.2 times as many, but for the border; the same number of dots has its Poisson-like scatter removed by placement.
  EXPECT_NEAR(static_cast<double>(inside(after, 100)) / static_cast<double>(inside(before, 100)), 1.2, 0.06);
  const auto outside = [&](const Plan& plan) { return plan.dots.size() - static_cast<std::size_t>(inside(plan, 150)); };
  EXPECT_EQ(outside(after), outside(before));
}

TEST(Scars, PunchesCountByTheirShareLinesByTheirMiddleAndBirthmarksNotAtAll) {
  Scene scene = testing::front_scene();
  const auto mean_strength = [&](const Scar& scar) {
    Scene marked = scene;
    marked.scars = {scar};
    const Plan plan = make_plan(marked, {}).value();
    const Plan plain = make_plan(scene, {}).value();
    const auto head = fit_head(scene).value();
    double sum[2] = {0, 0}, n[2] = {0, 0};
    const Points<PhotoPx> middle = square(scene, 80);
    for (const Plan* each : {&plan, &plain})
      for (std::size_t i = 0; i < each->dots.size(); ++i) {
        if (!contains<PhotoPx>(middle, project(each->surface, head.view, each->dots.head[i]).position)) continue;
        sum[each == &plain] += static_cast<double>(each->dots.strength[i]);
        n[each == &plain] += 1;
      }
    return sum[0] / n[0] / (sum[1] / n[1]);
  };
  EXPECT_NEAR(mean_strength({.kind = ScarKind::kFue, .outline = square(scene, 120), .line = {}}),
              1 - 0.3 * (1 - 0.84 / 1.5), 0.03);
  EXPECT_EQ(mean_strength({.kind = ScarKind::kBirthmark, .outline = square(scene, 120), .line = {}}), 1);
  const Points<PhotoPx> box = square(scene, 120);
  const Scar line{.kind = ScarKind::kStrip,
                  .outline = {},
                  .line = {{box[0].x, 0.5 * (box[0].y + box[2].y)}, {box[2].x, 0.5 * (box[0].y + box[2].y)}},
                  .width_mm = 3};
  Scene marked = scene;
  marked.scars = {line};
  const Plan plan = make_plan(marked, {}).value();
  double weakest = 1, n = 0;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    if (plan.dots.zone[i] != Zone::kScar) continue;
    n += 1;
    weakest = std::min(weakest, static_cast<double>(plan.dots.strength[i]));
  }
  // Half of the width is scar by more than a half: 1.5 mm of the line's length, at 1.1 times the density or so.
  const double cm2 = (box[2].x - box[0].x) * fit_head(scene)->mm_per_px * 1.5 / 100;
  EXPECT_GT(n, 0.5 * 220 * cm2);
  EXPECT_LT(weakest, 0.6);
}

}  // namespace
}  // namespace tonsure
