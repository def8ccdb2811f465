// What a needle leaves in the skin, from how it is used. Model: docs/model/needle.md.
#pragma once

#include <tonsure/export.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// The mean dot of a technique, healed, and how dots differ.
struct NeedleDeposit {
  double tip_depth_mm = 0;  ///< how deep the tip gets: far less than the needle travels; the bottom of the deposit
  double depth_top_mm = 0;  ///< of the deposit below the surface
  double height_mm = 0;     ///< of the deposit
  double diameter_mm = 0;   ///< of the deposit itself, across the stroke
  double apparent_diameter_mm = 0;  ///< as seen from outside, full width at half depth: skin blurs what lies deep
  double volume_nl = 0;             ///< pigmented skin, before it is spread by a blow-out; 1 nl = 0.001 mm3
  double concentration = 1;         ///< of pigment in the deposit, 1 where nothing blew out
  double blow_out = 1;              ///< by which too deep a stroke spread the diameter, 1 to 3; both diameters hold it
  double shallow_loss = 0;  ///< share lost on healing beyond the ordinary, as it lay in the epidermis, in [0, 1]
  double aspect = 1;        ///< length along the stroke / width, of the oblique cut
  double tail_mm = 0;       ///< length of the tail that an oblique track leaves towards its entry
  double depth_sd_mm = 0;   ///< SD of depth_top_mm from dot to dot
  double diameter_cv = 0;   ///< SD / mean of the diameter
  double strength_cv = 0;   ///< SD / mean of the amount of pigment
};

/// Accuracy: an estimate; it gives the right direction and the right size, not a measurement.
/// @param technique  within its ranges (check_treatment)
TONSURE_EXPORT NeedleDeposit needle_deposit(const NeedleTechnique& technique);

/// `needle` with what its technique leaves: apparent diameter and its spread, depth and its SD, spread of strength,
/// each clamped to its range.
TONSURE_EXPORT NeedleOptions with_technique(NeedleOptions needle);

}  // namespace tonsure
