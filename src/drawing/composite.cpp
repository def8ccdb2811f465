#include <tonsure/drawing/composite.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <tonsure/core/color.h>

#include "../raster/blur.h"
#include "../raster/coverage.h"
#include "../raster/encode_table.h"
#include "../raster/luma.h"
#include "../reading/shine_map.h"
#include "dot_field.h"
#include "limb_guard.h"
#include "noise_plane.h"

namespace tonsure {
namespace {

constexpr int kTilePx = 192;
constexpr double kCutoff = 3.0;    // filters end at this many standard deviations
constexpr double kWidestPx = 4.5;  // of them; then no change is farther than kReachMm plus 16 px from a dot
constexpr double kLeastSharpening = 0.02;

/// What all tiles share.
struct Drawing {
  const Photo& photo;
  const Matte& matte;
  DotField field;
  ShineMap shine;
  LimbGuard guard;
  CameraTrace camera;
  int apron_px = 0;
  std::array<float, 3> grey_weights = {};  ///< of the channels' ratios, for a photo without colour
};

/// The change of one tile in encoded values: luma at full, chroma at the camera's resolution.
struct TileChange {
  PixelRect rect;  ///< the tile with its apron
  std::vector<float> alpha, luma, blue, red;
};

std::size_t index_in(const PixelRect& rect, int x, int y) {
  return static_cast<std::size_t>(y - rect.y0) * static_cast<std::size_t>(rect.width()) +
         static_cast<std::size_t>(x - rect.x0);
}

std::vector<float> matte_of(const Drawing& d, const PixelRect& rect) {
  std::vector<float> alpha = polygon_coverage(d.matte.head.points, rect);
  for (const auto& hole : d.matte.exclude) {
    const std::vector<float> covered = polygon_coverage(hole, rect);
    for (std::size_t i = 0; i < alpha.size(); ++i) alpha[i] *= 1 - covered[i];
  }
  d.guard.apply(d.photo.pixels.view(), rect, alpha);
  if (!d.matte.hair.empty()) {
    for (int y = rect.y0; y < rect.y1; ++y)
      for (int x = rect.x0; x < rect.x1; ++x)
        alpha[index_in(rect, x, y)] *= 1 - std::clamp(*d.matte.hair.pixel(x, y), 0.0F, 1.0F);
  }
  return alpha;
}

/// Low-passes a plane of colour differences. Wide filters work on a plane of half the resolution, as 4:2:0 storage
/// does.
void soften(std::vector<float>& plane, int w, int h, double sigma) {
  constexpr double kWide = 2.2;
  if (sigma < kWide) {
    blur_plane(plane, w, h, sigma);
    return;
  }
  const int half_w = (w + 1) / 2, half_h = (h + 1) / 2;
  std::vector<float> half(static_cast<std::size_t>(half_w) * static_cast<std::size_t>(half_h));
  const auto at = [&](int x, int y) -> float& {
    return plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x)];
  };
  const auto half_at = [&](int x, int y) -> float& {
    return half[static_cast<std::size_t>(y) * static_cast<std::size_t>(half_w) + static_cast<std::size_t>(x)];
  };
  for (int y = 0; y < half_h; ++y) {
    const int y0 = 2 * y, y1 = std::min(y0 + 1, h - 1);
    for (int x = 0; x < half_w; ++x) {
      const int x0 = 2 * x, x1 = std::min(x0 + 1, w - 1);
      half_at(x, y) = 0.25F * (at(x0, y0) + at(x1, y0) + at(x0, y1) + at(x1, y1));
    }
  }
  blur_plane(half, half_w, half_h, 0.5 * sigma);
  // Between the centres of the coarse pixels, which lie a quarter of one off those of the fine ones.
  for (int y = 0; y < h; ++y) {
    const int j = y / 2, other_j = std::clamp(y % 2 == 0 ? j - 1 : j + 1, 0, half_h - 1);
    for (int x = 0; x < w; ++x) {
      const int i = x / 2, other_i = std::clamp(x % 2 == 0 ? i - 1 : i + 1, 0, half_w - 1);
      at(x, y) = 0.75F * (0.75F * half_at(i, j) + 0.25F * half_at(other_i, j)) +
                 0.25F * (0.75F * half_at(i, other_j) + 0.25F * half_at(other_i, other_j));
    }
  }
}

