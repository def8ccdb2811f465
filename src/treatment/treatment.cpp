#include <tonsure/treatment/treatment.h>

#include <algorithm>
#include <array>

#include "field_checker.h"
#include "no_such.h"
#include "treatment_fields.h"

namespace tonsure {
namespace {

void check_client(const ClientOptions& client, Checker& checker) {
  const auto check_loss = [&](const char* where, const std::string& name) {
    if (name.empty()) return;
    if (const auto pattern = parse_loss_pattern(name); !pattern)
      checker.fail(where, pattern.error().why, pattern.error().fix);
  };
  check_loss("client.loss", client.loss);
  check_loss("client.expected_loss", client.expected_loss);
  for (std::size_t i = 0; i < client.contraindications.size(); ++i) {
    const std::string& found = client.contraindications[i];
    if (std::find(kContraindications.begin(), kContraindications.end(), found) != kContraindications.end()) continue;
    std::string known;
    for (const char* name : kContraindications) known += (known.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    checker.fail("client.contraindications[" + std::to_string(i) + "]", "found \"" + found + "\"",
                 "allowed are " + known);
  }
}

void check_hairline(const HairlineOptions& hairline, Checker& checker) {
  if (const auto shaped = with_shape(hairline, hairline.shape); !shaped)
    checker.fail("hairline.shape", shaped.error().why, shaped.error().fix);
  for (std::size_t i = 1; i < hairline.controls.size(); ++i)
    if (!(hairline.controls[i].at > hairline.controls[i - 1].at))
      checker.fail(
          "hairline.controls[" + std::to_string(i) + "].at",
          "found " + number_text(hairline.controls[i].at) + " after " + number_text(hairline.controls[i - 1].at),
          "controls stand in order, from the head's right (-1) to its left (1)");
}

/// A starting point for treatments: how it differs from the default one.
struct Style {
  const char* name;
  void (*change)(Treatment& t);
};

void make_natural(Treatment& /*t*/) {}

/// Feathered and broken: dots scattered ahead of the line, a long fade, a light shade. All [E].
void make_soft(Treatment& t) {
  t.hairline.macro_amplitude_mm = 4;
  t.hairline.micro_amplitude_mm = 2.5;  // upper end of the irregularities thought natural
  t.hairline.sentinels_per_cm = 2;
  t.density.peak_per_cm2 = 170;
  t.density.feather_mm = 40;
  t.pigment.target_delta_l =
      -12;  // 0.58 of the skin's luminance stays, the light end of what was seen on finished work [M]
  t.needle.diameter_mm = 0.25;
}

/// Soft, and gathered in clusters with gaps between them: the least risk of a line that can be seen [V].
void make_broken(Treatment& t) {
  t.hairline.macro_amplitude_mm = 4.5;
  t.hairline.micro_amplitude_mm = 2.5;
  t.hairline.clustering = 0.8;
  t.hairline.sentinels_per_cm = 3;
  t.density.peak_per_cm2 = 190;
  t.density.feather_mm = 32;
  t.pigment.target_delta_l = -14;
}

/// Keeps the corners of a mature man, Norwood II to III [V].
void make_receded(Treatment& t) {
  t.hairline = with_shape(t.hairline, "m").value();
  t.hairline.height_above_glabella_mm = 82;
}

/// How far a line that is meant to be seen departs from its guide: 1 to 2 mm on finished work [M].
constexpr double kSeenLineMm = 2;

/// A line that can be seen, short of an edge-up: crisp, but drawn by hand (RMS 0.8 mm), with a corner and a full temple
/// point; the middle of the transition zone's 5 to 10 mm [C] as its feather, and nothing ahead of it.
void make_defined(Treatment& t) {
  t.hairline.temple = TemplePoint::kLined;
  t.hairline.asymmetry = 0.3;
  t.hairline.macro_amplitude_mm = 1;
  t.hairline.micro_amplitude_mm = 0.4;
  t.hairline.largest_departure_mm = kSeenLineMm;
  t.hairline.clustering = 0.25;
  t.hairline.sentinels_per_cm = 0;
  t.density.peak_per_cm2 = 250;  // the upper end of finished work
  t.density.feather_mm = 8;
  t.pigment.target_delta_l = -20;  // 0.38 of the skin's luminance stays
}

/// Lined up as barbers do [V]: straight, with sharp corners, hardly a feather.
void make_edge_up(Treatment& t) {
  t.hairline = with_shape(t.hairline, "linear").value();
  t.hairline.corner_rise_mm = 0;
  t.hairline.corner_power = 12;
  t.hairline.temple = TemplePoint::kLined;
  t.hairline.asymmetry = 0.2;
  t.hairline.macro_amplitude_mm = 0.3;
  t.hairline.micro_amplitude_mm = 0.3;
  t.hairline.largest_departure_mm = kSeenLineMm;
  t.hairline.clustering = 0.1;
  t.hairline.sentinels_per_cm = 0;
  t.density.peak_per_cm2 = 250;
  t.density.feather_mm = 5;
  t.pigment.target_delta_l = -20;
}

/// Many tiny dots [V]; 0.12 mm is the smallest diameter reported for healed work, and faint its tone.
void make_dusty(Treatment& t) {
  t.density.peak_per_cm2 = 300;
  t.density.feather_mm = 30;
  t.pigment.target_delta_l = -7;
  t.needle.diameter_mm = 0.12;
  t.needle.diameter_cv = 0.15;
  t.needle.strength_cv = 0.25;
}

/// Fewer, larger impressions with skin between them [V]: 0.30-0.35 mm, the dark shade [M].
void make_bold(Treatment& t) {
  t.density.peak_per_cm2 = 150;
  t.density.feather_mm = 20;
  t.hairline.micro_amplitude_mm = 1;
  t.pigment.target_delta_l = -24;
  t.needle.diameter_mm = 0.33;
}

/// Three-dimensional trico technique [V]: resorbable pigment, short sweeps along the hair, layered tones.
void make_trico_3d(Treatment& t) {
  t.pigment = with_shade(t.pigment, "trico brown").value();
  t.needle.stroke_mm = 0.5;
  t.needle.layers = 3;
  t.density.peak_per_cm2 = 180;
}

/// A low, round line with a small peak and mounds; dots between hair, which stays longer [C].
void make_female(Treatment& t) {
  t.client.sex = Sex::kFemale;
  t.hairline = with_shape(t.hairline, "female").value();
  t.density.peak_per_cm2 = 150;
  t.density.within_hair = 0.6;
  t.needle.diameter_mm = 0.25;
  t.pigment.target_delta_l = -13;
}

constexpr std::array<Style, 10> kStyles = {{
    {"natural", make_natural},
    {"soft", make_soft},
    {"broken", make_broken},
    {"receded", make_receded},
    {"defined", make_defined},
    {"edge-up", make_edge_up},
    {"dusty", make_dusty},
    {"bold", make_bold},
    {"trico-3d", make_trico_3d},
    {"female", make_female},
}};

}  // namespace

double strength_factor(Strength strength) {
  constexpr std::array<double, 3> kFactors = {0.7, 1, 1.25};
  return kFactors[static_cast<std::size_t>(strength)];
}

Status check_treatment(const Treatment& treatment) {
  Checker checker;
  visit_treatment(treatment, checker);
  check_client(treatment.client, checker);
  check_hairline(treatment.hairline, checker);
  if (!treatment.pigment.shade.empty() && treatment.pigment.components.empty())
    checker.fail("pigment.shade", "found \"" + treatment.pigment.shade + "\" without its components",
                 "take it from a library by with_shade, or state pigment.components");
  return checker.first;
}

double hairline_height_mm(const Treatment& treatment) {
  if (treatment.hairline.height_above_glabella_mm) return *treatment.hairline.height_above_glabella_mm;
  constexpr double kMenMm = 75, kWomenMm = 58, kFromYears = 40, kRisePerYearMm = 1.5, kHighestMm = 90;
  const double young = treatment.client.sex == Sex::kFemale ? kWomenMm : kMenMm;
  const double past = std::max(0.0, treatment.client.age_years.value_or(kFromYears) - kFromYears);
  return std::min(kHighestMm, young + kRisePerYearMm * past);
}

std::vector<std::string> treatment_style_names() {
  std::vector<std::string> names;
  for (const Style& style : kStyles) names.emplace_back(style.name);
  return names;
}

Result<Treatment> treatment_style(const std::string& name) {
  for (const Style& style : kStyles) {
    if (name != style.name) continue;
    Treatment treatment;
    treatment.name = name;
    style.change(treatment);
    return treatment;
  }
  return no_such("style", "style", name, treatment_style_names());
}

}  // namespace tonsure
