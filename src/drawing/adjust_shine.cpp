#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/smooth_step.h>
#include <tonsure/drawing/shine.h>

#include "../raster/box.h"
#include "../raster/coverage.h"
#include "../raster/encode_table.h"
#include "../reading/shine_map.h"

namespace tonsure {
namespace {

constexpr int kTilePx = 192;
// Shares of mirrored light: below the first nothing is done, from the second on everything. Estimates, by eye.
constexpr float kNoHighlight = 0.03F, kHighlight = 0.22F;
constexpr float kLeftMatte = 0.25F;  // of a highlight: powdered skin still has a little
constexpr float kLeftDetail = 0.5F;  // of the differences from pixel to pixel in it: glints go, pores stay
constexpr float kAddedShiny = 0.9F;  // of a highlight

/// What skin without shine returns at a pixel: what is around it less the white that is mirrored there. Where most is
/// mirrored, little is left to see the hue of, and that of the skin takes over.
std::array<float, 3> diffuse_at(const std::array<float, 3>& around, float share, const std::array<float, 3>& hue) {
  const float luminance_left = (1 - share) * luminance(around);
  const float unseen = smooth_step(0.15F, 0.6F, share);
  std::array<float, 3> diffuse{};
  for (std::size_t c = 0; c < 3; ++c) {
    const float seen = std::max(0.0F, around[c] - share * around[0]);
    diffuse[c] = (1 - unseen) * seen + unseen * hue[c] * luminance_left;
  }
  return diffuse;
}

}  // namespace

const char* shine_name(SkinShine shine) {
  switch (shine) {
    case SkinShine::kMatte:
      return "matte";
    case SkinShine::kShiny:
      return "shiny";
    case SkinShine::kAsPhotographed:
      break;
  }
  return "as-photographed";
}

Result<Photo> adjust_shine(const Photo& photo, const Matte& matte, const DrawingSkin& skin, SkinShine choice,
                           const Exec& exec) {
  Photo after = photo;
  const auto pixels = photo.pixels.view();
  if (choice == SkinShine::kAsPhotographed || pixels.empty() || matte.head.points.size() < 3) return after;
  const PixelRect box = box_of(matte.head.points, 0, 0, pixels);
  if (box.width() <= 0 || box.height() <= 0) return after;
  const ShineMap map = find_shine(photo, box, skin.diffuse, skin.mm_per_px, exec);
  std::array<float, 3> hue{};
  for (std::size_t c = 0; c < 3; ++c)
    hue[c] = photo.monochrome ? 1.0F : static_cast<float>(skin.diffuse[c] / std::max(1e-6, luminance(skin.diffuse)));
  static const EncodeTable encode;
  const auto& linear = srgb8_to_linear_table();
  const auto out = after.pixels.view();

  const int tiles_x = (box.width() + kTilePx - 1) / kTilePx, tiles_y = (box.height() + kTilePx - 1) / kTilePx;
  parallel_for(exec, static_cast<std::size_t>(tiles_x) * static_cast<std::size_t>(tiles_y), [&](std::size_t i) {
    if (is_cancelled(exec)) return;
    const int x0 = box.x0 + static_cast<int>(i) % tiles_x * kTilePx,
              y0 = box.y0 + static_cast<int>(i) / tiles_x * kTilePx;
    const PixelRect tile = {x0, y0, std::min(box.x1, x0 + kTilePx), std::min(box.y1, y0 + kTilePx)};
    std::vector<float> alpha = polygon_coverage(matte.head.points, tile);
    for (const auto& hole : matte.exclude) {
      const std::vector<float> covered = polygon_coverage(hole, tile);
      for (std::size_t k = 0; k < alpha.size(); ++k) alpha[k] *= 1 - covered[k];
    }
    std::size_t k = 0;
    for (int y = tile.y0; y < tile.y1; ++y) {
      for (int x = tile.x0; x < tile.x1; ++x, ++k) {
        const unsigned char* pixel = pixels.pixel(x, y);
        if (alpha[k] <= 0 || (pixels.channels == 4 && pixel[3] == 0)) continue;
        const float share = map.at(x, y), weight = alpha[k] * smooth_step(kNoHighlight, kHighlight, share);
        if (weight <= 0) continue;
        const std::array<float, 3> light = {linear[pixel[0]], linear[pixel[1]], linear[pixel[2]]};
        const std::array<float, 3> around = map.mean_at(x, y), diffuse = diffuse_at(around, share, hue);
        const float mirrored = std::max(0.0F, luminance(light) - luminance(diffuse));
        for (std::size_t c = 0; c < 3; ++c) {
          const float wanted = choice == SkinShine::kMatte ? diffuse[c] + kLeftMatte * (around[c] - diffuse[c]) +
                                                                 kLeftDetail * (light[c] - around[c])
                                                           : light[c] + kAddedShiny * mirrored * (1 - light[c]);
          const float changed = encode(light[c] + weight * (wanted - light[c]));
          out.pixel(x, y)[c] = static_cast<unsigned char>(std::clamp(changed + 0.5F, 0.0F, 255.0F));
        }
      }
    }
  });
  if (is_cancelled(exec)) return cancelled_error();
  return after;
}

}  // namespace tonsure
