#include "relight_field.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <tonsure/scalp/view.h>
#include "../core/smooth_step.h"

#include "../raster/box.h"
#include "../raster/coverage.h"
#include "../reading/skin_photo.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;
using Head = Vec3<HeadMm>;

constexpr double kStepMm = 1.6;  // finer than shading changes, coarser than pores

// Where it applies.
constexpr double kFadeMm = 45;           // from brows, ears and nape, where the outline is closed across skin
constexpr double kFaceShare = 0.75;      // of the effect on a face whose normals are guessed
constexpr double kFaceHalfWidth = 0.50;  // of the head's breadth
constexpr double kFaceCore = 0.40;       // of the ellipse; from there on the effect fades
constexpr double kFromLimbMm = 10;       // the face's effect ends so far beside the limb
constexpr double kForeheadMm = 8;        // above the brow line: the face is taken to continue from there straight down

// What the lights are, over the brightness of a white card that faces them. [E]
constexpr double kMostFactor = 2.4, kLeastFactor = 1.0 / 3;
constexpr double kSideLevel = -0.45;                             // ln: half of the head lies in shadow
constexpr std::array<double, 3> kSideWrap = {0.28, 0.20, 0.17};  // light diffuses past the terminator, red the farthest
constexpr double kFlashHighlight = 0.28, kFlashAlpha = 0.24;     // GGX of skin, roughness 0.47 with its relief
constexpr double kSideHighlight = 0.16, kSideAlpha = 0.25;

// Shine: what is brighter than matt skin has any right to be, and what is paler than it (dichromatic model, Shafer
// 1985).
constexpr double kMatteSpread = 1.12;  // skin may be so much brighter than its median
constexpr double kPaleSpread = 0.08;   // share of white that patches of paler skin feign
constexpr double kMostShine = 0.75;
constexpr double kHueOfShine = 0.25;  // fall of ln(red / blue) that is all shine
constexpr double kBurnt = 0.80;       // linear brightness from which hue says nothing
constexpr double kOnHair = 0.25;      // of the new highlight; cropped hair breaks it up
// Rounds of [1 2 1] / 4: shine ends within 2 mm, and the border of annotated hair is no sharper than 7 mm.
constexpr int kShineRounds = 3, kHighlightRounds = 20;

Head axis(const HeadCamera& camera, std::size_t row) {
  return {camera.rotation[row][0], camera.rotation[row][1], camera.rotation[row][2]};
}

/// The face in the photo: an ellipse from the forehead to the chin.
struct Face {
  Px brow, down, centre;
  double half_width = 1, half_height = 1;

  /// 0 at the centre, 1 on the rim.
  [[nodiscard]] double radius(Px p) const {
    const Px d = p - centre;
    return std::hypot(cross(d, down) / half_width, dot(d, down) / half_height);
  }
};

/// Distances to the outline, by kind of edge.
struct OutlineEdges {
  const HeadOutline& outline;

  [[nodiscard]] double distance(Px p, bool limb) const {
    double best = 1e9;
    const auto& points = outline.points;
    for (std::size_t i = 0, n = points.size(); i < n; ++i) {
      if ((outline.is_limb[i] != 0) != limb) continue;
      const Px a = points[i], b = points[(i + 1) % n];
      best = std::min(best, norm(p - (a + nearest_on_segment(a, b, p) * (b - a))));
    }
    return best;
  }
};

std::optional<Face> find_face(const Scene& scene, const HeadOutline& outline, const HeadCamera& camera) {
  const auto chin = find_face_point(scene, "chin"), left = find_face_point(scene, "left_pupil"),
             right = find_face_point(scene, "right_pupil");
  if (!chin || !left || !right) return {};
  const Px eyes = 0.5 * (*left + *right);
  const double height = norm(*chin - eyes);
  if (height <= 0) return {};
  Face face;
  face.down = (1 / height) * (*chin - eyes);
  // The outline's breadth across the face's axis, and where the brow line crosses it.
  double low = 1e9, high = -1e9;
  for (const Px p : outline.points) {
    const double across = cross(p - eyes, face.down);
    low = std::min(low, across);
    high = std::max(high, across);
  }
  double brow = -1e9;
  for (std::size_t i = 0; i < outline.points.size(); ++i) {
    if (outline.is_limb[i] != 0) continue;
    const Px p = outline.points[i];
    if (std::abs(cross(p - eyes, face.down)) < 0.25 * (high - low)) brow = std::max(brow, dot(p - eyes, face.down));
  }
  if (brow < -1e8) return {};
  face.brow = eyes + brow * face.down;
  face.half_width = kFaceHalfWidth * (high - low);
  const double length = norm(*chin - face.brow);
  // Eyes and chin lie on the front of the face: of a turned head, nearer to the side it is turned to.
  const Px across{face.down.y, -face.down.x};
  const double turned = dot(Px{camera.rotation[0][2], camera.rotation[1][2]}, across);
  face.centre = face.brow + 0.25 * length * face.down - (turned * face.half_width) * across;
  face.half_height = 0.75 * length;
  return face;
}

