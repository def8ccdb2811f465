#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include <tonsure/io/photo.h>
#include "core/rng.h"

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

/// A small phantom, drawn once for all tests.
const Folder& phantom() {
  static const Folder folder;
  static const Finished drawn = run_command({"phantom", "--size", "320x320", "--view", "top", "--out", folder.path()});
  EXPECT_EQ(drawn.status, 0) << drawn.err;
  return folder;
}

TEST(Command, HelpNamesEveryCommandAndGivesExamples) {
  const Finished help = run_command({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* word : {"preview", "plan", "place", "measure", "phantom", "inspect", "Examples", "tonsure preview"})
    EXPECT_NE(help.out.find(word), std::string::npos) << word;
  for (const char* command : {"preview", "plan", "place", "measure", "phantom", "inspect"}) {
    const Finished one = run_command({command, "--help"});
    EXPECT_EQ(one.status, 0);
    EXPECT_NE(one.out.find("Example"), std::string::npos) << command;
  }
}

TEST(Command, WrongUsageIsTwo) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"nonsense"},
      {"preview"},
      {"preview", "a.jpg"},
      {"preview", "a.jpg", "--out", "x", "--age", "tomorrow"},
      {"preview", "a.jpg", "--out", "x", "--light", "moon"},
      {"preview", "a.jpg", "--out", "x", "--shine", "wet"},
      {"preview", "a.jpg", "--out", "x", "--match", "beard"},
      {"preview", "a.jpg", "--out", "x", "--match", "stubble", "--plan", "p.json"},
      {"preview", "a.jpg", "--out", "x", "--mask", "m.png", "--plan", "p.json"},
      {"preview", "a.jpg", "--out", "x", "--seed", "2", "--plan", "p.json"},
      {"preview", "a.jpg", "--out", "x", "--style", "soft", "--plan", "p.json"},
      {"preview", "a.jpg", "--out", "x", "--threads", "0"},
      {"preview", "a.jpg", "--out", "x", "--seed", "-1"},
      {"phantom", "--out", "x", "--skin", "VII"},
      {"phantom", "--out", "x", "--size", "12"},
      {"phantom", "--out", "x", "--size", "9x9"},
      {"phantom", "--out", "x", "--shine", "nan"},
      {"place", "--density", "a.png", "--mm-per-px", "0", "--peak", "100", "--out", "x"},
      {"place", "--density", "a.png", "--mm-per-px", "1", "--peak", "10", "--floor", "20", "--out", "x"},
      {"place", "--density", "a.png", "--mm-per-px", "1", "--peak", "10", "--regularity", "odd", "--out", "x"},
      {"measure"},
      {"measure", "a.csv", "--density", "a.png"}};
  for (const auto& arguments : wrong) {
    const Finished run = run_command(arguments);
    std::string line;
    for (const auto& argument : arguments) line += argument + " ";
    EXPECT_EQ(run.status, 2) << line;
    EXPECT_FALSE(run.err.empty()) << line;
    EXPECT_FALSE(std::filesystem::exists("x")) << line;
  }
}

TEST(Command, PreviewWritesItsSixFiles) {
  const Folder out;
  const Finished run = run_command({"preview", phantom() / "photo.png", "--out", out.path(), "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(out.files(), (std::vector<std::string>{"after.png", "before-after.png", "dots.csv", "plan.json",
                                                   "preview.html", "split.png"}));
  const json report = json::parse(run.out);  // exactly one object
  for (const char* key : {"dots", "sessions", "area_cm2", "density_per_cm2", "plan_hash", "timing_ms", "warnings"})
    EXPECT_TRUE(report.contains(key)) << key;
  for (const char* key : {"load", "plan", "render", "write"}) EXPECT_TRUE(report["timing_ms"].contains(key)) << key;
  EXPECT_GT(report["dots"].get<int>(), 10000);
  EXPECT_EQ(count_lines(read_text(out / "dots.csv")), report["dots"].get<std::size_t>() + 1);
  EXPECT_EQ(json::parse(read_text(out / "plan.json"))["hash"], report["plan_hash"]);
  for (const char* picture : {"after.png", "before-after.png", "split.png"})
    EXPECT_NE(read_text(out / picture).find("simulated"), std::string::npos) << picture << " says so in its metadata";
  EXPECT_NE(read_text(out / "preview.html").find("Simulated"), std::string::npos);
  EXPECT_EQ(run.err.find('\r'), std::string::npos) << "no progress bar in a pipe";
}

