// Previews of the annotated photographs, where they are at hand.
#include <cstdlib>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <tonsure/io/photo.h>

#include "command/run_command.h"

namespace tonsure::testing {
namespace {

using nlohmann::json;

TEST(Photos, EveryAnnotatedPhotoGivesAPreview) {
  const char* folder = std::getenv("TONSURE_TEST_PHOTOS");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_PHOTOS is not set: the annotated photographs are not at hand";
  int scenes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".scene.json")) continue;
    ++scenes;
    const json scene = json::parse(read_text(entry.path().string()));
    const std::string photo = (entry.path().parent_path() / scene["image"].get<std::string>()).string();
    const Folder out;
    const Finished run = run_command({"preview", photo, "--out", out.path(), "--json"});
    ASSERT_EQ(run.status, 0) << name << ": " << run.err;
    const json report = json::parse(run.out);
    EXPECT_GT(report["dots_drawn"].get<int>(), 500) << name;
    EXPECT_LT(report["tone"]["delta_l"].get<double>(), -3) << name;
    const auto before = load_photo(photo), after = load_photo(out / "after.png");
    ASSERT_TRUE(before.ok() && after.ok()) << name;
    EXPECT_EQ(after->pixels.width(), scene["size"][0].get<int>()) << name;
    EXPECT_EQ(after->pixels.height(), scene["size"][1].get<int>()) << name;
    EXPECT_EQ(after->pixels.channels(), before->pixels.channels()) << name << ": alpha is kept";
    // The face stays: of the lowest tenth of the photo, no byte changes (all heads end above it, or are treated
    // only above it).
    const auto a = before->pixels.view(), b = after->pixels.view();
    for (int y = a.height - a.height / 10; y < a.height; ++y) {
      if (scene["view"] == "top") break;  // these heads fill the picture
      ASSERT_TRUE(std::equal(a.row(y), a.row(y) + static_cast<std::ptrdiff_t>(a.width) * a.channels, b.row(y)))
          << name << ", row " << y;
    }
  }
  EXPECT_GT(scenes, 0) << "no scenes in " << folder;
}

}  // namespace
}  // namespace tonsure::testing