struct Lamp {
  Light kind = Light::kDiffuse;
  Head towards;  ///< unit; of flash, the camera's axis
};

Lamp make_lamp(Light kind, const HeadCamera& camera, const SkinReading& reading) {
  const Head right = axis(camera, 0), down = axis(camera, 1), toward = axis(camera, 2);
  if (kind != Light::kSide) return {kind, toward};
  const double side = dot(reading.shading.towards_light, right) > 0 ? 1.0 : -1.0;
  return {kind, normalized(side * 0.93 * right + -0.26 * down + 0.30 * toward)};
}

LinearRgb light_on(const Lamp& lamp, Head normal, Head to_camera) {
  const double facing = dot(normal, to_camera);
  LinearRgb out{};
  switch (lamp.kind) {
    case Light::kFlash:
      out.fill(0.10 + 0.90 * std::max(0.0, facing));
      break;
    case Light::kSide: {
      const double nl = dot(normal, lamp.towards);
      for (std::size_t c = 0; c < 3; ++c) {
        const double lit = std::max(0.0, (nl + kSideWrap[c]) / (1 + kSideWrap[c]));
        out[c] = 0.16 + 0.06 * std::max(0.0, facing) + 0.95 * lit * std::sqrt(std::sqrt(lit));
      }
      break;
    }
    default:
      out.fill(0.58 + 0.15 * (1 + normal.y) + 0.12 * std::max(0.0, facing));
  }
  return out;
}

double highlight_on(const Lamp& lamp, Head normal, Head to_camera) {
  if (lamp.kind != Light::kFlash && lamp.kind != Light::kSide) return 0;
  const bool flash = lamp.kind == Light::kFlash;
  const Head half = normalized(to_camera + (flash ? to_camera : lamp.towards));
  const double alpha = flash ? kFlashAlpha : kSideAlpha, a2 = alpha * alpha;
  const double nh = std::max(0.0, dot(normal, half));
  const double lobe = a2 / (nh * nh * (a2 - 1) + 1);
  return (flash ? kFlashHighlight : kSideHighlight) * lobe * lobe;
}

/// Everything that makes one node.
struct NodeMaker {
  const Photo& photo;
  const SceneTables& tables;
  const Scene& scene;
  const HeadOutline& outline;
  const FittedHead& head;
  const SkinReading& reading;
  LinearRgb evenly_lit;  ///< skin in light of shading 1, in the light of the scene
  std::optional<Face> face;
  Lamp lamp;
  double px_per_mm = 1;

  struct Facing {
    Head normal, to_camera;
  };

  /// Beyond the silhouette the nearest limb's normal goes on.
  [[nodiscard]] Facing facing(Px p) const {
    if (face) {  // a face goes straight down from the forehead
      const double below = dot(p - face->brow, face->down) + kForeheadMm * px_per_mm;
      if (below > 0) p = p - below * face->down;
    }
    const HeadCamera& camera = head.view.camera;
    auto point = unproject(head.surface, head.view, p);
    if (!point) {
      double in = 0, out = 1;
      for (int i = 0; i < 12; ++i) {
        const double t = 0.5 * (in + out);
        (inside_silhouette(head.view, camera.center + t * (p - camera.center)) ? in : out) = t;
      }
      point = unproject(head.surface, head.view, camera.center + (0.995 * in) * (p - camera.center));
    }
    const Head toward = axis(camera, 2);
    if (!point) return {toward, toward};
    const Head to_camera = camera.inverse_distance_per_mm > 0
                               ? normalized((1 / camera.inverse_distance_per_mm) * toward - *point)
                               : toward;
    return {surface_normal(head.surface, *point), to_camera};
  }

  void weigh(RelightNode& node, Px p) const {
    const OutlineEdges edges{outline};
    const double soft = edges.distance(p, false) / px_per_mm, limb = edges.distance(p, true) / px_per_mm;
    double face_weight = 0;
    if (face) face_weight = kFaceShare * smooth_step(1, kFaceCore, face->radius(p)) * smooth_step(0, kFromLimbMm, limb);
    const bool inside = contains<PhotoPx>(outline.points, p);
    const double deep = inside || limb < soft ? smooth_step(0, kFadeMm, soft) : 0;
    node.head_weight = static_cast<float>(face_weight + (1 - face_weight) * deep);
    node.face_weight = static_cast<float>(face_weight);
  }

