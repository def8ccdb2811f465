#include <tonsure/treatment/pigment.h>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(Pigment, TheBuiltInLibraryIsInOrder) {
  const PigmentLibrary& library = built_in_pigments();
  const Status status = check_pigments(library);
  EXPECT_TRUE(status.ok()) << status.error().message();
  EXPECT_EQ(library.components.size(), 7U);
  EXPECT_EQ(library.shades.size(), 9U);
  for (const Shade& shade : library.shades)
    for (const BlendPart& part : shade.parts) {
      const PigmentComponent* const known = find_component(library, part.component.name);
      ASSERT_NE(known, nullptr) << part.component.name;
      EXPECT_EQ(*known, part.component) << shade.name;
    }
}

// The default treatment blends the same bottles as the shades.
TEST(Pigment, TheSolvedPairIsOfTheLibrary) {
  const PigmentOptions pigment;
  EXPECT_EQ(pigment.neutral, *find_component(built_in_pigments(), "carbon black"));
  EXPECT_EQ(pigment.warm, *find_component(built_in_pigments(), "umber"));
}

TEST(Pigment, AShadeIsTakenUpAndTakenAway) {
  const Shade& dark = *find_shade(built_in_pigments(), "carbon dark");
  PigmentOptions pigment;
  pigment.target_delta_l = -9;
  const PigmentOptions shaded = with_shade(pigment, "carbon dark").value();
  EXPECT_EQ(shaded.shade, "carbon dark");
  EXPECT_EQ(shaded.components, dark.parts);
  EXPECT_EQ(shaded.dilution, 6.0);
  EXPECT_EQ(shaded.target_delta_l, -9);
  const PigmentOptions bare = with_shade(shaded, "").value();
  EXPECT_TRUE(bare.shade.empty() && bare.components.empty());
  EXPECT_FALSE(bare.dilution);
  EXPECT_EQ(with_shade(pigment, "soft black").value().dilution, std::nullopt);
}

TEST(Pigment, AnUnknownShadeListsAll) {
  PigmentLibrary two;
  two.shades = {{"a", {}}, {"b", {}}};
  const auto shaded = with_shade({}, "c", two);
  ASSERT_FALSE(shaded.ok());
  EXPECT_EQ(shaded.error().message(), "pigment.shade: there is no shade \"c\"; allowed are a, b");
}

TEST(Pigment, CheckNamesTheFirstBadField) {
  const auto where = [](auto change) -> std::string {
    PigmentLibrary library = built_in_pigments();
    change(library);
    const Status status = check_pigments(library);
    return status.ok() ? "ok" : status.error().where;
  };
  EXPECT_EQ(where([](PigmentLibrary&) {}), "ok");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.components[1].slope = 9; }), "components[1].slope");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.components[1].name = l.components[0].name; }), "components[1].name");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.components[2].name.clear(); }), "components[2].name");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.shades[3].name = l.shades[0].name; }), "shades[3].name");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.shades[3].name.assign(201, 'x'); }), "shades[3].name");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.shades[3].parts.clear(); }), "shades[3].components");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.shades[3].parts[1].share = 0; }), "shades[3].components[1].share");
  EXPECT_EQ(where([](PigmentLibrary& l) { l.shades[3].dilution = 101; }), "shades[3].dilution");
}

}  // namespace
}  // namespace tonsure
