#include <tonsure/session/session.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <tonsure/phantom/phantom.h>

#include "scalp/calibrate.h"
#include "support/count_dots.h"
#include "support/drawn_preview.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

Phantom small_phantom(View view = View::kFront) {
  return draw_phantom({.width_px = 320, .height_px = 320, .view = view}).value();
}

TEST(Session, PlanIsTheSameForAnyNumberOfThreads) {
  const Scene scene = testing::front_scene();
  const auto one = make_plan(scene, {}, {.threads = 1}), five = make_plan(scene, {}, {.threads = 5});
  ASSERT_TRUE(one.ok()) << one.error().message();
  ASSERT_TRUE(five.ok());
  EXPECT_EQ(plan_hash(*one), plan_hash(*five));
  Treatment other;
  other.seed = 2;
  EXPECT_NE(plan_hash(*one), plan_hash(make_plan(scene, other).value()));
}

TEST(Session, PlanLiesOnItsSurfaceInsideItsRegion) {
  const Scene scene = testing::front_scene();
  const Plan plan = make_plan(scene, {}).value();
  const auto head = fit_head(scene);
  ASSERT_GT(plan.dots.size(), 1000U);
  std::size_t outside = 0;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    const auto p = plan.dots.head[i];
    ASSERT_NEAR(norm(p), radius_mm(plan.surface, normalized(p)), 1e-9);
    const auto seen = project(plan.surface, head->view, p);
    if (!contains<PhotoPx>(scene.scalp_region, seen.position)) ++outside;
  }
  // Sentinels and the edge's waves lie ahead of the line, and the limb is crossed: a small share of all dots.
  EXPECT_LT(static_cast<double>(outside) / static_cast<double>(plan.dots.size()), 0.08);
}

TEST(Session, SessionsHaveTheirSharesAndOrders) {
  const Plan plan = make_plan(testing::front_scene(), {}).value();
  std::array<std::size_t, 3> counts{};
  for (const auto s : plan.dots.session) ++counts.at(s - 1U);
  const auto n = static_cast<double>(plan.dots.size());
  EXPECT_NEAR(static_cast<double>(counts[0]) / n, 0.3, 0.01);
  EXPECT_NEAR(static_cast<double>(counts[0] + counts[1]) / n, 0.7, 0.01);
  std::vector<std::uint32_t> order = plan.dots.order;
  std::sort(order.begin(), order.end());
  for (std::uint32_t i = 0; i < order.size(); ++i) ASSERT_EQ(order[i], i);
  std::size_t total = 0;
  for (const Zone zone : kAllZones)
    for (int session = 1; session <= plan.sessions(); ++session) total += testing::count_dots(plan, zone, session);
  EXPECT_EQ(total, plan.dots.size());
}

TEST(Session, DensityOnTheSkinIsWhatWasAsked) {
  Treatment treatment;
  treatment.hairline = {.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0, .sentinels_per_cm = 0};
  const Plan plan = make_plan(testing::front_scene(), treatment).value();
  // Mid-scalp: more than 40 mm behind the edge. Its share of skin by Monte Carlo would be a second implementation;
  // instead, neighbours at a local density of 220/cm2 lie 0.78 / sqrt(2.2) mm apart on average (natural regularity).
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < plan.dots.size(); i += 7) {
    if (plan.dots.zone[i] != Zone::kMidScalp || plan.dots.head[i].y < 80) continue;
    double nearest = INFINITY;
    for (std::size_t k = 0; k < plan.dots.size(); ++k)
      if (k != i) nearest = std::min(nearest, norm(plan.dots.head[k] - plan.dots.head[i]));
    sum += nearest;
    ++count;
  }
  ASSERT_GT(count, 100);
  EXPECT_NEAR(sum / count * std::sqrt(2.2), 0.78, 0.04);
}

TEST(Session, PreviewIsTheSameForAnyNumberOfThreads) {
  const Phantom phantom = small_phantom();
  const Plan plan = make_plan(phantom.scene, {}).value();
  const auto one = testing::draw_preview(phantom.photo, phantom.scene, plan, {}, {.threads = 1});
  const auto five = testing::draw_preview(phantom.photo, phantom.scene, plan, {}, {.threads = 5});
  ASSERT_TRUE(one.ok()) << one.error().message();
  ASSERT_TRUE(five.ok());
  EXPECT_EQ(one->after.pixels, five->after.pixels);
  EXPECT_NE(one->after.pixels, phantom.photo.pixels);
}

TEST(Session, PreviewTouchesOnlyTheTreatedHead) {
  const Phantom phantom = small_phantom();
  const Plan plan = make_plan(phantom.scene, {}).value();
  const testing::DrawnPreview preview = testing::draw_preview(phantom.photo, phantom.scene, plan).value();
  const double reach = 3 / preview.reading.head.view.camera.mm_per_px + 16;
  std::vector<Vec2<PhotoPx>> dots;
  for (const auto p : plan.dots.head) dots.push_back(project(plan.surface, preview.reading.head.view, p).position);
  const auto before = phantom.photo.pixels.view(), after = preview.after.pixels.view();
  for (int y = 0; y < before.height; ++y) {
    for (int x = 0; x < before.width; ++x) {
      if (std::equal(before.pixel(x, y), before.pixel(x, y) + 3, after.pixel(x, y))) continue;
      const bool near = std::any_of(dots.begin(), dots.end(), [&](auto d) {
        return norm(d - Vec2<PhotoPx>{x + 0.5, y + 0.5}) < reach;
      });
      ASSERT_TRUE(near) << x << ", " << y;
    }
  }
}

