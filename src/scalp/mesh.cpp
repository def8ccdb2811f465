#include <tonsure/scalp/mesh.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace tonsure {
namespace {

using Point = Vec3<MeshMm>;
using Triangle = std::array<std::uint32_t, 3>;

Error bad(std::string where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(why), std::move(fix)};
}

Error too_many(std::string where, std::size_t count, std::size_t most) {
  return {ErrorCode::kResourceLimit, std::move(where), "there are " + std::to_string(count),
          "at most " + std::to_string(most) + " are allowed; simplify the mesh"};
}

std::string short_number(double value) {
  std::array<char, 32> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4);
  return {text.data(), written.ptr};
}

bool has_vertex_twice(const Triangle& t) {
  return t[0] == t[1] || t[1] == t[2] || t[2] == t[0];
}

bool is_degenerate(const TriangleMesh& mesh, const Triangle& t) {
  if (has_vertex_twice(t)) return true;
  const Point a = mesh.vertices[t[0]], b = mesh.vertices[t[1]], c = mesh.vertices[t[2]];
  const double longest2 = std::max({dot(b - a, b - a), dot(c - b, c - b), dot(a - c, a - c)});
  return norm(cross(b - a, c - a)) <= kDegenerateHeight * longest2;  // height times longest side
}

/// Finite vertices and indices that have one.
Status check_values(const TriangleMesh& mesh) {
  if (mesh.triangles.empty()) return bad("triangles", "there are none", "a mesh needs triangles");
  if (mesh.triangles.size() > kMaxTriangles) return too_many("triangles", mesh.triangles.size(), kMaxTriangles);
  if (mesh.vertices.size() > kMaxMeshVertices) return too_many("vertices", mesh.vertices.size(), kMaxMeshVertices);
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    const Point p = mesh.vertices[i];
    if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z))
      return bad("vertices[" + std::to_string(i) + "]", "a coordinate is not a finite number", "coordinates are mm");
  }
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i)
    for (const std::uint32_t corner : mesh.triangles[i])
      if (corner >= mesh.vertices.size())
        return bad("triangles[" + std::to_string(i) + "]", "there is no vertex " + std::to_string(corner),
                   "there are " + std::to_string(mesh.vertices.size()) + ", counted from 0");
  return {};
}

