// Checks of triangle meshes: what is refused, what is counted, what is warned of.
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include <tonsure/scalp/mesh.h>

namespace tonsure {
namespace {

/// A closed sphere of the given radius around the origin: `rings` bands of 2 * `rings` quads, poles included.
TriangleMesh sphere(std::uint32_t rings, double radius_mm) {
  TriangleMesh mesh;
  const std::uint32_t around = 2 * rings;
  mesh.vertices.push_back({0, radius_mm, 0});
  for (std::uint32_t i = 1; i < rings; ++i)
    for (std::uint32_t j = 0; j < around; ++j) {
      const double tilt = std::numbers::pi * i / rings, turn = 2 * std::numbers::pi * j / around;
      mesh.vertices.push_back({radius_mm * std::sin(tilt) * std::sin(turn), radius_mm * std::cos(tilt),
                               radius_mm * std::sin(tilt) * std::cos(turn)});
    }
  mesh.vertices.push_back({0, -radius_mm, 0});
  const auto last = static_cast<std::uint32_t>(mesh.vertices.size() - 1);
  for (std::uint32_t j = 0; j < around; ++j) {
    const std::uint32_t k = (j + 1) % around;
    mesh.triangles.push_back({0, 1 + j, 1 + k});
    for (std::uint32_t i = 0; i + 2 < rings; ++i) {
      const std::uint32_t up = 1 + i * around, low = up + around;
      mesh.triangles.push_back({up + j, low + j, low + k});
      mesh.triangles.push_back({up + j, low + k, up + k});
    }
    const std::uint32_t lowest = 1 + (rings - 2) * around;
    mesh.triangles.push_back({lowest + j, last, lowest + k});
  }
  return mesh;
}

TriangleMesh scaled(TriangleMesh mesh, double factor) {
  for (auto& v : mesh.vertices) v = factor * v;
  return mesh;
}

bool warns_of(const MeshReport& report, const std::string& words) {
  for (const std::string& warning : report.warnings)
    if (warning.find(words) != std::string::npos) return true;
  return false;
}

TEST(CheckMesh, ClosedSphereHasNothingToWarnOf) {
  const TriangleMesh mesh = sphere(8, 100);
  const auto report = check_mesh(mesh);
  ASSERT_TRUE(report.ok()) << report.error().message();
  // Euler: V - E + F = 2 with 2 E = 3 F.
  EXPECT_EQ(report->vertices, 2U + 7 * 16);
  EXPECT_EQ(report->triangles, 2 * (report->vertices - 2));
  EXPECT_EQ(report->components, 1U);
  EXPECT_EQ(report->boundary_edges + report->non_manifold_edges + report->flipped_edges + report->degenerate_triangles +
                report->unreferenced_vertices,
            0U);
  EXPECT_FALSE(report->inside_out);
  EXPECT_TRUE(report->warnings.empty()) << report->warnings.front();
  EXPECT_EQ(report->low.y, -100);
  EXPECT_EQ(report->high.y, 100);
}

TEST(CheckMesh, CountsTheEdgeOfAHole) {
  TriangleMesh mesh = sphere(8, 100);
  mesh.triangles.erase(mesh.triangles.begin());  // one triangle at the pole: a hole with three edges
  const auto report = check_mesh(mesh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->boundary_edges, 3U);
  EXPECT_TRUE(warns_of(*report, "3 open edges"));
}

TEST(CheckMesh, CountsBranchesFlippedAndThinTriangles) {
  TriangleMesh mesh = sphere(8, 100);
  const auto extra = static_cast<std::uint32_t>(mesh.vertices.size());
  mesh.vertices.push_back({0, 120, 0});
  const auto first = mesh.triangles[0];
  mesh.triangles.push_back({first[0], first[1], extra});  // a fin: its base has three triangles, its other edges one
  auto report = check_mesh(mesh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->non_manifold_edges, 1U);
  EXPECT_EQ(report->boundary_edges, 2U);

  mesh = sphere(8, 100);
  std::swap(mesh.triangles[5][0], mesh.triangles[5][1]);
  report = check_mesh(mesh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->flipped_edges, 3U);
  EXPECT_FALSE(report->inside_out);

  mesh = sphere(8, 100);
  mesh.triangles.push_back({4, 4, 5});
  report = check_mesh(mesh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->degenerate_triangles, 1U);
  EXPECT_EQ(report->non_manifold_edges + report->boundary_edges, 0U) << "a vertex twice makes no edges";

  // A needle beside the sphere: 100 mm long, 0.005 mm high is thinner than a ten-thousandth, 0.02 mm is not.
  for (const double height : {0.005, 0.02}) {
    mesh = sphere(8, 100);
    mesh.vertices.insert(mesh.vertices.end(), {{0, 0, 150}, {0, 100, 150}, {height, 50, 150}});
    mesh.triangles.push_back({extra, extra + 1, extra + 2});
    report = check_mesh(mesh);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->degenerate_triangles, height < 0.01 ? 1U : 0U) << height;
    EXPECT_EQ(report->components, 2U);
    EXPECT_TRUE(warns_of(*report, "2 separate pieces"));
  }
}

TEST(CheckMesh, SeesTheInsideOutAndTheUnused) {
  TriangleMesh mesh = sphere(8, 100);
  for (auto& t : mesh.triangles) std::swap(t[0], t[1]);
  mesh.vertices.push_back({1e6, 0, 0});  // far away, but no triangle uses it: the size is that of the head
  const auto report = check_mesh(mesh);
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_TRUE(report->inside_out);
  EXPECT_EQ(report->flipped_edges, 0U);
  EXPECT_EQ(report->unreferenced_vertices, 1U);
  EXPECT_EQ(report->components, 1U) << "a vertex by itself is no piece";
  EXPECT_EQ(report->high.x, 100);
}

TEST(CheckMesh, NamesTheLikelyUnit) {
  const TriangleMesh head = sphere(8, 150);  // a head with its neck: 300 mm
  struct Case {
    double mm_per_unit;
    const char* unit;
    const char* factor;
  };
  for (const Case& c : {Case{1000, "metres", "1000 times"},
                        {10, "centimetres", "10 times"},
                        {25.4, "inches", "25.4 times"},
                        {0.001, "micrometres", "0.001 times"}}) {
    const auto report = check_mesh(scaled(head, 1 / c.mm_per_unit));
    ASSERT_FALSE(report.ok()) << c.unit;
    EXPECT_EQ(report.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(report.error().fix.find(std::string("looks like ") + c.unit), std::string::npos)
        << report.error().message();
    EXPECT_NE(report.error().fix.find(c.factor), std::string::npos) << report.error().message();
  }
  // In centimetres, heads from a scalp alone to a bust.
  for (const double extent : {18.0, 99.0}) {
    const auto report = check_mesh(scaled(head, extent / 300));
    ASSERT_FALSE(report.ok()) << extent;
    EXPECT_NE(report.error().fix.find("looks like centimetres"), std::string::npos) << report.error().message();
  }
  for (const double factor : {1e-9, 1e9, 1e200}) {
    const auto report = check_mesh(scaled(head, factor));
    ASSERT_FALSE(report.ok()) << factor;
    EXPECT_NE(report.error().fix.find("150 mm broad"), std::string::npos) << report.error().message();
  }
  TriangleMesh point = head;
  for (auto& v : point.vertices) v = {5, 5, 5};
  EXPECT_FALSE(check_mesh(point).ok());
}

TEST(CheckMesh, RefusesWhatIsNoMesh) {
  EXPECT_EQ(check_mesh({}).error().where, "triangles");
  EXPECT_EQ(check_mesh({{{0, 0, 0}}, {}}).error().where, "triangles");

  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    TriangleMesh mesh = sphere(4, 100);
    mesh.vertices[7].z = value;
    const auto report = check_mesh(mesh);
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().where, "vertices[7]");
  }

