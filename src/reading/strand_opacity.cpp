#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <tonsure/core/color.h>
#include "strands.h"

#include "../raster/rect.h"
#include "strands_lines.h"

namespace tonsure {
namespace {

constexpr double kAroundMm = 2;
constexpr float kLeastSkin = 0.05F;  // share of the surroundings that must be skin to be judged by
constexpr float kLight = 0.15F;      // a departure that is all hair, of hair lighter than skin
// The same of dark hair: as dark as its darkest pixels are, which hold nothing else; black hair returns a tenth of what
// skin does [E].
constexpr float kLeastDark = 0.5F, kMostDark = 0.9F, kMostlyHair = 0.5F;
constexpr std::size_t kDarkest = 50;  // one pixel in so many

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

/// How much darker than skin a pixel is that shows nothing but a strand. Of less, a pixel that holds half a strand
/// would pass for a whole one, keep its other half of bare skin, and lie as a light line in treated skin.
float dark_hair(const StrandPlane& departure, const StrandPlane& bare) {
  std::vector<float> darker;
  for (std::size_t i = 0; i < bare.values.size(); ++i)
    if (bare.values[i] <= 1 - kMostlyHair && departure.values[i] < 0) darker.push_back(-departure.values[i]);
  if (darker.size() < kDarkest) return kLeastDark;
  const auto at = darker.end() - static_cast<std::ptrdiff_t>(darker.size() / kDarkest);
  std::nth_element(darker.begin(), at, darker.end());
  return std::clamp(*at, kLeastDark, kMostDark);
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
  StrandPlane departure(window.width(), window.height());  // from the skin around, relative
  parallel_for(exec, static_cast<std::size_t>(window.height()), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < window.width(); ++x) {
      const float seen = bare_around.at(x, y), around = seen < kLeastSkin ? 0 : skin_around.at(x, y) / seen;
      departure.at(x, y) = around > 0 ? luminance_at(x, y) / around - 1 : 0;
    }
  });
  const float dark = dark_hair(departure, bare);
  parallel_for(exec, static_cast<std::size_t>(window.height()), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < window.width(); ++x) {
      if (bare_around.at(x, y) < kLeastSkin) continue;
      const float off = departure.at(x, y);
      *opacity.view().pixel(window.x0 + x, window.y0 + y) *= std::min(1.0F, off < 0 ? -off / dark : off / kLight);
    }
  });
  return opacity;
}

}  // namespace tonsure
