#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "reading/skin_photo.h"

#include "drawing/relight.h"
#include "support/lit_head.h"

namespace tonsure {
namespace {

using testing::lamp;
using testing::lit_head;
using testing::LitHead;

const LinearRgb kSkin = {0.40, 0.25, 0.17};

/// A whole photo in other light.
struct Relit {
  Photo photo;
  std::vector<std::string> warnings;
};
Relit relit(const LitHead& lit, Light light, const Exec& exec = {}) {
  const auto reading = read_skin(lit.photo, lit.scene, lit.head);
  EXPECT_TRUE(reading.ok());
  const SceneTables tables(reading->curve);
  const auto relighting = make_relighting(lit.photo, tables, lit.scene, lit.outline, lit.head, *reading, light, exec);
  EXPECT_TRUE(relighting.ok());
  Relit out{lit.photo, relighting->warnings};
  relight_pixels(*relighting, {0, 0, lit.photo.pixels.width(), lit.photo.pixels.height()}, out.photo.pixels.view());
  return out;
}

/// Linear green of the skin that faces a direction of the head.
double green_at(const LitHead& lit, const Photo& photo, Vec3<HeadMm> direction) {
  const double r = radius_mm(lit.head.surface, normalized(direction));
  const auto at = project(lit.head.surface, lit.head.view, r * normalized(direction)).position;
  return static_cast<double>(
      srgb8_to_linear_table()[photo.pixels.view().pixel(static_cast<int>(at.x), static_cast<int>(at.y))[1]]);
}

const Vec3<HeadMm> kMiddle = {0, 0.55, 0.83}, kLeft = {0.80, 0.45, 0.40}, kRight = {-0.80, 0.45, 0.40};

TEST(Relight, KeepsWhatLiesOutsideTheHead) {
  LitHead lit = lit_head(kSkin, lamp({0.5, 0.5, 0.7}, 0.4, 0.5));
  lit.scene.face_points.clear();  // without a face the outline is all there is
  for (const Light light : {Light::kDiffuse, Light::kFlash, Light::kSide}) {
    const Relit out = relit(lit, light);
    const ImageView<const unsigned char> before = lit.photo.pixels.view(), after = out.photo.pixels.view();
    int changed = 0;
    for (int y = 0; y < before.height; ++y) {
      for (int x = 0; x < before.width; ++x) {
        if (std::equal(before.pixel(x, y), before.pixel(x, y) + 3, after.pixel(x, y))) continue;
        ++changed;
        // 1 px: the outline's anti-aliased edge.
        EXPECT_TRUE(contains<PhotoPx>(lit.outline.points, {x + 0.5, y + 0.5}) ||
                    distance_to_polyline<Vec2<PhotoPx>>(lit.outline.points, {x + 0.5, y + 0.5}, true) < 1)
            << x << ", " << y;
      }
    }
    EXPECT_GT(changed, 1000) << light_name(light);
    EXPECT_FALSE(out.warnings.empty()) << "an approximation must say so";
  }
}

TEST(Relight, FlashIsBrightestInTheMiddleAndSymmetric) {
  const LitHead lit = lit_head(kSkin, lamp({0, 0, 1}, 0.8, 0));
  const Relit out = relit(lit, Light::kFlash);
  const double middle = green_at(lit, out.photo, kMiddle), left = green_at(lit, out.photo, kLeft);
  EXPECT_GT(middle, 1.3 * left);
  // One code of 255 at this brightness, and half a pixel of asymmetry at a slope of 5 % per pixel.
  EXPECT_NEAR(left / green_at(lit, out.photo, kRight), 1, 0.06);
}

TEST(Relight, SideComesFromWhereThePhotosLightIs) {
  for (const double side : {1.0, -1.0}) {
    const LitHead lit = lit_head(kSkin, lamp({0.6 * side, 0.5, 0.8}, 0.6, 0.3));
    const Relit out = relit(lit, Light::kSide);
    const double left = green_at(lit, out.photo, kLeft), right = green_at(lit, out.photo, kRight);
    EXPECT_GT(side > 0 ? left / right : right / left, 2.0) << "raking light leaves the other side in shadow";
  }
}

TEST(Relight, DiffuseLevelsTheTwoSides) {
  const LitHead lit = lit_head(kSkin, lamp({0.9, 0.3, 0.5}, 0.25, 0.7));
  const double before = green_at(lit, lit.photo, kLeft) / green_at(lit, lit.photo, kRight);
  const Relit out = relit(lit, Light::kDiffuse);
  const double after = green_at(lit, out.photo, kLeft) / green_at(lit, out.photo, kRight);
  EXPECT_GT(before, 1.5);
  // Half of the difference may remain so near the limb: factors are held within what a photo bears, and degree 2 does
  // not follow a lamp to its terminator.
  EXPECT_LT(std::abs(std::log(after)), std::log(before) / 2);
}

TEST(Relight, DrawsNoSeams) {
  const LitHead lit = lit_head(kSkin, lamp({0.3, 0.5, 0.8}, 0.5, 0.4));
  for (const Light light : {Light::kDiffuse, Light::kFlash, Light::kSide}) {
    const Relit out = relit(lit, light);
    const ImageView<const unsigned char> before = lit.photo.pixels.view(), after = out.photo.pixels.view();
    const auto& linear = srgb8_to_linear_table();
    const auto ratio = [&](int x, int y) {
      return static_cast<double>(linear[after.pixel(x, y)[1]] / linear[before.pixel(x, y)[1]]);
    };
    double worst = 0;
    for (int y = 1; y < before.height; ++y) {
      for (int x = 1; x < before.width; ++x) {
        const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
        // All that lies on the head, brow line included; the limb itself is an edge of the photo.
        const auto point = unproject(lit.head.surface, lit.head.view, p);
        if (!point || project(lit.head.surface, lit.head.view, *point).cos_view < 0.45) continue;
        worst = std::max({worst, std::abs(std::log(ratio(x, y) / ratio(x - 1, y))),
                          std::abs(std::log(ratio(x, y) / ratio(x, y - 1)))});
      }
    }
    // 240 px for a head of some 70 px: shading itself changes by up to 8 % per pixel, and codes by 4 %. A seam at the
    // brow line would be the whole effect, 50 %.
    EXPECT_LT(worst, 0.16) << light_name(light);
    EXPECT_GT(worst, 0.01) << "nothing was relit";
  }
}

TEST(Relight, KeepsAlphaAndMonochrome) {
  LitHead lit = lit_head({0.27, 0.27, 0.27}, lamp({0.3, 0.5, 0.8}, 0.5, 0.4));
  Photo grey;
  grey.monochrome = true;
  grey.pixels = Image<unsigned char>(240, 240, 4, 255);
  for (int y = 0; y < 240; ++y) {
    for (int x = 0; x < 240; ++x) {
      unsigned char* q = grey.pixels.view().pixel(x, y);
      std::fill_n(q, 3, lit.photo.pixels.view().pixel(x, y)[1]);
      q[3] = y < 30 ? 0 : 255;
    }
  }
  lit.photo = grey;
  const Relit out = relit(lit, Light::kFlash);
  EXPECT_NE(out.photo.pixels, grey.pixels);
  EXPECT_TRUE(out.photo.monochrome);
  for (int y = 0; y < 240; ++y) {
    for (int x = 0; x < 240; ++x) {
      const unsigned char* q = out.photo.pixels.view().pixel(x, y);
      ASSERT_TRUE(q[0] == q[1] && q[1] == q[2]) << x << ", " << y;
      ASSERT_EQ(q[3], y < 30 ? 0 : 255);
      if (y < 30) {
        ASSERT_EQ(q[0], grey.pixels.view().pixel(x, y)[0]);
      }
    }
  }
}

TEST(Relight, IsTheSameForAnyNumberOfThreads) {
  const LitHead lit = lit_head(kSkin, lamp({0.5, 0.5, 0.7}, 0.4, 0.5));
  Exec one, three;
  one.threads = 1;
  three.threads = 3;
  EXPECT_EQ(relit(lit, Light::kSide, one).photo.pixels, relit(lit, Light::kSide, three).photo.pixels);
}

TEST(Relight, CanBeCancelled) {
  const LitHead lit = lit_head(kSkin, lamp({0.5, 0.5, 0.7}, 0.4, 0.5));
  const auto reading = read_skin(lit.photo, lit.scene, lit.head);
  ASSERT_TRUE(reading.ok());
  const std::atomic<bool> stop = true;
  Exec exec;
  exec.cancel = &stop;
  const SceneTables tables(reading->curve);
  const auto out = make_relighting(lit.photo, tables, lit.scene, lit.outline, lit.head, *reading, Light::kFlash, exec);
  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.error().code, ErrorCode::kCancelled);
}

TEST(Relight, NamesItsLights) {
  EXPECT_STREQ(light_name(Light::kAsPhotographed), "as-photographed");
  EXPECT_STREQ(light_name(Light::kDiffuse), "diffuse");
  EXPECT_STREQ(light_name(Light::kFlash), "flash");
  EXPECT_STREQ(light_name(Light::kSide), "side");
}

}  // namespace
}  // namespace tonsure
