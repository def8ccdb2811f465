#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <nlohmann/json.hpp>

#include "fuzz.h"

namespace {

using namespace tonsure;

Result<Plan> plan_of(std::string_view text) {
  return plan_from_json(text, "input");
}

/// The text with the hash that its content has, so that more than the hash is tried.
std::string with_right_hash(std::string_view text, const Error& wrong) {
  constexpr std::size_t kDigits = 16;
  const std::size_t at = wrong.why.find("content gives ");
  if (wrong.where != "hash" || at == std::string::npos) return "";
  nlohmann::json json = nlohmann::json::parse(text);
  json["hash"] = wrong.why.substr(at + 14, kDigits);
  return json.dump();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(fuzz::text_of(data, size));
  auto plan = plan_of(text);
  if (!plan) {
    fuzz::require_told(plan.error());
    text = with_right_hash(text, plan.error());
    if (text.empty()) return 0;
    plan = plan_of(text);
    if (!plan) {
      fuzz::require_told(plan.error());
      return 0;
    }
  }
  fuzz::require_round_trip(text, plan_of, [](const Plan& each) { return plan_to_json(each); });
  fuzz::require(plan_hash(plan_of(plan_to_json(*plan)).value()) == plan_hash(*plan), "a plan keeps its hash");
  const PlanReport report = report_plan(*plan);
  fuzz::require(report.dots >= plan->dots.size(), "the report counts every dot");
  const auto told = plan_of(plan_to_json(*plan, report, risk_notes(*plan, report)));
  fuzz::require(told.ok(), "a plan with its report can be read", told ? "" : told.error().message());
  const auto positions = flat_dots_from_csv(plan_dots_to_csv(*plan), "dots.csv");
  fuzz::require(positions.ok(), "a plan's dots can be read", positions ? "" : positions.error().message());
  fuzz::require(positions->size() == plan->dots.size(), "every dot is written");
  return 0;
}
