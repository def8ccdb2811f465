#include "hairline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "../scalp/anatomy.h"

namespace tonsure {
namespace {

constexpr double kRad = std::numbers::pi / 180;
constexpr double kCornerX = 0.58;              // lateral canthus, fraction of the half-breadth: 45 of 77 mm [C]
constexpr double kFarthestCorner = 50 * kRad;  // [E]
constexpr double kFarthestLined = 70 * kRad;   // of a corner that is drawn on that vertical wherever it meets it [E]
constexpr double kStepMm = 2;                  // between points of a designed guide
constexpr double kMoundAt = 0.55;              // lateral mounds, share of the way to the corner [E]
constexpr double kMoundWidth = 0.16;

/// Point of the surface at an azimuth (0 forward, positive to the head's left, on a head scaled to be as broad as long)
/// and a height above mid-head.
Vec3<HeadMm> surface_at(const ScalpSurface& surface, Vec3<HeadMm> half_extents, double azimuth, double y) {
  const double across = half_extents.x * std::sin(azimuth), along = half_extents.z * std::cos(azimuth);
  const double flat = std::hypot(across, along);
  double low = -std::numbers::pi / 3, high = std::numbers::pi / 2;
  Vec3<HeadMm> point;
  for (int i = 0; i < 50; ++i) {  // height grows with elevation on every meridian of a head
    const double elevation = 0.5 * (low + high), c = std::cos(elevation) / flat;
    const Vec3<HeadMm> direction{c * across, std::sin(elevation), c * along};
    point = radius_mm(surface, direction) * direction;
    (point.y < y ? low : high) = elevation;
  }
  return point;
}

/// A point some way up (or down) the skin, as far from the median plane.
Vec3<HeadMm> raised(const ScalpSurface& surface, Vec3<HeadMm> from, double rise_mm) {
  if (rise_mm == 0) return from;
  // Straight back of it, at the top of the coronal section through mid-head, the skin is as far to the side.
  double low = 0, high = std::numbers::pi / 2;
  Vec3<HeadMm> back;
  for (int i = 0; i < 40; ++i) {
    const double aside = 0.5 * (low + high);
    const Vec3<HeadMm> direction{std::sin(aside), std::cos(aside), 0};
    back = radius_mm(surface, direction) * direction;
    (back.x < std::fabs(from.x) ? low : high) = aside;
  }
  back.x = std::copysign(back.x, from.x);
  return walk_on_skin(surface, from, rise_mm > 0 ? back : 2.0 * from - back, std::fabs(rise_mm));
}

/// Height of the designed front above the level of its middle, mm; `way` from the midline (0) to the corner (1),
/// `side_mm` from the midline.
double front_rise_mm(const HairlineOptions& options, double way, double side_mm) {
  const double peak_sigma = options.peak_width_mm / 4;  // its foot, +- two sigma, is as wide as stated
  const double mound = (way - kMoundAt) / kMoundWidth;
  return options.corner_rise_mm * std::pow(way, options.corner_power) -
         options.peak_height_mm * std::exp(-0.5 * side_mm * side_mm / (peak_sigma * peak_sigma)) -
         options.mound_height_mm * std::exp(-0.5 * mound * mound);
}

/// Azimuth at which the level line of a height, or what of it is raised along the skin by `rise_mm`, has an x.
double azimuth_of_side(const ScalpSurface& surface, Vec3<HeadMm> half_extents, double y, double x, double rise_mm) {
  double low = 0, high = 75 * kRad;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (raised(surface, surface_at(surface, half_extents, middle, y), rise_mm).x < x ? low : high) = middle;
  }
  return low;
}

/// A place on the way down from the corner.
struct TempleAnchor {
  double azimuth_deg;
  double height;  ///< fraction of the rise from glabella to mid-frontal point
};

/// Temple point, sideburn, ear [C; sizes E].
std::array<TempleAnchor, 3> temple_anchors(TemplePoint temple) {
  switch (temple) {
    case TemplePoint::kParallel:
      return {{{62, 0.80}, {73, 0.45}, {81, -0.10}}};
    case TemplePoint::kReversed:
      return {{{66, 0.80}, {79, 0.45}, {82, -0.10}}};
    case TemplePoint::kNormal:
    case TemplePoint::kThinning:
    case TemplePoint::kLined:
      break;
  }
  return {{{58, 0.80}, {66, 0.45}, {80, -0.10}}};
}

/// From a corner straight to the temple point and along the scalp's border to the sideburn, on the head's left.
void add_lined_temple(const ScalpSurface& surface, std::vector<Vec3<HeadMm>>& line) {
  const ScalpLandmarks landmarks = scalp_landmarks(surface);
  const std::vector<Vec3<HeadMm>> border = scalp_outline(surface);
  const auto nearest = [&](Vec3<HeadMm> wanted) {
    return std::min_element(border.begin(), border.end(),
                            [&](Vec3<HeadMm> a, Vec3<HeadMm> b) { return norm(a - wanted) < norm(b - wanted); });
  };
  const auto sideburn = nearest(landmarks.sideburn.left);
  for (auto to = nearest(landmarks.temple_point.left); to <= sideburn; ++to) {
    const Vec3<HeadMm> from = line.back();
    const int pieces = std::max(1, static_cast<int>(norm(*to - from) / kStepMm));
    for (int k = 1; k <= pieces; ++k) {
      const Vec3<HeadMm> direction = normalized(from + (static_cast<double>(k) / pieces) * (*to - from));
      line.push_back(radius_mm(surface, direction) * direction);
    }
  }
}

/// From a corner by the anchors of its temple to the ear, on the head's left.
void add_temple(const ScalpSurface& surface, Vec3<HeadMm> half, double glabella_y, double top, TemplePoint temple,
                std::vector<Vec3<HeadMm>>& line) {
  // From a deep corner the line comes forward again to the temple.
  double azimuth = std::atan2(line.back().x / half.x, line.back().z / half.z), height = line.back().y;
  for (const TempleAnchor& anchor : temple_anchors(temple)) {
    const double to_azimuth = anchor.azimuth_deg * kRad;
    const double to_height = glabella_y + anchor.height * (top - glabella_y);
    const int pieces =
        std::max(1, static_cast<int>(norm(surface_at(surface, half, to_azimuth, to_height) - line.back()) / kStepMm));
    for (int k = 1; k <= pieces; ++k) {
      const double t = static_cast<double>(k) / pieces;
      line.push_back(
          surface_at(surface, half, azimuth + t * (to_azimuth - azimuth), height + t * (to_height - height)));
    }
    azimuth = to_azimuth;
    height = to_height;
  }
}

}  // namespace

