#include "phantom_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>

#include "../scalp/limb.h"

namespace tonsure::phantom {
namespace {

constexpr double kHalfTurn = std::numbers::pi;
constexpr double kDegree = kHalfTurn / 180;
constexpr double kOutsideMm = 320;  // from the planes through mid-head: beyond the head

/// Where a condition that holds at `low` and not at `high` ends.
template <class Condition>
double bisect(double low, double high, const Condition& holds) {
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (holds(middle) ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// A point of the cranium: degrees from straight ahead towards the head's left, and height, mm.
struct Place {
  double azimuth_deg = 0;
  double height_mm = 0;
};
V3 on_surface(Place at) {
  const double turn = at.azimuth_deg * kDegree;
  const auto point = [&](double elevation) {
    const V3 d{std::cos(elevation) * std::sin(turn), std::sin(elevation), std::cos(elevation) * std::cos(turn)};
    return head_radius_mm(kCranium, d) * d;
  };
  const double elevation =
      bisect(-0.45 * kHalfTurn, 0.5 * kHalfTurn, [&](double e) { return point(e).y < at.height_mm; });
  return point(elevation);
}

/// The point of the cranium in front of or behind a place of the frontal plane, or beside one of the median plane.
V3 in_front(double x, double y) {
  const V3 origin{x, y, kOutsideMm};
  return {x, y, kOutsideMm - hit_cranium(origin, {0, 0, -1}).value_or(kOutsideMm)};
}
V3 behind(double x, double y) {
  const V3 origin{x, y, -kOutsideMm};
  return {x, y, hit_cranium(origin, {0, 0, 1}).value_or(kOutsideMm) - kOutsideMm};
}
V3 beside(double side, double z, double y) {
  const V3 origin{kOutsideMm, y, z};
  return {side * (kOutsideMm - hit_cranium(origin, {-1, 0, 0}).value_or(kOutsideMm)), y, z};
}

/// The left half of a mature male hairline, from the midline to the end of the sideburn (domain literature: 61-66 mm):
/// 62 mm above the glabella along the skin, corner on the vertical through the lateral canthus and higher than the
/// middle, then the temple point. Angles of the right half: its corner lies deeper, as in three men of four.
struct HairlineKnot {
  Place left;
  double right_azimuth = 0, right_height = 0;
};
constexpr std::array<HairlineKnot, 15> kHairline = {{{{0, 56.5}, 0, 56.5},
                                                     {{12, 56.1}, 12, 56.4},
                                                     {{25, 56.6}, 25, 57.2},
                                                     {{38, 57.6}, 38, 58.4},
                                                     {{49, 58.8}, 50, 60.3},
                                                     {{57, 58.8}, 59, 60.5},
                                                     {{62, 54.9}, 64.5, 56.5},
                                                     {{64.5, 48.5}, 66.5, 49.7},
                                                     {{64.5, 41.3}, 66, 41.7},
                                                     {{61.5, 32.0}, 62.5, 32.0},
                                                     {{59.5, 25.0}, 60.5, 25.0},
                                                     {{63, 15.5}, 63.5, 15.5},
                                                     {{70, 7.0}, 70, 7.0},
                                                     {{76, -1.5}, 76, -1.5},
                                                     {{79.5, -11.0}, 79.5, -11.0}}};

/// Through the knots (Catmull & Rom 1974), `pieces` to each span.
std::vector<V3> half_hairline(bool left, int pieces) {
  const auto knot = [&](std::ptrdiff_t i) -> Place {
    const HairlineKnot& k = kHairline[static_cast<std::size_t>(std::min<std::ptrdiff_t>(std::abs(i), 14))];
    const double azimuth = left ? k.left.azimuth_deg : k.right_azimuth;
    return {i < 0 ? -azimuth : azimuth, left ? k.left.height_mm : k.right_height};
  };
  const auto blend = [](double a, double b, double c, double d, double f) {
    return b + 0.5 * f * ((c - a) + f * ((2 * a - 5 * b + 4 * c - d) + f * (3 * (b - c) + d - a)));
  };
  std::vector<V3> out;
  for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(kHairline.size()); ++i) {
    const Place a = knot(i - 1), b = knot(i), c = knot(i + 1), d = knot(i + 2);
    for (int k = 0; k < pieces; ++k) {
      const double f = static_cast<double>(k) / pieces;
      const double azimuth = blend(a.azimuth_deg, b.azimuth_deg, c.azimuth_deg, d.azimuth_deg, f);
      out.push_back(
          on_surface({left ? azimuth : -azimuth, blend(a.height_mm, b.height_mm, c.height_mm, d.height_mm, f)}));
    }
  }
  const Place end = knot(14);
  out.push_back(on_surface({left ? end.azimuth_deg : -end.azimuth_deg, end.height_mm}));
  return out;
}

}  // namespace

std::vector<V3> hairline() {
  std::vector<V3> out = half_hairline(false, 5);
  std::reverse(out.begin(), out.end());
  const std::vector<V3> left = half_hairline(true, 5);
  out.insert(out.end(), left.begin() + 1, left.end());
  return out;
}

namespace {

/// Heights, mm, where the visible cranium ends: ears from the front, their tops from behind, brow line, nape. Down to
/// the nape's hairline the head is the cranium within 1 mm; below, the neck begins.
constexpr double kEarFrontY = -8;
constexpr double kEarTopY = 2;
constexpr double kBrowY = kPureAboveMm;
constexpr double kNapeY = -66;
constexpr int kArcPieces = 240;

/// The cranium as a camera sees it.
class Sight {
 public:
  explicit Sight(const Camera& camera) : view_(see_head(surface_, head_camera(camera))) {
    const auto& r = view_.camera.rotation;
    const auto& t = camera.translation_mm;
    // The plane through mid-head that faces the camera, in which `see_head` gives the limb.
    toward_ = normalized(-t[0] * V3{r[0][0], r[0][1], r[0][2]} - t[1] * V3{r[1][0], r[1][1], r[1][2]} +
                         t[2] * V3{r[2][0], r[2][1], r[2][2]});
    const V3 across{r[0][0], r[0][1], r[0][2]};
    right_ = normalized(across - dot(across, toward_) * toward_);
    up_ = cross(toward_, right_);
  }

