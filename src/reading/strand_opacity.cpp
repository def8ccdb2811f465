#include <algorithm>
#include <cmath>

#include <tonsure/core/color.h>
#include "strands.h"

#include "../raster/rect.h"
#include "strands_lines.h"

namespace tonsure {
namespace {

constexpr double kAroundMm = 2;
constexpr float kLeastSkin = 0.05F;           // share of the surroundings that must be skin to be judged by
constexpr double kDark = 0.5, kLight = 0.15;  // departures that are all hair

/// The pixels that strands cover, and `reach` around them.
PixelRect window_of(const Image<float>& coverage, int reach) {
  const auto v = coverage.view();
  PixelRect w{v.width, v.height, 0, 0};
  for (int y = 0; y < v.height; ++y) {
    for (int x = 0; x < v.width; ++x) {
      if (*v.pixel(x, y) <= 0) continue;
      w = {std::min(w.x0, x), std::min(w.y0, y), std::max(w.x1, x + 1), y + 1};
    }
  }
  return grown(w, reach, v.width, v.height);
}

}  // namespace

Image<float> strand_opacity(const Photo& photo, const Image<float>& coverage, double mm_per_px, const Exec& exec) {
  const auto in = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const int reach = std::max(2, static_cast<int>(std::lround(kAroundMm / mm_per_px)));
  Image<float> opacity = coverage;
  const PixelRect window = window_of(coverage, reach);
  if (window.empty()) return opacity;
  StrandPlane bare(window.width(), window.height()), skin = bare;
  const auto luminance_at = [&](int x, int y) {
    const unsigned char* const p = in.pixel(window.x0 + x, window.y0 + y);
    return static_cast<float>(luminance({linear[p[0]], linear[p[1]], linear[p[2]]}));
  };
  parallel_for(exec, static_cast<std::size_t>(window.height()), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < window.width(); ++x) {
      bare.at(x, y) = 1 - std::clamp(*coverage.view().pixel(window.x0 + x, window.y0 + y), 0.0F, 1.0F);
      skin.at(x, y) = bare.at(x, y) * luminance_at(x, y);
    }
  });
  const StrandPlane bare_around = box_mean(bare, reach), skin_around = box_mean(skin, reach);
  parallel_for(exec, static_cast<std::size_t>(window.height()), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < window.width(); ++x) {
      float& hidden = *opacity.view().pixel(window.x0 + x, window.y0 + y);
      const float seen = bare_around.at(x, y);
      if (hidden <= 0 || seen < kLeastSkin) continue;
      const double around = static_cast<double>(skin_around.at(x, y) / seen);
      const double departure = around > 0 ? static_cast<double>(luminance_at(x, y)) / around - 1 : 0;
      hidden *= static_cast<float>(std::min(1.0, departure < 0 ? -departure / kDark : departure / kLight));
    }
  });
  return opacity;
}

}  // namespace tonsure
