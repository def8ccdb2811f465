#include <tonsure/metrics/evenness.h>

#include "measured_set.h"
#include "periodogram.h"

namespace tonsure {
namespace {

// In cycles per mean spacing. Below, what is left of the density's shape would count; above, nothing is seen that is
// not seen below, for a repeat shows at all multiples of its frequency.
constexpr double kLowest = 0.1;
constexpr double kHighest = 2;
constexpr double kMostNodes = 0x1.0p28;

}  // namespace

template <class Frame>
std::optional<double> measure_repetition(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density,
                                         const Exec& exec) {
  const auto set = metrics::measured_set(dots, density);
  if (!set || set->dots.size() < kFewestRepetitionDots) return std::nullopt;
  const metrics::Extent& box = set->field.box;
  const double per_mm = std::sqrt(set->mean_rho());
  double highest = kHighest * per_mm;
  while (metrics::periodogram_nodes(box, highest) > kMostNodes) highest *= 0.9;
  const double ring_width = 1 / std::sqrt(box.area());
  const auto rings = metrics::periodogram_rings(*set, box, metrics::Taper::kNone, highest, ring_width, exec).rings;
  std::optional<double> most;
  for (auto i = static_cast<std::size_t>(kLowest * per_mm / ring_width) + 1; i < rings.size(); ++i) {
    const metrics::Ring& ring = rings[i];
    if (ring.sum > 0) most = std::max(most.value_or(0), ring.largest * static_cast<double>(ring.bins) / ring.sum);
  }
  return most;
}

template TONSURE_EXPORT std::optional<double> measure_repetition<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                                          const DensityGrid<ScalpMm>*, const Exec&);
template TONSURE_EXPORT std::optional<double> measure_repetition<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                                          const DensityGrid<PlaneMm>*, const Exec&);

}  // namespace tonsure
