#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "json_parts.h"
#include "json_writer.h"
#include "partial_scene.h"

namespace tonsure {
namespace {

static_assert(kMaxScenePixels == kMaxPhotoPixels);

constexpr const char* kSchema = "tonsure.scene/1";

using Keys = std::span<const std::string_view>;
constexpr std::array<std::string_view, 16> kSceneKeys = {
    "schema",   "image",         "head",    "size",        "view",  "mm_per_px", "head_outline", "scalp_region",
    "hairline", "existing_hair", "exclude", "face_points", "scars", "marker",    "camera",       "notes"};
constexpr std::array<std::string_view, 4> kScarKeys = {"kind", "polygon", "polyline", "width_mm"};
constexpr std::array<std::string_view, 3> kMarkerKeys = {"kind", "size_mm", "points"};
constexpr std::array<std::string_view, 6> kCameraKeys = {"fx", "fy", "cx", "cy", "rotation", "translation_mm"};

bool is_among(Keys keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

template <class Enum, std::size_t N>
std::vector<std::string> names_of(const std::array<Enum, N>& all, const char* (*name)(Enum)) {
  std::vector<std::string> names;
  names.reserve(N);
  for (const Enum value : all) names.emplace_back(name(value));
  return names;
}

UnknownKeys unknown_members(std::string_view object, Keys known) {
  UnknownKeys unknown;
  for (const JsonChild& child : json_children(object))
    if (!is_among(known, child.key)) unknown.emplace(child.key, std::string(child.text));
  return unknown;
}

void append_unknown(ObjectWriter& object, const UnknownKeys& unknown, Keys known) {
  for (const auto& [key, text] : unknown) {
    if (is_among(known, key)) continue;
    std::string& out = object.member(key);
    if (nlohmann::json::accept(text)) {
      out += text;
    } else {
      append_text(out, text);
    }
  }
}

void drop_repeated(Points<PhotoPx>& points, bool closed) {
  points.erase(std::unique(points.begin(), points.end()), points.end());
  while (closed && points.size() > 1 && points.back() == points.front()) points.pop_back();
}

Scar read_scar(const JsonNode& node, std::string_view text) {
  Scar scar;
  scar.kind = kAllScarKinds[node.member("kind").choice(names_of(kAllScarKinds, scar_kind_name))];
  if (const auto polygon = node.find("polygon")) scar.outline = polygon->points();
  if (const auto polyline = node.find("polyline")) {
    scar.line = polyline->points();
    scar.width_mm = node.member("width_mm").number();
  } else if (const auto width = node.find("width_mm")) {
    scar.width_mm = width->number();
  }
  scar.unknown_keys = unknown_members(text, kScarKeys);
  return scar;
}

void append_scar(std::string& to, const Scar& scar) {
  ObjectWriter object(to, 4);
  append_text(object.member("kind"), scar_kind_name(scar.kind));
  if (!scar.outline.empty()) append_points(object.member("polygon"), scar.outline);
  if (!scar.line.empty()) append_points(object.member("polyline"), scar.line);
  if (!scar.line.empty() || scar.width_mm != 0) append_number(object.member("width_mm"), scar.width_mm);
  append_unknown(object, scar.unknown_keys, kScarKeys);
  object.close();
}

Marker read_marker(const JsonNode& node, std::string_view text) {
  Marker marker;
  marker.kind = node.member("kind").text();
  marker.size_mm = node.member("size_mm").number();
  marker.points = node.member("points").points();
  marker.unknown_keys = unknown_members(text, kMarkerKeys);
  return marker;
}

void append_marker(std::string& to, const Marker& marker, std::size_t indent) {
  ObjectWriter object(to, indent);
  append_text(object.member("kind"), marker.kind);
  append_number(object.member("size_mm"), marker.size_mm);
  append_points(object.member("points"), marker.points);
  append_unknown(object, marker.unknown_keys, kMarkerKeys);
  object.close();
}

Camera read_camera(const JsonNode& node, std::string_view text) {
  Camera camera;
  camera.fx = node.member("fx").number();
  camera.fy = node.member("fy").number();
  camera.cx = node.member("cx").number();
  camera.cy = node.member("cy").number();
  // A known lens may stand in an unknown place; then both are missing.
  if (node.find("rotation") || node.find("translation_mm")) {
    camera.rotation = node.member("rotation").numbers();
    camera.translation_mm = node.member("translation_mm").numbers();
  }
  camera.unknown_keys = unknown_members(text, kCameraKeys);
  return camera;
}

void append_camera(std::string& to, const Camera& camera, std::size_t indent) {
  ObjectWriter object(to, indent);
  append_number(object.member("fx"), camera.fx);
  append_number(object.member("fy"), camera.fy);
  append_number(object.member("cx"), camera.cx);
  append_number(object.member("cy"), camera.cy);
  if (!camera.rotation.empty() || !camera.translation_mm.empty()) {
    append_numbers(object.member("rotation"), camera.rotation);
    append_numbers(object.member("translation_mm"), camera.translation_mm);
  }
  append_unknown(object, camera.unknown_keys, kCameraKeys);
  object.close();
}

void drop_repeated(Scene& scene) {
  drop_repeated(scene.head_outline, true);
  drop_repeated(scene.scalp_region, true);
  if (scene.hairline) drop_repeated(*scene.hairline, false);
  for (auto& outline : scene.existing_hair) drop_repeated(outline, true);
  for (auto& outline : scene.exclude) drop_repeated(outline, true);
  for (Scar& scar : scene.scars) {
    drop_repeated(scar.outline, true);
    drop_repeated(scar.line, false);
  }
}

}  // namespace

void read_schema(const JsonNode& document, const std::string& expected, bool may_be_absent) {
  const auto found = document.find("schema");
  if (!found && may_be_absent) return;
  const JsonNode schema = document.member("schema");
  if (!document.failed() && schema.text() != expected && !document.failed())
    schema.fail(schema.found(), "this version reads \"" + expected + "\"");
}

void report_check(const JsonNode& node, const Status& status) {
  if (status.ok()) return;
  const Error& error = status.error();
  node.fail_below(error.where, error.why, error.fix);
}

namespace {

/// Reads a scene; with `has`, of which only parts need be there.
Scene read_scene_keys(const JsonNode& node, std::string_view text, std::array<bool, kAllSceneParts.size()>* has) {
  Scene scene;
  const auto needed = [&](const char* key) {
    return has != nullptr ? node.find(key) : std::optional<JsonNode>(node.member(key));
  };
  const auto part = [&](std::optional<JsonNode> found, ScenePart which) {
    if (has != nullptr) (*has)[static_cast<std::size_t>(which)] = found.has_value();
    return found;
  };
  read_schema(node, kSchema, true);
  if (const auto image = needed("image")) scene.image = image->text();
  if (const auto size = needed("size")) {
    const std::vector<JsonNode> sides = size->elements();
    if (sides.size() == 2) {
      scene.width_px = sides[0].integer();
      scene.height_px = sides[1].integer();
    } else {
      size->fail(size->found(), "the size is two whole numbers, [width, height]");
    }
  }
  if (const auto view = part(needed("view"), ScenePart::kView))
    scene.view = kAllViews[view->choice(names_of(kAllViews, view_name))];
  if (const auto scale = node.find("mm_per_px")) scene.mm_per_px = scale->number();
  if (const auto outline = part(needed("head_outline"), ScenePart::kHeadOutline))
    scene.head_outline = outline->points();
  if (const auto region = part(needed("scalp_region"), ScenePart::kScalpRegion)) scene.scalp_region = region->points();
  if (const auto hairline = part(node.find("hairline"), ScenePart::kHairline)) scene.hairline = hairline->points();
  if (const auto hair = part(node.find("existing_hair"), ScenePart::kExistingHair))
    scene.existing_hair = hair->point_lists();
  if (const auto exclude = node.find("exclude")) scene.exclude = exclude->point_lists();
  if (const auto points = node.find("face_points"))
    for (const auto& [name, point] : points->members())
      scene.face_points.push_back({name, point.is_null() ? std::nullopt : std::optional(point.point())});
  if (const auto scars = node.find("scars")) {
    const std::vector<JsonNode> nodes = scars->elements();
    const std::vector<JsonChild> texts = json_children(json_member_text(text, "scars"));
    for (std::size_t i = 0; i < nodes.size(); ++i) scene.scars.push_back(read_scar(nodes[i], texts[i].text));
  }
  if (const auto marker = node.find("marker")) scene.marker = read_marker(*marker, json_member_text(text, "marker"));
  if (const auto camera = node.find("camera")) scene.camera = read_camera(*camera, json_member_text(text, "camera"));
  if (const auto notes = node.find("notes")) scene.notes = notes->text();
  if (const auto head = node.find("head")) scene.head = head->text();
  if (node.failed()) return scene;
  scene.unknown_keys = unknown_members(text, kSceneKeys);
  return scene;
}

}  // namespace

Scene read_scene_node(const JsonNode& node, std::string_view text) {
  Scene scene = read_scene_keys(node, text, nullptr);
  if (node.failed()) return scene;
  report_check(node, check_scene(scene));  // before vertices are dropped, so that indices are those of the file
  drop_repeated(scene);
  return scene;
}

void append_scene(std::string& to, const Scene& scene, std::size_t indent) {
  ObjectWriter object(to, indent);
  const std::size_t inner = object.inner_indent();
  append_text(object.member("schema"), kSchema);
  append_text(object.member("image"), scene.image);
  if (!scene.head.empty()) append_text(object.member("head"), scene.head);
  append_numbers(object.member("size"), {static_cast<double>(scene.width_px), static_cast<double>(scene.height_px)});
  append_text(object.member("view"), view_name(scene.view));
  if (scene.mm_per_px) append_number(object.member("mm_per_px"), *scene.mm_per_px);
  append_points(object.member("head_outline"), scene.head_outline);
  append_points(object.member("scalp_region"), scene.scalp_region);
  if (scene.hairline) append_points(object.member("hairline"), *scene.hairline);
  if (!scene.existing_hair.empty()) append_array(object.member("existing_hair"), scene.existing_hair, append_points);
  if (!scene.exclude.empty()) append_array(object.member("exclude"), scene.exclude, append_points);
  if (!scene.face_points.empty()) {
    ObjectWriter points(object.member("face_points"), inner);
    for (const FacePoint& point : scene.face_points) {
      std::string& out = points.member(point.name);
      if (point.position) {
        append_point(out, *point.position);
      } else {
        out += "null";
      }
    }
    points.close();
  }
  if (!scene.scars.empty()) append_array(object.member("scars"), scene.scars, append_scar);
  if (scene.marker) append_marker(object.member("marker"), *scene.marker, inner);
  if (scene.camera) append_camera(object.member("camera"), *scene.camera, inner);
  if (!scene.notes.empty()) append_text(object.member("notes"), scene.notes);
  append_unknown(object, scene.unknown_keys, kSceneKeys);
  object.close();
}

Result<Scene> scene_from_json(std::string_view text, const std::string& name) {
  const Result<nlohmann::json> json = parse_json(text, name, kMaxSceneBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  Scene scene = read_scene_node(JsonNode(*json, "", report), text);
  if (report.error) return *std::move(report.error);
  return scene;
}

std::string scene_to_json(const Scene& scene) {
  std::string out;
  append_scene(out, scene, 0);
  out += '\n';
  return out;
}

Result<PartialScene> partial_scene_from_json(std::string_view text, const std::string& name) {
  const Result<nlohmann::json> json = parse_json(text, name, kMaxSceneBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  const JsonNode node(*json, "", report);
  PartialScene partial;
  partial.scene = read_scene_keys(node, text, &partial.has);
  if (!node.failed()) {
    report_check(node, check_partial_scene(partial));
    drop_repeated(partial.scene);
  }
  if (report.error) return *std::move(report.error);
  return partial;
}

Result<PartialScene> load_partial_scene(const std::string& path) {
  const Result<std::string> text = load_file(path, kMaxSceneBytes);
  if (!text.ok()) return text.error();
  return partial_scene_from_json(*text, path);
}

Result<Scene> load_scene(const std::string& path) {
  const Result<std::string> text = load_file(path, kMaxSceneBytes);
  if (!text.ok()) return text.error();
  return scene_from_json(*text, path);
}

}  // namespace tonsure
