#include <tonsure/plan/report.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "check_plan.h"
#include "zone_area.h"

namespace tonsure {
namespace {

// 14 000 dots in a session of 2-4 h [V].
constexpr double kDotsPerHourSlow = 3500, kDotsPerHourFast = 7000;
constexpr const char* kHoursBasis =
    "3500 to 7000 dots an hour, from 14 000 in a session of 2 to 4 h [V]; needling alone: appointments are given as 2 "
    "to 5 h each, full heads as 20 to 30 h in all [C]";
// Prices of whole treatments in 2013, US$ 800-6000 [V], for 60 to 250 cm2 [E].
constexpr double kCostLowUsd = 800, kCostHighUsd = 6000, kCostLowCm2 = 60, kCostHighCm2 = 250;
constexpr double kSmallShare = 0.4;  // of the highest price, that the smallest area may cost [E]
constexpr const char* kCostBasis =
    "list prices of 2013, US$ 800 to 6000 for whole treatments [V], by area between 60 and 250 cm2 [E]; a hint, not an "
    "offer";
constexpr double kLeastSpacingDays = 7, kMostSpacingDays = 14;
constexpr const char* kSpacingBasis = "7 to 14 days [V]; some wait 10 to 30";
// Uptake in scars is known when they have healed: as touch-ups of new work.
constexpr double kLeastScarDays = 28, kMostScarDays = 56;
constexpr const char* kScarBasis =
    "; extra sessions of scars 4 to 8 weeks after the one before, as touch-ups of new work [V]";
constexpr const char* kControlBasis =
    "healed work is judged from four weeks on; touch-ups of new work are made after 4 to 8 weeks [V]";
constexpr const char* kTouchUpBasis = "every 2 to 5 years, as pigment fades [V]";
constexpr const char* kTouchUpShareBasis = "of one clinic's clients, within 2 to 3 years [C]";

constexpr double kOuterShare = 0.1;  // of a row's dots, on either side of the range of diameters that is told

/// Dots are drawn as wide as the mix asks for.
double growth(const Plan& plan) {
  return plan.mix ? plan.mix->diameter_mm / plan.treatment.needle.diameter_mm : 1;
}

std::size_t count_zone(const Plan& plan, Zone zone) {
  return static_cast<std::size_t>(std::count(plan.dots.zone.begin(), plan.dots.zone.end(), zone));
}

int extra_sessions(const Plan& plan) {
  return count_zone(plan, Zone::kScar) > 0 ? plan.treatment.scars.extra_sessions : 0;
}

/// Those of the treatment, or more where a plan made by hand has dots in later ones.
std::size_t used_sessions(const Plan& plan) {
  auto sessions = static_cast<std::size_t>(plan.sessions());
  for (const std::uint8_t session : plan.dots.session) sessions = std::max<std::size_t>(sessions, session);
  return sessions;
}

Range hours_of(std::size_t dots) {
  const auto count = static_cast<double>(dots);
  return {count / kDotsPerHourFast, count / kDotsPerHourSlow};
}

/// What a row gathers before it is told.
struct Gathered {
  std::size_t dots = 0;
  double pigment_mm2 = 0;  ///< amount times diameter squared
  std::vector<double> diameters;

