#include "support/mesh_render.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <utility>

#include <tonsure/core/color.h>

namespace tonsure::testing {
namespace {

using P3 = Vec3<HeadMm>;
using Triangle = std::array<std::uint32_t, 3>;
using Linear = std::array<double, 3>;

constexpr int kBandRows = 32;
constexpr std::uint32_t kBackground = std::numeric_limits<std::uint32_t>::max();

/// What one sample sees: a triangle, how near it is, and where on it (weights of its second and third corner).
struct Sample {
  double nearness = 0;  ///< falls with depth, linear across the photo
  std::uint32_t triangle = kBackground;
  float second = 0, third = 0;
};

/// A corner as the rasteriser needs it. Attributes times `weight` are linear across the photo.
struct Corner {
  double x = 0, y = 0;
  double nearness = 0;
  double weight = 1;
};

Corner corner_of(const RenderCamera& camera, P3 p) {
  const Seen seen = project(camera, p);
  if (!camera.distance_mm) return {seen.position.x, seen.position.y, 1e6 - seen.depth_mm, 1};
  return {seen.position.x, seen.position.y, 1 / seen.depth_mm, 1 / seen.depth_mm};
}

double depth_of(const RenderCamera& camera, const Sample& sample) {
  return camera.distance_mm ? 1 / sample.nearness : 1e6 - sample.nearness;
}

/// Samples of the rows [y0, y1) of the photo, `samples` x `samples` per pixel, evenly spaced.
std::vector<Sample> rasterize(const RenderMesh& mesh, const std::vector<Corner>& corners, const RenderCamera& camera,
                              int y0, int y1, int samples) {
  const int width = camera.width_px * samples, top = y0 * samples, bottom = y1 * samples;
  std::vector<Sample> out(static_cast<std::size_t>(width) * static_cast<std::size_t>(bottom - top));
  const double step = 1.0 / samples;
  for (std::uint32_t index = 0; index < mesh.triangles.size(); ++index) {
    const Triangle& t = mesh.triangles[index];
    const Corner &a = corners[t[0]], &b = corners[t[1]], &c = corners[t[2]];
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (area == 0) continue;
    const auto sample_at = [&](double px) { return px * samples - 0.5; };
    const int left = std::max(0, static_cast<int>(std::ceil(sample_at(std::min({a.x, b.x, c.x})))));
    const int right = std::min(width - 1, static_cast<int>(std::floor(sample_at(std::max({a.x, b.x, c.x})))));
    const int first = std::max(top, static_cast<int>(std::ceil(sample_at(std::min({a.y, b.y, c.y})))));
    const int last = std::min(bottom - 1, static_cast<int>(std::floor(sample_at(std::max({a.y, b.y, c.y})))));
    for (int row = first; row <= last; ++row) {
      const double y = (row + 0.5) * step;
      Sample* line = out.data() + static_cast<std::size_t>(row - top) * static_cast<std::size_t>(width);
      for (int column = left; column <= right; ++column) {
        const double x = (column + 0.5) * step;
        const double wb = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
        const double wc = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
        const double wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const double nearness = wa * a.nearness + wb * b.nearness + wc * c.nearness;
        if (nearness <= line[column].nearness) continue;
        const double weight = wa * a.weight + wb * b.weight + wc * c.weight;
        line[column] = {nearness, index, static_cast<float>(wb * b.weight / weight),
                        static_cast<float>(wc * c.weight / weight)};
      }
    }
  }
  return out;
}

template <class V>
V blend(const Sample& sample, V a, V b, V c) {
  return (1.0 - sample.second - sample.third) * a + static_cast<double>(sample.second) * b +
         static_cast<double>(sample.third) * c;
}

P3 point_of(const RenderMesh& mesh, const Sample& sample) {
  const Triangle& t = mesh.triangles[sample.triangle];
  return blend(sample, mesh.vertices[t[0]], mesh.vertices[t[1]], mesh.vertices[t[2]]);
}

/// Bilinear, in linear light.
Linear look_up(const Photo& map, Vec2<MapUv> at) {
  const auto view = map.pixels.view();
  const auto& table = srgb8_to_linear_table();
  const double x = std::clamp(at.x * view.width - 0.5, 0.0, view.width - 1.0);
  const double y = std::clamp((1 - at.y) * view.height - 0.5, 0.0, view.height - 1.0);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, view.width - 1), y1 = std::min(y0 + 1, view.height - 1);
  const double fx = x - x0, fy = y - y0;
  Linear out{};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto value = [&](int i, int j) { return static_cast<double>(table[view.pixel(i, j)[k]]); };
    out[k] = (1 - fy) * ((1 - fx) * value(x0, y0) + fx * value(x1, y0)) +
             fy * ((1 - fx) * value(x0, y1) + fx * value(x1, y1));
  }
  return out;
}

