#include <gtest/gtest.h>
#include <tonsure/io/csv.h>
#include <tonsure/io/json.h>
#include <tonsure/placement/place.h>

#include "properties/generators.h"

namespace tonsure::testing {
namespace {

using Changes = std::vector<FieldChange>;

TEST(Properties, ScenesAreReadAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("parse(write(scene)) = scene", [](const SceneChanges& changed, const std::string& notes) {
    Scene scene = head_of(changed).scene;
    for (const char c : notes) scene.notes += static_cast<char>(c & 0x7f);
    scene.unknown_keys["their_key"] = "[1, {\"a\": null}]";
    const std::string text = scene_to_json(scene);
    RC_LOG() << text;
    const auto again = scene_from_json(text, "scene");
    RC_LOG() << (again ? "" : again.error().message());
    RC_ASSERT(again.ok());
    RC_ASSERT(*again == scene);
    RC_ASSERT(scene_to_json(*again) == text);
    const auto partial = partial_scene_from_json(text, "scene");
    RC_ASSERT(partial.ok());
    RC_ASSERT(partial->scene == scene);
  }));
}

TEST(Properties, TreatmentsAreReadAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("parse(write(treatment)) = treatment", [](const Changes& fields) {
    const std::string text = treatment_to_json(treatment_of(fields));
    RC_LOG() << text;
    const auto again = treatment_from_json(text, "treatment");
    RC_LOG() << (again ? "" : again.error().message());
    RC_ASSERT(again.ok());
    RC_ASSERT(treatment_to_json(*again) == text);
  }));
}

TEST(Properties, PlansAndTheirDotsAreReadAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("parse(write(plan)) = plan", [](const SceneChanges& changed, const Changes& fields) {
    const Scene scene = head_of(changed).scene;
    const Treatment treatment = treatment_of(fields);
    RC_LOG() << as_files(scene, treatment);
    const auto plan = make_plan(scene, treatment);
    if (!plan) return;
    const std::string text = plan_to_json(*plan);
    const auto again = plan_from_json(text, "plan");
    RC_LOG() << (again ? "" : again.error().message());
    RC_ASSERT(again.ok());
    RC_ASSERT(plan_hash(*again) == plan_hash(*plan));
    RC_ASSERT(plan_to_json(*again) == text);
    const auto dots = flat_dots_from_csv(plan_dots_to_csv(*plan), "dots");
    RC_ASSERT(dots.ok());
    RC_ASSERT(dots->size() == plan->dots.size());
    for (std::size_t i = 0; i < dots->size(); ++i)
      RC_ASSERT((*dots)[i].x == plan->dots.chart[i].x && (*dots)[i].y == plan->dots.chart[i].y);
  }));
}

TEST(Properties, PigmentsAreReadAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("parse(write(pigments)) = pigments", [](unsigned shade, unsigned part, unsigned eighths) {
    PigmentLibrary library = built_in_pigments();
    Shade& changed = library.shades[shade % library.shades.size()];
    changed.dilution = 12.5 * (eighths % 9);
    changed.parts[part % changed.parts.size()].share = (1 + eighths % 8) / 8.0;
    const std::string text = pigments_to_json(library);
    RC_LOG() << text;
    const auto again = pigments_from_json(text, "pigments", {});
    RC_LOG() << (again ? "" : again.error().message());
    RC_ASSERT(again.ok());
    RC_ASSERT(again->components == library.components);
    RC_ASSERT(again->shades == library.shades);
  }));
}

TEST(Properties, FlatDotsAreReadAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("parse(write(dots)) = dots", [](unsigned width, unsigned height, unsigned per_cm2,
                                                        std::uint64_t seed) {
    const DensityGrid<PlaneMm> grid{{-3, 4},
                                    0.5,
                                    Image<float>(1 + static_cast<int>(width % 40), 1 + static_cast<int>(height % 40), 1,
                                                 static_cast<float>(per_cm2 % 600))};
    const auto dots = place_dots(grid, PlacementOptions{}, seed);
    RC_ASSERT(dots.ok());
    const auto again = flat_dots_from_csv(flat_dots_to_csv(*dots, needling_order(*dots)), "dots");
    RC_ASSERT(again.ok());
    RC_ASSERT(*again == dots->positions);
  }));
}

}  // namespace
}  // namespace tonsure::testing
