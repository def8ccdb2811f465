#include <gtest/gtest.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/pigment.h>
#include <tonsure/treatment/treatment.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

TEST(Misuse, Treatments) {
  const auto refuses = [](const char* where, const std::function<void(Treatment&)>& change) {
    return Misuse{where, [=] { return refused(check_treatment(treatment_with(change)), where); }};
  };
  const std::string long_name(1000, 'x');
  try_all({
      refuses("name", [=](Treatment& t) { t.name = long_name; }),
      refuses("client.sex", [](Treatment& t) { t.client.sex = static_cast<Sex>(9); }),
      refuses("client.loss", [](Treatment& t) { t.client.loss = "norwood-99"; }),
      refuses("client.contraindications[0]", [](Treatment& t) { t.client.contraindications = {"hats"}; }),
      refuses("client.age_years", [](Treatment& t) { t.client.age_years = kNaN; }),
      refuses("hairline.shape", [](Treatment& t) { t.hairline.shape = "star"; }),
      refuses("hairline.temple", [](Treatment& t) { t.hairline.temple = static_cast<TemplePoint>(200); }),
      refuses("hairline.controls", [](Treatment& t) { t.hairline.controls.resize(1000); }),
      refuses("hairline.controls[1].at",
              [](Treatment& t) {
                t.hairline.controls = {{0.5, 1}, {0.5, 1}};
              }),
      refuses("hairline.controls[0].at",
              [](Treatment& t) {
                t.hairline.controls = {{kNaN, 1}};
              }),
      refuses("hairline.controls[0].forward_mm",
              [](Treatment& t) {
                t.hairline.controls = {{0, kInfinity}};
              }),
      refuses("density.peak_per_cm2", [](Treatment& t) { t.density.peak_per_cm2 = kInfinity; }),
      refuses("placement.session_shares", [](Treatment& t) { t.placement.session_shares = {}; }),
      refuses("placement.session_shares", [](Treatment& t) { t.placement.session_shares.assign(300, 1); }),
      refuses("placement.session_shares[0]",
              [](Treatment& t) {
                t.placement.session_shares = {kNaN, 1};
              }),
      refuses("placement.session_shares[1]",
              [](Treatment& t) {
                t.placement.session_shares = {0.7, 0.3, 1};
              }),
      refuses("placement.session_shares[0]", [](Treatment& t) { t.placement.session_shares = {0.5}; }),
      refuses("placement.polish", [](Treatment& t) { t.placement.polish = -1; }),
      refuses("pigment.neutral.particle",
              [](Treatment& t) { t.pigment.neutral.particle = static_cast<ParticleKind>(44); }),
      refuses("pigment.components", [](Treatment& t) { t.pigment.components.resize(100); }),
      refuses("pigment.components[0].share",
              [](Treatment& t) {
                t.pigment.components = {{PigmentComponent{.name = "a"}, 0}};
              }),
      refuses("pigment.shade", [](Treatment& t) { t.pigment.shade = "sky blue"; }),
      refuses("needle.layers", [](Treatment& t) { t.needle.layers = 1000; }),
      refuses("needle.technique.pins", [](Treatment& t) { t.needle.technique.pins = -3; }),
      refuses("scars.extra_sessions", [](Treatment& t) { t.scars.extra_sessions = 2'000'000'000; }),
      refuses("ageing.touch_ups", [](Treatment& t) { t.ageing.touch_ups.resize(1000); }),
      refuses("ageing.touch_ups[0].amount",
              [](Treatment& t) {
                t.ageing.touch_ups = {{30, 0}};
              }),
      refuses("ageing.laser_sessions[0].clearing",
              [](Treatment& t) {
                t.ageing.laser_sessions = {{30, kNaN}};
              }),
      {"a style that is not there", [] { return refused(treatment_style("punk"), "style"); }},
      {"a style without a name", [] { return refused(treatment_style("")); }},
      {"a shape that is not there", [] { return refused(with_shape({}, "\0zigzag")); }},
      {"a loss that is not there", [] { return refused(parse_loss_pattern("norwood-")); }},
      {"loss out of range",
       [] {
         return holds(!parse_loss_pattern(loss_pattern_name({static_cast<LossKind>(77), -4, 'z'})));
       }},
      {"height for the age NaN",
       [] { return holds(hairline_height_mm(treatment_with([](Treatment& t) { t.client.age_years = kNaN; })) > 0); }},
  });
}

TEST(Misuse, Pigments) {
  const auto refuses = [](const char* where, const std::function<void(PigmentLibrary&)>& change) {
    return Misuse{where, [=] {
                    PigmentLibrary library = built_in_pigments();
                    change(library);
                    return refused(check_pigments(library), where);
                  }};
  };
  try_all({
      refuses("components[0].strength_per_mm", [](auto& l) { l.components[0].strength_per_mm = kNaN; }),
      refuses("components[1].name", [](auto& l) { l.components[1].name = ""; }),
      refuses("components", [](auto& l) { l.components[1].name = l.components[0].name; }),
      refuses("components[0].particle", [](auto& l) { l.components[0].particle = static_cast<ParticleKind>(9); }),
      refuses("shades[0]", [](auto& l) { l.shades[0].parts.clear(); }),
      refuses("shades[0]", [](auto& l) { l.shades[0].parts.resize(100); }),
      refuses("shades[0].dilution", [](auto& l) { l.shades[0].dilution = kInfinity; }),
      refuses("shades[2]", [](auto& l) { l.shades[2].name = std::string(100000, 'a'); }),
      {"an empty library", [] { return answered(check_pigments({})); }},
      {"no such component", [] { return holds(find_component({}, "soot") == nullptr); }},
      {"no such shade", [] { return holds(find_shade({}, "") == nullptr); }},
      {"with no such shade", [] { return refused(with_shade({}, "soot", {})); }},
  });
}

TEST(Misuse, Moments) {
  std::vector<Misuse> calls;
  for (const char* text : {"", "d", "-1d", "nan", "nand", "inf", "1e999d", "99999y", "1e5y", "28 d", "28dd", "0x10d",
                           "\xff", "28d\n", "9999999999999999999999"})
    calls.push_back({std::string("moment ") + text, [=] { return refused(parse_moment(text)); }});
  for (const double days : {kNaN, kInfinity, -1e300, 1e300})
    calls.push_back({"the name of " + std::to_string(days), [=] { return holds(!moment_name({days}).empty()); }});
  try_all(calls);
}

TEST(Misuse, Scenes) {
  sample();  // once, not in every process
  const auto refuses = [](const char* where, const std::function<void(Scene&)>& change) {
    return Misuse{where, [=] { return refused(check_scene(scene_with(change)), where); }};
  };
  try_all({
      {"nothing at all", [] { return refused(check_scene({})); }},
      refuses("size", [](Scene& s) { s.width_px = -1; }),
      refuses("size", [](Scene& s) { s.height_px = 2'000'000'000; }),
      refuses("view", [](Scene& s) { s.view = static_cast<View>(77); }),
      refuses("view", [](Scene& s) { s.view = static_cast<View>(-1); }),
      refuses("mm_per_px", [](Scene& s) { s.mm_per_px = kNaN; }),
      refuses("mm_per_px", [](Scene& s) { s.mm_per_px = -1; }),
      refuses("head_outline", [](Scene& s) { s.head_outline.clear(); }),
      refuses("head_outline[1]", [](Scene& s) { s.head_outline[1].x = kNaN; }),
      refuses("head_outline[1]", [](Scene& s) { s.head_outline[1].x = 1e300; }),
      refuses("head_outline",
              [](Scene& s) {
                s.head_outline.assign(50, {80, 80});
              }),
      refuses("head_outline",
              [](Scene& s) {
                s.head_outline.assign(20000, {80, 80});
              }),
      refuses("scalp_region", [](Scene& s) { s.scalp_region.resize(2); }),
      refuses("scalp_region[0]", [](Scene& s) { s.scalp_region[0].y = -kInfinity; }),
      refuses("hairline",
              [](Scene& s) {
                s.hairline = Points<PhotoPx>{{1, 1}};
              }),
      refuses("hairline[1]",
              [](Scene& s) {
                s.hairline = Points<PhotoPx>{{1, 1}, {kNaN, 1}};
              }),
      refuses("existing_hair[0]", [](Scene& s) { s.existing_hair = {{}}; }),
      refuses("exclude[0]",
              [](Scene& s) {
                s.exclude = {{{1, 1}, {kNaN, 2}, {3, 3}}};
              }),
      refuses("face_points.a",
              [](Scene& s) {
                s.face_points = {{"a", Vec2<PhotoPx>{kNaN, 0}}};
              }),
      refuses("face_points.a",
              [](Scene& s) {
                s.face_points = {{"a", {}}, {"a", {}}};
              }),
      refuses("scars[0]", [](Scene& s) { s.scars = {Scar{}}; }),
      refuses(
          "scars[0].kind",
          [](Scene& s) {
            s.scars = {{.kind = static_cast<ScarKind>(55), .outline = {}, .line = {{60, 60}, {90, 60}}, .width_mm = 2}};
          }),
      refuses("scars[0].width_mm",
              [](Scene& s) {
                s.scars = {{.kind = ScarKind::kLinear, .outline = {}, .line = {{60, 60}, {90, 60}}, .width_mm = kNaN}};
              }),
      refuses("marker", [](Scene& s) { s.marker = Marker{}; }),
      refuses("marker.size_mm",
              [](Scene& s) {
                s.marker = Marker{"segment", kInfinity, {{1, 1}, {2, 2}}};
              }),
      refuses("camera.fx", [](Scene& s) { s.camera = Camera{}; }),
      refuses("camera.rotation",
              [](Scene& s) {
                s.camera = Camera{100, 100, 0, 0, {1, 2}, {0, 0, 1}};
              }),
      refuses("camera.rotation",
              [](Scene& s) {
                s.camera = Camera{100, 100, 0, 0, std::vector<double>(9, kNaN), {0, 0, 1}};
              }),
      refuses("camera.translation_mm",
              [](Scene& s) {
                s.camera = Camera{100, 100, 0, 0, {1, 0, 0, 0, 1, 0, 0, 0, 1}, {0, 0, -1}};
              }),
      refuses("head", [](Scene& s) { s.head = std::string(100000, 'h'); }),
      {"a photo of no size", [] { return refused(check_scene_size(sample().scene, 0, 0), "size"); }},
      {"a photo of negative size", [] { return refused(check_scene_size(sample().scene, -160, -160), "size"); }},
      {"a face point of no name", [] { return holds(!find_face_point({}, "")); }},
      {"the name of view 77", [] { return holds(view_name(static_cast<View>(77)) != nullptr); }},
      {"the name of scar 77", [] { return holds(scar_kind_name(static_cast<ScarKind>(77)) != nullptr); }},
  });
}

}  // namespace
}  // namespace tonsure::testing
