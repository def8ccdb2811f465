// Cards with dots drawn on them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/rng.h"
#include "drawing/draw_dots.h"
#include "optics/dot_kernels.h"

namespace tonsure::testing {

inline constexpr std::array<unsigned char, 3> kCardColor = {190, 140, 115};

/// A card of one colour, with noise of a standard deviation in encoded units, the same in all channels.
inline Photo card(int size, std::array<unsigned char, 3> color = kCardColor, double noise = 0) {
  Photo photo;
  photo.pixels = Image<unsigned char>(size, size, 3);
  Rng rng(21, RngStage::kTest);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double n = noise > 0 ? noise * rng.normal() : 0;
      for (std::size_t c = 0; c < 3; ++c)
        photo.pixels.view().pixel(x, y)[c] =
            static_cast<unsigned char>(std::clamp(std::lround(color[c] + n), 0L, 255L));
    }
  }
  return photo;
}

inline LinearRgb linear_of(const unsigned char* p) {
  const auto& t = srgb8_to_linear_table();
  return {static_cast<double>(t[p[0]]), static_cast<double>(t[p[1]]), static_cast<double>(t[p[2]])};
}

inline Matte whole(int size) {
  const double s = size + 100.0;
  return {{{{-100, -100}, {s, -100}, {s, s}, {-100, s}}, {0, 0, 0, 0}}, {}};
}

inline PhotoDot dot_at(double x, double y, double px_per_mm) {
  PhotoDot dot;
  dot.position = {x, y};
  dot.px_per_mm = {px_per_mm, 0, 0, px_per_mm};
  return dot;
}

/// Jittered square lattice: one dot per cell, as evenly as real work or better.
inline std::vector<PhotoDot> field(double per_mm2, double px_per_mm, int size) {
  std::vector<PhotoDot> dots;
  Rng rng(4, RngStage::kTest);
  const double pitch = px_per_mm / std::sqrt(per_mm2);
  for (double y = -3 * px_per_mm; y < size + 3 * px_per_mm; y += pitch)
    for (double x = -3 * px_per_mm; x < size + 3 * px_per_mm; x += pitch)
      dots.push_back(dot_at(x + pitch * rng.uniform(0.2, 0.8), y + pitch * rng.uniform(0.2, 0.8), px_per_mm));
  return dots;
}

/// Dots of pigment that absorbs alike at all wavelengths, 0.1 mm deep in light skin.
inline DotKernels kernels_of(double diameter_mm, double absorption_per_mm) {
  Deposit deposit{.depth_top_mm = 0.1, .diameter_mm = diameter_mm, .height_mm = 0.2, .absorption_per_mm = {}};
  deposit.absorption_per_mm.fill(absorption_per_mm);
  return make_dot_kernels(SkinOptics{}, deposit, {});
}

inline DrawingSkin skin_at(double mm_per_px) {
  return {mm_per_px, linear_of(kCardColor.data()), {}};
}

}  // namespace tonsure::testing
