/// @file
/// The fields of treatments and pigment libraries as JSON values: one reader and one writer for each type of field.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "../treatment/treatment_fields.h"
#include "json_reader.h"
#include "json_writer.h"

namespace tonsure {

/// Reads what a field holds. `library` knows components by name.
void read_field(const JsonNode& node, std::string& field, const FieldRange& range, const PigmentLibrary& library);
void read_field(const JsonNode& node, std::uint64_t& field, const FieldRange& range, const PigmentLibrary& library);
void read_field(const JsonNode& node, int& field, const FieldRange& range, const PigmentLibrary& library);
void read_field(const JsonNode& node, double& field, const FieldRange& range, const PigmentLibrary& library);
void read_field(const JsonNode& node, std::optional<double>& field, const FieldRange& range,
                const PigmentLibrary& library);
template <Choice Enum>
void read_field(const JsonNode& node, Enum& field, const FieldRange&, const PigmentLibrary&) {
  const auto& names = names_of_values(field);
  field = static_cast<Enum>(node.choice({names.begin(), names.end()}));
}
void read_field(const JsonNode& node, std::vector<std::string>& field, const FieldRange& range,
                const PigmentLibrary& library);
void read_field(const JsonNode& node, std::vector<double>& field, const FieldRange& range,
                const PigmentLibrary& library);

/// What an item starts from before its fields are read: a component of the library, where the item names one.
inline void start_item(const JsonNode&, const HairlineControl&, const PigmentLibrary&) {}
inline void start_item(const JsonNode&, const TouchUp&, const PigmentLibrary&) {}
inline void start_item(const JsonNode&, const LaserSession&, const PigmentLibrary&) {}
void start_item(const JsonNode& node, PigmentComponent& component, const PigmentLibrary& library);
inline void start_item(const JsonNode& node, BlendPart& part, const PigmentLibrary& library) {
  start_item(node, part.component, library);
}

/// Reads an item of a list. Its first field must be there; what else is not stated keeps what the item starts from.
template <class Item>
Item read_item(const JsonNode& node, const PigmentLibrary& library) {
  Item item;
  std::vector<std::string> keys;
  visit_item(item, [&](const char* key, const auto&, const FieldRange&) { keys.emplace_back(key); });
  node.refuse_unknown(keys);
  if (node.member(keys.front()).failed()) return item;
  start_item(node, item, library);
  visit_item(item, [&](const char* key, auto& field, const FieldRange& range) {
    if (const auto below = node.find(key)) read_field(*below, field, range, library);
  });
  return item;
}

template <class Item>
void read_field(const JsonNode& node, std::vector<Item>& field, const FieldRange&, const PigmentLibrary& library) {
  field.clear();
  for (const JsonNode& element : node.elements()) field.push_back(read_item<Item>(element, library));
}

/// Appends what a field holds. `indent`: spaces before the line the field stands on.
void append_field(std::string& out, const std::string& field, std::size_t indent);
void append_field(std::string& out, std::uint64_t field, std::size_t indent);
void append_field(std::string& out, int field, std::size_t indent);
void append_field(std::string& out, double field, std::size_t indent);
void append_field(std::string& out, const std::optional<double>& field, std::size_t indent);
template <Choice Enum>
void append_field(std::string& out, Enum field, std::size_t) {
  const auto& names = names_of_values(field);
  const auto index = static_cast<std::size_t>(field);
  append_text(out, index < names.size() ? names[index] : "unknown");
}
void append_field(std::string& out, const std::vector<std::string>& field, std::size_t indent);
void append_field(std::string& out, const std::vector<double>& field, std::size_t indent);

/// One item a line.
template <class Item>
void append_field(std::string& out, const std::vector<Item>& items, std::size_t indent) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out.append(indent + 2, ' ');
    out += '{';
    bool first = true;
    visit_item(items[i], [&](const char* key, const auto& field, const FieldRange&) {
      if (!first) out += ", ";
      first = false;
      append_text(out, key);
      out += ": ";
      append_field(out, field, indent + 2);
    });
    out += '}';
  }
  if (!items.empty()) {
    out += '\n';
    out.append(indent, ' ');
  }
  out += ']';
}

}  // namespace tonsure