/// A large soft light above and to the left of the camera, and light from all around that is weaker from below.
Linear shade(const RenderMesh& mesh, const RenderCamera& camera, const Sample& sample) {
  const Triangle& t = mesh.triangles[sample.triangle];
  P3 normal = normalized(blend(sample, mesh.normals[t[0]], mesh.normals[t[1]], mesh.normals[t[2]]));
  const P3 a = mesh.vertices[t[0]], face = cross(mesh.vertices[t[1]] - a, mesh.vertices[t[2]] - a);
  if (dot(face, towards_camera(camera, a)) < 0) normal = -1.0 * normal;  // the inner side, through eyes and neck
  const auto& [right, down, away] = camera.axes;
  const P3 light = normalized(-0.45 * right - 0.6 * down - 0.66 * away);
  const double key = std::max(0.0, (dot(normal, light) + 0.25) / 1.25);  // wraps around as a wide light does
  const double around = 0.5 - 0.5 * dot(normal, down);
  const double irradiance = 0.85 * key + 0.15 + 0.2 * around;
  Linear albedo = mesh.albedo;
  if (!mesh.map_corners.empty()) {
    const auto& uv = mesh.map_corners[sample.triangle];
    albedo = look_up(mesh.map, blend(sample, uv[0], uv[1], uv[2]));
  }
  for (double& value : albedo) value *= irradiance;
  return albedo;
}

std::vector<Corner> project_all(const RenderMesh& mesh, const RenderCamera& camera) {
  std::vector<Corner> out;
  out.reserve(mesh.vertices.size());
  for (const P3 p : mesh.vertices) out.push_back(corner_of(camera, p));
  return out;
}

/// Calls `visit(y, samples of row y)` for all rows of the photo, bands in parallel.
void for_each_row(const RenderMesh& mesh, const RenderCamera& camera, int samples, const Exec& exec,
                  const std::function<void(int, const Sample*)>& visit) {
  const std::vector<Corner> corners = project_all(mesh, camera);
  const int bands = (camera.height_px + kBandRows - 1) / kBandRows;
  parallel_for(exec, static_cast<std::size_t>(bands), [&](std::size_t band) {
    const int y0 = static_cast<int>(band) * kBandRows, y1 = std::min(y0 + kBandRows, camera.height_px);
    const std::vector<Sample> all = rasterize(mesh, corners, camera, y0, y1, samples);
    const auto row_size = static_cast<std::size_t>(camera.width_px) * static_cast<std::size_t>(samples * samples);
    for (int y = y0; y < y1; ++y) visit(y, all.data() + static_cast<std::size_t>(y - y0) * row_size);
  });
}

/// Sample (i, j) of pixel x in a row of samples as `for_each_row` gives it.
const Sample& sample_at(const Sample* row, const RenderCamera& camera, int samples, int x, int i, int j) {
  return row[static_cast<std::ptrdiff_t>(j) * camera.width_px * samples + static_cast<std::ptrdiff_t>(x) * samples + i];
}

}  // namespace

std::vector<P3> vertex_normals(const std::vector<P3>& vertices, const std::vector<Triangle>& triangles) {
  std::vector<P3> out(vertices.size());
  for (const Triangle& t : triangles) {
    const P3 a = vertices[t[0]], n = cross(vertices[t[1]] - a, vertices[t[2]] - a);
    for (const std::uint32_t v : t) out[v] = out[v] + n;
  }
  for (P3& n : out) n = norm(n) > 0 ? normalized(n) : P3{0, 0, 1};
  return out;
}

