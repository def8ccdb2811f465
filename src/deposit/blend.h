// Blend: pigment as it is put in, and what it absorbs. Blends add absorptions, never colours.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/export.h>
#include <tonsure/treatment/pigment.h>

namespace tonsure {

/// Components in their proportion, diluted.
struct Blend {
  std::vector<BlendPart> parts;
  double dilution = 0;  ///< parts of water to one part of pigment, at least 0
};

/// What a treatment's pigment comes to.
/// @param warm_share  of the warm ingredient; not used where the pigment states its components
/// @param dilution    parts of water to one
TONSURE_EXPORT Blend blend_of(const PigmentOptions& pigment, double warm_share, double dilution);

/// For people: "carbon black + umber".
TONSURE_EXPORT std::string blend_name(const Blend& blend);

/// Absorption of a neat component in healed skin at one wavelength, 1/mm: the law at PigmentComponent.
TONSURE_EXPORT double component_absorption_per_mm(const PigmentComponent& component, double wavelength_nm);
/// The same, of each band.
TONSURE_EXPORT Spectrum component_absorption_per_mm(const PigmentComponent& component);

/// Sum of the components' absorptions by their shares, divided by 1 + dilution, 1/mm: the blend on day 28. Scattering
/// of the pigment itself (titanium white) is left out.
TONSURE_EXPORT double blend_absorption_per_mm(const Blend& blend, double wavelength_nm);
TONSURE_EXPORT Spectrum blend_absorption_per_mm(const Blend& blend);

/// The same with `amount[i]` of each component, 1 = what the blend holds. As many as there are parts.
TONSURE_EXPORT Spectrum blend_absorption_per_mm(const Blend& blend, const std::vector<double>& amount);

}  // namespace tonsure
