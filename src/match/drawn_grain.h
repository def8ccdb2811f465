// The texture that a treatment's dots would give a photo, found by drawing them.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/optics/tone.h>
#include <tonsure/treatment/treatment.h>
#include "../reading/stubble.h"

namespace tonsure {

/// What dots are drawn on for a trial: even, bare skin.
struct TrialSkin {
  SkinOptics optics;
  LinearRgb color = {};  ///< linear sRGB
  double mm_per_px = 1;
  double cos_view = 1;  ///< dots look so much denser
  CameraTrace camera;
  CameraCurve curve;
};

struct DrawnGrain {
  Grain grain{};  ///< as measure_grain
  /// What measure_stubble sees of them: weak dots are not counted, wide ones run together. Where it does not tell,
  /// where and how many they are.
  double per_cm2 = 0;  ///< of skin
  double nn_mean = 0;  ///< nearest-neighbour distance x sqrt(density)
};

/// Draws some 400 dots of a treatment, in its middle density, as a photo would record them.
/// Errors: those of place_dots and draw_dots.
Result<DrawnGrain> drawn_grain(const TrialSkin& skin, const Treatment& treatment, const SolvedTone& tone,
                               const Exec& exec);

}  // namespace tonsure
