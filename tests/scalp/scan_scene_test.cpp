// The truth that calibration is held against: renders of meshes, and scenes of head scans.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "scalp/scan_heads.h"
#include "scalp/scan_scenes.h"
#include "support/mesh_render.h"

namespace tonsure::testing {
namespace {

using P3 = Vec3<HeadMm>;

/// A sphere around mid-head. Its edges lie at most 0.01 mm inside (2.5 mm long, 2.5^2 / (8 * 80)).
RenderMesh ball(double radius_mm) {
  constexpr std::uint32_t kRings = 100, kAround = 200;
  RenderMesh mesh;
  for (std::uint32_t i = 0; i <= kRings; ++i)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const double tilt = std::numbers::pi * i / kRings, turn = 2 * std::numbers::pi * j / kAround;
      mesh.vertices.push_back(radius_mm *
                              P3{std::sin(tilt) * std::sin(turn), std::cos(tilt), std::sin(tilt) * std::cos(turn)});
    }
  for (std::uint32_t i = 0; i < kRings; ++i)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const std::uint32_t k = (j + 1) % kAround, up = i * kAround, low = up + kAround;
      mesh.triangles.push_back({up + j, low + j, low + k});
      mesh.triangles.push_back({up + j, low + k, up + k});
    }
  mesh.normals = vertex_normals(mesh.vertices, mesh.triangles);
  return mesh;
}

RenderCamera camera_of(double yaw, double pitch, double roll, std::optional<double> distance_mm) {
  Framing framing;
  framing.distance_mm = distance_mm;
  framing.width_px = 700;
  framing.height_px = 800;
  return make_camera(camera_axes(yaw, pitch, roll), framing);
}

TEST(MeshRender, LimbAndDepthOfABallAreThoseOfTheFormula) {
  const double radius = 80;
  const RenderMesh mesh = ball(radius);
  for (const std::optional<double> distance : {std::optional<double>(600), std::optional<double>()}) {
    RenderCamera camera = camera_of(20, 30, 10, distance);
    camera.principal = camera.center = {352.3, 401.7};  // seen head on, so that the limb is a circle
    if (distance) camera.distance_mm = *distance;
    const auto limb = contour(coverage(mesh, camera, 3, [](P3) { return true; }));
    ASSERT_GT(limb.size(), 100U);
    // Rays that touch a ball: tan = R / sqrt(D^2 - R^2).
    const double across = distance ? *distance * radius / std::sqrt(*distance * *distance - radius * radius) : radius;
    const double expected = across / camera.mm_per_px;
    double sum = 0;
    for (const auto p : limb) {
      // A sample stands for a third of a pixel.
      EXPECT_NEAR(norm(p - camera.center), expected, 0.35);
      sum += norm(p - camera.center) / static_cast<double>(limb.size());
    }
    EXPECT_NEAR(sum, expected, 0.05) << "errors of single samples average out; 0.02 px are the ball's edges";

    const Render seen = render(mesh, camera);
    const double nearest = (distance ? *distance : 0) - radius;
    EXPECT_NEAR(*seen.depth.view().pixel(352, 401), nearest, 0.02);
    EXPECT_TRUE(std::isinf(*seen.depth.view().pixel(5, 5)));
  }
}

TEST(MeshRender, SceneCameraIsTheSameCamera) {
  for (const double roll : {0.0, -12.0}) {
    const RenderCamera camera = camera_of(35, 8, roll, 900);
    const Camera stated = scene_camera(camera).value();
    for (const P3 p : {P3{0, 0, 0}, {60, -40, 30}, {-20, 90, -70}}) {
      std::array<double, 3> at{};
      for (std::size_t i = 0; i < 3; ++i)
        at[i] = stated.rotation[3 * i] * p.x + stated.rotation[3 * i + 1] * p.y + stated.rotation[3 * i + 2] * p.z +
                stated.translation_mm[i];
      const Seen seen = project(camera, p);
      EXPECT_NEAR(seen.position.x, stated.fx * at[0] / at[2] + stated.cx, 1e-9);
      EXPECT_NEAR(seen.position.y, stated.fy * at[1] / at[2] + stated.cy, 1e-9);
      EXPECT_NEAR(seen.depth_mm, at[2], 1e-9);
      // A point a little nearer to the camera is seen at the same place.
      const Seen nearer = project(camera, p + 10.0 * towards_camera(camera, p));
      EXPECT_LT(norm(nearer.position - seen.position), 1e-9);
      EXPECT_LT(nearer.depth_mm, seen.depth_mm);
    }
  }
  EXPECT_FALSE(scene_camera(camera_of(0, 0, 0, std::nullopt)).has_value());
}

