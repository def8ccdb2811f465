#include "design/masks.h"

#include <gtest/gtest.h>

#include <tonsure/session/session.h>

#include "scalp/calibrate.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

Image<float> filled(const Scene& scene, float value) {
  return Image<float>(scene.width_px, scene.height_px, 1, value);
}

TEST(Masks, AreAsLargeAsThePhotoOrEmpty) {
  const Scene scene = testing::front_scene();
  EXPECT_TRUE(check_masks({}, scene).ok());
  EXPECT_TRUE(check_masks({.density = filled(scene, 1), .hair = {}}, scene).ok());
  const Status small = check_masks({.density = Image<float>(10, 20, 1), .hair = {}}, scene);
  ASSERT_FALSE(small.ok());
  EXPECT_EQ(small.error().where, "mask");
  EXPECT_NE(small.error().why.find("10 x 20"), std::string::npos);
  EXPECT_EQ(check_masks({.density = {}, .hair = Image<float>(10, 20, 1)}, scene).error().where, "hair mask");
  const std::vector<PhotoMasks> two(2);
  const auto plan = make_plan({&scene, 1}, {}, {.masks = two});
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.error().where, "masks");
}

TEST(Masks, ReadOutsideAsAsked) {
  Image<float> mask(2, 1, 1);
  *mask.view().pixel(1, 0) = 0.5F;
  EXPECT_EQ(mask_at(mask, {1.9, 0.5}, 7), 0.5F);
  EXPECT_EQ(mask_at(mask, {0.1, 0.5}, 7), 0);
  EXPECT_EQ(mask_at(mask, {2.0, 0.5}, 7), 7);
  EXPECT_EQ(mask_at(mask, {-0.1, 0.5}, 7), 7);
  EXPECT_EQ(mask_at({}, {0, 0}, 7), 7);
}

TEST(Masks, AWhiteOneChangesNothingAndAGreyOneThinsOut) {
  const Scene scene = testing::front_scene();
  const Plan bare = make_plan(scene, {}).value();
  const PhotoMasks white{.density = filled(scene, 1), .hair = filled(scene, 0)};
  const Plan same = make_plan({&scene, 1}, {}, {.masks = {&white, 1}}).value();
  EXPECT_EQ(plan_hash(same), plan_hash(bare));
  const PhotoMasks grey{.density = filled(scene, 0.5F), .hair = {}};
  const Plan half = make_plan({&scene, 1}, {}, {.masks = {&grey, 1}}).value();
  EXPECT_NEAR(static_cast<double>(half.dots.size()) / static_cast<double>(bare.dots.size()), 0.5, 0.02);
}

TEST(Masks, BlackKeepsSkinBareAndStrandsKeepDotsOff) {
  const Scene scene = testing::front_scene();
  const auto head = fit_head(scene).value();
  const int middle = scene.width_px / 2;
  PhotoMasks left{.density = filled(scene, 1), .hair = {}};
  for (int y = 0; y < scene.height_px; ++y)
    for (int x = 0; x < middle; ++x) *left.density.view().pixel(x, y) = 0;
  PhotoMasks stripes{.density = {}, .hair = filled(scene, 0)};
  for (int y = 0; y < scene.height_px; ++y)
    for (int x = 0; x < scene.width_px; x += 4) *stripes.hair.view().pixel(x, y) = 1;
  const Plan bare = make_plan(scene, {}).value();
  const Plan halved = make_plan({&scene, 1}, {}, {.masks = {&left, 1}}).value();
  const Plan between = make_plan({&scene, 1}, {}, {.masks = {&stripes, 1}}).value();
  EXPECT_LT(halved.dots.size(), bare.dots.size() * 6 / 10);
  const double cell_px = 2 / head.mm_per_px;  // the design's cells are 1 mm wide, joined bilinearly
  for (const auto point : halved.dots.head)
    EXPECT_GT(project(halved.surface, head.view, point).position.x, middle - cell_px);
  EXPECT_NEAR(static_cast<double>(between.dots.size()) / static_cast<double>(bare.dots.size()), 0.75, 0.03);
  for (const auto point : between.dots.head)
    EXPECT_LT(mask_at(stripes.hair, project(between.surface, head.view, point).position, 0), kCoveredByHair);
}

}  // namespace
}  // namespace tonsure
