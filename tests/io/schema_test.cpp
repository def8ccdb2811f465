#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

#include <gtest/gtest.h>
#include <scene/scene_limits.h>
#include <tonsure/io/json.h>
#include <tonsure/plan/report.h>
#include <treatment/treatment_fields.h>
#include <nlohmann/json.hpp>

#include "json_test_support.h"

namespace tonsure {
namespace {

using Json = nlohmann::json;

Json load_schema(const std::string& name) {
  std::ifstream file(std::string(TONSURE_SCHEMA_DIR) + "/" + name + ".schema.json");
  EXPECT_TRUE(file) << name;
  return Json::parse(file);
}

/// The schema that `node` stands for: follows references into `root` and takes the one alternative with properties.
Json resolved(const Json& node, const Json& root) {
  if (node.contains("$ref")) {
    const std::string target = node["$ref"];
    if (target[0] == '#') return resolved(root.at(Json::json_pointer(target.substr(1))), root);
    const Json other = load_schema(target.substr(0, target.find('.')));
    return resolved(other, other);
  }
  if (node.contains("oneOf") && !node.contains("properties"))
    for (const Json& alternative : node["oneOf"])
      if (Json found = resolved(alternative, root); found.contains("properties")) return found;
  return node;
}

/// Every key of `value` must be described by `schema`, all the way down, but for those in `unknown`.
void expect_described(const Json& value, const Json& schema, const Json& root, const std::string& path,
                      const std::vector<std::string>& unknown) {
  const Json node = resolved(schema, root);
  const auto root_of = [&](const Json& below) {
    const bool elsewhere = below.contains("$ref") && below["$ref"].get<std::string>()[0] != '#';
    return elsewhere ? resolved(below, root) : root;
  };
  if (value.is_array() && !value.empty() && node.contains("items"))
    return expect_described(value[0], node["items"], root_of(node["items"]), path + "[0]", unknown);
  if (!value.is_object()) return;
  if (node.contains("additionalProperties") && node["additionalProperties"].is_object()) return;  // free names
  ASSERT_TRUE(node.contains("properties")) << path;
  for (const auto& [key, member] : value.items()) {
    if (std::find(unknown.begin(), unknown.end(), key) != unknown.end()) continue;
    EXPECT_TRUE(node["properties"].contains(key)) << path << "." << key;
    if (!node["properties"].contains(key)) continue;
    const Json& below = node["properties"][key];
    expect_described(member, below, root_of(below), path + "." + key, unknown);
  }
  for (const Json& key : node.value("required", Json::array()))
    EXPECT_TRUE(value.contains(key.get<std::string>())) << path << " lacks " << key;
}

/// Every property has words that describe it.
void expect_descriptions(const Json& node, const std::string& path) {
  if (node.is_object() && node.contains("properties") && node["properties"].is_object()) {
    for (const auto& [key, property] : node["properties"].items())
      EXPECT_TRUE(property.contains("description") || property.contains("$ref")) << path << "." << key;
  }
  if (node.is_structured())
    for (const auto& [key, below] : node.items()) expect_descriptions(below, path + "/" + key);
}

const std::vector<std::string> kUnknown = {"year", "currency", "lens", "zeta", "coords"};

TEST(Schema, DescribesEveryKeyThatIsWritten) {
  const Json scene = load_schema("scene"), treatment = load_schema("treatment"), plan = load_schema("plan");
  const Json pigments = load_schema("pigments");
  for (const Json* schema : {&scene, &treatment, &plan, &pigments}) {
    EXPECT_EQ(schema->at("$schema"), "https://json-schema.org/draft/2020-12/schema");
    expect_descriptions(*schema, schema->at("title"));
  }
  Plan made;
  made.scenes = {scene_from_json(kFullScene, "full").value(), scene_from_json(kFullScene, "full").value()};
  made.views.resize(2);
  for (FittedHead& view : made.views) {
    view.view = see_head(view.surface, view.view.camera);
    view.view.rim_excess = {0};
    view.evidence.resize(1);
  }
  made.treatment.client.contraindications = {kContraindications[0]};  // raises a risk note
  made.dots.head.resize(1);
  made.dots.chart.resize(1);
  made.dots.id = {1};
  made.dots.session = {1};
  made.dots.order = {0};
  made.dots.diameter_mm = made.dots.depth_mm = made.dots.angle_deg = made.dots.strength = {1};
  made.dots.pigment = {0};
  made.dots.zone = {Zone::kBlend};
  expect_described(Json::parse(scene_to_json(made.scenes[0])), scene, scene, "scene", kUnknown);
  Treatment full;
  full.pigment = with_shade({}, "soft black").value();
  full.hairline.controls.resize(1);
  full.client.contraindications = {kContraindications.front()};
  full.ageing.touch_ups.resize(1);
  full.ageing.laser_sessions.resize(1);
  expect_described(Json::parse(treatment_to_json(full)), treatment, treatment, "treatment", {});
  expect_described(Json::parse(pigments_to_json(built_in_pigments())), pigments, pigments, "pigments", {});
  const PlanReport report = report_plan(made);
  expect_described(Json::parse(plan_to_json(made, report, risk_notes(made, report))), plan, plan, "plan", kUnknown);
}

/// The schema of a number, a name or a kind of particle has the default and the range of the code.
template <Choice Enum>
void expect_field(const Json& node, const Enum& field, const FieldRange&, bool) {
  EXPECT_EQ(node.at("enum"), Json(names_of_values(field)));
  EXPECT_EQ(node.at("default"), names_of_values(field).at(static_cast<std::size_t>(field)));
}
template <class Field>
void expect_field(const Json& node, const Field& field, const FieldRange& range, bool required) {
  EXPECT_EQ(node.contains("default"), !required);
  if (!required) {
    EXPECT_EQ(node.at("default"), Json(field));
  }
  if constexpr (std::is_same_v<Field, std::string>) {
    EXPECT_EQ(node.at("maxLength"), kMaxNameBytes);
  } else {
    EXPECT_EQ(node.at("type"), (std::is_same_v<Field, int>) ? "integer" : "number");
    EXPECT_EQ(node.at(range.above_low ? "exclusiveMinimum" : "minimum"), range.low);
    EXPECT_EQ(node.at("maximum"), range.high);
  }
}

/// The schema of the items of a list has the fields of the code, of which the first is required, and no others.
template <class Item>
void expect_item(const Json& schema) {
  Json required = Json::array();
  std::size_t fields = 0;
  const Item item;
  visit_item(item, [&](const std::string& key, const auto& field, const FieldRange& range) {
    SCOPED_TRACE(key);
    if (++fields == 1) required.push_back(key);
    expect_field(schema.at("properties").at(key), field, range, fields == 1);
  });
  EXPECT_EQ(schema.at("required"), required);
  EXPECT_EQ(schema.at("properties").size(), fields);
}

TEST(Schema, PigmentsHaveTheDefaultsAndRangesOfTheCode) {
  const Json schema = load_schema("pigments");
  expect_item<PigmentComponent>(schema.at("properties").at("components").at("items"));
  const Json& shade = schema.at("properties").at("shades").at("items").at("properties");
  expect_item<BlendPart>(shade.at("components").at("items"));
  EXPECT_EQ(shade.at("components").at("maxItems"), kMaxBlendParts);
}

TEST(Schema, TreatmentHasTheDefaultsAndRangesOfTheCode) {
  const Json schema = load_schema("treatment");
  std::size_t described = 0;
  const Treatment defaults;
  visit_treatment(defaults, [&](const std::string& path, const auto& field, const FieldRange& range) {
    SCOPED_TRACE(path);
    Json node = schema;
    std::istringstream keys(path);
    for (std::string key; std::getline(keys, key, '.');) node = Json(node.at("properties").at(key));
    ++described;
    using Field = std::decay_t<decltype(field)>;
    const auto expect_range = [&](const Json& holder) {
      EXPECT_EQ(holder.at(range.above_low ? "exclusiveMinimum" : "minimum"), range.low);
      EXPECT_EQ(holder.at("maximum"), range.high);
    };
    if constexpr (std::is_same_v<Field, std::uint64_t>) {
      EXPECT_EQ(node.at("default"), field);
      EXPECT_EQ(node.at("maximum"), std::numeric_limits<std::uint64_t>::max());
    } else if constexpr (std::is_same_v<Field, std::vector<double>>) {
      EXPECT_EQ(node.at("default"), Json(field));
      EXPECT_EQ(node.at("maxItems"), kMaxSessions);
      expect_range(node.at("items"));
    } else if constexpr (std::is_same_v<Field, std::string>) {
      expect_field(node, field, range, false);
    } else if constexpr (std::is_same_v<Field, std::vector<std::string>>) {
      EXPECT_EQ(node.at("default"), Json::array());
      EXPECT_EQ(node.at("items").at("enum"), Json(kContraindications));
    } else if constexpr (requires { field.front(); }) {
      EXPECT_EQ(node.at("default"), Json::array());
      EXPECT_EQ(node.at("maxItems"), range.high);
      expect_item<typename Field::value_type>(node.at("items"));
    } else if constexpr (!std::is_same_v<Field, std::optional<double>>) {
      expect_field(node, field, range, false);
    } else {
      EXPECT_FALSE(field);
      const bool named = path == "placement.regularity";
      EXPECT_EQ(node.at("default"), named ? Json("natural") : Json(nullptr));
      expect_range(named ? node.at("oneOf").at(0) : node);
    }
  });
  EXPECT_EQ(described, 115U);  // as visit_treatment lists them
  // And nothing beyond what the code knows: the writer writes every field.
  const Json written = Json::parse(treatment_to_json({}));
  for (const auto& [key, property] : schema.at("properties").items()) {
    ASSERT_TRUE(written.contains(key)) << key;
    if (!property.contains("properties")) continue;
    for (const auto& [inner, unused] : property.at("properties").items())
      EXPECT_TRUE(written[key].contains(inner)) << key << "." << inner << unused.type_name();
  }
}

TEST(Schema, SceneHasTheLimitsOfTheCode) {
  const Json schema = load_schema("scene");
  const Json& properties = schema.at("properties");
  const Json& parts = schema.at("$defs");
  EXPECT_EQ(properties.at("mm_per_px").at("minimum"), kMinMmPerPx);
  EXPECT_EQ(properties.at("mm_per_px").at("maximum"), kMaxMmPerPx);
  EXPECT_EQ(properties.at("size").at("items").at("maximum"), kMaxSidePx);
  for (const char* list : {"existing_hair", "exclude", "scars"})
    EXPECT_EQ(properties.at(list).at("maxItems"), kMaxAreas);
  EXPECT_EQ(properties.at("face_points").at("maxProperties"), kMaxFacePoints);
  EXPECT_EQ(parts.at("camera").at("properties").at("cx").at("maximum"), kMaxPrincipalPx);
  EXPECT_EQ(parts.at("polygon").at("maxItems"), kMaxPolygonPoints);
  EXPECT_EQ(parts.at("polyline").at("maxItems"), kMaxPolygonPoints);
  EXPECT_EQ(parts.at("scar").at("properties").at("width_mm").at("maximum"), kMaxScarWidthMm);
  EXPECT_EQ(parts.at("marker").at("properties").at("size_mm").at("maximum"), kMaxMarkerMm);
  std::vector<std::string> views, kinds;
  for (const View view : kAllViews) views.emplace_back(view_name(view));
  for (const ScarKind kind : kAllScarKinds) kinds.emplace_back(scar_kind_name(kind));
  EXPECT_EQ(properties.at("view").at("enum"), Json(views));
  EXPECT_EQ(parts.at("scar").at("properties").at("kind").at("enum"), Json(kinds));
}

TEST(Schema, PlanHasTheZonesOfTheCode) {
  const Json schema = load_schema("plan");
  std::vector<std::string> zones;
  for (const Zone zone : kAllZones) zones.emplace_back(zone_name(zone));
  EXPECT_EQ(schema.at("properties").at("zones").at("const"), Json(zones));
  EXPECT_EQ(schema.at("properties").at("dots").at("properties").at("zone").at("items").at("maximum"), zones.size() - 1);
}

TEST(Schema, PlanHasTheRisksOfTheCode) {
  EXPECT_EQ(load_schema("plan").at("$defs").at("risk").at("properties").at("id").at("enum"), Json(kRiskIds));
}

}  // namespace
}  // namespace tonsure
