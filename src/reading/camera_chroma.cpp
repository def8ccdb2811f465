#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "../raster/luma.h"
#include "camera_lines.h"
#include "camera_parts.h"

namespace tonsure {
namespace {

constexpr int kLinePx = 64;       // lines of pixels that are transformed
constexpr int kFrequencies = 16;  // multiples of 1/64 cycles/px looked at: up to a quarter
constexpr int kMostLines = 4000;  // along each axis
constexpr int kFewestLines = 60;
/// Slower changes are blushes and shading, whose colour is their own.
constexpr int kFirstFrequency = 3;
constexpr double kIndependent = 0.3;  // of overlapping, neighbouring lines
constexpr double kLeastGain = 50;     // two amplitudes fitted to nothing would gain 2; blotches gain more
constexpr double kLeastPower = 1.0;   // of all chroma in a line: a grey picture has none
constexpr double kLeastChromaPx = 0.6, kMostChromaPx = 4.5;

/// Fourier coefficients of a line, tapered, without its mean and slope.
class LineTransform {
 public:
  LineTransform() {
    constexpr double kPi = std::numbers::pi;
    for (int k = 0; k < kLinePx; ++k) {
      const auto i = static_cast<std::size_t>(k);
      taper_[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * kPi * (k + 0.5) / kLinePx));
      for (int j = 1; j <= kFrequencies; ++j) {
        cos_[i][static_cast<std::size_t>(j - 1)] = static_cast<float>(std::cos(2 * kPi * j * k / kLinePx));
        sin_[i][static_cast<std::size_t>(j - 1)] = static_cast<float>(std::sin(2 * kPi * j * k / kLinePx));
      }
    }
  }

  struct Coefficients {
    std::array<float, kFrequencies> re{}, im{};
  };

  Coefficients operator()(std::array<float, kLinePx>& line) const {
    constexpr float kMiddle = 0.5F * (kLinePx - 1), kSpread = kLinePx * (kLinePx * kLinePx - 1) / 12.0F;
    float mean = 0, slope = 0;
    for (std::size_t k = 0; k < kLinePx; ++k) {
      mean += line[k];
      slope += line[k] * (static_cast<float>(k) - kMiddle);
    }
    mean /= kLinePx;
    slope /= kSpread;
    for (std::size_t k = 0; k < kLinePx; ++k)
      line[k] = (line[k] - mean - slope * (static_cast<float>(k) - kMiddle)) * taper_[k];
    Coefficients c;
    for (std::size_t k = 0; k < kLinePx; ++k) {
      for (std::size_t j = 0; j < kFrequencies; ++j) {
        c.re[j] += line[k] * cos_[k][j];
        c.im[j] += line[k] * sin_[k][j];
      }
    }
    return c;
  }

 private:
  std::array<float, kLinePx> taper_{};
  std::array<std::array<float, kFrequencies>, kLinePx> cos_{}, sin_{};
};

/// Sums over all lines: power of luma and of chroma, and the part of chroma that goes with luma.
struct CrossSpectrum {
  std::array<double, kFrequencies> luma{}, blue{}, red{}, blue_re{}, blue_im{}, red_re{}, red_im{};
  int lines = 0;
};

void add_lines(ImageView<const unsigned char> v, const Points<PhotoPx>& skin, bool upright, const LineTransform& of,
               CrossSpectrum& sum) {
  for_each_line<kLinePx>(v, skin, upright, kMostLines, [&](const PixelLine<kLinePx>& line) {
    std::array<float, kLinePx> luma{}, blue{}, red{};
    for (std::size_t k = 0; k < kLinePx; ++k) {
      luma[k] = luma_of(line[k]);
      blue[k] = static_cast<float>(line[k][2]) - luma[k];
      red[k] = static_cast<float>(line[k][0]) - luma[k];
    }
    const auto l = of(luma), cb = of(blue), cr = of(red);
    for (std::size_t j = 0; j < kFrequencies; ++j) {
      const auto product = [](float a_re, float a_im, float b_re, float b_im) {
        return std::pair{static_cast<double>(a_re * b_re + a_im * b_im),
                         static_cast<double>(a_im * b_re - a_re * b_im)};
      };
      sum.luma[j] += product(l.re[j], l.im[j], l.re[j], l.im[j]).first;
      sum.blue[j] += product(cb.re[j], cb.im[j], cb.re[j], cb.im[j]).first;
      sum.red[j] += product(cr.re[j], cr.im[j], cr.re[j], cr.im[j]).first;
      const auto [bre, bim] = product(cb.re[j], cb.im[j], l.re[j], l.im[j]);
      const auto [rre, rim] = product(cr.re[j], cr.im[j], l.re[j], l.im[j]);
      sum.blue_re[j] += bre;
      sum.blue_im[j] += bim;
      sum.red_re[j] += rre;
      sum.red_im[j] += rim;
    }
    ++sum.lines;
  });
}

}  // namespace

void measure_chroma(const Photo& photo, const Points<PhotoPx>& skin, CameraTrace& trace) {
  static const LineTransform transform;
  const auto v = photo.pixels.view();
  if (v.width < kLinePx || v.height < kLinePx) return;
  CrossSpectrum sum;
  add_lines(v, skin, false, transform, sum);
  add_lines(v, skin, true, transform, sum);
  double chroma = 0;
  for (std::size_t j = 0; j < kFrequencies; ++j) chroma += sum.blue[j] + sum.red[j];
  if (sum.lines < kFewestLines || chroma < kLeastPower * sum.lines) return;

  // Chroma per luma at each frequency, H, fits A exp(-2 pi^2 s^2 f^2) with one A for each channel. Its error at one
  // frequency: the power of chroma over that of luma, by the number of lines.
  struct Point {
    double decay, blue, red, blue_weight, red_weight;
  };
  std::vector<Point> points;
  for (std::size_t j = kFirstFrequency - 1; j < kFrequencies; ++j) {
    const double f = static_cast<double>(j + 1) / kLinePx, luma = std::max(1e-9, sum.luma[j]);
    const double weight = luma * sum.lines * kIndependent;
    points.push_back({2 * std::numbers::pi * std::numbers::pi * f * f, sum.blue_re[j] / luma, sum.red_re[j] / luma,
                      weight / std::max(1e-9, sum.blue[j]), weight / std::max(1e-9, sum.red[j])});
  }
  double best_gain = 0, best_s = trace.chroma_px;
  for (double s = kLeastChromaPx; s <= kMostChromaPx; s *= 1.03) {
    double bb = 0, bm = 0, rr = 0, rm = 0;
    for (const Point& p : points) {
      const double model = std::exp(-p.decay * s * s);
      bb += p.blue_weight * model * model;
      bm += p.blue_weight * model * p.blue;
      rr += p.red_weight * model * model;
      rm += p.red_weight * model * p.red;
    }
    const double gain = bm * bm / bb + rm * rm / rr;  // what the best amplitudes explain, in units of the error
    if (gain > best_gain) {
      best_gain = gain;
      best_s = s;
    }
  }
  if (best_gain < kLeastGain) return;
  trace.chroma_px = best_s;
  trace.chroma_measured = true;
}

}  // namespace tonsure
