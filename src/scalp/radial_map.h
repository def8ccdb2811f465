// A function of direction as a bicubic B-spline on the equal-area map of directions: how far the surface is.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/scalp/surface.h>

namespace tonsure {

/// Farthest direction from the top that a radial map resolves, as a radius of the equal-area map: 150 degrees.
inline constexpr double kMostMapRadius = 1.93;

/// Lambert's equal-area map of directions about the top: (x, z) sqrt(2 / (1 + y)).
struct MapPoint {
  double x = 0;
  double z = 0;
};
MapPoint map_direction(Vec3<HeadMm> direction);
/// Its inverse; points beyond kMostMapRadius count as the nearest ones on that circle.
Vec3<HeadMm> direction_at(MapPoint p);

class RadialMap {
 public:
  RadialMap() = default;
  /// Interpolates the nodes of a grid.
  explicit RadialMap(const RadialGrid& grid);

  [[nodiscard]] double radius(Vec3<HeadMm> direction) const;

  /// Radius and its gradient over the unit sphere: mm per radian, tangent to it.
  struct Sample {
    double radius = 0;
    Vec3<HeadMm> gradient;
  };
  [[nodiscard]] Sample sample(Vec3<HeadMm> direction) const;

 private:
  struct Cell;
  [[nodiscard]] Cell cell_at(MapPoint p) const;
  std::size_t nodes_ = 0;  ///< per side, with a margin of one node
  double nodes_per_unit_ = 0;
  std::vector<double> coefficients_;
};

}  // namespace tonsure
