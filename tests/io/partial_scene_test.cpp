#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include <tonsure/io/json.h>

namespace tonsure {
namespace {

TEST(PartialScene, ReadsWhatIsThere) {
  const auto none = partial_scene_from_json("{}", "a.json");
  ASSERT_TRUE(none.ok()) << none.error().message();
  for (const ScenePart part : kAllSceneParts) EXPECT_FALSE(none->holds(part)) << scene_part_name(part);
  const auto some = partial_scene_from_json(
      R"({"view": "top", "head_outline": null, "hairline": [], "mm_per_px": 0.25, "client": 7,
          "existing_hair": [[[10, 10], [20, 10], [20, 20]]]})",
      "a.json");
  ASSERT_TRUE(some.ok()) << some.error().message();
  EXPECT_TRUE(some->holds(ScenePart::kView));
  EXPECT_FALSE(some->holds(ScenePart::kHeadOutline));
  EXPECT_FALSE(some->holds(ScenePart::kScalpRegion));
  EXPECT_TRUE(some->holds(ScenePart::kHairline));
  EXPECT_TRUE(some->holds(ScenePart::kExistingHair));
  EXPECT_EQ(some->scene.view, View::kTop);
  EXPECT_EQ(some->scene.unknown_keys.at("client"), "7");
}

TEST(PartialScene, RefusesWhatDoesNotFit) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {R"({"view": "above"})", "view"},
      {R"({"head_outline": [[0, 0], [1, 1]]})", "head_outline"},
      {R"({"size": [100, 100], "scalp_region": [[10, 10], [500, 10], [50, 50]]})", "scalp_region[1]"},
      {R"({"mm_per_px": -1})", "mm_per_px"},
      {R"({"size": 7})", "size"}};
  for (const auto& [text, where] : cases) {
    const auto read = partial_scene_from_json(text, "a.json");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().file, "a.json");
    EXPECT_EQ(read.error().where, where) << text;
  }
}

}  // namespace
}  // namespace tonsure
