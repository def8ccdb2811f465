// The border of the treated region, cut into short pieces and sorted by what lies beyond it.
#pragma once

#include <cmath>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

#include "polygon_index.h"

namespace tonsure {

struct BorderPiece {
  Vec3<HeadMm> point;   ///< on the surface
  double ahead_mm = 0;  ///< for front pieces: how far ahead of it the edge lies
  double fade_mm = 0;   ///< for front and free pieces: over which the density rises behind it
};

struct RegionBorder {
  explicit RegionBorder(const Scene& scene) : region(scene.scalp_region) {
    for (const auto& polygon : scene.existing_hair) existing_hair.emplace_back(polygon);
  }

  PolygonIndex region;
  std::vector<PolygonIndex> existing_hair;
  std::vector<BorderPiece> front;     ///< the hairline
  std::vector<BorderPiece> hair;      ///< existing hair beyond
  std::vector<BorderPiece> free;      ///< bare skin beyond
  double limb_reach_px = 0;           ///< skin this close outside of `limb` belongs to the region
  PointIndex limb;                    ///< where the region runs over the limb of the head, in the photo; that reach
  Vec2<PhotoPx> center;               ///< of the head in the photo
  std::vector<Vec2<ScalpMm>> extent;  ///< chart positions of all of it and of the region's inside, for its bounding box
  /// Set where the scene has no hairline and a default one was designed: skin below it is not treated.
  std::vector<Vec3<HeadMm>> designed_hairline;
  double line_outside_mm = 0;  ///< how far the middle of the designed hairline lies outside of the region, where seen
};

/// The hairline that is designed for a scene without one, as design_hairline; empty where its view shows none of the
/// front.
std::vector<Vec3<HeadMm>> designed_guide(const Scene& scene, const ScalpSurface& surface, const HeadView& view,
                                         const Treatment& treatment);

RegionBorder trace_border(const Scene& scene, const FittedHead& head, const Treatment& treatment);

/// Whether a visible point of skin belongs to the region.
bool inside_region(const RegionBorder& border, Vec3<HeadMm> point, const Projection& seen);

/// Pieces that can be nearest to some point within `reach` of a middle.
struct BorderCandidates {
  std::vector<const BorderPiece*> front, hair, free;
};
BorderCandidates candidates_near(const RegionBorder& border, Vec3<HeadMm> middle, double reach);

struct Nearest {
  const BorderPiece* piece = nullptr;
  double distance_mm = INFINITY;  ///< chord; within 1 % of the geodesic up to 40 mm on a head
};
struct NearestBorder {
  Nearest front, hair, free;
};
NearestBorder nearest_border(const BorderCandidates& candidates, Vec3<HeadMm> point);

}  // namespace tonsure
