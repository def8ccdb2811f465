#include "scalp/scan_heads.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>
#include <utility>

#include <tonsure/io/mesh_file.h>
#include <tonsure/io/photo.h>

namespace tonsure::testing {
namespace {

using P3 = Vec3<HeadMm>;
using Landmarks = std::map<std::string, P3>;

/// What is known of a scan beside its file. Points in the head frame.
struct ScanFacts {
  const char* file;
  double mm_per_unit;
  std::size_t triangles;  ///< that are skin, from the first
  Vec3<MeshMm> origin;    ///< mid-head in the file's axes, mm
  const char* color_map;  ///< or null
  int refinements;        ///< edges are then some 3 mm long
  Landmarks landmarks;
  HeightLine border;
};

/// Origins: x of the mirror plane that fits best (least squares over the head), y and z midway between glabella (the
/// foremost point of the median section above the sellion) and opisthocranion (its rearmost). Landmarks: extremes of
/// the median section, corners of the eyes and ears picked in renders of 0.1 mm/px. The first scan's eyes are closed:
/// its pupils are taken to lie between the canthi.
ScanFacts facts_of(const std::string& name) {
  if (name == "lee-perry-smith") {
    return {"lee-perry-smith.obj",
            49,
            17672,
            {-4.7, 104.39, 5.25},
            "Map-COL.jpg",
            2,
            {{"glabella", {0, 3.7, 102.7}},
             {"opisthocranion", {0, -3.7, -102.7}},
             {"vertex", {0, 90.4, -9.7}},
             {"sellion", {0, -13.2, 99}},
             {"nose_tip", {0, -50.6, 121.7}},
             {"subnasale", {0, -63, 107.5}},
             {"chin", {0, -128, 97.6}},
             {"left_pupil", {30.5, -21.5, 90.3}},
             {"right_pupil", {-31, -21.5, 90.7}},
             {"left_medial_canthus", {15.4, -21, 85.4}},
             {"right_medial_canthus", {-15.1, -20.4, 85.3}},
             {"left_lateral_canthus", {45.6, -23.3, 75.9}},
             {"right_lateral_canthus", {-47, -22, 77.1}},
             {"left_tragus", {70.8, -40, 11.5}},
             {"right_tragus", {-69.4, -40.5, 11}},
             {"left_ear_top", {82.8, -13.2, 1.7}},
             {"right_ear_top", {-81.5, -13.8, 0.4}},
             {"left_ear_bottom", {73.2, -72, 10.8}},
             {"right_ear_bottom", {-73.8, -72, 9.6}}},
            {{0, 6},
             {20, 8},
             {35, 6},
             {50, -2},
             {65, -8},
             {78, -8},
             {90, -6},
             {103, -12},
             {110, -25},
             {116, -45},
             {125, -55},
             {145, -61},
             {180, -62}}};
  }
  return {"generic_neutral_mesh.obj",
          10,
          22288,  // of faces 0 to 11143, all quads
          {0, 56.91, 10.43},
          nullptr,
          1,
          {{"glabella", {0, 0.4, 97.3}},
           {"opisthocranion", {0, -0.4, -97.3}},
           {"vertex", {0, 88.1, -10.2}},
           {"sellion", {0, -15.2, 96}},
           {"nose_tip", {0, -56, 120.5}},
           {"subnasale", {0, -72, 104.8}},
           {"chin", {0, -135.1, 89.9}},
           {"left_pupil", {32, -20.8, 85.6}},
           {"right_pupil", {-32, -20.8, 85.6}},
           {"left_medial_canthus", {18, -24.6, 81.9}},
           {"right_medial_canthus", {-18, -24.6, 81.9}},
           {"left_lateral_canthus", {46.6, -22.6, 76.1}},
           {"right_lateral_canthus", {-46.6, -22.6, 76.1}},
           {"left_tragus", {73.8, -44, 0}},
           {"right_tragus", {-73.8, -44, 0}},
           {"left_ear_top", {87.3, -21.6, -11.3}},
           {"right_ear_top", {-87.3, -21.6, -11.3}},
           {"left_ear_bottom", {73.6, -76, 3}},
           {"right_ear_bottom", {-73.6, -76, 3}}},
          {{0, 6},
           {20, 8},
           {35, 6},
           {50, -2},
           {65, -10},
           {80, -14},
           {98, -14},
           {109, -20},
           {115, -32},
           {120, -46},
           {128, -54},
           {145, -60},
           {180, -61}}};
}

/// Bounds of all borders and hairlines here.
constexpr double kLowestBorderMm = -62, kHighestBorderMm = 8, kHighestHairlineMm = 59;

std::string path_in(const std::string& folder, const std::string& name, const std::string& file) {
  return folder + "/" + name + "/" + file;
}

/// Texture coordinates of the corners of all faces, as fans, in the order in which load_mesh gives the triangles.
std::vector<std::array<Vec2<MapUv>, 3>> read_map_corners(const std::string& path) {
  std::ifstream file(path);
  std::vector<Vec2<MapUv>> at;
  std::vector<std::array<Vec2<MapUv>, 3>> out;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word == "vt") {
      Vec2<MapUv> uv;
      words >> uv.x >> uv.y;
      at.push_back(uv);
    } else if (word == "f") {
      std::vector<Vec2<MapUv>> corners;
      while (words >> word) corners.push_back(at.at(std::stoul(word.substr(word.find('/') + 1)) - 1));
      for (std::size_t k = 2; k < corners.size(); ++k) out.push_back({corners[0], corners[k - 1], corners[k]});
    }
  }
  return out;
}

