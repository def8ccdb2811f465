/// @file
/// Every field of a Treatment with its key path and its range, once: checking, reading and writing go through here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// Calls visit(path, field, range) for every field, in the order they are written to files. `T` is Treatment or const
/// Treatment; fields are std::string (range unused), std::uint64_t (range unused), double, std::optional<double>, and
/// std::vector<double> (range of each element). The bindings name every member, so that one forgotten does not compile.
template <class T, class Visit>
void visit_treatment(T& treatment, Visit&& visit) {
  auto& [name, hairline, density, placement, pigment, needle, seed] = treatment;
  visit("name", name, FieldRange{});
  visit("seed", seed, FieldRange{});
  {
    auto& [height, asymmetry, macro_amplitude, macro_wavelength, micro_amplitude, micro_wavelength, sentinels] =
        hairline;
    visit("hairline.height_above_glabella_mm", height, FieldRange{40, 120});
    visit("hairline.asymmetry", asymmetry, FieldRange{0, 2});
    visit("hairline.macro_amplitude_mm", macro_amplitude, FieldRange{0, 12});
    visit("hairline.macro_wavelength_mm", macro_wavelength, FieldRange{10, 80});
    visit("hairline.micro_amplitude_mm", micro_amplitude, FieldRange{0, 6});
    visit("hairline.micro_wavelength_mm", micro_wavelength, FieldRange{1.5, 15});
    visit("hairline.sentinels_per_cm", sentinels, FieldRange{0, 4});
  }
  {
    auto& [peak, feather, border_feather, hair_overlap, within_hair] = density;
    visit("density.peak_per_cm2", peak, FieldRange{1, 600});
    visit("density.feather_mm", feather, FieldRange{0.5, 60});
    visit("density.border_feather_mm", border_feather, FieldRange{0, 40});
    visit("density.hair_overlap_mm", hair_overlap, FieldRange{0, 40});
    visit("density.within_hair", within_hair, FieldRange{0, 1});
  }
  {
    auto& [regularity, session_shares, polish] = placement;
    visit("placement.regularity", regularity, FieldRange{0, 1});
    visit("placement.session_shares", session_shares, FieldRange{0, 1, true});
    visit("placement.polish", polish, FieldRange{0, kMaxPolish});
  }
  {
    auto& [target_delta_l, hue_green, hue_blue, neutral, warm, warm_share, dilution] = pigment;
    visit("pigment.target_delta_l", target_delta_l, FieldRange{-40, -0.5});
    visit("pigment.hue_green", hue_green, FieldRange{0.3, 2});
    visit("pigment.hue_blue", hue_blue, FieldRange{0.3, 2});
    {
      auto& [component_name, strength, slope, edge] = neutral;
      visit("pigment.neutral.name", component_name, FieldRange{});
      visit("pigment.neutral.strength_per_mm", strength, FieldRange{0, 400, true});
      visit("pigment.neutral.slope", slope, FieldRange{-4, 8});
      visit("pigment.neutral.edge_nm", edge, FieldRange{0, 700});
    }
    {
      auto& [component_name, strength, slope, edge] = warm;
      visit("pigment.warm.name", component_name, FieldRange{});
      visit("pigment.warm.strength_per_mm", strength, FieldRange{0, 400, true});
      visit("pigment.warm.slope", slope, FieldRange{-4, 8});
      visit("pigment.warm.edge_nm", edge, FieldRange{0, 700});
    }
    visit("pigment.warm_share", warm_share, FieldRange{0, 1});
    visit("pigment.dilution", dilution, FieldRange{0, 100});
  }
  {
    auto& [diameter, diameter_cv, depth, depth_sd, strength_cv] = needle;
    visit("needle.diameter_mm", diameter, FieldRange{0.05, 0.6});
    visit("needle.diameter_cv", diameter_cv, FieldRange{0, 0.6});
    visit("needle.depth_mm", depth, FieldRange{0.02, 0.8});
    visit("needle.depth_sd_mm", depth_sd, FieldRange{0, 0.3});
    visit("needle.strength_cv", strength_cv, FieldRange{0, 0.8});
  }
}

}  // namespace tonsure
