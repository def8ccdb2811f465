#include <algorithm>
#include <cmath>

#include "stubble.h"

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
  for_each_inside(region, box_of(region, 0, 0, v), [&](int x, int y) {
    if (v.channels == 4 && v.pixel(x, y)[3] == 0) return;
    const std::size_t i = rect.index(x, y);
    const auto d = static_cast<double>(fine[i] - coarse[i]);
    power.squares += d * d;
    ++power.pixels;
  });
  return power;
}

}  // namespace

std::vector<Grain> measure_grain(const Photo& photo, std::span<const Points<PhotoPx>> regions) {
  const auto v = photo.pixels.view();
  std::vector<Grain> grains(regions.size(), Grain{});
  if (v.empty()) return grains;
  const PixelRect box = box_of(regions, v);
  if (box.empty()) return grains;
  const PixelRect rect = grown(box, kAroundPx, v.width, v.height);
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
