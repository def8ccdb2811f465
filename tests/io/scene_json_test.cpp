#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>

#include <gtest/gtest.h>
#include <tonsure/io/json.h>
#include <nlohmann/json.hpp>

#include "json_test_support.h"

namespace tonsure {
namespace {

Scene full_scene() {
  auto scene = scene_from_json(kFullScene, "full.scene.json");
  EXPECT_TRUE(scene.ok()) << scene.error().message();
  return scene.value();
}

std::string message_for(const std::string& text) {
  const auto scene = scene_from_json(text, "a.scene.json");
  return scene.ok() ? "accepted" : scene.error().message();
}

TEST(SceneJson, ReadsEveryKey) {
  const Scene s = full_scene();
  EXPECT_EQ(s.image, "head \"one\".jpg");
  EXPECT_EQ(s.width_px, 400);
  EXPECT_EQ(s.height_px, 300);
  EXPECT_EQ(s.view, View::kThreeQuarter);
  EXPECT_EQ(s.mm_per_px, 0.5);
  EXPECT_EQ(s.head_outline, (Points<PhotoPx>{{50, 20}, {350, 20}, {350, 280.25}, {50, 280}}));
  EXPECT_EQ(s.scalp_region.size(), 4U);
  ASSERT_TRUE(s.hairline);
  EXPECT_EQ(s.hairline->size(), 3U);
  ASSERT_EQ(s.existing_hair.size(), 2U);
  EXPECT_EQ(s.existing_hair[1][0], (Vec2<PhotoPx>{310, 30}));
  ASSERT_EQ(s.exclude.size(), 1U);
  ASSERT_EQ(s.face_points.size(), 2U);
  EXPECT_EQ(s.face_points[0].name, "chin");
  EXPECT_FALSE(s.face_points[0].position);
  EXPECT_EQ(find_face_point(s, "glabella"), (Vec2<PhotoPx>{200, 250}));
  ASSERT_EQ(s.scars.size(), 2U);
  EXPECT_EQ(s.scars[0].kind, ScarKind::kStrip);
  EXPECT_EQ(s.scars[0].line.size(), 2U);
  EXPECT_EQ(s.scars[0].width_mm, 2.5);
  EXPECT_EQ(s.scars[0].unknown_keys, (UnknownKeys{{"year", "2011"}}));
  EXPECT_EQ(s.scars[1].kind, ScarKind::kBurn);
  EXPECT_EQ(s.scars[1].outline.size(), 3U);
  ASSERT_TRUE(s.marker);
  EXPECT_EQ(s.marker->kind, "coin");
  EXPECT_EQ(s.marker->size_mm, 23.25);
  EXPECT_EQ(s.marker->points.size(), 2U);
  EXPECT_EQ(s.marker->unknown_keys, (UnknownKeys{{"currency", "\"EUR\""}}));
  ASSERT_TRUE(s.camera);
  EXPECT_EQ(s.camera->fy, 1001);
  EXPECT_EQ(s.camera->cx, 200);
  EXPECT_EQ(s.camera->rotation[4], -1);
  EXPECT_EQ(s.camera->translation_mm, (std::vector<double>{0, 0, 500}));
  EXPECT_EQ(s.camera->unknown_keys, (UnknownKeys{{"lens", "null"}}));
  EXPECT_EQ(s.notes, "für Tests");
}

TEST(SceneJson, KeepsUnknownKeysVerbatim) {
  const Scene s = full_scene();
  EXPECT_EQ(s.unknown_keys, (UnknownKeys{{"coords", R"("pixels, \"upright\"")"},
                                         {"zeta", R"({"b": [1e2, 0.10, "}"], "a": 12345678901234567890123})"}}));
  const std::string written = scene_to_json(s);
  EXPECT_NE(written.find(R"("zeta": {"b": [1e2, 0.10, "}"], "a": 12345678901234567890123})"), std::string::npos);
  EXPECT_LT(written.find("\"coords\""), written.find("\"zeta\""));
}

TEST(SceneJson, WritingWhatWasReadChangesNothing) {
  const std::string once = scene_to_json(full_scene());
  const auto again = scene_from_json(once, "again");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(scene_to_json(*again), once);
  // The same document, as far as JSON can tell.
  EXPECT_EQ(nlohmann::json::parse(once), nlohmann::json::parse(kFullScene));
}

