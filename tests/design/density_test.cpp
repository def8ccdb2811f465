#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <tonsure/phantom/phantom.h>

#include "design/density.h"
#include "scalp/calibrate.h"
#include "support/scenes.h"

namespace tonsure {
namespace {

Treatment plain_treatment() {  // no chance in it
  Treatment treatment;
  treatment.hairline = {.asymmetry = 0, .macro_amplitude_mm = 0, .micro_amplitude_mm = 0, .sentinels_per_cm = 0};
  treatment.density.crown_share = treatment.density.whorl_share = treatment.density.temple_share = 1;
  return treatment;
}

ScalpDesign design_of(const Scene& scene, const Treatment& treatment, int threads = 1) {
  const auto head = fit_head(scene);
  EXPECT_TRUE(head.ok());
  auto design = design_density({&scene, 1}, {&*head, 1}, treatment, {.threads = threads});
  EXPECT_TRUE(design.ok()) << (design.ok() ? "" : design.error().message());
  return std::move(design).value();
}

/// Mean density on the skin of the cells whose distance behind the edge lies in [low, high).
double mean_density(const ScalpDesign& design, const ScalpSurface& surface, double low, double high) {
  double dots = 0, area = 0;
  const auto density = design.density.per_cm2.view();
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      const double behind = static_cast<double>(*design.behind_edge_mm.view().pixel(x, y));
      if (!(behind >= low && behind < high)) continue;
      const double cell = design.density.cell_mm;
      const double factor = area_factor(surface, design.density.origin + cell * Vec2<ScalpMm>{x + 0.5, y + 0.5});
      dots += static_cast<double>(*density.pixel(x, y)) * cell * cell;
      area += factor * cell * cell;
    }
  }
  return dots / area;
}

TEST(Design, FeatherFollowsItsProfile) {
  const Scene scene = testing::front_scene();
  Treatment treatment = plain_treatment();
  treatment.hairline.micro_wavelength_mm = 15;  // the clusters' size; their mean over the line is 1
  const ScalpDesign design = design_of(scene, treatment);
  const ScalpSurface surface = fit_head(scene)->surface;
  const double peak = treatment.density.peak_per_cm2;
  // Bands of 1 mm against the profile's value in the middle of the band; clusters add a few per cent near the edge.
  EXPECT_NEAR(mean_density(design, surface, 10, 11) / peak, 0.40, 0.05);
  EXPECT_NEAR(mean_density(design, surface, 15, 16) / peak, 0.58, 0.04);
  EXPECT_NEAR(mean_density(design, surface, 20, 21) / peak, 0.81, 0.04);
  EXPECT_NEAR(mean_density(design, surface, 26, 30) / peak, 1.0, 0.03);
}

TEST(Design, SentinelsStandAheadOfTheEdgeInTheAskedNumber) {
  const Scene scene = testing::front_scene();
  Treatment treatment = plain_treatment();
  treatment.hairline.sentinels_per_cm = 2;
  const ScalpDesign design = design_of(scene, treatment);
  double sentinels = 0;
  const auto density = design.density.per_cm2.view();
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      const double behind = static_cast<double>(*design.behind_edge_mm.view().pixel(x, y));
      const double value = static_cast<double>(*density.pixel(x, y));
      if (behind < 0 && value > 0) {
        EXPECT_GE(behind, -5.0);
        EXPECT_LT(behind, -2.0);
        sentinels += value * design.density.cell_mm * design.density.cell_mm / 100;
      }
    }
  }
  // The band runs ahead of the edge, 3.5 mm from it: its length by the skin that lies there, 3 mm wide; 2 per cm of
  // edge. Ahead of an edge that bulges forward the band is longer than the edge by a few per cent.
  const ScalpSurface surface = fit_head(scene)->surface;
  double band_cm2 = 0;
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      const double behind = static_cast<double>(*design.behind_edge_mm.view().pixel(x, y));
      const Vec2<ScalpMm> uv = design.density.origin + design.density.cell_mm * Vec2<ScalpMm>{x + 0.5, y + 0.5};
      const double skin_mm2 = area_factor(surface, uv) * design.density.cell_mm * design.density.cell_mm;
      if (behind < -2 && behind >= -5 && *density.pixel(x, y) > 0) band_cm2 += skin_mm2 / 100;
    }
  }
  EXPECT_NEAR(sentinels, 2 * band_cm2 / 0.3, 1);
  EXPECT_GT(band_cm2 / 0.3, 18) << "cm of edge: half round the head";
  EXPECT_LT(band_cm2 / 0.3, 28);
}

