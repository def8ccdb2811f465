#include "reading/outline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/scenes.h"

namespace tonsure {
namespace {

/// The scene's head as a bright disc on a dark ground, its limb `grown` px outside the annotated outline.
Image<unsigned char> picture(const Scene& scene, double grown) {
  Image<unsigned char> image(scene.width_px, scene.height_px, 3, 40);
  const double px = 1 / *scene.mm_per_px;
  const auto view = image.view();
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const double u = (x + 0.5 - 130 * px) / (77 * px + grown), v = (y + 0.5 - 130 * px) / (95 * px + grown);
      if (u * u + v * v < 1) {
        view.pixel(x, y)[0] = 200;
        view.pixel(x, y)[1] = 150;
        view.pixel(x, y)[2] = 120;
      }
    }
  }
  return image;
}

TEST(SnapOutline, MovesTheLimbToTheEdgeAndLeavesTheRest) {
  const Scene scene = testing::front_scene(0.25);
  const double px = 4;
  for (const double grown : {-8.0, 0.0, 6.0, 12.0}) {  // up to 3 mm off
    const HeadOutline outline = snap_outline(picture(scene, grown).view(), scene, 0.25);
    ASSERT_EQ(outline.points.size(), outline.is_limb.size());
    for (std::size_t i = 0; i < outline.points.size(); ++i) {
      const auto p = outline.points[i];
      if (outline.is_limb[i] == 0) {
        EXPECT_NEAR(p.y, 130 * px, 1e-9) << "the closing line stays";
        continue;
      }
      if (p.y > 120 * px) continue;  // where limb meets closing line, the path bends
      const double u = (p.x - 130 * px) / (77 * px + grown), v = (p.y - 130 * px) / (95 * px + grown);
      EXPECT_NEAR((std::sqrt(u * u + v * v) - 1) * 85 * px, 0, 1.6) << "grown " << grown << " at " << p.x << ' ' << p.y;
    }
  }
}

TEST(SnapOutline, StaysWhereThePhotoShowsNoEdge) {
  const Scene scene = testing::front_scene(0.25);
  const Image<unsigned char> flat(scene.width_px, scene.height_px, 3, 128);
  const HeadOutline outline = snap_outline(flat.view(), scene, 0.25);
  for (const auto p : outline.points) EXPECT_LT(distance_to_polyline<Vec2<PhotoPx>>(scene.head_outline, p, true), 0.6);
}

}  // namespace
}  // namespace tonsure
