#include <tonsure/scalp/mesh.h>

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include <tonsure/scalp/view.h>

namespace tonsure {
namespace {

/// A parametric head as a mesh, down to 130 degrees from the top, moved and turned.
struct Scan {
  TriangleMesh mesh;
  HeadShape shape{74, 93, 103, 0.02, 0.01, -0.01, 0.01};
  Vec3<MeshMm> mid_head{15, -220, 40};
  double turn = 0.1;  ///< about y, radians

  explicit Scan(double lowest_deg = 130) {
    constexpr int kRings = 90, kSpokes = 180;
    for (int i = 0; i <= kRings; ++i) {
      for (int k = 0; k < kSpokes; ++k) {
        const double tilt = lowest_deg * std::numbers::pi / 180 * (i + 1e-3) / kRings;
        const double around = 2 * std::numbers::pi * k / kSpokes;
        const Vec3<HeadMm> d{std::sin(tilt) * std::sin(around), std::cos(tilt), std::sin(tilt) * std::cos(around)};
        const Vec3<HeadMm> p = head_radius_mm(shape, d) * d;
        mesh.vertices.push_back(mid_head + Vec3<MeshMm>{std::cos(turn) * p.x + std::sin(turn) * p.z, p.y,
                                                        -std::sin(turn) * p.x + std::cos(turn) * p.z});
      }
    }
    const auto at = [](int i, int k) { return static_cast<std::uint32_t>(i * kSpokes + k % kSpokes); };
    for (int i = 0; i < kRings; ++i) {
      for (int k = 0; k < kSpokes; ++k) {
        mesh.triangles.push_back({at(i, k), at(i + 1, k), at(i + 1, k + 1)});
        mesh.triangles.push_back({at(i, k), at(i + 1, k + 1), at(i, k + 1)});
      }
    }
  }
};

TEST(PlaceMesh, FindsTheHead) {
  const Scan scan;
  const auto fitted = place_mesh(scan.mesh);
  ASSERT_TRUE(fitted.ok()) << fitted.error().message();
  EXPECT_LT(fitted->rms_mm, 0.6);  // priors pull a head that is off in every respect
  EXPECT_LT(norm(fitted->placement.mid_head - scan.mid_head), 2.5);
  EXPECT_NEAR(fitted->shape.half_breadth_mm, 74, 0.7);
  EXPECT_NEAR(fitted->shape.half_length_mm, 103, 1.0);
  EXPECT_NEAR(fitted->placement.rotation[0][0], std::cos(0.1), 0.01);
}

TEST(PlaceMesh, TellsAFaceThatLooksBackwards) {
  // A nose: what lies below the brow within 20 degrees of the front sticks out by 15 mm.
  const auto with_nose_at = [](double around) {
    Scan scan;
    for (auto& v : scan.mesh.vertices) {
      const Vec3<MeshMm> p = v - scan.mid_head;
      const double turned = std::remainder(std::atan2(p.x, p.z) - scan.turn - around, 2 * std::numbers::pi);
      const double elevation = std::atan2(p.y, std::hypot(p.x, p.z));
      if (std::fabs(turned) < 0.35 && elevation < -0.35) v = v + (15 / norm(p)) * p;
    }
    return place_mesh(scan.mesh);
  };
  const auto forwards = with_nose_at(0), backwards = with_nose_at(std::numbers::pi);
  ASSERT_TRUE(forwards.ok() && backwards.ok());
  EXPECT_TRUE(forwards->warnings.empty());
  ASSERT_EQ(backwards->warnings.size(), 1U);
  EXPECT_NE(backwards->warnings[0].find("backwards"), std::string::npos);
  EXPECT_TRUE(place_mesh(Scan().mesh)->warnings.empty());  // a cranium without a face does not tell
}

TEST(SurfaceOfMesh, LiesOnTheMesh) {
  const Scan scan;
  const auto fitted = place_mesh(scan.mesh);
  ASSERT_TRUE(fitted.ok());
  const auto surface = surface_of_mesh(scan.mesh, *fitted);
  ASSERT_TRUE(surface.ok()) << surface.error().message();
  EXPECT_FALSE(surface->shape().has_value());
  const auto& r = fitted->placement.rotation;
  double worst = 0;
  for (const auto& v : scan.mesh.vertices) {
    const Vec3<MeshMm> m = v - fitted->placement.mid_head;
    const Vec3<HeadMm> p{r[0][0] * m.x + r[0][1] * m.y + r[0][2] * m.z, r[1][0] * m.x + r[1][1] * m.y + r[1][2] * m.z,
                         r[2][0] * m.x + r[2][1] * m.y + r[2][2] * m.z};
    if (p.y < 0) continue;
    worst = std::max(worst, std::fabs(norm(p) - radius_mm(*surface, normalized(p))));
  }
  EXPECT_LT(worst, 0.15);  // facets of 2.4 mm lie 0.01 mm inside; smoothing over 2 mm takes a hundredth of a mm more
  EXPECT_LT(chart_distortion(*surface, 0).mean_stretch, 1.02);
}

TEST(SurfaceOfMesh, ACameraOfTheMeshSeesTheSamePoints) {
  const Scan scan;
  const auto fitted = place_mesh(scan.mesh);
  ASSERT_TRUE(fitted.ok());
  // 900 mm in front of the mesh's origin, looking back along z.
  const Camera of_mesh{1500, 1500, 500, 500, {1, 0, 0, 0, -1, 0, 0, 0, -1}, {-15, -220, 900}, {}};
  const HeadCamera camera = head_camera(in_head_frame(of_mesh, fitted->placement));
  const HeadView view = see_head(ScalpSurface(fitted->shape), camera);
  const auto& r = fitted->placement.rotation;
  for (std::size_t i = 0; i < scan.mesh.vertices.size(); i += 501) {
    const Vec3<MeshMm> v = scan.mesh.vertices[i];
    const Vec3<MeshMm> m = v - fitted->placement.mid_head;
    const Vec3<HeadMm> p{r[0][0] * m.x + r[0][1] * m.y + r[0][2] * m.z, r[1][0] * m.x + r[1][1] * m.y + r[1][2] * m.z,
                         r[2][0] * m.x + r[2][1] * m.y + r[2][2] * m.z};
    const double z = -v.z + 900;
    const auto seen = project(ScalpSurface(fitted->shape), view, p).position;
    EXPECT_NEAR(seen.x, 1500 * (v.x - 15) / z + 500, 1e-6);
    EXPECT_NEAR(seen.y, 1500 * (-v.y - 220) / z + 500, 1e-6);
  }
}

TEST(SurfaceOfMesh, RefusesWhatIsNoHead) {
  Scan scan;
  for (auto& v : scan.mesh.vertices) v = {0.3 * v.x, v.y, 2 * v.z};  // a shoe
  const auto shoe = place_mesh(scan.mesh);
  ASSERT_FALSE(shoe.ok());
  EXPECT_NE(shoe.error().why.find("no head"), std::string::npos);
  const Scan cap(35);
  const auto fitted = place_mesh(cap.mesh);
  if (fitted.ok()) {
    const auto surface = surface_of_mesh(cap.mesh, *fitted);
    ASSERT_FALSE(surface.ok());
    EXPECT_NE(surface.error().why.find("% of the cranium"), std::string::npos);
  }
}

}  // namespace
}  // namespace tonsure
