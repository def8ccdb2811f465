// `tonsure inspect`: what it prints, what it writes, what it leaves alone.
#include <filesystem>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

/// A small phantom from before, drawn once for all tests.
const Folder& phantom() {
  static const Folder folder;
  static const Finished drawn = run_command({"phantom", "--size", "400x400", "--out", folder.path()});
  EXPECT_EQ(drawn.status, 0) << drawn.err;
  return folder;
}

TEST(Inspect, PrintsOneObjectWithScalePoseAndPolygons) {
  const Finished run = run_command({"inspect", phantom() / "photo.png", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const json report = json::parse(run.out);
  for (const char* key : {"view", "mm_per_px", "mm_per_px_sd", "yaw_deg", "pitch_deg", "roll_deg", "yaw_sd_deg",
                          "pitch_sd_deg", "roll_sd_deg", "evidence", "faces", "given", "proposed", "head_outline",
                          "scalp_region", "hairline", "existing_hair", "face_points", "warnings"})
    EXPECT_TRUE(report.contains(key)) << key;
  EXPECT_TRUE(report["given"].empty());
  for (const char* part : {"view", "head_outline", "scalp_region", "hairline", "existing_hair"}) {
    ASSERT_TRUE(report["proposed"].contains(part)) << part;
    const double confidence = report["proposed"][part]["confidence"];
    EXPECT_GT(confidence, 0) << part;
    EXPECT_LT(confidence, 1) << part;
    EXPECT_FALSE(report["proposed"][part]["reason"].get<std::string>().empty()) << part;
  }
  EXPECT_GE(report["head_outline"].size(), 30U);
  EXPECT_EQ(phantom().files(), (std::vector<std::string>{"photo.png", "photo.scene.json"})) << "nothing is written";
}

TEST(Inspect, TellsPeopleWithoutJson) {
  const Finished run = run_command({"inspect", phantom() / "photo.png"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(run.out.empty());
  for (const char* word : {"head_outline", "proposed", "scale"})
    EXPECT_NE(run.err.find(word), std::string::npos) << word;
}

TEST(Inspect, WritesASceneThatCanBeReadAndAnOverlay) {
  const Folder out;
  const Finished run = run_command({"inspect", phantom() / "photo.png", "--out", out.path(), "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(out.files(), (std::vector<std::string>{"overlay.png", "photo.scene.json"}));
  const auto scene = load_scene(out / "photo.scene.json");
  ASSERT_TRUE(scene.ok()) << scene.error().message();
  EXPECT_EQ(scene->image, "photo.png");
  EXPECT_EQ(json::parse(run.out)["head_outline"].size(), scene->head_outline.size());
}

TEST(Inspect, KeepsWhatIsAnnotated) {
  const Folder work;
  write_text(work / "some.json", R"({"view": "three-quarter", "scalp_region": [[160, 70], [240, 70], [200, 110]]})");
  const Finished run =
      run_command({"inspect", phantom() / "photo.png", "--scene", work / "some.json", "--out", work / "out", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const json report = json::parse(run.out);
  EXPECT_EQ(report["view"], "three-quarter");
  EXPECT_EQ(report["given"], json::parse(R"(["view", "scalp_region"])"));
  EXPECT_EQ(report["scalp_region"], json::parse("[[160, 70], [240, 70], [200, 110]]"));
  EXPECT_FALSE(report["proposed"].contains("view"));
}

TEST(Inspect, SparesAnAnnotationBesideThePhoto) {
  const Folder work;
  std::filesystem::copy_file(phantom() / "photo.png", work / "photo.png");
  write_text(work / "photo.scene.json", "mine");
  const Finished refused = run_command({"inspect", work / "photo.png", "--out", work.path()});
  EXPECT_EQ(refused.status, 4) << refused.err;
  EXPECT_EQ(read_text(work / "photo.scene.json"), "mine");
  write_text(work / "photo.scene.json", R"({"view": "front"})");
  std::vector<std::string> in_place = {"inspect", work / "photo.png", "--scene", work / "photo.scene.json",
                                       "--out",   work.path()};
  EXPECT_EQ(run_command(in_place).status, 4) << "an input";
  EXPECT_EQ(read_text(work / "photo.scene.json"), R"({"view": "front"})");
  in_place.emplace_back("--force");
  const Finished allowed = run_command(in_place);
  EXPECT_EQ(allowed.status, 0) << allowed.err;
  EXPECT_TRUE(load_scene(work / "photo.scene.json").ok());
}

TEST(Inspect, RefusesHeadsWhoseViewIsUncertain) {
  for (const char* view : {"left", "top"}) {
    const Folder work;
    ASSERT_EQ(run_command({"phantom", "--size", "300x300", "--view", view, "--out", work.path()}).status, 0);
    const Finished alone = run_command({"inspect", work / "photo.png", "--out", work / "out"});
    EXPECT_EQ(alone.status, 3) << alone.err;
    EXPECT_EQ(count_lines(alone.err), 1U) << alone.err;
    EXPECT_NE(alone.err.find("view"), std::string::npos) << alone.err;
    EXPECT_FALSE(std::filesystem::exists(work / "out"));
    write_text(work / "seen.json", "{\"view\": \"" + std::string(view) + "\"}");
    const Finished told = run_command({"inspect", work / "photo.png", "--scene", work / "seen.json"});
    EXPECT_EQ(told.status, 0) << told.err;
  }
}

TEST(Inspect, NamesAHairlineThatLeavesNoScalp) {
  const Folder work;
  write_text(work / "above.json", R"({"view": "front", "hairline": [[90, 20], [200, 15], [310, 20]]})");
  const Finished run = run_command({"inspect", phantom() / "photo.png", "--scene", work / "above.json"});
  EXPECT_EQ(run.status, 3) << run.err;
  EXPECT_EQ(count_lines(run.err), 1U) << run.err;
  EXPECT_NE(run.err.find("above.json: hairline"), std::string::npos) << run.err;
}

TEST(Inspect, RefusesWhatItCannotUse) {
  const Folder work;
  write_text(work / "bad.json", R"({"view": "above"})");
  const Finished bad = run_command({"inspect", phantom() / "photo.png", "--scene", work / "bad.json"});
  EXPECT_EQ(bad.status, 3);
  EXPECT_NE(bad.err.find("bad.json: view"), std::string::npos) << bad.err;
  EXPECT_EQ(count_lines(bad.err), 1U) << bad.err;
  EXPECT_EQ(run_command({"inspect", work / "none.jpg"}).status, 3);
  // What is wrong with the photo is no fault of the scene.
  const Image<unsigned char> tiny(20, 20, 3, 100);
  const auto png = encode_png(tiny.view(), {}).value();
  write_text(work / "tiny.png", std::string(reinterpret_cast<const char*>(png.data()), png.size()));
  write_text(work / "tiny.json", R"({"size": [20, 20]})");
  const Finished small = run_command({"inspect", work / "tiny.png", "--scene", work / "tiny.json"});
  EXPECT_EQ(small.status, 3);
  EXPECT_NE(small.err.find("tiny.png: the photo is only"), std::string::npos) << small.err;
  write_text(work / "large.json", R"({"size": [99, 99]})");
  const Finished other = run_command({"inspect", work / "tiny.png", "--scene", work / "large.json"});
  EXPECT_EQ(other.status, 3);
  EXPECT_NE(other.err.find("large.json: size"), std::string::npos) << other.err;
  EXPECT_EQ(run_command({"inspect"}).status, 2);
}

}  // namespace
}  // namespace tonsure::testing
