// Landmarks, the border of the scalp, and whorls.
#include "anatomy.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../core/rng.h"

#include "anatomy_frame.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;

// Along the skin of the mean head, mm.
constexpr double kTrichionMm = 61;  // above the glabella, men 61 +- 3 [M]
constexpr double kInionMm = 355;    // behind the sellion, over the top: nasion to inion measures 34 to 37 cm [E]
constexpr double kNapeMm = 35;      // below the inion [E]
constexpr double kNorwoodMm = 20;   // in front of the ear canals [C]
constexpr double kWhorlMm = 62.5;   // behind the bimeatal plane [M]
constexpr double kWhorlSdMm = 15;   // 952 heads lay within 15 and 110 mm [M], 3 SD either way [E]
constexpr double kWhorlLeastMm = 15, kWhorlMostMm = 110;
constexpr double kWhorlBesideMm = 8;                                    // right of the midline, on average [E]
constexpr double kWhorlRightShare = 0.71, kWhorlClockwiseShare = 0.84;  // [M]
constexpr double kDoubleShare = 0.035;                                  // 1.5 to 5.4 % [M]
constexpr double kDoubleOpposedShare = 0.8;                             // [E]
constexpr double kDoubleBesideLowMm = 15, kDoubleBesideHighMm = 30;     // of each from the midline [E]
constexpr double kDoubleUnevenMm = 8;                                   // one farther back than the other, 1 SD [E]
constexpr double kExtentLowMm = 100, kExtentHighMm = 130;               // [C]

// Points of the mean head, left side. Tragion, canthus, glabella and sellion as in face_landmarks.h; the others [E]:
// temple points 148 mm apart over the brow (women's 143 mm [M], times the ratio of head breadths), the ear's top 32 mm
// above the tragion: half the ear's length of 64.2 mm [M].
constexpr Head kGlabella{0, 0.5, 99.5}, kSellion{0, -14.5, 97}, kTragion{71, -41, 3};
constexpr double kCanthusX = 45.5;
constexpr Head kFrontotemporal{45.5, 60, 43.5}, kTemplePoint{59.5, 18, 58.5}, kSideburn{67, -34, 21},
    kEarTop{76, -9, -6};

// The border of the scalp between the frontotemporal corner and the nape, left side, on the mean head.
constexpr std::array<Head, 10> kBorder = {{kFrontotemporal,
                                           {54, 40, 54},
                                           kTemplePoint,
                                           {65, 0, 40},
                                           kSideburn,
                                           {69, -34, 12},
                                           {74, -10, 6},
                                           {75, 0, -10},
                                           {71, -20, -34},
                                           {61, -45, -47}}};
constexpr double kBorderStepMm = 15;

/// Where the ray from mid-head through a point leaves the head.
Head on_skin(const ScalpSurface& surface, Head point) {
  const Head d = normalized(point);
  return radius_mm(surface, d) * d;
}

/// A point of the mean head carried onto this one.
Head carried(const ScalpSurface& surface, Head half_extents, Head mean) {
  return on_skin(surface, from_mean_head(half_extents, mean));
}

/// The point of the median section, from the front over the top to the back, where `height` is greatest.
template <class Height>
Head highest_in_median(const ScalpSurface& surface, double from_rad, double to_rad, const Height& height) {
  constexpr int kSteps = 400;
  const double step = (to_rad - from_rad) / kSteps;
  const auto at = [&](double angle) {
    const Head d{0, std::sin(angle), std::cos(angle)};
    return radius_mm(surface, d) * d;
  };
  double best = from_rad;
  for (int i = 1; i <= kSteps; ++i)
    if (height(at(from_rad + i * step)) > height(at(best))) best = from_rad + i * step;
  const double before = height(at(best - step)), here = height(at(best)), after = height(at(best + step));
  const double bend = before - 2 * here + after;
  return at(bend < 0 ? best + std::clamp(0.5 * (before - after) / bend, -1.0, 1.0) * step : best);
}

double size_of(Head half_extents) {
  return std::cbrt(half_extents.x * half_extents.y * half_extents.z /
                   (kMeanHalfExtents.x * kMeanHalfExtents.y * kMeanHalfExtents.z));
}

