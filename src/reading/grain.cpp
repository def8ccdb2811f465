#include <algorithm>
#include <cmath>

#include <tonsure/reading/stubble.h>

#include "../raster/blur.h"
#include "../raster/box.h"
#include "../raster/row_spans.h"
#include "stubble_detect.h"

namespace tonsure {
namespace {

constexpr int kAroundPx = 16;  // three times the widest blur

/// Sum of squares of a band inside a polygon, and over how many pixels.
struct Power {
  double squares = 0, pixels = 0;
};

Power power_in(ImageView<const unsigned char> v, const Points<PhotoPx>& region, const PixelRect& rect,
               const std::vector<float>& fine, const std::vector<float>& coarse) {
  Power power;
  const PixelRect box = box_of(region, 0, 0, v);
  for (int y = box.y0; y < box.y1; ++y) {
    for (const auto& [from, to] : spans_inside(region, y + 0.5)) {
      const int x0 = std::max(box.x0, static_cast<int>(std::ceil(from - 0.5)));
      const int x1 = std::min(box.x1, static_cast<int>(std::ceil(to - 0.5)));
      for (int x = x0; x < x1; ++x) {
        if (v.channels == 4 && v.pixel(x, y)[3] == 0) continue;
        const std::size_t i = static_cast<std::size_t>(y - rect.y0) * static_cast<std::size_t>(rect.width()) +
                              static_cast<std::size_t>(x - rect.x0);
        const auto d = static_cast<double>(fine[i] - coarse[i]);
        power.squares += d * d;
        ++power.pixels;
      }
    }
  }
  return power;
}

}  // namespace

std::vector<Grain> measure_grain(const Photo& photo, std::span<const Points<PhotoPx>> regions) {
  const auto v = photo.pixels.view();
  std::vector<Grain> grains(regions.size(), Grain{});
  Points<PhotoPx> all;
  for (const auto& region : regions) all.insert(all.end(), region.begin(), region.end());
  if (all.empty() || v.empty()) return grains;
  const PixelRect box = box_of(all, 0, 0, v);
  const PixelRect rect = {std::max(0, box.x0 - kAroundPx), std::max(0, box.y0 - kAroundPx),
                          std::min(v.width, box.x1 + kAroundPx), std::min(v.height, box.y1 + kAroundPx)};
  if (box.width() <= 0 || box.height() <= 0) return grains;
  const LumaPlane luma = luma_plane(v, rect);
  std::vector<float> fine = luma.values;
  for (std::size_t band = 0; band + 1 < kGrainSigmasPx.size(); ++band) {
    std::vector<float> coarse = luma.values;
    blur_plane(coarse, rect.width(), rect.height(), kGrainSigmasPx[band + 1]);
    for (std::size_t i = 0; i < regions.size(); ++i) {
      const Power power = power_in(v, regions[i], rect, fine, coarse);
      grains[i][band] = std::sqrt(power.squares / std::max(1.0, power.pixels));
    }
    fine.swap(coarse);
  }
  return grains;
}

}  // namespace tonsure
