/// @file
/// SolvedTone: the pigment that gives a wanted tone on a skin.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/export.h>

namespace tonsure {

/// A mixture of the two ingredients of a treatment.
struct PigmentBlend {
  double warm_share = 0.5;  ///< of the warm ingredient, by amount; not used where the treatment states a blend
  double dilution = 6;      ///< parts of water to one of pigment
};

/// A pigment chosen for a skin, and what it comes to.
struct SolvedTone {
  PigmentBlend blend;
  Spectrum absorption_per_mm = {};  ///< of the blend as it lies in the mean dot, healed
  double diameter_mm = 0;           ///< apparent; the needle's, or larger where the tone asked for it
  LinearRgb area_mm2 = {};          ///< that one dot blackens
  LinearRgb ratio = {1, 1, 1};      ///< mean of the treated mid-scalp / bare skin, in the light of the scene
  LinearRgb treated = {};           ///< colour of the treated mid-scalp as it would be recorded
  double target_delta_l = 0;        ///< what was aimed at on this skin
  double delta_l = 0;               ///< what is reached
  std::vector<std::string> warnings;
};

/// What `target_delta_l`, which is meant on skin of L* 57, comes to on another skin: the same share of its luminance.
/// Photographs of finished work keep 0.3 to 0.65 of it, on deep skin as on light (docs/model/tone.md); in L* that is
/// less on deep skin.
TONSURE_EXPORT double target_delta_l_on(double target_delta_l, double skin_l);
/// The inverse: which target comes to a change of L* on some skin.
TONSURE_EXPORT double target_delta_l_for(double delta_l, double skin_l);

}  // namespace tonsure
