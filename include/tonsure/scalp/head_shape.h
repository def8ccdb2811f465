/// @file
/// The parametric head: a mean human cranium, scaled along three axes and bent by four modes.
#pragma once

#include <array>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>

namespace tonsure {

/// Size and shape of a head. The head frame's origin is mid-head: in the median plane, midway between the glabella and
/// the rearmost point of the occiput, with both at about y = 0.
///
/// A shape with modes of 0 is the mean head of a morphable model made from scans (ICT-FaceKit, Li et al. 2020), which
/// fits another man's scan 2.2 times better than the best ellipsoid (docs/model/head.md); only its cranium is modelled:
/// no face, no ears, no neck.
struct HeadShape {
  double half_breadth_mm = 77;  ///< along x; ANSUR II, men: 154.3 / 2 [M]
  double height_mm = 90;        ///< along y, from mid-head to the vertex; from tragion to vertex 131 [M], see the docs
  double half_length_mm = 100;  ///< along z; ANSUR II, men: 199.5 / 2 [M]
  /// Departures from the mean shape as shares of the radius, at the places where they are largest. They vanish where
  /// the axes meet the head, and so leave length, breadth and height alone.
  double frontal_squareness = 0;     ///< between crown and ears: square heads above 0, pointed ones below
  double horizontal_squareness = 0;  ///< between ears and forehead or occiput
  double sagittal_squareness = 0;    ///< between crown and forehead or occiput
  double forward_tilt = 0;           ///< crown higher in front and occiput lower; above 0 forward

  friend bool operator==(const HeadShape&, const HeadShape&) = default;
};

/// How much heads differ, standard deviations: ANSUR II men for breadth (5.5 / 2) and length (7.0 / 2), tragion to
/// vertex for height (6, less the tragion's own spread) [M: ANSUR II, Gordon et al. 2014]; of the four modes,
/// estimates: twice what one scan departs from the mean.
inline constexpr HeadShape kHeadShapeSpread = {2.75, 5, 3.5, 0.02, 0.015, 0.015, 0.02};

/// Distance from mid-head to the surface, mm, in a direction (unit vector). Accuracy: of the cranium; continued
/// smoothly below brow and nape, where it means nothing.
TONSURE_EXPORT double head_radius_mm(const HeadShape& shape, Vec3<HeadMm> direction);

}  // namespace tonsure