TEST(Session, EveryViewOfThePhantomCanBeDrawn) {
  for (const View view : {View::kFront, View::kTop, View::kLeft, View::kRight, View::kBack}) {
    const Phantom phantom = small_phantom(view);
    const auto plan = make_plan(phantom.scene, {});
    ASSERT_TRUE(plan.ok()) << view_name(view) << ": " << plan.error().message();
    const auto preview = testing::draw_preview(phantom.photo, phantom.scene, *plan);
    ASSERT_TRUE(preview.ok()) << view_name(view) << ": " << preview.error().message();
    EXPECT_GT(preview->drawn.dots, 1000U) << view_name(view);
  }
}

TEST(Session, FewerSessionsAndOlderWorkAreLighter) {
  const Phantom phantom = small_phantom();
  const Plan plan = make_plan(phantom.scene, {}).value();
  const auto mean = [&](const DrawOptions& options) {
    const testing::DrawnPreview preview = testing::draw_preview(phantom.photo, phantom.scene, plan, options).value();
    double sum = 0;
    const auto view = preview.after.pixels.view();
    for (int y = 0; y < view.height; ++y)
      for (int x = 0; x < view.width; ++x) sum += view.pixel(x, y)[1];
    return sum;
  };
  const double one = mean({.moment = {}, .sessions = 1}), all = mean({}), fresh = mean({.moment = {1}}),
               old = mean({.moment = {3650}});
  EXPECT_LT(all, one);
  EXPECT_LT(fresh, all);
  EXPECT_GT(old, all);
}

TEST(Session, SceneOfAnotherPhotoIsRefused) {
  const Phantom phantom = small_phantom();
  const Plan plan = make_plan(phantom.scene, {}).value();
  Photo other;
  other.pixels = Image<unsigned char>(100, 100, 3);
  const auto preview = testing::draw_preview(other, phantom.scene, plan);
  ASSERT_FALSE(preview.ok());
  EXPECT_EQ(preview.error().code, ErrorCode::kInvalidInput);
}

TEST(Session, AMaskElsewhereLeavesDotsAsTheyAre) {
  const Scene scene = testing::front_scene();
  PhotoMasks masks;
  masks.density = Image<float>(scene.width_px, scene.height_px, 1, 1);
  const Plan all = make_plan({&scene, 1}, {}, {.masks = {&masks, 1}}).value();
  for (int y = 0; y < scene.height_px; ++y)
    for (int x = 0; x < scene.width_px / 2; ++x) *masks.density.view().pixel(x, y) = 0;
  const Plan half = make_plan({&scene, 1}, {}, {.masks = {&masks, 1}}).value();
  std::map<std::uint32_t, std::size_t> row;
  for (std::size_t i = 0; i < half.dots.size(); ++i) row[half.dots.id[i]] = i;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < all.dots.size(); ++i) {
    if (all.dots.head[i].x < 10) continue;  // the masked half, and what it may change beside it
    const auto same = row.find(all.dots.id[i]);
    ASSERT_NE(same, row.end()) << all.dots.id[i];
    const std::size_t k = same->second;
    ASSERT_EQ(all.dots.chart[i], half.dots.chart[k]);
    ASSERT_EQ(all.dots.session[i], half.dots.session[k]);
    ASSERT_EQ(all.dots.zone[i], half.dots.zone[k]);
    ASSERT_EQ(all.dots.diameter_mm[i], half.dots.diameter_mm[k]) << all.dots.id[i];
    ASSERT_EQ(all.dots.depth_mm[i], half.dots.depth_mm[k]) << all.dots.id[i];
    ASSERT_EQ(all.dots.strength[i], half.dots.strength[k]) << all.dots.id[i];
    ++compared;
  }
  EXPECT_GT(compared, 1000U);
}

TEST(Session, AnErrorNamesTheSceneItIsAbout) {
  const Phantom front = small_phantom(), top = small_phantom(View::kTop);
  const std::vector<Scene> scenes = {front.scene, top.scene};
  const Plan plan = make_plan(scenes, {}).value();
  Photo small;
  small.pixels = Image<unsigned char>(100, 100, 3);
  const auto readings = read_photos(std::vector<Photo>{front.photo, small}, scenes);
  ASSERT_FALSE(readings.ok());
  EXPECT_EQ(readings.error().where, "size");
  EXPECT_EQ(readings.error().scene, 2);

  std::vector<Scene> absurd = scenes;
  absurd[1].camera.reset();
  absurd[1].mm_per_px = 5;  // a head 1 m wide
  const auto measured = make_plan(absurd, {}, {.surface = &plan.surface});
  ASSERT_FALSE(measured.ok());
  EXPECT_EQ(measured.error().where, "mm_per_px");
  EXPECT_EQ(measured.error().scene, 2);
}

TEST(Session, CancellingLeavesNothing) {
  std::atomic<bool> cancel{true};
  const auto plan = make_plan(testing::front_scene(), {}, {.cancel = &cancel});
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().code, ErrorCode::kCancelled);
}

TEST(Pictures, BesideAndSplitShowBothHalves) {
  Photo before, after;
  before.pixels = Image<unsigned char>(800, 20, 3, 10);
  after.pixels = Image<unsigned char>(800, 20, 3, 200);
  const auto both = beside(before, after);
  EXPECT_EQ(both.width(), 1602);
  EXPECT_EQ(both.view().pixel(10, 5)[0], 10);
  EXPECT_EQ(both.view().pixel(1500, 5)[0], 200);
  const auto half = split(before, after, 400);
  EXPECT_EQ(half.view().pixel(300, 5)[0], 10);
  EXPECT_EQ(half.view().pixel(400, 5)[0], 255);
  EXPECT_EQ(half.view().pixel(500, 5)[0], 200);
  EXPECT_LE(beside(before, after, 4000).width(), 802);
}

}  // namespace
}  // namespace tonsure
