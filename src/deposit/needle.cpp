#include "needle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ordered_step.h"

namespace tonsure {
namespace {

// Each constant is derived or sourced in docs/model/needle.md.
constexpr double kEpidermisMm = 0.066, kEpidermisSdMm = 0.014;  // scalp's, [M]
constexpr double kDeflection = 7.0 / 3.0;            // skin gives way by this for each mm that the tip gets in [E]
constexpr double kRecoilMm = 0.32;                   // of the track the skin leaves open for pigment, at most [E]
constexpr double kVolumeNl = 11.8;                   // of the default dot: 0.32 x 0.32 x 0.22 mm [E]
constexpr double kStrokes = 4;                       // that fill 63 % of a track, at the default viscosity [E]
constexpr double kSharpMm = 0.09, kBlurPerMm = 1.5;  // light widens dots whose top lies deeper than the first [X]
constexpr double kBlowOutStart = 0.45;               // of the skin's thickness, from where strokes blow out [E]
constexpr double kMostBlowOut = 3;                   // with what depth adds, FWHM x 2-4 [E]
constexpr double kSafeDepthMm = 0.20;                // tips at least this deep lose no more than the ordinary share [E]
constexpr double kHandShare = 0.8;                   // of the hand's unevenness that reaches size and strength [E]
constexpr double kSkinCv = 0.12;                     // of size and strength, from skin that differs from dot to dot [E]
constexpr double kLeastTrackMm = 0.01;               // a needle that only scratches still leaves this

/// Depth of the tip, mm: what is left of the needle's travel into the skin once the skin has given way.
double tip_depth_mm(const NeedleTechnique& t) {
  const NeedleTechnique usual;
  const double into_skin = t.depth_setting_mm * std::sin(t.angle_deg * std::numbers::pi / 180);
  // More and thicker pins press harder on one place, fast strokes cut before viscoelastic skin can follow, and thick
  // skin has more to give; all as square roots or slower, since sharp tips cut rather than press [E].
  const double pins = t.pins * t.pin_diameter_mm / (usual.pins * usual.pin_diameter_mm);
  const double give = kDeflection * t.skin_resistance * std::sqrt(pins) *
                      std::sqrt(t.skin_thickness_mm / usual.skin_thickness_mm) *
                      std::pow(usual.rate_hz / t.rate_hz, 0.2);
  return into_skin / (1 + give);
}

/// Height of the deposit in a track, mm: all of a short one, and of a long one the end that recoil leaves open.
double height_mm(double track_mm) {
  return track_mm / std::pow(1 + std::pow(track_mm / kRecoilMm, 4), 0.25);
}

/// Share of a track that strokes fill with pigment of this viscosity.
double filled_share(const NeedleTechnique& t) {
  const NeedleTechnique usual;
  const double strokes = std::max(1.0, t.dwell_ms * t.rate_hz / 1000);
  return 1 - std::exp(-strokes / (kStrokes * std::sqrt(t.viscosity_mpa_s / usual.viscosity_mpa_s)));
}

}  // namespace

NeedleDeposit needle_deposit(const NeedleTechnique& technique) {
  const NeedleTechnique usual;
  NeedleDeposit out;
  out.tip_depth_mm = tip_depth_mm(technique);
  // Pigment in the epidermis is shed: the healed deposit lies in the rest of the track.
  const double track = std::max(kLeastTrackMm, out.tip_depth_mm - kEpidermisMm);
  out.height_mm = height_mm(track);
  out.depth_top_mm = std::max(kEpidermisMm, out.tip_depth_mm - out.height_mm);

  const double usual_track = tip_depth_mm(usual) - kEpidermisMm, usual_height = height_mm(usual_track);
  out.volume_nl = kVolumeNl * std::sqrt(static_cast<double>(technique.pins) / usual.pins) *
                  std::pow(technique.pin_diameter_mm / usual.pin_diameter_mm, 0.7) * (out.height_mm / usual_height) *
                  std::sqrt(track / usual_track) * filled_share(technique) / filled_share(usual);
  const double start = kBlowOutStart * technique.skin_thickness_mm;
  out.blow_out = 1 + (kMostBlowOut - 1) * ordered_step(start, technique.skin_thickness_mm, out.tip_depth_mm);
  out.concentration = 1 / (out.blow_out * out.blow_out);
  // An ellipsoid of revolution of that volume and height; 1 nl = 0.001 mm3.
  out.diameter_mm = out.blow_out * std::sqrt(6 * 0.001 * out.volume_nl / (std::numbers::pi * out.height_mm));
  out.apparent_diameter_mm = std::hypot(out.diameter_mm, kBlurPerMm * std::max(0.0, out.depth_top_mm - kSharpMm));
  out.shallow_loss = 1 - ordered_step(kEpidermisMm, kSafeDepthMm, out.tip_depth_mm);

  const double angle = technique.angle_deg * std::numbers::pi / 180;
  out.aspect = 1 / std::sin(angle);
  out.tail_mm = technique.angle_deg < 90 ? track / std::tan(angle) : 0;

  const double growth = std::pow(out.height_mm / track, 5);  // of the height with the track: its derivative
  out.depth_sd_mm = std::hypot((1 - growth) * out.tip_depth_mm * technique.operator_cv, growth * kEpidermisSdMm);
  out.diameter_cv = std::hypot(kHandShare * technique.operator_cv, kSkinCv);
  out.strength_cv = out.diameter_cv;
  return out;
}

NeedleOptions with_technique(NeedleOptions needle) {
  const NeedleDeposit deposit = needle_deposit(needle.technique);
  needle.diameter_mm = std::clamp(deposit.apparent_diameter_mm, 0.05, 0.6);
  needle.diameter_cv = std::clamp(deposit.diameter_cv, 0.0, 0.6);
  needle.depth_mm = std::clamp(deposit.depth_top_mm, 0.02, 0.8);
  needle.depth_sd_mm = std::clamp(deposit.depth_sd_mm, 0.0, 0.3);
  needle.strength_cv = std::clamp(deposit.strength_cv, 0.0, 0.8);
  return needle;
}

}  // namespace tonsure