  /// mm per px where the middle of the scene's region lies.
  [[nodiscard]] double scalp_scale(const Scene& scene) const { return scalp_mm_per_px(surface_, view_, scene); }
  [[nodiscard]] Vec2<PhotoPx> place(V3 p) const { return project(surface_, view_, p).position; }
  /// Above 0 where the skin faces the camera.
  [[nodiscard]] double facing(V3 p) const { return project(surface_, view_, p).cos_view; }

  /// The point of the limb at an angle from image right upwards.
  [[nodiscard]] V3 limb(double angle) const {
    const std::vector<double>& table = view_.rim_elevation;
    const double turns = -angle / (2 * kHalfTurn), at = (turns - std::floor(turns)) * static_cast<double>(table.size());
    // Near the limb the radius is flat in the elevation: between nodes a line will do.
    const auto i = static_cast<std::size_t>(at) % table.size();
    const double f = at - std::floor(at);
    const double elevation = (1 - f) * table[i] + f * table[(i + 1) % table.size()];
    const V3 d =
        std::cos(elevation) * (std::cos(angle) * right_ + std::sin(angle) * up_) + std::sin(elevation) * toward_;
    return head_radius_mm(kCranium, d) * d;
  }
  [[nodiscard]] double angle_of(V3 p) const { return std::atan2(dot(up_, p), dot(right_, p)); }

  /// The angle between two, the first the lower, at which the limb has a height.
  [[nodiscard]] double angle_at_height(double height, double low, double high) const {
    return bisect(low, high, [&](double angle) { return limb(angle).y < height; });
  }

