#include <tonsure/io/json.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

std::string message_for(const std::string& text) {
  const auto library = pigments_from_json(text, "pigments.json");
  return library.ok() ? "accepted" : library.error().message();
}

// A shade and a component of one's own, the latter of it first stated and then used by name.
constexpr const char* kOwn = R"({
  "schema": "tonsure.pigments/1",
  "components": [{"name": "soot", "strength_per_mm": 90, "slope": 0.5}, {"name": "carbon black", "loss_per_year": 0.02}],
  "shades": [
    {"name": "studio grey", "dilution": 12, "components": [{"name": "soot", "share": 0.8}, {"name": "titanium white", "share": 0.2}]},
    {"name": "grey", "components": [{"name": "carbon black"}]}
  ]
})";

TEST(PigmentJson, AddsToTheLibraryAndChangesIt) {
  const auto library = pigments_from_json(kOwn, "pigments.json");
  ASSERT_TRUE(library.ok()) << library.error().message();
  EXPECT_EQ(library->components.size(), built_in_pigments().components.size() + 1);
  EXPECT_EQ(library->shades.size(), built_in_pigments().shades.size() + 1);
  const PigmentComponent soot = {"soot", 90, 0.5};
  EXPECT_EQ(*find_component(*library, "soot"), soot);
  const Shade& studio = *find_shade(*library, "studio grey");
  EXPECT_EQ(studio.dilution, 12.0);
  ASSERT_EQ(studio.parts.size(), 2U);
  EXPECT_EQ(studio.parts[0], (BlendPart{soot, 0.8}));
  EXPECT_EQ(studio.parts[1].component.particle, ParticleKind::kTitania);
  // The changed component keeps what the file does not state, and is what the file's shades are made of.
  const PigmentComponent& carbon = *find_component(*library, "carbon black");
  EXPECT_EQ(carbon.loss_per_year, 0.02);
  EXPECT_EQ(carbon.strength_per_mm, 120);
  EXPECT_EQ(find_shade(*library, "grey")->parts, (std::vector<BlendPart>{{carbon, 1}}));
}

TEST(PigmentJson, ATreatmentNamesShadesOfALibrary) {
  const PigmentLibrary library = pigments_from_json(kOwn, "pigments.json").value();
  const std::string text = R"({"pigment": {"shade": "studio grey"}})";
  EXPECT_FALSE(treatment_from_json(text, "t").ok());
  const auto treatment = treatment_from_json(text, "t", {}, library);
  ASSERT_TRUE(treatment.ok()) << treatment.error().message();
  EXPECT_EQ(treatment->pigment.components, find_shade(library, "studio grey")->parts);
  EXPECT_EQ(treatment->pigment.dilution, 12.0);
  // What is written needs the library no more.
  const auto again = treatment_from_json(treatment_to_json(*treatment), "t");
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(again->pigment.components, treatment->pigment.components);
  EXPECT_EQ(again->pigment.shade, "studio grey");
}

TEST(PigmentJson, WritingAndReadingIsTheIdentity) {
  const PigmentLibrary library = pigments_from_json(kOwn, "pigments.json").value();
  for (const PigmentLibrary& each : {library, built_in_pigments(), PigmentLibrary{}}) {
    const std::string text = pigments_to_json(each);
    const auto again = pigments_from_json(text, "pigments.json", {});
    ASSERT_TRUE(again.ok()) << again.error().message() << text;
    EXPECT_EQ(again->components, each.components);
    EXPECT_EQ(again->shades, each.shades);
    EXPECT_EQ(pigments_to_json(*again), text);
  }
}

