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

/// One ingredient of a shade. Its absorption is strength (550 nm / lambda)^slope, and with an edge times
/// 1 / (1 + exp((lambda - edge) / 25 nm)) [E, after the reflectance edge of haematite near 580 nm].
struct PigmentComponent {
  std::string name;
  double strength_per_mm = 40;  ///< of the neat pigment as it lies in skin, 1/mm, in (0, 400]
  double slope = 0;             ///< spectral slope, in [-4, 8]; 0 carbon black
  double edge_nm = 0;           ///< wavelength above which absorption falls away, nm, in [0, 700]; 0: no edge
};

/// What colour is put in. With `components` left as they are and `dilution` empty, the blend is solved for the target.
struct PigmentOptions {
  /// Change of CIELAB L* wanted in the mid-scalp on light skin (L* 57), in [-40, -0.5]. Deeper skin gets its share.
  /// -10 light, -15 medium, -22 dark [M].
  double target_delta_l = -15;
  /// Wanted hue of the treated tone: -ln(ratio) of green and of blue, relative to red, each in [0.3, 2].
  /// Near neutral is 0.92, 0.85 [M].
  double hue_green = 0.92;
  double hue_blue = 0.85;
  /// Two ingredients whose proportion is solved: a neutral one and a warm one.
  PigmentComponent neutral = {"carbon black", 120, 0, 0};
  PigmentComponent warm = {"red iron oxide", 120, 0, 580};
  /// Share of the warm ingredient in [0, 1]; empty: solved for the hue.
  std::optional<double> warm_share = std::nullopt;
  /// Parts of water to one part of pigment, in [0, 100]; empty: solved for the tone. 6 dark to 20 light [V].
  std::optional<double> dilution = std::nullopt;
};

/// What the needle leaves.
struct NeedleOptions {
  /// Apparent diameter (full width at half depth) of a healed dot, mm, in [0.05, 0.6]. Default 0.30. Dots
  /// grow up to a quarter where the tone asks for it.
  double diameter_mm = 0.30;
  /// Spread of diameters, SD / mean of a log-normal, in [0, 0.6]. Default 0.2 [E].
  double diameter_cv = 0.2;
  /// Depth of the top of the deposit below the surface, mm, in [0.02, 0.8]. Default 0.08: shallow work keeps a
  /// neutral hue.
  double depth_mm = 0.08;
  /// SD of that depth, mm, in [0, 0.3]. Default 0.02 [E].
  double depth_sd_mm = 0.02;
  /// Spread of the amount of pigment from dot to dot, SD / mean, in [0, 0.8]. Default 0.2 [E].
  double strength_cv = 0.2;
};

struct Treatment {
  std::string name = "natural";
  HairlineOptions hairline;
  DensityOptions density;
  PlacementOptions placement;
  PigmentOptions pigment;
  NeedleOptions needle;
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
