#include <ctime>
#include <filesystem>
#include <fstream>
#include <tuple>

#include <gtest/gtest.h>
#include <tonsure/io/json.h>
#include <tonsure/treatment/treatment.h>
#include <treatment/treatment_fields.h>
#include <nlohmann/json.hpp>
#include "core/rng.h"
#include "deposit/needle.h"

#include "json_test_support.h"

namespace tonsure {
namespace {

Treatment read(const std::string& text, const Treatment& base = {}) {
  auto treatment = treatment_from_json(text, "a.treatment.json", base);
  EXPECT_TRUE(treatment.ok()) << treatment.error().message();
  return treatment.ok() ? treatment.value() : Treatment{};
}

std::string message_for(const std::string& text) {
  const auto treatment = treatment_from_json(text, "a.treatment.json");
  return treatment.ok() ? "accepted" : treatment.error().message();
}

/// Fills every field with a random valid value.
struct Randomizer {
  Rng rng;

  double in(const FieldRange& range) {
    double value = rng.uniform(range.low, range.high);
    return range.holds(value) ? value : range.high;
  }
  std::string one_of(const std::vector<std::string>& words) { return words[rng.bits() % words.size()]; }
  void operator()(const std::string& path, std::string& field, const FieldRange&) {
    if (path == "hairline.shape") {
      field = one_of(hairline_shape_names());
      return;
    }
    if (path.starts_with("client.")) {
      field = one_of(loss_pattern_names());
      return;
    }
    const char* const words[] = {"", "plain", "with \"quotes\" and \\", "t\xC3\xA4towiert \xF0\x9F\x98\x80",
                                 "tab\tand\nline"};
    field = words[rng.bits() % 5];
  }
  void operator()(const std::string&, std::uint64_t& field, const FieldRange&) {
    field = rng.bits() >> (rng.bits() % 64);
  }
  void operator()(const std::string&, int& field, const FieldRange& range) { field = static_cast<int>(in(range)); }
  void operator()(const std::string&, double& field, const FieldRange& range) { field = in(range); }
  void operator()(const std::string&, std::optional<double>& field, const FieldRange& range) {
    field = rng.uniform() < 0.5 ? std::nullopt : std::optional(in(range));
  }
  void operator()(const std::string&, std::vector<double>& field, const FieldRange&) {
    field.clear();
    const std::size_t n = 1 + rng.bits() % kMaxSessions;
    for (std::size_t i = 0; i + 1 < n; ++i)
      field.push_back((static_cast<double>(i) + rng.uniform(0.01, 0.99)) / static_cast<double>(n));
    field.push_back(1);
  }
  template <Choice Enum>
  void operator()(const std::string&, Enum& field, const FieldRange&) {
    field = static_cast<Enum>(rng.bits() % names_of_values(field).size());
  }
  void operator()(const std::string&, std::vector<std::string>& field, const FieldRange&) {
    field.assign(kContraindications.begin(), kContraindications.begin() + static_cast<int>(rng.bits() % 4));
  }
  void operator()(const std::string&, std::vector<HairlineControl>& field, const FieldRange&) {
    field.clear();
    for (double at = rng.uniform(-1, 0.5); at <= 1; at += rng.uniform(0.1, 1)) field.push_back({at, in({-40, 40})});
  }
  template <class Item>
  void operator()(const std::string&, std::vector<Item>& field, const FieldRange&) {
    field.resize(rng.bits() % 4);
    for (Item& item : field) visit_item(item, *this);
  }
};

/// Lists every field that differs.
std::vector<std::string> differences(const Treatment& a, const Treatment& b) {
  std::vector<std::string> paths;
  visit_treatment(a, [&](const std::string& path, const auto& field, const FieldRange&) {
    visit_treatment(b, [&](const std::string& other_path, const auto& other, const FieldRange&) {
      if constexpr (std::is_same_v<decltype(field), decltype(other)>)
        if (path == other_path && !(field == other)) paths.push_back(path);
    });
  });
  return paths;
}

TEST(TreatmentJson, WritingAndReadingIsTheIdentity) {
  Treatment previous;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Treatment treatment;
    Randomizer randomizer{Rng(7, RngStage::kTest, i)};
    visit_treatment(treatment, randomizer);
    if (treatment.pigment.components.empty()) treatment.pigment.shade.clear();  // a shade has components
    ASSERT_TRUE(check_treatment(treatment).ok()) << check_treatment(treatment).error().message();
    const std::string text = treatment_to_json(treatment);
    // The base must not shine through: every field is written.
    const Treatment again = read(text, previous);
    ASSERT_EQ(differences(again, treatment), std::vector<std::string>()) << text;
    ASSERT_EQ(treatment_to_json(again), text);
    previous = treatment;
  }
}

TEST(TreatmentJson, StatesOnlyWhatDiffers) {
  EXPECT_EQ(differences(read("{}"), Treatment{}), std::vector<std::string>());
  const Treatment bold = treatment_style("bold").value();
  const Treatment changed = read(
      R"({"schema": "tonsure.treatment/1", "seed": 18446744073709551615, "hairline": {"asymmetry": 0},
          "pigment": {"warm": {"slope": 3}}})",
      bold);
  EXPECT_EQ(differences(changed, bold), (std::vector<std::string>{"seed", "hairline.asymmetry", "pigment.warm.slope"}));
  EXPECT_EQ(changed.seed, 18446744073709551615U);
  EXPECT_EQ(changed.hairline.asymmetry, 0);
  EXPECT_EQ(changed.pigment.warm.slope, 3);
}

