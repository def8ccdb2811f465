#include <tonsure/treatment/treatment.h>

#include <charconv>

#include "treatment_fields.h"

namespace tonsure {
namespace {

std::string number_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

/// Finds the first field that is out of range.
struct Checker {
  Status first;

  void fail(std::string where, std::string why, std::string fix) {
    if (first.ok()) first = Error{ErrorCode::kInvalidOption, std::move(where), std::move(why), std::move(fix)};
  }

  void operator()(const std::string& path, const std::string& text, const FieldRange&) {
    if (text.size() > kMaxNameBytes)
      fail(path, "found " + std::to_string(text.size()) + " bytes", "at most " + std::to_string(kMaxNameBytes));
  }
  void operator()(const std::string&, std::uint64_t, const FieldRange&) {}
  void operator()(const std::string& path, int value, const FieldRange& range) {
    (*this)(path, static_cast<double>(value), range);
  }
  void operator()(const std::string& path, double value, const FieldRange& range) {
    if (range.holds(value)) return;
    fail(path, "found " + number_text(value),
         std::string("allowed are numbers ") + (range.above_low ? "above " : "from ") + number_text(range.low) +
             " up to " + number_text(range.high));
  }
  void operator()(const std::string& path, const std::optional<double>& value, const FieldRange& range) {
    if (value) (*this)(path, *value, range);
  }
  void operator()(const std::string& path, const std::vector<double>& shares, const FieldRange& range) {
    if (shares.empty() || shares.size() > kMaxSessions)
      fail(path, "found " + std::to_string(shares.size()) + " sessions",
           "allowed are 1 to " + std::to_string(kMaxSessions));
    double before = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const std::string element = path + "[" + std::to_string(i) + "]";
      (*this)(element, shares[i], range);
      if (!(shares[i] > before))
        fail(element, "found " + number_text(shares[i]) + " after " + number_text(before),
             "each share counts the dots of all sessions so far and must be larger than the one before");
      before = shares[i];
    }
    if (!shares.empty() && shares.back() != 1)
      fail(path + "[" + std::to_string(shares.size() - 1) + "]", "found " + number_text(shares.back()),
           "the last share must be 1, which is all dots");
  }
};

}  // namespace

Status check_treatment(const Treatment& treatment) {
  Checker checker;
  visit_treatment(treatment, checker);
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