TEST(MeshRender, AnglesTurnTheHeadAsTheyAreNamed) {
  const P3 nose{0, 0, 100}, left{80, 0, 0}, crown{0, 90, 0};
  const auto at = [](const RenderCamera& camera, P3 p) { return project(camera, p).position - camera.center; };
  EXPECT_LT(at(camera_of(90, 0, 0, std::nullopt), nose).x, -50) << "left view: the nose points to image left";
  EXPECT_GT(at(camera_of(90, 0, 0, 900), left).x, -1e-9);
  EXPECT_GT(at(camera_of(0, 90, 0, std::nullopt), nose).y, 50) << "from the top: the forehead is below";
  EXPECT_GT(at(camera_of(0, 90, 0, std::nullopt), left).x, 50);
  EXPECT_GT(at(camera_of(0, 0, 10, std::nullopt), crown).x, 10) << "rolled: the crown leans to image right";
}

TEST(MeshRender, SameBytesForAnyNumberOfThreads) {
  const RenderMesh mesh = ball(80);
  const RenderCamera camera = resized(camera_of(20, 30, 10, 600), 350, 400);
  Exec one, four;
  one.threads = 1;
  four.threads = 4;
  const Render a = render(mesh, camera, one), b = render(mesh, camera, four);
  EXPECT_EQ(a.photo.pixels, b.photo.pixels);
  EXPECT_EQ(a.depth, b.depth);
}

TEST(MeshRender, RefiningKeepsVerticesAndRoundsEdges) {
  // A coarse ball: every fifth ring and meridian of the fine one, without its poles.
  RenderMesh mesh;
  constexpr std::uint32_t kRings = 11, kAround = 20;
  for (std::uint32_t i = 0; i < kRings; ++i)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const double tilt = std::numbers::pi * (0.2 + 0.6 * i / (kRings - 1)), turn = 2 * std::numbers::pi * j / kAround;
      mesh.normals.push_back({std::sin(tilt) * std::sin(turn), std::cos(tilt), std::sin(tilt) * std::cos(turn)});
      mesh.vertices.push_back(80.0 * mesh.normals.back());
    }
  for (std::uint32_t i = 0; i + 1 < kRings; ++i)
    for (std::uint32_t j = 0; j < kAround; ++j) {
      const std::uint32_t k = (j + 1) % kAround, up = i * kAround, low = up + kAround;
      mesh.triangles.push_back({up + j, low + j, low + k});
      mesh.triangles.push_back({up + j, low + k, up + k});
    }
  const RenderMesh fine = refined(mesh);
  ASSERT_EQ(fine.triangles.size(), 4 * mesh.triangles.size());
  for (std::size_t i = 0; i < fine.vertices.size(); ++i) {
    if (i < mesh.vertices.size()) {
      EXPECT_EQ(fine.vertices[i], mesh.vertices[i]);
      continue;
    }
    // The middle of a chord of 25 mm (36 with a diagonal) lies 1 mm (2) inside the ball, that of the cubic arc almost
    // on it: the error falls with the fourth power of the angle.
    EXPECT_NEAR(norm(fine.vertices[i]), 80, 0.1);
    EXPECT_NEAR(norm(fine.normals[i]), 1, 1e-12);
  }
}