  /// Mean colour of the photo around, and how much of it is shine.
  void look(RelightNode& node, Px p, int size) const {
    const auto pixels = photo.pixels.view();
    const int x0 = std::clamp(static_cast<int>(p.x) - size / 2, 0, pixels.width - 1);
    const int y0 = std::clamp(static_cast<int>(p.y) - size / 2, 0, pixels.height - 1);
    const int x1 = std::min(x0 + size, pixels.width), y1 = std::min(y0 + size, pixels.height);
    LinearRgb mean = mean_light(pixels, {x0, y0, x1, y1}, tables);
    for (double& v : mean) v = std::max(v, 1e-4);
    const LinearRgb matte = {static_cast<double>(node.matte[0]), static_cast<double>(node.matte[1]),
                             static_cast<double>(node.matte[2])};
    const double brightness = luminance(mean);
    node.brightness = static_cast<float>(brightness);
    const double brighter = brightness / luminance(matte);
    double shine = 1 - kMatteSpread / brighter;
    if (!photo.monochrome) {
      const double fall = std::log(matte[0] / matte[2]) - std::log(mean[0] / mean[2]);
      shine *= std::max(smooth_step(0, kHueOfShine, fall), smooth_step(kBurnt, 0.95, brightness));
      const double color = 1 - mean[2] / mean[0], skin_color = 1 - matte[2] / matte[0];
      if (skin_color > kPaleSpread)
        shine = std::max(shine, (1 - color / skin_color - kPaleSpread) * smooth_step(0.75, 1.05, brighter));
    }
    node.shine = static_cast<float>(std::clamp(shine, 0.0, kMostShine));
  }

  [[nodiscard]] RelightNode node(Px p, int size) const {
    RelightNode out;
    weigh(out, p);
    const Facing f = facing(p);
    const LinearRgb now = shading_at(reading.shading, f.normal), then = light_on(lamp, f.normal, f.to_camera);
    for (std::size_t c = 0; c < 3; ++c) {
      out.factor[c] = static_cast<float>(std::log(then[c] / now[c]));  // made a factor when all are known
      out.matte[c] = static_cast<float>(evenly_lit[c] * now[c]);
    }
    const bool hair = std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                                  [&](const Points<PhotoPx>& polygon) { return contains<PhotoPx>(polygon, p); });
    // A face has its own relief: no highlight is guessed on it.
    const bool face_below = face && dot(p - face->brow, face->down) > -kForeheadMm * px_per_mm;
    const double share = face_below ? 0 : hair ? kOnHair : 1;
    out.highlight = static_cast<float>(share * highlight_on(lamp, f.normal, f.to_camera));
    look(out, p, size);
    return out;
  }
};

/// Keeps the head's mean brightness (or what the light makes of it), and factors within what a photo bears.
void level(RelightField& field, Light light) {
  double sum = 0, total = 0;
  for (const RelightNode& n : field.nodes) {
    const auto w = static_cast<double>(n.head_weight);
    if (w < 0.5) continue;
    sum += w * luminance(LinearRgb{n.factor[0], n.factor[1], n.factor[2]});
    total += w;
  }
  const double offset = (light == Light::kSide ? kSideLevel : 0) - (total > 0 ? sum / total : 0);
  for (RelightNode& n : field.nodes) {
    for (float& f : n.factor) {
      const double v = static_cast<double>(f) + offset;
      const double most = v > 0 ? std::log(kMostFactor) : -std::log(kLeastFactor);
      f = static_cast<float>(std::exp(most * std::tanh(v / most)));
    }
  }
}

/// [1 2 1] / 4 along one axis of the grid, ends repeated.
void soften(std::vector<float>& line) {
  float before = line.front();
  for (std::size_t i = 0; i < line.size(); ++i) {
    const float here = line[i], after = line[std::min(i + 1, line.size() - 1)];
    line[i] = 0.25F * (before + 2 * here + after);
    before = here;
  }
}

