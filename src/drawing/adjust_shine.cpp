#include "adjust_shine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <tonsure/core/color.h>
#include "../core/smooth_step.h"

#include "matte_tiles.h"

namespace tonsure {
namespace {

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

ShineAdjustment make_shine_adjustment(const Matte& matte, const SceneTables& tables, const LinearRgb& skin,
                                      bool monochrome, SkinShine choice, ShineMap map) {
  ShineAdjustment out{&matte, &tables, choice, std::move(map), {}};
  for (std::size_t c = 0; c < 3; ++c)
    out.hue[c] = monochrome ? 1.0F : static_cast<float>(skin[c] / std::max(1e-6, luminance(skin)));
  return out;
}

void adjust_shine(const ShineAdjustment& a, const PixelRect& rect, ImageView<unsigned char> pixels) {
  const std::vector<float> alpha = skin_coverage(*a.matte, rect);
  std::size_t k = 0;
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (int x = rect.x0; x < rect.x1; ++x, ++k) {
      unsigned char* pixel = pixels.pixel(x - rect.x0, y - rect.y0);
      if (alpha[k] <= 0 || (pixels.channels == 4 && pixel[3] == 0)) continue;
      const float share = a.map.at(x, y), weight = alpha[k] * smooth_step(kNoHighlight, kHighlight, share);
      if (weight <= 0) continue;
      const std::array<float, 3> light = a.tables->light(pixel);
      const std::array<float, 3> around = a.map.mean_at(x, y), diffuse = diffuse_at(around, share, a.hue);
      const float mirrored = std::max(0.0F, luminance(light) - luminance(diffuse));
      for (std::size_t c = 0; c < 3; ++c) {
        const float wanted = a.choice == SkinShine::kMatte ? diffuse[c] + kLeftMatte * (around[c] - diffuse[c]) +
                                                                 kLeftDetail * (light[c] - around[c])
                                                           : light[c] + kAddedShiny * mirrored * (1 - light[c]);
        const float changed = a.tables->code(light[c] + weight * (wanted - light[c]));
        pixel[c] = static_cast<unsigned char>(std::clamp(changed + 0.5F, 0.0F, 255.0F));
      }
    }
  }
}

}  // namespace tonsure