RenderMesh refined(const RenderMesh& mesh) {
  RenderMesh out = mesh;
  out.triangles.clear();
  out.map_corners.clear();
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middles;
  const auto middle = [&](std::uint32_t i, std::uint32_t j) {
    const auto [place, is_new] =
        middles.try_emplace(std::minmax(i, j), static_cast<std::uint32_t>(out.vertices.size()));
    if (is_new) {
      const P3 a = mesh.vertices[i], b = mesh.vertices[j], na = mesh.normals[i], nb = mesh.normals[j];
      out.vertices.push_back(0.5 * (a + b) - 0.125 * (dot(b - a, na) * na + dot(a - b, nb) * nb));
      out.normals.push_back(normalized(na + nb));
    }
    return place->second;
  };
  for (std::size_t index = 0; index < mesh.triangles.size(); ++index) {
    const auto [a, b, c] = mesh.triangles[index];
    const std::uint32_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
    for (const Triangle& t : {Triangle{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}}) out.triangles.push_back(t);
    if (mesh.map_corners.empty()) continue;
    const auto [p, q, r] = mesh.map_corners[index];
    const auto pq = 0.5 * (p + q), qr = 0.5 * (q + r), rp = 0.5 * (r + p);
    out.map_corners.insert(out.map_corners.end(), {{p, pq, rp}, {pq, q, qr}, {rp, qr, r}, {pq, qr, rp}});
  }
  return out;
}

std::array<P3, 3> camera_axes(double yaw_deg, double pitch_deg, double roll_deg) {
  const double yaw = yaw_deg * std::numbers::pi / 180, pitch = pitch_deg * std::numbers::pi / 180,
               roll = roll_deg * std::numbers::pi / 180;
  const P3 level = {std::sin(yaw), 0, std::cos(yaw)}, side = {std::cos(yaw), 0, -std::sin(yaw)};
  const P3 to_camera = std::cos(pitch) * level + std::sin(pitch) * P3{0, 1, 0};
  const P3 above = std::cos(pitch) * P3{0, 1, 0} - std::sin(pitch) * level;
  const P3 right = std::cos(roll) * side + std::sin(roll) * above;
  const P3 up = std::cos(roll) * above - std::sin(roll) * side;
  return {right, -1.0 * up, -1.0 * to_camera};
}

RenderCamera make_camera(const std::array<P3, 3>& axes, const Framing& framing) {
  RenderCamera out;
  out.axes = axes;
  out.width_px = framing.width_px;
  out.height_px = framing.height_px;
  out.principal = {0.5 * framing.width_px, 0.5 * framing.height_px};
  const double at_target = framing.field_mm / std::min(framing.width_px, framing.height_px);
  out.mm_per_px = at_target;
  if (framing.distance_mm) {
    out.distance_mm = *framing.distance_mm - dot(axes[2], framing.target);
    out.mm_per_px = at_target * *out.distance_mm / *framing.distance_mm;
  }
  out.center =
      out.principal - (1 / out.mm_per_px) * Vec2<PhotoPx>{dot(axes[0], framing.target), dot(axes[1], framing.target)};
  return out;
}

RenderCamera resized(const RenderCamera& camera, int width_px, int height_px) {
  RenderCamera out = camera;
  const double scale = static_cast<double>(width_px) / camera.width_px;
  out.width_px = width_px;
  out.height_px = height_px;
  out.mm_per_px /= scale;
  out.principal = scale * camera.principal;
  out.center = scale * camera.center;
  return out;
}

Seen project(const RenderCamera& camera, P3 point) {
  const double right = dot(camera.axes[0], point), down = dot(camera.axes[1], point), away = dot(camera.axes[2], point);
  const Vec2<PhotoPx> flat = camera.center + (1 / camera.mm_per_px) * Vec2<PhotoPx>{right, down};
  if (!camera.distance_mm) return {flat, away};
  const double depth = *camera.distance_mm + away;
  return {camera.principal + (*camera.distance_mm / depth) * (flat - camera.principal), depth};
}

