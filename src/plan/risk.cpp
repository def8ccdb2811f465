#include <tonsure/plan/report.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "../scalp/anatomy.h"
#include "../scalp/check_head.h"
#include "check_plan.h"
#include "risk_parts.h"
#include "risk_photo.h"

namespace tonsure {

std::string number_words(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

std::string range_words(const Range& range, const std::string& unit) {
  return number_words(range.low) + " to " + number_words(range.high) + (unit.empty() ? "" : " " + unit);
}

std::string measured_words(double value, double sd) {
  return number_words(value) + (sd > 0 ? " +- " + number_words(rounded(sd, 1)) : "") + " mm";
}

double rounded(double value, double step) {
  const double per_unit = std::round(1 / step);  // 10 and 100 are exact, 0.1 and 0.01 are not
  return std::round(value * per_unit) / per_unit + 0.0;
}

namespace {

/// What the notes are worked out from can be worked with.
bool is_usable(const Plan& plan) {
  return check_dots(plan.dots).ok() && check_surface(plan.surface, "surface").ok() &&
         std::all_of(plan.views.begin(), plan.views.end(),
                     [](const FittedHead& head) { return check_head(head, "views").ok(); });
}

}  // namespace

std::vector<RiskNote> risk_notes(const Plan& plan, const PlanReport& report) {
  if (!is_usable(plan) || plan.views.empty()) return {};
  const ScalpLandmarks landmarks = scalp_landmarks(plan.surface);
  const std::vector<FittedHead>& photos = plan.views;
  const HeightBase base = height_base(plan, landmarks);
  const FrontEdge edge = measure_front_edge(plan, base.glabella);
  double height_sd_mm = 0;
  if (edge.height_mm) {
    const Vec3<HeadMm> line = walk_on_skin(plan.surface, base.glabella, landmarks.vertex, *edge.height_mm);
    height_sd_mm = height_error_mm(base, photos, line, *edge.height_mm);
  }
  const ClientOptions& client = plan.treatment.client;
  std::vector<RiskNote> notes;
  for (MaybeNote& note : std::array<MaybeNote, kRiskIds.size()>{
           note_low_line(plan, edge, height_sd_mm), note_straight_line(edge), note_symmetric_line(edge),
           note_dense_edge(plan, report), note_past_temple_points(plan, landmarks, photos), note_dark(plan),
           note_merging_dots(plan, report), note_scar_uptake(plan, report), note_loss_progression(client),
           note_low_line_when_young(plan, edge, height_sd_mm), note_contraindications(client)})
    if (note) notes.push_back(std::move(*note));
  return notes;
}

std::vector<RiskNote> risk_notes(const Plan& plan) {
  return risk_notes(plan, report_plan(plan));
}

}  // namespace tonsure