TEST(TreatmentJson, RegularityHasNames) {
  Treatment base;
  base.placement.regularity = 0.25;
  const auto regularity = [&](const char* value) {
    return read("{\"placement\": {\"regularity\": " + std::string(value) + "}}", base).placement.regularity;
  };
  EXPECT_EQ(regularity("\"natural\""), std::nullopt);
  EXPECT_EQ(regularity("null"), std::nullopt);
  EXPECT_EQ(regularity("\"strict\""), 1.0);
  EXPECT_EQ(regularity("0"), 0.0);
  EXPECT_EQ(regularity("0.5"), 0.5);
}

TEST(TreatmentJson, NullAsksForTheSolvedValue) {
  Treatment base;
  base.pigment.warm_share = 0.5;
  base.pigment.dilution = 6;
  const Treatment solved = read(R"({"pigment": {"warm_share": null, "dilution": null}})", base);
  EXPECT_FALSE(solved.pigment.warm_share);
  EXPECT_FALSE(solved.pigment.dilution);
}

TEST(TreatmentJson, AShadeBringsItsComponentsAndDilution) {
  const Shade& dark = *find_shade(built_in_pigments(), "carbon dark");
  const Treatment treatment = read(R"({"pigment": {"shade": "carbon dark"}})");
  EXPECT_EQ(treatment.pigment.shade, "carbon dark");
  EXPECT_EQ(treatment.pigment.components, dark.parts);
  EXPECT_EQ(treatment.pigment.dilution, 6.0);
  // What the file states itself holds, null too.
  EXPECT_EQ(read(R"({"pigment": {"dilution": 8, "shade": "carbon dark"}})").pigment.dilution, 8.0);
  EXPECT_EQ(read(R"({"pigment": {"dilution": null, "shade": "carbon dark"}})").pigment.dilution, std::nullopt);
  const Treatment own = read(R"({"pigment": {"shade": "mine", "components": [{"name": "carbon black"}]}})");
  EXPECT_EQ(own.pigment.shade, "mine");
  EXPECT_EQ(own.pigment.components, dark.parts);
  EXPECT_EQ(own.pigment.dilution, std::nullopt);
  // Another blend is no longer that shade, and no shade is the solved pair again.
  EXPECT_EQ(read(R"({"pigment": {"components": [{"name": "carbon black"}]}})", treatment).pigment.shade, "");
  EXPECT_EQ(differences(read(R"({"pigment": {"shade": ""}})", treatment), Treatment{}), std::vector<std::string>());
  EXPECT_EQ(message_for(R"({"pigment": {"shade": "carbon"}})"),
            "a.treatment.json: pigment.shade: there is no shade \"carbon\"; allowed are carbon light, carbon medium, "
            "carbon dark, soft black, grey, dark brown, medium brown, light brown, trico brown");
}

TEST(TreatmentJson, ComponentsOfTheLibraryNeedOnlyTheirName) {
  const Treatment treatment = read(R"({"pigment": {"components": [
      {"name": "red iron oxide", "share": 0.25, "loss_per_year": 0.3},
      {"name": "soot", "strength_per_mm": 50, "share": 0.75}]}})");
  ASSERT_EQ(treatment.pigment.components.size(), 2U);
  const auto& [red, soot] = std::tie(treatment.pigment.components[0], treatment.pigment.components[1]);
  PigmentComponent expected = *find_component(built_in_pigments(), "red iron oxide");
  expected.loss_per_year = 0.3;
  EXPECT_EQ(red, (BlendPart{expected, 0.25}));
  EXPECT_EQ(soot, (BlendPart{{"soot", 50}, 0.75}));
}

