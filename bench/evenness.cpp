#include "evenness.h"

#include <map>

#include <tonsure/metrics/evenness.h>

namespace tonsure::bench {
namespace {

using Counters = std::map<std::string, double>;

template <class Frame>
Counters measured(const Points<Frame>& dots, const DensityGrid<Frame>& density) {
  const SpacingReport spacing = measure_spacing(dots, &density);
  Counters counters = {{"nn_mean", spacing.nn_mean},
                       {"nn_sd", spacing.nn_sd},
                       {"nn1", spacing.nn_1_percent},
                       {"min", spacing.nn_min},
                       {"count_error", static_cast<double>(dots.size()) / expected_count(density) - 1}};
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value) counters[name] = *value;
  };
  add("F16", spacing.variance_to_mean[2]);
  add("F64", spacing.variance_to_mean[3]);
  add("hole", measure_hole(dots, &density));
  add("rep", measure_repetition(dots, &density));
  return counters;
}

}  // namespace

template <class Frame>
void report_evenness(benchmark::State& state, const std::string& name, const DensityGrid<Frame>& density,
                     const std::function<Points<Frame>()>& dots) {
  static std::map<std::string, Counters> known;
  const auto [entry, is_new] = known.try_emplace(name);
  if (is_new) entry->second = measured(dots(), density);
  for (const auto& [counter, value] : entry->second) state.counters[counter] = value;
}

template void report_evenness(benchmark::State&, const std::string&, const DensityGrid<PlaneMm>&,
                              const std::function<Points<PlaneMm>()>&);
template void report_evenness(benchmark::State&, const std::string&, const DensityGrid<ScalpMm>&,
                              const std::function<Points<ScalpMm>()>&);

}  // namespace tonsure::bench
