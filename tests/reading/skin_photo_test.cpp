#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "reading/skin_photo.h"

#include "scalp/calibrate.h"
#include "support/lit_head.h"

namespace tonsure {
namespace {

using testing::encoded;
using testing::lamp;
using testing::lit_head;
using testing::LitHead;

const LinearRgb kSkin = {0.40, 0.25, 0.17};

/// Classes of the individual typology angle, 0 = very light to 5 = dark.
int ita_class(double deg) {
  int k = 0;
  for (const double limit : {55.0, 41.0, 28.0, 10.0, -30.0}) k += deg > limit ? 0 : 1;
  return k;
}

Phantom phantom_of(SkinType skin, View view = View::kFront) {
  PhantomOptions options;
  options.skin = skin;
  options.view = view;
  options.width_px = options.height_px = 480;
  auto phantom = draw_phantom(options);
  EXPECT_TRUE(phantom.ok());
  return *phantom;
}

SkinReading reading_of(const Photo& photo, const Scene& scene) {
  const auto head = fit_head(scene);
  EXPECT_TRUE(head.ok());
  auto reading = read_skin(photo, scene, *head);
  EXPECT_TRUE(reading.ok()) << reading.error().message();
  return reading.ok() ? *reading : SkinReading{};
}

/// The photo as recorded in light of another colour or with another exposure.
Photo times(const Photo& photo, const LinearRgb& gain) {
  Photo out = photo;
  const auto pixels = out.pixels.view();
  for (int y = 0; y < pixels.height; ++y)
    for (int x = 0; x < pixels.width; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        pixels.pixel(x, y)[c] = encoded(
            gain[c] * scene_light(kUsualCurve, static_cast<double>(srgb8_to_linear_table()[pixels.pixel(x, y)[c]])));
  return out;
}

double warmth(const LinearRgb& c) {
  return std::log(c[0] / c[2]);
}

TEST(ReadSkin, PhantomsOfAllSixSkinsWithinOneClass) {
  // The tones the phantom is drawn with (src/phantom/skin_texture.cpp), under a studio light that is not even.
  constexpr std::array<Lab, 6> kTones = {{{68.0, 10.0, 13.5},
                                          {63.0, 11.3, 15.6},
                                          {57.5, 11.7, 17.2},
                                          {49.5, 12.8, 18.8},
                                          {40.5, 12.2, 17.6},
                                          {31.0, 9.4, 12.8}}};
  double last_melanin = 0;
  for (std::size_t i = 0; i < kTones.size(); ++i) {
    const Phantom phantom = phantom_of(static_cast<SkinType>(i));
    const SkinReading reading = reading_of(phantom.photo, phantom.scene);
    const double truth = individual_typology_angle_deg(from_lab(kTones[i]));
    EXPECT_LE(std::abs(ita_class(reading.ita_deg) - ita_class(truth)), 1) << i << ": " << reading.ita_deg;
    // 2 SD: six skins, one exposure that none of them knows.
    EXPECT_LE(std::abs(reading.ita_deg - truth), 2 * reading.ita_sd_deg) << i;
    EXPECT_GT(reading.fit.optics.melanin, last_melanin) << i;
    // The phantom's mottled colours lie off the model's by about 1; 3 is seen at a glance.
    EXPECT_LT(reading.fit.delta_e_2000, 3) << i;
    last_melanin = reading.fit.optics.melanin;
  }
}

TEST(ReadSkin, RegionsOfAnEvenHeadAgree) {
  const Phantom phantom = phantom_of(SkinType::kIII, View::kTop);
  const SkinReading reading = reading_of(phantom.photo, phantom.scene);
  ASSERT_GE(reading.regions.size(), 3U);
  double share = 0;
  for (const RegionTone& region : reading.regions) {
    share += region.share;
    // What a polynomial of degree 2 leaves of a softbox, a fill, a rim light and cast shadows.
    EXPECT_NEAR(luminance(region.diffuse) / luminance(reading.diffuse), 1, 0.12) << static_cast<int>(region.area);
    EXPECT_LT(region.spread, 0.2);
  }
  EXPECT_LE(share, 1 + 1e-9);
}

TEST(EstimateShading, FindsTheLightThatIsThere) {
  const LinearRgb warm = {1.1, 1.0, 0.9};
  for (const Vec3<HeadMm> towards : {Vec3<HeadMm>{0.7, 0.6, 0.6}, {-0.8, 0.2, 0.5}, {0, 0.5, 1}}) {
    const auto light = lamp(towards, 0.35, 0.6, warm);
    const LitHead lit = lit_head(kSkin, light);
    const auto shading = estimate_shading(lit.photo, lit.scene, lit.head, kUsualCurve);
    ASSERT_TRUE(shading.ok()) << shading.error().message();
    EXPECT_TRUE(shading->warnings.empty());
    // Compared over the skin that was seen, up to one factor. The lamp has a kink at its terminator, which degree 2
    // misses by 4 %.
    double sum = 0, sum2 = 0;
    int count = 0;
    for (double y = 0; y < 240; y += 4) {
      for (double x = 0; x < 240; x += 4) {
        const auto point = unproject(lit.head.surface, lit.head.view, {x, y});
        if (!point || !contains<PhotoPx>(lit.scene.head_outline, {x, y})) continue;
        const auto normal = surface_normal(lit.head.surface, *point);
        if (project(lit.head.view, *point, normal).cos_view < 0.3) continue;
        const double ratio = std::log(luminance(shading_at(*shading, normal)) / luminance(light(normal)));
        sum += ratio;
        sum2 += ratio * ratio;
        ++count;
      }
    }
    ASSERT_GT(count, 100);
    EXPECT_LT(std::sqrt(sum2 / count - sum / count * sum / count), 0.06);
    // The brightest skin seen faces the lamp, as far as the camera sees such skin.
    EXPECT_GT(dot(shading->towards_light, normalized(towards)), 0.8);
  }
}

TEST(EstimateShading, LooksPastShineAndHair) {
  const auto light = lamp({0.3, 0.6, 0.8}, 0.4, 0.5);
  LitHead lit = lit_head(kSkin, light);
  const auto clean = estimate_shading(lit.photo, lit.scene, lit.head, kUsualCurve);
  // A burnt highlight on the forehead, and a dark patch nobody has annotated.
  const auto pixels = lit.photo.pixels.view();
  const Vec2<PhotoPx> top = lit.head.view.camera.center;
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const double dx = x - top.x, dy = y - top.y;
      if (std::hypot(dx - 6, dy + 22) < 9) std::fill_n(pixels.pixel(x, y), 3, static_cast<unsigned char>(240));
      if (std::hypot(dx + 25, dy + 14) < 8) std::fill_n(pixels.pixel(x, y), 3, static_cast<unsigned char>(25));
    }
  }
  const auto soiled = estimate_shading(lit.photo, lit.scene, lit.head, kUsualCurve);
  ASSERT_TRUE(clean.ok() && soiled.ok());
  for (const Vec3<HeadMm> n : {Vec3<HeadMm>{0, 0.4, 0.9}, {0.5, 0.5, 0.7}, {-0.5, 0.5, 0.7}, {0, 0.8, 0.6}}) {
    const auto unit = normalized(n);
    // Noise-free, so all that differs is what leaks from the patches.
    EXPECT_NEAR(luminance(shading_at(*soiled, unit)) / luminance(shading_at(*clean, unit)), 1, 0.04);
  }
}

TEST(ReadSkin, IsTheSameInOtherLight) {
  const SkinReading even = [] {
    const LitHead lit = lit_head(kSkin, lamp({0, 0, 1}, 0.9, 0));
    return reading_of(lit.photo, lit.scene);
  }();
  for (const Vec3<HeadMm> towards : {Vec3<HeadMm>{0.7, 0.6, 0.6}, {-0.8, 0.2, 0.5}}) {
    const LitHead lit = lit_head(kSkin, lamp(towards, 0.30, 0.62));
    const SkinReading reading = reading_of(lit.photo, lit.scene);
    // As photographed, the shadows make it a quarter darker; corrected, the reference light differs by less.
    EXPECT_NEAR(std::log(luminance(reading.evenly_lit) / luminance(even.evenly_lit)), 0, 0.12);
    EXPECT_NEAR(warmth(reading.diffuse), warmth(even.diffuse), 0.06);
  }
}

TEST(ReadSkin, TellsLightFromSkinAsFarAsPriorsDo) {
  const Phantom phantom = phantom_of(SkinType::kIII);
  const SkinReading neutral = reading_of(phantom.photo, phantom.scene);
  const LinearRgb cast = {1.12, 1.0, 0.80};  // about 4500 K left uncorrected
  const SkinReading warm = reading_of(times(phantom.photo, cast), phantom.scene);
  const double recovered = (warmth(warm.white_balance) - warmth(neutral.white_balance)) / warmth(cast);
  EXPECT_GT(recovered, 0.4);
  EXPECT_LT(recovered, 1.1);
  EXPECT_LT(std::abs(warmth(warm.white_balance) - warmth(cast)), 2 * warm.white_balance_sd);
  // Exposure: a stop less is mostly seen for what it is not, darker skin, and the SD says so.
  const SkinReading dark = reading_of(times(phantom.photo, {0.5, 0.5, 0.5}), phantom.scene);
  EXPECT_LT(dark.exposure, neutral.exposure);
  EXPECT_LT(luminance(dark.diffuse), luminance(neutral.diffuse));
  EXPECT_GT(dark.exposure_sd, 0.1);
}

/// Opens the phantom's eyes: an iris of 11.7 mm across in a white 24 mm wide.
void open_eyes(Photo& photo, const Scene& scene, double mm_per_px, const LinearRgb& light) {
  const auto pixels = photo.pixels.view();
  for (const char* name : {"left_pupil", "right_pupil"}) {
    const auto pupil = find_face_point(scene, name);
    ASSERT_TRUE(pupil.has_value());
    for (int y = 0; y < pixels.height; ++y) {
      for (int x = 0; x < pixels.width; ++x) {
        const double dx = (x + 0.5 - pupil->x) * mm_per_px, dy = (y + 0.5 - pupil->y) * mm_per_px;
        if (std::hypot(dx / 12, dy / 5) > 1) continue;
        const bool iris = std::hypot(dx, dy) < 5.9;
        const LinearRgb color = iris ? LinearRgb{0.02, 0.015, 0.01} : LinearRgb{0.62, 0.56, 0.52};
        for (std::size_t c = 0; c < 3; ++c) pixels.pixel(x, y)[c] = encoded(color[c] * light[c]);
      }
    }
  }
}

TEST(ReadSkin, BelievesTheWhitesOfTheEyes) {
  Phantom phantom = phantom_of(SkinType::kIII);
  const double mm_per_px = fit_head(phantom.scene)->view.camera.mm_per_px;
  const SkinReading closed = reading_of(phantom.photo, phantom.scene);
  EXPECT_EQ(closed.basis.find("eye"), std::string::npos) << closed.basis;
  open_eyes(phantom.photo, phantom.scene, mm_per_px, {0.7, 0.7, 0.7});
  const LinearRgb cast = {1.12, 1.0, 0.80};
  const SkinReading neutral = reading_of(phantom.photo, phantom.scene);
  const SkinReading warm = reading_of(times(phantom.photo, cast), phantom.scene);
  EXPECT_NE(warm.basis.find("whites of the eyes"), std::string::npos) << warm.basis;
  const double recovered = (warmth(warm.white_balance) - warmth(neutral.white_balance)) / warmth(cast);
  EXPECT_GT(recovered, 0.7) << "without eyes 0.4 is enough";
  EXPECT_LT(warm.white_balance_sd, closed.white_balance_sd);
}

TEST(ReadSkin, BelievesAMarkersPaper) {
  LitHead lit = lit_head(kSkin, lamp({0, 0.3, 1}, 0.5, 0.4));
  // A square of 22 x 22 px on the forehead in cells of paper and ink.
  const auto pixels = lit.photo.pixels.view();
  const auto middle = lit.head.view.camera.center;
  const int x0 = static_cast<int>(middle.x) - 11, y0 = static_cast<int>(middle.y) - 30;
  const auto light = lamp({0, 0.3, 1}, 0.5, 0.4);
  for (int y = y0; y < y0 + 22; ++y) {
    for (int x = x0; x < x0 + 22; ++x) {
      const auto point = unproject(lit.head.surface, lit.head.view, {x + 0.5, y + 0.5});
      ASSERT_TRUE(point.has_value());
      const LinearRgb l = light(surface_normal(lit.head.surface, *point));
      const bool paper = (x - x0) / 4 % 2 == 1 && (y - y0) / 4 % 2 == 1;
      const LinearRgb color = paper ? LinearRgb{0.84, 0.85, 0.88} : LinearRgb{0.03, 0.03, 0.03};
      for (std::size_t c = 0; c < 3; ++c) pixels.pixel(x, y)[c] = encoded(color[c] * l[c]);
    }
  }
  const Photo dark = times(lit.photo, {0.42, 0.40, 0.34});
  const SkinReading without = reading_of(dark, lit.scene);
  const double a = x0, b = y0, s = 22;
  lit.scene.marker = Marker{"aruco", 22 * lit.head.mm_per_px, {{a, b}, {a + s, b}, {a + s, b + s}, {a, b + s}}, {}};
  const auto with = read_skin(dark, lit.scene, lit.head);
  ASSERT_TRUE(with.ok());
  EXPECT_NE(with->basis.find("marker"), std::string::npos);
  EXPECT_LT(with->exposure_sd, 0.6 * without.exposure_sd);
  const double truth = std::log(luminance(kSkin));
  const auto seen = [](const SkinReading& r) { return std::log(luminance(r.diffuse) + kSurfaceReflectance); };
  // Paper is known to 12 %, the shading unit to a few.
  EXPECT_NEAR(seen(*with), truth, 0.25);
  EXPECT_LT(std::abs(seen(*with) - truth), std::abs(seen(without) - truth));
}

TEST(ReadSkin, OfAPhotoWithoutColourTellsBrightnessOnly) {
  LitHead lit = lit_head({0.27, 0.27, 0.27}, lamp({0.3, 0.5, 0.8}, 0.5, 0.4));
  lit.photo.monochrome = true;
  const SkinReading reading = reading_of(lit.photo, lit.scene);
  EXPECT_EQ(reading.white_balance, (LinearRgb{1, 1, 1}));
  EXPECT_GT(reading.diffuse[0], reading.diffuse[2]) << "skin, not grey";
  EXPECT_TRUE(std::any_of(reading.warnings.begin(), reading.warnings.end(),
                          [](const std::string& w) { return w.find("no colour") != std::string::npos; }));
}

TEST(ReadSkin, SaysWhereThereIsNoSkin) {
  LitHead lit = lit_head(kSkin, lamp({0, 0, 1}, 0.9, 0));
  lit.scene.exclude.push_back({{0, 0}, {240, 0}, {240, 240}, {0, 240}});
  const auto reading = read_skin(lit.photo, lit.scene, lit.head);
  ASSERT_FALSE(reading.ok());
  EXPECT_EQ(reading.error().code, ErrorCode::kInvalidInput);
}

TEST(ReadSkin, CanBeCancelled) {
  const LitHead lit = lit_head(kSkin, lamp({0, 0, 1}, 0.9, 0));
  const std::atomic<bool> stop = true;
  Exec exec;
  exec.cancel = &stop;
  const auto reading = read_skin(lit.photo, lit.scene, lit.head, exec);
  ASSERT_FALSE(reading.ok());
  EXPECT_EQ(reading.error().code, ErrorCode::kCancelled);
}

TEST(ReadSkin, IsTheSameForAnyNumberOfThreads) {
  const Phantom phantom = phantom_of(SkinType::kIV);
  const auto head = fit_head(phantom.scene);
  Exec one, three;
  one.threads = 1;
  three.threads = 3;
  const auto a = read_skin(phantom.photo, phantom.scene, *head, one);
  const auto b = read_skin(phantom.photo, phantom.scene, *head, three);
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(a->diffuse, b->diffuse);
  EXPECT_EQ(a->shading.brightness, b->shading.brightness);
  EXPECT_EQ(a->ita_sd_deg, b->ita_sd_deg);
}

}  // namespace
}  // namespace tonsure
