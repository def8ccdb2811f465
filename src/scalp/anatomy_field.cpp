// Areas of the scalp and the direction of hair. Model: docs/model/anatomy.md.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "../core/smooth_step.h"
#include "anatomy.h"

#include "anatomy_frame.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

constexpr double kPi = std::numbers::pi, kRad = kPi / 180;

// Borders between areas on the mean head: chosen so that the shares are those of the SALT score (top 40, back 24, each
// side 18 %). The top ends at the planes through the head's length that rise at 44 degrees from the level.
constexpr double kTopCosine = 0.7193, kTopSine = 0.6947;
constexpr double kBackZ = -64, kBackY = 40;  // the back lies behind the one and below the other
// The crown is what lies around a whorl, within this share of its extent: 4 cm, bald spots of Norwood III-v reach 3
// [C]; and what is left of the top behind the place of the mean whorl.
constexpr double kCrownShare = 0.35, kCrownZ = -58;

// Twist of a spiral at its centre, away from radial, and how it wears off: to a tenth at the spiral's edge. [E]
constexpr double kTwist = 60 * kRad;
constexpr double kTwistReach = 0.33;  // over the extent
// Hair's lean backward from straight downhill, on sides and temples [E].
constexpr double kSideLean = 15 * kRad, kTempleLean = 48 * kRad;

/// Height above the plane between top and side, mm on the mean head.
double above_side(Head on_mean) {
  return on_mean.y * kTopCosine - std::fabs(on_mean.x) * kTopSine;
}

/// A tangent turned about the normal, counterclockwise seen from outside.
Head turned(Head tangent, Head normal, double angle) {
  return std::cos(angle) * tangent + std::sin(angle) * cross(normal, tangent);
}

/// What whorls say of the hair at a point.
struct WhorlHair {
  Head direction;    ///< not of unit length
  double share = 0;  ///< of its say against what holds far from whorls: 1 in a centre, 0.1 at a spiral's edge
};

/// Away from the whorls, in a spiral about each: the nearest has most to say.
WhorlHair away_from_whorls(const ScalpAnatomy& anatomy, Head point, Head normal) {
  WhorlHair hair;
  for (const Whorl& whorl : anatomy.whorls) {
    const Head chord = point - whorl.centre;
    const Head along = chord - dot(chord, normal) * normal;
    const double distance2 = dot(chord, chord), length2 = dot(along, along);
    if (!(length2 > 0)) continue;
    const double reach = kTwistReach * whorl.extent_mm;
    const double near = std::exp(-distance2 / (reach * reach));
    const double twist = whorl.sense == WhorlSense::kClockwise ? -kTwist * near : kTwist * near;
    // Unit vectors, weighted by the inverse square of the distance.
    hair.direction = hair.direction + (1 / (distance2 * std::sqrt(length2))) * turned(along, normal, twist);
    hair.share = std::fmax(hair.share, near);
  }
  return hair;
}

/// Downhill, and on sides and temples leaning back. Not of unit length; 0 where the skin is level.
Head downhill(Head on_mean, Head normal) {
  const Head down = Head{0, -1, 0} + normal.y * normal;
  const double lateral = on_mean.x / std::sqrt(on_mean.x * on_mean.x + 30.0 * 30.0);
  const double lean = kSideLean + (kTempleLean - kSideLean) * smooth_step(on_mean.z / 60);
  return turned(down, normal, lateral * lean);
}

}  // namespace

const char* scalp_area_name(ScalpArea area) {
  constexpr std::array<const char*, kAllScalpAreas.size()> kNames = {"frontal", "temple", "mid-scalp",
                                                                     "crown",   "side",   "nape"};
  return kNames[std::min(static_cast<std::size_t>(area), kNames.size() - 1)];
}

ScalpArea scalp_area(const ScalpAnatomy& anatomy, Vec3<HeadMm> point) {
  for (const Whorl& whorl : anatomy.whorls) {
    const Head off = point - whorl.centre;
    const double radius = kCrownShare * whorl.extent_mm;
    if (dot(off, off) < radius * radius) return ScalpArea::kCrown;
  }
  const Head m = to_mean_head(anatomy.half_extents_mm, point);
  if (m.z < kBackZ && m.y < kBackY) return ScalpArea::kNape;
  const bool front = point.z > anatomy.landmarks.norwood_z_mm;
  if (above_side(m) > 0) return front ? ScalpArea::kFrontal : m.z < kCrownZ ? ScalpArea::kCrown : ScalpArea::kMidScalp;
  return front ? ScalpArea::kTemple : ScalpArea::kSide;
}

Vec3<HeadMm> hair_direction(const ScalpAnatomy& anatomy, Vec3<HeadMm> point, Vec3<HeadMm> normal) {
  const Head m = to_mean_head(anatomy.half_extents_mm, point);
  const WhorlHair whorls = away_from_whorls(anatomy, point, normal);
  const double length = norm(whorls.direction);
  // In the very centre of a whorl, or where hair parts between two.
  if (!(length > 0)) return normalized(Head{0, -1, -1} + (normal.y + normal.z) * normal);
  const Head away = (1 / length) * whorls.direction;
  const double pull = (1 - smooth_step((m.y - 20) / 55)) * (1 - whorls.share);
  if (pull <= 0) return away;
  const Head target = downhill(m, normal);
  const double offset = std::atan2(dot(normal, cross(away, target)), dot(away, target));
  // In front of a low whorl, hair points uphill, against the target: there the pull ceases, so that the field has no
  // centres but the whorls'.
  const double share = offset / kPi;
  return turned(away, normal, pull * offset * (1 - share * share * share * share));
}

double hair_exit_angle(const ScalpAnatomy& anatomy, Vec3<HeadMm> point) {
  const Head m = to_mean_head(anatomy.half_extents_mm, point);
  const double front = smooth_step(m.z / 45);
  const double side = smooth_step(0.5 - above_side(m) / 20);
  const double back = smooth_step((kBackZ - m.z) / 20 + 0.5) * smooth_step((kBackY - m.y) / 20 + 0.5);
  const auto mix = [](double a, double b, double t) { return a + t * (b - a); };
  return kRad * mix(mix(mix(45, 15, front), mix(10, 6.5, front), side), 15, back);
}

double hair_angle_in_chart(const ScalpAnatomy& anatomy, const ChartFrame& frame) {
  const Head normal = normalized(cross(frame.along_u, frame.along_v));
  const Head hair = hair_direction(anatomy, frame.point, normal);
  const double uu = dot(frame.along_u, frame.along_u), uv = dot(frame.along_u, frame.along_v),
               vv = dot(frame.along_v, frame.along_v);
  const double hu = dot(hair, frame.along_u), hv = dot(hair, frame.along_v);
  const double angle = std::atan2(uu * hv - uv * hu, vv * hu - uv * hv);
  return angle < 0 ? angle + 2 * kPi : angle;
}

}  // namespace tonsure