/// Adds what sharpening adds to a small thing: its difference from its own blur. The mean stays.
void sharpen(TileChange& change, const CameraTrace& camera) {
  std::vector<float> blurred = change.luma;
  blur_plane(blurred, change.rect.width(), change.rect.height(), std::min(camera.sharpening_radius_px, kWidestPx));
  const auto amount = static_cast<float>(camera.sharpening);
  for (std::size_t i = 0; i < blurred.size(); ++i)
    change.luma[i] += change.alpha[i] * amount * (change.luma[i] - blurred[i]);
}

TileChange change_of_tile(const Drawing& d, const PixelRect& tile) {
  static const EncodeTable encode;
  TileChange change;
  const auto pixels = d.photo.pixels.view();
  change.rect = {std::max(0, tile.x0 - d.apron_px), std::max(0, tile.y0 - d.apron_px),
                 std::min(pixels.width, tile.x1 + d.apron_px), std::min(pixels.height, tile.y1 + d.apron_px)};
  const PixelRect& r = change.rect;
  const RatioPlanes ratio = d.field.reflectance_ratio(r);
  if (ratio[0].empty()) return change;
  change.alpha = matte_of(d, r);
  const std::size_t size = change.alpha.size();
  change.luma.assign(size, 0.0F);
  change.blue.assign(size, 0.0F);
  change.red.assign(size, 0.0F);
  const auto& linear = srgb8_to_linear_table();
  for (int y = r.y0; y < r.y1; ++y) {
    for (int x = r.x0; x < r.x1; ++x) {
      const std::size_t i = index_in(r, x, y);
      const unsigned char* pixel = pixels.pixel(x, y);
      const std::array<float, 3> t = {ratio[0][i], ratio[1][i], ratio[2][i]};
      if (change.alpha[i] <= 0 || (t[0] == 1 && t[1] == 1 && t[2] == 1)) continue;
      if (pixels.channels == 4 && pixel[3] == 0) continue;
      const std::array<float, 3> mirrored = d.shine.shares_at(x, y);
      const auto encoded_change = [&](std::size_t c, float channel_ratio) {
        const float diffuse = change.alpha[i] * (1 - mirrored[c]);
        return encode(linear[pixel[c]] * (1 - diffuse * (1 - channel_ratio))) - static_cast<float>(pixel[c]);
      };
      if (d.photo.monochrome) {
        const float mean = d.grey_weights[0] * t[0] + d.grey_weights[1] * t[1] + d.grey_weights[2] * t[2];
        change.luma[i] = encoded_change(0, mean);
        continue;
      }
      const float red = encoded_change(0, t[0]), green = encoded_change(1, t[1]), blue = encoded_change(2, t[2]);
      const float luma = luma_of(red, green, blue);
      change.luma[i] = luma;
      change.blue[i] = blue - luma;
      change.red[i] = red - luma;
    }
  }
  if (!d.photo.monochrome) {
    soften(change.blue, r.width(), r.height(), d.camera.chroma_px);
    soften(change.red, r.width(), r.height(), d.camera.chroma_px);
  }
  if (d.camera.sharpening > kLeastSharpening) sharpen(change, d.camera);
  return change;
}

unsigned char rounded(float v) {
  return static_cast<unsigned char>(std::clamp(v + 0.5F, 0.0F, 255.0F));
}

void apply_change(const Drawing& d, const TileChange& change, const PixelRect& tile, ImageView<unsigned char> out) {
  if (change.luma.empty()) return;
  const NoisePlane noise(tile, d.camera);
  for (int y = tile.y0; y < tile.y1; ++y) {
    for (int x = tile.x0; x < tile.x1; ++x) {
      const std::size_t i = index_in(change.rect, x, y);
      unsigned char* pixel = out.pixel(x, y);
      if (change.alpha[i] <= 0 || (out.channels == 4 && pixel[3] == 0)) continue;
      const float blue = change.alpha[i] * change.blue[i], red = change.alpha[i] * change.red[i];
      const float luma = change.luma[i] + noise.at(x, y, luma_of(pixel), change.luma[i]);
      pixel[0] = rounded(static_cast<float>(pixel[0]) + luma + red);
      pixel[1] = rounded(static_cast<float>(pixel[1]) + luma + green_at_equal_luma(red, blue));
      pixel[2] = rounded(static_cast<float>(pixel[2]) + luma + blue);
    }
  }
}

