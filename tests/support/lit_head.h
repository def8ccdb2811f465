// A matt head of one colour in known light, and a scene that is true of it.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include <tonsure/core/color.h>
#include <tonsure/phantom/phantom.h>
#include "reading/outline.h"
#include "scalp/calibrate.h"
#include "scalp/limb.h"

namespace tonsure::testing {

struct LitHead {
  Photo photo;
  Scene scene;
  FittedHead head;
  HeadOutline outline;
};

/// Light on skin by its normal, in the head frame.
using LightOf = std::function<LinearRgb(Vec3<HeadMm>)>;

/// A camera's code of some light.
inline unsigned char encoded(double light) {
  return static_cast<unsigned char>(std::lround(255 * linear_to_srgb(file_light(kUsualCurve, light))));
}

/// Seen from the front before a blue-grey wall; `size_px` square.
inline LitHead lit_head(const LinearRgb& skin, const LightOf& light, int size_px = 240) {
  PhantomOptions options;
  options.width_px = options.height_px = size_px;
  LitHead out;
  auto phantom = draw_phantom(options);
  EXPECT_TRUE(phantom.ok());
  out.scene = phantom->scene;
  auto head = fit_head(out.scene);
  EXPECT_TRUE(head.ok());
  out.head = *head;
  out.photo.pixels = Image<unsigned char>(size_px, size_px, 3);
  const auto pixels = out.photo.pixels.view();
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x) {
      LinearRgb color = {0.2, 0.22, 0.26};
      if (const auto point = unproject(out.head.surface, out.head.view, {x + 0.5, y + 0.5})) {
        const LinearRgb l = light(surface_normal(out.head.surface, *point));
        for (std::size_t c = 0; c < 3; ++c) color[c] = skin[c] * l[c];
      }
      for (std::size_t c = 0; c < 3; ++c) pixels.pixel(x, y)[c] = encoded(color[c]);
    }
  }
  out.outline.points = out.scene.head_outline;
  for (const bool limb : limb_edges(out.scene)) out.outline.is_limb.push_back(limb ? 1 : 0);
  return out;
}

/// Ambient light and a lamp whose light wraps around, as large lamps' does.
inline LightOf lamp(Vec3<HeadMm> towards, double ambient, double direct, const LinearRgb& color = {1, 1, 1}) {
  return [=](Vec3<HeadMm> n) {
    const double lit = std::max(0.0, (dot(n, normalized(towards)) + 0.2) / 1.2);
    const double y = ambient + direct * lit;
    return LinearRgb{y * color[0], y * color[1], y * color[2]};
  };
}

}  // namespace tonsure::testing
