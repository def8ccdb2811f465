#include <tonsure/scene/scene.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "scene/scene_limits.h"

namespace tonsure {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Points<PhotoPx> box(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

Scene good_scene() {
  Scene scene;
  scene.image = "head.jpg";
  scene.width_px = 400;
  scene.height_px = 300;
  scene.mm_per_px = 0.5;
  scene.head_outline = box(50, 20, 350, 280);
  scene.scalp_region = box(100, 40, 300, 150);
  scene.hairline = Points<PhotoPx>{{100, 150}, {200, 140}, {300, 150}};
  scene.face_points = {{"glabella", Vec2<PhotoPx>{200, 250}}, {"chin", std::nullopt}};
  return scene;
}

Scar good_scar() {
  Scar scar;
  scar.line = {{120, 60}, {180, 60}};
  scar.width_mm = 2;
  return scar;
}

Marker good_marker() {
  return {"coin", 23.25, {{150, 60}, {170, 60}}};
}

Camera good_camera() {
  return {1000, 1000, 200, 150, {1, 0, 0, 0, -1, 0, 0, 0, -1}, {0, 0, 500}};
}

struct Case {
  const char* what;
  std::function<void(Scene&)> spoil;
  std::string where;
  std::string why;  ///< a part of Error::why
};

TEST(CheckScene, AcceptsAGoodScene) {
  Scene scene = good_scene();
  scene.scars = {good_scar()};
  scene.marker = good_marker();
  scene.camera = good_camera();
  const Status status = check_scene(scene);
  EXPECT_TRUE(status.ok()) << status.error().message();
}

TEST(CheckScene, NamesPlaceAndCauseOfEachFault) {
  const std::vector<Case> cases = {
      {"no width", [](Scene& s) { s.width_px = 0; }, "size", "0 x 300"},
      {"negative height", [](Scene& s) { s.height_px = -1; }, "size", "400 x -1"},
      {"long side", [](Scene& s) { s.width_px = kMaxSidePx + 1; }, "size", "65536 x 300"},
      {"many pixels", [](Scene& s) { s.width_px = s.height_px = 10001; }, "size", "10001 x 10001"},
      {"no scale", [](Scene& s) { s.mm_per_px = 0; }, "mm_per_px", "found 0"},
      {"negative scale", [](Scene& s) { s.mm_per_px = -0.2; }, "mm_per_px", "found -0.2"},
      {"fine scale", [](Scene& s) { s.mm_per_px = 0.0049; }, "mm_per_px", "found 0.0049"},
      {"coarse scale", [](Scene& s) { s.mm_per_px = 10.1; }, "mm_per_px", "found 10.1"},
      {"NaN scale", [](Scene& s) { s.mm_per_px = kNan; }, "mm_per_px", "nan"},
      {"no head", [](Scene& s) { s.head_outline.clear(); }, "head_outline", "empty"},
      {"no region", [](Scene& s) { s.scalp_region.clear(); }, "scalp_region", "empty"},
      {"two vertices", [](Scene& s) { s.scalp_region.resize(2); }, "scalp_region", "2 points"},
      {"one vertex", [](Scene& s) { s.scalp_region.resize(1); }, "scalp_region", "1 point"},
      {"too many vertices",
       [](Scene& s) { s.exclude = {Points<PhotoPx>(static_cast<std::size_t>(kMaxPolygonPoints) + 1)}; }, "exclude[0]",
       "10001 points"},
      {"one spot",
       [](Scene& s) {
         s.scalp_region = {{100, 50}, {100, 50}, {100, 50}};
       },
       "scalp_region", "no area"},
      {"one line",
       [](Scene& s) {
         s.head_outline = {{60, 60}, {90, 90}, {200, 200}};
       },
       "head_outline", "no area"},
      {"there and back",
       [](Scene& s) {
         s.scalp_region = {{100, 50}, {200, 50}, {200, 90}, {200, 50}};
       },
       "scalp_region", "no area"},
      {"bow tie",
       [](Scene& s) {
         s.scalp_region = {{100, 50}, {200, 150}, {200, 50}, {100, 150}};
       },
       "scalp_region", "edge 0-1 ([100, 50] to [200, 150]) crosses edge 2-3 ([200, 50] to [100, 150])"},
      {"crossing last edge",
       [](Scene& s) {
         s.head_outline = {{50, 50}, {350, 50}, {50, 250}, {350, 250}};
       },
       "head_outline", "edge 1-2 ([350, 50] to [50, 250]) crosses edge 3-0 ([350, 250] to [50, 50])"},
      {"outside",
       [](Scene& s) {
         s.scalp_region[2] = {409, 150};
       },
       "scalp_region[2]", "[409, 150], outside"},
      {"outside above",
       [](Scene& s) {
         s.scalp_region[1] = {300, -8.1};
       },
       "scalp_region[1]", "[300, -8.1], outside"},
      {"NaN point", [](Scene& s) { s.head_outline[1].x = kNan; }, "head_outline[1]", "nan"},
      {"infinite point", [](Scene& s) { s.head_outline[1].y = -kInf; }, "head_outline[1]", "-inf"},
      {"region elsewhere", [](Scene& s) { s.head_outline = box(310, 160, 380, 280); }, "scalp_region",
       "does not meet head_outline"},
      {"hairline of one point",
       [](Scene& s) {
         s.hairline = Points<PhotoPx>{{1, 1}};
       },
       "hairline", "1 point"},
      {"hairline in one spot",
       [](Scene& s) {
         s.hairline = Points<PhotoPx>{{1, 1}, {1, 1}};
       },
       "hairline", "same"},
      {"hairline outside", [](Scene& s) { s.hairline->back().y = 400; }, "hairline[2]", "outside"},
      {"hair of two points",
       [](Scene& s) {
         s.existing_hair = {box(1, 1, 9, 9), {{1, 1}, {2, 2}}};
       },
       "existing_hair[1]", "2 points"},
      {"hair without area",
       [](Scene& s) {
         s.existing_hair = {{{1, 1}, {2, 2}, {3, 3}}};
       },
       "existing_hair[0]", "no area"},
      {"exclude outside", [](Scene& s) { s.exclude = {box(1, 1, 500, 9)}; }, "exclude[0][1]", "outside"},
      {"face point outside",
       [](Scene& s) {
         s.face_points[0].position = Vec2<PhotoPx>{200, 999};
       },
       "face_points.glabella", "outside"},
      {"face point twice", [](Scene& s) { s.face_points[1].name = "glabella"; }, "face_points.glabella", "twice"},
      {"scar of nothing", [](Scene& s) { s.scars = {Scar{}}; }, "scars[0]", "neither"},
      {"scar of both",
       [](Scene& s) {
         s.scars = {good_scar(), good_scar()};
         s.scars[1].outline = box(1, 1, 9, 9);
       },
       "scars[1]", "both"},
      {"scar without width",
       [](Scene& s) {
         s.scars = {good_scar()};
         s.scars[0].width_mm = 0;
       },
       "scars[0].width_mm", "found 0"},
      {"wide scar",
       [](Scene& s) {
         s.scars = {good_scar()};
         s.scars[0].width_mm = 61;
       },
       "scars[0].width_mm", "found 61"},
      {"scar outside",
       [](Scene& s) {
         s.scars = {good_scar()};
         s.scars[0].line[1].x = 1e9;
       },
       "scars[0].polyline[1]", "outside"},
      {"scar area without area",
       [](Scene& s) {
         s.scars = {Scar{}};
         s.scars[0].outline = {{1, 1}, {2, 2}, {3, 3}};
       },
       "scars[0].polygon", "no area"},
      {"unknown marker",
       [](Scene& s) {
         s.marker = good_marker();
         s.marker->kind = "ruler\n";
       },
       "marker.kind", "found \"ruler?\""},
      {"marker without size",
       [](Scene& s) {
         s.marker = good_marker();
         s.marker->size_mm = kNan;
       },
       "marker.size_mm", "nan"},
      {"marker of one point",
       [](Scene& s) {
         s.marker = good_marker();
         s.marker->points.resize(1);
       },
       "marker.points", "1 point"},
      {"aruco of two points",
       [](Scene& s) {
         s.marker = good_marker();
         s.marker->kind = "aruco";
       },
       "marker.points", "2 points"},
      {"no focal length",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->fy = 0;
       },
       "camera.fy", "found 0"},
      {"infinite centre",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->cx = kInf;
       },
       "camera.cx", "inf"},
      {"short rotation",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->rotation.resize(8);
       },
       "camera.rotation", "8 numbers"},
      {"long translation",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->translation_mm.resize(4);
       },
       "camera.translation_mm", "4 numbers"},
      {"stretched rotation",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->rotation[0] = 1.01;
       },
       "camera.rotation", "not a rotation"},
      {"mirrored rotation",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->rotation[0] = -1;
       },
       "camera.rotation", "not a rotation"},
      {"NaN rotation",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->rotation[4] = kNan;
       },
       "camera.rotation[4]", "nan"},
      {"head behind the camera",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->translation_mm[2] = -500;
       },
       "camera.translation_mm[2]", "found -500"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    Scene scene = good_scene();
    c.spoil(scene);
    const Status status = check_scene(scene);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(status.error().where, c.where);
    EXPECT_NE(status.error().why.find(c.why), std::string::npos) << status.error().why;
    EXPECT_FALSE(status.error().fix.empty());
    EXPECT_EQ(status.error().message().find('\n'), std::string::npos);
  }
}

