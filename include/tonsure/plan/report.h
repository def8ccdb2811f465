/// @file
/// PlanReport: what a Plan comes to, for the practitioner's desk: counts by zone and session, hours, dates, cost,
/// touch-ups. All of it follows from the Plan. Model and sources: docs/model/plan.md.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate.
#pragma once

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

}  // namespace tonsure
