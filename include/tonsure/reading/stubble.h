/// @file
/// Measuring the client's own shaved hair in a photo: how dark, how large, how far apart, how regular.
/// Model: docs/model/stubble.md.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/camera.h>

namespace tonsure {

/// A figure and its standard error. `known` is false where the photo does not say; the value is 0 then.
struct Measured {
  double value = 0;
  double error = 0;
  bool known = false;
};

/// What stubble looks like, against bare skin.
struct StubbleMeasure {
  LinearRgb mean = {};             ///< mean linear colour of the region
  LinearRgb minus_log_ratio = {};  ///< -ln(mean / bare skin), per channel: how dark, and its hue
  Measured delta_l;                ///< L* of the region less that of bare skin

  /// Stubble was told from skin texture and from longer hair. Where its dots run into one another in the photo, the
  /// figures of single dots (density, regularity, diameter) are not known all the same.
  bool found = false;
  std::string why_not;  ///< one line for people where they were not

  int dots = 0;                ///< seen in the region
  double px_per_spacing = 0;   ///< spacing 1 / sqrt(density); below 3.5 to 5 neighbours merge
  double elongated_share = 0;  ///< of all dark spots, those longer than wide: hair, not stubble
  Measured density_per_cm2;    ///< of photo area: foreshortened skin looks denser
  Measured nn_mean;            ///< nearest-neighbour distance x sqrt(local density): 0.5 random, 1.07 a lattice
  Measured nn_sd;
  Measured diameter_mm;  ///< of one dot, full width at half its depth, the photo's blur removed
  /// Linear light at a dot's centre / half-way to its neighbours, as recorded: blurred, and by luma more than colour.
  LinearRgb centre_ratio = {1, 1, 1};
};

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
