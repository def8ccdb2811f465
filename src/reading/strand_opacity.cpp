#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>
#include "strands.h"

namespace tonsure {
namespace {

constexpr double kAroundMm = 2;
constexpr float kLeastSkin = 0.05F;           // share of the surroundings that must be skin to be judged by
constexpr double kDark = 0.5, kLight = 0.15;  // departures that are all hair

/// Sums over 2 reach + 1 pixels of a row or column, in place.
void box_sum(std::vector<float>& line, std::vector<double>& sums, int reach) {
  const int n = static_cast<int>(line.size());
  sums.assign(line.size() + 1, 0);
  for (int i = 0; i < n; ++i)
    sums[static_cast<std::size_t>(i) + 1] =
        sums[static_cast<std::size_t>(i)] + static_cast<double>(line[static_cast<std::size_t>(i)]);
  for (int i = 0; i < n; ++i)
    line[static_cast<std::size_t>(i)] = static_cast<float>(sums[static_cast<std::size_t>(std::min(n, i + reach + 1))] -
                                                           sums[static_cast<std::size_t>(std::max(0, i - reach))]);
}

void box_sums(Image<float>& image, int reach, const Exec& exec) {
  const auto v = image.view();
  const auto rows = static_cast<std::size_t>(v.height), columns = static_cast<std::size_t>(v.width);
  parallel_for(exec, rows, [&](std::size_t y) {
    std::vector<double> sums;
    std::vector<float> line(v.pixel(0, static_cast<int>(y)), v.pixel(0, static_cast<int>(y)) + v.width);
    box_sum(line, sums, reach);
    std::copy(line.begin(), line.end(), v.pixel(0, static_cast<int>(y)));
  });
  parallel_for(exec, columns, [&](std::size_t x) {
    std::vector<double> sums;
    std::vector<float> line(rows);
    for (std::size_t y = 0; y < rows; ++y) line[y] = *v.pixel(static_cast<int>(x), static_cast<int>(y));
    box_sum(line, sums, reach);
    for (std::size_t y = 0; y < rows; ++y) *v.pixel(static_cast<int>(x), static_cast<int>(y)) = line[y];
  });
}

/// The pixels that strands cover, and `reach` around them.
struct Window {
  int x0, y0, x1, y1;
};
Window window_of(const Image<float>& coverage, int reach) {
  const auto v = coverage.view();
  Window w{v.width, v.height, 0, 0};
  for (int y = 0; y < v.height; ++y) {
    for (int x = 0; x < v.width; ++x) {
      if (*v.pixel(x, y) <= 0) continue;
      w = {std::min(w.x0, x), std::min(w.y0, y), std::max(w.x1, x + 1), y + 1};
    }
  }
  return {std::max(0, w.x0 - reach), std::max(0, w.y0 - reach), std::min(v.width, w.x1 + reach),
          std::min(v.height, w.y1 + reach)};
}

}  // namespace

Image<float> strand_opacity(const Photo& photo, const Image<float>& coverage, double mm_per_px, const Exec& exec) {
  const auto in = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const int reach = std::max(2, static_cast<int>(std::lround(kAroundMm / mm_per_px)));
  Image<float> opacity = coverage;
  const Window window = window_of(coverage, reach);
  const int width = window.x1 - window.x0, height = window.y1 - window.y0;
  if (width <= 0 || height <= 0) return opacity;
  Image<float> skin(width, height, 1), weight(width, height, 1);
  const auto luminance_at = [&](int x, int y) {
    const unsigned char* const p = in.pixel(window.x0 + x, window.y0 + y);
    return static_cast<float>(luminance({linear[p[0]], linear[p[1]], linear[p[2]]}));
  };
  parallel_for(exec, static_cast<std::size_t>(height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < width; ++x) {
      const float bare = 1 - std::clamp(*coverage.view().pixel(window.x0 + x, window.y0 + y), 0.0F, 1.0F);
      *weight.view().pixel(x, y) = bare;
      *skin.view().pixel(x, y) = bare * luminance_at(x, y);
    }
  });
  box_sums(skin, reach, exec);
  box_sums(weight, reach, exec);
  const auto most = static_cast<float>((2 * reach + 1) * (2 * reach + 1));
  parallel_for(exec, static_cast<std::size_t>(height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < width; ++x) {
      float& hidden = *opacity.view().pixel(window.x0 + x, window.y0 + y);
      const float seen = *weight.view().pixel(x, y);
      if (hidden <= 0 || seen < kLeastSkin * most) continue;
      const double around = static_cast<double>(*skin.view().pixel(x, y) / seen);
      const double departure = around > 0 ? static_cast<double>(luminance_at(x, y)) / around - 1 : 0;
      hidden *= static_cast<float>(std::min(1.0, departure < 0 ? -departure / kDark : departure / kLight));
    }
  });
  return opacity;
}

}  // namespace tonsure
