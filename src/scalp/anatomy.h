// Anatomy of the scalp in head coordinates: landmarks, whorls, areas and the direction of hair, on any ScalpSurface.
//
// What holds of the mean head (77 x 90 x 100 mm) is carried onto another along its three axes; distances along the
// skin grow with the head. Model and sources: docs/model/anatomy.md. "Clockwise" and "left" are the head's own, seen
// from outside: left is positive x.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>

namespace tonsure {

/// Two points of the skin that mirror each other on a symmetric head.
struct LandmarkPair {
  Vec3<HeadMm> left;
  Vec3<HeadMm> right;
};

/// Points of the skin, and planes. Accuracy: of points that lie on the cranium some 5 mm, the spread among people;
/// ears, face and neck are where they would be on the mean head.
struct ScalpLandmarks {
  double size = 1;              ///< of the head: cube root of length, breadth and height over the mean head's
  Vec3<HeadMm> glabella;        ///< between the brows
  Vec3<HeadMm> trichion;        ///< middle of a hairline before any loss: 61 mm above the glabella [M, men 61 +- 3]
  Vec3<HeadMm> vertex;          ///< highest point of the median section
  Vec3<HeadMm> opisthocranion;  ///< rearmost point of the median section
  Vec3<HeadMm> inion;           ///< bump of the occiput, 355 mm behind the sellion along the skin [E]
  Vec3<HeadMm> nape;            ///< middle of the nape hairline, 35 mm below the inion [E]
  LandmarkPair tragion;         ///< in front of the ear canals
  LandmarkPair frontotemporal;  ///< corner of the hairline before any loss, on the vertical through the lateral canthus
  LandmarkPair temple_point;    ///< foremost hair of the temple
  LandmarkPair sideburn;        ///< lowest hair in front of the ear
  LandmarkPair ear_top;         ///< where the helix rim is highest
  double bimeatal_z_mm = 0;     ///< coronal plane through the ear canals
  double norwood_z_mm = 0;      ///< coronal plane 2 cm in front of it: Norwood's line between types II and III [C]
  double canthus_x_mm = 0;      ///< sagittal planes at -x and x: the verticals through the lateral canthi
};
TONSURE_EXPORT ScalpLandmarks scalp_landmarks(const ScalpSurface& surface);

/// The border of a scalp before any loss, closed, on the skin, vertices at most 15 mm apart: from the trichion by the
/// head's left temple, sideburn, ear and nape, and back on the right.
TONSURE_EXPORT std::vector<Vec3<HeadMm>> scalp_outline(const ScalpSurface& surface);

/// Which way hair turns on its way out of a whorl, seen from outside.
enum class WhorlSense : std::uint8_t { kClockwise, kCounterclockwise };

/// A point from which hair spirals outward.
struct Whorl {
  Vec3<HeadMm> centre;                        ///< on the skin, or any point of its ray from mid-head
  WhorlSense sense = WhorlSense::kClockwise;  ///< 84 % of heads [M]
  double extent_mm = 115;                     ///< across the spiral, > 0: 10 to 13 cm [C]
};

/// The most common whorl: 62.5 mm behind the bimeatal plane along the skin [M], 8 mm right of the midline [E],
/// clockwise.
TONSURE_EXPORT Whorl mean_whorl(const ScalpSurface& surface);

/// One head's whorls, drawn from what people are like: distance behind the bimeatal plane 62.5 mm (15 to 110) [M] with
/// an SD of 15 [E], right of the midline in 71 % and clockwise in 84 % [M], 0 to 16 mm beside it [E], extent 100 to
/// 130 mm [C]; two whorls, one on each side and mostly turning oppositely [E], in 3.5 % (1.5 to 5.4) [M].
/// Equal seeds give equal whorls.
TONSURE_EXPORT std::vector<Whorl> draw_whorls(const ScalpSurface& surface, std::uint64_t seed);

/// One head's anatomy, made ready for many questions. A value; make it with `make_anatomy`.
struct ScalpAnatomy {
  ScalpSurface surface;
  Vec3<HeadMm> half_extents_mm;
  ScalpLandmarks landmarks;
  std::vector<Whorl> whorls;  ///< at least one; centres on the skin
};
/// No whorls: the mean one. Whorls must be finite.
TONSURE_EXPORT ScalpAnatomy make_anatomy(const ScalpSurface& surface, std::span<const Whorl> whorls = {});

/// The area a point of the skin lies in; defined on the whole surface, beyond the scalp's border too.
TONSURE_EXPORT ScalpArea scalp_area(const ScalpAnatomy& anatomy, Vec3<HeadMm> point);

/// Which way hair points: a unit tangent of the skin. `normal` is the skin's unit normal at the point.
/// Guarantees: (1) front hair points forward, the temples' down and back, the sides' down and slightly back, the
/// nape's down; (2) around each whorl the direction turns once the way one walks (index +1); (3) between points of the
/// scalp with one whorl, 15 mm and more from it, it turns by at most kMostTurnDegPerMm; (4) between two whorls lies a
/// point from which hair parts in four ways, as on real heads, where no such bound can hold.
TONSURE_EXPORT Vec3<HeadMm> hair_direction(const ScalpAnatomy& anatomy, Vec3<HeadMm> point, Vec3<HeadMm> normal);
inline constexpr double kMostTurnDegPerMm =
    5;  ///< 1/15 per mm is that of any whorl, 3.8 degrees; the rest is its twist

/// Angle between hair and skin where it leaves the skin, radians: front 10 to 20 degrees, temple 3 to 10, mid-scalp 30
/// to 60 [C]; the middle of each range, joined smoothly; sides 10 and nape 15 degrees [E].
TONSURE_EXPORT double hair_exit_angle(const ScalpAnatomy& anatomy, Vec3<HeadMm> point);

/// The direction of hair at a chart position, radians in [0, 2 pi], from u towards v. `frame` is the chart's there.
TONSURE_EXPORT double hair_angle_in_chart(const ScalpAnatomy& anatomy, const ChartFrame& frame);

}  // namespace tonsure
