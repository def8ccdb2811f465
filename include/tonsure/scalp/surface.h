/// @file
/// The scalp as a surface: an ellipsoid in the head frame with a flattened chart, and how one photo sees it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Below mid-head a head tapers more slowly than an ellipsoid: there the height semi-axis counts this many times [E].
inline constexpr double kLowerStretch = 1.6;

/// An ellipsoidal head, stretched below its middle (kLowerStretch). Its chart is a stereographic map of the parameter
/// sphere from below, scaled per axis so that it is true to scale at the top: u towards the head's left, v towards the
/// back. Accuracy: conformal at the top; elsewhere the two principal scales differ by up to the ratio of the semi-axes
/// (a factor of 1.3 at the level of the ears).
struct ScalpSurface {
  /// Semi-axes, mm: breadth (x), height (y), length (z). Defaults: mean man, ANSUR II [M].
  std::array<double, 3> semi_axes_mm = {77, 95, 100};
};

/// Chart to surface, and back. The point opposite the top has no chart position (infinite).
TONSURE_EXPORT Vec3<HeadMm> from_chart(const ScalpSurface& surface, Vec2<ScalpMm> uv);
TONSURE_EXPORT Vec2<ScalpMm> to_chart(const ScalpSurface& surface, Vec3<HeadMm> point);

/// Outward unit normal at a point of the surface.
TONSURE_EXPORT Vec3<HeadMm> surface_normal(const ScalpSurface& surface, Vec3<HeadMm> point);

/// mm2 of skin per mm2 of chart at a chart position.
TONSURE_EXPORT double area_factor(const ScalpSurface& surface, Vec2<ScalpMm> uv);

/// The derivative of `from_chart`: the surface vectors of one mm of u and of one mm of v.
struct ChartFrame {
  Vec3<HeadMm> along_u;
  Vec3<HeadMm> along_v;
};
TONSURE_EXPORT ChartFrame chart_frame(const ScalpSurface& surface, Vec2<ScalpMm> uv);

/// How one photo sees the head: a weak-perspective camera, and a radial correction that carries the ellipsoid's
/// silhouette onto the head's outline in the photo.
struct HeadView {
  std::array<std::array<double, 3>, 3> rotation =
      {};                ///< rows: image right, image down, towards the viewer; head frame
  Vec2<PhotoPx> center;  ///< where mid-head lies in the photo
  double mm_per_px = 1;
  /// Outline radius / ellipse radius minus 1, at equal angles from image right towards image down.
  std::vector<double> silhouette;
};

/// A point of the surface as the photo shows it.
struct Projection {
  Vec2<PhotoPx> position;
  double cos_view = 0;  ///< cosine between normal and viewing direction; negative on the far side
};
TONSURE_EXPORT Projection project(const ScalpSurface& surface, const HeadView& view, Vec3<HeadMm> point);

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
TONSURE_EXPORT bool inside_silhouette(const ScalpSurface& surface, const HeadView& view, Vec2<PhotoPx> position);

/// A surface with the view that one scene has of it.
struct FittedHead {
  ScalpSurface surface;
  HeadView view;
  double scale_sd = 0.12;             ///< relative 1-SD error of mm_per_px
  std::string scale_basis;            ///< what the scale rests on, for people
  std::vector<std::string> warnings;  ///< assumptions made
};

/// The parts of a scene's head outline that are the limb of the head, as points a few mm apart; what closes the outline
/// along brow, ears or nape (facing down in the image, top views excepted) is not.
TONSURE_EXPORT Points<PhotoPx> head_limb(const Scene& scene);

/// Fits head and view to a scene: the ellipsoid's silhouette to the outer part of `head_outline` by least squares with
/// anthropometric priors, what is left over by the radial correction.
/// Errors: kInvalidInput where outline and scale contradict each other beyond a factor of 2.5.
TONSURE_EXPORT Result<FittedHead> fit_head(const Scene& scene);

/// Fits only the view, of a head whose surface is known already (from a Plan). Errors: those of fit_head.
TONSURE_EXPORT Result<FittedHead> fit_view(const Scene& scene, const ScalpSurface& surface);

/// A fitted view with its silhouette moved onto another outline of the same head, that of `scene`: the middle of the
/// head stays, its limb follows.
TONSURE_EXPORT HeadView with_outline(const ScalpSurface& surface, HeadView view, const Scene& scene);

}  // namespace tonsure
