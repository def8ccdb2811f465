#include <tonsure/treatment/pigment.h>

#include <algorithm>
#include <set>

#include "field_checker.h"
#include "no_such.h"

namespace tonsure {
namespace {

/// The item of that name, or null.
template <class Item>
const Item* find_named(const std::vector<Item>& items, const std::string& name) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

PigmentLibrary make_built_in_pigments() {
  // Strengths: neat carbon ink holds about 7 mg/ml of 5-6 m2/g, 40 /mm, in dilute suspension; deposits of finished work
  // call for 20-60 /mm in skin [M], so that neat pigment, settled, is taken as 120 /mm [E]. Edges: haematite 580 nm,
  // goethite 510 nm, rutile 410 nm (reflectance edges of the minerals, rounded [E]).
  using enum ParticleKind;
  const PigmentComponent carbon = {"carbon black", 120, 0, 0, kCarbon, 0.065, 0.05, 0};
  const PigmentComponent red = {"red iron oxide", 120, 0, 580, kIronOxide, 0.10, 0.05, 0};
  const PigmentComponent yellow = {"yellow iron oxide", 100, 0, 510, kIronOxide, 0.18, 0.05, 0};
  // Red and yellow oxide ground together, as in the earth: takes blue five times as strongly as red [E].
  const PigmentComponent umber = {"umber", 120, 6, 0, kIronOxide, 0.12, 0.05, 0};
  // Red, yellow and black oxide ground together: no edge of its own, falling towards red [E].
  const PigmentComponent brown = {"brown iron oxide", 110, 2, 0, kIronOxide, 0.14, 0.05, 0};
  // Hardly absorbs; its scattering is left out.
  const PigmentComponent white = {"titanium white", 5, 0, 410, kTitania, 0.05, 0, 0};
  // Grains of some 15 um [C] hide part of their pigment from light: half of carbon's strength [E].
  const PigmentComponent trico = {"trico brown", 60, 1.2, 0, kResorbable, 0.10, 0.05, 300};

  PigmentLibrary library;
  library.components = {carbon, umber, red, yellow, brown, white, trico};
  // Shares are estimates that make the blend as dark and as brown as its name says. All [E].
  library.shades = {
      {"carbon light", {{carbon, 1}}, 20},
      {"carbon medium", {{carbon, 1}}, 10},
      {"carbon dark", {{carbon, 1}}, 6},
      {"soft black", {{carbon, 0.75}, {red, 0.25}}},
      {"grey", {{carbon, 0.7}, {white, 0.3}}},
      {"dark brown", {{carbon, 0.45}, {brown, 0.35}, {red, 0.2}}},
      {"medium brown", {{carbon, 0.2}, {brown, 0.5}, {red, 0.15}, {yellow, 0.15}}},
      {"light brown", {{carbon, 0.1}, {brown, 0.35}, {red, 0.1}, {yellow, 0.25}, {white, 0.2}}},
      {"trico brown", {{trico, 1}}},
  };
  return library;
}

}  // namespace

const PigmentLibrary& built_in_pigments() {
  static const PigmentLibrary library = make_built_in_pigments();
  return library;
}

const PigmentComponent* find_component(const PigmentLibrary& library, const std::string& name) {
  return find_named(library.components, name);
}

const Shade* find_shade(const PigmentLibrary& library, const std::string& name) {
  return find_named(library.shades, name);
}

Status check_pigments(const PigmentLibrary& library) {
  Checker checker;
  const auto check_names = [&](const std::string& path, const auto& items) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string where = path + "[" + std::to_string(i) + "].name";
      if (items[i].name.empty()) checker.fail(where, "is empty", "it must have a name");
      if (!names.insert(items[i].name).second)
        checker.fail(where, "found \"" + items[i].name + "\" twice", "each name stands once");
    }
  };
  check_names("components", library.components);
  for (std::size_t i = 0; i < library.components.size(); ++i)
    checker.check_item("components[" + std::to_string(i) + "]", library.components[i]);
  check_names("shades", library.shades);
  for (std::size_t i = 0; i < library.shades.size(); ++i) {
    const std::string path = "shades[" + std::to_string(i) + "]";
    const auto& [name, parts, dilution] = library.shades[i];
    checker(path + ".name", name, FieldRange{});
    if (parts.empty()) checker.fail(path + ".components", "is empty", "a shade has at least one component");
    checker(path + ".components", parts, FieldRange{0, kMaxBlendParts});
    checker(path + ".dilution", dilution, FieldRange{0, 100});
  }
  return checker.first;
}

Result<PigmentOptions> with_shade(PigmentOptions pigment, const std::string& name, const PigmentLibrary& library) {
  pigment.shade = name;
  if (name.empty()) {
    pigment.components.clear();
    pigment.dilution.reset();
    return pigment;
  }
  const Shade* const shade = find_shade(library, name);
  if (!shade) {
    std::vector<std::string> known;
    for (const Shade& each : library.shades) known.push_back(each.name);
    return no_such("pigment.shade", "shade", name, known);
  }
  pigment.components = shade->parts;
  pigment.dilution = shade->dilution;
  return pigment;
}

}  // namespace tonsure
