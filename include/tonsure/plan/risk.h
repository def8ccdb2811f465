/// @file
/// RiskNote: what of a Plan is known to be regretted, with the number that says so. Model, limits and their sources:
/// docs/model/plan.md. The notes advise; they forbid nothing, and a plan without any is not thereby a good one.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <tonsure/export.h>
#include <tonsure/plan/plan.h>
#include <tonsure/plan/report.h>

namespace tonsure {

struct RiskNote {
  std::string id;      ///< one of kRiskIds
  double value = 0;    ///< what raised the note, rounded as it stands in `text`
  std::string unit;    ///< of value and usual; empty for a plain number
  Range usual;         ///< where the value raises no note
  std::string source;  ///< of that range, with its tag: [M] measured, [C] consensus, [V] vendor, [E] estimate
  std::string text;    ///< what is risked, with the value, its 1-SD error where a photo leaves one, and the range
  std::string mend;    ///< which field of the treatment, or what of the scene, to change, and to what
};

/// All notes there are, in the order in which they are told.
inline constexpr std::array<const char*, 11> kRiskIds = {
    "line-low",   "line-straight", "line-symmetric",   "edge-dense",     "past-temple-points", "dark",
    "dots-merge", "scar-uptake",   "loss-progression", "low-line-young", "contraindications"};

/// The notes of a plan, in the order of kRiskIds; empty where nothing is out of the usual. Lines and densities are
/// measured on the dots, not taken from the options. What is out of the usual by less than the plan's photos can tell
/// raises no note. `report` is the plan's.
[[nodiscard]] TONSURE_EXPORT std::vector<RiskNote> risk_notes(const Plan& plan, const PlanReport& report);
[[nodiscard]] TONSURE_EXPORT std::vector<RiskNote> risk_notes(const Plan& plan);

/// Goes with the notes wherever they are shown.
inline constexpr const char* kRiskAdvice =
    "These notes advise and forbid nothing. They are no medical advice: ask a doctor about health.";

}  // namespace tonsure
