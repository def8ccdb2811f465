#include "mix.h"

#include <algorithm>
#include <cmath>

#include "../optics/solve_tone.h"

namespace tonsure {
namespace {
constexpr double kLeastBlood = 0.002, kMostBlood = 0.012;
}

SkinOptics skin_under_dots(const SkinReading& reading) {
  SkinOptics skin = reading.fit.optics;
  skin.blood = std::clamp(skin.blood, kLeastBlood, kMostBlood);
  return skin;
}

SolvedTone solve_mix(std::span<const PhotoReading> readings, double dots_per_mm2, const Treatment& treatment) {
  if (readings.size() == 1) return tone_on(readings.front(), std::nullopt, dots_per_mm2, treatment);
  LinearRgb log_skin{};
  double log_melanin = 0, log_blood = 0;
  const double share = 1 / static_cast<double>(readings.size());
  for (const PhotoReading& reading : readings) {
    for (std::size_t c = 0; c < 3; ++c) log_skin[c] += share * std::log(reading.bare_scalp[c]);
    const SkinOptics optics = skin_under_dots(reading.skin);
    log_melanin += share * std::log(optics.melanin);
    log_blood += share * std::log(optics.blood);
  }
  const LinearRgb skin = {std::exp(log_skin[0]), std::exp(log_skin[1]), std::exp(log_skin[2])};
  return solve_tone({.melanin = std::exp(log_melanin), .blood = std::exp(log_blood)}, skin, dots_per_mm2,
                    treatment.pigment, treatment.needle);
}

SolvedTone tone_on(const PhotoReading& reading, const std::optional<PigmentMix>& mix, double dots_per_mm2,
                   const Treatment& treatment) {
  PigmentOptions pigment = treatment.pigment;
  NeedleOptions needle = treatment.needle;
  if (mix) {
    pigment.dilution = mix->dilution;
    pigment.warm_share = mix->warm_share;
    needle.diameter_mm = mix->diameter_mm;
  }
  return solve_tone(skin_under_dots(reading.skin), reading.bare_scalp, dots_per_mm2, pigment, needle);
}

PigmentMix mix_of(const SolvedTone& tone) {
  return {tone.blend.warm_share, tone.blend.dilution, tone.diameter_mm};
}

}  // namespace tonsure