  TriangleMesh mesh = sphere(4, 100);
  mesh.triangles[3][2] = static_cast<std::uint32_t>(mesh.vertices.size());
  const auto report = check_mesh(mesh);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().where, "triangles[3]");

  mesh = sphere(4, 100);
  mesh.triangles.resize(kMaxTriangles + 1, {0, 1, 2});
  ASSERT_FALSE(check_mesh(mesh).ok());
  EXPECT_EQ(check_mesh(mesh).error().code, ErrorCode::kResourceLimit);
}

TEST(CheckMesh, TakesMillionsOfTriangles) {
  TriangleMesh mesh = sphere(700, 100);
  const std::size_t count = mesh.triangles.size();
  ASSERT_GT(count, 1'900'000U);
  auto report = check_mesh(mesh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->components, 1U);
  EXPECT_EQ(report->boundary_edges, 0U);
  // The worst case of counting edges by their lower vertex: all have the same.
  mesh.triangles.assign(count, {0, 350 * 1400, 350 * 1400 + 700});
  mesh.triangles.push_back({0, 700, 350 * 1400});
  report = check_mesh(mesh);
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_EQ(report->non_manifold_edges, 3U);
  EXPECT_EQ(report->boundary_edges, 2U);
}

}  // namespace
}  // namespace tonsure
