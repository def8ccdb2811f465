#include <tonsure/metrics/spectra.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "measured_set.h"
#include "periodogram.h"
#include "spectrum_figures.h"

namespace tonsure {
namespace {

using metrics::Extent;
using metrics::MeasuredSet;
using metrics::Rings;

constexpr double kWindowSpacings = 44;    // side of a window, but for rounding: its bins are finer than kSpectrumStep
constexpr std::size_t kMostWindows = 24;  // 46 000 dots: 3000 bins in the ring at 1
constexpr double kLeastFilled = 0.25;     // share of the dots a window full of density has

/// How many bins of a ring are worth one independent bin. Amplitudes under a sin^2 taper correlate by 2/3 with the next
/// bin's along an axis and by 1/6 with the one behind it, powers by the squares; only neighbours in the same ring
/// count, which is `ring_width` bins wide.
double bins_per_independent(double ring_width) {
  constexpr std::array<double, 3> kShared = {1, 4.0 / 9, 1.0 / 36};
  constexpr int kDirections = 64;
  double sum = 0;
  for (int dy = -2; dy <= 2; ++dy) {
    for (int dx = -2; dx <= 2; ++dx) {
      const double shared =
          kShared[static_cast<std::size_t>(std::abs(dx))] * kShared[static_cast<std::size_t>(std::abs(dy))];
      for (int k = 0; k < kDirections; ++k) {
        const double angle = std::numbers::pi * (k + 0.5) / kDirections;
        const double across = std::abs(dx * std::cos(angle) + dy * std::sin(angle));
        sum += shared * std::max(0.0, 1 - across / ring_width) / kDirections;
      }
    }
  }
  return sum;
}

/// Equal windows that cover the box of the density; of those with dots enough, some spread evenly.
std::vector<Extent> windows_over(const MeasuredSet& set) {
  const Extent& box = set.field.box;
  const double side = kWindowSpacings / std::sqrt(set.mean_rho());
  const double across = std::max(1.0, std::round(box.width() / side));
  const double down = std::max(1.0, std::round(box.height() / side));
  const double width = box.width() / across, height = box.height() / down;

  // Which window each dot is in: the box may be so large and empty that walking over all windows would never end.
  std::vector<std::pair<double, double>> of_dot;  // row, column: whole numbers
  of_dot.reserve(set.dots.size());
  for (const auto& d : set.dots) {
    of_dot.emplace_back(std::min(std::floor((d.y - box.y0) / height), down - 1),
                        std::min(std::floor((d.x - box.x0) / width), across - 1));
  }
  std::sort(of_dot.begin(), of_dot.end());
  std::vector<Extent> filled;
  const double wanted = kLeastFilled * width * height * set.mean_rho();
  for (std::size_t i = 0, next = 0; i < of_dot.size(); i = next) {
    while (next < of_dot.size() && of_dot[next] == of_dot[i]) ++next;
    if (static_cast<double>(next - i) < wanted) continue;
    const double x = box.x0 + of_dot[i].second * width, y = box.y0 + of_dot[i].first * height;
    filled.push_back({x, y, x + width, y + height});
  }
  if (filled.size() <= kMostWindows) return filled;
  std::vector<Extent> chosen;
  for (std::size_t k = 0; k < kMostWindows; ++k)
    chosen.push_back(filled[(2 * k + 1) * filled.size() / (2 * kMostWindows)]);
  return chosen;
}

}  // namespace

template <class Frame>
std::optional<RadialSpectrum> measure_spectrum(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                                               const Exec& exec) {
  const auto set = metrics::measured_set(dots, density);
  if (!set || set->dots.size() < kFewestSpectrumDots) return std::nullopt;
  const std::vector<Extent> windows = windows_over(*set);
  if (windows.empty()) return std::nullopt;
  const double step = metrics::kSpectrumStep * std::sqrt(set->mean_rho());
  std::vector<Rings> of_window(windows.size());
  parallel_for(exec, windows.size(), [&](std::size_t i) {
    of_window[i] = metrics::periodogram_rings(*set, windows[i], metrics::Taper::kHann,
                                              step * static_cast<double>(metrics::kSpectrumBins), step, {.threads = 1});
  });

  const double per_independent = bins_per_independent(step * std::sqrt(windows.front().area()));
  std::vector<double> power(metrics::kSpectrumBins, 0), variance(metrics::kSpectrumBins, 0);
  for (std::size_t i = metrics::kSpectrumBins; i-- > 0;) {
    double sum = 0, weight = 0, squares = 0;
    for (const Rings& rings : of_window) {
      const auto bins = static_cast<double>(rings.rings[i].bins);
      sum += rings.rings[i].sum;
      weight += bins * rings.dots;
      squares += bins * rings.dots * rings.dots;
    }
    if (weight > 0) {
      power[i] = sum / weight;
      // A bin's power varies by its mean; their number is the half plane's.
      variance[i] = power[i] * power[i] * squares / (weight * weight) * per_independent;
    } else if (i + 1 < metrics::kSpectrumBins) {
      power[i] = power[i + 1];  // no frequency of the windows so low
      variance[i] = variance[i + 1];
    }
  }
  return metrics::spectrum_of(std::move(power), variance);
}

template TONSURE_EXPORT std::optional<RadialSpectrum> measure_spectrum<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                                                const DensityGrid<ScalpMm>*,
                                                                                const Exec&);
template TONSURE_EXPORT std::optional<RadialSpectrum> measure_spectrum<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                                                const DensityGrid<PlaneMm>*,
                                                                                const Exec&);

}  // namespace tonsure
