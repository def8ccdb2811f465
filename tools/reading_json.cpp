#include "reading_json.h"

namespace tonsure::command {

using nlohmann::ordered_json;

namespace {

ordered_json measured_json(const Measured& figure) {
  return figure.known ? ordered_json({{"value", figure.value}, {"error", figure.error}}) : ordered_json(nullptr);
}

ordered_json lab_json(const LinearRgb& rgb) {
  const Lab lab = to_lab(rgb);
  return {lab.l, lab.a, lab.b};
}

}  // namespace

ordered_json skin_json(const SkinReading& reading) {
  ordered_json regions = ordered_json::array();
  for (const RegionTone& region : reading.regions)
    regions.push_back({{"area", scalp_area_name(region.area)},
                       {"linear_rgb", region.diffuse},
                       {"lab", lab_json(region.diffuse)},
                       {"spread", region.spread},
                       {"share", region.share}});
  return {{"as_photographed_linear_rgb", reading.as_photographed},
          {"linear_rgb", reading.diffuse},
          {"lab", lab_json(reading.diffuse)},
          {"melanin", reading.fit.optics.melanin},
          {"ln_melanin_sd", reading.ln_melanin_sd},
          {"blood", reading.fit.optics.blood},
          {"ln_blood_sd", reading.ln_blood_sd},
          {"ita_deg", reading.ita_deg},
          {"ita_sd_deg", reading.ita_sd_deg},
          {"ita_class", typology_name(reading.ita_deg)},
          {"fitzpatrick_estimate", reading.fitzpatrick},
          {"exposure", reading.exposure},
          {"white_balance", reading.white_balance},
          {"curve_strength", reading.curve.strength},
          {"curve_strength_sd", reading.curve_sd},
          {"basis", reading.basis},
          {"regions", regions}};
}

ordered_json camera_json(const CameraTrace& camera) {
  return {{"blur_px", camera.blur_px},
          {"sharpening", camera.sharpening},
          {"sharpening_radius_px", camera.sharpening_radius_px},
          {"chroma_px", camera.chroma_px},
          {"noise", camera.noise},
          {"noise_correlation_px", camera.noise_correlation_px}};
}

namespace {

ordered_json measure_json(const StubbleMeasure& stubble) {
  return {{"found", stubble.found},
          {"why_not", stubble.why_not},
          {"delta_l", measured_json(stubble.delta_l)},
          {"minus_log_ratio", stubble.minus_log_ratio},
          {"dots", stubble.dots},
          {"px_per_spacing", stubble.px_per_spacing},
          {"density_per_cm2", measured_json(stubble.density_per_cm2)},
          {"nearest_neighbour_mean", measured_json(stubble.nn_mean)},
          {"nearest_neighbour_sd", measured_json(stubble.nn_sd)},
          {"diameter_mm", measured_json(stubble.diameter_mm)},
          {"centre_ratio", stubble.centre_ratio}};
}

}  // namespace

ordered_json stubble_json(const Found<StubbleReading>& stubble) {
  if (stubble) return measure_json(stubble->measured);
  return {{"found", false}, {"why_not", stubble.why_not}};
}

ordered_json match_json(const StubbleMatch& match) {
  return {{"stubble", measure_json(match.measured)},
          {"target_delta_l", match.treatment.pigment.target_delta_l},
          {"diameter_mm", match.tone.diameter_mm},
          {"density_per_cm2", match.treatment.density.peak_per_cm2},
          {"left_delta_l", match.left_delta_l},
          {"left_a", match.left_a},
          {"left_b", match.left_b},
          {"chosen", match.chosen},
          {"left_over", match.left_over}};
}

}  // namespace tonsure::command
