// Promise 3 of the project: a preview shrunk equals the preview of the shrunk photo, up to resampling.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "support/drawn_preview.h"

namespace tonsure {
namespace {

constexpr int kFactor = 4;

/// Every 4 x 4 pixels averaged in linear light.
Photo shrunk(const Photo& photo) {
  const auto in = photo.pixels.view();
  Photo small;
  small.pixels = Image<unsigned char>(in.width / kFactor, in.height / kFactor, 3);
  const auto& linear = srgb8_to_linear_table();
  for (int y = 0; y < small.pixels.height(); ++y) {
    for (int x = 0; x < small.pixels.width(); ++x) {
      std::array<double, 3> sum{};
      for (int dy = 0; dy < kFactor; ++dy)
        for (int dx = 0; dx < kFactor; ++dx)
          for (std::size_t c = 0; c < 3; ++c)
            sum[c] += static_cast<double>(linear[in.pixel(x * kFactor + dx, y * kFactor + dy)[c]]);
      for (std::size_t c = 0; c < 3; ++c)
        small.pixels.view().pixel(x, y)[c] =
            static_cast<unsigned char>(std::lround(255 * linear_to_srgb(sum[c] / (kFactor * kFactor))));
    }
  }
  return small;
}

Scene shrunk(const Scene& scene) {
  Scene small = scene;
  small.width_px /= kFactor;
  small.height_px /= kFactor;
  *small.mm_per_px *= kFactor;
  for (double* px : {&small.camera->fx, &small.camera->fy, &small.camera->cx, &small.camera->cy}) *px /= kFactor;
  const auto scale = [](Points<PhotoPx>& points) {
    for (auto& p : points) p = (1.0 / kFactor) * p;
  };
  scale(small.head_outline);
  scale(small.scalp_region);
  if (small.hairline) scale(*small.hairline);
  for (auto& point : small.face_points)
    if (point.position) point.position = (1.0 / kFactor) * *point.position;
  return small;
}

void compare(View view) {
  const auto phantom = draw_phantom({.width_px = 2400, .height_px = 2400, .view = view});
  ASSERT_TRUE(phantom.ok());
  const Scene small_scene = shrunk(phantom->scene);
  const Photo small_photo = shrunk(phantom->photo);
  // One plan for both: plans are in millimetres.
  const Plan plan = make_plan(phantom->scene, {}).value();
  const auto large = testing::draw_preview(phantom->photo, phantom->scene, plan);
  const auto small = testing::draw_preview(small_photo, small_scene, plan);
  ASSERT_TRUE(large.ok() && small.ok());
  const Photo large_shrunk = shrunk(large->after);

  const auto& linear = srgb8_to_linear_table();
  std::array<double, 3> mean_large{}, mean_small{};
  double squares = 0;
  int count = 0;
  for (int y = 0; y < small_scene.height_px; ++y) {
    for (int x = 0; x < small_scene.width_px; ++x) {
      if (!contains<PhotoPx>(small_scene.scalp_region, {x + 0.5, y + 0.5})) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        const int a = large_shrunk.pixels.view().pixel(x, y)[c], b = small->after.pixels.view().pixel(x, y)[c];
        mean_large[c] += static_cast<double>(linear[static_cast<std::size_t>(a)]);
        mean_small[c] += static_cast<double>(linear[static_cast<std::size_t>(b)]);
        squares += (a - b) * (a - b);
      }
      ++count;
    }
  }
  ASSERT_GT(count, 1000);
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(mean_small[c] / mean_large[c], 1, 0.015) << view_name(view) << ", channel " << c;
  const double rms = std::sqrt(squares / (3.0 * count)) / 255;
  EXPECT_LT(rms, 0.02) << view_name(view);
  ::testing::Test::RecordProperty("rms", std::to_string(rms));
  std::printf("%s: mean ratios %.4f %.4f %.4f, RMS %.4f of full scale\n", view_name(view),
              mean_small[0] / mean_large[0], mean_small[1] / mean_large[1], mean_small[2] / mean_large[2], rms);
}

TEST(ScaleConsistency, Front) {
  compare(View::kFront);
}
TEST(ScaleConsistency, Top) {
  compare(View::kTop);
}

}  // namespace
}  // namespace tonsure
