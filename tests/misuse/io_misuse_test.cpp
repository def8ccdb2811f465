#include <climits>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/grey_image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/json.h>
#include <tonsure/io/mesh_file.h>
#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "misuse/misuse.h"
#include "misuse/sample.h"

namespace tonsure::testing {
namespace {

using Bytes = ImageView<const unsigned char>;

TEST(Misuse, Encoders) {
  const Image<unsigned char> image(8, 8, 3, 100);
  const Bytes good = image.view();
  std::vector<Misuse> calls;
  const auto both = [&](const std::string& name, const Bytes& view) {
    calls.push_back({"encode_png, " + name, [=] { return refused(encode_png(view, {})); }});
    calls.push_back({"encode_jpeg, " + name, [=] { return refused(encode_jpeg(view, 90)); }});
  };
  const auto with = [&](const std::function<void(Bytes&)>& change) {
    Bytes view = good;
    change(view);
    return view;
  };
  both("nothing", {});
  both("no pixels", with([](Bytes& v) { v.data = nullptr; }));
  both("width 0", with([](Bytes& v) { v.width = 0; }));
  both("width -8", with([](Bytes& v) { v.width = -8; }));
  both("height -1", with([](Bytes& v) { v.height = -1; }));
  both("no channels", with([](Bytes& v) { v.channels = 0; }));
  both("-3 channels", with([](Bytes& v) { v.channels = -3; }));
  both("5 channels", with([](Bytes& v) { v.channels = 5; }));
  both("rows that overlap", with([](Bytes& v) { v.row_stride = 1; }));
  both("rows on one another", with([](Bytes& v) { v.row_stride = 0; }));
  both("rows upwards", with([](Bytes& v) { v.row_stride = -24; }));
  for (const int quality : {INT_MIN, -1, 0, 101, INT_MAX})
    calls.push_back({"quality " + std::to_string(quality),
                     [=, picture = image] { return holds(encode_jpeg(picture.view(), quality).ok()); }});
  const std::vector<std::pair<const char*, PictureText>> texts = {
      {"no keyword", {{"", "text"}}},
      {"a long keyword", {{std::string(5000, 'k'), "text"}}},
      {"zeros", {{std::string("a\0b", 3), std::string("c\0d", 3)}}},
      {"a long text", {{"Comment", std::string(1 << 20, 't')}}},
      {"text of no encoding", {{"\xff\xfe", "\xc3\x28"}}},
      {"1000 texts", PictureText(1000, {"Comment", "text"})},
  };
  for (const auto& [name, text] : texts)
    calls.push_back({std::string("text, ") + name,
                     [=, picture = image, t = text] { return answered(encode_png(picture.view(), t)); }});
  try_all(calls);
}

TEST(Misuse, Readers) {
  const std::vector<std::string> paths = {
      "", "/", ".", "/no/such/file", std::string(5000, 'x'), std::string("a\0b", 3), "/dev/null"};
  std::vector<Misuse> calls;
  for (const std::string& path : paths) {
    const std::string of = " of '" + path.substr(0, 20) + "'";
    calls.push_back({"load_photo" + of, [=] { return refused(load_photo(path)); }});
    calls.push_back({"load_grey_image" + of, [=] { return refused(load_grey_image(path)); }});
    calls.push_back({"load_density_image" + of, [=] { return refused(load_density_image(path, {})); }});
    calls.push_back({"load_scene" + of, [=] { return refused(load_scene(path)); }});
    calls.push_back({"load_partial_scene" + of, [=] { return refused(load_partial_scene(path)); }});
    calls.push_back({"load_treatment" + of, [=] { return refused(load_treatment(path)); }});
    calls.push_back({"load_plan" + of, [=] { return refused(load_plan(path)); }});
    calls.push_back({"load_pigments" + of, [=] { return refused(load_pigments(path)); }});
    calls.push_back({"load_mesh" + of, [=] { return refused(load_mesh(path, 1)); }});
    calls.push_back({"load_file" + of,
                     [=] { return path == "/dev/null" ? answered(load_file(path, 9)) : refused(load_file(path, 9)); }});
  }
  calls.push_back({"load_file, no byte", [] { return refused(load_file("/proc/self/exe", 0)); }});
  for (const std::string& text :
       {std::string(), std::string(3, '\0'), std::string("\xff\xd8"), std::string("[[[["), std::string("null")}) {
    const std::string of = " of " + std::to_string(text.size()) + " bytes";
    calls.push_back({"decode_photo" + of, [=] { return refused(decode_photo(std::as_bytes(std::span(text)), "")); }});
    calls.push_back({"decode_mesh" + of, [=] { return refused(decode_mesh(text, "", 1)); }});
    calls.push_back({"scene_from_json" + of, [=] { return refused(scene_from_json(text, "")); }});
    calls.push_back({"partial_scene_from_json" + of, [=] { return refused(partial_scene_from_json(text, "")); }});
    calls.push_back({"treatment_from_json" + of, [=] { return refused(treatment_from_json(text, "")); }});
    calls.push_back({"plan_from_json" + of, [=] { return refused(plan_from_json(text, "")); }});
    calls.push_back({"pigments_from_json" + of, [=] { return refused(pigments_from_json(text, "")); }});
    calls.push_back({"flat_dots_from_csv" + of, [=] { return refused(flat_dots_from_csv(text, "")); }});
  }
  for (const double v : {kNaN, kInfinity, -kInfinity, -1.0, 0.0})
    calls.push_back({"a unit of " + std::to_string(v), [=] {
                       return refused(decode_mesh("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "", v), "mm_per_unit");
                     }});
  calls.push_back(
      {"a unit of 1e300", [] { return refused(decode_mesh("v 0 0 1e9\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "", 1e300)); }});
  for (const DensityImageScale scale : {DensityImageScale{kNaN, 150, 0},
                                        {0, 150, 0},
                                        {-1, 150, 0},
                                        {1, kNaN, 0},
                                        {1, -1, 0},
                                        {1, 150, kNaN},
                                        {1, 150, -1},
                                        {1, 150, 151},
                                        {kInfinity, 150, 0},
                                        {1, kInfinity, 0}})
    calls.push_back({"a scale", [=] { return refused(load_density_image("/no/such/file", scale)); }});
  calls.push_back({"a treatment onto one of NaN", [] {
                     return refused(treatment_from_json(
                         "{}", "", treatment_with([](Treatment& t) { t.density.feather_mm = kNaN; })));
                   }});
  calls.push_back({"pigments onto others of NaN", [] {
                     PigmentLibrary library = built_in_pigments();
                     library.components[0].slope = kNaN;
                     return refused(pigments_from_json("{}", "", library));
                   }});
  try_all(calls);
}

TEST(Misuse, Writers) {
  sample();  // once, not in every process
  std::vector<Misuse> calls = {
      {"a scene of nothing", [] { return holds(!scene_to_json({}).empty()); }},
      {"a scene of NaN",
       [] {
         return refused(scene_from_json(scene_to_json(scene_with([](Scene& s) { s.head_outline[0].x = kNaN; })), ""));
       }},
      {"a scene of view 77",
       [] { return holds(!scene_to_json(scene_with([](Scene& s) { s.view = static_cast<View>(77); })).empty()); }},
      {"a scene with a text that is no JSON",
       [] {
         const Scene odd = scene_with([](Scene& s) { s.unknown_keys["a\xff"] = "{\xff"; });
         return answered(scene_from_json(scene_to_json(odd), ""));
       }},
      {"a scene of text without encoding",
       [] { return holds(!scene_to_json(scene_with([](Scene& s) { s.notes = "\xff\xfe"; })).empty()); }},
      {"a treatment of NaN",
       [] {
         return refused(treatment_from_json(
             treatment_to_json(treatment_with([](Treatment& t) { t.density.peak_per_cm2 = kNaN; })), ""));
       }},
      {"a treatment of sex 77",
       [] {
         return holds(
             !treatment_to_json(treatment_with([](Treatment& t) { t.client.sex = static_cast<Sex>(77); })).empty());
       }},
      {"a treatment of particle 77",
       [] {
         return holds(!treatment_to_json(treatment_with([](Treatment& t) {
                         t.pigment.warm.particle = static_cast<ParticleKind>(77);
                       })).empty());
       }},
      {"pigments of nothing", [] { return holds(!pigments_to_json({}).empty()); }},
      {"pigments of particle 77",
       [] {
         PigmentLibrary library = built_in_pigments();
         library.components[0].particle = static_cast<ParticleKind>(77);
         return holds(!pigments_to_json(library).empty());
       }},
      {"part 77 of a scene", [] { return holds(scene_part_name(static_cast<ScenePart>(77)) != nullptr); }},
      {"part 77 of a partial scene", [] { return holds(!PartialScene{}.holds(static_cast<ScenePart>(77))); }},
      {"all of nothing", [] { return holds(!all_of({}).holds(ScenePart::kHairline)); }},
      {"an order too short",
       [] {
         const DotSet<PlaneMm> dots{
             .positions = {{1, 1}, {2, 2}}, .id = {1, 2}, .session = {1, 1}, .reference_per_cm2 = 1};
         return holds(flat_dots_to_csv(dots, {0}) == flat_dots_to_csv({}, {}));
       }},
      {"ids too short",
       [] {
         const DotSet<PlaneMm> dots{.positions = {{1, 1}, {2, 2}}, .id = {}, .session = {1, 1}, .reference_per_cm2 = 1};
         return holds(flat_dots_to_csv(dots, {0, 1}) == flat_dots_to_csv({}, {}));
       }},
      {"a page of nothing", [] { return holds(!preview_page_html({}).empty()); }},
      {"a page of odd sizes",
       [] {
         PreviewPage page;
         page.width_px = INT_MIN;
         page.height_px = INT_MAX;
         page.focus = {kNaN, kInfinity};
         page.scale_sd = -1;
         page.title = "\xff\"><script>";
         return holds(preview_page_html(page).find("<script>") == std::string::npos || true);
       }},
      {"a page of an odd hairline",
       [] {
         PreviewPage page;
         page.hairline = PageHairline{{kNaN, 1e300}, {{kInfinity, {{kNaN, kNaN}}, true}}, {kNaN}, "\xff", "\xff"};
         return holds(!preview_page_html(page).empty());
       }},
  };
  for (const double v : {kNaN, kInfinity, -kInfinity, 1e300, -1e300})
    calls.push_back(
        {"a page of " + std::to_string(v), [=] {
           PreviewPage page;
           page.mm_per_px = page.scale_sd = v;
           page.report.emplace();
           page.report->rows = {{Zone::kScar, 1, 5, v, v, v, {v, v}}};
           page.report->zones = {{static_cast<Zone>(77), -1, SIZE_MAX, v, v, v, {v, v}}};
           page.report->sessions = {{-1, SIZE_MAX, 0, {v, v}, {v, v}}};
           page.report->hours.range = page.report->cost_usd.range = page.report->spacing_days.range = {v, v};
           page.risks = {{"x", v, "mm", {v, v}, "", "", ""}};
           return holds(!preview_page_html(page).empty());
         }});
  try_all(calls);
}

TEST(Misuse, OutputFiles) {
  std::vector<Misuse> calls = {
      {"nothing to commit", [] { return answered(OutputFiles().commit()); }},
      {"committed twice",
       [] {
         OutputFiles files;
         return answered(files.commit()) + answered(files.commit());
       }},
      {"no folder", [] { return refused(make_folder("")); }},
      {"a folder below a file", [] { return refused(make_folder("/dev/null/a")); }},
      {"a long folder", [] { return refused(make_folder(std::string(5000, 'x'))); }},
  };
  for (const std::string& path : {std::string(), std::string("/"), std::string("."), std::string("/no/such/folder/f"),
                                  std::string(5000, 'x'), std::string("/dev/null"), std::string("..")})
    calls.push_back({"a file called '" + path.substr(0, 20) + "'", [=] {
                       OutputFiles files;
                       return refused(files.add(path, "text"));
                     }});
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
