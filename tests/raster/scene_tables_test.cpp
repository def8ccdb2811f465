#include "raster/scene_tables.h"

#include <gtest/gtest.h>

namespace tonsure {
namespace {

TEST(SceneTables, AgreeWithTheCurves) {
  for (const double strength : {0.0, 0.6, 1.0, 1.5}) {
    const CameraCurve curve{strength};
    const SceneTables tables(curve);
    EXPECT_EQ(tables.curve(), curve);
    for (int code = 0; code < 256; ++code) {
      const auto byte = static_cast<unsigned char>(code);
      const double light = scene_light(curve, srgb_to_linear(code / 255.0));
      EXPECT_NEAR(static_cast<double>(tables.light(byte)), light, 1e-6) << strength << " " << code;
      // A pixel that nothing changes keeps its code.
      EXPECT_NEAR(static_cast<double>(tables.code(tables.light(byte))), code, 0.1) << strength << " " << code;
    }
    EXPECT_NEAR(static_cast<double>(tables.code(7.0F)), 255, 1e-3);
    EXPECT_NEAR(static_cast<double>(tables.code(-1.0F)), 0, 1e-3);
  }
}

TEST(SceneTables, MeanOfARectangle) {
  Image<unsigned char> image(4, 2, 3, 0);
  for (int y = 0; y < 2; ++y)
    for (int c = 0; c < 3; ++c) image.view().pixel(2, y)[c] = 255;
  const SceneTables tables(kUsualCurve);
  const LinearRgb mean = mean_light(image.view(), {1, 0, 3, 2}, tables);
  for (const double channel : mean) EXPECT_NEAR(channel, 0.5, 1e-6);
}

}  // namespace
}  // namespace tonsure