TEST(PigmentJson, RefusesWhatDoesNotFit) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {R"({"schema": "tonsure.scene/1"})", "pigments.json: schema: found \"tonsure.scene/1\""},
      {R"({"shade": []})", "pigments.json: shade: there is no such key; did you mean shades?"},
      {R"({"components": {}})", "pigments.json: components: found an object; it must be an array"},
      {R"({"components": [{}]})", "pigments.json: components[0].name: the key is missing"},
      {R"({"components": [{"name": "soot"}]})",
       "pigments.json: components[0].name: found \"soot\", which is no component of the library; state its"},
      {R"({"components": [{"name": "", "strength_per_mm": 1}]})",
       "pigments.json: components[0].name: is empty; it must have a name"},
      {R"({"components": [{"name": "soot", "strength_per_mm": 401}]})",
       "pigments.json: components[0].strength_per_mm: found 401; allowed are numbers above 0 up to 400"},
      {R"({"components": [{"name": "carbon black"}, {"name": "carbon black"}]})",
       "pigments.json: components[1].name: found \"carbon black\" twice; each name stands once"},
      {R"({"shades": [{"name": "a"}]})", "pigments.json: shades[0].components: the key is missing"},
      {R"({"shades": [{"name": "a", "components": []}]})", "pigments.json: shades[0].components: is empty"},
      {R"({"shades": [{"name": "a", "dilution": 101, "components": [{"name": "carbon black"}]}]})",
       "pigments.json: shades[0].dilution: found 101; allowed are numbers from 0 up to 100"},
      {R"({"shades": [{"name": "a", "components": [{"name": "carbon black", "share": 2}]}]})",
       "pigments.json: shades[0].components[0].share: found 2; allowed are numbers above 0 up to 1"},
      {R"({"shades": [{"name": "a", "components": [{"name": "carbon black"}, {"name": "lamp"}]}]})",
       "pigments.json: shades[0].components[1].name: found \"lamp\", which is no component"},
      {R"({"shades": [{"name": "a", "parts": []}]})", "pigments.json: shades[0].parts: there is no such key"},
  };
  for (const auto& [text, message] : cases)
    EXPECT_EQ(message_for(text).substr(0, std::string(message).size()), message) << message_for(text);
}

TEST(PigmentJson, ListsAreBoundedBeforeNamesAreLookedUp) {
  const auto list = [](const std::string& head, int count, const std::string& item, const std::string& tail) {
    std::string out = head;
    for (int i = 0; i < count; ++i)
      out += (i == 0 ? R"({"name":"p)" : R"(,{"name":"p)") + std::to_string(i) + "\"" + item + "}";
    return out + tail;
  };
  const auto start = std::clock();
  const std::string parts = R"(,"components":[{"name":"carbon black"}])";
  EXPECT_EQ(message_for(list(R"({"components":[)", 512, R"(,"strength_per_mm":9)", "]}")), "accepted");
  EXPECT_EQ(message_for(list(R"({"components":[)", 20'000, R"(,"strength_per_mm":9)", "]}")),
            "pigments.json: components: found 20000; at most 512 are allowed");
  EXPECT_EQ(message_for(list(R"({"shades":[)", 4096, parts, "]}")), "accepted");
  EXPECT_EQ(message_for(list(R"({"shades":[)", 15'000, parts, "]}")),
            "pigments.json: shades: found 15000; at most 4096 are allowed");
  EXPECT_EQ(message_for(list(R"({"shades":[{"name":"a","components":[)", 50'000, "", "]}]}")),
            "pigments.json: shades[0].components: found 50000; at most 8 are allowed");
  // Some 0.1 s; looking for each among all takes 10 s. The sanitizers slow it by ten.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2.0);
}

TEST(PigmentJson, ReadsFiles) {
  EXPECT_FALSE(load_pigments("no/such/pigments.json").ok());
  const std::string path = testing::TempDir() + "tonsure_pigments.json";
  std::ofstream(path, std::ios::binary) << kOwn;
  const auto library = load_pigments(path);
  ASSERT_TRUE(library.ok()) << library.error().message();
  EXPECT_NE(find_shade(*library, "studio grey"), nullptr);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace tonsure
