// Where scars lie, with soft borders.
#pragma once

#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/scene/scene.h>

#include "polygon_index.h"

namespace tonsure {

/// How much of a photo's skin is scar.
class ScarMap {
 public:
  /// @param blend_mm  over which a scar passes into the skin around it
  ScarMap(const Scene& scene, double mm_per_px, double blend_mm);

  /// 0 on healthy skin, 1 on a scar. Skin between the dots that punches leave counts by their share of it; birthmarks
  /// take pigment as skin does.
  [[nodiscard]] double share(Vec2<PhotoPx> position) const;

 private:
  struct Piece {
    PolygonIndex shape;
    bool closed;
    double half_width_mm;  ///< of a line
    double blend_mm;
    double most;  ///< share in its middle
    Vec2<PhotoPx> low, high;
  };
  double mm_per_px_;
  std::vector<Piece> pieces_;
};

}  // namespace tonsure
