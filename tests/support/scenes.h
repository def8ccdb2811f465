// Small synthetic scenes that several tests share.
#pragma once

#include <cmath>
#include <numbers>

#include <tonsure/scene/scene.h>

namespace tonsure::testing {

/// A head seen from the front: an ellipse of 154 x 190 mm, whole, at `mm_per_px`, centred in a photo of 260 x 260 mm.
/// The hairline runs across it 57 mm above the middle; the region is what lies above. No hair, no face points.
inline Scene front_scene(double mm_per_px = 0.5) {
  Scene scene;
  const double px = 1 / mm_per_px;
  scene.image = "synthetic.png";
  scene.width_px = static_cast<int>(std::lround(260 * px));
  scene.height_px = scene.width_px;
  scene.view = View::kFront;
  scene.mm_per_px = mm_per_px;
  const Vec2<PhotoPx> center{130 * px, 130 * px};
  const auto at = [&](double angle) {
    return center + Vec2<PhotoPx>{77 * px * std::cos(angle), -95 * px * std::sin(angle)};
  };
  constexpr double pi = std::numbers::pi;
  for (int i = 0; i <= 60; ++i) scene.head_outline.push_back(at(pi * i / 60));  // upper half, closed along the middle
  const double corner = std::asin(57.0 / 95.0);
  Points<PhotoPx> line;
  for (int i = 0; i <= 20; ++i) {
    const double t = -1 + i / 10.0;
    line.push_back(center + Vec2<PhotoPx>{77 * px * std::cos(corner) * t, -57 * px});
  }
  scene.hairline = line;
  scene.scalp_region = line;
  for (int i = 1; i < 40; ++i) scene.scalp_region.push_back(at(corner + (pi - 2 * corner) * i / 40));
  return scene;
}

}  // namespace tonsure::testing
