/// @file
/// Needle: how it is used, and what it leaves. Model: docs/model/needle.md.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate.
#pragma once

namespace tonsure {

/// How the needle is used, on what skin. What it leaves follows from this (deposit/needle.h). Defaults are ordinary
/// work.
struct NeedleTechnique {
  int pins = 3;                   ///< of the cartridge, 1 to 9; a 3-point micro cartridge is usual [V]
  double pin_diameter_mm = 0.20;  ///< of one pin's shaft, mm, in [0.05, 0.5]; #6 is 0.18-0.20, #8 0.25 [C]
  /// Needle travel beyond the skin's rest position, along the needle, mm, in [0.2, 4]. NOT the depth of the pigment:
  /// skin gives way. Quoted are 0.5 to 2 [V]; default 1.0.
  double depth_setting_mm = 1.0;
  double angle_deg = 90;  ///< between needle and skin, degrees, in [30, 90]
  double dwell_ms = 50;   ///< how long one dot is worked on, ms, in [5, 1000] [E]
  double rate_hz = 120;   ///< strokes a second, in [20, 250]; 100-150 [V]
  /// Viscosity of the pigment as it leaves the needle, mPa s, in [1, 2000]. Default 50 [E]: between glycerol and water.
  double viscosity_mpa_s = 50;
  /// Force the skin sets against a needle, 1 = ordinary scalp, in [0.3, 3]; below 1 loose skin [E].
  double skin_resistance = 1;
  double skin_thickness_mm = 1.3;  ///< epidermis and dermis, mm, in [0.5, 4]; scalp 1.2 in front to 1.5 behind [C]
  /// How unevenly the hand works: SD / mean of pressure and of dwell from dot to dot, in [0, 0.5]. Default 0.2 [E].
  double operator_cv = 0.2;
};

/// What the needle leaves. The defaults are those of the default technique; `with_technique` (deposit/needle.h) sets
/// them for another, and a treatment file that states a technique has them set unless it states them too.
struct NeedleOptions {
  /// Apparent diameter (full width at half depth) of a healed dot, mm, in [0.05, 0.6]. Default 0.32. Dots
  /// grow up to a quarter where the tone asks for it.
  double diameter_mm = 0.32;
  /// Spread of diameters, SD / mean of a log-normal, in [0, 0.6]. Default 0.2 [E].
  double diameter_cv = 0.2;
  /// Depth of the top of the deposit below the surface, mm, in [0.02, 0.8]. Default 0.08: shallow work keeps a
  /// neutral hue.
  double depth_mm = 0.08;
  /// SD of that depth, mm, in [0, 0.3]. Default 0.02 [E].
  double depth_sd_mm = 0.02;
  /// Spread of the amount of pigment from dot to dot, SD / mean, in [0, 0.8]. Default 0.2 [E].
  double strength_cv = 0.2;
  /// Length of a sweeping stroke, along the hair, mm, in [0, 3]; 0: a dot. The three-dimensional trico technique sweeps
  /// some 0.5 mm [V].
  double stroke_mm = 0;
  /// Tones that dots come in, 1 to 4, evenly from 1 - layer_contrast to 1 + layer_contrast times the pigment of the
  /// mean dot [V: layered tones]; layer_contrast in [0, 0.9].
  int layers = 1;
  double layer_contrast = 0.35;
  NeedleTechnique technique = {};
};

}  // namespace tonsure