TEST(Design, NothingLiesOutsideRegionAndBand) {
  const Scene scene = testing::front_scene();
  const Treatment treatment = plain_treatment();
  const auto head = fit_head(scene);
  const ScalpDesign design = design_of(scene, treatment);
  const auto density = design.density.per_cm2.view();
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      if (*density.pixel(x, y) <= 0) continue;
      const Vec2<ScalpMm> uv = design.density.origin + design.density.cell_mm * Vec2<ScalpMm>{x + 0.5, y + 0.5};
      const auto p = project(head->surface, head->view, from_chart(head->surface, uv)).position;
      EXPECT_LT(p.y, (130 - 57 + 1) / 0.5) << "below the hairline at " << p.x << ", " << p.y;
    }
  }
}

TEST(Design, ExistingHairIsEnteredAndFadesOut) {
  Scene scene = testing::front_scene();
  // Hair on the image's right: the region ends at x = 150 mm, hair begins there.
  Points<PhotoPx> left_part;
  for (auto p : scene.scalp_region) left_part.push_back({std::min(p.x, 300.0), p.y});
  scene.scalp_region = left_part;
  scene.existing_hair = {{{300, 60}, {420, 60}, {420, 260}, {300, 260}}};
  const Treatment treatment = plain_treatment();
  const ScalpDesign design = design_of(scene, treatment);
  const auto head = fit_head(scene);
  double in_hair = 0, far_in_hair = 0;
  const auto density = design.density.per_cm2.view();
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      const Vec2<ScalpMm> uv = design.density.origin + design.density.cell_mm * Vec2<ScalpMm>{x + 0.5, y + 0.5};
      const auto seen = project(head->surface, head->view, from_chart(head->surface, uv));
      if (seen.cos_view < 0.3) continue;
      const double beyond_mm = (seen.position.x - 300) * 0.5;
      const double value = static_cast<double>(*density.pixel(x, y));
      if (beyond_mm > 1 && beyond_mm < 5) in_hair = std::max(in_hair, value);
      if (beyond_mm > treatment.density.hair_overlap_mm + 2) far_in_hair = std::max(far_in_hair, value);
    }
  }
  EXPECT_GT(in_hair, 0.5 * treatment.density.peak_per_cm2);
  EXPECT_EQ(far_in_hair, 0);
}

TEST(Design, DesignsAHairlineWhereTheSceneHasNone) {
  Scene scene = testing::front_scene();
  scene.scalp_region = scene.head_outline;  // all of it, down to the brow
  scene.hairline.reset();
  scene.face_points = {{"glabella", Vec2<PhotoPx>{260, 258}}};
  const Treatment treatment = plain_treatment();
  const ScalpDesign design = design_of(scene, treatment);
  const auto head = fit_head(scene);
  const auto density = design.density.per_cm2.view();
  double lowest = -1e9;
  for (int y = 0; y < density.height; ++y) {
    for (int x = 0; x < density.width; ++x) {
      if (*density.pixel(x, y) <= 0) continue;
      const Vec2<ScalpMm> uv = design.density.origin + design.density.cell_mm * Vec2<ScalpMm>{x + 0.5, y + 0.5};
      const auto point = from_chart(head->surface, uv);
      if (std::fabs(point.x) < 20) lowest = std::max(lowest, -point.y);
    }
  }
  // 75 mm of arc above the glabella, at 1 mm above mid-head, end at 66 mm of height on a mean head.
  EXPECT_NEAR(-lowest, 66, 4);
}

TEST(Design, WarnsOfALineOutsideOfItsRegion) {
  // The phantom's scalp begins 61 mm above the glabella.
  Scene scene = draw_phantom({.width_px = 240, .height_px = 240, .view = View::kThreeQuarter})->scene;
  scene.hairline.reset();
  Treatment treatment;
  treatment.hairline.height_above_glabella_mm = 50;
  const ScalpDesign low = design_of(scene, treatment);
  ASSERT_EQ(low.warnings.size(), 1U);
  EXPECT_NE(low.warnings[0].find("outside of scalp_region"), std::string::npos) << low.warnings[0];
  treatment.hairline.height_above_glabella_mm = 90;
  EXPECT_TRUE(design_of(scene, treatment).warnings.empty());
}

TEST(Design, SameForAnyNumberOfThreads) {
  const Scene scene = testing::front_scene();
  const ScalpDesign one = design_of(scene, {}, 1), five = design_of(scene, {}, 5);
  EXPECT_EQ(one.density.per_cm2, five.density.per_cm2);
  EXPECT_EQ(one.area_cm2, five.area_cm2);
}

TEST(Design, RefusesARegionOffTheHead) {
  Scene scene = testing::front_scene();
  const auto head = fit_head(scene);
  scene.scalp_region = {{10, 500}, {30, 500}, {30, 515}};
  const auto design = design_density({&scene, 1}, {&*head, 1}, {});
  ASSERT_FALSE(design.ok());
  EXPECT_EQ(design.error().where, "scalp_region");
}

}  // namespace
}  // namespace tonsure
