#include <algorithm>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>

#include "../treatment/treatment_fields.h"
#include "json_parts.h"
#include "json_writer.h"

namespace tonsure {
namespace {

constexpr const char* kSchema = "tonsure.treatment/1";
constexpr const char* kRegularity = "placement.regularity";

/// Reads one value into the field that stands at `path`.
struct FieldReader {
  const std::string& path;
  const JsonNode& node;

  void operator()(const std::string& field_path, std::string& field, const FieldRange&) const {
    if (field_path == path) field = node.text();
  }
  void operator()(const std::string& field_path, std::uint64_t& field, const FieldRange&) const {
    if (field_path == path) field = node.whole_number();
  }
  void operator()(const std::string& field_path, int& field, const FieldRange& range) const {
    if (field_path == path) field = static_cast<int>(node.whole_number(static_cast<std::uint64_t>(range.high)));
  }
  void operator()(const std::string& field_path, double& field, const FieldRange&) const {
    if (field_path == path) field = node.number();
  }
  void operator()(const std::string& field_path, std::optional<double>& field, const FieldRange&) const {
    if (field_path != path) return;
    if (node.is_null()) {
      field.reset();
    } else if (path == kRegularity && node.is_text()) {
      field = node.choice({"natural", "strict"}) == 1 ? std::optional(1.0) : std::nullopt;
    } else {
      field = node.number();
    }
  }
  void operator()(const std::string& field_path, std::vector<double>& field, const FieldRange&) const {
    if (field_path == path) field = node.numbers();
  }
};

std::vector<std::string> field_paths() {
  std::vector<std::string> paths;
  const Treatment defaults;
  visit_treatment(defaults, [&](const char* path, const auto&, const FieldRange&) { paths.emplace_back(path); });
  return paths;
}

/// The keys that may stand in the object at `prefix` ("" or "hairline."): fields and groups of fields.
std::vector<std::string> keys_below(const std::string& prefix, const std::vector<std::string>& paths) {
  std::vector<std::string> keys;
  if (prefix.empty()) keys.emplace_back("schema");
  for (const std::string& path : paths) {
    if (path.compare(0, prefix.size(), prefix) != 0) continue;
    const std::string key = path.substr(prefix.size(), path.find('.', prefix.size()) - prefix.size());
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

void read_group(const JsonNode& group, const std::string& prefix, const std::vector<std::string>& paths,
                Treatment& treatment) {
  group.refuse_unknown(keys_below(prefix, paths));
  for (const auto& [key, node] : group.members()) {
    const std::string path = prefix + key;
    if (path == "schema") continue;
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
      read_group(node, path + ".", paths, treatment);
    } else {
      visit_treatment(treatment, FieldReader{path, node});
    }
  }
}

struct FieldWriter {
  std::string& out;
  std::vector<ObjectWriter> open;  ///< the document, and the groups the last field was in
  std::vector<std::string> names;  ///< of these groups

  std::string& place(const std::string& path) {
    std::vector<std::string> groups;
    std::size_t begin = 0;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
      groups.push_back(path.substr(begin, dot - begin));
      begin = dot + 1;
    }
    std::size_t shared = 0;
    while (shared < groups.size() && shared < names.size() && groups[shared] == names[shared]) ++shared;
    leave(shared);
    for (std::size_t i = shared; i < groups.size(); ++i) {
      std::string& inner = open.back().member(groups[i]);
      open.emplace_back(inner, open.back().inner_indent());
      names.push_back(groups[i]);
    }
    return open.back().member(path.substr(begin));
  }
  /// Closes groups until `depth` are left.
  void leave(std::size_t depth) {
    while (names.size() > depth) {
      open.back().close();
      open.pop_back();
      names.pop_back();
    }
  }

  void operator()(const std::string& path, const std::string& field, const FieldRange&) {
    append_text(place(path), field);
  }
  void operator()(const std::string& path, std::uint64_t field, const FieldRange&) {
    append_number(place(path), field);
  }
  void operator()(const std::string& path, int field, const FieldRange&) {
    append_number(place(path), static_cast<double>(field));
  }
  void operator()(const std::string& path, double field, const FieldRange&) { append_number(place(path), field); }
  void operator()(const std::string& path, const std::optional<double>& field, const FieldRange&) {
    std::string& to = place(path);
    if (field) {
      append_number(to, *field);
    } else {
      to += path == kRegularity ? "\"natural\"" : "null";
    }
  }
  void operator()(const std::string& path, const std::vector<double>& field, const FieldRange&) {
    append_numbers(place(path), field);
  }
};

}  // namespace

Treatment read_treatment_node(const JsonNode& node, const Treatment& base) {
  Treatment treatment = base;
  read_schema(node, kSchema, true);
  read_group(node, "", field_paths(), treatment);
  if (!node.failed()) report_check(node, check_treatment(treatment));
  return treatment;
}

void append_treatment(std::string& out, const Treatment& treatment, std::size_t indent) {
  FieldWriter writer{out, {ObjectWriter(out, indent)}, {}};
  append_text(writer.open.back().member("schema"), kSchema);
  visit_treatment(treatment, writer);
  writer.leave(0);
  writer.open.back().close();
}

Result<Treatment> treatment_from_json(std::string_view text, const std::string& name, const Treatment& base) {
  const Result<nlohmann::json> json = parse_json(text, name, kMaxTreatmentBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  Treatment treatment = read_treatment_node(JsonNode(*json, "", report), base);
  if (report.error) return *std::move(report.error);
  return treatment;
}

std::string treatment_to_json(const Treatment& treatment) {
  std::string out;
  append_treatment(out, treatment, 0);
  out += '\n';
  return out;
}

Result<Treatment> read_treatment(const std::string& path, const Treatment& base) {
  const Result<std::string> text = read_file(path, kMaxTreatmentBytes);
  if (!text.ok()) return text.error();
  return treatment_from_json(*text, path, base);
}

}  // namespace tonsure
