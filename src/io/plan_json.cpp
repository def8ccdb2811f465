#include <array>
#include <limits>

#include <tonsure/io/json.h>
#include <tonsure/io/output.h>

#include "../core/hash_text.h"
#include "../plan/check_plan.h"
#include "../plan/plan_limits.h"
#include "../scalp/fit_limits.h"
#include "json_parts.h"
#include "json_writer.h"
#include "plan_report_json.h"
#include "plan_view_json.h"

namespace tonsure {
namespace {

constexpr const char* kSchema = "tonsure.plan/1";

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  names.reserve(kAllZones.size());
  for (const Zone zone : kAllZones) names.emplace_back(zone_name(zone));
  return names;
}

/// Dots by zone (in the order of kAllZones) and session (from 1).
using Totals = std::array<std::vector<std::uint64_t>, kAllZones.size()>;

Totals totals_of(const Plan& plan) {
  Totals totals;
  totals.fill(std::vector<std::uint64_t>(static_cast<std::size_t>(plan.sessions())));
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    const std::size_t session = plan.dots.session[i];
    if (session >= 1 && session <= totals[0].size()) ++totals[static_cast<std::size_t>(plan.dots.zone[i])][session - 1];
  }
  return totals;
}

std::uint64_t session_total(const Totals& totals, std::size_t session) {
  std::uint64_t sum = 0;
  for (const auto& zone : totals) sum += zone[session];
  return sum;
}

void append_totals(std::string& to, const Plan& plan, std::size_t indent) {
  const Totals totals = totals_of(plan);
  const auto append_count = [](std::string& out, std::uint64_t count) { append_number(out, count); };
  std::vector<std::uint64_t> sessions;
  for (std::size_t i = 0; i < totals[0].size(); ++i) sessions.push_back(session_total(totals, i));
  ObjectWriter object(to, indent);
  append_number(object.member("dots"), static_cast<std::uint64_t>(plan.dots.size()));
  append_array(object.member("by_session"), sessions, append_count);
  ObjectWriter zones(object.member("by_zone"), object.inner_indent());
  for (const Zone zone : kAllZones)
    append_array(zones.member(zone_name(zone)), totals[static_cast<std::size_t>(zone)], append_count);
  zones.close();
  object.close();
}

void read_totals(const JsonNode& node, const Plan& plan) {
  const Totals totals = totals_of(plan);
  const auto compare = [](const JsonNode& found, std::uint64_t wanted) {
    if (found.whole_number() != wanted && !found.failed())
      found.fail(found.found(), "the dots amount to " + std::to_string(wanted) + ": the file was edited or damaged");
  };
  const auto elements = [&](const JsonNode& list) {
    std::vector<JsonNode> nodes = list.elements();
    if (nodes.size() != totals[0].size())
      list.fail(list.found(), "it has one count for each of the " + std::to_string(totals[0].size()) + " sessions");
    return nodes;
  };
  node.refuse_unknown({"dots", "by_session", "by_zone"});
  compare(node.member("dots"), plan.dots.size());
  const std::vector<JsonNode> sessions = elements(node.member("by_session"));
  for (std::size_t i = 0; i < sessions.size() && !node.failed(); ++i) compare(sessions[i], session_total(totals, i));
  const JsonNode by_zone = node.member("by_zone");
  by_zone.refuse_unknown(zone_names());
  for (const Zone zone : kAllZones) {
    const std::vector<JsonNode> counts = elements(by_zone.member(zone_name(zone)));
    for (std::size_t i = 0; i < counts.size() && !node.failed(); ++i)
      compare(counts[i], totals[static_cast<std::size_t>(zone)][i]);
  }
}

Range read_range(const JsonNode& node) {
  const std::vector<double> ends = node.numbers();
  if (ends.size() == 2 && ends[0] >= 0 && ends[0] <= ends[1]) return {ends[0], ends[1]};
  node.fail(node.found(), "a range is two numbers from 0 up, [low, high] with low <= high");
  return {};
}

template <class Items, class Get>
void append_column(ObjectWriter& object, const char* key, const Items& items, Get&& get) {
  std::string& out = object.member(key);
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append_number(out, get(items[i]));
  }
  out += ']';
}

