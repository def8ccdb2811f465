// Light under stubble, against the same phantom without hair.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <tonsure/phantom/phantom.h>
#include <tonsure/scalp/view.h>
#include "reading/skin_photo.h"
#include "scalp/calibrate.h"

namespace tonsure {
namespace {

constexpr int kCellPx = 10;  // 4 mm or so

Phantom phantom_of(const LossPattern& loss, View view) {
  PhantomOptions options;
  options.width_px = options.height_px = 600;
  options.view = view;
  options.loss = loss;
  options.shine = 0;  // a head without hair shines where the other does not
  return draw_phantom(options).value();
}

LinearRgb mean_color(const Photo& photo, int x0, int y0) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  for (int y = y0; y < y0 + kCellPx; ++y)
    for (int x = x0; x < x0 + kCellPx; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        sum[c] += static_cast<double>(linear[photo.pixels.view().pixel(x, y)[c]]) / (kCellPx * kCellPx);
  return sum;
}

struct Patches {
  std::vector<HairPatch> hair;
  std::vector<double> bare;  ///< luminance of the head without hair there
};

Patches patches_of(const Phantom& phantom, const Photo& bald, const FittedHead& head) {
  Patches out;
  for (int y = 0; y + kCellPx <= phantom.scene.height_px; y += kCellPx) {
    for (int x = 0; x + kCellPx <= phantom.scene.width_px; x += kCellPx) {
      const Vec2<PhotoPx> middle{x + 0.5 * kCellPx, y + 0.5 * kCellPx};
      const bool in_hair =
          std::any_of(phantom.scene.existing_hair.begin(), phantom.scene.existing_hair.end(), [&](const auto& hair) {
            return contains<PhotoPx>(hair, middle) && distance_to_polyline<Vec2<PhotoPx>>(hair, middle, true) > kCellPx;
          });
      const auto point = in_hair ? unproject(head.surface, head.view, middle) : std::nullopt;
      if (!point || project(head.surface, head.view, *point).cos_view < 0.45) continue;
      out.hair.push_back({mean_color(phantom.photo, x, y), surface_normal(head.surface, *point)});
      out.bare.push_back(luminance(scene_light(kUsualCurve, mean_color(bald, x, y))));
    }
  }
  return out;
}

/// Mean of ln(found / true), and of ln(what bare skin's light alone leads to / true).
struct Errors {
  double found = 0, guessed = 0;
};

Errors errors_of(const LossPattern& loss, View view) {
  const Phantom phantom = phantom_of(loss, view), bald = phantom_of({LossKind::kTotalis, 0, 0}, view);
  const FittedHead head = fit_head(phantom.scene).value();
  const Patches patches = patches_of(phantom, bald.photo, head);
  EXPECT_GT(patches.hair.size(), 100U);
  const auto found = luminance_under_hair(phantom.photo, phantom.scene, head, kUsualCurve, patches.hair).value();
  const SkinReading reading = read_skin(phantom.photo, phantom.scene, head).value();
  Errors errors;
  const double share = 1 / static_cast<double>(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double guess = luminance(scene_light(reading.curve, recorded_skin(reading, patches.hair[i].normal)));
    errors.found += share * std::log(found[i] / patches.bare[i]);
    errors.guessed += share * std::log(guess / patches.bare[i]);
  }
  return errors;
}

TEST(LuminanceUnderHair, IsThatOfTheSameHeadWithoutHair) {
  // 5 % are worth 1 L*; hair that thins out towards its border is neither skin nor hair and costs some of it.
  const Errors back = errors_of({LossKind::kNorwood, 5, 0}, View::kBack);
  EXPECT_NEAR(back.found, 0, 0.06);
  EXPECT_GT(std::fabs(back.guessed), 0.07) << "the light of bare skin would do";
  EXPECT_NEAR(errors_of({LossKind::kNorwood, 5, 0}, View::kLeft).found, 0, 0.06);
  EXPECT_NEAR(errors_of({LossKind::kAreata, 0, 0}, View::kTop).found, 0, 0.06);
}

TEST(LuminanceUnderHair, IsFiniteUnderBlack) {
  const Phantom phantom = phantom_of({LossKind::kNorwood, 5, 0}, View::kLeft);
  const FittedHead head = fit_head(phantom.scene).value();
  Patches patches = patches_of(phantom, phantom.photo, head);
  for (HairPatch& patch : patches.hair) patch.color = {};
  const auto found = luminance_under_hair(phantom.photo, phantom.scene, head, kUsualCurve, patches.hair).value();
  for (const double bare : found) EXPECT_TRUE(std::isfinite(bare) && bare > 0) << bare;
}

TEST(LuminanceUnderHair, IsUnknownWithoutBareSkin) {
  const Phantom phantom = phantom_of({LossKind::kNone, 0, 0}, View::kBack);
  const FittedHead head = fit_head(phantom.scene).value();
  const Patches patches = patches_of(phantom, phantom.photo, head);
  const auto found = luminance_under_hair(phantom.photo, phantom.scene, head, kUsualCurve, patches.hair);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().where, "existing_hair");
}

}  // namespace
}  // namespace tonsure
