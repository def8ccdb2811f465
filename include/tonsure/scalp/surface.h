/// @file
/// The scalp as a surface in the head frame, with a flattened chart that is conformal as far as possible.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
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

namespace detail {
struct ScalpTables;
}

/// Radii of a star-shaped surface about mid-head on a grid of directions: `nodes` x `nodes` values, mm, row by row.
/// Node (i, j) is the direction whose equal-area map (Lambert, from the top) is at (-2 + 4 i / (nodes - 1), ...): i
/// along x, j along z. Nodes farther than 1.93 from the centre (straight down) repeat the nearest ones inside.
struct RadialGrid {
  int nodes = 0;
  std::vector<double> radius_mm;
};

/// Limits of a RadialGrid, and of the radii in it.
inline constexpr int kMinRadialNodes = 17, kMaxRadialNodes = 1025;
inline constexpr double kMinRadiusMm = 20, kMaxRadiusMm = 500;  ///< from a doll's head to a giant's

/// A scalp: the surface, star-shaped about mid-head, and its chart. An immutable value, cheap to copy.
///
/// The chart has u towards the head's left and v towards the back, both 0 at the top, where it is true to scale. It is
/// the conformal map of the head to the plane, approximated by polynomials of degree 6 (docs/model/head.md):
/// `chart_distortion` says how good it is.
class ScalpSurface {
 public:
  /// The mean head.
  TONSURE_EXPORT ScalpSurface();
  TONSURE_EXPORT explicit ScalpSurface(const HeadShape& shape);
  /// A measured head. Errors: kInvalidInput (sizes beyond the limits above, not finite).
  TONSURE_EXPORT static Result<ScalpSurface> measured(const RadialGrid& grid);

  /// Of a parametric head; empty for a measured one.
  [[nodiscard]] TONSURE_EXPORT const std::optional<HeadShape>& shape() const;
  /// Of a measured head; without nodes for a parametric one.
  [[nodiscard]] TONSURE_EXPORT const RadialGrid& grid() const;
  TONSURE_EXPORT friend bool operator==(const ScalpSurface& a, const ScalpSurface& b);
  [[nodiscard]] const detail::ScalpTables& tables() const { return *tables_; }

 private:
  explicit ScalpSurface(std::shared_ptr<const detail::ScalpTables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const detail::ScalpTables> tables_;
};

/// Areas of a scalp. Frontal, mid-scalp and crown are the top, temple and side the sides, nape the back of the SALT
/// score.
enum class ScalpArea : std::uint8_t { kFrontal, kTemple, kMidScalp, kCrown, kSide, kNape };
inline constexpr std::array<ScalpArea, 6> kAllScalpAreas = {ScalpArea::kFrontal,  ScalpArea::kTemple,
                                                            ScalpArea::kMidScalp, ScalpArea::kCrown,
                                                            ScalpArea::kSide,     ScalpArea::kNape};
/// "frontal", "temple", "mid-scalp", "crown", "side", "nape".
TONSURE_EXPORT const char* scalp_area_name(ScalpArea area);

/// Distance from mid-head to the surface, mm, in a direction (unit vector).
TONSURE_EXPORT double radius_mm(const ScalpSurface& surface, Vec3<HeadMm> direction);

/// Half the greatest breadth (x), the height above mid-head (y) and half the length (z) of the cranium, mm.
TONSURE_EXPORT Vec3<HeadMm> half_extents_mm(const ScalpSurface& surface);

/// Chart to surface, and back. The direction straight down has no chart position (infinite).
TONSURE_EXPORT Vec3<HeadMm> from_chart(const ScalpSurface& surface, Vec2<ScalpMm> uv);
TONSURE_EXPORT Vec2<ScalpMm> to_chart(const ScalpSurface& surface, Vec3<HeadMm> point);

/// Outward unit normal where the ray from mid-head through `point` leaves the head.
TONSURE_EXPORT Vec3<HeadMm> surface_normal(const ScalpSurface& surface, Vec3<HeadMm> point);

/// mm2 of skin per mm2 of chart at a chart position.
TONSURE_EXPORT double area_factor(const ScalpSurface& surface, Vec2<ScalpMm> uv);

/// The derivative of `from_chart`: the surface vectors of one mm of u and of one mm of v.
struct ChartFrame {
  Vec3<HeadMm> point;
  Vec3<HeadMm> along_u;
  Vec3<HeadMm> along_v;
};
TONSURE_EXPORT ChartFrame chart_frame(const ScalpSurface& surface, Vec2<ScalpMm> uv);

/// How far the chart is from conformal and from true to scale, over the cranium down to `lowest_mm` below mid-head. No
/// stage asks for it: it is for those who bring a surface of their own, and for the tests of ours.
struct ChartDistortion {
  double mean_stretch = 1;   ///< larger over smaller principal scale, mean over the skin; 1 is conformal
  double worst_stretch = 1;  ///< the same, at its largest
  double least_area_factor = 1, greatest_area_factor = 1;
};
TONSURE_EXPORT ChartDistortion chart_distortion(const ScalpSurface& surface, double lowest_mm = 20);

/// Length along the skin between two points, mm: of the section through both and mid-head, which is the shortest path
/// in the median plane and elsewhere within 1 % of it up to 150 mm.
TONSURE_EXPORT double skin_distance_mm(const ScalpSurface& surface, Vec3<HeadMm> from, Vec3<HeadMm> to);

/// The point of the skin reached by going `distance_mm` along that section, from one point towards another and beyond.
TONSURE_EXPORT Vec3<HeadMm> walk_on_skin(const ScalpSurface& surface, Vec3<HeadMm> from, Vec3<HeadMm> towards,
                                         double distance_mm);

}  // namespace tonsure
