// The colour of skin with dots at an age, as a test and a table want it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>

#include <tonsure/optics/tone.h>
#include "deposit/ageing.h"
#include "optics/dot_kernel.h"

#include "core/gaussian.h"
#include "deposit/blend.h"
#include "optics/solve_tone.h"

namespace tonsure::testing {

inline constexpr double kDotsPerMm2 = 2;
inline const SkinOptics kLight{0.012, 0.006}, kMedium{0.035, 0.006}, kDeep{0.15, 0.006};

struct Seen {
  Lab bare, centre, field;
  LinearRgb taken = {};  ///< -ln of the field's ratio
};

inline Lab times(const LinearRgb& color, const LinearRgb& ratio) {
  return to_lab({color[0] * ratio[0], color[1] * ratio[1], color[2] * ratio[2]});
}

/// @param dilution  parts of water, where the shade does not say
inline Seen look(const SkinOptics& skin, const std::string& shade, double dilution, double age_days) {
  const PigmentOptions pigment = with_shade({}, shade).value();
  const DepositState state = age_deposit(blend_of(pigment, 0, pigment.dilution.value_or(dilution)), {}, {age_days});
  Deposit dot = deposit_of({}, NeedleOptions{}.diameter_mm);
  dot.depth_top_mm = std::max(0.02, dot.depth_top_mm + state.depth_shift_mm);
  dot.absorption_per_mm = state.absorption_per_mm;
  SkinOptics around = skin;
  around.blood += state.added_blood;
  const DotKernel kernel = dot_kernel(around, dot, state.added_variance_mm2);
  const double scab_sigma_mm = state.scab_diameter_factor * NeedleOptions{}.diameter_mm / kFwhmPerSigma;
  const double scab_mm2 = state.scab_darkness * 2 * std::numbers::pi * scab_sigma_mm * scab_sigma_mm;
  LinearRgb centre = reflectance_ratio(kernel, 0), field = mean_tone_ratio(kDotsPerMm2, dot_area_mm2(kernel));
  Seen seen;
  for (std::size_t c = 0; c < 3; ++c) {
    centre[c] *= 1 - state.scab_darkness;
    field[c] *= std::exp(-kDotsPerMm2 * scab_mm2);
    seen.taken[c] = -std::log(field[c]);
  }
  seen.bare = to_lab(skin_color(skin));
  seen.centre = times(skin_color(around), centre);
  seen.field = times(skin_color(around), field);
  return seen;
}

}  // namespace tonsure::testing
