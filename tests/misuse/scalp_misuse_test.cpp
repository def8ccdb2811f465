#include <gtest/gtest.h>
#include <tonsure/design/hairline_handles.h>
#include <tonsure/scalp/mesh.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

const std::vector<double> kOdd = {kNaN, kInfinity, -kInfinity, 1e300, -1e300, 0};

TEST(Misuse, Surfaces) {
  using Head = Vec3<HeadMm>;
  std::vector<Misuse> calls = {
      {"no nodes", [] { return refused(ScalpSurface::measured({}), "nodes"); }},
      {"-7 nodes",
       [] {
         return refused(ScalpSurface::measured({-7, {}}), "nodes");
       }},
      {"2^31 nodes",
       [] {
         return refused(ScalpSurface::measured({2147483647, {}}), "nodes");
       }},
      {"too few radii",
       [] {
         return refused(ScalpSurface::measured({17, {90, 90}}), "radius_mm");
       }},
      {"radii of NaN",
       [] {
         return refused(ScalpSurface::measured({17, std::vector<double>(17UL * 17, kNaN)}), "radius_mm[0]");
       }},
      {"the name of area 77", [] { return holds(scalp_area_name(static_cast<ScalpArea>(77)) != nullptr); }},
  };
  for (const double v : kOdd) {
    const std::string of = " of " + std::to_string(v);
    const Head h{v, 1, v};
    calls.push_back({"head shape" + of, [=] {
                       const ScalpSurface surface(HeadShape{.half_breadth_mm = v});
                       return holds(half_extents_mm(surface).y == half_extents_mm(surface).y || true);
                     }});
    calls.push_back({"head shape, all" + of, [=] {
                       const ScalpSurface surface(HeadShape{v, v, v, v, v, v, v});
                       return holds(std::isnan(radius_mm(surface, {0, 1, 0})) || true);
                     }});
    calls.push_back({"head_radius_mm" + of, [=] { return holds(head_radius_mm({}, h) >= 0 || true); }});
    calls.push_back({"radius_mm" + of, [=] { return holds(radius_mm({}, {v, v, v}) >= 0 || true); }});
    calls.push_back({"from_chart" + of, [=] { return holds(norm(from_chart({}, {v, 3})) >= 0 || true); }});
    calls.push_back({"to_chart" + of, [=] { return holds(norm(to_chart({}, {0, v, 0})) >= 0 || true); }});
    calls.push_back({"surface_normal" + of, [=] { return holds(norm(surface_normal({}, {v, v, 0})) >= 0 || true); }});
    calls.push_back({"area_factor" + of, [=] { return holds(area_factor({}, {v, v}) >= 0 || true); }});
    calls.push_back(
        {"chart_distortion" + of, [=] { return holds(chart_distortion({}, v).mean_stretch >= 0 || true); }});
    calls.push_back({"skin_distance_mm" + of, [=] { return holds(skin_distance_mm({}, h, {0, 90, 0}) >= 0 || true); }});
    calls.push_back({"skin_distance_mm to" + of, [=] {
                       return holds(skin_distance_mm({}, {0, 0, 0}, h) >= 0 || true);
                     }});
    calls.push_back({"walk_on_skin" + of, [=] {
                       return holds(norm(walk_on_skin({}, {0, 90, 0}, {0, 0, 90}, v)) >= 0 || true);
                     }});
    calls.push_back({"walk_on_skin from" + of, [=] { return holds(norm(walk_on_skin({}, h, h, 3)) >= 0 || true); }});
  }
  try_all(calls);
}