TEST(Contour, FindsTheLongestCurve) {
  Image<float> image(40, 30, 1);
  const auto view = image.view();
  for (int y = 10; y < 20; ++y)
    for (int x = 0; x < 20; ++x) *view.pixel(x, y) = 1;  // touches the border
  *view.pixel(35, 5) = 1;                                // a speck
  *view.pixel(20, 20) = 1;                               // joined to the block at a corner only
  const auto curve = contour(image);
  const double area = std::fabs(signed_area(std::span<const Vec2<PhotoPx>>(curve)));
  // Corners of a block are cut by 1/8 px^2 each; the diagonal neighbour may or may not belong to it.
  EXPECT_NEAR(area, 200, 1.1);
  EXPECT_TRUE(contour(Image<float>(5, 5, 1)).empty());
  const auto few = simplified(curve, 0.75);
  EXPECT_LE(few.size(), 8U);
  for (const auto p : curve) EXPECT_LE(distance_to_polyline(std::span<const Vec2<PhotoPx>>(few), p, true), 0.75);
}

class Scans : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto folder = scan_folder();
    if (!folder) GTEST_SKIP() << "TONSURE_TEST_HEADS is not set: the head scans are not at hand";
    auto loaded = load_scan(*folder, GetParam());
    ASSERT_TRUE(loaded.ok()) << loaded.error().message();
    scan = std::move(*loaded);
  }
  HeadScan scan;
};
std::string test_name(const ::testing::TestParamInfo<const char*>& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Heads, Scans, ::testing::ValuesIn(kScanNames), test_name);

TEST_P(Scans, CheckFindsWhatScansHave) {
  const auto mesh = read_scan_mesh(*scan_folder(), GetParam());
  ASSERT_TRUE(mesh.ok()) << mesh.error().message();
  const auto report = check_mesh(*mesh);
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_FALSE(report->inside_out);
  EXPECT_EQ(report->boundary_edges > 0, scan.name == "ict-facekit") << "open at the neck; the other is closed below";
  EXPECT_EQ(report->flipped_edges, 0U);
  EXPECT_EQ(report->triangles, scan.name == "ict-facekit" ? 2 * 25836U + 548U : 8833U * 2 + 6);
  EXPECT_EQ(report->components > 1, scan.name == "ict-facekit") << "eyes and teeth are pieces of their own";
  for (const std::string& warning : report->warnings) std::printf("%s: %s\n", GetParam(), warning.c_str());
}

TEST_P(Scans, LieInTheHeadFrame) {
  double left = 0, right = 0, front = 0, back = 0, top = 0;
  for (const P3 p : scan.mesh.vertices)
    if (is_cranium(scan, p)) {
      left = std::max(left, p.x);
      right = std::min(right, p.x);
      front = std::max(front, p.z);
      back = std::min(back, p.z);
      top = std::max(top, p.y);
    }
  // Breadth of the README: 3.14 units of 49 mm, and 158 mm. Half a millimetre: "above the ears" is no exact place.
  EXPECT_NEAR(left - right, scan.name == "ict-facekit" ? 158 : 154.5, 1.0);
  EXPECT_NEAR(left + right, 0, 3) << "the mirror plane of a real head is not in its middle everywhere";
  EXPECT_NEAR(back, scan.landmarks.at("opisthocranion").z, 0.3);
  EXPECT_NEAR(top, scan.landmarks.at("vertex").y, 0.5);
  EXPECT_NEAR(front, scan.landmarks.at("glabella").z, 1.5) << "the cranium's border lies a little above the glabella";
  const P3 middle = scan.landmarks.at("glabella") + scan.landmarks.at("opisthocranion");
  EXPECT_LT(norm(middle), 0.1) << "mid-head";
  for (const auto& [name, p] : scan.landmarks) {
    double nearest = 1e9;
    for (const P3 v : scan.mesh.vertices) nearest = std::min(nearest, norm(v - p));
    // Vertices are up to 3 mm apart; the pupils of open eyes lie on eyeballs that are not part of the skin.
    EXPECT_LT(nearest, name.ends_with("pupil") ? 9.0 : 4.0) << name;
  }
}

