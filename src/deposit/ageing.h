// Ageing: what has become of a deposit by a moment. Model and constants: docs/model/time.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/export.h>
#include <tonsure/treatment/treatment.h>
#include "blend.h"

namespace tonsure {

/// A mean dot at a moment, relative to what the blend and the needle say it is on day 28.
struct DepositState {
  std::vector<double> amount;  ///< left of each component of the blend, 1 = as healed; above 1 while fresh
  /// Of what is left of all components, 1/mm, as if it still lay in the deposit's first volume: spreading dilutes it.
  Spectrum absorption_per_mm = {};
  double strength = 1;              ///< mean absorption over the bands, relative to the healed blend
  double added_variance_mm2 = 0;    ///< of the lateral spread
  double depth_shift_mm = 0;        ///< of the deposit's top, down; negative while fresh
  double scab_diameter_factor = 1;  ///< diameter of the scab / of the healed dot; 1 where there is none
  double scab_darkness = 0;      ///< share of light that the scab itself takes away, in [0, 1): a neutral disc on top
  double added_blood = 0;        ///< volume fraction added to the dermis within the radius around each dot
  double redness_radius_mm = 0;  ///< 0 where there is no redness
  double veil = 0;               ///< share of the contrast of the deposit that opaque new epidermis hides, in [0, 1)
  std::vector<std::string> warnings;  ///< of what is not drawn
};

/// The state of the mean dot. All that heals is undone and redone by each touch-up: the latest wound is what shows.
/// @param blend         what was put in, at its healed strength
/// @param options       within its ranges (check_treatment)
/// @param moment        age in [0, kMaxAgeDays]
/// @param shallow_loss  share that too shallow a needle loses on healing (NeedleDeposit), in [0, 1]
/// Guarantees: (1) at day 28 of an untouched blend every amount is 1 - shallow_loss and nothing else is left of
///   healing; (2) without touch-ups no amount ever grows; (3) touch-ups add to what is left: amounts are linear in
///   TouchUp::amount.
TONSURE_EXPORT DepositState age_deposit(const Blend& blend, const AgeingOptions& options, const Moment& moment,
                                        double shallow_loss = 0);

/// By how much one dot's amount differs from the mean dot's: log-normal of mean 1, the same for a dot at all times but
/// for its spread, which follows healing, the second week's patchiness and the years.
/// @param seed  of the treatment
/// @param id    of the dot in its plan
TONSURE_EXPORT double retention_factor(std::uint64_t seed, std::uint32_t id, const Moment& moment,
                                       const AgeingOptions& options);

}  // namespace tonsure