TEST(Misuse, Views) {
  sample();  // once, not in every process
  std::vector<Misuse> calls = {
      {"a camera without a place", [] { return holds(head_camera(Camera{}).mm_per_px == 1); }},
      {"a camera with half a place",
       [] {
         return holds(head_camera(Camera{1, 1, 0, 0, {1, 2, 3}, {4}}).mm_per_px == 1);
       }},
      {"a camera of no focal length",
       [] {
         return holds(
             head_camera(Camera{0, 0, 0, 0, std::vector<double>(9), std::vector<double>(3)}).pixel_aspect >= 0 || true);
       }},
  };
  const ScalpSurface surface;
  // Views that no function made: without a rim, with one of a single point, of NaN, and of parts that do not fit.
  std::vector<std::pair<std::string, HeadView>> views;
  views.emplace_back("no rim", HeadView{});
  views.emplace_back("a rim of one point", HeadView{{}, {90}, {0}, {0.1}});
  views.emplace_back("a rim of NaN", HeadView{{}, {kNaN, kNaN}, {kNaN}, {kNaN, 1e300}});
  views.emplace_back("no elevations", HeadView{{}, {90, 91, 92}, {}, {}});
  for (const double v : kOdd) {
    HeadCamera camera;
    camera.mm_per_px = v;
    views.emplace_back("scale " + std::to_string(v), HeadView{camera, {90, 90}, {0, 0}, {0.01}});
    camera = {};
    camera.rotation[2] = {v, v, v};
    views.emplace_back("rotation of " + std::to_string(v), HeadView{camera, {90, 90}, {0, 0}, {0.01}});
    camera = {};
    camera.center.x = camera.inverse_distance_per_mm = camera.pixel_aspect = v;
    views.emplace_back("camera of " + std::to_string(v), HeadView{camera, {90, 90}, {0, 0}, {0.01}});
  }
  for (const auto& [name, view] : views) {
    const HeadView v = view;
    calls.push_back({"see_head, " + name, [=] { return holds(see_head(surface, v.camera).rim_mm.size() > 8); }});
    calls.push_back({"pose_of, " + name, [=] { return holds(pose_of(v.camera).yaw >= -4 || true); }});
    calls.push_back({"project, " + name, [=] {
                       return holds(project(surface, v, {0, 90, 0}).cos_view >= -2 || true);
                     }});
    calls.push_back({"project NaN, " + name, [=] {
                       return holds(project(surface, v, {kNaN, 90, 0}).cos_view >= -2 || true);
                     }});
    calls.push_back({"footprint, " + name, [=] { return holds(footprint(surface, v, {5, 90, 3}).xx >= 0 || true); }});
    calls.push_back({"unproject, " + name, [=] { return holds(!unproject(surface, v, {kNaN, 3}) || true); }});
    calls.push_back({"unproject the middle, " + name, [=] { return holds(!unproject(surface, v, {3, 3}) || true); }});
    calls.push_back({"inside_silhouette, " + name, [=] { return holds(!inside_silhouette(v, {1e300, kNaN})); }});
    calls.push_back({"scalp_mm_per_px, " + name, [=] { return holds(scalp_mm_per_px(surface, v, {}) >= 0 || true); }});
    calls.push_back({"hairline_handles, " + name, [=] {
                       FittedHead head = sample().reading().head;
                       head.view = v;
                       return holds(hairline_handles(sample().scene, head, {}).guide.size() < 100000);
                     }});
  }
  calls.push_back(
      {"handles of no scene", [] { return holds(hairline_handles({}, sample().reading().head, {}).guide.empty()); }});
  calls.push_back({"handles of a treatment of NaN", [] {
                     return holds(
                         hairline_handles(sample().scene, sample().reading().head, treatment_with([](Treatment& t) {
                                            t.hairline.corner_power = kNaN;
                                            t.hairline.controls = {{kNaN, kNaN}};
                                          }))
                             .handles.empty());
                   }});
  calls.push_back({"handles of 1000 controls", [] {
                     return holds(
                         hairline_handles(sample().scene, sample().reading().head,
                                          treatment_with([](Treatment& t) { t.hairline.controls.resize(1000); }))
                             .handles.size() <= kMaxHairlineControls);
                   }});
  for (const double v : kOdd)
    calls.push_back({"fade of " + std::to_string(v), [=] { return holds(!(grazing_fade(v) < 0)); }});
  try_all(calls);
}

TriangleMesh ball() {
  TriangleMesh mesh;
  constexpr int kRings = 24, kSpokes = 48;
  for (int i = 0; i <= kRings; ++i)
    for (int j = 0; j < kSpokes; ++j) {
      const double tilt = 3.14159265 * i / kRings, turn = 2 * 3.14159265 * j / kSpokes;
      mesh.vertices.push_back(
          {77 * std::sin(tilt) * std::sin(turn), 90 * std::cos(tilt), 100 * std::sin(tilt) * std::cos(turn)});
    }
  const auto at = [](int i, int j) { return static_cast<std::uint32_t>(i * kSpokes + j % kSpokes); };
  for (int i = 0; i < kRings; ++i)
    for (int j = 0; j < kSpokes; ++j) {
      mesh.triangles.push_back({at(i, j), at(i + 1, j), at(i + 1, j + 1)});
      mesh.triangles.push_back({at(i, j), at(i + 1, j + 1), at(i, j + 1)});
    }
  return mesh;
}

TEST(Misuse, Meshes) {
  const auto ball_with = [](const std::function<void(TriangleMesh&)>& change) {
    TriangleMesh mesh = ball();
    change(mesh);
    return mesh;
  };
  std::vector<std::pair<std::string, TriangleMesh>> meshes;
  meshes.emplace_back("nothing", TriangleMesh{});
  meshes.emplace_back("no triangles", ball_with([](auto& m) { m.triangles.clear(); }));
  meshes.emplace_back("no vertices", ball_with([](auto& m) { m.vertices.clear(); }));
  meshes.emplace_back("an index beyond", ball_with([](auto& m) { m.triangles[7][1] = 4000000000U; }));
  meshes.emplace_back("NaN", ball_with([](auto& m) { m.vertices[7].y = kNaN; }));
  meshes.emplace_back("infinite", ball_with([](auto& m) { m.vertices[7].y = kInfinity; }));
  meshes.emplace_back("1e300", ball_with([](auto& m) { m.vertices[7].y = 1e300; }));
  meshes.emplace_back("in metres", ball_with([](auto& m) {
                        for (auto& v : m.vertices) v = 0.001 * v;
                      }));
  std::vector<Misuse> calls;
  for (const auto& [name, mesh] : meshes) {
    const TriangleMesh m = mesh;
    calls.push_back({"check_mesh, " + name, [=] { return refused(check_mesh(m)); }});
    calls.push_back({"place_mesh, " + name, [=] { return refused(place_mesh(m)); }});
    calls.push_back({"surface_of_mesh, " + name, [=] { return answered(surface_of_mesh(m, {})); }});
  }
  calls.push_back({"surface_of_mesh, indices beyond", [=] {
                     return refused(surface_of_mesh(ball_with([](auto& m) { m.triangles[7][1] = 4000000000U; }), {}));
                   }});
  for (const double v : kOdd)
    calls.push_back({"placed at " + std::to_string(v), [=] {
                       FittedMesh fitted;
                       fitted.placement.mid_head = {v, v, v};
                       fitted.placement.rotation[1] = {v, 0, 0};
                       fitted.shape.height_mm = v;
                       return answered(surface_of_mesh(ball(), fitted));
                     }});
  calls.push_back({"a camera without a place", [] { return holds(in_head_frame({}, {}).rotation.empty()); }});
  calls.push_back({"a camera with half a place", [] {
                     return holds(in_head_frame({1, 1, 0, 0, {1, 2}, {3}}, {}).rotation.size() == 2);
                   }});
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
