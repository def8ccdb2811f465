#include "mix.h"

#include <algorithm>
#include <cmath>

#include "../optics/solve_tone.h"

namespace tonsure {
namespace {

PigmentOptions of_strength(PigmentOptions pigment, Strength strength) {
  constexpr double kDarkest = -40, kLightest = -0.5;
  const double factor = strength_factor(strength);
  pigment.target_delta_l = std::clamp(factor * pigment.target_delta_l, kDarkest, kLightest);
  if (pigment.dilution) pigment.dilution = std::max(0.0, (1 + *pigment.dilution) / factor - 1);
  return pigment;
}

constexpr double kLeastBlood = 0.002, kMostBlood = 0.012;
constexpr double kMostMelanin = 0.055;
}  // namespace

SkinOptics skin_under_dots(const SkinReading& reading) {
  SkinOptics skin = reading.fit.optics;
  skin.melanin = std::min(skin.melanin, kMostMelanin);
  skin.blood = std::clamp(skin.blood, kLeastBlood, kMostBlood);
  return skin;
}

SolvedTone solve_mix(std::span<const PhotoReading> readings, double dots_per_mm2, const Treatment& treatment) {
  if (readings.size() == 1) return tone_on(readings.front(), std::nullopt, dots_per_mm2, treatment);
  LinearRgb log_skin{};
  double log_melanin = 0, log_blood = 0, strength = 0;
  const double share = 1 / static_cast<double>(readings.size());
  for (const PhotoReading& reading : readings) {
    for (std::size_t c = 0; c < 3; ++c) log_skin[c] += share * std::log(reading.bare_scalp[c]);
    const SkinOptics optics = skin_under_dots(reading.skin);
    log_melanin += share * std::log(optics.melanin);
    log_blood += share * std::log(optics.blood);
    strength += share * reading.skin.curve.strength;
  }
  const LinearRgb skin = {std::exp(log_skin[0]), std::exp(log_skin[1]), std::exp(log_skin[2])};
  return solve_tone({.melanin = std::exp(log_melanin), .blood = std::exp(log_blood)}, skin, {strength}, dots_per_mm2,
                    of_strength(treatment.pigment, treatment.strength), treatment.needle);
}

SolvedTone tone_on(const PhotoReading& reading, const std::optional<PigmentMix>& mix, double dots_per_mm2,
                   const Treatment& treatment) {
  PigmentOptions pigment = of_strength(treatment.pigment, treatment.strength);
  NeedleOptions needle = treatment.needle;
  if (mix) {
    pigment.dilution = mix->dilution;
    pigment.warm_share = mix->warm_share;
    needle.diameter_mm = mix->diameter_mm;
  }
  return solve_tone(skin_under_dots(reading.skin), reading.bare_scalp, reading.skin.curve, dots_per_mm2, pigment,
                    needle);
}

PigmentMix mix_of(const SolvedTone& tone) {
  return {tone.blend.warm_share, tone.blend.dilution, tone.diameter_mm};
}

}  // namespace tonsure
