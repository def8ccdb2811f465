#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "../raster/luma.h"
#include "camera_parts.h"

namespace tonsure {
namespace {

constexpr int kBlockPx = 8;
constexpr int kMostBlocks = 8000;  // spread evenly over the photo
constexpr int kBins = 16;          // of brightness
constexpr int kFewestBlocks = 40;  // in a bin: its quantile is then good to 10 %
/// The smoothest blocks of a bin show noise; the rest may hold texture. Blocks of noise alone would scatter: their 2 %
/// quantile is about half their mean (chi-square with some 20 degrees of freedom, as correlated noise leaves of 64).
constexpr double kSmoothest = 0.02, kQuantileToMean = 2.0;
constexpr double kMostNoise = 3;            // more is texture: kept from doing harm
constexpr double kLeastVariance = 0.01;     // less is a flat fill, not a photo
constexpr double kRounding = 0.0371;        // variance of luma from rounding R, G and B to whole codes: sum of w^2 / 12
constexpr double kDark = 10, kLight = 243;  // beyond, noise is cut off by the ends of the scale

/// Second differences of one block, over one and two pixels.
struct Block {
  double luma = 0, one = 0, two = 0, mixed = 0;
};

Block block_at(ImageView<const unsigned char> v, int x0, int y0) {
  Block b;
  constexpr int kSide = kBlockPx + 4;
  std::array<std::array<float, kSide>, kSide> l{};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x)
      l[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] = luma_of(v.pixel(x0 + x - 2, y0 + y - 2));
  }
  for (std::size_t y = 2; y < kBlockPx + 2; ++y) {
    for (std::size_t x = 2; x < kBlockPx + 2; ++x) {
      const auto square = [](float d) { return static_cast<double>(d) * static_cast<double>(d); };
      const float twice = 2 * l[y][x];
      b.luma += static_cast<double>(l[y][x]);
      b.one += square(l[y][x - 1] + l[y][x + 1] - twice) + square(l[y - 1][x] + l[y + 1][x] - twice);
      b.two += square(l[y][x - 2] + l[y][x + 2] - twice) + square(l[y - 2][x] + l[y + 2][x] - twice);
      // Second difference in x of the second difference in y: blind to shading and to straight edges along either.
      b.mixed += square(l[y - 1][x - 1] - 2 * l[y - 1][x] + l[y - 1][x + 1] - 2 * (l[y][x - 1] + l[y][x + 1]) +
                        2 * twice + l[y + 1][x - 1] - 2 * l[y + 1][x] + l[y + 1][x + 1]);
    }
  }
  constexpr double kCount = kBlockPx * kBlockPx;
  return {b.luma / kCount, b.one / (2 * kCount), b.two / (2 * kCount), b.mixed / kCount};
}

/// What the smoothest blocks of one level of brightness show.
struct Level {
  double mixed = 0, one = 0, two = 0;
};

Level smoothest_of(std::vector<Block>& bin) {
  std::sort(bin.begin(), bin.end(),
            [](const Block& a, const Block& b) { return a.mixed != b.mixed ? a.mixed < b.mixed : a.one < b.one; });
  const auto last = static_cast<std::size_t>(kSmoothest * static_cast<double>(bin.size()));
  Level level{bin[last].mixed * kQuantileToMean, 0, 0};
  for (std::size_t i = 0; i <= last; ++i) {
    level.one += bin[i].one;
    level.two += bin[i].two;
  }
  return level;
}

/// Standard deviation of the Gaussian that makes white noise alike over neighbours, from the quotient of its second
/// differences.
double correlation_from(double one_over_two) {
  double white = 0.15, smooth = 1.2;
  for (int i = 0; i < 30; ++i) {
    const double s = 0.5 * (white + smooth);
    (second_difference_variance(s, 1) / second_difference_variance(s, 2) > one_over_two ? white : smooth) = s;
  }
  return white < 0.2 ? 0 : 0.5 * (white + smooth);
}

}  // namespace

void measure_noise(const Photo& photo, CameraTrace& trace) {
  const auto v = photo.pixels.view();
  const double blocks = static_cast<double>(v.width) * v.height / (kBlockPx * kBlockPx);
  const int step = kBlockPx * std::max(1, static_cast<int>(std::ceil(std::sqrt(blocks / kMostBlocks))));
  std::array<std::vector<Block>, kBins> bins;
  for (int y = 2; y + kBlockPx + 2 <= v.height; y += step) {
    for (int x = 2; x + kBlockPx + 2 <= v.width; x += step) {
      if (v.channels == 4 && (v.pixel(x - 2, y - 2)[3] == 0 || v.pixel(x + kBlockPx + 1, y + kBlockPx + 1)[3] == 0))
        continue;
      const Block b = block_at(v, x, y);
      if (b.luma < kDark || b.luma > kLight || b.mixed < 36 * kLeastVariance) continue;
      bins[static_cast<std::size_t>(b.luma * kBins / 256)].push_back(b);
    }
  }
  // A level of brightness whose smoothest blocks still hold texture looks noisier than it is, never less noisy: so the
  // noise is that of the quieter levels. Encoded, the noise of finished photos hardly depends on brightness.
  std::vector<Level> levels;
  for (auto& bin : bins) {
    if (bin.size() >= kFewestBlocks) levels.push_back(smoothest_of(bin));
  }
  if (levels.empty()) return;
  std::sort(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.mixed < b.mixed; });
  const std::size_t quiet = (levels.size() - 1) / 4;
  double one = 0, two = 0;
  for (std::size_t i = 0; i <= quiet; ++i) {
    one += levels[i].one;
    two += levels[i].two;
  }
  trace.noise_correlation_px = correlation_from(one / std::max(1e-9, two));
  // Noise alike over neighbours leaves less of itself in differences.
  const double response = second_difference_variance(trace.noise_correlation_px, 1);
  const double variance = levels[quiet].mixed / (response * response) - kRounding;
  trace.noise = std::clamp(std::sqrt(std::max(0.0, variance)), 0.0, kMostNoise);
  trace.noise_measured = true;
}

}  // namespace tonsure
