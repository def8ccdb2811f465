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
#include <tonsure/treatment/client.h>
#include <tonsure/treatment/hairline.h>
#include <tonsure/treatment/needle.h>
#include <tonsure/treatment/pigment.h>
#include <tonsure/treatment/scar.h>

namespace tonsure {

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
  /// Density of the crown, of the middle of each whorl and of the temples, relative to the peak, in [0, 2]. Defaults
  /// 0.87, 0.75 and 0.65 [E]: 130 dots/cm2 where the mid-scalp has 150, falling towards the whorl; 40-70 at the very
  /// temple peaks, which the feather adds.
  double crown_share = 0.87;
  double whorl_share = 0.75;
  double temple_share = 0.65;
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
  ClientOptions client;
  HairlineOptions hairline;
  DensityOptions density;
  PlacementOptions placement;
  PigmentOptions pigment;
  NeedleOptions needle;
  ScarOptions scars;
  AgeingOptions ageing;
  std::uint64_t seed = 1;
};

/// Height of a designed hairline above the glabella, mm: what the treatment states, else 75 in men [C] and 58 in women
/// [C/M], and 1.5 mm more for each year past 40, to 90 at most [E].
[[nodiscard]] TONSURE_EXPORT double hairline_height_mm(const Treatment& treatment);

/// Names the first field that is out of range ("density.peak_per_cm2"), what it holds and what is allowed.
[[nodiscard]] TONSURE_EXPORT Status check_treatment(const Treatment& treatment);

/// A named starting point: "natural" (the default), "soft", "broken", "receded",
/// "defined", "edge-up", "dusty", "bold", "trico-3d", "female". Errors: unknown name, listing
/// all.
TONSURE_EXPORT Result<Treatment> treatment_style(const std::string& name);

/// The names `treatment_style` knows.
TONSURE_EXPORT std::vector<std::string> treatment_style_names();

}  // namespace tonsure
