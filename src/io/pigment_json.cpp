#include <algorithm>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>

#include "field_json.h"
#include "json_parts.h"

namespace tonsure {
namespace {

constexpr const char* kSchema = "tonsure.pigments/1";

/// Puts an item in the place of the one with its name, or at the end. Refuses one that the same file gave before.
template <class Item>
void take_up(const JsonNode& node, Item item, std::vector<Item>& items, std::vector<std::string>& given) {
  if (std::find(given.begin(), given.end(), item.name) != given.end())
    return node.fail_below("name", node.member("name").found() + " twice", "each name stands once");
  given.push_back(item.name);
  const auto old = std::find_if(items.begin(), items.end(), [&](const Item& each) { return each.name == item.name; });
  if (old == items.end()) {
    items.push_back(std::move(item));
  } else {
    *old = std::move(item);
  }
}

/// Names are looked up one by one.
void refuse_more(const JsonNode& list, std::size_t most) {
  const std::size_t count = list.size();
  if (count > most) list.fail("found " + std::to_string(count), "at most " + std::to_string(most) + " are allowed");
}

Shade read_shade(const JsonNode& node, const PigmentLibrary& library) {
  node.refuse_unknown({"name", "dilution", "components"});
  Shade shade;
  shade.name = node.member("name").text();
  if (const auto dilution = node.find("dilution")) shade.dilution = dilution->number(0, 100);
  const JsonNode parts = node.member("components");
  refuse_more(parts, kMaxBlendParts);
  read_field(parts, shade.parts, {}, library);
  // What check_pigments would find, but at the place it has in the file.
  if (shade.parts.empty()) node.fail_below("components", "is empty", "a shade has at least one component");
  return shade;
}

/// Reports what is wrong with an item at its place in the file, for which it is checked as the only one of a library.
void check_alone(const JsonNode& node, const PigmentLibrary& library, const std::string& place) {
  if (node.failed()) return;
  if (const Status status = check_pigments(library); !status) {
    std::string where = status.error().where;
    if (where.starts_with(place)) where.erase(0, place.size());
    node.fail_below(where, status.error().why, status.error().fix);
  }
}

}  // namespace

Result<PigmentLibrary> pigments_from_json(std::string_view text, const std::string& name, const PigmentLibrary& base) {
  if (const Status status = check_pigments(base); !status) return status.error();
  const Result<nlohmann::json> json = parse_json(text, name, kMaxPigmentBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  const JsonNode document(*json, "", report);
  PigmentLibrary library = base;
  read_schema(document, kSchema, true);
  document.refuse_unknown({"schema", "components", "shades"});
  std::vector<std::string> given;
  if (const auto components = document.find("components")) {
    refuse_more(*components, kMaxPigmentComponents);
    for (const JsonNode& node : components->elements()) {
      auto component = read_item<PigmentComponent>(node, library);
      check_alone(node, {{component}, {}}, "components[0].");
      take_up(node, std::move(component), library.components, given);
    }
  }
  given.clear();
  if (const auto shades = document.find("shades")) {
    refuse_more(*shades, kMaxShades);
    for (const JsonNode& node : shades->elements()) {
      Shade shade = read_shade(node, library);
      check_alone(node, {{}, {shade}}, "shades[0].");
      take_up(node, std::move(shade), library.shades, given);
    }
  }
  if (report.error) return *std::move(report.error);
  return library;
}

std::string pigments_to_json(const PigmentLibrary& library) {
  std::string out;
  ObjectWriter document(out, 0);
  append_text(document.member("schema"), kSchema);
  append_field(document.member("components"), library.components, document.inner_indent());
  std::string& shades = document.member("shades");
  const std::string indent(document.inner_indent() + 2, ' ');
  shades += '[';
  for (std::size_t i = 0; i < library.shades.size(); ++i) {
    shades += (i == 0 ? "\n" : ",\n") + indent;
    ObjectWriter shade(shades, indent.size());
    append_text(shade.member("name"), library.shades[i].name);
    append_field(shade.member("dilution"), library.shades[i].dilution, shade.inner_indent());
    append_field(shade.member("components"), library.shades[i].parts, shade.inner_indent());
    shade.close();
  }
  if (!library.shades.empty()) shades += "\n" + std::string(document.inner_indent(), ' ');
  shades += ']';
  document.close();
  out += '\n';
  return out;
}

Result<PigmentLibrary> load_pigments(const std::string& path, const PigmentLibrary& base) {
  const Result<std::string> text = load_file(path, kMaxPigmentBytes);
  if (!text.ok()) return text.error();
  return pigments_from_json(*text, path, base);
}

}  // namespace tonsure