TEST(Command, SameSeedSameBytesForAnyNumberOfThreads) {
  std::vector<std::string> pictures, plans;
  for (const char* threads : {"1", "2", "5", "1"}) {
    const Folder out;
    const Finished run = run_command({"preview", phantom() / "photo.png", "--out", out.path(), "--threads", threads});
    ASSERT_EQ(run.status, 0) << run.err;
    pictures.push_back(read_text(out / "after.png"));
    plans.push_back(read_text(out / "plan.json"));
  }
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    EXPECT_EQ(pictures[i], pictures[0]);
    EXPECT_EQ(plans[i], plans[0]);
  }
  const Folder out;
  run_command({"preview", phantom() / "photo.png", "--out", out.path(), "--seed", "2"});
  EXPECT_NE(read_text(out / "after.png"), pictures[0]);
}

TEST(Command, PlanCanBeMadeFirstAndDrawnLater) {
  const Folder out;
  const Finished plan =
      run_command({"plan", "--scene", phantom() / "photo.scene.json", "--out", out / "plan", "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  const Finished drawn =
      run_command({"preview", phantom() / "photo.png", "--plan", out / "plan/plan.json", "--out", out / "a", "--json"});
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  const Finished direct = run_command({"preview", phantom() / "photo.png", "--out", out / "b", "--json"});
  ASSERT_EQ(direct.status, 0);
  EXPECT_EQ(json::parse(plan.out)["plan_hash"], json::parse(direct.out)["plan_hash"]);
  EXPECT_EQ(read_text(out / "a/after.png"), read_text(out / "b/after.png"));
}

TEST(Command, PlanSeesTheHairThatAPreviewSees) {
  const Folder head, out;
  ASSERT_EQ(run_command({"phantom", "--size", "900x900", "--view", "three-quarter", "--loss", "norwood-6", "--out",
                         head.path()})
                .status,
            0);
  const Finished plan = run_command({"plan", "--scene", head / "photo.scene.json", "--out", out / "a", "--json"}),
                 preview = run_command({"preview", head / "photo.png", "--out", out / "b", "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  ASSERT_EQ(preview.status, 0) << preview.err;
  EXPECT_EQ(json::parse(plan.out)["plan_hash"], json::parse(preview.out)["plan_hash"]);
  // One answer: the files are the same to the last bit, mix, tone of the sides and views included.
  EXPECT_EQ(read_text(out / "a/plan.json"), read_text(out / "b/plan.json"));
  EXPECT_EQ(read_text(out / "a/dots.csv"), read_text(out / "b/dots.csv"));
  const json file = json::parse(read_text(out / "a/plan.json"));
  EXPECT_TRUE(file.contains("mix"));
  EXPECT_TRUE(file.contains("sides_delta_l"));
  // Without the photo, hair is known by its outline only.
  std::filesystem::remove(head / "photo.png");
  const Finished blind = run_command({"plan", "--scene", head / "photo.scene.json", "--out", out / "c", "--json"});
  ASSERT_EQ(blind.status, 0) << blind.err;
  EXPECT_NE(json::parse(plan.out)["plan_hash"], json::parse(blind.out)["plan_hash"]);
}

TEST(Command, EachStageRunsOnceAndSaysHowLongItTook) {
  const Folder head, out;
  ASSERT_EQ(run_command({"phantom", "--size", "500x500", "--view", "top", "--loss", "norwood-4", "--out", head.path()})
                .status,
            0);
  const Finished preview = run_command({"preview", head / "photo.png", "--out", out.path(), "--json", "--timings"});
  ASSERT_EQ(preview.status, 0) << preview.err;
  std::map<std::string, int> runs;
  const json told = json::parse(preview.out);
  for (const json& stage : told["stages"]) {
    runs[stage["stage"]] = stage["runs"];
    EXPECT_GE(stage["ms"], 0);
    EXPECT_NE(preview.err.find(std::string(stage["stage"])), std::string::npos);
  }
  for (const char* stage :
       {"read files", "fit head", "snap outline", "read skin and light", "measure camera", "find strands",
        "measure hair darkness", "measure stubble", "design density", "place dots", "make dots", "mix pigment",
        "prepare drawing", "make kernels", "draw dots", "draw other strengths", "write files"})
    EXPECT_EQ(runs[stage], 1) << stage;
  EXPECT_EQ(runs.size(), 17U);
}

TEST(Command, OnePlanServesSeveralViews) {
  const Folder front, plan, top_view, front_view;
  ASSERT_EQ(run_command({"phantom", "--size", "320x320", "--out", front.path()}).status, 0);
  const Finished made = run_command({"plan", "--scene", phantom() / "photo.scene.json", "--scene",
                                     front / "photo.scene.json", "--out", plan.path(), "--json"});
  ASSERT_EQ(made.status, 0) << made.err;
  const json file = json::parse(read_text(plan / "plan.json"));
  EXPECT_EQ(file["other_scenes"].size(), 1U);
  EXPECT_TRUE(file.contains("mix")) << "the photos lie beside the scenes: one pigment for both";
  json mixes = json::array();
  for (const auto& [photo, out] : {std::pair{&phantom(), &top_view}, {&front, &front_view}}) {
    const Finished drawn =
        run_command({"preview", *photo / "photo.png", "--plan", plan / "plan.json", "--out", out->path(), "--json"});
    ASSERT_EQ(drawn.status, 0) << drawn.err;
    EXPECT_EQ(json::parse(drawn.out)["plan_hash"], file["hash"]);
    mixes.push_back(json::parse(drawn.out)["tone"]["dilution"]);
  }
  EXPECT_EQ(mixes[0], mixes[1]);

  // Scenes of different heads are not one.
  for (const auto& [folder, name] : {std::pair{&phantom(), "one"}, {&front, "another"}}) {
    json scene = json::parse(read_text(*folder / "photo.scene.json"));
    scene["head"] = name;
    write_text(plan / (std::string(name) + ".scene.json"), scene.dump());
  }
  const Finished refused = run_command(
      {"plan", "--scene", plan / "one.scene.json", "--scene", plan / "another.scene.json", "--out", plan.path()});
  EXPECT_EQ(refused.status, 3);
  EXPECT_NE(refused.err.find("another.scene.json: head"), std::string::npos) << refused.err;
}

TEST(Command, AMeshOfTheWrongUnitIsRefused) {
  const Folder out;
  // An octahedron 16 cm across, in metres.
  write_text(out / "head.obj",
             "v 0.08 0 0\nv -0.08 0 0\nv 0 0.09 0\nv 0 -0.09 0\nv 0 0 0.1\nv 0 0 -0.1\n"
             "f 1 3 5\nf 3 2 5\nf 2 4 5\nf 4 1 5\nf 3 1 6\nf 2 3 6\nf 4 2 6\nf 1 4 6\n");
  const Finished run = run_command(
      {"plan", "--scene", phantom() / "photo.scene.json", "--mesh", out / "head.obj", "--out", out / "plan"});
  EXPECT_EQ(run.status, 3);
  EXPECT_EQ(count_lines(run.err), 1U);
  EXPECT_NE(run.err.find("metres"), std::string::npos) << run.err;
  EXPECT_FALSE(std::filesystem::exists(out / "plan"));
}

TEST(Command, TreatmentAndStyleChangeTheResult) {
  const Folder out;
  write_text(out / "mine.treatment.json", R"({"density": {"peak_per_cm2": 100}})");
  const auto dots = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"plan",  "--scene", phantom() / "photo.scene.json",
                                          "--out", out / "p", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished run = run_command(arguments);
    EXPECT_EQ(run.status, 0) << run.err;
    return json::parse(run.out)["dots"].get<double>();
  };
  EXPECT_NEAR(dots({"--treatment", out / "mine.treatment.json"}) / dots({}), 100.0 / 220.0, 0.02);
  EXPECT_NE(dots({"--style", "soft"}), dots({}));
}

TEST(Command, MasksPaintedOverThePhotoThinDotsOut) {
  const Folder out;
  const Finished bare = run_command({"preview", phantom() / "photo.png", "--out", out / "bare", "--json"});
  ASSERT_EQ(bare.status, 0) << bare.err;
  const auto photo = load_photo(phantom() / "photo.png").value();
  Image<unsigned char> grey(photo.pixels.width(), photo.pixels.height(), 1, 128);
  const auto png = encode_png(grey.view(), {}).value();
  write_text(out / "grey.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  const Finished thinned =
      run_command({"preview", phantom() / "photo.png", "--mask", out / "grey.png", "--out", out / "thin", "--json"});
  ASSERT_EQ(thinned.status, 0) << thinned.err;
  const auto dots = [](const Finished& run) { return json::parse(run.out)["dots"].get<double>(); };
  EXPECT_NEAR(dots(thinned) / dots(bare), 128.0 / 255, 0.02);
}

TEST(Command, AShapeIsSaidNotToBeUsedWhereTheSceneDrawsItsLine) {
  const Folder out;
  const Finished run = run_command(
      {"plan", "--scene", phantom() / "photo.scene.json", "--style", "receded", "--out", out / "p", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const json warnings = json::parse(run.out)["warnings"];
  EXPECT_TRUE(std::any_of(warnings.begin(), warnings.end(), [](const json& each) {
    return each.get<std::string>().starts_with("hairline: the scene draws its own");
  })) << warnings;
}

TEST(Command, PlacesByAGreyImageAndMeasuresIt) {
  const Folder out;
  Image<unsigned char> ramp(200, 100, 1);
  for (int y = 0; y < 100; ++y)
    for (int x = 0; x < 200; ++x) *ramp.view().pixel(x, y) = static_cast<unsigned char>(x < 20 ? 0 : 55 + x);
  const auto png = encode_png(ramp.view(), {}).value();
  write_text(out / "grey.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  const std::vector<std::string> scale = {"--density", out / "grey.png", "--mm-per-px", "0.5", "--peak", "150"};
  std::vector<std::string> place = {"place", "--out", out / "dots.csv", "--sessions", "3", "--json"};
  place.insert(place.end(), scale.begin(), scale.end());
  const Finished placed = run_command(place);
  ASSERT_EQ(placed.status, 0) << placed.err;
  const json report = json::parse(placed.out);
  EXPECT_NEAR(report["dots"].get<double>(), report["expected"].get<double>(), 40);  // 0.6 of the root
  const std::string csv = read_text(out / "dots.csv");
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "id,session,order,x_mm,y_mm");

  std::vector<std::string> measure = {"measure", out / "dots.csv", "--json"};
  measure.insert(measure.end(), scale.begin(), scale.end());
  const Finished measured = run_command(measure);
  ASSERT_EQ(measured.status, 0) << measured.err;
  const json m = json::parse(measured.out);
  EXPECT_EQ(m["dots"], report["dots"]);
  // Natural regularity; a set of 6000 dots with a border all round strays a little more than a large one.
  EXPECT_NEAR(m["nn"]["mean"].get<double>(), 0.78, 0.03);
  EXPECT_LT(m["variance_to_mean"]["16"].get<double>(), 0.2);
  const Finished text = run_command({"measure", out / "dots.csv"});
  EXPECT_EQ(text.status, 0);
  EXPECT_NE(text.out.find("nearest neighbour"), std::string::npos);
}

/// A CSV file of n x n dots, one to the mm2, each anywhere in its square.
void write_dots(const std::string& path, int n) {
  std::string csv = "id,session,order,x_mm,y_mm\n";
  for (int i = 0; i < n * n; ++i) {
    Rng rng(1, RngStage::kTest, static_cast<std::uint64_t>(i));
    const double x = i % n + rng.uniform(), y = i / n + rng.uniform();
    const std::string id = std::to_string(i);
    csv += id + ",1," + id + ',' + std::to_string(x) + ',' + std::to_string(y) + '\n';
  }
  write_text(path, csv);
}

TEST(Command, MeasuresHolesBondsSpectraAndRepeats) {
  const Folder out;
  write_dots(out / "dots.csv", 70);
  const std::vector<std::string> arguments = {"measure", out / "dots.csv", "--picture", out / "dots.svg", "--json"};
  const Finished measured = run_command(arguments);
  ASSERT_EQ(measured.status, 0) << measured.err;
  const json m = json::parse(measured.out);
  for (const char* key :
       {"dots", "expected", "nn", "variance_to_mean", "hole", "bond_order", "spectrum", "local_spectrum", "repetition"})
    EXPECT_TRUE(m.contains(key)) << key;
  // What tests/metrics derives for such sets; 4900 dots stray a little.
  EXPECT_NEAR(m["hole"].get<double>(), 1.15, 0.2);
  EXPECT_NEAR(m["bond_order"].get<double>(), 0.36, 0.02);
  for (const char* form : {"spectrum", "local_spectrum"}) {
    EXPECT_NEAR(m[form]["effective_nyquist"].get<double>(), 0.26, 0.05) << form;
    EXPECT_LT(m[form]["oscillation"].get<double>(), 0.5) << form;
  }
  EXPECT_LT(m["repetition"].get<double>(), 18);
  const std::string svg = read_text(out / "dots.svg");
  EXPECT_EQ(svg.substr(0, 4), "<svg");
  EXPECT_NE(svg.find("effective Nyquist"), std::string::npos);
  EXPECT_EQ(out.files(), (std::vector<std::string>{"dots.csv", "dots.svg"})) << "nothing temporary stays";

  const Finished one_thread =
      run_command({"measure", out / "dots.csv", "--picture", out / "again.svg", "--json", "--threads", "1"});
  EXPECT_EQ(one_thread.out, measured.out);
  EXPECT_EQ(read_text(out / "again.svg"), svg);

  const Finished text = run_command({"measure", out / "dots.csv"});
  EXPECT_EQ(text.status, 0);
  for (const char* word : {"largest hole", "bond order", "effective Nyquist", "oscillation", "repetition"})
    EXPECT_NE(text.out.find(word), std::string::npos) << word;
  EXPECT_EQ(text.out.find("too small"), std::string::npos);
}

TEST(Command, MeasureSaysWhatASmallSetCannotTell) {
  const Folder out;
  write_dots(out / "dots.csv", 4);
  const Finished measured = run_command({"measure", out / "dots.csv", "--picture", out / "dots.svg", "--json"});
  ASSERT_EQ(measured.status, 0) << measured.err;
  const json m = json::parse(measured.out);
  for (const char* key : {"bond_order", "spectrum", "local_spectrum", "repetition"})
    EXPECT_TRUE(m[key].is_null()) << key;
  EXPECT_NE(read_text(out / "dots.svg").find("too few dots"), std::string::npos);
  const Finished text = run_command({"measure", out / "dots.csv"});
  EXPECT_NE(text.out.find("repetition, largest bin / mean of its ring (random dots 10 to 18): set too small"),
            std::string::npos)
      << text.out;
}

TEST(Command, MeasureThatCannotDrawSaysSoAndLosesNothing) {
  const Folder out;
  write_dots(out / "dots.csv", 4);
  const Finished run = run_command({"measure", out / "dots.csv", "--picture", out / "missing/dots.svg", "--json"});
  EXPECT_EQ(run.status, 4);
  EXPECT_TRUE(run.out.empty()) << run.out;
  EXPECT_EQ(count_lines(run.err), 1U) << run.err;
  EXPECT_EQ(out.files(), std::vector<std::string>{"dots.csv"});
}

}  // namespace
}  // namespace tonsure::testing
