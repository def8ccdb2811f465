#include <bit>
#include <filesystem>
#include <fstream>
#include <initializer_list>

#include <gtest/gtest.h>
#include <tonsure/io/json.h>
#include <tonsure/plan/report.h>
#include <nlohmann/json.hpp>
#include "core/rng.h"

#include "json_test_support.h"

namespace tonsure {
namespace {

FittedHead some_view(const ScalpSurface& surface) {
  FittedHead head;
  head.surface = surface;
  HeadCamera camera;
  camera.rotation = rotation_of({0.1, 1.0 / 3, -0.2});
  camera.center = {100.0 / 3, 77.7};
  camera.principal = {200, 150};
  camera.mm_per_px = 1.0 / 7;
  camera.inverse_distance_per_mm = 1.0 / 1300;
  head.view = see_head(surface, camera);
  head.view.rim_excess = {0.01, -1.0 / 300, 0.02};
  head.mm_per_px = 0.13;
  head.scale_sd = 1.0 / 30;
  head.outline_rms_mm = 1.1;
  head.pose = pose_of(camera);
  head.pose_sd = {0.01, 0.02, 0.03};
  head.evidence = {{"outline", 0.14, 0.01}};
  head.scale_basis = "the outline";
  return head;
}

/// Random dots, with values no short decimal stands for.
Plan random_plan(std::size_t count, std::uint64_t seed) {
  Plan plan;
  plan.treatment = treatment_style("bold").value();
  plan.scenes = {scene_from_json(kFullScene, "full").value()};
  plan.surface = ScalpSurface(HeadShape{76.543210987654321, 94.1, 100.0 / 3, 0.01, -0.02, 0.005, 1.0 / 300});
  plan.views = {some_view(plan.surface)};
  plan.pigments = {"grey \"6:1\"", "brown"};
  plan.mix = {1.0 / 3, 2.5, 0.31};
  plan.area_cm2 = 200.0 / 7;
  plan.mid_scalp_per_cm2 = 149.99999999999997;
  plan.hours = {8, 15.5};
  plan.cost_usd = {800, 6000};
  plan.warnings = {"the scale is a guess", "line\nbreak"};
  Rng rng(seed, RngStage::kTest);
  const auto real = [&](double low, double high) { return static_cast<float>(rng.uniform(low, high)); };
  for (std::size_t i = 0; i < count; ++i) {
    plan.dots.head.push_back({rng.uniform(-80, 80), rng.uniform(-80, 80), rng.uniform(-80, 80)});
    plan.dots.chart.push_back({rng.uniform(-1e-6, 1e-6), rng.uniform(-200, 200)});
    plan.dots.session.push_back(static_cast<std::uint8_t>(1 + rng.bits() % 3));
    plan.dots.id.push_back(static_cast<std::uint32_t>(3 * i + 1));
    plan.dots.order.push_back(static_cast<std::uint32_t>(count - 1 - i));
    plan.dots.diameter_mm.push_back(real(0.05, 0.6));
    plan.dots.depth_mm.push_back(real(0, 1));
    plan.dots.angle_deg.push_back(real(-180, 180));
    plan.dots.strength.push_back(real(0, 3));
    plan.dots.pigment.push_back(static_cast<std::uint8_t>(rng.bits() % 2));
    plan.dots.zone.push_back(kAllZones[rng.bits() % kAllZones.size()]);
  }
  return plan;
}

bool same_dots(const PlanDots& a, const PlanDots& b) {
  return a.head == b.head && a.chart == b.chart && a.id == b.id && a.session == b.session && a.order == b.order &&
         a.diameter_mm == b.diameter_mm && a.depth_mm == b.depth_mm && a.angle_deg == b.angle_deg &&
         a.strength == b.strength && a.pigment == b.pigment && a.zone == b.zone;
}

TEST(PlanJson, WritingAndReadingIsTheIdentity) {
  for (const std::size_t count : std::initializer_list<std::size_t>{0, 1, 20000}) {
    Plan plan = random_plan(count, count);
    plan.scenes.push_back(plan.scenes.front());
    plan.views.push_back(plan.views.front());
    plan.views.back().scale_sd = 0.2;
    if (count > 0) plan.sides_delta_l = -70.0 / 9;
    const std::string text = plan_to_json(plan);
    const auto again = plan_from_json(text, "a.plan.json");
    ASSERT_TRUE(again.ok()) << again.error().message();
    EXPECT_TRUE(same_dots(again->dots, plan.dots));
    EXPECT_EQ(plan_hash(*again), plan_hash(plan));
    EXPECT_EQ(again->surface.shape(), plan.surface.shape());
    EXPECT_EQ(again->pigments, plan.pigments);
    EXPECT_EQ(again->mix, plan.mix);
    EXPECT_EQ(again->sides_delta_l, plan.sides_delta_l);
    EXPECT_EQ(again->scenes, plan.scenes);
    ASSERT_EQ(again->views.size(), 2U);
    EXPECT_EQ(again->views[0].view.rim_mm, plan.views[0].view.rim_mm);
    EXPECT_EQ(again->views[0].view.rim_excess, plan.views[0].view.rim_excess);
    EXPECT_EQ(again->views[0].view.camera.rotation, plan.views[0].view.camera.rotation);
    EXPECT_EQ(again->views[0].pose.pitch, plan.views[0].pose.pitch);
    EXPECT_EQ(again->views[0].scale_basis, "the outline");
    EXPECT_EQ(again->views[1].scale_sd, 0.2);
    EXPECT_EQ(again->area_cm2, plan.area_cm2);
    EXPECT_EQ(again->mid_scalp_per_cm2, plan.mid_scalp_per_cm2);
    EXPECT_EQ(again->hours.high, plan.hours.high);
    EXPECT_EQ(again->cost_usd.low, plan.cost_usd.low);
    EXPECT_EQ(again->warnings, plan.warnings);
    EXPECT_EQ(treatment_to_json(again->treatment), treatment_to_json(plan.treatment));
    EXPECT_EQ(plan_to_json(*again), text);
  }
}

TEST(PlanJson, KeepsExtremeNumbers) {
  Plan plan = random_plan(4, 9);
  plan.dots.head[0] = {-0.0, 5e-324, 1000};
  plan.dots.chart[0] = {0.1, 1.0 / 3};
  plan.dots.strength = {0, 1e-45F, 1.17549435e-38F, 100};
  plan.dots.order[0] = 4294967295U;
  const auto again = plan_from_json(plan_to_json(plan), "x");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_TRUE(same_dots(again->dots, plan.dots));
  EXPECT_EQ(std::bit_cast<std::uint64_t>(again->dots.head[0].x), std::bit_cast<std::uint64_t>(-0.0));
}

/// A plan of three dots whose numbers are easy to find in the text.
std::string small_plan() {
  Plan plan = random_plan(3, 1);
  plan.dots.head = {{1, 11, 21}, {2, 12, 22}, {3, 13, 23}};
  plan.dots.chart = {{31, 41}, {32, 42}, {33, 43}};
  plan.dots.id = {5, 6, 9};
  plan.dots.session = {1, 3, 3};
  plan.dots.order = {0, 2, 1};
  plan.dots.diameter_mm = {0.25F, 0.26F, 0.27F};
  plan.dots.depth_mm = {0.11F, 0.12F, 0.13F};
  plan.dots.angle_deg = {44, 45, 46};
  plan.dots.strength = {1, 1.25F, 1.5F};
  plan.dots.pigment = {0, 1, 1};
  plan.dots.zone = {Zone::kSentinel, Zone::kBlend, Zone::kBlend};
  return plan_to_json(plan);
}

TEST(PlanJson, HoldsTotalsAndColumns) {
  const std::string text = small_plan();
  for (const char* part :
       {"\"schema\": \"tonsure.plan/1\"", "\"dots\": 3,\n    \"by_session\": [1, 0, 2]", "\"sentinel\": [1, 0, 0]",
        "\"blend\": [0, 0, 2]", "\"mid-scalp\": [0, 0, 0]", "\"x_mm\": [1,2,3]", "\"v_mm\": [41,42,43]",
        "\"diameter_mm\": [0.25,0.26,0.27]", "\"zone\": [0,5,5]", "\"hours\": [8, 15.5]", "\"hash\": \""})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(PlanJson, TellsReportAndRisksAndDoesNotReadThem) {
  Plan plan = plan_from_json(small_plan(), "a.plan.json").value();
  plan.treatment.client.contraindications = {kContraindications[4]};
  plan.treatment.pigment.target_delta_l = -8;  // as dark as the sides
  const PlanReport report = report_plan(plan);
  const std::vector<RiskNote> notes = risk_notes(plan, report);
  const std::string text = plan_to_json(plan, report, notes);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.at("report").at("dots"), 3);
  EXPECT_EQ(json.at("report").at("rows").size(), 2U);  // sentinels of session 1, blending dots of session 3
  EXPECT_EQ(json.at("report").at("rows")[1].at("zone"), "blend");
  EXPECT_EQ(json.at("report").at("rows")[1].at("dots"), 2);
  ASSERT_EQ(notes.size(), 1U);
  const auto& written = json.at("risks").at("notes");
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].at("id"), "contraindications");
  EXPECT_EQ(written[0].at("value"), notes[0].value);
  EXPECT_EQ(written[0].at("text"), notes[0].text);
  EXPECT_EQ(json.at("risks").at("ask").size(), kContraindications.size());
  // What follows from the rest is made anew, whatever the file says.
  auto edited = json;
  edited["report"] = {{"anything", 1}};
  edited.erase("risks");
  const auto again = plan_from_json(edited.dump(), "a.plan.json");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(nlohmann::json::parse(plan_to_json(*again, report_plan(*again), risk_notes(*again))), json);
}