P3 towards_camera(const RenderCamera& camera, P3 point) {
  const auto& [right, down, away] = camera.axes;
  if (!camera.distance_mm) return -1.0 * away;
  const Vec2<PhotoPx> offset = camera.mm_per_px * (camera.center - camera.principal);  // of mid-head from the axis
  const P3 eye = -offset.x * right - offset.y * down - *camera.distance_mm * away;
  return normalized(eye - point);
}

std::optional<Camera> scene_camera(const RenderCamera& camera) {
  if (!camera.distance_mm) return std::nullopt;
  Camera out;
  out.fx = out.fy = *camera.distance_mm / camera.mm_per_px;
  out.cx = camera.principal.x;
  out.cy = camera.principal.y;
  for (const P3 axis : camera.axes) out.rotation.insert(out.rotation.end(), {axis.x, axis.y, axis.z});
  const Vec2<PhotoPx> offset = camera.mm_per_px * (camera.center - camera.principal);
  out.translation_mm = {offset.x, offset.y, *camera.distance_mm};
  return out;
}

std::optional<double> first_hit(const RenderMesh& mesh, P3 origin, P3 direction, double beyond) {
  std::optional<double> best;
  for (const Triangle& t : mesh.triangles) {  // Moller & Trumbore 1997
    const P3 a = mesh.vertices[t[0]], ab = mesh.vertices[t[1]] - a, ac = mesh.vertices[t[2]] - a;
    const P3 p = cross(direction, ac);
    const double det = dot(ab, p);
    if (det == 0) continue;
    const P3 s = origin - a, q = cross(s, ab);
    const double u = dot(s, p) / det, v = dot(direction, q) / det, along = dot(ac, q) / det;
    if (u < 0 || v < 0 || u + v > 1 || along <= beyond) continue;
    if (!best || along < *best) best = along;
  }
  return best;
}

Render render(const RenderMesh& mesh, const RenderCamera& camera, const Exec& exec) {
  constexpr int kSamples = 3;
  Render out;
  out.photo.pixels = Image<unsigned char>(camera.width_px, camera.height_px, 3);
  out.depth = Image<float>(camera.width_px, camera.height_px, 1, std::numeric_limits<float>::infinity());
  const auto pixels = out.photo.pixels.view();
  const auto depth = out.depth.view();
  for_each_row(mesh, camera, kSamples, exec, [&](int y, const Sample* row) {
    const double wall = 0.22 + 0.10 * y / camera.height_px;  // a grey backdrop, lighter below
    for (int x = 0; x < camera.width_px; ++x) {
      Linear sum{};
      for (int j = 0; j < kSamples; ++j)
        for (int i = 0; i < kSamples; ++i) {
          const Sample& sample = sample_at(row, camera, kSamples, x, i, j);
          const bool hit = sample.triangle != kBackground;
          const Linear color = hit ? shade(mesh, camera, sample) : Linear{wall, wall, 1.04 * wall};
          for (std::size_t k = 0; k < 3; ++k) sum[k] += color[k] / (kSamples * kSamples);
          if (hit) {
            float& nearest = *depth.pixel(x, y);
            nearest = std::min(nearest, static_cast<float>(depth_of(camera, sample)));
          }
        }
      for (std::size_t k = 0; k < 3; ++k)
        pixels.pixel(x, y)[k] =
            static_cast<unsigned char>(std::lround(255 * linear_to_srgb(std::clamp(sum[k], 0.0, 1.0))));
    }
  });
  return out;
}

Image<float> coverage(const RenderMesh& mesh, const RenderCamera& camera, int samples,
                      const std::function<bool(P3)>& is_in, const Exec& exec) {
  Image<float> out(camera.width_px, camera.height_px, 1);
  const auto view = out.view();
  for_each_row(mesh, camera, samples, exec, [&](int y, const Sample* row) {
    for (int x = 0; x < camera.width_px; ++x) {
      int count = 0;
      for (int j = 0; j < samples; ++j)
        for (int i = 0; i < samples; ++i) {
          const Sample& sample = sample_at(row, camera, samples, x, i, j);
          if (sample.triangle != kBackground && is_in(point_of(mesh, sample))) ++count;
        }
      *view.pixel(x, y) = static_cast<float>(count) / static_cast<float>(samples * samples);
    }
  });
  return out;
}

