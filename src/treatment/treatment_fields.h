/// @file
/// Every field of a Treatment with its key path and its range, once: checking, reading and writing go through here.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// The numbers a field may hold: [low, high], or (low, high] where `above_low`.
struct FieldRange {
  double low = 0;
  double high = 0;
  bool above_low = false;

  [[nodiscard]] bool holds(double value) const { return (above_low ? value > low : value >= low) && value <= high; }
};

inline constexpr std::size_t kMaxNameBytes = 200;  ///< of a treatment or a pigment; estimate: one line of text
inline constexpr std::size_t kMaxSessions = 8;     ///< as documented at PlacementOptions::session_shares

/// The words that files use for the values of an enum.
inline constexpr const auto& names_of_values(ParticleKind) {
  return kParticleKindNames;
}
inline constexpr const auto& names_of_values(TemplePoint) {
  return kTemplePointNames;
}
inline constexpr const auto& names_of_values(DotPattern) {
  return kDotPatternNames;
}
inline constexpr const auto& names_of_values(Sex) {
  return kSexNames;
}

inline constexpr const auto& names_of_values(Practice) {
  return kPracticeNames;
}
inline constexpr const auto& names_of_values(Strength) {
  return kStrengthNames;
}

template <class T>
concept Choice = std::is_enum_v<T>;

template <class T, class Item>
concept OneOf = std::same_as<std::remove_const_t<T>, Item>;

/// Calls visit(key, field, range) for every field of an item of a list, the one that must be stated first. `T` is the
/// item's type or that type, const. The bindings name every member, so that one forgotten does not compile.
template <OneOf<PigmentComponent> T, class Visit>
void visit_item(T& component, Visit&& visit) {
  auto& [name, strength, slope, edge, particle, loss, light_loss, resorption] = component;
  visit("name", name, FieldRange{});
  visit("strength_per_mm", strength, FieldRange{0, 400, true});
  visit("slope", slope, FieldRange{-4, 8});
  visit("edge_nm", edge, FieldRange{0, 700});
  visit("particle", particle, FieldRange{});
  visit("loss_per_year", loss, FieldRange{0, 1});
  visit("light_loss_per_year", light_loss, FieldRange{0, 1});
  visit("resorption_days", resorption, FieldRange{0, 3650});
}
template <OneOf<BlendPart> T, class Visit>
void visit_item(T& part, Visit&& visit) {
  auto& [component, share] = part;
  visit_item(component, visit);
  visit("share", share, FieldRange{0, 1, true});
}
template <OneOf<TouchUp> T, class Visit>
void visit_item(T& touch_up, Visit&& visit) {
  auto& [age, amount] = touch_up;
  visit("age_days", age, FieldRange{0, kMaxAgeDays});
  visit("amount", amount, FieldRange{0, 2, true});
}
template <OneOf<LaserSession> T, class Visit>
void visit_item(T& session, Visit&& visit) {
  auto& [age, clearing] = session;
  visit("age_days", age, FieldRange{0, kMaxAgeDays});
  visit("clearing", clearing, FieldRange{0, 1});
}

template <OneOf<HairlineControl> T, class Visit>
void visit_item(T& control, Visit&& visit) {
  auto& [at, forward] = control;
  visit("at", at, FieldRange{-1, 1});
  visit("forward_mm", forward, FieldRange{-40, 40});
}

