#include <tonsure/io/csv.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "../plan/check_plan.h"
#include "csv_headers.h"
#include "in_file.h"
#include "json_writer.h"

namespace tonsure {
namespace {

constexpr double kMaxCoordinateMm = 1e6;  // a kilometre

/// Whether a spreadsheet takes a cell for a formula that begins so; or for such a text, by a quote mark of its own.
bool begins_formula(std::string_view text) {
  if (text.find_first_of("=+-@\t\r'") == 0) return true;
  for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})  // full-width = + - @
    if (text.starts_with(wide)) return true;
  return false;
}

/// A text field. In quotes where the comma or the quote mark asks for it (RFC 4180) or a spreadsheet could split it;
/// and with a ' before all that could become a formula, at its beginning and after what other countries' spreadsheets
/// take for the end of a cell. Whoever takes out each ' that stands in such a place has the text again.
std::string text_field(std::string_view text) {
  std::string out;
  bool begins = true;
  bool quoted = text.find_first_of(",\"\r\n;\t|") != std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (begins && begins_formula(text.substr(i))) {
      out += '\'';
      quoted = true;
    }
    if (c == '"') out += '"';
    out += c;
    begins = std::string_view(",\"\r\n;\t|").find(c) != std::string_view::npos || (begins && c == ' ');
  }
  return quoted ? '"' + out + '"' : out;
}

Error bad(const std::string& where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, where, std::move(why), std::move(fix)};
}

/// Takes one record off the front of `text` and splits it into `fields`; false at the end of the text. Quoted fields
/// may hold commas, line breaks and doubled quotes. `lines` counts the line breaks taken. `open`: a quoted field did
/// not end.
bool next_record(std::string_view& text, std::vector<std::string>& fields, std::size_t& lines, bool& open) {
  fields.clear();
  if (text.empty()) return false;
  std::string field;
  bool in_quotes = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_line = c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (ends_line) ++lines;
    if (in_quotes) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        in_quotes = false;
      }
    } else if (c == '"' && field.empty()) {
      in_quotes = true;
    } else if (c == ',') {
      fields.push_back(std::move(field));
      field.clear();
    } else if (ends_line) {
      break;
    } else {
      field += c;
    }
  }
  open = in_quotes;
  if (!field.empty() && field.back() == '\r') field.pop_back();
  fields.push_back(std::move(field));
  text.remove_prefix(std::min(i + 1, text.size()));
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_blank(const std::vector<std::string>& fields) {
  return fields.size() == 1 && trimmed(fields[0]).empty();
}