std::vector<SurfacePoint> points_of_hairline(const HeadScan& scan) {
  std::vector<SurfacePoint> out;
  const double end = scan.hairline.back().azimuth_deg;
  constexpr int kPieces = 80;
  for (int i = 0; i <= kPieces; ++i) {
    const double azimuth = (2.0 * i / kPieces - 1) * end * std::numbers::pi / 180;
    const P3 outwards = {std::sin(azimuth), 0, std::cos(azimuth)};
    const P3 start = 300.0 * outwards + P3{0, height_at(scan.hairline, outwards), 0};
    const auto hit = first_hit(scan.mesh, start, -1.0 * outwards, 0);
    if (!hit) continue;
    const P3 p = start - *hit * outwards;
    out.push_back({p, normal_at(scan.mesh, p)});
  }
  return out;
}

}  // namespace

P3 normal_at(const RenderMesh& mesh, P3 point) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    const P3 near = mesh.vertices[i] - point, nearest = mesh.vertices[best] - point;
    if (dot(near, near) < dot(nearest, nearest)) best = i;
  }
  return mesh.normals[best];
}

std::optional<std::string> scan_folder() {
  const char* folder = std::getenv("TONSURE_TEST_HEADS");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) return std::nullopt;
  return folder;
}

Result<TriangleMesh> read_scan_mesh(const std::string& folder, const std::string& name) {
  const ScanFacts facts = facts_of(name);
  return load_mesh(path_in(folder, name, facts.file), facts.mm_per_unit);
}

Result<HeadScan> load_scan(const std::string& folder, const std::string& name) {
  const ScanFacts facts = facts_of(name);
  auto whole = read_scan_mesh(folder, name);
  if (!whole) return whole.error();
  HeadScan out;
  out.name = name;
  out.landmarks = facts.landmarks;
  out.border = facts.border;
  // 61 to 66 mm above the glabella along the skin, highest above the outer corner of the eye, down to the sideburn.
  out.hairline = {
      {0, 57},
      {25, 57.5},
      {49, 59},
      {57, 57.5},
      {62, 51},
      {66, 38},
      {69, 24},
      {73, 10},
      {78, height_at(out.border, {std::sin(78 * std::numbers::pi / 180), 0, std::cos(78 * std::numbers::pi / 180)})}};
  for (const auto& v : whole->vertices) {
    const auto p = v - facts.origin;
    out.mesh.vertices.push_back({p.x, p.y, p.z});
  }
  out.mesh.triangles = std::move(whole->triangles);
  out.mesh.triangles.resize(std::min(out.mesh.triangles.size(), facts.triangles));
  out.mesh.normals = vertex_normals(out.mesh.vertices, out.mesh.triangles);
  if (facts.color_map != nullptr) {
    auto map = load_photo(path_in(folder, name, facts.color_map));
    if (!map) return map.error();
    out.mesh.map = std::move(*map);
    out.mesh.map_corners = read_map_corners(path_in(folder, name, facts.file));
    out.mesh.map_corners.resize(out.mesh.triangles.size());
  }
  for (int i = 0; i < facts.refinements; ++i) out.mesh = refined(out.mesh);
  out.hairline_points = points_of_hairline(out);
  return out;
}

double height_at(const HeightLine& line, P3 direction) {
  const double azimuth = std::atan2(std::fabs(direction.x), direction.z) * 180 / std::numbers::pi;
  if (azimuth >= line.back().azimuth_deg) return line.back().height_mm;
  std::size_t i = 1;
  while (line[i].azimuth_deg < azimuth) ++i;
  const HeightAt a = line[i - 1], b = line[i];
  return a.height_mm + (azimuth - a.azimuth_deg) / (b.azimuth_deg - a.azimuth_deg) * (b.height_mm - a.height_mm);
}

bool is_cranium(const HeadScan& scan, P3 point) {
  // Most points lie clear of the line, and renders ask millions of times.
  if (point.y > kHighestBorderMm) return true;
  return point.y >= kLowestBorderMm && point.y > height_at(scan.border, point);
}

bool is_scalp(const HeadScan& scan, P3 point) {
  if (point.y > kHighestHairlineMm) return true;
  if (!is_cranium(scan, point)) return false;
  const double end = scan.hairline.back().azimuth_deg * std::numbers::pi / 180;
  const bool in_front = point.z > std::fabs(point.x) / std::tan(end);
  return !in_front || point.y > height_at(scan.hairline, point);
}

std::vector<SurfacePoint> cranium_points(const HeadScan& scan, double mm2) {
  std::vector<SurfacePoint> out;
  double due = 0;  // points owed to the area passed so far
  std::size_t index = 0;
  const auto& vertices = scan.mesh.vertices;
  const auto& normals = scan.mesh.normals;
  for (const auto& t : scan.mesh.triangles) {
    const P3 a = vertices[t[0]], b = vertices[t[1]], c = vertices[t[2]];
    due += 0.5 * norm(cross(b - a, c - a)) / mm2;
    for (; due >= 1; due -= 1) {
      // A two-dimensional golden lattice (Roberts 2018), folded into the triangle.
      ++index;
      double u = std::fmod(0.7548776662466927 * static_cast<double>(index), 1);
      double v = std::fmod(0.5698402909980532 * static_cast<double>(index), 1);
      if (u + v > 1) u = 1 - u, v = 1 - v;
      const P3 p = a + u * (b - a) + v * (c - a);
      if (!is_cranium(scan, p)) continue;
      out.push_back({p, normalized((1 - u - v) * normals[t[0]] + u * normals[t[1]] + v * normals[t[2]])});
    }
  }
  return out;
}

}  // namespace tonsure::testing