ScalpLandmarks find_landmarks(const ScalpSurface& surface, Head extents) {
  constexpr double kRad = std::numbers::pi / 180;
  const auto pair = [&](Head left) {
    return LandmarkPair{carried(surface, extents, left), carried(surface, extents, {-left.x, left.y, left.z})};
  };
  ScalpLandmarks l;
  l.size = size_of(extents);
  l.glabella = carried(surface, extents, kGlabella);
  l.vertex = highest_in_median(surface, 60 * kRad, 140 * kRad, [](Head p) { return p.y; });
  l.opisthocranion = highest_in_median(surface, 140 * kRad, 210 * kRad, [](Head p) { return -p.z; });
  l.trichion = walk_on_skin(surface, l.glabella, l.vertex, kTrichionMm * l.size);
  l.inion = walk_on_skin(surface, carried(surface, extents, kSellion), l.vertex, kInionMm * l.size);
  l.nape = walk_on_skin(surface, l.opisthocranion, l.inion,
                        skin_distance_mm(surface, l.opisthocranion, l.inion) + kNapeMm * l.size);
  l.tragion = pair(kTragion);
  l.frontotemporal = pair(kFrontotemporal);
  l.temple_point = pair(kTemplePoint);
  l.sideburn = pair(kSideburn);
  l.ear_top = pair(kEarTop);
  l.bimeatal_z_mm = 0.5 * (l.tragion.left.z + l.tragion.right.z);
  l.norwood_z_mm = l.bimeatal_z_mm + kNorwoodMm * l.size;
  l.canthus_x_mm = kCanthusX * extents.x / kMeanHalfExtents.x;
  return l;
}

/// A point `behind_mm` behind the bimeatal plane and `left_mm` left of the midline, along the skin.
Head behind_bimeatal(const ScalpSurface& surface, const ScalpLandmarks& l, double behind_mm, double left_mm) {
  const Head above = on_skin(surface, {0, l.vertex.y, l.bimeatal_z_mm});
  const Head median = walk_on_skin(surface, above, l.opisthocranion, behind_mm * l.size);
  if (left_mm == 0) return median;
  const Head side{left_mm > 0 ? 1.0 : -1.0, 0, 0};
  return walk_on_skin(surface, median, side, std::fabs(left_mm) * l.size);
}

}  // namespace

ScalpLandmarks scalp_landmarks(const ScalpSurface& surface) {
  return find_landmarks(surface, half_extents_mm(surface));
}

std::vector<Vec3<HeadMm>> scalp_outline(const ScalpSurface& surface) {
  const Head extents = half_extents_mm(surface);
  const ScalpLandmarks l = find_landmarks(surface, extents);
  std::vector<Head> corners = {l.trichion};
  for (const Head& p : kBorder) corners.push_back(carried(surface, extents, p));
  corners.push_back(l.nape);
  for (std::size_t i = kBorder.size(); i-- > 0;)
    corners.push_back(carried(surface, extents, {-kBorder[i].x, kBorder[i].y, kBorder[i].z}));
  std::vector<Head> outline;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Head a = corners[i], b = corners[(i + 1) % corners.size()];
    const int pieces = std::max(1, static_cast<int>(std::ceil(skin_distance_mm(surface, a, b) / kBorderStepMm)));
    for (int k = 0; k < pieces; ++k)
      outline.push_back(k == 0 ? a : on_skin(surface, a + (static_cast<double>(k) / pieces) * (b - a)));
  }
  return outline;
}

Whorl mean_whorl(const ScalpSurface& surface) {
  return {behind_bimeatal(surface, scalp_landmarks(surface), kWhorlMm, -kWhorlBesideMm)};
}

std::vector<Whorl> draw_whorls(const ScalpSurface& surface, std::uint64_t seed) {
  const ScalpLandmarks l = scalp_landmarks(surface);
  Rng rng(seed, RngStage::kWhorl);
  const bool two = rng.uniform() < kDoubleShare;
  const double behind = kWhorlMm + kWhorlSdMm * rng.normal();
  const double side = rng.uniform() < kWhorlRightShare ? -1 : 1;
  const bool clockwise = rng.uniform() < kWhorlClockwiseShare;
  const double extent = rng.uniform(kExtentLowMm, kExtentHighMm);
  const auto whorl = [&](double behind_mm, double left_mm, bool clockwise_one) {
    return Whorl{behind_bimeatal(surface, l, std::clamp(behind_mm, kWhorlLeastMm, kWhorlMostMm), left_mm),
                 clockwise_one ? WhorlSense::kClockwise : WhorlSense::kCounterclockwise, extent * l.size};
  };
  if (!two) return {whorl(behind, side * rng.uniform(0, 2 * kWhorlBesideMm), clockwise)};
  const bool opposed = rng.uniform() < kDoubleOpposedShare;
  const Whorl first = whorl(behind, side * rng.uniform(kDoubleBesideLowMm, kDoubleBesideHighMm), clockwise);
  return {first, whorl(behind + kDoubleUnevenMm * rng.normal(),
                       -side * rng.uniform(kDoubleBesideLowMm, kDoubleBesideHighMm), clockwise != opposed)};
}

ScalpAnatomy make_anatomy(const ScalpSurface& surface, std::span<const Whorl> whorls) {
  ScalpAnatomy anatomy{surface, half_extents_mm(surface), {}, {whorls.begin(), whorls.end()}};
  anatomy.landmarks = find_landmarks(surface, anatomy.half_extents_mm);
  if (whorls.empty()) anatomy.whorls = {{behind_bimeatal(surface, anatomy.landmarks, kWhorlMm, -kWhorlBesideMm)}};
  for (Whorl& whorl : anatomy.whorls) whorl.centre = on_skin(surface, whorl.centre);
  return anatomy;
}

}  // namespace tonsure
