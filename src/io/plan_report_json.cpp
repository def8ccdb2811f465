#include "plan_report_json.h"

#include <cmath>
#include <cstdint>

#include "json_writer.h"

namespace tonsure {
namespace {

/// Four decimals of what is measured on a raster say all it knows.
double shortened(double value) {
  return std::round(value * 1e4) / 1e4;
}

void append_count(std::string& to, std::size_t count) {
  append_number(to, static_cast<std::uint64_t>(count));
}

void append_range(std::string& to, const Range& range) {
  append_numbers(to, {shortened(range.low), shortened(range.high)});
}

/// On one line each: a table is read by its rows.
template <class Items, class Append>
void append_lines(std::string& to, const Items& items, std::size_t indent, Append&& append) {
  to += '[';
  bool first = true;
  for (const auto& item : items) {
    to += (first ? "\n" : ",\n") + std::string(indent + 2, ' ');
    first = false;
    append(to, item);
  }
  to += items.empty() ? "]" : '\n' + std::string(indent, ' ') + ']';
}

void append_row(std::string& to, const ReportRow& row) {
  to += "{\"zone\": ";
  append_text(to, zone_name(row.zone));
  if (row.session > 0) to += ", \"session\": " + std::to_string(row.session);
  to += ", \"dots\": ";
  append_count(to, row.dots);
  to += ", \"area_cm2\": ";
  append_number(to, shortened(row.area_cm2));
  to += ", \"density_per_cm2\": ";
  append_number(to, shortened(row.density_per_cm2));
  to += ", \"tone\": ";
  append_number(to, shortened(row.tone));
  to += ", \"diameter_mm\": ";
  append_range(to, row.diameter_mm);
  to += '}';
}

void append_session(std::string& to, const SessionReport& session) {
  to += "{\"session\": " + std::to_string(session.session) + ", \"dots\": ";
  append_count(to, session.dots);
  to += ", \"dots_again\": ";
  append_count(to, session.dots_again);
  to += ", \"hours\": ";
  append_range(to, session.hours);
  to += ", \"day\": ";
  append_range(to, session.day);
  to += '}';
}

void append_estimate(std::string& to, const Estimate& estimate, std::size_t indent) {
  ObjectWriter object(to, indent);
  append_range(object.member("range"), estimate.range);
  append_text(object.member("unit"), estimate.unit);
  append_text(object.member("basis"), estimate.basis);
  object.close();
}

void append_note(std::string& to, const RiskNote& note, std::size_t indent) {
  ObjectWriter object(to, indent);
  append_text(object.member("id"), note.id);
  append_number(object.member("value"), note.value);
  append_text(object.member("unit"), note.unit);
  append_numbers(object.member("usual"), {note.usual.low, note.usual.high});
  append_text(object.member("source"), note.source);
  append_text(object.member("text"), note.text);
  append_text(object.member("mend"), note.mend);
  object.close();
}

}  // namespace

void append_report(std::string& to, const PlanReport& report, std::size_t indent) {
  ObjectWriter object(to, indent);
  const std::size_t inner = object.inner_indent();
  append_count(object.member("dots"), report.dots);
  append_number(object.member("area_cm2"), shortened(report.area_cm2));
  append_lines(object.member("zones"), report.zones, inner, append_row);
  append_lines(object.member("rows"), report.rows, inner, append_row);
  append_lines(object.member("sessions"), report.sessions, inner, append_session);
  append_estimate(object.member("hours"), report.hours, inner);
  append_estimate(object.member("cost_usd"), report.cost_usd, inner);
  append_estimate(object.member("spacing_days"), report.spacing_days, inner);
  append_estimate(object.member("control_days"), report.control_days, inner);
  append_estimate(object.member("touch_up_years"), report.touch_up_years, inner);
  append_estimate(object.member("touch_up_percent"), report.touch_up_percent, inner);
  object.close();
}

void append_risks(std::string& to, std::span<const RiskNote> notes, std::size_t indent) {
  ObjectWriter object(to, indent);
  const std::size_t inner = object.inner_indent();
  append_text(object.member("advice"), kRiskAdvice);
  append_lines(object.member("notes"), notes, inner,
               [&](std::string& out, const RiskNote& note) { append_note(out, note, inner + 2); });
  append_lines(object.member("ask"), kContraindications, inner,
               [](std::string& out, const char* question) { append_text(out, question); });
  object.close();
}

}  // namespace tonsure
