/// @file
/// Treatment: what the practitioner chooses. One options struct per stage; every field has a default and a range.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/treatment/ageing.h>
#include <tonsure/treatment/needle.h>
#include <tonsure/treatment/pigment.h>

namespace tonsure {

/// The shape of the front edge, relative to a guide line (the scene's hairline, or a default one).
struct HairlineOptions {
  /// Height of the default guide above the glabella along the skin, mm, in [40, 120]. Adult men 65-90, default 75 [C].
  double height_above_glabella_mm = 75;
  /// How far left and right differ, in [0, 2]: 0 mirrors the guide, 1 is nature's own spread (the right recession is
  /// larger in 3 of 4 men [M]).
  double asymmetry = 1;
  /// Amplitude of the wide waves (mounds) of the edge, mm, in [0, 12]. Default 3 [E].
  double macro_amplitude_mm = 3;
  /// Length of these waves, mm, in [10, 80]. Default 30 [E].
  double macro_wavelength_mm = 30;
  /// Amplitude of the small waves, mm, in [0, 6]. Default 1.5 [E].
  double micro_amplitude_mm = 1.5;
  /// Length of the small waves, mm, in [1.5, 15]. Default 5 [E].
  double micro_wavelength_mm = 5;
  /// Lone dots 2-5 mm ahead of the edge, per cm of it, in [0, 4]. Default 1 [E].
  double sentinels_per_cm = 1;
};

/// How many dots per area of skin, where.
struct DensityOptions {
  /// Mid-scalp density, dots/cm2, in [1, 600]. Finished work has 150-250.
  double peak_per_cm2 = 220;
  /// Depth over which the front edge rises from nothing to the peak, mm along the skin, in [0.5, 60]. Default 25 [C].
  double feather_mm = 25;
  /// The same at a border of the region that is neither hairline, hair nor limb, mm, in [0, 40]. Default 15 [E].
  double border_feather_mm = 15;
  /// How far dots run on into existing hair, thinning out, mm, in [0, 40]. Default 15 [E].
  double hair_overlap_mm = 15;
  /// Share of the peak that is used where the region itself is covered by existing (thin) hair, in [0, 1]. Default 0.5
  /// (60-120 between follicles [E]).
  double within_hair = 0.5;
};

/// How dots are spread.
struct PlacementOptions {
  /// 0 is random, 1 the most even spread the library makes; empty is natural: nearest neighbours at 0.78 +- 0.16 of
  /// 1/sqrt(density), as measured on finished work [M].
  std::optional<double> regularity = std::nullopt;
  /// Share of all dots present after each session, rising, the last 1. 1 to 8 sessions. Default 0.3, 0.7, 1 [C].
  std::vector<double> session_shares = {0.3, 0.7, 1.0};
  /// Steps of relaxation, 0 to kMaxPolish: each closes the largest holes and parts the closest pairs a little more.
  /// Pays at steep edges of the density.
  int polish = 0;
};
inline constexpr int kMaxPolish = 3;

struct Treatment {
  std::string name = "natural";
  HairlineOptions hairline;
  DensityOptions density;
  PlacementOptions placement;
  PigmentOptions pigment;
  NeedleOptions needle;
  AgeingOptions ageing;
  std::uint64_t seed = 1;
};

/// Names the first field that is out of range ("density.peak_per_cm2"), what it holds and what is allowed.
[[nodiscard]] TONSURE_EXPORT Status check_treatment(const Treatment& treatment);

/// A named starting point: "natural" (the default), "soft", "defined", "dusty", "bold". Errors: unknown name, listing
/// all.
TONSURE_EXPORT Result<Treatment> treatment_style(const std::string& name);

/// The names `treatment_style` knows.
TONSURE_EXPORT std::vector<std::string> treatment_style_names();

}  // namespace tonsure