TEST(TreatmentJson, ATechniqueSetsWhatTheNeedleLeaves) {
  const Treatment deep =
      read(R"({"needle": {"technique": {"depth_setting_mm": 1.5}}})", treatment_style("bold").value());
  NeedleOptions expected;
  expected.technique.depth_setting_mm = 1.5;
  expected = with_technique(expected);
  EXPECT_EQ(deep.needle.diameter_mm, expected.diameter_mm);
  EXPECT_EQ(deep.needle.depth_mm, expected.depth_mm);
  EXPECT_EQ(deep.needle.depth_sd_mm, expected.depth_sd_mm);
  EXPECT_GT(deep.needle.depth_mm, NeedleOptions{}.depth_mm);
  const Treatment stated = read(R"({"needle": {"technique": {"depth_setting_mm": 1.5}, "diameter_mm": 0.2}})");
  EXPECT_EQ(stated.needle.diameter_mm, 0.2);
  EXPECT_EQ(stated.needle.depth_mm, expected.depth_mm);
}

TEST(TreatmentJson, ListsAreReadInPlaceOfTheBase) {
  Treatment base;
  base.ageing.touch_ups = {{100, 1}, {200, 1}};
  const Treatment treatment = read(R"({"ageing": {"touch_ups": [{"age_days": 400}],
      "laser_sessions": [{"age_days": 700, "clearing": 0.5}, {"age_days": 760}]}})",
                                   base);
  EXPECT_EQ(treatment.ageing.touch_ups, (std::vector<TouchUp>{{400, 0.3}}));
  EXPECT_EQ(treatment.ageing.laser_sessions, (std::vector<LaserSession>{{700, 0.5}, {760, 0.7}}));
  EXPECT_TRUE(read(R"({"ageing": {"touch_ups": []}})", base).ageing.touch_ups.empty());
}

TEST(TreatmentJson, RefusesWhatDoesNotFit) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {R"([])", "a.treatment.json: found an array of 0; the file must be one JSON object"},
      {R"({"schema": "tonsure.scene/1"})",
       "a.treatment.json: schema: found \"tonsure.scene/1\"; this version reads \"tonsure.treatment/1\""},
      {R"({"sed": 1})", "a.treatment.json: sed: there is no such key; did you mean seed?"},
      {R"({"hairlines": {}})", "a.treatment.json: hairlines: there is no such key; did you mean hairline?"},
      {R"({"hairline": {"macro_amplitude": 3}})",
       "a.treatment.json: hairline.macro_amplitude: there is no such key; did you mean macro_amplitude_mm?"},
      {R"({"pigment": {"neutral": {"strenght_per_mm": 3}}})",
       "a.treatment.json: pigment.neutral.strenght_per_mm: there is no such key; did you mean strength_per_mm?"},
      {R"({"hairline": 3})", "a.treatment.json: hairline: found 3; it must be an object"},
      {R"({"hairline": null})", "a.treatment.json: hairline: found null; it must be an object"},
      {R"({"pigment": {"warm": []}})", "a.treatment.json: pigment.warm: found an array of 0; it must be an object"},
      {R"({"name": 3})", "a.treatment.json: name: found 3; it must be a text in quotes"},
      {R"({"hairline": {"macro_amplitude_mm": "3"}})",
       "a.treatment.json: hairline.macro_amplitude_mm: found \"3\"; it must be a number"},
      {R"({"hairline": {"macro_amplitude_mm": null}})",
       "a.treatment.json: hairline.macro_amplitude_mm: found null; it must be a number"},
      {R"({"hairline": {"macro_amplitude_mm": 12.5}})",
       "a.treatment.json: hairline.macro_amplitude_mm: found 12.5; allowed are numbers from 0 up to 12"},
      {R"({"hairline": {"macro_amplitude_mm": 1e999}})",
       "a.treatment.json: hairline.macro_amplitude_mm: found the number 1e999; numbers must be finite and below "
       "1.8e308"},
      {R"({"density": {"peak_per_cm2": true}})",
       "a.treatment.json: density.peak_per_cm2: found true; it must be a number"},
      {R"({"placement": {"regularity": "loose"}})",
       "a.treatment.json: placement.regularity: found \"loose\"; allowed are natural, strict"},
      {R"({"placement": {"regularity": 1.5}})",
       "a.treatment.json: placement.regularity: found 1.5; allowed are numbers from 0 up to 1"},
      {R"({"placement": {"session_shares": 3}})",
       "a.treatment.json: placement.session_shares: found 3; it must be an array"},
      {R"({"placement": {"session_shares": [0.5, "1"]}})",
       "a.treatment.json: placement.session_shares[1]: found \"1\"; it must be a number"},
      {R"({"placement": {"session_shares": [0.5]}})",
       "a.treatment.json: placement.session_shares[0]: found 0.5; the last share must be 1, which is all dots"},
      {R"({"seed": -1})",
       "a.treatment.json: seed: found -1; allowed are whole numbers from 0 up to 18446744073709551615"},
      {R"({"seed": 0.5})", "a.treatment.json: seed: found 0.5; allowed are whole"},
      {R"({"seed": 18446744073709551616})", "a.treatment.json: seed: found 18446744073709551616; allowed are whole"},
      {R"({"seed": "1"})", "a.treatment.json: seed: found \"1\"; allowed are whole"},
      {R"({"ageing": {"touch_ups": {}}})", "a.treatment.json: ageing.touch_ups: found an object; it must be an array"},
      {R"({"ageing": {"touch_ups": [{"age_days": 400}, {"age_days": 6000}]}})",
       "a.treatment.json: ageing.touch_ups[1].age_days: found 6000; allowed are numbers from 0 up to 5479"},
      {R"({"ageing": {"touch_ups": [{"amount": 1}]}})",
       "a.treatment.json: ageing.touch_ups[0].age_days: the key is missing; it must be given"},
      {R"({"ageing": {"touch_ups": [{"age_days": 1, "amounts": 1}]}})",
       "a.treatment.json: ageing.touch_ups[0].amounts: there is no such key; did you mean amount?"},
      {R"({"ageing": {"laser_sessions": [400]}})",
       "a.treatment.json: ageing.laser_sessions[0]: found 400; it must be an object"},
      {R"({"pigment": {"components": [{"name": "soot"}]}})",
       "a.treatment.json: pigment.components[0].name: found \"soot\", which is no component of the library; state its "
       "strength_per_mm, or take one of carbon black, umber, red iron oxide,"},
      {R"({"pigment": {"warm": {"particle": "rust"}}})",
       "a.treatment.json: pigment.warm.particle: found \"rust\"; allowed are carbon, iron-oxide, titania, resorbable"},
      {R"({"pigment": {"shade": "mine", "components": []}})",
       "a.treatment.json: pigment.shade: found \"mine\" without its components"},
      {R"({"needle": {"technique": {"rate_hz": 0}}})",
       "a.treatment.json: needle.technique.rate_hz: found 0; allowed are numbers from 20 up to 250"},
      {R"({"needle": {"technique": {"pins": 0}}})",
       "a.treatment.json: needle.technique.pins: found 0; allowed are numbers from 1 up to 9"},
      {R"({"seed": 1, "seed": 1})", "a.treatment.json: seed: the key is given twice"},
  };
  for (const auto& [text, message] : cases)
    EXPECT_EQ(message_for(text).substr(0, std::string(message).size()), message) << message_for(text);
}

