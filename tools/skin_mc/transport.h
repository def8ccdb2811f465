/// @file
/// Paths of light through a scattering slab, by Monte Carlo. Absorption is not drawn: whoever follows a path weighs it
/// by exp(-absorption x length), so that one set of paths serves any number of absorptions.
#pragma once

#include <cmath>
#include <limits>
#include <numbers>

#include "core/rng.h"

namespace tonsure::mc {

/// A slab between the planes z = 0 and z = thickness (z points into it), surrounded by air or, with index 1, by
/// nothing.
struct Slab {
  double scattering_per_mm = 20;
  double anisotropy = 0.8;  ///< mean cosine of the scattering angle (Henyey & Greenstein 1941)
  double refractive_index = 1.4;
  double thickness_mm = std::numeric_limits<double>::infinity();
  /// Least absorption that a path will be weighed with, 1/mm: faint paths are ended by roulette.
  double least_absorption_per_mm = 0.02;
};

struct Vec {
  double x = 0, y = 0, z = 0;
};

/// A straight piece of a path.
struct Segment {
  Vec from;
  Vec direction;  ///< of unit length
  double length_mm = 0;
};

enum class End { kTop, kBottom, kLost };

struct PathEnd {
  End end = End::kLost;
  double weight = 1;  ///< what roulette made of it
};

/// Reflectance of unpolarised light at the inner side of a surface (Fresnel).
/// @param cosine  of the angle to the normal inside, in (0, 1]
inline double internal_reflectance(double refractive_index, double cosine) {
  if (refractive_index == 1) return 0;
  const double sine_out = refractive_index * std::sqrt(1 - cosine * cosine);
  if (sine_out >= 1) return 1;
  const double cosine_out = std::sqrt(1 - sine_out * sine_out);
  const double s = (refractive_index * cosine - cosine_out) / (refractive_index * cosine + cosine_out);
  const double p = (cosine - refractive_index * cosine_out) / (cosine + refractive_index * cosine_out);
  return 0.5 * (s * s + p * p);
}

/// A direction turned by a scattering angle drawn from Henyey and Greenstein's phase function.
inline Vec scattered(const Vec& d, double g, Rng& rng) {
  const double u = rng.uniform();
  double cosine = 2 * u - 1;
  if (std::fabs(g) > 1e-6) {
    const double t = (1 - g * g) / (1 - g + 2 * g * u);
    cosine = (1 + g * g - t * t) / (2 * g);
  }
  const double sine = std::sqrt(std::fmax(0.0, 1 - cosine * cosine));
  // A point in the unit disc gives the azimuth without a sine.
  double a = 0, b = 0, q = 0;
  do {
    a = rng.uniform(-1, 1);
    b = rng.uniform(-1, 1);
    q = a * a + b * b;
  } while (q > 1 || q < 1e-12);
  const double scale = sine / std::sqrt(q);
  a *= scale;
  b *= scale;
  if (std::fabs(d.z) > 0.99999) return {a, b, d.z > 0 ? cosine : -cosine};
  const double across = std::sqrt(1 - d.z * d.z);
  return {d.x * cosine + (a * d.x * d.z - b * d.y) / across, d.y * cosine + (a * d.y * d.z + b * d.x) / across,
          d.z * cosine - a * across};
}

/// Follows light that enters at (0, 0, 0) straight down until it leaves; calls visit(segment) for each straight piece.
template <class Visit>
PathEnd follow_path(const Slab& slab, Rng& rng, Visit&& visit) {
  constexpr double kFaint = 1e-3, kSurvive = 0.1;
  Vec at, direction{0, 0, 1};
  double weight = 1, length_mm = 0;
  double roulette_at_mm = -std::log(kFaint) / slab.least_absorption_per_mm;
  while (true) {
    double left_mm = -std::log(1 - rng.uniform()) / slab.scattering_per_mm;
    while (true) {  // to the next scattering, past any mirror reflections
      const double room_mm = direction.z < 0   ? -at.z / direction.z
                             : direction.z > 0 ? (slab.thickness_mm - at.z) / direction.z
                                               : std::numeric_limits<double>::infinity();
      const double step_mm = std::fmin(left_mm, room_mm);
      visit(Segment{at, direction, step_mm});
      length_mm += step_mm;
      at = {at.x + step_mm * direction.x, at.y + step_mm * direction.y, at.z + step_mm * direction.z};
      if (left_mm < room_mm) break;
      left_mm -= room_mm;
      const bool top = direction.z < 0;
      at.z = top ? 0 : slab.thickness_mm;
      if (rng.uniform() >= internal_reflectance(slab.refractive_index, std::fabs(direction.z)))
        return {top ? End::kTop : End::kBottom, weight};
      direction.z = -direction.z;
    }
    direction = scattered(direction, slab.anisotropy, rng);
    if (length_mm > roulette_at_mm) {
      if (rng.uniform() >= kSurvive) return {End::kLost, 0};
      weight /= kSurvive;
      roulette_at_mm = length_mm - std::log(kSurvive) / slab.least_absorption_per_mm;
    }
  }
}

}  // namespace tonsure::mc
