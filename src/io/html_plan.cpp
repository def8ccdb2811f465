#include "html_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "html_text.h"

namespace tonsure {
namespace {

constexpr const char* kDash = "\u2013";

/// `decimals` below 0: rounded to tens.
std::string fixed(double value, int decimals) {
  if (decimals < 0) value = 10 * std::round(value / 10);
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed,
                                 std::max(0, decimals));
  return {buffer.data(), end.ptr};
}

/// Both ends with the words or the dash `between`; one number where they are told the same.
std::string range_text(const Range& range, int decimals, const char* between) {
  const std::string low = fixed(range.low, decimals), high = fixed(range.high, decimals);
  return low == high ? low : low + between + high;
}

std::string row_text(const std::string& label, const std::vector<std::string>& cells) {
  std::string out = "<tr><th scope=\"row\">" + escape_html(label) + "</th>";
  for (const std::string& cell : cells) out += "<td>" + escape_html(cell) + "</td>";
  return out + "</tr>\n";
}

std::string table_head(const std::vector<std::string>& names) {
  std::string out = "<table class=\"plan\"><thead><tr>";
  for (const std::string& name : names) out += "<th scope=\"col\">" + escape_html(name) + "</th>";
  return out + "</tr></thead>\n<tbody>\n";
}

std::string zones_table(const PlanReport& report) {
  std::string out = table_head({"Zone", "Dots", "cm²", "per cm²", "Tone"});
  for (const ReportRow& row : report.zones)
    out += row_text(zone_name(row.zone), {std::to_string(row.dots), fixed(row.area_cm2, row.area_cm2 < 10 ? 1 : 0),
                                          fixed(row.density_per_cm2, 0), fixed(row.tone, 2)});
  const double density = report.area_cm2 > 0 ? static_cast<double>(report.dots) / report.area_cm2 : 0;
  out += row_text("all", {std::to_string(report.dots), fixed(report.area_cm2, 0), fixed(density, 0), ""});
  return out +
         "</tbody></table>\n<p class=\"small\">Tone: pigment per area, relative to the mid-scalp that is asked "
         "for.</p>\n";
}

std::string sessions_table(const PlanReport& report) {
  std::string out = table_head({"Session", "Day", "Dots", "Hours"});
  for (const SessionReport& session : report.sessions) {
    const std::string dots =
        session.dots_again > 0 ? std::to_string(session.dots_again) + " again" : std::to_string(session.dots);
    out += row_text(std::to_string(session.session),
                    {range_text(session.day, 0, kDash), dots, range_text(session.hours, 1, kDash)});
  }
  return out + row_text("all", {"", std::to_string(report.dots), range_text(report.hours.range, 1, kDash)}) +
         "</tbody></table>\n";
}

std::string estimate_item(const std::string& label, const Estimate& estimate, int decimals) {
  const std::string value = estimate.unit == "US$" ? "US$ " + range_text(estimate.range, decimals, " to ")
                                                   : range_text(estimate.range, decimals, " to ") + " " + estimate.unit;
  return "<div><dt>" + escape_html(label) + "</dt><dd>" + escape_html(value) + "<p class=\"small\">" +
         escape_html(estimate.basis) + "</p></dd></div>\n";
}

std::string schedule(const PlanReport& report) {
  return "<dl class=\"schedule\">\n" + estimate_item("Needling", report.hours, 1) +
         estimate_item("Cost", report.cost_usd, -1) + estimate_item("Between sessions", report.spacing_days, 0) +
         estimate_item("First control, after the last session", report.control_days, 0) +
         estimate_item("Touch-up", report.touch_up_years, 0) +
         estimate_item("Early touch-up", report.touch_up_percent, 0) + "</dl>\n";
}

std::string risk_notes_html(const std::vector<RiskNote>& risks) {
  std::string out = risks.empty() ? "<section>\n<h2>Risk notes</h2>\n<p>None: nothing is out of the usual.</p>\n"
                                  : "<section class=\"warnings\">\n<h2>Risk notes</h2>\n<ul>\n";
  for (const RiskNote& note : risks)
    out += "<li>" + escape_html(note.text) + "<p class=\"small\">To mend it: " + escape_html(note.mend) +
           ".</p><p class=\"small\">Usual: " + escape_html(note.source) + ".</p></li>\n";
  if (!risks.empty()) out += "</ul>\n";
  out += "<p class=\"small\">" + escape_html(kRiskAdvice) +
         "</p>\n<details>\n<summary>Ask before needling</summary>\n" + "<ul class=\"ask\">\n";
  for (const char* question : kContraindications) out += "<li>" + escape_html(question) + "</li>\n";
  return out + "</ul>\n</details>\n</section>";
}

}  // namespace

std::string plan_section(const PlanReport& report, const std::vector<RiskNote>& risks) {
  return "<section>\n<h2>Plan</h2>\n" + zones_table(report) + sessions_table(report) + schedule(report) +
         "</section>\n" + risk_notes_html(risks);
}

}  // namespace tonsure
