/// @file
/// What follows from a plan, as parts of its document: written for people and other programs, not read back.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <tonsure/plan/report.h>

namespace tonsure {

/// The members `report` and `risks`. `indent`: of their closing braces.
void append_report(std::string& to, const PlanReport& report, std::size_t indent);
void append_risks(std::string& to, std::span<const RiskNote> notes, std::size_t indent);

}  // namespace tonsure
