/// @file
/// The preview page's section on the plan.
#pragma once

#include <string>
#include <vector>

#include <tonsure/plan/report.h>

namespace tonsure {

/// Zones, sessions, schedule and risk notes as HTML; all text is escaped.
std::string plan_section(const PlanReport& report, const std::vector<RiskNote>& risks);

}  // namespace tonsure