/// Pixels within `margin` of some dot, cut to the photo.
PixelRect touched_by(std::span<const PhotoDot> dots, double margin, int width, int height) {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const PhotoDot& dot : dots) {
    x0 = std::min(x0, dot.position.x);
    x1 = std::max(x1, dot.position.x);
    y0 = std::min(y0, dot.position.y);
    y1 = std::max(y1, dot.position.y);
  }
  const auto inside = [](double v, int most) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(most)));
  };
  return {inside(std::floor(x0 - margin), width), inside(std::floor(y0 - margin), height),
          inside(std::ceil(x1 + margin) + 1, width), inside(std::ceil(y1 + margin) + 1, height)};
}

}  // namespace

Result<Photo> draw_dots(const Photo& photo, std::span<const PhotoDot> dots, const DotKernels& kernels,
                        const Matte& matte, const DrawingSkin& skin, const Exec& exec) {
  const ImageView<const float>& hair = matte.hair;
  if (!hair.empty() &&
      (hair.channels != 1 || hair.width != photo.pixels.width() || hair.height != photo.pixels.height()))
    return Error{ErrorCode::kInvalidInput, "hair mask",
                 "is " + std::to_string(hair.width) + " x " + std::to_string(hair.height) + " px with " +
                     std::to_string(hair.channels) + " channels",
                 "one channel, and as large as the photo"};
  Photo after = photo;
  if (dots.empty() || photo.pixels.view().empty()) return after;
  CameraTrace camera = skin.camera;
  camera.chroma_px = std::clamp(camera.chroma_px, 0.0, kWidestPx);
  const double widest =
      std::max(camera.chroma_px,
               camera.sharpening > kLeastSharpening ? std::clamp(camera.sharpening_radius_px, 0.0, kWidestPx) : 0.0);
  const int apron_px = static_cast<int>(std::ceil(kCutoff * widest));
  const PixelRect touched =
      touched_by(dots, kReachMm / skin.mm_per_px + apron_px, photo.pixels.width(), photo.pixels.height());
  if (touched.width() <= 0 || touched.height() <= 0) return after;
  Drawing d{photo,
            matte,
            DotField(dots, kernels, touched, skin.mm_per_px, camera.blur_px),
            find_shine(photo, touched, skin.diffuse, skin.mm_per_px, exec),
            LimbGuard(photo.pixels.view(), matte.head, skin.mm_per_px),
            camera,
            apron_px,
            {}};
  for (std::size_t c = 0; c < 3; ++c) {
    LinearRgb alone{};
    alone[c] = skin.diffuse[c];
    d.grey_weights[c] = static_cast<float>(luminance(alone) / luminance(skin.diffuse));
  }

  const int tiles_x = (touched.width() + kTilePx - 1) / kTilePx, tiles_y = (touched.height() + kTilePx - 1) / kTilePx;
  parallel_for(exec, static_cast<std::size_t>(tiles_x) * static_cast<std::size_t>(tiles_y), [&](std::size_t i) {
    if (is_cancelled(exec)) return;
    const int x0 = touched.x0 + static_cast<int>(i) % tiles_x * kTilePx;
    const int y0 = touched.y0 + static_cast<int>(i) / tiles_x * kTilePx;
    const PixelRect tile = {x0, y0, std::min(touched.x1, x0 + kTilePx), std::min(touched.y1, y0 + kTilePx)};
    apply_change(d, change_of_tile(d, tile), tile, after.pixels.view());
  });
  if (is_cancelled(exec)) return cancelled_error();
  return after;
}

}  // namespace tonsure
