// What two patches of stubble have in common: a real one and one drawn in its place.
#pragma once

#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// A square of a photo's pixels.
struct PhotoSquare {
  int x = 0, y = 0;  ///< its first pixel
  int side = 0;      ///< px, at least 32
};

struct PatchReport {
  LinearRgb mean = {};  ///< linear colour
  double step = 0;      ///< width of a bin of `power`, cycles/px
  /// Power of encoded luma by frequency, averaged over all directions: white noise of variance v has v in each bin. Bin
  /// i holds [i - 1/2, i + 1/2) x step; the first is 0. The last holds half a cycle a pixel along an axis.
  std::vector<double> power;
};

/// Mean colour and radial power spectrum of a patch: periodograms of squares of 32 px (64 from a side of 128 on),
/// overlapping by half, tapered by sin^2 in x and y, averaged (Welch 1967).
/// Errors: kInvalidInput if the square is smaller than 32 px or leaves the photo.
TONSURE_EXPORT Result<PatchReport> measure_patch(const Photo& photo, const PhotoSquare& patch);

/// The larger power over the smaller, dB, at the frequency from `least_frequency` (cycles/px) on where two spectra
/// differ most. Both of equally large patches.
TONSURE_EXPORT double worst_spectrum_difference_db(const PatchReport& a, const PatchReport& b,
                                                   double least_frequency = 0.05);

}  // namespace tonsure