  void add(const Gathered& other) {
    dots += other.dots;
    pigment_mm2 += other.pigment_mm2;
    diameters.insert(diameters.end(), other.diameters.begin(), other.diameters.end());
  }
};

ReportRow row_of(const Plan& plan, Zone zone, int session, double area_cm2, Gathered& gathered) {
  ReportRow row;
  row.zone = zone;
  row.session = session;
  row.dots = gathered.dots;
  row.area_cm2 = area_cm2;
  std::sort(gathered.diameters.begin(), gathered.diameters.end());
  const std::size_t last = gathered.diameters.size() - 1;
  const auto outer = static_cast<std::size_t>(kOuterShare * static_cast<double>(last));
  row.diameter_mm = {gathered.diameters[outer], gathered.diameters[last - outer]};
  if (area_cm2 <= 0) return row;
  row.density_per_cm2 = static_cast<double>(row.dots) / area_cm2;
  const NeedleOptions& needle = plan.treatment.needle;
  const double mean_square = needle.diameter_mm * needle.diameter_mm * (1 + needle.diameter_cv * needle.diameter_cv);
  const double asked = plan.mid_scalp_per_cm2 * mean_square;
  if (asked > 0) row.tone = gathered.pigment_mm2 / area_cm2 / asked;
  return row;
}

void add_rows(const Plan& plan, PlanReport& report) {
  const std::size_t sessions = used_sessions(plan);
  std::vector<Gathered> cells(kAllZones.size() * sessions);
  const double wider = growth(plan);
  const PlanDots& dots = plan.dots;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    Gathered& cell =
        cells[static_cast<std::size_t>(dots.zone[i]) * sessions + std::max<std::size_t>(1, dots.session[i]) - 1];
    const auto diameter = static_cast<double>(dots.diameter_mm[i]);
    ++cell.dots;
    cell.pigment_mm2 += static_cast<double>(dots.strength[i]) * diameter * diameter;
    cell.diameters.push_back(wider * diameter);
  }
  const auto areas = zone_areas_cm2(plan);
  for (const Zone zone : kAllZones) {
    const auto z = static_cast<std::size_t>(zone);
    Gathered whole;
    for (std::size_t s = 0; s < sessions; ++s) {
      Gathered& cell = cells[z * sessions + s];
      if (cell.dots == 0) continue;
      whole.add(cell);
      report.rows.push_back(row_of(plan, zone, static_cast<int>(s) + 1, areas[z], cell));
    }
    if (whole.dots > 0) report.zones.push_back(row_of(plan, zone, 0, areas[z], whole));
  }
}

void add_sessions(const Plan& plan, PlanReport& report) {
  const int own = static_cast<int>(used_sessions(plan));
  const std::size_t in_scars = count_zone(plan, Zone::kScar);
  for (int session = 1; session <= own + extra_sessions(plan); ++session) {
    SessionReport s;
    s.session = session;
    s.dots = static_cast<std::size_t>(
        std::count(plan.dots.session.begin(), plan.dots.session.end(), static_cast<std::uint8_t>(session)));
    if (session > own) s.dots_again = in_scars;
    s.hours = hours_of(s.dots + s.dots_again);
    const double before = std::min(session, own) - 1, extra = std::max(0, session - own);
    s.day = {before * kLeastSpacingDays + extra * kLeastScarDays, before * kMostSpacingDays + extra * kMostScarDays};
    report.sessions.push_back(s);
  }
}

}  // namespace

Estimate needling_hours(const Plan& plan) {
  const std::size_t again = static_cast<std::size_t>(extra_sessions(plan)) * count_zone(plan, Zone::kScar);
  return {hours_of(plan.dots.size() + again), "h", kHoursBasis};
}

Estimate treatment_cost_usd(const Plan& plan) {
  const double extent = std::clamp((plan.area_cm2 - kCostLowCm2) / (kCostHighCm2 - kCostLowCm2), 0.0, 1.0);
  return {{kCostLowUsd * (1 + extent), kCostHighUsd * (kSmallShare + (1 - kSmallShare) * extent)}, "US$", kCostBasis};
}

PlanReport report_plan(const Plan& plan) {
  PlanReport report;
  if (!check_dots(plan.dots).ok()) return report;
  report.dots = plan.dots.size();
  report.area_cm2 = plan.area_cm2;
  add_rows(plan, report);
  add_sessions(plan, report);
  report.hours = needling_hours(plan);
  report.cost_usd = treatment_cost_usd(plan);
  report.spacing_days = {{kLeastSpacingDays, kMostSpacingDays}, "days", kSpacingBasis};
  if (extra_sessions(plan) > 0) report.spacing_days.basis += kScarBasis;
  report.control_days = {{28, 42}, "days", kControlBasis};
  report.touch_up_years = {{2, 5}, "years", kTouchUpBasis};
  report.touch_up_percent = {{10, 20}, "%", kTouchUpShareBasis};
  return report;
}

}  // namespace tonsure
