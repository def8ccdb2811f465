/// @file
/// Skin as light sees it: two layers, of which melanin and blood set the colour.
#pragma once

#include <string>

#include <tonsure/core/color.h>
#include <tonsure/export.h>

namespace tonsure {

/// What sets the colour of skin. An epidermis of 0.08 mm with melanin lies on a dermis with blood; both scatter alike.
struct SkinOptics {
  double melanin = 0.03;     ///< volume fraction of melanosomes in the epidermis, in [0.003, 0.45]
  double blood = 0.006;      ///< volume fraction of blood in the dermis, in [0, 0.05]
  double saturation = 0.75;  ///< of that blood with oxygen, in [0, 1]
};

/// Absorption of the two layers and their reduced scattering, 1/mm. Melanosomes 6.6e10 lambda^-3.33, bloodless skin
/// 0.0244 + 8.53 exp(-(lambda - 154) / 66.2) (Jacques 1998), blood of 150 g haemoglobin a litre (Prahl's tables),
/// scattering 4.6 (lambda / 500)^-1.421 (Jacques 2013); lambda in nm. Scattering is that of all skin here: the table of
/// responses holds it already, so that only models of one's own ask for it.
TONSURE_EXPORT Spectrum epidermis_absorption_per_mm(const SkinOptics& skin);
TONSURE_EXPORT Spectrum dermis_absorption_per_mm(const SkinOptics& skin);
TONSURE_EXPORT Spectrum skin_scattering_per_mm();

/// Diffuse reflectance of bare skin under even light, without the mirror reflection of its surface. Interpolated in a
/// table made by Monte Carlo (docs/model/optics.md).
TONSURE_EXPORT Spectrum skin_reflectance(const SkinOptics& skin);
/// The same as a colour: linear sRGB, 1 = diffuse white.
TONSURE_EXPORT LinearRgb skin_color(const SkinOptics& skin);

/// Skin that has (about) a given colour.
struct FittedSkin {
  SkinOptics optics;
  LinearRgb color = {};     ///< that the model has with it
  double delta_e_2000 = 0;  ///< CIEDE2000 between the two
};

/// Melanin and blood whose skin comes nearest to a colour (least CIEDE2000), at the default saturation.
/// @param diffuse  linear sRGB of bare skin in even, white light, each above 0; brighter than skin can be is met as
///                 well as the model can
TONSURE_EXPORT FittedSkin fit_skin(const LinearRgb& diffuse);

/// Individual typology angle, degrees: atan((L* - 50) / b*).
TONSURE_EXPORT double individual_typology_angle_deg(const LinearRgb& diffuse);
/// Its class: "very light" above 55, "light" above 41, "intermediate" above 28, "tan" above 10, "brown" above -30,
/// "dark" (Chardon 1991).
TONSURE_EXPORT std::string typology_name(double angle_deg);
/// Fitzpatrick type I to VI (1 to 6) as the typology angle suggests it; an estimate, since the type is about burning.
TONSURE_EXPORT int fitzpatrick_estimate(double angle_deg);

}  // namespace tonsure
