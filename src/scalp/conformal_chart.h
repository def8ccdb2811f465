// The chart: an approximately conformal map between the directions of a star-shaped surface and the plane.
#pragma once

#include <array>
#include <complex>

#include "radial_map.h"

namespace tonsure {

/// The map is z = zeta (1 + chi): zeta is the chart position over the top's radius, z the stereographic position of the
/// direction (from below, scaled to be 1 per radian at the top), chi a complex polynomial of degree 6 in the direction
/// whose stereographic position is zeta. On the whole sphere a conformal map that keeps the top and the bottom is
/// unique up to scale and turn, and has this form; so there is nothing to choose.
class ConformalChart {
 public:
  ConformalChart() = default;
  /// `mirrored`: left and right mirror each other.
  ConformalChart(const RadialMap& surface, bool mirrored);

  /// Direction at a chart position, and its derivatives by u and v.
  struct Sample {
    Vec3<HeadMm> direction;
    Vec3<HeadMm> along_u, along_v;
  };
  [[nodiscard]] Sample sample(Vec2<ScalpMm> uv) const;
  [[nodiscard]] Vec2<ScalpMm> position(Vec3<HeadMm> direction) const;

  static constexpr int kDegree = 6;
  static constexpr std::size_t kTerms = std::size_t{kDegree + 1} * (kDegree + 1);

 private:
  using Complex = std::complex<double>;
  struct Map {
    Complex z, by_s, by_t;
  };
  [[nodiscard]] Map map(Complex zeta) const;

  double scale_mm_ = 1;
  std::array<Complex, kTerms> chi_ = {};
};

}  // namespace tonsure
