/// @file
/// What a Plan comes to, for the practitioner's desk: PlanReport (counts by zone and session, hours, dates, cost,
/// touch-ups) and RiskNote (what is known to be regretted, with the number that says so). All of it follows from the
/// Plan. Model, limits and sources: docs/model/plan.md. The notes advise; they forbid nothing, and a plan without any
/// is not thereby a good one. A plan whose dots check_plan refuses has an empty report and no notes.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <tonsure/export.h>
#include <tonsure/plan/plan.h>

namespace tonsure {

/// The dots of one zone, of one session or of all.
struct ReportRow {
  Zone zone = Zone::kMidScalp;
  int session = 0;  ///< 0: all sessions together
  std::size_t dots = 0;
  /// Of the zone, the same in all its rows, cm2: the skin that is nearer to a dot of this zone than to one of another.
  /// The zones' areas add up to Plan::area_cm2 within rounding.
  double area_cm2 = 0;
  double density_per_cm2 = 0;  ///< dots over that area
  /// Pigment on that area (amount times diameter squared) relative to the mid-scalp that the treatment asks for; about
  /// 1 in a mid-scalp that is full.
  double tone = 0;
  Range diameter_mm;  ///< healed, as seen: of the middle 80 % of the row's dots
};

/// A range, and why it is what it is.
struct Estimate {
  Range range;
  std::string unit;
  std::string basis;  ///< the rule in words, with the tag of its source
};

struct SessionReport {
  int session = 1;
  std::size_t dots = 0;        ///< placed in this session
  std::size_t dots_again = 0;  ///< of scars, placed in earlier sessions and needled once more
  Range hours;                 ///< of needling; rule: PlanReport::hours
  Range day;                   ///< counted from the first session, which is day 0
};

struct PlanReport {
  std::vector<ReportRow> rows;          ///< by zone, then session; only those with dots
  std::vector<ReportRow> zones;         ///< all sessions together; only zones with dots
  std::vector<SessionReport> sessions;  ///< those of the treatment, then the extra ones of scars
  std::size_t dots = 0;                 ///< the sum over `rows`, over `zones`, and over `sessions`
  double area_cm2 = 0;
  Estimate hours;             ///< of needling, all sessions together
  Estimate cost_usd;          ///< of the whole treatment
  Estimate spacing_days;      ///< between two sessions
  Estimate control_days;      ///< of the first look at healed work, after the last session
  Estimate touch_up_years;    ///< after the last session
  Estimate touch_up_percent;  ///< of clients who come for one early
};

/// Hours of needling, all sessions together, those of scars' extra ones included.
[[nodiscard]] TONSURE_EXPORT Estimate needling_hours(const Plan& plan);

/// Cost of the whole treatment by its area; prices of 2013, a hint and no offer.
[[nodiscard]] TONSURE_EXPORT Estimate treatment_cost_usd(const Plan& plan);

/// Cost: some 20 ms for 40 000 dots.
[[nodiscard]] TONSURE_EXPORT PlanReport report_plan(const Plan& plan);

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