void append_dots(std::string& to, const PlanDots& dots, std::size_t indent) {
  const auto same = [](float value) { return value; };
  const auto whole = [](auto value) { return static_cast<std::uint64_t>(value); };
  ObjectWriter object(to, indent);
  append_column(object, "x_mm", dots.head, [](const auto& p) { return p.x; });
  append_column(object, "y_mm", dots.head, [](const auto& p) { return p.y; });
  append_column(object, "z_mm", dots.head, [](const auto& p) { return p.z; });
  append_column(object, "u_mm", dots.chart, [](const auto& p) { return p.x; });
  append_column(object, "v_mm", dots.chart, [](const auto& p) { return p.y; });
  append_column(object, "id", dots.id, whole);
  append_column(object, "session", dots.session, whole);
  append_column(object, "order", dots.order, whole);
  append_column(object, "diameter_mm", dots.diameter_mm, same);
  append_column(object, "depth_mm", dots.depth_mm, same);
  append_column(object, "angle_deg", dots.angle_deg, same);
  append_column(object, "strength", dots.strength, same);
  append_column(object, "pigment", dots.pigment, whole);
  append_column(object, "zone", dots.zone, whole);
  object.close();
}

/// `pigments` and `sessions`: how many the plan has.
PlanDots read_dots(const JsonNode& node, std::size_t pigments, int sessions) {
  PlanDots dots;
  node.refuse_unknown({"x_mm", "y_mm", "z_mm", "u_mm", "v_mm", "id", "session", "order", "diameter_mm", "depth_mm",
                       "angle_deg", "strength", "pigment", "zone"});
  const std::size_t n = node.member("x_mm").size();
  const auto floats = [&](const char* key, double low, double high) {
    return node.member(key).column<float>(n, low, high);
  };
  const auto coordinate = [&](const char* key, double most) { return node.member(key).column<double>(n, -most, most); };
  const auto x = coordinate("x_mm", kMostHeadMm), y = coordinate("y_mm", kMostHeadMm),
             z = coordinate("z_mm", kMostHeadMm);
  const auto u = coordinate("u_mm", kMostChartMm), v = coordinate("v_mm", kMostChartMm);
  dots.id = node.member("id").column<std::uint32_t>(n, 0, std::numeric_limits<std::uint32_t>::max());
  dots.session = node.member("session").column<std::uint8_t>(n, 1, sessions);
  dots.order = node.member("order").column<std::uint32_t>(n, 0, std::numeric_limits<std::uint32_t>::max());
  dots.diameter_mm = floats("diameter_mm", 0, kMaxNeedleMm);
  dots.depth_mm = floats("depth_mm", 0, kMaxNeedleMm);
  dots.angle_deg = floats("angle_deg", -kMaxAngleDeg, kMaxAngleDeg);
  dots.strength = floats("strength", 0, kMaxStrength);
  dots.pigment = node.member("pigment").column<std::uint8_t>(n, 0, static_cast<double>(pigments) - 1);
  const auto zone = node.member("zone").column<std::uint8_t>(n, 0, static_cast<double>(kAllZones.size()) - 1);
  if (node.failed()) return dots;
  for (std::size_t i = 0; i < n; ++i) {
    dots.head.push_back({x[i], y[i], z[i]});
    dots.chart.push_back({u[i], v[i]});
    dots.zone.push_back(kAllZones[zone[i]]);
  }
  return dots;
}