TEST(CheckScene, AcceptsLimitsThemselves) {
  const std::vector<std::pair<const char*, std::function<void(Scene&)>>> cases = {
      {"100 megapixels", [](Scene& s) { s.width_px = s.height_px = 10000; }},
      {"longest side", [](Scene& s) { s.width_px = kMaxSidePx; }},
      {"finest scale", [](Scene& s) { s.mm_per_px = kMinMmPerPx; }},
      {"coarsest scale", [](Scene& s) { s.mm_per_px = kMaxMmPerPx; }},
      {"unknown scale", [](Scene& s) { s.mm_per_px.reset(); }},
      {"just outside the photo",
       [](Scene& s) {
         s.scalp_region[2] = {408, 308};
       }},  // 2 % of 400 px
      {"no hairline", [](Scene& s) { s.hairline.reset(); }},
      {"hairline out of view", [](Scene& s) { s.hairline->clear(); }},
      {"region = head", [](Scene& s) { s.scalp_region = s.head_outline; }},
      {"region around the head", [](Scene& s) { s.scalp_region = box(0, 0, 400, 300); }},
      {"region across the head", [](Scene& s) { s.scalp_region = box(0, 100, 400, 120); }},
      {"widest scar",
       [](Scene& s) {
         s.scars = {good_scar()};
         s.scars[0].width_mm = 60;
       }},
      {"rotation with three digits",
       [](Scene& s) {
         s.camera = good_camera();
         s.camera->rotation = {0.866, 0, 0.5, 0, -1, 0, 0.5, 0, -0.866};
       }},
  };
  for (const auto& [what, change] : cases) {
    SCOPED_TRACE(what);
    Scene scene = good_scene();
    change(scene);
    const Status status = check_scene(scene);
    EXPECT_TRUE(status.ok()) << status.error().message();
  }
}