Points<PhotoPx> contour(const Image<float>& image) {
  const auto view = image.view();
  const int columns = view.width + 1, rows = view.height + 1;  // cells between pixel centres, one beyond each border
  const auto value = [&](int x, int y) {
    return x < 0 || y < 0 || x >= view.width || y >= view.height ? 0.0F : *view.pixel(x, y);
  };
  const auto inside = [&](int x, int y) { return value(x, y) > 0.5F; };
  // Directions from a cell: 0 up, 1 right, 2 down, 3 left. The curve keeps what is inside on its left hand.
  const auto crossing = [&](int x, int y, int side) {  // cell (x, y) lies between pixels (x-1, y-1) and (x, y)
    const int x0 = side == 1 ? x : x - 1, y0 = side == 2 ? y : y - 1;
    const int x1 = side == 3 ? x - 1 : x, y1 = side == 0 ? y - 1 : y;
    const double a = value(x0, y0), b = value(x1, y1), t = (0.5 - a) / (b - a);
    return Vec2<PhotoPx>{x0 + 0.5 + t * (x1 - x0), y0 + 0.5 + t * (y1 - y0)};
  };
  const auto exit_of = [&](int x, int y, int entered) {
    const bool corners[4] = {inside(x - 1, y - 1), inside(x, y - 1), inside(x, y), inside(x - 1, y)};
    // Side k runs from corner k to corner k + 1; the curve leaves where inside lies at the corner on its left.
    for (int turn = 1; turn < 4; ++turn) {
      const int side = (entered + turn) % 4;
      if (corners[side] && !corners[(side + 1) % 4]) return side;
    }
    return -1;
  };
  std::vector<bool> used(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * 4, false);
  Points<PhotoPx> best;
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) {
      // A start: the curve enters through the cell's upper side where inside lies to its right (its left hand, going
      // down).
      if (!(inside(x, y - 1) && !inside(x - 1, y - 1))) continue;
      Points<PhotoPx> loop;
      int cx = x, cy = y, entered = 0;
      while (true) {
        const auto key =
            (static_cast<std::size_t>(cy) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(cx)) * 4 +
            static_cast<std::size_t>(entered);
        if (used[key]) break;
        used[key] = true;
        loop.push_back(crossing(cx, cy, entered));
        const int side = exit_of(cx, cy, entered);
        if (side < 0) break;
        cx += side == 1 ? 1 : side == 3 ? -1 : 0;
        cy += side == 2 ? 1 : side == 0 ? -1 : 0;
        entered = (side + 2) % 4;
      }
      if (loop.size() > best.size()) best = std::move(loop);
    }
  return best;
}

Points<PhotoPx> simplified(const Points<PhotoPx>& polygon, double tolerance) {
  if (polygon.size() < 4) return polygon;
  std::size_t far = 0;  // the polygon is cut in two at its first point and the one farthest from it
  for (std::size_t i = 1; i < polygon.size(); ++i)
    if (norm(polygon[i] - polygon[0]) > norm(polygon[far] - polygon[0])) far = i;
  std::vector<bool> kept(polygon.size() + 1, false);
  kept[0] = kept[far] = kept[polygon.size()] = true;
  const auto at = [&](std::size_t i) { return polygon[i % polygon.size()]; };
  std::vector<std::pair<std::size_t, std::size_t>> spans = {{0, far}, {far, polygon.size()}};
  while (!spans.empty()) {
    const auto [first, last] = spans.back();
    spans.pop_back();
    std::size_t worst = first;
    double distance = tolerance;
    for (std::size_t i = first + 1; i < last; ++i) {
      const auto foot = at(first) + nearest_on_segment(at(first), at(last), at(i)) * (at(last) - at(first));
      if (norm(at(i) - foot) > distance) {
        distance = norm(at(i) - foot);
        worst = i;
      }
    }
    if (worst == first) continue;
    kept[worst] = true;
    spans.emplace_back(first, worst);
    spans.emplace_back(worst, last);
  }
  Points<PhotoPx> out;
  for (std::size_t i = 0; i < polygon.size(); ++i)
    if (kept[i]) out.push_back(polygon[i]);
  return out;
}

}  // namespace tonsure::testing
