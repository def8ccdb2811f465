#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "../core/gaussian.h"
#include "../raster/luma.h"
#include "camera_lines.h"
#include "camera_parts.h"

namespace tonsure {
namespace {

constexpr int kLinePx = 32;
constexpr int kFirst = 10, kLast = 14;  // of 1/32 cycles/px: 0.31 to 0.44; beyond, compression rings
constexpr std::size_t kFewestFrequencies = 5;
constexpr int kMostLines = 6000;  // along each axis
constexpr std::size_t kFewestLines = 400;
constexpr std::size_t kOneIn = 4;          // of the lines counts: those with the most fine texture
constexpr double kLeastOverNoise = 8;      // of texture over noise and rounding, power
constexpr double kRoundingVariance = 0.1;  // of luma: rounding, and compression of smooth blocks
constexpr double kLeastBlur = 0.2;
constexpr double kLeastSigma = 0.35, kMostSigma = 2.5;  // with the pixel's own square

using Powers = std::array<double, kLast - kFirst + 1>;

/// The power of lines of pixels inside a polygon, white noise of variance v having v at each frequency.
void add_lines(ImageView<const unsigned char> v, const Points<PhotoPx>& inside, bool upright,
               std::vector<Powers>& lines) {
  struct Wave {
    std::array<float, kLinePx> re{}, im{};
  };
  std::array<Wave, kLast - kFirst + 1> waves;
  double squares = 0;
  for (std::size_t k = 0; k < kLinePx; ++k) {
    const double taper = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(k) + 0.5) / kLinePx);
    squares += taper * taper;
    for (std::size_t j = 0; j < waves.size(); ++j) {
      const double angle = 2 * std::numbers::pi * static_cast<double>((j + kFirst) * k) / kLinePx;
      waves[j].re[k] = static_cast<float>(taper * std::cos(angle));
      waves[j].im[k] = static_cast<float>(taper * std::sin(angle));
    }
  }
  for_each_line<kLinePx>(v, inside, upright, kMostLines, [&](const PixelLine<kLinePx>& line) {
    std::array<float, kLinePx> luma{};
    float mean = 0;
    for (std::size_t k = 0; k < kLinePx; ++k) {
      if (v.channels == 4 && line[k][3] == 0) return;
      mean += (luma[k] = luma_of(line[k])) / kLinePx;
    }
    Powers& power = lines.emplace_back();
    for (std::size_t j = 0; j < waves.size(); ++j) {
      float re = 0, im = 0;
      for (std::size_t k = 0; k < kLinePx; ++k) {
        re += waves[j].re[k] * (luma[k] - mean);
        im += waves[j].im[k] * (luma[k] - mean);
      }
      power[j] = static_cast<double>(re * re + im * im) / squares;
    }
  });
}

}  // namespace

void bound_blur_by_texture(const Photo& photo, const Points<PhotoPx>& skin, CameraTrace& trace) {
  const auto v = photo.pixels.view();
  if (v.width < kLinePx || v.height < kLinePx) return;
  std::vector<Powers> lines;
  add_lines(v, skin, false, lines);
  add_lines(v, skin, true, lines);
  if (lines.size() < kFewestLines) return;
  const auto sum_of = [](const Powers& p) { return std::accumulate(p.begin(), p.end(), 0.0); };
  const std::size_t strongest = lines.size() / kOneIn;
  std::nth_element(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(strongest), lines.end(),
                   [&](const Powers& a, const Powers& b) { return sum_of(a) > sum_of(b); });
  Powers power{};
  for (std::size_t i = 0; i < strongest; ++i)
    for (std::size_t j = 0; j < power.size(); ++j) power[j] += lines[i][j] / static_cast<double>(strongest);
  const double noise = trace.noise * trace.noise + kRoundingVariance;
  std::vector<double> logs;
  for (const double p : power) {
    if (p - noise < kLeastOverNoise * noise) break;
    logs.push_back(std::log(p - noise));
  }
  if (logs.size() < kFewestFrequencies) return;
  // The square of a Gaussian, and what it leaves beyond half a cycle a pixel, which comes back as finer detail.
  double least = 0, best = 0;
  for (double sigma = kLeastSigma; sigma < kMostSigma; sigma += 0.01) {
    double sum = 0, squares = 0;
    for (std::size_t j = 0; j < logs.size(); ++j) {
      const double f = static_cast<double>(j + kFirst) / kLinePx;
      const auto left = [&](double at) { return std::exp(-std::pow(2 * std::numbers::pi * sigma * at, 2)); };
      const double off = logs[j] - std::log(left(f) + left(1 - f));
      sum += off;
      squares += off * off;
    }
    const double error = squares - sum * sum / static_cast<double>(logs.size());
    if (best == 0 || error < least) {
      least = error;
      best = sigma;
    }
  }
  trace.blur_px = std::min(trace.blur_px, std::max(kLeastBlur, std::sqrt(best * best - kPixelVariance)));
}

}  // namespace tonsure
