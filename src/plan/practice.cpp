#include "practice.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "../core/format_text.h"

namespace tonsure {
namespace {

/// What is done on skin of some typology angle, over what is done on light skin. Deep skin: neat black, larger and
/// denser dots [V: artists' teaching; the luminance that finished work keeps is that of light skin or less, M]. Very
/// light skin: smaller and more diluted ones [V]. The figures are estimates.
struct UsualWork {
  double ita_deg, diameter, density, tone;
};
constexpr std::array<UsualWork, 5> kPractice = {{{-60, 1.20, 1.20, 1.12},
                                                 {-30, 1.18, 1.18, 1.08},
                                                 {10, 1.06, 1.06, 1.02},
                                                 {41, 1.00, 1.00, 1.00},
                                                 {58, 0.98, 1.00, 0.97}}};

// Hair that darkens skin no more than this, -ln of luminance, in the darkest tenth of what is annotated, is fair or
// grey [E]; dots beside it are made smaller.
constexpr double kFairHair = 0.8, kFairDiameter = 0.98;

UsualWork usual_work_on(double ita_deg) {
  if (ita_deg <= kPractice.front().ita_deg) return kPractice.front();
  for (std::size_t i = 1; i < kPractice.size(); ++i) {
    const UsualWork &a = kPractice[i - 1], &b = kPractice[i];
    if (ita_deg > b.ita_deg) continue;
    const double t = (ita_deg - a.ita_deg) / (b.ita_deg - a.ita_deg);
    return {ita_deg, a.diameter + t * (b.diameter - a.diameter), a.density + t * (b.density - a.density),
            a.tone + t * (b.tone - a.tone)};
  }
  return kPractice.back();
}

/// Typology angle to go by. One photo cannot tell deep skin from a short exposure, and the reading then leans towards
/// common skin; as the picture has to be darkened too, what it shows counts as much.
double angle_of(const PhotoReading& reading) {
  const LinearRgb& shown = reading.skin.evenly_lit;
  const bool has_color = shown[0] != shown[2];
  if (!reading.skin_not_read.empty() || !has_color) return reading.skin.ita_deg;
  return 0.5 * (reading.skin.ita_deg + individual_typology_angle_deg(shown));
}

bool hair_is_fair(const PhotoReading& reading) {
  if (!reading.hair) return false;
  const auto darkening = reading.hair->darkening.view(), known = reading.hair->known.view();
  std::vector<double> seen;
  for (int y = 0; y < known.height; ++y)
    for (int x = 0; x < known.width; ++x)
      if (known.row(y)[x] >= 1) seen.push_back(static_cast<double>(darkening.row(y)[x]));
  constexpr std::size_t kLeastCells = 50;
  if (seen.size() < kLeastCells) return false;
  const auto darkest = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() * 9 / 10);
  std::nth_element(seen.begin(), darkest, seen.end());
  return *darkest < kFairHair;
}

}  // namespace

SuitedTreatment suit_treatment(const Treatment& treatment, std::span<const PhotoReading> readings) {
  SuitedTreatment out{treatment, {}};
  if (treatment.practice == Practice::kAsStated) return out;
  out.treatment.practice = Practice::kAsStated;
  double angle = 0;
  bool fair = true;
  for (const PhotoReading& reading : readings) {
    angle += angle_of(reading) / static_cast<double>(readings.size());
    fair = fair && hair_is_fair(reading);
  }
  const UsualWork usual = usual_work_on(angle);
  NeedleOptions& needle = out.treatment.needle;
  DensityOptions& density = out.treatment.density;
  PigmentOptions& pigment = out.treatment.pigment;
  needle.diameter_mm = std::clamp(usual.diameter * (fair ? kFairDiameter : 1) * needle.diameter_mm, 0.05, 0.6);
  density.peak_per_cm2 = std::min(usual.density * density.peak_per_cm2, 600.0);
  pigment.target_delta_l = std::clamp(usual.tone * pigment.target_delta_l, -40.0, -0.5);
  out.chosen =
      format_text("practice for %s skin%s: dots of %.2f mm, %.0f dots/cm2 at the peak, tone L* %.1f on light skin",
                  typology_name(angle).c_str(), fair ? " and fair or grey hair" : "", needle.diameter_mm,
                  density.peak_per_cm2, pigment.target_delta_l);
  return out;
}

}  // namespace tonsure
