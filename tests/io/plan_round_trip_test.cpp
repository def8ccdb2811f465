// Whatever is planned can be read: fits of scenes that no photo gives keep to what a plan may hold.
#include <gtest/gtest.h>
#include <algorithm>

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/session/session.h>

#include "core/rng.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

/// Each point of an outline and its region moved by the same map about the head's middle.
Scene bent(const std::function<Vec2<PhotoPx>(Vec2<PhotoPx>)>& map) {
  Scene scene = testing::front_scene(1);
  const Vec2<PhotoPx> middle{130, 130};
  const auto move = [&](Points<PhotoPx>& points) {
    for (auto& p : points) p = middle + map(p - middle);
  };
  move(scene.head_outline);
  move(scene.scalp_region);
  scene.hairline.reset();
  return scene;
}

std::vector<std::pair<std::string, Scene>> awkward_scenes() {
  std::vector<std::pair<std::string, Scene>> scenes;
  for (const double k : {-0.6, -0.3, 0.3, 0.6})
    scenes.emplace_back("sheared by " + std::to_string(k), bent([&](auto p) {
                          return Vec2<PhotoPx>{p.x - k * p.y, p.y};
                        }));
  for (const double k : {0.5, 0.75, 1.25})
    scenes.emplace_back("as high as " + std::to_string(k), bent([&](auto p) { return Vec2<PhotoPx>{p.x, k * p.y}; }));
  for (const double k : {-0.004, 0.004})
    scenes.emplace_back("square by " + std::to_string(k), bent([&](auto p) {
                          const double f = 1 + k * std::fabs(p.x * p.y) / 100;
                          return Vec2<PhotoPx>{f * p.x, f * p.y};
                        }));
  for (const View view : {View::kTop, View::kLeft, View::kRight, View::kBack, View::kThreeQuarter, View::kCloseup}) {
    Scene scene = bent([](auto p) { return Vec2<PhotoPx>{p.x - 0.25 * p.y, p.y}; });
    scene.view = view;
    scenes.emplace_back(view_name(view), scene);
  }
  for (const double mm_per_px : {0.45, 2.4}) {  // the head is then 70 or 370 mm wide
    Scene scene = bent([](auto p) { return p; });
    scene.mm_per_px = mm_per_px;
    scenes.emplace_back("scale " + std::to_string(mm_per_px), scene);
  }
  for (const double focal : {30.0, 60.0, 1e7}) {
    Scene scene = bent([](auto p) { return p; });
    scene.camera = Camera{focal, focal * 5, 1e7, -1e7, {}, {}, {}};
    scenes.emplace_back("focal length " + std::to_string(focal), scene);
  }
  for (const double distance : {1.0, 100.0, 260.0, 1e7}) {
    Scene scene = bent([](auto p) { return p; });
    scene.camera = Camera{distance, distance, 130, 130, {1, 0, 0, 0, -1, 0, 0, 0, -1}, {0, 0, distance}, {}};
    scene.camera->fx = scene.camera->fy = std::max(26.0, std::min(1e7, distance));
    scenes.emplace_back("distance " + std::to_string(distance), scene);
  }
  for (const double size : {1e-6, 500.0}) {
    Scene scene = bent([](auto p) { return p; });
    scene.marker = Marker{"segment", size, {{130, 50}, {130.5, 50}}, {}};
    scenes.emplace_back("marker " + std::to_string(size), scene);
    scene.view = View::kCloseup;
    scenes.emplace_back("marker of a close-up " + std::to_string(size), scene);
  }
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 8; ++i) {
    Scene scene = bent([](auto p) { return p; });
    for (const char* name :
         {"left_pupil", "right_pupil", "glabella", "nose_tip", "chin", "left_ear_top", "left_ear_bottom"})
      scene.face_points.push_back({name, Vec2<PhotoPx>{rng.uniform(0, 260), rng.uniform(0, 260)}});
    scenes.emplace_back("face points at random " + std::to_string(i), scene);
  }
  return scenes;
}

TEST(PlanRoundTrip, WhateverIsPlannedCanBeRead) {
  Treatment thin;
  thin.density.peak_per_cm2 = 40;
  std::size_t planned = 0;
  for (auto [name, scene] : awkward_scenes()) {
    SCOPED_TRACE(name);
    std::sort(scene.face_points.begin(), scene.face_points.end(),  // as they are read
              [](const FacePoint& a, const FacePoint& b) { return a.name < b.name; });
    const auto plan = make_plan(scene, thin);
    if (!plan) {
      EXPECT_TRUE(plan.error().code == ErrorCode::kInvalidInput || plan.error().code == ErrorCode::kResourceLimit);
      EXPECT_FALSE(plan.error().where.empty());
      continue;
    }
    ++planned;
    const auto read = plan_from_json(plan_to_json(*plan), "plan");
    ASSERT_TRUE(read.ok()) << read.error().message();
    EXPECT_EQ(plan_to_json(*read), plan_to_json(*plan));
  }
  EXPECT_GT(planned, 15U);  // of some 40
}

TEST(PlanRoundTrip, DotsFarOutInTheChartAreDotsToAll) {
  const auto plan = make_plan(testing::front_scene(), {});
  ASSERT_TRUE(plan.ok()) << plan.error().message();
  Plan far = *plan;
  far.dots.chart.front() = {3000, -3000};  // the chart stretches sixfold down to the nape
  EXPECT_TRUE(check_plan(far).ok()) << check_plan(far).error().message();
  EXPECT_TRUE(plan_from_json(plan_to_json(far), "plan").ok());
  const std::string table = plan_dots_to_csv(far);
  EXPECT_EQ(static_cast<std::size_t>(std::count(table.begin(), table.end(), '\n')), 1 + far.dots.size());
}

}  // namespace
}  // namespace tonsure
