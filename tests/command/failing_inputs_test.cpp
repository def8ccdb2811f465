// Inputs that failed once, kept beside the repository: each through the command, within 4 GB and two minutes of CPU.
// Where the folder is missing (TONSURE_TEST_FAILING), they are skipped, saying so.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

class FailingInputs : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("TONSURE_TEST_FAILING");  // NOLINT(concurrency-mt-unsafe): no other thread
    if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_FAILING names no folder of inputs that failed";
    folder_ = folder;
    photo_ = input("phantom700.png");
    scene_ = input("phantom700.scene.json");
  }

  [[nodiscard]] std::string input(const std::string& name) const { return folder_ + "/" + name; }

  /// Runs the command; what it says is ours, a line each, and it ends with one of `statuses`.
  Finished run(const std::vector<std::string>& arguments, const std::vector<int>& statuses) const {
    Finished done = run_command(arguments, "ulimit -v 4000000; ulimit -t 120; ");
    EXPECT_NE(std::find(statuses.begin(), statuses.end(), done.status), statuses.end())
        << arguments.at(1) << ": " << done.status << "\n"
        << done.err;
    std::size_t begin = 0;
    while (begin < done.err.size()) {
      const std::size_t end = std::min(done.err.find('\n', begin), done.err.size());
      const std::string line = done.err.substr(begin, end - begin);
      EXPECT_TRUE(line.starts_with("tonsure: ") || line.starts_with("warning: ")) << arguments.at(1) << ": " << line;
      begin = end + 1;
    }
    if (done.status == 3) {
      EXPECT_EQ(count_lines(done.err), 1U) << done.err;
    }
    return done;
  }

  /// The same for a run that must end well; what its JSON says.
  [[nodiscard]] json report(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const Finished done = run(arguments, {0});
    return done.status == 0 ? json::parse(done.out) : json::object();
  }

  json preview_with_mask(const std::string& mask, const std::string& out) const {
    return report({"preview", photo_, "--mask", input(mask), "--out", out});
  }

  static bool warns_of(const json& report, const std::string& what) {
    return report.contains("warnings") && report["warnings"].dump().find(what) != std::string::npos;
  }

  std::string folder_, photo_, scene_;
  Folder work_;
};

TEST_F(FailingInputs, HeadsThatAreNotFoundAreNoInternalErrors) {
  run({"inspect", input("inspect-crash-no-bare-skin.png"), "--json"}, {0, 3});
  const Finished above = run({"inspect", photo_, "--scene", input("inspect-hairline-above-head.partial.json")}, {3});
  EXPECT_NE(above.err.find("hairline"), std::string::npos) << above.err;
  for (const char* view : {"left", "top"}) {
    const Finished seen = run({"inspect", input("phantom-" + std::string(view) + "-view.png"), "--json"}, {0, 3});
    if (seen.status == 0) {
      EXPECT_EQ(json::parse(seen.out)["view"], view);
    }
  }
}

TEST_F(FailingInputs, MasksAndDensitiesMeanTheSameHoweverTheyAreStored) {
  EXPECT_EQ(preview_with_mask("mask-white-brush-on-transparent.png", work_ / "brush")["dots"],
            preview_with_mask("mask-same-opaque.png", work_ / "opaque")["dots"]);
  preview_with_mask("mask-left-half-exif3.jpg", work_ / "turned");
  preview_with_mask("mask-left-half-upright.png", work_ / "upright");
  const auto mean_x_px = [&](const std::string& file) {
    const std::string text = read_text(file);
    double sum = 0;
    int count = 0;
    for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1, ++count) {
      std::size_t field = at;
      for (int i = 0; i < 13; ++i) field = text.find(',', field) + 1;
      sum += std::strtod(text.c_str() + field, nullptr);
    }
    return sum / std::max(count, 1);
  };
  EXPECT_NEAR(mean_x_px(work_ / "turned/dots.csv"), mean_x_px(work_ / "upright/dots.csv"), 5);
  const json density = report({"place", "--density", input("density-white-on-transparent.png"), "--mm-per-px", "0.5",
                               "--peak", "150", "--out", work_ / "dots.csv"});
  EXPECT_NEAR(density.value("dots", 0), 4211, 20);
  const Finished black = run({"preview", photo_, "--mask", input("mask-all-black.png"), "--out", work_ / "b"}, {3});
  EXPECT_NE(black.err.find("mask-all-black.png"), std::string::npos) << black.err;
}

TEST_F(FailingInputs, DamageInAPhotoIsTold) {
  const Finished half =
      run({"preview", input("jpeg-half-with-eoi.jpg"), "--scene", scene_, "--out", work_ / "half", "--json"}, {0, 3});
  if (half.status == 0) {
    EXPECT_TRUE(warns_of(json::parse(half.out), "damaged")) << half.err;
  }
  run({"preview", input("jpeg-damaged-two-lines-on-stderr.jpg"), "--scene", scene_, "--out", work_ / "d", "--json"},
      {0, 3});
  const Finished cmyk = run({"inspect", input("tiff-cmyk.tif")}, {3});
  EXPECT_NE(cmyk.err.find("CMYK"), std::string::npos) << cmyk.err;
}

TEST_F(FailingInputs, ColourThatAFileTellsIsHonoured) {
  const json plain = report({"preview", photo_, "--out", work_ / "plain"});
  const json linear = report({"preview", input("png-linear-gama.png"), "--scene", scene_, "--out", work_ / "linear"});
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(linear["skin_linear_rgb"].at(c).get<double>(), plain["skin_linear_rgb"].at(c).get<double>(), 0.01);
}

TEST_F(FailingInputs, AMeshIsHeldAgainstTheScene) {
  const auto plan = [&](const std::string& mesh) {
    return run({"plan", "--scene", scene_, "--mesh", input(mesh), "--out", work_ / mesh, "--json"}, {0, 3});
  };
  const json fitting = json::parse(plan("mesh-ok.obj").out);
  EXPECT_FALSE(warns_of(fitting, "mesh")) << fitting["warnings"];
  EXPECT_FALSE(warns_of(fitting, "backwards")) << fitting["warnings"];
  for (const auto& [name, what] :
       {std::pair("mesh-facing-back.obj", "backwards"), std::pair("mesh-20-percent-too-large.obj", "mesh")}) {
    const Finished done = plan(name);
    if (done.status == 0) {
      EXPECT_TRUE(warns_of(json::parse(done.out), what)) << name << done.err;
    }
  }
  EXPECT_EQ(json::parse(plan("mesh-cr-line-ends.obj").out)["dots"], fitting["dots"]);
}

TEST_F(FailingInputs, MemoryAndTimeAreBounded) {
  run({"inspect", input("tiff-tile-30000-takes-3.5GB.tif")}, {3});
  run({"inspect", input("jpeg-500-scans-takes-seconds.jpg")}, {3});
  run({"measure", input("csv-50k-columns.csv")}, {3});
  run({"preview", photo_, "--scene", input("scene-circle-fills-memory.json"), "--out", work_ / "circle", "--json"},
      {0, 3});
  run({"plan", "--scene", input("scene-hairline-9999-points-hangs.json"), "--out", work_ / "points", "--json"}, {0, 3});
  for (const char* name : {"drive239", "drive445", "drive675"})
    run({"plan", "--scene", input(std::string(name) + ".scene.json"), "--treatment",
         input(std::string(name) + ".treatment.json"), "--out", work_ / name, "--json"},
        {0, 3});
}

}  // namespace
}  // namespace tonsure::testing
