#include "shine.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>

#include "dot_field.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 0.6;        // pore-sized glints merge, highlights keep their shape
constexpr double kHueSpread = 0.12;    // share of "shine" that patches of paler skin feign [E]
constexpr double kLeastColour = 0.12;  // 1 - beta below this (grey photos, very cool light) says nothing about shine
constexpr double kMostShare = 0.75;    // even under glare some pigment shows
constexpr double kMostBurnt = 0.60;    // ... and where the photo is burnt out, what lies beneath is unknown
constexpr double kSoftenCells = 2.0;   // highlights end softly; their texture stays the photo's own
constexpr double kClippedFrom = 0.90;  // encoded brightness from which a pixel counts as burnt out, whatever its hue

double smoothstep(double low, double high, double v) {
  const double t = std::clamp((v - low) / (high - low), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

}  // namespace

float ShineMap::at(int x, int y) const {
  const auto v = share.view();
  const double fx = std::clamp((x + 0.5 - rect.x0) / cell_px - 0.5, 0.0, v.width - 1.0);
  const double fy = std::clamp((y + 0.5 - rect.y0) / cell_px - 0.5, 0.0, v.height - 1.0);
  const int i = static_cast<int>(fx), j = static_cast<int>(fy);
  const int i1 = std::min(i + 1, v.width - 1), j1 = std::min(j + 1, v.height - 1);
  const auto a = static_cast<float>(fx - i), b = static_cast<float>(fy - j);
  const float top = (1 - a) * *v.pixel(i, j) + a * *v.pixel(i1, j);
  const float low = (1 - a) * *v.pixel(i, j1) + a * *v.pixel(i1, j1);
  return (1 - b) * top + b * low;
}

ShineMap find_shine(const Photo& photo, const PixelRect& rect, const DrawingSkin& skin, const Exec& exec) {
  ShineMap map;
  map.rect = rect;
  map.cell_px = std::max(1, static_cast<int>(std::lround(kCellMm / skin.mm_per_px)));
  const int w = (rect.width() + map.cell_px - 1) / map.cell_px, h = (rect.height() + map.cell_px - 1) / map.cell_px;
  map.share = Image<float>(std::max(w, 1), std::max(h, 1), 1);
  const auto share = map.share.view();
  const auto pixels = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const double beta = skin.diffuse[2] / std::max(1e-6, skin.diffuse[0]);
  const double skin_y = luminance(skin.diffuse);
  const bool colour_tells = !photo.monochrome && 1 - beta > kLeastColour;

  parallel_for(exec, static_cast<std::size_t>(h), [&](std::size_t row) {
    const int y0 = rect.y0 + static_cast<int>(row) * map.cell_px, y1 = std::min(rect.y1, y0 + map.cell_px);
    for (int cell = 0; cell < w; ++cell) {
      const int x0 = rect.x0 + cell * map.cell_px, x1 = std::min(rect.x1, x0 + map.cell_px);
      std::array<double, 3> sum{};
      for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x)
          for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[pixels.pixel(x, y)[c]]);
      const double area = static_cast<double>(y1 - y0) * (x1 - x0);
      const LinearRgb mean = {sum[0] / area, sum[1] / area, sum[2] / area};
      double shine = 0;
      if (colour_tells && mean[0] > 0) {
        const double diffuse = std::max(0.0, (mean[0] - mean[2]) / (1 - beta));
        shine = std::max(0.0, 1 - diffuse / mean[0] - kHueSpread) / (1 - kHueSpread);
        shine *= smoothstep(0.9, 1.5, luminance(mean) / skin_y);
      }
      const double burnt = kMostBurnt * smoothstep(kClippedFrom, 1.0, linear_to_srgb(luminance(mean)));
      *share.pixel(cell, static_cast<int>(row)) = static_cast<float>(std::min(kMostShare, std::max(shine, burnt)));
    }
  });
  std::vector<float> plane(share.data, share.data + static_cast<std::ptrdiff_t>(share.width) * share.height);
  blur_plane(plane, share.width, share.height, kSoftenCells);
  std::copy(plane.begin(), plane.end(), share.data);
  return map;
}

}  // namespace tonsure