ScalpSurface read_surface(const JsonNode& node) {
  if (node.is_object() && node.find("radius_mm")) {
    node.refuse_unknown({"nodes", "radius_mm"});
    RadialGrid grid;
    grid.nodes = static_cast<int>(node.member("nodes").number(kMinRadialNodes, kMaxRadialNodes));
    const std::size_t count = static_cast<std::size_t>(grid.nodes) * static_cast<std::size_t>(grid.nodes);
    grid.radius_mm = node.member("radius_mm").column<double>(count, kMinRadiusMm, kMaxRadiusMm);
    if (node.failed()) return {};
    auto surface = ScalpSurface::measured(grid);
    if (surface) return *surface;
    node.fail(surface.error().why, surface.error().fix);
    return {};
  }
  node.refuse_unknown({"half_breadth_mm", "height_mm", "half_length_mm", "frontal_squareness", "horizontal_squareness",
                       "sagittal_squareness", "forward_tilt"});
  const auto length = [&](const char* key) { return node.member(key).number(kMinRadiusMm, kMaxRadiusMm); };
  const auto mode = [&](const char* key) { return node.member(key).number(-kMostShapeMode, kMostShapeMode); };
  const HeadShape shape{length("half_breadth_mm"),  length("height_mm"),           length("half_length_mm"),
                        mode("frontal_squareness"), mode("horizontal_squareness"), mode("sagittal_squareness"),
                        mode("forward_tilt")};
  return node.failed() ? ScalpSurface() : ScalpSurface(shape);
}

void append_surface(std::string& to, const ScalpSurface& surface, std::size_t indent) {
  ObjectWriter object(to, indent);
  if (const auto& shape = surface.shape()) {
    append_number(object.member("half_breadth_mm"), shape->half_breadth_mm);
    append_number(object.member("height_mm"), shape->height_mm);
    append_number(object.member("half_length_mm"), shape->half_length_mm);
    append_number(object.member("frontal_squareness"), shape->frontal_squareness);
    append_number(object.member("horizontal_squareness"), shape->horizontal_squareness);
    append_number(object.member("sagittal_squareness"), shape->sagittal_squareness);
    append_number(object.member("forward_tilt"), shape->forward_tilt);
  } else {
    append_number(object.member("nodes"), static_cast<std::uint64_t>(surface.grid().nodes));
    append_column(object, "radius_mm", surface.grid().radius_mm, [](double mm) { return mm; });
  }
  object.close();
}

constexpr std::size_t kMaxPigments = 256;  // what the column's type can tell apart

Plan read_plan_node(const JsonNode& node, std::string_view text) {
  Plan plan;
  read_schema(node, kSchema, false);
  // `report` and `risks` follow from the rest: they are known, and not looked at.
  node.refuse_unknown({"schema",       "hash",          "made_by", "area_cm2", "mid_scalp_per_cm2", "hours",
                       "cost_usd",     "totals",        "report",  "risks",    "warnings",          "pigments",
                       "mix",          "sides_delta_l", "zones",   "surface",  "treatment",         "scene",
                       "other_scenes", "views",         "dots",    "practice"});
  plan.treatment = read_treatment_node(node.member("treatment"), {});
  plan.scenes.push_back(read_scene_node(node.member("scene"), json_member_text(text, "scene")));
  if (const auto others = node.find("other_scenes")) {
    const std::vector<JsonNode> nodes = others->elements();
    const std::vector<JsonChild> texts = json_children(json_member_text(text, "other_scenes"));
    for (std::size_t i = 0; i < nodes.size() && !node.failed(); ++i)
      plan.scenes.push_back(read_scene_node(nodes[i], texts[i].text));
  }
  plan.surface = read_surface(node.member("surface"));
  plan.views = read_views(node.member("views"), plan.surface, plan.scenes.size());
  plan.area_cm2 = node.member("area_cm2").number(0, kMostFigure);
  plan.mid_scalp_per_cm2 = node.member("mid_scalp_per_cm2").number(0, kMostFigure);
  plan.hours = read_range(node.member("hours"));
  plan.cost_usd = read_range(node.member("cost_usd"));
  if (const auto practice = node.find("practice")) plan.practice = practice->text();
  plan.warnings = node.member("warnings").texts();
  const JsonNode pigments = node.member("pigments");
  plan.pigments = pigments.texts();
  if (plan.pigments.size() > kMaxPigments)
    pigments.fail(pigments.found(), "allowed are up to " + std::to_string(kMaxPigments));
  if (const auto mix = node.find("mix")) {
    mix->refuse_unknown({"warm_share", "dilution", "diameter_mm"});
    plan.mix = {mix->member("warm_share").number(0, 1), mix->member("dilution").number(0, kMostMixDilution),
                mix->member("diameter_mm").number(kLeastMixMm, kMostMixMm)};
  }
  if (const auto sides = node.find("sides_delta_l")) plan.sides_delta_l = sides->number(kDarkestSides, kFaintestSides);
  const JsonNode zones = node.member("zones");
  if (zones.texts() != zone_names() && !node.failed())
    zones.fail("is another list", "the zones are " + join(zone_names()));
  if (node.failed()) return plan;
  plan.dots = read_dots(node.member("dots"), plan.pigments.size(), plan.sessions());
  if (node.failed()) return plan;
  read_totals(node.member("totals"), plan);
  const JsonNode hash = node.member("hash");
  const std::string wanted = hash_text(plan_hash(plan));
  if (hash.text() != wanted && !node.failed())
    hash.fail(hash.found() + ", but the plan's content gives " + wanted,
              "the file was edited or damaged; make the plan again");
  return plan;
}

}  // namespace