/// What was found, at most 40 bytes of it, on one line.
std::string found(std::string_view field) {
  std::string out = "found \"" + std::string(field.substr(0, 40)) + (field.size() > 40 ? "...\"" : "\"");
  for (char& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

std::optional<double> coordinate(std::string_view field) {
  field = trimmed(field);
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (field.empty() || error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  if (!(std::fabs(value) <= kMaxCoordinateMm)) return std::nullopt;
  return value;
}

std::optional<std::size_t> column_of(const std::vector<std::string>& header, std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (trimmed(header[i]) == name) return i;
  return std::nullopt;
}

/// The two columns to read: the chart of a plan's dots, else the plane's.
Result<std::pair<std::size_t, std::size_t>> position_columns(const std::vector<std::string>& header,
                                                             const std::string& where) {
  std::set<std::string_view> names;
  for (const std::string& name : header)
    if (!names.insert(trimmed(name)).second) return bad(where, found(name) + " twice", "each column has its own name");
  const auto u = column_of(header, "u_mm"), v = column_of(header, "v_mm");
  if (u && v) return std::pair(*u, *v);
  const auto x = column_of(header, "x_mm"), y = column_of(header, "y_mm");
  if (x && y && !column_of(header, "z_mm")) return std::pair(*x, *y);
  if (x && y)
    return bad(where, "the dots are in space (z_mm), without u_mm and v_mm", "add the chart's columns u_mm and v_mm");
  return bad(where, "the header names no column " + std::string(x ? "y_mm" : "x_mm"),
             "the first line must name the columns x_mm and y_mm, or u_mm and v_mm");
}

constexpr double kCoveredMm = 3;  // outside of the outline: more than annotation errs

/// Whether a photo shows the skin there.
bool is_shown(const HeadView& view, const Scene& scene, const Projection& seen) {
  const Vec2<PhotoPx> p = seen.position;
  if (!(seen.cos_view > 0 && p.x >= 0 && p.y >= 0 && p.x < scene.width_px && p.y < scene.height_px)) return false;
  for (const Points<PhotoPx>& area : scene.exclude)
    if (contains<PhotoPx>(area, p)) return false;
  return scene.head_outline.empty() || contains<PhotoPx>(scene.head_outline, p) ||
         distance_to_polyline<Vec2<PhotoPx>>(scene.head_outline, p, true) * view.camera.mm_per_px < kCoveredMm;
}

std::string line_place(std::size_t line) {
  return "line " + std::to_string(line);
}

/// Errors name the place in the text, not the file.
Result<std::vector<Vec2<PlaneMm>>> read_flat_dots(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);  // byte order mark
  std::vector<std::string> header, fields;
  std::size_t lines = 0;  // ended so far
  bool open = false;
  do {
    if (!next_record(text, header, lines, open))
      return bad("", "is empty", "the first line must name the columns, such as x_mm and y_mm");
  } while (is_blank(header));
  const auto unended = [](const std::string& where) {
    return bad(where, "a quoted field does not end", "a quote mark inside of quotes is written twice");
  };
  if (open) return unended(line_place(1));
  const auto columns = position_columns(header, line_place(std::max<std::size_t>(lines, 1)));
  if (!columns.ok()) return columns.error();

  std::vector<Vec2<PlaneMm>> dots;
  for (std::size_t line = lines + 1; next_record(text, fields, lines, open); line = lines + 1) {
    if (is_blank(fields)) continue;
    const std::string where = line_place(line);
    if (open) return unended(where);
    if (fields.size() != header.size())
      return bad(where, "found " + std::to_string(fields.size()) + " columns",
                 "the header has " + std::to_string(header.size()));
    Vec2<PlaneMm> dot;
    for (const auto& [column, value] : {std::pair(columns->first, &dot.x), std::pair(columns->second, &dot.y)}) {
      const std::optional<double> number = coordinate(fields[column]);
      if (!number)
        return bad(where + ", column " + std::string(trimmed(header[column])), found(fields[column]),
                   "it must be a number of millimetres between -1e6 and 1e6");
      *value = *number;
    }
    if (dots.size() == static_cast<std::size_t>(kMaxDots))
      return Error{ErrorCode::kResourceLimit, where, "there are more than " + std::to_string(kMaxDots) + " dots",
                   "measure a part of them"};
    dots.push_back(dot);
  }
  return dots;
}

std::string dots_to_csv(const Plan& plan, const HeadView* view, const Scene* scene) {
  const PlanDots& dots = plan.dots;
  std::vector<std::string> pigments;
  for (const std::string& name : plan.pigments) pigments.push_back(text_field(name));
  std::string out(kPlanDotsHeader);
  if (view != nullptr) out += kPhotoDotsHeader;
  out += '\n';
  if (!check_dots(dots).ok()) return out;
  out.reserve(out.size() + 200 * dots.size());  // a line takes some 180 bytes
  for (std::size_t i = 0; i < dots.size(); ++i) {
    append_number(out, std::uint64_t{dots.id[i]});
    for (const std::uint64_t whole : {std::uint64_t{dots.session[i]}, std::uint64_t{dots.order[i]}}) {
      out += ',';
      append_number(out, whole);
    }
    for (const double mm : {dots.head[i].x, dots.head[i].y, dots.head[i].z, dots.chart[i].x, dots.chart[i].y}) {
      out += ',';
      append_number(out, mm);
    }
    for (const float value : {dots.diameter_mm[i], dots.depth_mm[i], dots.angle_deg[i]}) {
      out += ',';
      append_number(out, value);
    }
    out += ',';
    if (dots.pigment[i] < pigments.size()) out += pigments[dots.pigment[i]];
    out += ',';
    out += zone_name(dots.zone[i]);
    if (view != nullptr) {
      const Projection seen = project(plan.surface, *view, dots.head[i]);
      const Vec2<PhotoPx> p = seen.position;
      out += ',';
      append_number(out, p.x);
      out += ',';
      append_number(out, p.y);
      out += is_shown(*view, *scene, seen) ? ",1" : ",0";
    }
    out += '\n';
  }
  return out;
}

}  // namespace

std::string plan_dots_to_csv(const Plan& plan) {
  return dots_to_csv(plan, nullptr, nullptr);
}

std::string plan_dots_to_csv(const Plan& plan, const HeadView& view, const Scene& scene) {
  return dots_to_csv(plan, &view, &scene);
}

std::string flat_dots_to_csv(const DotSet<PlaneMm>& dots, const std::vector<std::uint32_t>& order) {
  std::string out = std::string(kFlatDotsHeader) + '\n';
  if (order.size() != dots.size() || dots.id.size() != dots.size() || dots.session.size() != dots.size()) return out;
  out.reserve(out.size() + 60 * dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    append_number(out, std::uint64_t{dots.id[i]});
    out += ',';
    append_number(out, std::uint64_t{dots.session[i]});
    out += ',';
    append_number(out, std::uint64_t{order[i]});
    out += ',';
    append_number(out, dots.positions[i].x);
    out += ',';
    append_number(out, dots.positions[i].y);
    out += '\n';
  }
  return out;
}

Result<std::vector<Vec2<PlaneMm>>> flat_dots_from_csv(std::string_view text, const std::string& name) {
  auto dots = read_flat_dots(text);
  return dots ? std::move(dots) : in_file(name, dots.error());
}

}  // namespace tonsure
