#include "field_json.h"

namespace tonsure {

void read_field(const JsonNode& node, std::string& field, const FieldRange&, const PigmentLibrary&) {
  field = node.text();
}

void read_field(const JsonNode& node, std::uint64_t& field, const FieldRange&, const PigmentLibrary&) {
  field = node.whole_number();
}

void read_field(const JsonNode& node, int& field, const FieldRange& range, const PigmentLibrary&) {
  field = static_cast<int>(node.whole_number(static_cast<std::uint64_t>(range.high)));
}

void read_field(const JsonNode& node, double& field, const FieldRange&, const PigmentLibrary&) {
  field = node.number();
}

void read_field(const JsonNode& node, std::optional<double>& field, const FieldRange&, const PigmentLibrary&) {
  field = node.is_null() ? std::nullopt : std::optional(node.number());
}

void read_field(const JsonNode& node, std::vector<std::string>& field, const FieldRange&, const PigmentLibrary&) {
  field.clear();
  for (const JsonNode& element : node.elements()) field.push_back(element.text());
}

void read_field(const JsonNode& node, std::vector<double>& field, const FieldRange&, const PigmentLibrary&) {
  field = node.numbers();
}

void start_item(const JsonNode& node, PigmentComponent& component, const PigmentLibrary& library) {
  if (const PigmentComponent* const known = find_component(library, node.member("name").text())) {
    component = *known;
  } else if (!node.failed() && !node.find("strength_per_mm")) {
    std::vector<std::string> names;
    for (const PigmentComponent& each : library.components) names.push_back(each.name);
    const JsonNode name = node.member("name");
    name.fail(name.found() + ", which is no component of the library",
              "state its strength_per_mm, or take one of " + join(names));
  }
}

void append_field(std::string& out, const std::string& field, std::size_t) {
  append_text(out, field);
}

void append_field(std::string& out, std::uint64_t field, std::size_t) {
  append_number(out, field);
}

void append_field(std::string& out, int field, std::size_t) {
  append_number(out, static_cast<double>(field));
}

void append_field(std::string& out, double field, std::size_t) {
  append_number(out, field);
}

void append_field(std::string& out, const std::optional<double>& field, std::size_t) {
  if (field) {
    append_number(out, *field);
  } else {
    out += "null";
  }
}

void append_field(std::string& out, const std::vector<std::string>& field, std::size_t) {
  out += '[';
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i > 0) out += ", ";
    append_text(out, field[i]);
  }
  out += ']';
}

void append_field(std::string& out, const std::vector<double>& field, std::size_t) {
  append_numbers(out, field);
}

}  // namespace tonsure