std::vector<Vec3<HeadMm>> design_hairline(const ScalpSurface& surface, Vec3<HeadMm> glabella,
                                          const Treatment& treatment) {
  const HairlineOptions& options = treatment.hairline;
  const Vec3<HeadMm> midline{0, glabella.y,
                             std::sqrt(std::max(0.0, dot(glabella, glabella) - glabella.y * glabella.y))};
  const double top = walk_on_skin(surface, midline, {0, 1, 0}, hairline_height_mm(treatment)).y;
  const Vec3<HeadMm> half = half_extents_mm(surface);
  // High lines meet that vertical only on the side of the head: they turn before it, but for those that are lined up.
  const bool lined = options.temple == TemplePoint::kLined;
  const double corner_rise = lined ? front_rise_mm(options, 1, kCornerX * half.x) : 0;
  const double corner_azimuth = std::min(lined ? kFarthestLined : kFarthestCorner,
                                         azimuth_of_side(surface, half, top, kCornerX * half.x, corner_rise));

  std::vector<Vec3<HeadMm>> left;  // from the midline to the ear
  const int steps = static_cast<int>(std::ceil(corner_azimuth * half.x / kStepMm));
  for (int i = 0; i <= steps; ++i) {
    const double way = static_cast<double>(i) / steps;
    const Vec3<HeadMm> level = surface_at(surface, half, way * corner_azimuth, top);
    left.push_back(raised(surface, level, front_rise_mm(options, way, level.x)));
  }
  if (lined)
    add_lined_temple(surface, left);
  else
    add_temple(surface, half, glabella.y, top, options.temple, left);

  std::vector<Vec3<HeadMm>> line;
  for (std::size_t i = left.size(); i-- > 1;) line.push_back({-left[i].x, left[i].y, left[i].z});
  line.insert(line.end(), left.begin(), left.end());
  // The surface need not be symmetric: the right half goes onto it along its rays.
  for (Vec3<HeadMm>& point : line) {
    const Vec3<HeadMm> direction = normalized(point);
    point = radius_mm(surface, direction) * direction;
  }
  return line;
}

double feather_profile(double behind_mm, double feather_mm) {
  if (behind_mm < 0) return 0;
  const double t = behind_mm / feather_mm;
  if (t >= 1) return 1;
  // Cubic Hermite pieces through the anchors with monotone slopes (Fritsch & Carlson 1980).
  constexpr std::array<double, 4> kT = {0, 0.2, 0.6, 1}, kV = {0.03, 0.23, 0.56, 1}, kSlope = {1.0, 0.9, 0.95, 0.6};
  const std::size_t i = t < kT[1] ? 0 : t < kT[2] ? 1 : 2;
  const double h = kT[i + 1] - kT[i], u = (t - kT[i]) / h;
  const double u2 = u * u, u3 = u2 * u;
  return (2 * u3 - 3 * u2 + 1) * kV[i] + (u3 - 2 * u2 + u) * h * kSlope[i] + (3 * u2 - 2 * u3) * kV[i + 1] +
         (u3 - u2) * h * kSlope[i + 1];
}

}  // namespace tonsure