/// The unit that would make a head of the mesh. Upright heads with some neck are 200 to 450 mm high.
Status check_size(const MeshReport& report) {
  const Point size = report.high - report.low;
  const double extent = std::max({size.x, size.y, size.z});
  if (extent >= kMinMeshExtentMm && extent <= kMaxMeshExtentMm) return {};
  struct Unit {
    const char* name;
    double low, high;  // extents of heads and busts in this unit
    const char* factor;
  };
  // Inches before centimetres: a head is 8 to 17 inches and not less than 18 cm high.
  constexpr std::array<Unit, 4> kUnits = {{{"metres", 0.12, 1, "1000"},
                                           {"inches", 6, 17.7, "25.4"},
                                           {"centimetres", 17.7, 100, "10"},
                                           {"micrometres", 120'000, 1'000'000, "0.001"}}};
  const std::string why = "its longest side is " + short_number(extent) + " mm, which no head has";
  for (const Unit& unit : kUnits)
    if (extent >= unit.low && extent <= unit.high)
      return bad("mesh", why,
                 std::string("it looks like ") + unit.name + ": mm_per_unit must be " + unit.factor +
                     " times as large (" + unit.factor + " where it was 1)");
  return bad("mesh", why,
             "set mm_per_unit so that the head is some 150 mm broad; " + short_number(kMinMeshExtentMm) + " to " +
                 short_number(kMaxMeshExtentMm) + " mm are allowed");
}

/// Counts edges by how many triangles share them. All edges are listed at their lower vertex; the lists are short.
void count_edges(const TriangleMesh& mesh, MeshReport& report) {
  std::vector<std::uint32_t> start(mesh.vertices.size() + 1, 0);
  const auto for_each_edge = [&](const auto& visit) {
    for (const Triangle& t : mesh.triangles) {
      if (has_vertex_twice(t)) continue;
      for (std::size_t k = 0; k < 3; ++k) visit(t[k], t[(k + 1) % 3]);
    }
  };
  for_each_edge([&](std::uint32_t from, std::uint32_t to) { ++start[std::min(from, to) + 1]; });
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<std::uint32_t> ends(start.back());  // higher vertex, doubled; odd where the edge runs downwards
  std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
  for_each_edge([&](std::uint32_t from, std::uint32_t to) {
    ends[next[std::min(from, to)]++] = 2 * std::max(from, to) + (from < to ? 0U : 1U);
  });
  for (std::size_t v = 0; v + 1 < start.size(); ++v) {
    const auto first = ends.begin() + start[v], last = ends.begin() + start[v + 1];
    std::sort(first, last);
    for (auto at = first; at != last;) {
      auto end = at;
      while (end != last && *end / 2 == *at / 2) ++end;
      const auto sharing = end - at;
      if (sharing == 1) ++report.boundary_edges;
      if (sharing == 2 && *at == at[1]) ++report.flipped_edges;
      if (sharing > 2) ++report.non_manifold_edges;
      at = end;
    }
  }
}

/// Counts pieces (union of sets, Tarjan 1975, halving paths) and vertices that no triangle uses.
void count_pieces(const TriangleMesh& mesh, MeshReport& report) {
  std::vector<std::uint32_t> parent(mesh.vertices.size());
  std::iota(parent.begin(), parent.end(), 0U);
  std::vector<bool> used(mesh.vertices.size(), false);
  const auto root = [&](std::uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  std::vector<bool> joined(mesh.vertices.size(), false);
  for (const Triangle& t : mesh.triangles) {
    for (const std::uint32_t v : t) used[v] = true;
    if (has_vertex_twice(t)) continue;
    for (const std::uint32_t v : t) joined[v] = true;
    const std::uint32_t a = root(t[0]);
    parent[root(t[1])] = a;
    parent[root(t[2])] = a;
  }
  for (std::uint32_t v = 0; v < parent.size(); ++v) {
    if (!used[v]) ++report.unreferenced_vertices;
    if (joined[v] && parent[v] == v) ++report.components;
  }
}

/// Box and winding. The flux of position through a closed surface is three times its volume; for one that is open at
/// the neck it still is positive, seen from the middle, where most of the surface faces outwards.
void measure(const TriangleMesh& mesh, MeshReport& report) {
  const Point first = mesh.vertices[mesh.triangles[0][0]];
  report.low = report.high = first;
  for (const Triangle& t : mesh.triangles)
    for (const std::uint32_t v : t) {
      const Point p = mesh.vertices[v];
      report.low = {std::min(report.low.x, p.x), std::min(report.low.y, p.y), std::min(report.low.z, p.z)};
      report.high = {std::max(report.high.x, p.x), std::max(report.high.y, p.y), std::max(report.high.z, p.z)};
    }
  const Point middle = 0.5 * (report.low + report.high);
  double flux = 0;
  for (const Triangle& t : mesh.triangles) {
    const Point a = mesh.vertices[t[0]] - middle, b = mesh.vertices[t[1]] - middle, c = mesh.vertices[t[2]] - middle;
    flux += dot(a, cross(b, c));
  }
  report.inside_out = flux < 0;
}

std::vector<std::string> warnings_of(const MeshReport& report) {
  std::vector<std::string> out;
  const auto warn = [&](std::size_t count, const char* one, const char* many, const char* meaning) {
    if (count > 0) out.push_back(std::to_string(count) + " " + (count == 1 ? one : many) + ": " + meaning);
  };
  warn(report.degenerate_triangles, "degenerate triangle", "degenerate triangles", "too thin to face anywhere");
  warn(report.boundary_edges, "open edge", "open edges",
       "the surface is not watertight, as is usual at the neck; elsewhere it is a hole");
  warn(report.non_manifold_edges, "edge", "edges", "three or more triangles meet there (non-manifold)");
  warn(report.flipped_edges, "edge", "edges", "the triangles on its two sides are wound in opposite directions");
  warn(report.unreferenced_vertices, "vertex", "vertices", "no triangle uses it");
  if (report.components > 1)
    out.push_back(std::to_string(report.components) + " separate pieces: hair, eyes or shoulders may be among them");
  if (report.inside_out) out.emplace_back("the triangles are wound clockwise as seen from outside: inside out");
  return out;
}

}  // namespace

Result<MeshReport> check_mesh(const TriangleMesh& mesh) {
  if (const Status values = check_values(mesh); !values) return values.error();
  MeshReport report;
  report.vertices = mesh.vertices.size();
  report.triangles = mesh.triangles.size();
  measure(mesh, report);
  if (const Status size = check_size(report); !size) return size.error();
  for (const Triangle& t : mesh.triangles)
    if (is_degenerate(mesh, t)) ++report.degenerate_triangles;
  count_edges(mesh, report);
  count_pieces(mesh, report);
  report.warnings = warnings_of(report);
  return report;
}

}  // namespace tonsure
