/// @file
/// What dots of pigment do to the light that comes back from skin: how dark a field of them is on average, what a
/// single one looks like, and which pigment gives a wanted tone.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/export.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Absorption of a pigment as it lies in skin, 1/mm, for red, green and blue (610, 545 and 460 nm).
using Absorption = std::array<double, 3>;

/// A mixture of the two ingredients of a treatment.
struct PigmentBlend {
  double warm_share = 0.5;  ///< of the warm ingredient, by amount
  double dilution = 6;      ///< parts of water to one of pigment
};

/// Absorption of a blend: the ingredients' absorptions add (not their colours), divided by 1 + dilution.
TONSURE_EXPORT Absorption blend_absorption(const PigmentOptions& pigment, const PigmentBlend& blend);

/// Area A of skin, mm2 per channel, that one dot blackens: the integral of (1 - reflectance ratio). A field of N dots
/// per mm2 then has the mean ratio exp(-N A): the mean-tone law. Model: Monte Carlo of cylindrical deposits 0.2 mm
/// high, top 0.12 mm deep, 0.12-0.30 mm across (fits 60-300 dots/cm2 within 4 %); between its values log-log in the
/// diameter and 1 - exp(-(mu/mu_s)^p) in the absorption; with depth it falls by 1.2, 2.6 and 4.5 /mm (R, G, B), from
/// Monte Carlo of 64 single dots.
/// @param diameter_mm  apparent diameter of the dot, in [0.05, 1]
/// @param depth_mm     of its top, in [0.02, 0.8]
TONSURE_EXPORT std::array<double, 3> dot_area_mm2(double diameter_mm, double depth_mm, const Absorption& absorption);

/// Mean reflectance ratio of a field by the mean-tone law.
TONSURE_EXPORT LinearRgb mean_tone_ratio(double dots_per_mm2, const std::array<double, 3>& area_mm2);

/// How one dot of unit strength darkens its surroundings, per channel: a Gaussian core, seen sharply, and a soft halo
/// from light that wandered through the deposit, as two Gaussians common to all channels.
struct DotKernel {
  std::array<double, 3> core_area_mm2 = {};  ///< integral of the core
  double core_sigma_mm = 0.1;                ///< its standard deviation
  std::array<double, 3> halo_near_mm2 = {};  ///< integral of the near halo (sigma kHaloNearMm)
  std::array<double, 3> halo_far_mm2 = {};   ///< integral of the far halo (sigma kHaloFarMm)
};
inline constexpr double kHaloNearMm = 0.25;
inline constexpr double kHaloFarMm = 0.60;

/// Splits a dot's area into core and halo. The core holds 31, 37 and 45 % of it (R, G, B; Monte Carlo, light skin), the
/// halo falls off like an exponential of 0.3 mm in red, 0.2 mm in green and blue.
/// @param added_variance_mm2  spreading since healing, which widens the core and keeps its integral
TONSURE_EXPORT DotKernel dot_kernel(double diameter_mm, const std::array<double, 3>& area_mm2,
                                    double added_variance_mm2 = 0);

/// A pigment chosen for a skin, and what it comes to.
struct SolvedTone {
  PigmentBlend blend;
  Absorption absorption = {};
  double diameter_mm = 0;  ///< apparent; the needle's, or larger where the tone asked for it
  std::array<double, 3> area_mm2 = {};
  LinearRgb ratio = {1, 1, 1};  ///< mean of the treated mid-scalp / bare skin
  double target_delta_l = 0;    ///< what was aimed at on this skin
  double delta_l = 0;           ///< what is reached
  std::vector<std::string> warnings;
};

/// The share of `target_delta_l` that suits a skin: the same dots darken deep skin about half as much (Monte Carlo at
/// L* 57, 45 and 28: 100, 75 and 50 %), and a preview should not promise more.
TONSURE_EXPORT double target_delta_l_on(double target_delta_l, double skin_l);

/// Solves dilution and share of the warm ingredient so that a mid-scalp of `dots_per_mm2` reaches the wanted tone and
/// hue on a skin. Where pigment would have to be so opaque that it loses its hue, or is too weak, dots grow up to 1.25
/// times the needle's diameter; tone that is then still missing is a warning. What the treatment fixes stays fixed.
/// @param skin  diffuse linear sRGB of the bare scalp, each in (0, 1]
TONSURE_EXPORT SolvedTone solve_tone(const LinearRgb& skin, double dots_per_mm2, const PigmentOptions& pigment,
                                     const NeedleOptions& needle);

}  // namespace tonsure