TEST(SceneJson, WritesNothingThatWasNotThere) {
  const char* const least = R"({"image": "", "size": [9, 9], "view": "top", "head_outline": [[0, 0], [9, 0], [0, 9]],
                               "scalp_region": [[0, 0], [9, 0], [0, 9]]})";
  const auto scene = scene_from_json(least, "least");
  ASSERT_TRUE(scene.ok()) << scene.error().message();
  EXPECT_FALSE(scene->mm_per_px);
  EXPECT_FALSE(scene->hairline);
  nlohmann::json written = nlohmann::json::parse(scene_to_json(*scene));
  EXPECT_EQ(written.at("schema"), "tonsure.scene/1");
  written.erase("schema");
  EXPECT_EQ(written, nlohmann::json::parse(least));
}

TEST(SceneJson, TellsNoHairlineFromNoneInView) {
  const std::string hairline = R"("hairline": [[100, 150], [200, 140], [300, 150]],)";
  const auto read = [&](const char* other) { return scene_from_json(with(kFullScene, hairline, other), "x").value(); };
  EXPECT_FALSE(read("").hairline);
  EXPECT_FALSE(read(R"("hairline": null,)").hairline);
  const Scene none = read(R"("hairline": [],)");
  ASSERT_TRUE(none.hairline);
  EXPECT_TRUE(none.hairline->empty());
  EXPECT_NE(scene_to_json(none).find("\"hairline\": []"), std::string::npos);
}

TEST(SceneJson, DropsRepeatedVertices) {
  std::string text = with(kFullScene, "[[100, 40], [300, 40], [300, 150], [100, 150]]",
                          "[[100, 40], [100, 40], [300, 40], [300, 150], [100, 150], [100, 150], [100, 40]]");
  text = with(text, "[[100, 150], [200, 140], [300, 150]]", "[[100, 150], [100, 150], [200, 140], [100, 150]]");
  const auto scene = scene_from_json(text, "x");
  ASSERT_TRUE(scene.ok()) << scene.error().message();
  EXPECT_EQ(scene->scalp_region, (Points<PhotoPx>{{100, 40}, {300, 40}, {300, 150}, {100, 150}}));
  EXPECT_EQ(*scene->hairline, (Points<PhotoPx>{{100, 150}, {200, 140}, {100, 150}}));  // a line may end where it began
  EXPECT_TRUE(check_scene(*scene).ok());
}

