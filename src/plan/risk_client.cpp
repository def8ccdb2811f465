// Risks of whom a plan is for.
#include <algorithm>

#include <tonsure/treatment/treatment.h>

#include "risk_parts.h"

namespace tonsure {
namespace {

constexpr double kYoungYears = 30;
constexpr double kYoungBelowMm = 5;  // below the usual height, still above what is low for anybody [E]

/// How far a pattern has come, in classes of its own scale: the first one of Norwood and Sinclair is no loss.
double extent(const LossPattern& pattern) {
  switch (pattern.kind) {
    case LossKind::kNone:
      return 0;
    case LossKind::kNorwood:
      return pattern.grade - 1 + (pattern.variant == 0 ? 0 : 0.5);
    case LossKind::kSinclair:
      return pattern.grade - 1;
    case LossKind::kLudwig:
      return pattern.grade;
    case LossKind::kAreata:
      return 1;
    case LossKind::kTotalis:
      return 7;  // beyond the six classes that Norwood's scale has after its first
  }
  return 0;
}

}  // namespace

MaybeNote note_loss_progression(const ClientOptions& client) {
  const auto expected = parse_loss_pattern(client.expected_loss);
  if (!expected) return std::nullopt;  // not stated
  const auto stated = parse_loss_pattern(client.loss);
  const LossPattern today = stated ? *stated : LossPattern{};
  const bool comparable =
      today.kind == expected->kind || today.kind == LossKind::kNone || expected->kind == LossKind::kTotalis;
  RiskNote note{"loss-progression", extent(*expected) - extent(today), "classes", {0, 0}, "", "", ""};
  if (!comparable || note.value <= 0) return std::nullopt;
  note.source = "loss that has come to rest is 0; one class in 5 to 10 years in the predisposed [E]";
  note.text = "Loss is expected to go from " + (stated ? client.loss : "a class not stated") + " to " +
              client.expected_loss + ", " + number_words(note.value) +
              " classes on; usual are 0 to 0 classes. Where hair leaves around the work, a transparent island is left.";
  note.mend =
      "plan for client.expected_loss today: raise hairline.height_above_glabella_mm, set "
      "density.border_feather_mm and density.hair_overlap_mm to 25 or more, and keep density.peak_per_cm2 "
      "where later work can meet it";
  return note;
}

MaybeNote note_low_line_when_young(const Plan& plan, const FrontEdge& edge, double height_sd_mm) {
  const ClientOptions& client = plan.treatment.client;
  if (!edge.height_mm || !client.age_years || *client.age_years >= kYoungYears) return std::nullopt;
  Treatment unset = plan.treatment;
  unset.hairline.height_above_glabella_mm.reset();
  const double usual = hairline_height_mm(unset);
  RiskNote note{"low-line-young", rounded(*edge.height_mm, height_sd_mm > 0 ? 1 : 0.1), "mm", {}, "", "", ""};
  note.usual = {rounded(usual - kYoungBelowMm, 0.1), rounded(usual + 3 * kYoungBelowMm, 0.1)};
  if (std::max(note.value, *edge.height_mm + height_sd_mm) >= note.usual.low) return std::nullopt;
  note.source = "Norwood III and more in 12 to 16 % of men at 18 to 29, in 45 to 60 % at 40 to 49 [C]; 5 mm [E]";
  note.text = "At " + number_words(rounded(*client.age_years, 0.1)) + " years the line lies " +
              measured_words(note.value, height_sd_mm) + " above the glabella; usual are " +
              range_words(note.usual, "mm") +
              ". Loss has yet to show how far it goes; a low line then stands alone, a transparent island.";
  note.mend = "set hairline.height_above_glabella_mm to " + number_words(note.usual.low) +
              " or more, and state client.expected_loss";
  return note;
}

MaybeNote note_contraindications(const ClientOptions& client) {
  if (client.contraindications.empty()) return std::nullopt;
  std::string list;
  for (const std::string& found : client.contraindications) list += (list.empty() ? "" : ", ") + found;
  RiskNote note{"contraindications", static_cast<double>(client.contraindications.size()), "found", {0, 0}, "", "", ""};
  note.source = "lists of practitioners [V]";
  note.text = number_words(note.value) + " found: " + list + "; usual are 0 to 0 found.";
  note.mend = "have a doctor's word on each before needling; take what no longer holds out of client.contraindications";
  return note;
}

}  // namespace tonsure
