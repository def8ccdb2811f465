#include "plan_table.h"

#include "core/format_text.h"

namespace tonsure::command {

std::vector<std::string> plan_table(const PlanReport& report) {
  std::vector<std::string> lines = {
      format_text("  %-14s %8s %8s %8s %6s  %s", "zone", "dots", "cm2", "per cm2", "tone", "diameter, mm")};
  for (const ReportRow& row : report.zones)
    lines.push_back(format_text("  %-14s %8zu %8.1f %8.0f %6.2f  %.2f-%.2f", zone_name(row.zone), row.dots,
                                row.area_cm2, row.density_per_cm2, row.tone, row.diameter_mm.low,
                                row.diameter_mm.high));
  lines.push_back(format_text("  %-14s %8s  %-10s %s", "session", "dots", "day", "hours"));
  for (const SessionReport& session : report.sessions)
    lines.push_back(format_text("  %-14d %8zu  %-10s %.1f-%.1f%s", session.session, session.dots + session.dots_again,
                                format_text("%.0f-%.0f", session.day.low, session.day.high).c_str(), session.hours.low,
                                session.hours.high, session.dots_again > 0 ? ", scars again" : ""));
  lines.push_back(format_text("  in all %.1f to %.1f hours, US$ %.0f to %.0f (prices of 2013)", report.hours.range.low,
                              report.hours.range.high, report.cost_usd.range.low, report.cost_usd.range.high));
  return lines;
}

std::vector<std::string> risk_lines(const std::vector<RiskNote>& risks) {
  std::vector<std::string> lines;
  for (const RiskNote& risk : risks) {
    lines.push_back("risk: " + risk.text);
    lines.push_back("      to mend it: " + risk.mend);
  }
  if (!risks.empty()) lines.emplace_back(kRiskAdvice);
  return lines;
}

std::vector<std::string> risk_ids(const std::vector<RiskNote>& risks) {
  std::vector<std::string> ids;
  for (const RiskNote& risk : risks) ids.push_back(risk.id);
  return ids;
}

nlohmann::ordered_json totals_json(const PlanReport& report) {
  nlohmann::ordered_json zones = nlohmann::ordered_json::object();
  for (const ReportRow& row : report.zones)
    zones[zone_name(row.zone)] = {
        {"dots", row.dots}, {"area_cm2", row.area_cm2}, {"density_per_cm2", row.density_per_cm2}};
  nlohmann::ordered_json sessions = nlohmann::ordered_json::array();
  for (const SessionReport& session : report.sessions)
    sessions.push_back({{"dots", session.dots},
                        {"dots_again", session.dots_again},
                        {"day", {session.day.low, session.day.high}},
                        {"hours", {session.hours.low, session.hours.high}}});
  return {{"zones", zones}, {"sessions", sessions}};
}

}  // namespace tonsure::command
