/// @file
/// How one photo sees the head: a pinhole camera, or one infinitely far away, and what it shows of the scalp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// A camera, by what it does to mid-head and around it. Straight lines stay straight: lens distortion is not modelled.
struct HeadCamera {
  /// Rows: image right, image down, towards the camera; in the head frame, orthonormal.
  std::array<std::array<double, 3>, 3> rotation = {{{1, 0, 0}, {0, -1, 0}, {0, 0, 1}}};
  Vec2<PhotoPx> center;     ///< where mid-head lies in the photo
  Vec2<PhotoPx> principal;  ///< where the optical axis meets the photo; matters for a camera at a distance only
  double mm_per_px = 1;     ///< across the photo, at the depth of mid-head
  double pixel_aspect = 1;  ///< mm_per_px across over mm_per_px down: not 1 in stretched photos
  /// 1 over the distance from the camera to mid-head along the axis; 0: infinitely far away, no perspective.
  double inverse_distance_per_mm = 0;
};

/// Nose to the left or right, chin down or up, head leaning in the image; radians. From above (beyond 55 degrees),
/// where turning and leaning look alike, yaw is the tilt out of the median plane.
struct HeadPose {
  double yaw = 0;    ///< positive where the head's left side comes towards the camera
  double pitch = 0;  ///< positive where the crown comes towards the camera (chin down); +90 degrees from the top
  double roll = 0;   ///< positive where the head's up leans to image right
};
/// The pose that a camera sees, and the rotation of a camera that sees a pose: inverses of each other.
TONSURE_EXPORT HeadPose pose_of(const HeadCamera& camera);
TONSURE_EXPORT std::array<std::array<double, 3>, 3> rotation_of(const HeadPose& pose);

/// How one photo sees the head: its camera, the rim of the surface as seen from there, and a radial correction that
/// carries that rim onto the head's outline in the photo.
struct HeadView {
  HeadCamera camera;
  /// The rim by direction around mid-head, in the plane through mid-head that faces the camera: radius, mm, and
  /// elevation towards the camera of the surface points that form it, radians. At equal angles from that plane's right
  /// towards its down. Filled by `see_head`.
  std::vector<double> rim_mm;
  std::vector<double> rim_elevation;
  /// Outline radius over rim radius, minus 1, at equal angles as above (their number may differ). Empty: no correction.
  std::vector<double> rim_excess;
};
/// What a camera sees of a surface; no correction.
TONSURE_EXPORT HeadView see_head(const ScalpSurface& surface, const HeadCamera& camera);

/// A point as the photo shows it.
struct Projection {
  Vec2<PhotoPx> position;
  double cos_view = 0;  ///< cosine between the skin's normal and the direction to the camera; negative on the far side
};
TONSURE_EXPORT Projection project(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point);
/// The same where the skin's outward normal (of any length) is at hand.
TONSURE_EXPORT Projection project(const HeadView& view, Vec3<HeadMm> point, Vec3<HeadMm> normal);

/// px of photo per mm of skin: columns are the images of two orthonormal tangent directions.
struct Footprint {
  double xx = 0, xy = 0, yx = 0, yy = 0;
};
/// Foreshortened footprint of a small disc of skin of unit radius at `point`.
TONSURE_EXPORT Footprint footprint(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point);

/// The visible surface point at a photo position; empty outside the head's silhouette.
TONSURE_EXPORT std::optional<Vec3<HeadMm>> unproject(const ScalpSurface& surface, const HeadView& view,
                                                     Vec2<PhotoPx> position);

/// True where the photo position lies inside the head's silhouette.
TONSURE_EXPORT bool inside_silhouette(const HeadView& view, Vec2<PhotoPx> position);

/// Share of a dot that shows at a view of this cosine: 1 in full view, fading over the last degrees before the limb, 0
/// behind it [E].
TONSURE_EXPORT double grazing_fade(double cos_view);

/// The scene's camera as a HeadCamera. Of one without `rotation` or `translation_mm`, a HeadCamera's defaults.
TONSURE_EXPORT HeadCamera head_camera(const Camera& camera);

/// What one kind of evidence says of the scale by itself, given what heads are like.
struct ScaleEvidence {
  std::string kind;      ///< "camera", "marker", "mm_per_px", "face points", "ear" or "outline"
  double mm_per_px = 0;  ///< at the scalp
  double sd = 0;         ///< 1-SD error of mm_per_px
};

/// A surface with the view that one scene has of it.
struct FittedHead {
  ScalpSurface surface;
  HeadView view;
  /// At the scalp, where the middle of the scene's region lies: nearer to the camera than mid-head, for which
  /// `view.camera.mm_per_px` holds.
  double mm_per_px = 1;
  double scale_sd = 0.05;     ///< relative 1-SD error of mm_per_px
  double outline_rms_mm = 3;  ///< by how much the limb of the outline and the rim of the head differ
  HeadPose pose;              ///< of view.camera
  HeadPose pose_sd;           ///< 1-SD errors, radians
  std::vector<ScaleEvidence> evidence;
  std::string scale_basis;            ///< what the scale rests on, for people
  std::vector<std::string> warnings;  ///< assumptions made and contradictions found
};

/// Millimetres per pixel of a view where the middle of a scene's scalp region lies; at mid-head where it misses the
/// head.
TONSURE_EXPORT double scalp_mm_per_px(const ScalpSurface& surface, const HeadView& view, const Scene& scene);

}  // namespace tonsure
