// Measuring the client's own shaved hair in a photo: how dark, how large, how far apart, how regular.
// Model: docs/model/stubble.md.
#pragma once

#include <array>
#include <span>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Fine texture by size: standard deviation of encoded luma in bands between Gaussian blurs of kGrainSigmasPx. They
/// hold some 0.5, 0.27, 0.17, 0.10, 0.065 and 0.04 cycles/px.
inline constexpr std::array<double, 7> kGrainSigmasPx = {0, 0.5, 0.8, 1.28, 2.05, 3.28, 5.2};
using Grain = std::array<double, kGrainSigmasPx.size() - 1>;

/// The texture inside each of some polygons, in their order; 0 where a polygon holds no visible pixel.
TONSURE_EXPORT std::vector<Grain> measure_grain(const Photo& photo, std::span<const Points<PhotoPx>> regions);

/// Fewest px between dots for which they are counted one by one.
inline constexpr double kLeastPxPerSpacing = 3.5;

/// Measures stubble inside polygons.
/// Method: dark spots are the minima of luma in a band of sizes (difference of Gaussians), at the scale at which they
/// stand out most from the bright spots that texture and noise make equally; their positions are refined between
/// pixels. Their mean profile, with the photo's blur and sharpening taken off, has the dot's width.
/// @param regions    px, where there is stubble; what they have in common counts twice
/// @param bare_skin  diffuse linear colour of bare skin in the same light
/// @param camera     of the same photo
/// Errors: kInvalidInput if fewer than 400 px lie inside.
TONSURE_EXPORT Result<StubbleMeasure> measure_stubble(const Photo& photo, std::span<const Points<PhotoPx>> regions,
                                                      double mm_per_px, const LinearRgb& bare_skin,
                                                      const CameraTrace& camera);

}  // namespace tonsure
