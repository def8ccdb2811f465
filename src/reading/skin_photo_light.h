// How much of a recorded colour is skin, and how much is exposure and the colour of the light.
#pragma once

#include <span>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/optics/skin.h>

#include "skin_photo_white.h"

namespace tonsure {

/// Posterior means and SDs. Logarithms are natural.
struct SkinAndLight {
  double ln_exposure = 0, ln_exposure_sd = 0;
  LinearRgb white_balance = {1, 1, 1};  ///< over green
  double white_balance_sd = 0;          ///< of ln(red / blue)
  CameraCurve curve;
  double curve_sd = 0;  ///< of its strength
  SkinOptics optics;    ///< mean of the logarithms
  double ln_melanin_sd = 0, ln_blood_sd = 0;
  double ita_sd_deg = 0;
};

/// Strength of the camera's curve before the photo is looked at, and its SD: those of phones and cameras, whose slope
/// in the mid-tones is 1.3 to 1.6 [E].
inline constexpr double kCurveStrength = kUsualCurve.strength, kCurveStrengthSd = 0.3;

/// @param recorded    skin in light of shading 1, linear light of the file
/// @param monochrome  only its luminance tells
SkinAndLight explain_color(const LinearRgb& recorded, std::span<const WhiteReference> whites, bool monochrome);

}  // namespace tonsure
