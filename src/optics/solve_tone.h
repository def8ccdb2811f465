// Which pigment gives a wanted tone: the mean-tone law of a field of dots, and its inverse.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/export.h>
#include <tonsure/optics/skin.h>
#include <tonsure/optics/tone.h>
#include <tonsure/treatment/treatment.h>
#include "../deposit/deposit.h"

namespace tonsure {

/// Mean reflectance ratio of N dots per mm2 of area A: exp(-N A), the mean-tone law (within 4 % of Monte Carlo of
/// 60-300 dots/cm2; docs/model/optics.md).
TONSURE_EXPORT LinearRgb mean_tone_ratio(double dots_per_mm2, const LinearRgb& area_mm2);

/// Area of dots of one shape on one skin for any pigment: dot_area_mm2 of their kernels, tabulated by band.
class DotAreas {
 public:
  /// @param shape  its absorption does not matter
  TONSURE_EXPORT DotAreas(const SkinOptics& skin, const Deposit& shape);
  /// mm2 per channel.
  [[nodiscard]] TONSURE_EXPORT LinearRgb operator()(const Spectrum& absorption_per_mm) const;

 private:
  std::vector<LinearRgb> share_;      ///< of each band in the channels
  std::vector<double> log_area_mm2_;  ///< by band and ink
};

/// The deposit that a needle leaves of a healed dot of some apparent diameter; its absorption is empty.
TONSURE_EXPORT Deposit deposit_of(const NeedleOptions& needle, double apparent_diameter_mm);

/// How a needle that goes in at an angle, or sweeps, draws out what is seen of a dot.
struct DotStroke {
  double aspect = 1;    ///< length over width
  double thinning = 1;  ///< by which the length of a sweep thins the pigment
};
TONSURE_EXPORT DotStroke stroke_of(const NeedleOptions& needle, double apparent_diameter_mm);

/// Pigment of the dots of one layer, from 0 on, relative to the mean dot's; 1 where there is but one.
TONSURE_EXPORT double layer_amount(const NeedleOptions& needle, int layer);

/// Solves dilution and share of the warm ingredient so that a mid-scalp of `dots_per_mm2` reaches the wanted tone and
/// hue on a skin. Where pigment would have to be so opaque that it loses its hue, or is too weak, dots grow up to 1.25
/// times the needle's diameter; tone that is then still missing is a warning. What the treatment fixes stays fixed.
/// Strokes count with the skin they cover, layers with the mean of what each of them blackens.
/// @param skin   as light sees it
/// @param color  diffuse linear sRGB of the bare scalp as photographed, each in (0, 1]: L* and hue are judged on it
/// @param curve  of the camera: what dots do to the light of the scene shows in the photo by it
TONSURE_EXPORT SolvedTone solve_tone(const SkinOptics& skin, const LinearRgb& color, const CameraCurve& curve,
                                     double dots_per_mm2, const PigmentOptions& pigment, const NeedleOptions& needle);

}  // namespace tonsure