TEST(TreatmentJson, ErrorsOfFilesAreInvalidInput) {
  const auto treatment = treatment_from_json(R"({"density": {"peak_per_cm2": 0}})", "x");
  ASSERT_FALSE(treatment.ok());
  EXPECT_EQ(treatment.error().code, ErrorCode::kInvalidInput);
}

TEST(TreatmentJson, ReadsFiles) {
  EXPECT_FALSE(load_treatment("no/such/file.treatment.json").ok());
  const std::string path = testing::TempDir() + "tonsure_soft.treatment.json";
  const Treatment soft = treatment_style("soft").value();
  std::ofstream(path, std::ios::binary) << treatment_to_json(soft);
  const auto again = load_treatment(path);
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ(differences(*again, soft), std::vector<std::string>());
  std::filesystem::remove(path);
}

TEST(TreatmentJson, IsWrittenForPeople) {
  const std::string text = treatment_to_json({});
  EXPECT_NE(text.find("  \"name\": \"natural\",\n  \"practice\": \"by-skin\",\n  \"strength\": \"planned\",\n  "
                      "\"seed\": 1,\n  \"client\": {\n"
                      "    \"age_years\": null,\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\"regularity\": \"natural\",\n    \"session_shares\": [0.3, 0.7, 1],\n    \"polish\": 0\n  },"),
            std::string::npos);
  EXPECT_TRUE(text.ends_with("}\n"));
}

TEST(TreatmentJson, ManyAndLongKeysTakeNoMoreThanTheirBytes) {
  std::string many = "{", values = "{\"placement\":{\"x\":[";
  for (int i = 0; many.size() < kMaxTreatmentBytes - 100; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  many += "\"seed\":1}";
  while (values.size() < kMaxTreatmentBytes - 100) values += "{},";
  values += "{}]}}";
  const std::string long_key = "{\"" + std::string(kMaxTreatmentBytes - 100, 'k') + "\":1}";
  const auto start = std::clock();
  EXPECT_EQ(message_for(many).substr(0, 53), "a.treatment.json: k0: there is no such key; did you m");
  EXPECT_NE(message_for(values).find("placement.x: there is no such key"), std::string::npos);
  EXPECT_NE(message_for(long_key).find("there is no such key"), std::string::npos);
  EXPECT_LT(message_for(long_key).size(), 200U);
  // Some 0.2 s: each key is looked at once, and compared with what is known by its first letters alone.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2.0);
}

}  // namespace
}  // namespace tonsure