/// Calls visit(path, field, range) for every field, in the order they are written to files. `T` is Treatment or const
/// Treatment; fields are std::string and std::vector<std::string> (range unused), std::uint64_t (range unused), int,
/// double, std::optional<double>, enums (range unused), std::vector<double> (range of each element) and vectors of
/// items that visit_item takes (range of their number). The bindings name every member, so that one forgotten does not
/// compile.
template <class T, class Visit>
void visit_treatment(T& treatment, Visit&& visit) {
  auto& [name, practice, strength, client, hairline, density, fade, placement, pigment, needle, scars, ageing, seed] =
      treatment;
  visit("name", name, FieldRange{});
  visit("practice", practice, FieldRange{});
  visit("strength", strength, FieldRange{});
  visit("seed", seed, FieldRange{});
  {
    auto& [age, sex, loss, expected_loss, contraindications] = client;
    visit("client.age_years", age, FieldRange{16, 110});
    visit("client.sex", sex, FieldRange{});
    visit("client.loss", loss, FieldRange{});
    visit("client.expected_loss", expected_loss, FieldRange{});
    visit("client.contraindications", contraindications, FieldRange{});
  }
  {
    auto& [height, shape, corner_rise, corner_power, peak_height, peak_width, mound_height, temple, asymmetry,
           macro_amplitude, macro_wavelength, micro_amplitude, micro_wavelength, largest_departure, clustering,
           sentinels, controls] = hairline;
    visit("hairline.height_above_glabella_mm", height, FieldRange{40, 120});
    visit("hairline.shape", shape, FieldRange{});
    visit("hairline.corner_rise_mm", corner_rise, FieldRange{-5, 45});
    visit("hairline.corner_power", corner_power, FieldRange{1, 12});
    visit("hairline.peak_height_mm", peak_height, FieldRange{0, 25});
    visit("hairline.peak_width_mm", peak_width, FieldRange{8, 80});
    visit("hairline.mound_height_mm", mound_height, FieldRange{0, 15});
    visit("hairline.temple", temple, FieldRange{});
    visit("hairline.asymmetry", asymmetry, FieldRange{0, 2});
    visit("hairline.macro_amplitude_mm", macro_amplitude, FieldRange{0, 12});
    visit("hairline.macro_wavelength_mm", macro_wavelength, FieldRange{10, 80});
    visit("hairline.micro_amplitude_mm", micro_amplitude, FieldRange{0, 6});
    visit("hairline.micro_wavelength_mm", micro_wavelength, FieldRange{1.5, 15});
    visit("hairline.largest_departure_mm", largest_departure, FieldRange{0.2, 20});
    visit("hairline.clustering", clustering, FieldRange{0, 1});
    visit("hairline.sentinels_per_cm", sentinels, FieldRange{0, 4});
    visit("hairline.controls", controls, FieldRange{0, kMaxHairlineControls});
  }
  {
    auto& [peak, feather, border_feather, hair_overlap, within_hair, crown, whorl, temple, pattern] = density;
    visit("density.peak_per_cm2", peak, FieldRange{1, 600});
    visit("density.feather_mm", feather, FieldRange{0.5, 60});
    visit("density.border_feather_mm", border_feather, FieldRange{0, 40});
    visit("density.hair_overlap_mm", hair_overlap, FieldRange{0, 40});
    visit("density.within_hair", within_hair, FieldRange{0, 1});
    visit("density.crown_share", crown, FieldRange{0, 2});
    visit("density.whorl_share", whorl, FieldRange{0, 2});
    visit("density.temple_share", temple, FieldRange{0, 2});
    visit("density.pattern", pattern, FieldRange{});
  }
  {
    auto& [nape, ear, shade, gauge, front] = fade;
    visit("fade.nape_mm", nape, FieldRange{0, 60});
    visit("fade.ear_mm", ear, FieldRange{0, 40});
    visit("fade.shade", shade, FieldRange{0.2, 1});
    visit("fade.gauge", gauge, FieldRange{0.5, 1});
    visit("fade.front_mm", front, FieldRange{1, 40});
  }
  {
    auto& [regularity, session_shares, polish] = placement;
    visit("placement.regularity", regularity, FieldRange{0, 1});
    visit("placement.session_shares", session_shares, FieldRange{0, 1, true});
    visit("placement.polish", polish, FieldRange{0, kMaxPolish});
  }
  {
    auto& [target_delta_l, hue_green, hue_blue, neutral, warm, warm_share, dilution, shade, components] = pigment;
    visit("pigment.target_delta_l", target_delta_l, FieldRange{-40, -0.5});
    visit("pigment.hue_green", hue_green, FieldRange{0.3, 2});
    visit("pigment.hue_blue", hue_blue, FieldRange{0.3, 2});
    const auto visit_component = [&](const std::string& prefix, auto& component) {
      visit_item(component,
                 [&](const char* key, auto& field, const FieldRange& range) { visit(prefix + key, field, range); });
    };
    visit_component("pigment.neutral.", neutral);
    visit_component("pigment.warm.", warm);
    visit("pigment.warm_share", warm_share, FieldRange{0, 1});
    visit("pigment.dilution", dilution, FieldRange{0, 100});
    visit("pigment.shade", shade, FieldRange{});
    visit("pigment.components", components, FieldRange{0, kMaxBlendParts});
  }
  {
    auto& [diameter, diameter_cv, depth, depth_sd, strength_cv, stroke, layers, layer_contrast, technique] = needle;
    visit("needle.diameter_mm", diameter, FieldRange{0.05, 0.6});
    visit("needle.diameter_cv", diameter_cv, FieldRange{0, 0.6});
    visit("needle.depth_mm", depth, FieldRange{0.02, 0.8});
    visit("needle.depth_sd_mm", depth_sd, FieldRange{0, 0.3});
    visit("needle.strength_cv", strength_cv, FieldRange{0, 0.8});
    visit("needle.stroke_mm", stroke, FieldRange{0, 3});
    visit("needle.layers", layers, FieldRange{1, 4});
    visit("needle.layer_contrast", layer_contrast, FieldRange{0, 0.9});
    {
      auto& [pins, pin_diameter, depth_setting, angle, dwell, rate, viscosity, resistance, thickness, operator_cv] =
          technique;
      visit("needle.technique.pins", pins, FieldRange{1, 9});
      visit("needle.technique.pin_diameter_mm", pin_diameter, FieldRange{0.05, 0.5});
      visit("needle.technique.depth_setting_mm", depth_setting, FieldRange{0.2, 4});
      visit("needle.technique.angle_deg", angle, FieldRange{30, 90});
      visit("needle.technique.dwell_ms", dwell, FieldRange{5, 1000});
      visit("needle.technique.rate_hz", rate, FieldRange{20, 250});
      visit("needle.technique.viscosity_mpa_s", viscosity, FieldRange{1, 2000});
      visit("needle.technique.skin_resistance", resistance, FieldRange{0.3, 3});
      visit("needle.technique.skin_thickness_mm", thickness, FieldRange{0.5, 4});
      visit("needle.technique.operator_cv", operator_cv, FieldRange{0, 0.5});
    }
  }
  {
    auto& [uptake, spread, variance, scar_density, blend, extra_sessions] = scars;
    visit("scars.uptake", uptake, FieldRange{0.1, 1});
    visit("scars.spread", spread, FieldRange{1, 4});
    visit("scars.variance", variance, FieldRange{1, 6});
    visit("scars.density", scar_density, FieldRange{0.2, 3});
    visit("scars.blend_mm", blend, FieldRange{0.2, 15});
    visit("scars.extra_sessions", extra_sessions, FieldRange{0, 4});
  }
  {
    auto& [healed_share, healing_days, settled_share, sun, resorption_shape, spread, sinking, fresh_channel, scab_days,
           scab_diameter, scab_darkness, redness_blood, redness_radius, redness_days, veil, veil_day, veil_patchiness,
           retention_sd, retention_growth, iron_oxide, titania, resorbable, laser_days, touch_ups, laser_sessions] =
        ageing;
    visit("ageing.healed_share", healed_share, FieldRange{0.1, 1});
    visit("ageing.healing_days", healing_days, FieldRange{1, 28});
    visit("ageing.settled_share", settled_share, FieldRange{0.1, 1});
    visit("ageing.sun_exposure", sun, FieldRange{0, 1});
    visit("ageing.resorption_shape", resorption_shape, FieldRange{1, 6});
    visit("ageing.spread_mm2_per_year", spread, FieldRange{0, 0.05});
    visit("ageing.sinking_mm_per_year", sinking, FieldRange{0, 0.05});
    visit("ageing.fresh_channel_mm", fresh_channel, FieldRange{0, 0.15});
    visit("ageing.scab_days", scab_days, FieldRange{2, 14});
    visit("ageing.scab_diameter_factor", scab_diameter, FieldRange{1, 3});
    visit("ageing.scab_darkness", scab_darkness, FieldRange{0, 0.8});
    visit("ageing.redness_blood", redness_blood, FieldRange{0, 0.04});
    visit("ageing.redness_radius_mm", redness_radius, FieldRange{0, 5});
    visit("ageing.redness_days", redness_days, FieldRange{1, 27});
    visit("ageing.veil", veil, FieldRange{0, 0.9});
    visit("ageing.veil_day", veil_day, FieldRange{4, 24});
    visit("ageing.veil_patchiness", veil_patchiness, FieldRange{0, 1});
    visit("ageing.retention_sd", retention_sd, FieldRange{0, 1});
    visit("ageing.retention_sd_per_year", retention_growth, FieldRange{0, 0.2});
    visit("ageing.laser_iron_oxide", iron_oxide, FieldRange{0, 1});
    visit("ageing.laser_titania", titania, FieldRange{0, 1});
    visit("ageing.laser_resorbable", resorbable, FieldRange{0, 1});
    visit("ageing.laser_days", laser_days, FieldRange{1, 180});
    visit("ageing.touch_ups", touch_ups, FieldRange{0, kMaxTouchUps});
    visit("ageing.laser_sessions", laser_sessions, FieldRange{0, kMaxLaserSessions});
  }
}

}  // namespace tonsure
