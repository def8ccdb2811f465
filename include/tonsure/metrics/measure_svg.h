/// @file
/// The picture of a measurement: spectra and a look at the dots.
#pragma once

#include <optional>
#include <span>
#include <string>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/metrics/spectra.h>

namespace tonsure {

struct MeasurePicture {
  std::optional<RadialSpectrum> spectrum;        ///< on the plane
  std::optional<RadialSpectrum> local_spectrum;  ///< in the local metric
  std::span<const Vec2<PlaneMm>> dots;           ///< all of them; those not finite are left out
};

/// Most dots the picture shows.
inline constexpr std::size_t kMostDrawnDots = 3000;

/// A drawing of 1100 x 520 units: at the left the power over frequency with axes and both figures of each spectrum, at
/// the right the dots around the middle, in the largest square that holds no more than kMostDrawnDots, with its side in
/// mm. What there is no data for is said in words.
/// The same picture gives the same bytes, for any order of the dots. Cost: O(n log n).
TONSURE_EXPORT std::string measure_svg(const MeasurePicture& picture);

}  // namespace tonsure