  /// Appends an arc of the limb, ends included.
  void arc(Points<PhotoPx>& out, double from, double to) const {
    for (int i = 0; i <= kArcPieces; ++i) out.push_back(place(limb(from + (to - from) * i / kArcPieces)));
  }

  /// The part of a line on the cranium that faces the camera, up to the limb where it goes behind it.
  [[nodiscard]] std::vector<V3> seen(const std::vector<V3>& line) const {
    std::vector<V3> out;
    const auto edge = [&](V3 hidden, V3 shown) {
      const double t = bisect(0, 1, [&](double f) { return facing(hidden + f * (shown - hidden)) < 0; });
      return limb(angle_of(hidden + t * (shown - hidden)));
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool shown = facing(line[i]) > 0, before = i > 0 && facing(line[i - 1]) > 0;
      if (i > 0 && shown && !before) out.push_back(edge(line[i - 1], line[i]));
      if (shown) out.push_back(line[i]);
      if (i > 0 && !shown && before) out.push_back(edge(line[i], line[i - 1]));
    }
    return out;
  }

  void add(Points<PhotoPx>& out, const std::vector<V3>& points) const {
    for (const V3 p : points) out.push_back(place(p));
  }

 private:
  ScalpSurface surface_{kCranium};
  HeadView view_;
  V3 toward_, right_, up_;
};

/// From the nape up behind the ear, around it and down in front of it to the end of the sideburn: z and height. Clear
/// of the ear, which hides the side of the head, and never so steep that a piece would be taken for the limb
/// (`limb_edges`).
std::vector<V3> around_ear(double side) {
  constexpr std::array<std::array<double, 2>, 9> kLow = {
      {{-66, -61}, {-59, -56}, {-53, -45}, {-38, -13}, {-29, -2}, {-18, 1}, {-8, 0.5}, {3, -22.5}, {12, -27}}};
  std::vector<V3> out;
  out.reserve(kLow.size());
  for (const auto& [z, y] : kLow) out.push_back(beside(side, z, y));
  return out;
}

/// Over cheekbone and temple to the brow.
std::vector<V3> over_cheek(double side) {
  constexpr std::array<std::array<double, 2>, 4> kCheek = {{{19, -13}, {27, -8}, {48, 4}, {74, 12}}};
  std::vector<V3> out;
  out.reserve(kCheek.size());
  for (const auto& [z, y] : kCheek) out.push_back(beside(side, z, y));
  return out;
}

void front(Scene& scene, const Sight& sight) {
  const double right = sight.angle_at_height(kEarFrontY, -0.3 * kHalfTurn, 0.5 * kHalfTurn), left = kHalfTurn - right;
  sight.arc(scene.head_outline, left, right);
  // In front of the sideburns no steeper than `around_ear`.
  for (const auto& [x, y] :
       {std::array{72.5, -9.5}, {61, 9}, {48, 13}, {20, kBrowY}, {-20, kBrowY}, {-48, 13}, {-61, 9}, {-72.5, -9.5}})
    scene.head_outline.push_back(sight.place(in_front(x, y)));

  std::vector<V3> line = hairline();
  std::erase_if(line, [](V3 p) { return p.y < kEarFrontY + 0.5; });
  Points<PhotoPx> seen;
  sight.add(seen, line);
  sight.arc(scene.scalp_region, left, right);
  scene.scalp_region.insert(scene.scalp_region.end(), seen.rbegin(), seen.rend());
  scene.hairline = std::move(seen);
}

/// Views that show the whole of one side: `left` the head's left.
void side(Scene& scene, const Sight& sight, bool left) {
  const double side = left ? 1 : -1;
  // Angles are those of the left view, whose face looks to image left; the right view is its mirror image.
  const auto angle = [&](double of_left) { return left ? of_left : kHalfTurn - of_left; };
  const auto at_height = [&](double height, double low, double high) {
    return bisect(low, high, [&](double a) { return sight.limb(angle(a)).y < height; });
  };
  const double brow = at_height(kBrowY, 1.4 * kHalfTurn, 0.5 * kHalfTurn);
  const double nape = at_height(kNapeY, -0.45 * kHalfTurn, 0.5 * kHalfTurn);
  sight.arc(scene.head_outline, angle(brow), angle(nape));
  sight.add(scene.head_outline, around_ear(side));
  sight.add(scene.head_outline, over_cheek(side));

  std::vector<V3> line = hairline();  // from the head's right to its left
  if (!left) std::reverse(line.begin(), line.end());
  line = sight.seen(line);  // from the limb to the sideburn
  Points<PhotoPx> seen;
  sight.add(seen, line);
  double start = sight.angle_of(line.front());
  if (left && start < 0) start += 2 * kHalfTurn;
  sight.arc(scene.scalp_region, start, angle(nape));
  sight.add(scene.scalp_region, around_ear(side));
  scene.scalp_region.insert(scene.scalp_region.end(), seen.rbegin(), seen.rend() - 1);
  if (!left) std::reverse(seen.begin(), seen.end());
  scene.hairline = std::move(seen);
}

void three_quarter(Scene& scene, const Sight& sight) {
  const double brow = bisect(1.4 * kHalfTurn, 0.5 * kHalfTurn, [&](double a) { return sight.limb(a).y < kBrowY; });
  // The ear hides the limb below its top.
  const double ear = sight.angle_at_height(kEarTopY, -0.3 * kHalfTurn, 0.5 * kHalfTurn);
  // Foreshortened, the front of the ear would look as steep as the limb: the sideburn ends earlier.
  std::vector<V3> before_ear;
  for (const auto& [z, y] : {std::array{-18.0, 1.0}, {-8, 0.5}, {2, -10}, {11, -20}})
    before_ear.push_back(beside(1, z, y));
  sight.arc(scene.head_outline, brow, ear);
  sight.add(scene.head_outline, before_ear);
  sight.add(scene.head_outline, over_cheek(1));
  for (const auto& [x, y] : {std::array{20.0, kBrowY}, {-20, kBrowY}, {-38, 13.5}})
    scene.head_outline.push_back(sight.place(in_front(x, y)));

  const std::vector<V3> line = sight.seen(hairline());
  Points<PhotoPx> seen;
  sight.add(seen, line);
  double start = sight.angle_of(line.front());
  if (start < 0) start += 2 * kHalfTurn;
  sight.arc(scene.scalp_region, start, ear);
  sight.add(scene.scalp_region, before_ear);
  scene.scalp_region.insert(scene.scalp_region.end(), seen.rbegin(), seen.rend() - 1);
  scene.hairline = std::move(seen);
}

void back(Scene& scene, const Sight& sight) {
  const double right = sight.angle_at_height(kEarTopY, -0.3 * kHalfTurn, 0.5 * kHalfTurn);
  sight.arc(scene.head_outline, kHalfTurn - right, right);
  // Behind the ears and over the nape: x and height. As little steep as around_ear.
  constexpr std::array<std::array<double, 2>, 13> kLow = {{{-70.5, -7},
                                                           {-52, -46},
                                                           {-46, -57},
                                                           {-40, -62},
                                                           {-30, -64.5},
                                                           {-15, kNapeY},
                                                           {0, kNapeY - 0.5},
                                                           {15, kNapeY},
                                                           {30, -64.5},
                                                           {40, -62},
                                                           {46, -57},
                                                           {52, -46},
                                                           {70.5, -7}}};
  for (const auto& [x, y] : kLow) scene.head_outline.push_back(sight.place(behind(x, y)));
  scene.scalp_region = scene.head_outline;
  scene.hairline = Points<PhotoPx>{};
}

void top(Scene& scene, const Sight& sight) {
  sight.arc(scene.head_outline, 0, 2 * kHalfTurn);
  scene.head_outline.pop_back();

  // The hairline as far as it is seen from above: down to the limb.
  const std::vector<V3> line = sight.seen(hairline());
  Points<PhotoPx> seen;
  sight.add(seen, line);
  // From the hairline's left end (as seen) over the occiput to its right end.
  sight.arc(scene.scalp_region, sight.angle_of(line.front()) + 2 * kHalfTurn, sight.angle_of(line.back()));
  scene.scalp_region.insert(scene.scalp_region.end(), seen.rbegin() + 1, seen.rend() - 1);
  scene.hairline = std::move(seen);
}

/// Empty where something hides the point.
std::optional<Vec2<PhotoPx>> seen_at(const PortraitCamera& camera, const Sight& sight, V3 p) {
  // A point on the limb counts as seen: next to it, rays pass the head, or meet it well behind.
  constexpr double kNearMm = 2.5, kAsideMm = 0.8, kBehindMm = 30;
  const double aside = kAsideMm / camera.mm_per_px;
  const Vec2<PhotoPx> at = sight.place(p);
  for (const double dx : {0.0, -aside, aside})
    for (const double dy : {0.0, -aside, aside}) {
      const Ray ray = ray_through(camera, {at.x + dx, at.y + dy});
      const auto t = trace_head(ray.origin, ray.direction, kDistanceMm - kOutsideMm, kDistanceMm + kOutsideMm);
      if (!t || norm(ray.at(*t) - p) < kNearMm || *t > norm(p - ray.origin) + kBehindMm) return at;
    }
  return std::nullopt;
}

void face_points(Scene& scene, const PortraitCamera& camera, const Sight& sight) {
  for (const auto& [name, p] : face_landmarks()) {
    auto at = seen_at(camera, sight, p);
    if (at && (at->x < 0 || at->y < 0 || at->x > scene.width_px || at->y > scene.height_px)) at = std::nullopt;
    scene.face_points.push_back({name, at});
  }
}

}  // namespace

std::vector<Landmark> face_landmarks() {
  const auto from_front = [](double x, double y) {
    return V3{x, y, kOutsideMm - trace_head({x, y, kOutsideMm}, {0, 0, -1}, 0, 2 * kOutsideMm).value_or(kOutsideMm)};
  };
  const auto from_side = [](double y, double z) {
    return V3{kOutsideMm - trace_head({kOutsideMm, y, z}, {-1, 0, 0}, 0, 2 * kOutsideMm).value_or(kOutsideMm), y, z};
  };
  const auto mirrored = [](V3 p) { return V3{-p.x, p.y, p.z}; };
  const V3 pupil = from_front(kPupilX, kPupilY), tragus = from_side(-41, 3);
  return {{"left_pupil", pupil},
          {"right_pupil", mirrored(pupil)},
          {"glabella", from_front(0, 0.5)},
          {"nose_tip", from_front(0, -57.2)},
          {"chin", from_front(0, -130)},
          {"left_tragus", tragus},
          {"right_tragus", mirrored(tragus)}};
}

Scene make_scene(const PortraitCamera& camera, View view, int width_px, int height_px) {
  Scene scene;
  scene.image = "photo.png";
  scene.width_px = width_px;
  scene.height_px = height_px;
  scene.view = view;
  scene.camera = scene_camera(camera);
  const Sight sight(*scene.camera);
  switch (view) {
    case View::kLeft:
    case View::kRight:
      side(scene, sight, view == View::kLeft);
      break;
    case View::kThreeQuarter:
      three_quarter(scene, sight);
      break;
    case View::kBack:
      back(scene, sight);
      break;
    case View::kTop:
      top(scene, sight);
      break;
    default:
      front(scene, sight);
      break;
  }
  scene.mm_per_px = sight.scalp_scale(scene);
  face_points(scene, camera, sight);
  scene.notes =
      "Drawn by tonsure: a phantom, nobody's photograph. The cranium is the mean head, of 77 x 90 x 100 mm, seen by a "
      "pinhole camera 1.5 m away; camera, scale, outline and hairline are exact. The eyes are closed.";
  return scene;
}

}  // namespace tonsure::phantom
