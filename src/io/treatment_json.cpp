#include <algorithm>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include "../deposit/needle.h"

#include "field_json.h"
#include "json_parts.h"

namespace tonsure {
namespace {

constexpr const char* kSchema = "tonsure.treatment/1";
constexpr const char* kRegularity = "placement.regularity";

/// Reads one value into the field that stands at `path`.
struct FieldReader {
  const std::string& path;
  const JsonNode& node;
  const PigmentLibrary& library;

  template <class Field>
  void operator()(const std::string& field_path, Field& field, const FieldRange& range) const {
    if (field_path == path) read_field(node, field, range, library);
  }
  void operator()(const std::string& field_path, std::optional<double>& field, const FieldRange& range) const {
    if (field_path != path) return;
    if (path == kRegularity && node.is_text()) {
      field = node.choice({"natural", "strict"}) == 1 ? std::optional(1.0) : std::nullopt;
    } else {
      read_field(node, field, range, library);
    }
  }
};

std::vector<std::string> field_paths() {
  std::vector<std::string> paths;
  const Treatment defaults;
  visit_treatment(defaults, [&](const std::string& path, const auto&, const FieldRange&) { paths.push_back(path); });
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
                const PigmentLibrary& library, Treatment& treatment) {
  group.refuse_unknown(keys_below(prefix, paths));
  for (const auto& [key, node] : group.members()) {
    const std::string path = prefix + key;
    if (path == "schema") continue;
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
      read_group(node, path + ".", paths, library, treatment);
    } else {
      visit_treatment(treatment, FieldReader{path, node, library});
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

  template <class Field>
  void operator()(const std::string& path, const Field& field, const FieldRange&) {
    std::string& to = place(path);
    append_field(to, field, open.back().inner_indent());
  }
  void operator()(const std::string& path, const std::optional<double>& field, const FieldRange&) {
    std::string& to = place(path);
    if (!field && path == kRegularity) {
      to += "\"natural\"";
    } else {
      append_field(to, field, open.back().inner_indent());
    }
  }
};

/// Fills in what follows from the name of a shape that the document states. What it states of the hairline itself
/// holds.
void resolve_shape(const JsonNode& document, const std::vector<std::string>& paths, const PigmentLibrary& library,
                   Treatment& treatment) {
  const auto hairline = document.find("hairline");
  const auto shape = hairline ? hairline->find("shape") : std::nullopt;
  if (!shape) return;
  Result<HairlineOptions> shaped = with_shape(treatment.hairline, treatment.hairline.shape);
  if (!shaped) return shape->fail(shaped.error().why, shaped.error().fix);
  treatment.hairline = *std::move(shaped);
  read_group(*hairline, "hairline.", paths, library, treatment);
}

/// Fills in what follows from names that the document states: the components of a shade. What it states of them itself
/// holds.
void resolve_shade(const JsonNode& document, const std::vector<std::string>& paths, const PigmentLibrary& library,
                   Treatment& treatment) {
  const auto pigment = document.find("pigment");
  if (!pigment) return;
  const auto shade = pigment->find("shade");
  const bool has_components = pigment->find("components").has_value();
  if (has_components && !shade) treatment.pigment.shade.clear();
  if (has_components || !shade) return;
  Result<PigmentOptions> shaded = with_shade(treatment.pigment, treatment.pigment.shade, library);
  if (!shaded) return shade->fail(shaded.error().why, shaded.error().fix);
  treatment.pigment = *std::move(shaded);
  read_group(*pigment, "pigment.", paths, library, treatment);
}

/// Sets what a technique leaves where the document states one. What it states of that itself holds.
void resolve_technique(const JsonNode& document, const std::vector<std::string>& paths, const PigmentLibrary& library,
                       Treatment& treatment) {
  const auto needle = document.find("needle");
  if (!needle || !needle->find("technique") || !check_treatment(treatment).ok()) return;
  treatment.needle = with_technique(treatment.needle);
  read_group(*needle, "needle.", paths, library, treatment);
}

Treatment read_treatment_with(const JsonNode& node, const Treatment& base, const PigmentLibrary& library) {
  Treatment treatment = base;
  const std::vector<std::string> paths = field_paths();
  read_schema(node, kSchema, true);
  read_group(node, "", paths, library, treatment);
  if (!node.failed()) resolve_shape(node, paths, library, treatment);
  if (!node.failed()) resolve_shade(node, paths, library, treatment);
  if (!node.failed()) resolve_technique(node, paths, library, treatment);
  if (!node.failed()) report_check(node, check_treatment(treatment));
  return treatment;
}

}  // namespace

Treatment read_treatment_node(const JsonNode& node, const Treatment& base) {
  return read_treatment_with(node, base, built_in_pigments());
}

void append_treatment(std::string& out, const Treatment& treatment, std::size_t indent) {
  FieldWriter writer{out, {ObjectWriter(out, indent)}, {}};
  append_text(writer.open.back().member("schema"), kSchema);
  visit_treatment(treatment, writer);
  writer.leave(0);
  writer.open.back().close();
}

Result<Treatment> treatment_from_json(std::string_view text, const std::string& name, const Treatment& base,
                                      const PigmentLibrary& library) {
  const Result<nlohmann::json> json = parse_json(text, name, kMaxTreatmentBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  Treatment treatment = read_treatment_with(JsonNode(*json, "", report), base, library);
  if (report.error) return *std::move(report.error);
  return treatment;
}

Result<Treatment> treatment_from_json(std::string_view text, const std::string& name, const Treatment& base) {
  return treatment_from_json(text, name, base, built_in_pigments());
}

std::string treatment_to_json(const Treatment& treatment) {
  std::string out;
  append_treatment(out, treatment, 0);
  out += '\n';
  return out;
}

Result<Treatment> load_treatment(const std::string& path, const Treatment& base, const PigmentLibrary& library) {
  const Result<std::string> text = load_file(path, kMaxTreatmentBytes);
  if (!text.ok()) return text.error();
  return treatment_from_json(*text, path, base, library);
}

Result<Treatment> load_treatment(const std::string& path, const Treatment& base) {
  return load_treatment(path, base, built_in_pigments());
}

}  // namespace tonsure
