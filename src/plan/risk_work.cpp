// Risks of how dots are put in.
#include <algorithm>
#include <cmath>

#include <tonsure/deposit/moment.h>

#include "../core/gaussian.h"
#include "../deposit/year.h"
#include "risk_parts.h"

namespace tonsure {
namespace {

// Share of the mid-scalp's density in the first 5 mm: 5 to 35 of 150 dots/cm2 [E]; of grown hair's about half.
constexpr Range kUsualEdgeShare = {0.03, 0.35};
constexpr std::size_t kLeastEdgeDots = 50;  // fewer say nothing of a density
// Change of L*: -22 is the darkest that was seen on finished work [M], -3 the lightest style [E].
constexpr double kDarkest = -24, kLightest = -3;
constexpr double kToleranceDeltaL = 2;  // from where on a border of tone is seen [E]
// Two round Gaussian spots have no dip between them where they are closer than 2 SD = 0.85 of their width at half
// depth; neighbours of finished work lie 0.78 / sqrt(density) apart [M]. So dots merge at widths of 0.78 / 0.85.
constexpr double kMergedShare = 0.92;
constexpr double kYears = 5;
constexpr double kHealedYears = kHealedDays / kDaysPerYear;
constexpr std::size_t kLeastZoneDots = 200;
// Uptake that differs from healthy skin's by no more is not seen [E].
constexpr Range kUsualUptake = {0.9, 1};

}  // namespace

MaybeNote note_dense_edge(const Plan& plan, const PlanReport& report) {
  const auto edge = std::find_if(report.zones.begin(), report.zones.end(),
                                 [](const ReportRow& row) { return row.zone == Zone::kLeadingEdge; });
  if (edge == report.zones.end() || edge->dots < kLeastEdgeDots || plan.mid_scalp_per_cm2 <= 0) return std::nullopt;
  RiskNote note{
      "edge-dense", rounded(edge->density_per_cm2 / plan.mid_scalp_per_cm2, 0.01), "", kUsualEdgeShare, "", "", ""};
  if (note.value <= note.usual.high) return std::nullopt;
  note.source = "5 to 35 dots/cm2 in the first 5 mm where the mid-scalp has 150 [E]; grown hair has about half there";
  note.text = "The first 5 mm of the edge hold " + number_words(note.value) +
              " of the mid-scalp's density; usual are " + range_words(note.usual, "") +
              ". A dense edge reads as a drawn line.";
  note.mend = "set density.feather_mm to 15 or more; 25 is usual";
  return note;
}

MaybeNote note_dark(const Plan& plan) {
  RiskNote note{"dark", rounded(plan.treatment.pigment.target_delta_l, 0.1), "L*", {kDarkest, kLightest}, "", "", ""};
  note.source = "finished work keeps 0.30 to 0.65 of the skin's luminance [M]; dusty styles -3 to -8 [E]";
  if (plan.sides_delta_l) {
    note.usual.low = rounded(std::max(kDarkest, *plan.sides_delta_l - kToleranceDeltaL), 0.1);
    note.usual.high = std::max(note.usual.high, note.usual.low);
    note.source = "the client's own shaved sides, within 2 L* [M on the photo]";
  }
  if (note.value >= note.usual.low) return std::nullopt;
  note.text = "The mid-scalp is to change by " + number_words(note.value) + " L*; usual are " +
              range_words(note.usual, "L*") + ". Work darker than the sides is the second thing that is regretted.";
  note.mend = "set pigment.target_delta_l to " + number_words(note.usual.low) +
              " or nearer to 0; to meet the client's own hair, match it to the stubble in the photo";
  return note;
}

MaybeNote note_merging_dots(const Plan& plan, const PlanReport& report) {
  const ReportRow* densest = nullptr;
  for (const ReportRow& row : report.zones)
    if (row.dots >= kLeastZoneDots && (densest == nullptr || row.density_per_cm2 > densest->density_per_cm2))
      densest = &row;
  if (densest == nullptr || densest->density_per_cm2 <= 0) return std::nullopt;
  const double fresh_mm = plan.mix ? plan.mix->diameter_mm : plan.treatment.needle.diameter_mm;
  const double variance_mm2 = 2 * plan.treatment.ageing.spread_mm2_per_year * (kYears - kHealedYears);
  const double width_mm = std::sqrt(fresh_mm * fresh_mm + kFwhm2PerVariance * variance_mm2);
  const double spacing_mm = 10 / std::sqrt(densest->density_per_cm2);
  RiskNote note{"dots-merge", rounded(width_mm / spacing_mm, 0.01), "", {0, kMergedShare}, "", "", ""};
  if (note.value <= note.usual.high) return std::nullopt;
  note.source =
      "neighbours of finished work lie 0.78 of the spacing apart [M], and two dots show no gap when closer "
      "than 0.85 of their width";
  note.text = "At year 5 a dot is " + number_words(rounded(width_mm, 0.01)) + " mm wide, " + number_words(note.value) +
              " of the spacing of the zone " + zone_name(densest->zone) + " (" +
              number_words(rounded(spacing_mm, 0.01)) + " mm); usual are " + range_words(note.usual, "") +
              ". Dots that merge leave no bare skin: a helmet.";
  // The density at which these widths just keep apart.
  const double open_per_cm2 = std::pow(10 * kMergedShare / width_mm, 2);
  note.mend = "bring the densest zone to " + number_words(std::floor(open_per_cm2)) +
              " dots/cm2 or less (density.peak_per_cm2), or set needle.diameter_mm lower than " +
              number_words(rounded(fresh_mm, 0.01));
  return note;
}

MaybeNote note_scar_uptake(const Plan& plan, const PlanReport& report) {
  const auto scar = std::find_if(report.zones.begin(), report.zones.end(),
                                 [](const ReportRow& row) { return row.zone == Zone::kScar; });
  if (scar == report.zones.end()) return std::nullopt;
  RiskNote note{"scar-uptake", rounded(lasting_uptake(plan.treatment.scars), 0.01), "", kUsualUptake, "", "", ""};
  if (note.value >= note.usual.low) return std::nullopt;
  note.source = "healthy skin is 1; scars lost 1.6 instead of 0.9 of 10 in visual density in six months [M, ten cases]";
  note.text = std::to_string(scar->dots) + " dots lie in scars or marks, where " + number_words(note.value) +
              " of the pigment stays; usual are " + range_words(note.usual, "") +
              ". They may stay patchy, and their texture shows.";
  note.mend = "work scars of 6 to 12 months or more, after a test patch [V]; set scars.extra_sessions to " +
              std::to_string(plan.treatment.scars.extra_sessions + 1) + " if they stay light";
  return note;
}

}  // namespace tonsure