namespace {

std::string written(const Plan& plan, const PlanReport* report, std::span<const RiskNote> risks) {
  std::string out;
  if (plan.scenes.empty() || !check_dots(plan.dots).ok()) return out;
  out.reserve(4096 + 170 * plan.dots.size());  // a dot takes some 150 bytes
  const auto append_range = [](std::string& to, const Range& range) { append_numbers(to, {range.low, range.high}); };
  ObjectWriter object(out, 0);
  const std::size_t inner = object.inner_indent();
  append_text(object.member("schema"), kSchema);
  append_text(object.member("hash"), hash_text(plan_hash(plan)));
  append_number(object.member("area_cm2"), plan.area_cm2);
  append_number(object.member("mid_scalp_per_cm2"), plan.mid_scalp_per_cm2);
  append_range(object.member("hours"), plan.hours);
  append_range(object.member("cost_usd"), plan.cost_usd);
  append_totals(object.member("totals"), plan, inner);
  if (report != nullptr) {
    append_report(object.member("report"), *report, inner);
    append_risks(object.member("risks"), risks, inner);
  }
  if (!plan.practice.empty()) append_text(object.member("practice"), plan.practice);
  append_array(object.member("warnings"), plan.warnings, append_text);
  append_array(object.member("pigments"), plan.pigments, append_text);
  if (plan.mix) {
    ObjectWriter mix(object.member("mix"), inner);
    append_number(mix.member("warm_share"), plan.mix->warm_share);
    append_number(mix.member("dilution"), plan.mix->dilution);
    append_number(mix.member("diameter_mm"), plan.mix->diameter_mm);
    mix.close();
  }
  if (plan.sides_delta_l) append_number(object.member("sides_delta_l"), *plan.sides_delta_l);
  append_array(object.member("zones"), zone_names(), append_text);
  append_surface(object.member("surface"), plan.surface, inner);
  append_treatment(object.member("treatment"), plan.treatment, inner);
  append_scene(object.member("scene"), plan.scenes.front(), inner);
  if (plan.scenes.size() > 1)
    append_array(object.member("other_scenes"), std::span(plan.scenes).subspan(1),
                 [&](std::string& to, const Scene& scene) { append_scene(to, scene, inner); });
  append_views(object.member("views"), plan.views, inner);
  append_dots(object.member("dots"), plan.dots, inner);
  object.close();
  out += '\n';
  return out;
}

}  // namespace

std::string plan_to_json(const Plan& plan) {
  return written(plan, nullptr, {});
}

std::string plan_to_json(const Plan& plan, const PlanReport& report, std::span<const RiskNote> risks) {
  return written(plan, &report, risks);
}

Result<Plan> plan_from_json(std::string_view text, const std::string& name) {
  const Result<nlohmann::json> json = parse_json(text, name, kMaxPlanBytes);
  if (!json.ok()) return json.error();
  JsonReport report{name};
  Plan plan = read_plan_node(JsonNode(*json, "", report), text);
  if (report.error) return *std::move(report.error);
  return plan;
}

Result<Plan> load_plan(const std::string& path) {
  const Result<std::string> text = load_file(path, kMaxPlanBytes);
  if (!text.ok()) return text.error();
  return plan_from_json(*text, path);
}

}  // namespace tonsure
