#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/preview/strands.h>

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

}  // namespace

Image<float> strand_opacity(const Photo& photo, const Image<float>& coverage, double mm_per_px, const Exec& exec) {
  const auto in = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const int reach = std::max(2, static_cast<int>(std::lround(kAroundMm / mm_per_px)));
  Image<float> skin(in.width, in.height, 1), weight(in.width, in.height, 1);
  const auto luminance_at = [&](int x, int y) {
    const unsigned char* const p = in.pixel(x, y);
    return static_cast<float>(luminance({linear[p[0]], linear[p[1]], linear[p[2]]}));
  };
  parallel_for(exec, static_cast<std::size_t>(in.height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < in.width; ++x) {
      const float bare = 1 - std::clamp(*coverage.view().pixel(x, y), 0.0F, 1.0F);
      *weight.view().pixel(x, y) = bare;
      *skin.view().pixel(x, y) = bare * luminance_at(x, y);
    }
  });
  box_sums(skin, reach, exec);
  box_sums(weight, reach, exec);
  Image<float> opacity = coverage;
  const auto most = static_cast<float>((2 * reach + 1) * (2 * reach + 1));
  parallel_for(exec, static_cast<std::size_t>(in.height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < in.width; ++x) {
      float& hidden = *opacity.view().pixel(x, y);
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