TEST(CheckScene, BoundsEachListAndItsPoints) {
  const std::vector<Points<PhotoPx>> areas(kMaxAreas + 1, box(100, 100, 110, 110));
  const std::vector<Points<PhotoPx>> long_ones(3, Points<PhotoPx>(kMaxListPoints / 3 + 1, {100, 100}));
  std::vector<Scar> scars(kMaxAreas + 1, good_scar()), long_scars;
  for (const auto& area : long_ones) long_scars.push_back({ScarKind::kBurn, area, {}, 0});
  const std::vector<std::tuple<std::function<void(Scene&)>, std::string, std::string>> cases = {
      {[&](Scene& s) { s.existing_hair = areas; }, "existing_hair", "1001 members"},
      {[&](Scene& s) { s.existing_hair = long_ones; }, "existing_hair", "20001 points"},
      {[&](Scene& s) { s.exclude = areas; }, "exclude", "1001 members"},
      {[&](Scene& s) { s.exclude = long_ones; }, "exclude", "20001 points"},
      {[&](Scene& s) { s.scars = scars; }, "scars", "1001 members"},
      {[&](Scene& s) { s.scars = long_scars; }, "scars", "20001 points"},
      {[&](Scene& s) {
         s.face_points.clear();
         for (std::size_t i = 0; i <= kMaxFacePoints; ++i) s.face_points.push_back({std::to_string(i), {}});
       },
       "face_points", "1001 points"},
  };
  for (const auto& [spoil, where, why] : cases) {
    Scene scene = good_scene();
    spoil(scene);
    const Status status = check_scene(scene);
    ASSERT_FALSE(status.ok()) << where << ", " << why;
    EXPECT_EQ(status.error().code, ErrorCode::kResourceLimit);
    EXPECT_EQ(status.error().where, where);
    EXPECT_NE(status.error().why.find(why), std::string::npos) << status.error().why;
    EXPECT_FALSE(status.error().fix.empty());
  }
  Scene scene = good_scene();
  scene.exclude.assign(kMaxAreas, box(100, 100, 110, 110));
  EXPECT_TRUE(check_scene(scene).ok());
}

