// A plan's report for the terminal, and its totals for --json.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <tonsure/plan/report.h>

namespace tonsure::command {

/// Zones, then sessions, a line each, in columns.
std::vector<std::string> plan_table(const PlanReport& report);

/// The notes with what would mend them, and the advice that goes with them; none where there are no notes.
std::vector<std::string> risk_lines(const std::vector<RiskNote>& risks);

std::vector<std::string> risk_ids(const std::vector<RiskNote>& risks);

/// Dots, area and density by zone, dots and days by session.
nlohmann::ordered_json totals_json(const PlanReport& report);

}  // namespace tonsure::command