TEST(PlanJson, KeepsAMeasuredSurface) {
  Plan plan = random_plan(3, 3);
  RadialGrid grid{17, std::vector<double>(17UL * 17, 90.0)};
  grid.radius_mm[40] = 1.0 / 3 + 91;
  plan.surface = ScalpSurface::measured(grid).value();
  const std::string text = plan_to_json(plan);
  const auto again = plan_from_json(text, "a.plan.json");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_FALSE(again->surface.shape().has_value());
  EXPECT_EQ(again->surface.grid().radius_mm, grid.radius_mm);
  EXPECT_EQ(plan_to_json(*again), text);
  const auto broken = plan_from_json(with(text, "\"nodes\": 17", "\"nodes\": 18"), "a.plan.json");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().file, "a.plan.json");
  EXPECT_EQ(broken.error().where, "surface.radius_mm");
}

TEST(PlanJson, RefusesWhatDoesNotFit) {
  struct Case {
    const char* from;
    const char* to;
    const char* message;  ///< how it begins
  };
  const std::vector<Case> cases = {
      {"\"tonsure.plan/1\"", "\"tonsure.plan/2\"", "schema: found \"tonsure.plan/2\"; this version reads"},
      {"\"schema\": \"tonsure.plan/1\",", "", "schema: the key is missing"},
      {"\"area_cm2\": 28.571428571428573", "\"area\": 2", "area: there is no such key; did you mean area_cm2?"},
      {"\"area_cm2\": 28.571428571428573", "\"area_cm2\": -2", "area_cm2: found -2"},
      {"\"hours\": [8, 15.5]", "\"hours\": [18, 15.5]", "hours: found an array of 2; a range is two numbers"},
      {"[800, 6000]", "[800]", "cost_usd: found an array of 1; a range is two numbers"},
      {"\"half_breadth_mm\": 76", "\"half_breadth_mm\": -76", "surface.half_breadth_mm: found -76"},
      {"\"height_mm\": 94.1,", "", "surface.height_mm: the key is missing"},
      {"\"transition\", ", "", "zones: is another list; the zones are sentinel, leading-edge"},
      {"\"peak_per_cm2\": 150", "\"peak_per_cm2\": 0",
       "treatment.density.peak_per_cm2: found 0; allowed are numbers from 1 up to 600"},
      {"\"peak_per_cm2\"", "\"peak\"", "treatment.density.peak: there is no such key; did you mean peak_per_cm2?"},
      {"[100, 40], [300, 40]", "[100, 4000], [300, 40]", "scene.scalp_region[0]: found [100, 4000], outside the photo"},
      {"\"width_mm\": 2.5", "\"width_mm\": 250", "scene.scars[0].width_mm: found 250;"},
      {"\"x_mm\": [1,2,3]", "\"x_mm\": 7", "dots.x_mm: found 7; it must be an array"},
      {"\"x_mm\": [1,2,3],", "", "dots.x_mm: the key is missing"},
      {"\"y_mm\": [11,12,13]", "\"y_mm\": [11,12]",
       "dots.y_mm: found 2 values; all columns have as many values as the "
       "first, which has 3"},
      {"\"y_mm\": [11,12,13]", "\"y_mm\": [11,12,1300]", "dots.y_mm[2]: found 1300; allowed are numbers from -1000 up"},
      {"\"y_mm\": [11,12,13]", "\"y_mm\": [11,null,13]", "dots.y_mm[1]: found null; allowed are numbers"},
      {"\"y_mm\": [11,12,13]", "\"y_mm\": [11,1e999,13]", "dots.y_mm[1]: found the number 1e999;"},
      {"\"session\": [1,3,3]", "\"session\": [1,3,4]",
       "dots.session[2]: found 4; allowed are whole numbers from 1 up to 3"},
      {"\"session\": [1,3,3]", "\"session\": [0,3,3]", "dots.session[0]: found 0;"},
      {"\"session\": [1,3,3]", "\"session\": [1.5,3,3]", "dots.session[0]: found 1.5;"},
      {"\"order\": [0,2,1]", "\"order\": [0,2,4294967296]", "dots.order[2]: found 4294967296;"},
      {"\"pigment\": [0,1,1]", "\"pigment\": [0,1,2]",
       "dots.pigment[2]: found 2; allowed are whole numbers from 0 up to 1"},
      {"\"zone\": [0,5,5]", "\"zone\": [0,11,5]", "dots.zone[1]: found 11;"},
      {"\"strength\": [1,", "\"strength\": [-1,", "dots.strength[0]: found -1;"},
      {"\"angle_deg\": [44,", "\"angle_deg\": [444,", "dots.angle_deg[0]: found 444;"},
      {"\"diameter_mm\": [0.25", "\"diameter_mm\": [25", "dots.diameter_mm[0]: found 25;"},
      {"\"depth_mm\": [0.11", "\"depth_mm\": [\"deep\"", "dots.depth_mm[0]: found \"deep\";"},
      {"\"u_mm\"", "\"w_mm\"", "dots.w_mm: there is no such key; did you mean "},
      {"\"totals\": {\n    \"dots\": 3,", "\"totals\": {\n    \"dots\": 4,",
       "totals.dots: found 4; the dots amount to 3: the file was edited or damaged"},
      {"\"by_session\": [1, 0, 2]", "\"by_session\": [1, 1, 1]", "totals.by_session[1]: found 1; the dots amount to 0"},
      {"\"by_session\": [1, 0, 2]", "\"by_session\": [1, 2]",
       "totals.by_session: found an array of 2; it has one count"},
      {"\"blend\": [0, 0, 2]", "\"blend\": [0, 0, 1]", "totals.by_zone.blend[2]: found 1; the dots amount to 2"},
      {"\"blend\": [0, 0, 2]", "\"bland\": [0, 0, 2]",
       "totals.by_zone.bland: there is no such key; did you mean blend?"},
      {"\"views\": [{", "\"views\": [{}, {", "views: found an array of 2; it has one view for each of the 1 scenes"},
      {"\"views\"", "\"looks\"", "looks: there is no such key; did you mean "},
      {"\"pose_sd_rad\": [0.01, 0.02, 0.03]", "\"pose_sd_rad\": [0.01, 0.02]", "views[0].pose_sd_rad: found 2 values;"},
      {"\"outline_rms_mm\": 1.1", "\"outline_rms_mm\": -1.1", "views[0].outline_rms_mm: found -1.1;"},
      {"\"pixel_aspect\": 1", "\"pixel_aspect\": 0", "views[0].camera.pixel_aspect: found 0;"},
      {"\"principal_px\": [200, 150]", "\"principal_px\": [200, \"up\"]",
       "views[0].camera.principal_px[1]: found \"up\";"},
      {"\"rim_excess\": [0.01,", "\"rim_excess\": [-2,", "views[0].rim_excess[0]: found -2;"},
      {"\"kind\": \"outline\"", "\"sort\": \"outline\"", "views[0].evidence[0].sort: there is no such key;"},
      {"\"hash\": \"", "\"hash\": \"0", "hash: found \"0"},
      {"\"pigments\": ", "\"sides_delta_l\": 5, \"pigments\": ",
       "sides_delta_l: found 5; allowed are numbers from -40"},
      {"\"pigments\": ", "\"sides_delta_l\": \"dark\", \"pigments\": ", "sides_delta_l: found \"dark\";"},
  };
  const std::string text = small_plan();
  for (const Case& c : cases) {
    const auto plan = plan_from_json(with(text, c.from, c.to), "a.plan.json");
    ASSERT_FALSE(plan.ok()) << c.to;
    const std::string message = plan.error().message();
    const std::string wanted = "a.plan.json: " + std::string(c.message);
    EXPECT_EQ(message.substr(0, wanted.size()), wanted) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(PlanJson, RefusesACameraThatDoesNotTurnSpace) {
  for (const auto& rows : {std::array<double, 9>{}, {1, 0, 0, 0, 1, 0, 0, 0, 1}, {1, 0, 0, 0.5, -0.5, 0, 0, 0, 1}}) {
    auto edited = nlohmann::json::parse(small_plan());
    edited["views"][0]["camera"]["rotation"] = rows;
    const auto plan = plan_from_json(edited.dump(), "x");
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().where, "views[0].camera.rotation");
  }
}

TEST(PlanJson, NoticesEveryEditOfDotsAndSurface) {
  const std::string text = small_plan();
  const std::vector<std::pair<const char*, const char*>> edits = {
      {"\"x_mm\": [1,", "\"x_mm\": [1.0000001,"},
      {"\"y_mm\": [11,", "\"y_mm\": [10,"},
      {"\"z_mm\": [21,", "\"z_mm\": [20,"},
      {"\"u_mm\": [31,", "\"u_mm\": [30,"},
      {"\"v_mm\": [41,", "\"v_mm\": [40,"},
      {"\"order\": [0,2,1]", "\"order\": [0,1,2]"},
      {"\"diameter_mm\": [0.25", "\"diameter_mm\": [0.24"},
      {"\"depth_mm\": [0.11", "\"depth_mm\": [0.1"},
      {"\"angle_deg\": [44,", "\"angle_deg\": [43,"},
      {"\"strength\": [1,", "\"strength\": [1.1,"},
      {"\"pigment\": [0,1,1]", "\"pigment\": [1,1,1]"},
      {"\"brown\"", "\"black\""},
      {"\"half_breadth_mm\": 76", "\"half_breadth_mm\": 77"}};
  for (const auto& [from, to] : edits) {
    const auto plan = plan_from_json(with(text, from, to), "a.plan.json");
    ASSERT_FALSE(plan.ok()) << to;
    EXPECT_EQ(plan.error().where, "hash") << to;
    EXPECT_NE(plan.error().fix.find("edited or damaged"), std::string::npos);
  }
}

TEST(PlanJson, RefusesLargeFilesBeforeParsingThem) {
  const auto plan = plan_from_json(std::string(kMaxPlanBytes + 1, ' '), "large.plan.json");
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().code, ErrorCode::kResourceLimit);
}

TEST(PlanJson, RefusesEveryTruncation) {
  const std::string text = small_plan();
  for (std::size_t size = 0; size + 2 < text.size(); size += 7)  // the last bytes are "}\n"
    EXPECT_FALSE(plan_from_json(std::string_view(text).substr(0, size), "x").ok()) << size;
}

TEST(PlanJson, ReadsFiles) {
  EXPECT_FALSE(load_plan("no/such/file.plan.json").ok());
  const std::string path = testing::TempDir() + "tonsure_small.plan.json";
  std::ofstream(path, std::ios::binary) << small_plan();
  const auto plan = load_plan(path);
  ASSERT_TRUE(plan.ok()) << plan.error().message();
  EXPECT_EQ(plan_to_json(*plan), small_plan());
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace tonsure
