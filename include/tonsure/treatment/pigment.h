/// @file
/// Pigment: what colour is put in. Components with an absorption law and a persistence, blends of them, named shades.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// What the particles are made of; it decides how they answer to a laser (AgeingOptions::laser_*).
enum class ParticleKind : std::uint8_t { kCarbon, kIronOxide, kTitania, kResorbable };
/// Their names in files, by value.
inline constexpr std::array<const char*, 4> kParticleKindNames = {"carbon", "iron-oxide", "titania", "resorbable"};

/// One ingredient of a shade. Its absorption is strength (550 nm / lambda)^slope, and with an edge times
/// 1 / (1 + exp((lambda - edge) / 25 nm)) [E, after the reflectance edge of haematite near 580 nm].
struct PigmentComponent {
  std::string name;
  double strength_per_mm = 40;  ///< of the neat pigment as it lies in healed skin, 1/mm, in (0, 400]
  double slope = 0;             ///< spectral slope, in [-4, 8]; 0 carbon black
  double edge_nm = 0;           ///< wavelength above which absorption falls away, nm, in [0, 700]; 0: no edge
  ParticleKind particle = ParticleKind::kCarbon;
  /// Share lost a year in skin that sees no sun, from six months after the session on, in [0, 1]. 0.065 carbon black,
  /// 0.10 red, 0.12 umber, 0.14 brown, 0.18 yellow iron oxide, 0.05 titanium white [E]: with light_loss_per_year and
  /// the default sun, carbon loses 8 % a year [E]; that oxides go before carbon, and yellow before red, is what is
  /// reported [V].
  double loss_per_year = 0.065;
  /// Share lost a year on top of it where AgeingOptions::sun_exposure is 1, in [0, 1]. 0.05 for all but titanium white
  /// [E]: fading is reported as uneven by sun [V].
  double light_loss_per_year = 0.05;
  /// Time after healing by which all but 1/e is resorbed, days, in [0, 3650]; 0: is never resorbed. 300 [E]: a trico
  /// pigment lasts 6 to 24 months [C].
  double resorption_days = 0;

  friend bool operator==(const PigmentComponent&, const PigmentComponent&) = default;
};

/// A component and how much of it.
struct BlendPart {
  PigmentComponent component;
  double share = 1;  ///< by amount, relative to the sum over the blend, in (0, 1]

  friend bool operator==(const BlendPart&, const BlendPart&) = default;
};
inline constexpr std::size_t kMaxBlendParts = 8;  ///< estimate: bottles of one shade

/// A named blend.
struct Shade {
  std::string name;
  std::vector<BlendPart> parts;  ///< 1 to kMaxBlendParts
  /// Parts of water to one part of pigment, in [0, 100]; empty: solved for the tone.
  std::optional<double> dilution = std::nullopt;

  friend bool operator==(const Shade&, const Shade&) = default;
};

/// The components and shades that can be called by name.
struct PigmentLibrary {
  std::vector<PigmentComponent> components;
  std::vector<Shade> shades;
};

/// Components "carbon black", "umber", "red iron oxide", "yellow iron oxide", "brown iron oxide", "titanium white",
/// "trico brown" and shades "carbon light", "carbon medium", "carbon dark" (20, 10 and 6 parts of water [V]), "soft
/// black", "grey", "dark brown", "medium brown", "light brown", "trico brown" (diluted for the tone).
TONSURE_EXPORT const PigmentLibrary& built_in_pigments();

/// By name; null where there is none. They point into `library`.
TONSURE_EXPORT const PigmentComponent* find_component(const PigmentLibrary& library, const std::string& name);
TONSURE_EXPORT const Shade* find_shade(const PigmentLibrary& library, const std::string& name);

/// Names the first field that is out of range ("shades[2].components[0].share"), or a name that is empty or given
/// twice.
[[nodiscard]] TONSURE_EXPORT Status check_pigments(const PigmentLibrary& library);

/// What colour is put in. Where neither a shade nor components are given, `neutral` and `warm` are blended, in the
/// proportion that suits the wanted hue and diluted for the wanted tone.
struct PigmentOptions {
  /// Change of CIELAB L* wanted in the mid-scalp, in the photo, on light skin (L* 57), in [-40, -0.5]. Other skin keeps
  /// the same share of its luminance (target_delta_l_on). Finished work keeps 0.30 to 0.65 of it [M], the default 0.46.
  double target_delta_l = -17;
  /// Wanted hue of the treated tone in the photo: -ln(ratio) of green and of blue, relative to red, each in [0.3, 2].
  /// Finished work has 0.83 to 1.06 and 0.65 to 1.15 [M], real stubble 0.83 and 0.71 [M] (docs/model/tone.md).
  double hue_green = 0.88;
  double hue_blue = 0.88;
  /// Two ingredients whose proportion is solved: a neutral one and a warm one.
  PigmentComponent neutral = {"carbon black", 120, 0, 0};
  PigmentComponent warm = {"umber", 120, 6, 0, ParticleKind::kIronOxide, 0.12, 0.05, 0};
  /// Share of the warm ingredient in [0, 1]; empty: solved for the hue.
  std::optional<double> warm_share = std::nullopt;
  /// Parts of water to one part of pigment, in [0, 100]; empty: solved for the tone. 6 dark to 20 light [V].
  std::optional<double> dilution = std::nullopt;
  /// The shade that `components` are; empty: none, or a blend of one's own. with_shade fills both.
  std::string shade = {};
  /// What is blended instead of `neutral` and `warm`, at most kMaxBlendParts; empty: those two.
  std::vector<BlendPart> components = {};
};

/// `pigment` with a shade of the library: its name, components and dilution. An empty name takes a shade away.
/// Errors: kInvalidOption for a name that is not there, listing all.
TONSURE_EXPORT Result<PigmentOptions> with_shade(PigmentOptions pigment, const std::string& name,
                                                 const PigmentLibrary& library = built_in_pigments());

}  // namespace tonsure
