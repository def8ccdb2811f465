#include "shine_map.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>
#include "../core/smooth_step.h"

#include "../raster/blur.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 0.6;        // pore-sized glints merge, highlights keep their shape
constexpr double kHueSpread = 0.12;    // share of "shine" that patches of paler skin feign [E]
constexpr double kLeastColour = 0.12;  // 1 - beta below this (grey photos, very cool light) says nothing about shine
constexpr double kDullest = 0.9,
                 kUntilShine = 0.6;   // luminance over that of bare skin from which shine counts, in full [E]
constexpr double kMostShare = 0.75;   // even under glare some pigment shows
constexpr double kMostBurnt = 0.60;   // ... and where the photo is burnt out, what lies beneath is unknown
constexpr double kSoftenCells = 2.0;  // standard deviation of the smoothing
constexpr double kHueMm = 5;          // standard deviation of what counts as the skin around: wider than spots [E]
constexpr double kLikeSkin = 0.35;    // of ln(red / green) and ln(green / blue), from bare skin: beyond, it is none [E]
constexpr float kLeastSkin = 0.05F;   // share of the surroundings that must be skin to have a hue
constexpr double kClippedFrom = 0.90;  // encoded brightness from which a pixel counts as burnt out, whatever its hue

}  // namespace

namespace {

/// Where a pixel's centre lies between four cells.
struct Between {
  int i, j, i1, j1;
  float a, b;
};
Between between(const ShineMap& map, int x, int y) {
  const auto v = map.share.view();
  const double fx = std::clamp((x + 0.5 - map.rect.x0) / map.cell_px - 0.5, 0.0, v.width - 1.0);
  const double fy = std::clamp((y + 0.5 - map.rect.y0) / map.cell_px - 0.5, 0.0, v.height - 1.0);
  const int i = static_cast<int>(fx), j = static_cast<int>(fy);
  return {i,
          j,
          std::min(i + 1, v.width - 1),
          std::min(j + 1, v.height - 1),
          static_cast<float>(fx - i),
          static_cast<float>(fy - j)};
}

float value_at(const ImageView<const float>& v, const Between& at, int c) {
  const float top = (1 - at.a) * v.pixel(at.i, at.j)[c] + at.a * v.pixel(at.i1, at.j)[c];
  const float low = (1 - at.a) * v.pixel(at.i, at.j1)[c] + at.a * v.pixel(at.i1, at.j1)[c];
  return (1 - at.b) * top + at.b * low;
}

/// Hue of the skin around each cell, by the cells' means before they are smoothed.
Image<float> hue_of_skin(const Image<float>& mean, const LinearRgb& skin, double sigma_cells) {
  const auto in = mean.view();
  const auto rows = static_cast<std::size_t>(in.height), columns = static_cast<std::size_t>(in.width);
  std::array<std::vector<float>, 3> sum;
  std::vector<float> weight(rows * columns, 0.0F);
  for (auto& plane : sum) plane.assign(weight.size(), 0.0F);
  const auto off = [&](const float* p, std::size_t a, std::size_t b) {
    const double here = static_cast<double>(p[a]) / std::max(1e-6, static_cast<double>(p[b])),
                 there = skin[a] / std::max(1e-6, skin[b]);
    return std::log(std::max(1e-6, here) / std::max(1e-6, there)) / kLikeSkin;
  };
  for (std::size_t y = 0; y < rows; ++y) {
    for (std::size_t x = 0; x < columns; ++x) {
      const float* p = in.pixel(static_cast<int>(x), static_cast<int>(y));
      const float brightness = luminance(std::array<float, 3>{p[0], p[1], p[2]});
      if (brightness <= 0) continue;
      const double red = off(p, 0, 1), blue = off(p, 1, 2);
      const auto like = static_cast<float>(std::exp(-0.5 * (red * red + blue * blue)));
      const std::size_t i = y * columns + x;
      weight[i] = like;
      for (std::size_t c = 0; c < 3; ++c) sum[c][i] = like * p[c] / brightness;
    }
  }
  for (std::vector<float>* plane : {&weight, &sum[0], &sum[1], &sum[2]})
    blur_plane(*plane, in.width, in.height, sigma_cells);
  Image<float> hue(in.width, in.height, 3, 0.0F);
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > kLeastSkin)
      for (std::size_t c = 0; c < 3; ++c) hue.view().data[3 * i + c] = sum[c][i] / weight[i];
  return hue;
}

}  // namespace