TEST(SceneJson, WritesStringsThatAreNoUtf8AndTextsThatAreNoJson) {
  Scene scene = full_scene();
  scene.notes = "line\nbreak \xFF";
  scene.unknown_keys = {{"broken", "{\"a\":"}, {"view", "\"top\""}};  // "view" is known, so it is not unknown
  const std::string written = scene_to_json(scene);
  const auto again = scene_from_json(written, "x");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(again->notes, "line\nbreak \xEF\xBF\xBD");
  EXPECT_EQ(again->view, View::kThreeQuarter);
  EXPECT_EQ(again->unknown_keys, (UnknownKeys{{"broken", R"("{\"a\":")"}}));
}

struct Spoilt {
  const char* what;
  std::string text;
  std::string message;  ///< how Error::message() begins
};

std::ostream& operator<<(std::ostream& out, const Spoilt& spoilt) {
  return out << spoilt.what;
}

class SceneJsonRefuses : public testing::TestWithParam<Spoilt> {};

TEST_P(SceneJsonRefuses, InOneLine) {
  const std::string message = message_for(GetParam().text);
  EXPECT_EQ(message.substr(0, GetParam().message.size()), GetParam().message) << message;
  EXPECT_TRUE(std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; })) << message;
  EXPECT_NE(message.find("; "), std::string::npos) << "no advice: " << message;
  EXPECT_LT(message.size(), 400U);
}

std::string scene_with(const std::string& from, const std::string& to) {
  return with(kFullScene, from, to);
}

const char* const kRegion = "[[100, 40], [300, 40], [300, 150], [100, 150]]";
const char* const kRotation = "[1, 0, 0, 0, -1, 0, 0, 0, -1]";

INSTANTIATE_TEST_SUITE_P(
    Text, SceneJsonRefuses,
    testing::Values(
        Spoilt{"Empty", "", "a.scene.json: is empty"}, Spoilt{"Blank", " \n\t ", "a.scene.json: is empty"},
        Spoilt{"NotJson", "{\n  \"image\": head\n}", "a.scene.json: line 2, column 12: not JSON (invalid literal"},
        Spoilt{"SingleLine", "{,}", "a.scene.json: line 1, column 2: not JSON (unexpected ','"},
        Spoilt{"Truncated", std::string(kFullScene).substr(0, 220), "a.scene.json: line 8, column 1: not JSON"},
        Spoilt{"Trailing", "{} {}", "a.scene.json: line 1, column 4: not JSON"},
        Spoilt{"Picture", "\x89PNG\r\n\x1a\n", "a.scene.json: line 1, column 1: not JSON"},
        Spoilt{"Array", "[1, 2]", "a.scene.json: found an array of 2; the file must be one JSON object"},
        Spoilt{"Number", "42", "a.scene.json: found 42; the file must be one JSON object"},
        Spoilt{"Text", "\"x\ty\"", "a.scene.json: line 1, column 3: not JSON"},
        Spoilt{"NaN", scene_with("0.5", "NaN"), "a.scene.json: line 6, column 16: not JSON (invalid literal"},
        Spoilt{"Infinity", scene_with("280.25", "Infinity"), "a.scene.json: line 7, column 47: not JSON"},
        Spoilt{"Huge", scene_with("280.25", "1e999"),
               "a.scene.json: head_outline[2][1]: found the number 1e999; numbers must be finite"},
        Spoilt{"HugeAtTop", scene_with("0.5", "-1e400"), "a.scene.json: mm_per_px: found the number -1e400"},
        Spoilt{"DuplicateKey", scene_with("\"notes\"", "\"view\""), "a.scene.json: view: the key is given twice"},
        Spoilt{"DuplicateInside", scene_with("\"fy\"", "\"fx\""), "a.scene.json: camera.fx: the key is given twice"},
        Spoilt{"DuplicateInArray", scene_with("\"year\"", "\"kind\""), "a.scene.json: scars[0].kind: the key is given"},
        Spoilt{"Deep", scene_with("2011", std::string(10000, '[') + std::string(10000, ']')),
               "a.scene.json: is nested deeper than 64 levels"},
        Spoilt{"DeepUnclosed", std::string(10000000 / 4, '['), "a.scene.json: is nested deeper than 64 levels"},
        Spoilt{"BadUtf8", scene_with("für Tests", "f\xFCr"),
               "a.scene.json: line 20, column 14: not JSON (invalid UTF-8)"},
        Spoilt{"BadUtf8Key", scene_with("\"zeta\"", "\"\xC3\""), "a.scene.json: line 21, column 5: not JSON"}),
    [](const auto& spoilt) { return spoilt.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Keys, SceneJsonRefuses,
    testing::Values(
        Spoilt{"OtherSchema", scene_with("scene/1", "scene/2"),
               "a.scene.json: schema: found \"tonsure.scene/2\"; this version reads \"tonsure.scene/1\""},
        Spoilt{"SchemaNumber", scene_with("\"tonsure.scene/1\"", "1"), "a.scene.json: schema: found 1"},
        Spoilt{"NoImage", scene_with("\"image\"", "\"imag\""), "a.scene.json: image: the key is missing"},
        Spoilt{"NoSize", scene_with("\"size\"", "\"sizes\""), "a.scene.json: size: the key is missing"},
        Spoilt{"NoView", scene_with("\"view\"", "\"views\""), "a.scene.json: view: the key is missing"},
        Spoilt{"NoHead", scene_with("head_outline", "outline"), "a.scene.json: head_outline: the key is missing"},
        Spoilt{"NoRegion", scene_with("scalp_region", "region"), "a.scene.json: scalp_region: the key is missing"},
        Spoilt{"ImageNumber", scene_with("\"head \\\"one\\\".jpg\"", "7"), "a.scene.json: image: found 7"},
        Spoilt{"SizeOfThree", scene_with("[400, 300]", "[400, 300, 3]"), "a.scene.json: size: found an array of 3"},
        Spoilt{"SizeText", scene_with("[400, 300]", "\"400x300\""), "a.scene.json: size: found \"400x300\""},
        Spoilt{"SizeFraction", scene_with("[400, 300]", "[400.5, 300]"), "a.scene.json: size[0]: found 400.5"},
        Spoilt{"SizeZero", scene_with("[400, 300]", "[0, 300]"), "a.scene.json: size: found 0 x 300 px"},
        Spoilt{"SizeNegative", scene_with("[400, 300]", "[400, -300]"), "a.scene.json: size: found 400 x -300 px"},
        Spoilt{"SizeHuge", scene_with("[400, 300]", "[99999999999, 1]"), "a.scene.json: size[0]: found 99999999999"},
        Spoilt{"SizeMegapixels", scene_with("[400, 300]", "[20000, 20000]"),
               "a.scene.json: size: found 20000 x 20000 px"},
        Spoilt{"View", scene_with("three-quarter", "side\x7Fways\\n\xC2\x9B"),
               "a.scene.json: view: found \"side\\u007fways\\n\\u009b\"; allowed are front, top, left, right, back, "
               "three-quarter, "
               "closeup"},
        Spoilt{"ViewNull", scene_with("\"three-quarter\"", "null"), "a.scene.json: view: found null"},
        Spoilt{"ScaleText", scene_with("0.5", "\"0.5\""),
               "a.scene.json: mm_per_px: found \"0.5\"; it must be a number"},
        Spoilt{"ScaleZero", scene_with("0.5", "0"), "a.scene.json: mm_per_px: found 0;"},
        Spoilt{"ScaleNegative", scene_with("0.5", "-1"), "a.scene.json: mm_per_px: found -1;"},
        Spoilt{"ScaleAbsurd", scene_with("0.5", "50"), "a.scene.json: mm_per_px: found 50; allowed are numbers from "},
        Spoilt{"NotesNumber", scene_with("\"für Tests\"", "[]"), "a.scene.json: notes: found an array of 0"}),
    [](const auto& spoilt) { return spoilt.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Shapes, SceneJsonRefuses,
    testing::Values(
        Spoilt{"RegionEmpty", scene_with(kRegion, "[]"), "a.scene.json: scalp_region: is empty"},
        Spoilt{"RegionObject", scene_with(kRegion, "{}"), "a.scene.json: scalp_region: found an object"},
        Spoilt{"RegionNull", scene_with(kRegion, "null"), "a.scene.json: scalp_region: found null"},
        Spoilt{"TwoVertices", scene_with(kRegion, "[[1, 1], [2, 2]]"), "a.scene.json: scalp_region: found 2 points"},
        Spoilt{"PointOfOne", scene_with("[300, 40], [300, 150]", "[300, 40], [300]"),
               "a.scene.json: scalp_region[2]: found an array of 1; a point is two numbers"},
        Spoilt{"PointOfThree", scene_with("[300, 40], [300, 150]", "[300, 40, 0], [300, 150]"),
               "a.scene.json: scalp_region[1]: found an array of 3; a point is two numbers"},
        Spoilt{"FlatPoints", scene_with(kRegion, "[1, 2, 3, 4]"), "a.scene.json: scalp_region[0]: found 1;"},
        Spoilt{"PointText", scene_with("[300, 40], [300, 150]", "[300, \"40\"], [300, 150]"),
               "a.scene.json: scalp_region[1][1]: found \"40\"; it must be a number"},
        Spoilt{"PointNull", scene_with("[300, 40], [300, 150]", "[null, 40], [300, 150]"),
               "a.scene.json: scalp_region[1][0]: found null"},
        Spoilt{"Outside", scene_with("[300, 40], [300, 150]", "[300, 40], [300, 309]"),
               "a.scene.json: scalp_region[2]: found [300, 309], outside the photo"},
        Spoilt{"OutsideAfterRepeats", scene_with(kRegion, "[[100, 40], [100, 40], [300, 40], [300, 400]]"),
               "a.scene.json: scalp_region[3]: found [300, 400], outside the photo"},
        Spoilt{"NoArea", scene_with(kRegion, "[[100, 40], [200, 40], [300, 40]]"),
               "a.scene.json: scalp_region: the outline encloses no area"},
        Spoilt{"OnePointThrice", scene_with(kRegion, "[[100, 40], [100, 40], [100, 40]]"),
               "a.scene.json: scalp_region: the outline encloses no area"},
        Spoilt{"BowTie", scene_with(kRegion, "[[100, 40], [300, 150], [300, 40], [100, 150]]"),
               "a.scene.json: scalp_region: edge 0-1 ([100, 40] to [300, 150]) crosses edge 2-3 ([300, 40] to [100, "
               "150]); "},
        Spoilt{"HeadBowTie", scene_with("[350, 20], [350, 280.25]", "[350, 280.25], [350, 20]"),
               "a.scene.json: head_outline: edge 0-1 "},
        Spoilt{"RegionElsewhere", scene_with(kRegion, "[[1, 1], [30, 1], [30, 30], [1, 30]]"),
               "a.scene.json: scalp_region: does not meet head_outline"},
        Spoilt{"HairlinePoint", scene_with("[[100, 150], [200, 140], [300, 150]]", "[[100, 150]]"),
               "a.scene.json: hairline: found 1 point"},
        Spoilt{"HairNotNested", scene_with("[[310, 30], [340, 30], [340, 60]]", "[310, 30]"),
               "a.scene.json: existing_hair[1][0]: found 310; a point is two numbers"},
        Spoilt{"HairTwoPoints", scene_with("[310, 30], [340, 30], [340, 60]", "[310, 30], [340, 30]"),
               "a.scene.json: existing_hair[1]: found 2 points"},
        Spoilt{"ExcludeOutside", scene_with("[130, 50], [130, 60]", "[130, 50], [1300, 60]"),
               "a.scene.json: exclude[0][2]: found [1300, 60], outside the photo"},
        Spoilt{"FacePoints", scene_with("{\"chin\": null, \"glabella\": [200, 250]}", "[[200, 250]]"),
               "a.scene.json: face_points: found an array of 1; it must be an object"},
        Spoilt{"FacePoint", scene_with("[200, 250]", "\"here\""), "a.scene.json: face_points.glabella: found \"here\""},
        Spoilt{"FacePointOddName", scene_with("\"chin\": null", "\"a\\nb\": 1"),
               "a.scene.json: face_points[\"a\\nb\"]: found 1;"},
        Spoilt{"FacePointOutside", scene_with("[200, 250]", "[200, 2500]"),
               "a.scene.json: face_points.glabella: found [200, 2500], outside the photo"}),
    [](const auto& spoilt) { return spoilt.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Parts, SceneJsonRefuses,
    testing::Values(
        Spoilt{"ScarKind", scene_with("\"strip\"", "\"scratch\""),
               "a.scene.json: scars[0].kind: found \"scratch\"; allowed are strip, fue, plug, burn, linear"},
        Spoilt{"ScarNoKind", scene_with("\"kind\": \"burn\", ", ""), "a.scene.json: scars[1].kind: the key is missing"},
        Spoilt{"ScarNoShape", scene_with("\"polygon\"", "\"poligon\""), "a.scene.json: scars[1]: has neither polygon"},
        Spoilt{"ScarNoWidth", scene_with("\"width_mm\": 2.5, ", ""),
               "a.scene.json: scars[0].width_mm: the key is miss"},
        Spoilt{"ScarZeroWidth", scene_with("2.5", "0"), "a.scene.json: scars[0].width_mm: found 0;"},
        Spoilt{"ScarObject", scene_with("{\"kind\": \"burn\", \"polygon\": [[220, 60], [240, 60], [230, 80]]}", "7"),
               "a.scene.json: scars[1]: found 7; it must be an object"},
        Spoilt{"MarkerKind", scene_with("\"coin\"", "\"ruler\""), "a.scene.json: marker.kind: found \"ruler\";"},
        Spoilt{"MarkerText", scene_with("23.25", "\"big\""), "a.scene.json: marker.size_mm: found \"big\";"},
        Spoilt{"MarkerZero", scene_with("23.25", "0"), "a.scene.json: marker.size_mm: found 0;"},
        Spoilt{"CameraArray", scene_with(kRotation, "[[1, 0, 0], [0, -1, 0], [0, 0, -1]]"),
               "a.scene.json: camera.rotation[0]: found an array of 3; it must be a number"},
        Spoilt{"CameraShort", scene_with(kRotation, "[1, 0, 0, 0, -1, 0, 0, 0]"),
               "a.scene.json: camera.rotation: found 8 numbers; it has 9"},
        Spoilt{"CameraLong", scene_with("[0, 0, 500]", "[0, 0, 500, 1]"),
               "a.scene.json: camera.translation_mm: found 4 numbers; it has 3"},
        Spoilt{"CameraFocal", scene_with("1001", "-1001"), "a.scene.json: camera.fy: found -1001;"},
        Spoilt{"CameraNoCentre", scene_with("\"cx\"", "\"cX\""), "a.scene.json: camera.cx: the key is missing"}),
    [](const auto& spoilt) { return spoilt.param.what; });

TEST(SceneJson, RefusesLargeFilesBeforeParsingThem) {
  const std::string text(kMaxSceneBytes + 1, '[');
  const auto scene = scene_from_json(text, "large.scene.json");
  ASSERT_FALSE(scene.ok());
  EXPECT_EQ(scene.error().code, ErrorCode::kResourceLimit);
  EXPECT_EQ(scene.error().message(), "large.scene.json: has 4194305 bytes; a file of this kind has at most 4194304");
}

TEST(SceneJson, ReadsFiles) {
  const auto scene = load_scene("no/such/file.scene.json");
  ASSERT_FALSE(scene.ok());
  EXPECT_EQ(scene.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(scene.error().message().find("no/such/file.scene.json"), std::string::npos);
  const std::string path = testing::TempDir() + "tonsure_full.scene.json";
  std::ofstream(path, std::ios::binary) << "\xEF\xBB\xBF" << kFullScene;  // some editors write a byte order mark
  const auto read = load_scene(path);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(scene_to_json(*read), scene_to_json(full_scene()));
  std::filesystem::remove(path);
}

TEST(SceneJson, AnnotatedPhotosLoadAndSurviveWriting) {
  const char* const folder = std::getenv("TONSURE_TEST_PHOTOS");
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_PHOTOS is not set: no folder of annotated photographs";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".scene.json")) continue;
    ++count;
    SCOPED_TRACE(path);
    const auto scene = load_scene(path);
    ASSERT_TRUE(scene.ok()) << scene.error().message();
    EXPECT_TRUE(check_scene(*scene).ok());
    EXPECT_TRUE(scene->unknown_keys.contains("coords"));
    const std::string written = scene_to_json(*scene);
    const auto again = scene_from_json(written, path);
    ASSERT_TRUE(again.ok()) << again.error().message();
    EXPECT_EQ(scene_to_json(*again), written);
    EXPECT_EQ(again->unknown_keys, scene->unknown_keys);
  }
  EXPECT_GT(count, 0) << "no scenes in " << folder;
}

TEST(SceneJson, ALensMayStandInAnUnknownPlace) {
  const std::string placed = kFullScene;
  const std::size_t from = placed.find(", \"rotation\""), to = placed.find(", \"lens\"");
  const std::string text = placed.substr(0, from) + placed.substr(to);
  const auto scene = scene_from_json(text, "lens");
  ASSERT_TRUE(scene.ok()) << scene.error().message();
  EXPECT_EQ(scene->camera->fx, 1000);
  EXPECT_TRUE(scene->camera->rotation.empty());
  EXPECT_EQ(scene_to_json(*scene).find("translation_mm"), std::string::npos);
  const std::size_t half = placed.find("\"translation_mm\"");
  const auto broken = scene_from_json(placed.substr(0, half) + placed.substr(to + 2), "half");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().file, "half");
  EXPECT_EQ(broken.error().where, "camera.translation_mm");
}

TEST(SceneJson, SaysWhoseHeadItIs) {
  const auto scene = scene_from_json(kFullScene, "head");
  ASSERT_TRUE(scene.ok());
  EXPECT_EQ(scene->head, "client 7");
  EXPECT_NE(scene_to_json(*scene).find("\"head\": \"client 7\""), std::string::npos);
}

}  // namespace
}  // namespace tonsure