void soften(RelightField& field, float RelightNode::*member, int rounds) {
  const auto columns = static_cast<std::size_t>(field.columns), rows = static_cast<std::size_t>(field.rows);
  std::vector<float> line;
  for (int round = 0; round < rounds; ++round) {
    line.resize(columns);
    for (std::size_t j = 0; j < rows; ++j) {
      for (std::size_t i = 0; i < columns; ++i) line[i] = field.nodes[j * columns + i].*member;
      soften(line);
      for (std::size_t i = 0; i < columns; ++i) field.nodes[j * columns + i].*member = line[i];
    }
    line.resize(rows);
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t j = 0; j < rows; ++j) line[j] = field.nodes[j * columns + i].*member;
      soften(line);
      for (std::size_t j = 0; j < rows; ++j) field.nodes[j * columns + i].*member = line[j];
    }
  }
}

}  // namespace

RelightNode RelightField::at(int x, int y) const {
  const double fx = std::clamp((x + 0.5 - rect.x0) / step_px, 0.0, columns - 1.0);
  const double fy = std::clamp((y + 0.5 - rect.y0) / step_px, 0.0, rows - 1.0);
  const int i = std::min(static_cast<int>(fx), columns - 2), j = std::min(static_cast<int>(fy), rows - 2);
  const auto a = static_cast<float>(fx - i), b = static_cast<float>(fy - j);
  const RelightNode* top =
      &nodes[static_cast<std::size_t>(j) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(i)];
  const RelightNode* low = top + columns;
  const float w0 = (1 - a) * (1 - b), w1 = a * (1 - b), w2 = (1 - a) * b, w3 = a * b;
  const auto mix = [&](float v0, float v1, float v2, float v3) { return w0 * v0 + w1 * v1 + w2 * v2 + w3 * v3; };
  RelightNode out;
  for (std::size_t c = 0; c < 3; ++c) {
    out.factor[c] = mix(top[0].factor[c], top[1].factor[c], low[0].factor[c], low[1].factor[c]);
    out.matte[c] = mix(top[0].matte[c], top[1].matte[c], low[0].matte[c], low[1].matte[c]);
  }
  const auto of = [&](float RelightNode::*m) { return mix(top[0].*m, top[1].*m, low[0].*m, low[1].*m); };
  out.brightness = of(&RelightNode::brightness);
  out.shine = of(&RelightNode::shine);
  out.highlight = of(&RelightNode::highlight);
  out.head_weight = of(&RelightNode::head_weight);
  out.face_weight = of(&RelightNode::face_weight);
  return out;
}

RelightField relight_field(const Photo& photo, const SceneTables& tables, const Scene& scene,
                           const HeadOutline& outline, const FittedHead& head, const SkinReading& reading, Light light,
                           const Exec& exec) {
  const double px_per_mm = 1 / head.view.camera.mm_per_px;
  const NodeMaker maker{photo,
                        tables,
                        scene,
                        outline,
                        head,
                        reading,
                        scene_light(reading.curve, reading.evenly_lit),
                        find_face(scene, outline, head.view.camera),
                        make_lamp(light, head.view.camera, reading),
                        px_per_mm};
  Points<PhotoPx> shown = outline.points;
  if (maker.face) {
    const double reach = std::max(maker.face->half_width, maker.face->half_height);
    shown.push_back(maker.face->centre - Px{reach, reach});
    shown.push_back(maker.face->centre + Px{reach, reach});
  }
  const auto [low, high] = bounds_of(shown);
  RelightField field;
  const double margin = 2 + kEdgePx;
  field.rect = {std::max(0, static_cast<int>(low.x - margin)), std::max(0, static_cast<int>(low.y - margin)),
                std::min(photo.pixels.width(), static_cast<int>(high.x + margin) + 1),
                std::min(photo.pixels.height(), static_cast<int>(high.y + margin) + 1)};
  field.step_px = std::max(2.0, kStepMm * px_per_mm);
  field.columns = std::max(2, static_cast<int>(std::ceil(field.rect.width() / field.step_px)) + 1);
  field.rows = std::max(2, static_cast<int>(std::ceil(field.rect.height() / field.step_px)) + 1);
  field.nodes.resize(static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows));
  const int size = std::max(2, static_cast<int>(std::lround(1.5 * field.step_px)));
  parallel_for(exec, static_cast<std::size_t>(field.rows), [&](std::size_t row) {
    if (is_cancelled(exec)) return;
    for (int i = 0; i < field.columns; ++i)
      field.nodes[row * static_cast<std::size_t>(field.columns) + static_cast<std::size_t>(i)] = maker.node(
          {field.rect.x0 + i * field.step_px, field.rect.y0 + static_cast<double>(row) * field.step_px}, size);
  });
  if (is_cancelled(exec)) return {};
  level(field, light);
  soften(field, &RelightNode::shine, kShineRounds);
  soften(field, &RelightNode::highlight, kHighlightRounds);
  return field;
}

}  // namespace tonsure
