/// @file
/// Direct simulation of dots in skin, band by band: the truth that the table and the drawing are held against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/optics/skin.h>

#include "tissue_path.h"

namespace tonsure::mc {

/// Reflectance of skin with and without dots, by the same paths.
struct Reflectance {
  Spectrum bare = {};
  Spectrum dotted = {};
};

/// Where light enters.
struct Entry {
  double x_mm = 0;
  double y_mm = 0;
};

/// Reflectance at each entry point for light that comes from everywhere and is seen straight from above (by
/// reciprocity: light is sent straight down, and what leaves again is counted; no first reflection of the surface).
/// @param period_mm  dots repeat with it in x and y; 0: they do not
/// @param paths      per band and entry point
std::vector<Reflectance> simulate(const SkinOptics& skin, std::span<const Ellipsoid> dots,
                                  const Spectrum& absorption_per_mm, std::span<const Entry> entries, double period_mm,
                                  std::size_t paths, std::uint64_t seed);

}  // namespace tonsure::mc
