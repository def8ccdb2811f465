/// @file
/// What a path of light met in skin: how far it ran in either layer, and in a dot.
#pragma once

#include <algorithm>
#include <cmath>

#include "optics/response_table.h"
#include "transport.h"

namespace tonsure::mc {

/// Skin at one wavelength, as the table and its README model have it.
inline Slab skin_slab(double nm, double least_absorption_per_mm) {
  Slab slab;
  slab.anisotropy = optics::anisotropy(nm);
  slab.scattering_per_mm = optics::reduced_scattering_per_mm(nm) / (1 - slab.anisotropy);
  slab.refractive_index = optics::kRefractiveIndex;
  slab.least_absorption_per_mm = least_absorption_per_mm;
  return slab;
}

/// Lengths of a path in the two layers, mm.
struct LayerLengths {
  double epidermis_mm = 0;
  double dermis_mm = 0;

  void add(const Segment& s) {
    const double z0 = s.from.z, z1 = s.from.z + s.length_mm * s.direction.z;
    const double upper = std::min(z0, z1), lower = std::max(z0, z1);
    double above = s.length_mm;
    if (upper >= optics::kEpidermisMm) {
      above = 0;
    } else if (lower > optics::kEpidermisMm) {
      above *= (optics::kEpidermisMm - upper) / (lower - upper);
    }
    epidermis_mm += above;
    dermis_mm += s.length_mm - above;
  }
};

/// An upright ellipsoid of revolution.
struct Ellipsoid {
  Vec centre;
  double diameter_mm = 0;
  double height_mm = 0;
};

/// Length of a segment inside an ellipsoid, mm.
inline double chord_mm(const Segment& s, const Ellipsoid& e) {
  const double k = e.diameter_mm / e.height_mm, radius = 0.5 * e.diameter_mm;
  const double ox = s.from.x - e.centre.x, oy = s.from.y - e.centre.y, oz = k * (s.from.z - e.centre.z);
  const double dz = k * s.direction.z;
  const double a = s.direction.x * s.direction.x + s.direction.y * s.direction.y + dz * dz;
  const double b = ox * s.direction.x + oy * s.direction.y + oz * dz;
  const double c = ox * ox + oy * oy + oz * oz - radius * radius;
  const double discriminant = b * b - a * c;
  if (discriminant <= 0) return 0;
  const double root = std::sqrt(discriminant);
  return std::max(0.0, std::min(s.length_mm, (root - b) / a) - std::max(0.0, (-b - root) / a));
}

}  // namespace tonsure::mc
