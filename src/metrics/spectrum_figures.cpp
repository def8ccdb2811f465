#include "spectrum_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tonsure::metrics {
namespace {

// All after Heck, Schloemer & Deussen 2013 and the program psa they published with it.
constexpr double kFreeOfPower = 0.1;
constexpr double kFullOfPower = 0.5;       // so much below it, a frequency lies beyond the gap for certain
constexpr double kFirstFullOfPower = 0.5;  // cycles per spacing: below, single bins may stray so far up
constexpr double kReached = 0.98;
constexpr double kRingWidth = 5;  // cycles per spacing: ten Nyquist frequencies

/// Mean power over the disc below f, A(f) = 2 / f^2 x integral of P(v) v dv, is followed down from where it is high to
/// where it first is low: so neither the noise of the few bins near 0 nor a gap behind a peak can deceive.
double effective_nyquist(const std::vector<double>& power, double step) {
  std::vector<double> below(power.size() + 1, 0);  // mean power up to the upper end of bin i - 1
  double sum = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    sum += power[i] * (2.0 * static_cast<double>(i) + 1);
    below[i + 1] = sum / (static_cast<double>(i + 1) * static_cast<double>(i + 1));
  }
  auto i = static_cast<std::size_t>(std::lround(kFirstFullOfPower / step));
  while (i + 1 < below.size() && !(below[i] > kFullOfPower)) ++i;
  while (i > 0 && !(below[i] < kFreeOfPower)) --i;
  if (i == 0) return 0;
  if (i + 1 >= below.size()) return static_cast<double>(i) * step;
  const double share = (kFreeOfPower - below[i]) / (below[i + 1] - below[i]);
  return (static_cast<double>(i) + share) * step;
}

double oscillation(const std::vector<double>& power, const std::vector<double>& variance, double step) {
  std::size_t first = 0;
  while (first + 1 < power.size() && power[first] < kReached) ++first;
  const std::size_t last = std::min(power.size(), first + static_cast<std::size_t>(std::lround(kRingWidth / step)));
  double sum = 0, area = 0;
  for (std::size_t i = first; i < last; ++i) {
    const double ring = 2.0 * static_cast<double>(i) + 1;
    sum += ring * ((power[i] - 1) * (power[i] - 1) - variance[i]);
    area += ring;
  }
  return 10 * std::sqrt(std::max(0.0, sum / area));
}

}  // namespace

RadialSpectrum spectrum_of(std::vector<double> power, const std::vector<double>& variance) {
  RadialSpectrum spectrum;
  spectrum.step = kSpectrumStep;
  spectrum.effective_nyquist = effective_nyquist(power, kSpectrumStep);
  spectrum.oscillation = oscillation(power, variance, kSpectrumStep);
  spectrum.power = std::move(power);
  return spectrum;
}

}  // namespace tonsure::metrics