float ShineMap::at(int x, int y) const {
  return value_at(share.view(), between(*this, x, y), 0);
}

std::array<float, 3> ShineMap::shares_at(int x, int y) const {
  const Between where = between(*this, x, y);
  const float red = value_at(share.view(), where, 0);
  if (red <= 0) return {};
  const float mirrored = red * value_at(mean.view(), where, 0);
  const auto share_of = [&](int c) {
    return std::min(static_cast<float>(kMostShare), mirrored / std::max(1e-6F, value_at(mean.view(), where, c)));
  };
  return {red, share_of(1), share_of(2)};
}

std::array<float, 3> ShineMap::hue_at(int x, int y) const {
  if (hue.width() == 0) return {};
  const Between where = between(*this, x, y);
  return {value_at(hue.view(), where, 0), value_at(hue.view(), where, 1), value_at(hue.view(), where, 2)};
}

std::array<float, 3> ShineMap::mean_at(int x, int y) const {
  const Between where = between(*this, x, y);
  return {value_at(mean.view(), where, 0), value_at(mean.view(), where, 1), value_at(mean.view(), where, 2)};
}

ShineMap find_shine(const PixelSource& pixels, const SceneTables& tables, bool colour, const PixelRect& rect,
                    const LinearRgb& diffuse, double mm_per_px, const Exec& exec) {
  ShineMap map;
  map.rect = rect;
  map.cell_px = std::max(1, static_cast<int>(std::lround(kCellMm / mm_per_px)));
  const int w = (rect.width() + map.cell_px - 1) / map.cell_px, h = (rect.height() + map.cell_px - 1) / map.cell_px;
  map.share = Image<float>(std::max(w, 1), std::max(h, 1), 1);
  map.mean = Image<float>(std::max(w, 1), std::max(h, 1), 3);
  const auto share = map.share.view();
  const LinearRgb skin = scene_light(tables.curve(), diffuse);
  const double beta = skin[2] / std::max(1e-6, skin[0]);
  const double skin_y = luminance(skin);
  const bool colour_tells = colour && 1 - beta > kLeastColour;

  parallel_for(exec, static_cast<std::size_t>(h), [&](std::size_t row) {
    if (is_cancelled(exec)) return;
    const int y0 = rect.y0 + static_cast<int>(row) * map.cell_px, y1 = std::min(rect.y1, y0 + map.cell_px);
    Image<unsigned char> scratch;
    const auto strip = pixels({rect.x0, y0, rect.x1, y1}, scratch);
    for (int cell = 0; cell < w; ++cell) {
      const int x0 = rect.x0 + cell * map.cell_px, x1 = std::min(rect.x1, x0 + map.cell_px);
      const LinearRgb mean = mean_light(strip, {x0 - rect.x0, 0, x1 - rect.x0, y1 - y0}, tables);
      for (std::size_t c = 0; c < 3; ++c)
        map.mean.view().pixel(cell, static_cast<int>(row))[c] = static_cast<float>(mean[c]);
      double shine = 0;
      if (colour_tells && mean[0] > 0) {
        const double scattered = std::max(0.0, (mean[0] - mean[2]) / (1 - beta));
        shine = std::max(0.0, 1 - scattered / mean[0] - kHueSpread) / (1 - kHueSpread);
        shine *= smooth_step(kDullest, kDullest + kUntilShine, luminance(mean) / skin_y);
      }
      const double burnt =
          kMostBurnt * smooth_step(kClippedFrom, 1.0, linear_to_srgb(file_light(tables.curve(), luminance(mean))));
      *share.pixel(cell, static_cast<int>(row)) = static_cast<float>(std::min(kMostShare, std::max(shine, burnt)));
    }
  });
  if (colour) map.hue = hue_of_skin(map.mean, skin, kHueMm / (map.cell_px * mm_per_px));
  // Highlights end softly; their texture stays the photo's own.
  blur_image(map.share, kSoftenCells);
  blur_image(map.mean, kSoftenCells);
  return map;
}

}  // namespace tonsure
