/// @file
/// The notes, each one's rule a function: a note, or none. Limits and sources: docs/model/plan.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tonsure/plan/report.h>
#include <tonsure/scalp/view.h>
#include "../scalp/anatomy.h"

#include "front_edge.h"

namespace tonsure {

using MaybeNote = std::optional<RiskNote>;

/// The shortest text of a number that was rounded to a tenth or a hundredth.
std::string number_words(double value);
/// "0.5 to 3 mm"
std::string range_words(const Range& range, const std::string& unit);
/// "59 +- 4 mm", or "59.3 mm" of what is known for certain.
std::string measured_words(double value, double sd);
double rounded(double value, double step);

// How the line is drawn. Photos leave places on the head open; what lies within their error raises no note.
/// @param height_sd_mm  1-SD error of the edge's height
MaybeNote note_low_line(const Plan& plan, const FrontEdge& edge, double height_sd_mm);
MaybeNote note_straight_line(const FrontEdge& edge);
MaybeNote note_symmetric_line(const FrontEdge& edge);
MaybeNote note_past_temple_points(const Plan& plan, const ScalpLandmarks& landmarks,
                                  const std::vector<FittedHead>& photos);

// How dots are put in.
MaybeNote note_dense_edge(const Plan& plan, const PlanReport& report);
MaybeNote note_dark(const Plan& plan);
MaybeNote note_merging_dots(const Plan& plan, const PlanReport& report);
MaybeNote note_scar_uptake(const Plan& plan, const PlanReport& report);

// Whom it is for.
MaybeNote note_loss_progression(const ClientOptions& client);
MaybeNote note_low_line_when_young(const Plan& plan, const FrontEdge& edge, double height_sd_mm);
MaybeNote note_contraindications(const ClientOptions& client);

}  // namespace tonsure
