#include "stubble_detect.h"

#include <algorithm>
#include <cmath>

#include "../raster/blur.h"
#include "../raster/luma.h"

namespace tonsure {
namespace {

constexpr double kBand = 1.6;             // quotient of the two Gaussians: nearest to the Laplacian (Marr 1980)
constexpr float kLeastRoundness = 0.30F;  // quotient of the two curvatures; less is a line

}  // namespace

float LumaPlane::between(Vec2<PhotoPx> p) const {
  const double fx = std::clamp(p.x - 0.5 - rect.x0, 0.0, rect.width() - 1.001);
  const double fy = std::clamp(p.y - 0.5 - rect.y0, 0.0, rect.height() - 1.001);
  const int i = static_cast<int>(fx), j = static_cast<int>(fy);
  const auto a = static_cast<float>(fx - i), b = static_cast<float>(fy - j);
  return (1 - b) * ((1 - a) * at(i, j) + a * at(i + 1, j)) + b * ((1 - a) * at(i, j + 1) + a * at(i + 1, j + 1));
}

LumaPlane luma_plane(ImageView<const unsigned char> photo, const PixelRect& rect) {
  LumaPlane plane{rect, {}};
  plane.values.reserve(static_cast<std::size_t>(rect.width()) * static_cast<std::size_t>(rect.height()));
  for (int y = rect.y0; y < rect.y1; ++y)
    for (int x = rect.x0; x < rect.x1; ++x) plane.values.push_back(luma_of(photo.pixel(x, y)));
  return plane;
}

SpotBand find_spots(const LumaPlane& luma, double sigma) {
  const int w = luma.width(), h = luma.height();
  LumaPlane band{luma.rect, luma.values};
  std::vector<float> narrow = luma.values;
  blur_plane(narrow, w, h, sigma);
  blur_plane(band.values, w, h, kBand * sigma);
  for (std::size_t i = 0; i < narrow.size(); ++i) band.values[i] -= narrow[i];  // positive where it is dark

  SpotBand spots;
  for (int y = 1; y + 1 < h; ++y) {
    for (int x = 1; x + 1 < w; ++x) {
      const float v = band.at(x, y);
      const float sign = v > 0 ? 1.0F : -1.0F;
      bool extreme = v != 0;
      for (int dy = -1; dy <= 1 && extreme; ++dy) {
        for (int dx = -1; dx <= 1 && extreme; ++dx) {
          // Of equal neighbours, the first in reading order counts.
          const float other = sign * band.at(x + dx, y + dy);
          if (dy < 0 || (dy == 0 && dx < 0)) extreme = other < sign * v;
          if (dy > 0 || (dy == 0 && dx > 0)) extreme = other <= sign * v;
        }
      }
      if (!extreme) continue;
      if (v < 0) {
        spots.bright.push_back(-v);
        continue;
      }
      const float xx = band.at(x - 1, y) + band.at(x + 1, y) - 2 * v,
                  yy = band.at(x, y - 1) + band.at(x, y + 1) - 2 * v;
      const float xy =
          0.25F * (band.at(x + 1, y + 1) + band.at(x - 1, y - 1) - band.at(x + 1, y - 1) - band.at(x - 1, y + 1));
      const float gx = 0.5F * (band.at(x + 1, y) - band.at(x - 1, y)),
                  gy = 0.5F * (band.at(x, y + 1) - band.at(x, y - 1));
      const float mean = 0.5F * (xx + yy), apart = std::sqrt(0.25F * (xx - yy) * (xx - yy) + xy * xy);
      const float flat = mean + apart, steep = mean - apart;  // curvatures, both negative at a clear maximum
      const float det = xx * yy - xy * xy;
      float dx = 0, dy = 0;
      if (det > 0) {
        dx = std::clamp(-(yy * gx - xy * gy) / det, -0.6F, 0.6F);
        dy = std::clamp(-(xx * gy - xy * gx) / det, -0.6F, 0.6F);
      }
      spots.dark.push_back(
          {{luma.rect.x0 + x + 0.5 + static_cast<double>(dx), luma.rect.y0 + y + 0.5 + static_cast<double>(dy)},
           v + 0.5F * (gx * dx + gy * dy),
           !(flat < kLeastRoundness * steep)});
    }
  }
  return spots;
}

}  // namespace tonsure