TEST_P(Scans, ScenesAreValidAndShowWhatTheirViewShows) {
  for (const ScanView& view : kScanViews) {
    const RenderCamera camera = scan_camera(view, 1200, 800, 900);
    const Scene scene = true_scene(scan, camera, view.view);
    const Status status = check_scene(scene);
    EXPECT_TRUE(status.ok()) << view.name << ": " << status.error().message();
    std::set<std::string> seen;
    for (const FacePoint& point : scene.face_points)
      if (point.position) seen.insert(point.name);
    EXPECT_EQ(seen.contains("nose_tip"), view.view != View::kBack) << view.name;
    EXPECT_EQ(seen.contains("left_pupil") && seen.contains("right_pupil"),
              view.view == View::kFront || view.view == View::kThreeQuarter)
        << view.name;
    EXPECT_EQ(seen.contains("left_tragus"), view.view == View::kFront || view.view == View::kLeft ||
                                                (view.view == View::kThreeQuarter && view.yaw_deg > 0))
        << view.name;
    // The one tilted front view turns the right ear's tragus behind the cheek.
    EXPECT_EQ(seen.contains("right_tragus"), (view.view == View::kFront && view.yaw_deg == 0) ||
                                                 view.view == View::kRight ||
                                                 (view.view == View::kThreeQuarter && view.yaw_deg < 0))
        << view.name;
    EXPECT_EQ(scene.hairline->empty(), view.view == View::kBack) << view.name;
    if (!scene.hairline->empty()) {
      EXPECT_LT(scene.hairline->front().x, scene.hairline->back().x) << view.name << ": left to right as seen";
    }
    const auto area = [](const Points<PhotoPx>& p) {
      return std::fabs(signed_area(std::span<const Vec2<PhotoPx>>(p)));
    };
    // The largest section of a head, 155 x 205 mm, has 250 cm2; above brow and ears from the front, head back, a third.
    const double cm2 = area(scene.head_outline) * camera.mm_per_px * camera.mm_per_px / 100;
    EXPECT_GT(cm2, 75) << view.name;
    EXPECT_LT(cm2, 270) << view.name;
    EXPECT_LE(area(scene.scalp_region), area(scene.head_outline) * 1.001) << view.name;
  }
}

TEST_P(Scans, OutlineGrowsWithThePhotoAndNothingElse) {
  const RenderCamera small = scan_camera(kScanViews[5], 1200, 600, 660), large = resized(small, 3000, 3300);
  const Scene a = true_scene(scan, small, View::kThreeQuarter), b = true_scene(scan, large, View::kThreeQuarter);
  ASSERT_EQ(a.head_outline.size(), b.head_outline.size());
  for (std::size_t i = 0; i < a.head_outline.size(); ++i)
    EXPECT_LT(norm(5.0 * a.head_outline[i] - b.head_outline[i]), 1e-9);  // rounding of doubles
  EXPECT_NEAR(*a.mm_per_px, 5 * *b.mm_per_px, 1e-12);
}

TEST_P(Scans, OutlineIsTheLimbOfTheMesh) {
  // Of the outline from the top, all points lie within the silhouette of the whole mesh, and those behind the ears on
  // the mesh's own limb: a ray that passes 0.5 mm outside misses, one 0.5 mm inside hits.
  const RenderCamera camera = scan_camera(kScanViews[4], 1000, 1000, 1000);  // from the back
  const Scene scene = true_scene(scan, camera, View::kBack);
  int tried = 0;
  for (const auto p : scene.head_outline) {
    const Vec2<PhotoPx> ray = p - camera.center;
    if (ray.y > -20 / camera.mm_per_px) continue;  // the limb above the ears
    ++tried;
    for (const double mm : {-0.5, 0.5}) {
      const Vec2<PhotoPx> at = p + mm / (camera.mm_per_px * norm(ray)) * ray;
      const P3 on_plane = camera.mm_per_px * (at.x - camera.center.x) * camera.axes[0] +
                          camera.mm_per_px * (at.y - camera.center.y) * camera.axes[1];
      const P3 direction = -1.0 * towards_camera(camera, on_plane);
      EXPECT_EQ(first_hit(scan.mesh, on_plane - 500.0 * direction, direction, 0).has_value(), mm < 0)
          << p.x << ", " << p.y;
    }
  }
  EXPECT_GT(tried, 20);
}

}  // namespace
}  // namespace tonsure::testing
