#include <tonsure/treatment/treatment.h>

#include "field_checker.h"
#include "treatment_fields.h"

namespace tonsure {
Status check_treatment(const Treatment& treatment) {
  Checker checker;
  visit_treatment(treatment, checker);
  if (!treatment.pigment.shade.empty() && treatment.pigment.components.empty())
    checker.fail("pigment.shade", "found \"" + treatment.pigment.shade + "\" without its components",
                 "take it from a library by with_shade, or state pigment.components");
  return checker.first;
}

std::vector<std::string> treatment_style_names() {
  return {"natural", "soft", "defined", "dusty", "bold"};
}

Result<Treatment> treatment_style(const std::string& name) {
  Treatment t;
  t.name = name;
  if (name == "natural") return t;
  if (name == "soft") {
    // Feathered and broken: dots scattered ahead of the line, a long fade, a light shade. All [E].
    t.hairline.macro_amplitude_mm = 4;
    t.hairline.micro_amplitude_mm = 2.5;  // upper end of the irregularities thought natural
    t.hairline.sentinels_per_cm = 2;
    t.density.peak_per_cm2 = 170;
    t.density.feather_mm = 40;
    t.density.border_feather_mm = 15;
    t.pigment.target_delta_l = -8;  // the light end of what was seen on finished work [M]
    t.needle.diameter_mm = 0.25;
    return t;
  }
  if (name == "defined") {
    // A line that can be seen, short of an edge-up: the lower ends of feather (15 mm [C]) and irregularity [E].
    t.hairline.asymmetry = 0.6;
    t.hairline.macro_amplitude_mm = 2;
    t.hairline.micro_amplitude_mm = 0.8;
    t.hairline.sentinels_per_cm = 0.5;
    t.density.peak_per_cm2 = 250;  // the upper end of finished work
    t.density.feather_mm = 15;
    t.pigment.target_delta_l = -15;  // the medium shade [M]
    return t;
  }
  if (name == "dusty") {
    // Many tiny dots [V]; 0.12 mm is the smallest diameter reported for healed work, and -3 to -8 its tone [M].
    t.density.peak_per_cm2 = 300;
    t.density.feather_mm = 30;
    t.pigment.target_delta_l = -5;
    t.needle.diameter_mm = 0.12;
    t.needle.diameter_cv = 0.15;
    t.needle.strength_cv = 0.25;
    return t;
  }
  if (name == "bold") {
    // Fewer, larger impressions with skin between them [V]: 0.30-0.35 mm, the dark shade [M].
    t.density.peak_per_cm2 = 150;
    t.density.feather_mm = 20;
    t.hairline.micro_amplitude_mm = 1;
    t.pigment.target_delta_l = -22;
    t.needle.diameter_mm = 0.33;
    return t;
  }
  std::string known;
  for (const std::string& style : treatment_style_names()) known += (known.empty() ? "" : ", ") + style;
  return Error{ErrorCode::kInvalidOption, "style", "there is no style \"" + name + "\"", "allowed are " + known};
}

}  // namespace tonsure