TEST(CheckScene, BoundsTheLens) {
  const auto where = [](const std::function<void(Camera&)>& spoil) {
    Scene scene = good_scene();
    scene.camera = good_camera();
    spoil(*scene.camera);
    const Status status = check_scene(scene);
    return status.ok() ? std::string() : status.error().where;
  };
  EXPECT_EQ(where([](Camera& c) { c.fx = c.fy = 39; }), "camera.fx");  // below a tenth of 400 px
  EXPECT_EQ(where([](Camera& c) { c.fy = 5.1 * c.fx; }), "camera.fy");
  EXPECT_EQ(where([](Camera& c) { c.cx = 1e300; }), "camera.cx");
  EXPECT_EQ(where([](Camera& c) { c.cy = -1.1e7; }), "camera.cy");
  EXPECT_EQ(where([](Camera& c) { c.fx = c.fy = 40; }), "");
}

TEST(CheckScene, OutlinesMayTouchThemselvesAndRepeatVertices) {
  Scene scene = good_scene();
  scene.scalp_region = {{100, 40}, {100, 40}, {300, 40}, {300, 150}, {200, 40}, {100, 150}, {100, 40}};
  EXPECT_TRUE(check_scene(scene).ok());  // touches edge 1-2 at [200, 40]
  scene.scalp_region[4] = {200, 39};
  EXPECT_FALSE(check_scene(scene).ok());
}

TEST(CheckScene, OutlinesMayCrossThemselvesAtSlivers) {
  // Two long sides that cross 1/16 of the way: the loop is a triangle of base `wide` and height 6.25 px, whose mean
  // width, area over half the perimeter, is 0.9 px for a base of 2, 1.2 for 3 and 2.4 for 10.
  const auto accepted = [](double wide) {
    Scene scene = good_scene();
    scene.scalp_region = {{100, 100}, {100, 100 + wide}, {200, 100 - 7 * wide}, {200, 100 + 8 * wide}};
    return check_scene(scene).ok();
  };
  EXPECT_TRUE(accepted(2));  // the tolerance is 0.005 * 400 px = 2 px
  EXPECT_TRUE(accepted(3));
  EXPECT_FALSE(accepted(10));
}

TEST(CheckScene, FindsCrossingsOfFinelyDrawnOutlines) {
  Scene scene = good_scene();
  scene.scalp_region.clear();
  for (int i = 0; i < kMaxPolygonPoints; ++i) {  // a figure of eight in steps of a tenth of a pixel
    const double t = 2 * 3.14159265358979 * (i + 0.5) / kMaxPolygonPoints;
    scene.scalp_region.push_back({200 + 100 * std::sin(t), 150 + 50 * std::sin(2 * t)});
  }
  const Status status = check_scene(scene);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().why.find("edge 4999-5000"), std::string::npos) << status.error().why;
}

TEST(CheckScene, HairMayCrossItself) {
  Scene scene = good_scene();
  // An outline with a hole, joined by a slit that is run through twice.
  scene.existing_hair = {
      {{60, 30}, {340, 30}, {340, 200}, {60, 200}, {60, 30}, {100, 60}, {300, 60}, {300, 150}, {100, 150}, {100, 60}}};
  scene.exclude = {{{100, 50}, {200, 150}, {200, 50}, {100, 150}}};  // a bow tie
  EXPECT_TRUE(check_scene(scene).ok());
}

TEST(CheckSceneSize, ComparesWithThePhoto) {
  const Scene scene = good_scene();
  EXPECT_TRUE(check_scene_size(scene, 400, 300).ok());
  const Status other = check_scene_size(scene, 200, 150);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().where, "size");
  EXPECT_NE(other.error().why.find("400 x 300 px, but the photo has 200 x 150 px"), std::string::npos);
  const Status turned = check_scene_size(scene, 300, 400);
  ASSERT_FALSE(turned.ok());
  EXPECT_NE(turned.error().fix.find("EXIF"), std::string::npos);
}

TEST(FindFacePoint, GivesVisiblePointsOnly) {
  const Scene scene = good_scene();
  EXPECT_EQ(find_face_point(scene, "glabella"), (Vec2<PhotoPx>{200, 250}));
  EXPECT_FALSE(find_face_point(scene, "chin"));
  EXPECT_FALSE(find_face_point(scene, "nose_tip"));
}

TEST(Names, DifferForAllViewsAndScars) {
  std::set<std::string> names;
  for (const View view : kAllViews) names.insert(view_name(view));
  EXPECT_EQ(names, (std::set<std::string>{"front", "top", "left", "right", "back", "three-quarter", "closeup"}));
  names.clear();
  for (const ScarKind kind : kAllScarKinds) names.insert(scar_kind_name(kind));
  EXPECT_EQ(names, (std::set<std::string>{"strip", "fue", "plug", "burn", "linear", "birthmark"}));
}

}  // namespace
}  // namespace tonsure
