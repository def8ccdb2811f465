/// @file
/// Placement at 1k, 10k and 100k dots, with the evenness it buys.
#include <benchmark/benchmark.h>

#include <string>

#include <tonsure/metrics/spacing.h>
#include <tonsure/placement/place.h>

namespace {

using namespace tonsure;

/// A head-sized card, 250 x 300 mm in cells of 1 mm, rising from 0.15 to 1 of its peak.
DensityGrid<PlaneMm> ramp(double count) {
  DensityGrid<PlaneMm> grid{{0, 0}, 1, Image<float>(250, 300, 1)};
  const double mean_share = 0.575, peak = count / (mean_share * 750);  // 750 cm2
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 250; ++x) {
      *grid.per_cm2.view().pixel(x, y) = static_cast<float>(peak * (0.15 + 0.85 * (x + 0.5) / 250));
    }
  }
  return grid;
}

void place(benchmark::State& state, std::optional<double> regularity) {
  const auto grid = ramp(static_cast<double>(state.range(0)));
  const PlacementOptions options{.regularity = regularity};
  const Exec exec{.threads = 1};
  std::size_t count = 0;
  for (auto _ : state) {
    auto dots = place_dots(grid, options, 1, exec);
    if (!dots) {
      state.SkipWithError(dots.error().message().c_str());
      return;
    }
    count = dots->size();
    benchmark::DoNotOptimize(dots->positions.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
  const auto dots = place_dots(grid, options, 1, exec);
  const auto report = measure_spacing(dots->positions, &grid);
  state.counters["nn_mean"] = report.nn_mean;
  state.counters["nn_sd"] = report.nn_sd;
  state.counters["F16"] = report.variance_to_mean[2].value_or(0);
}

void measure(benchmark::State& state) {
  const auto grid = ramp(static_cast<double>(state.range(0)));
  const auto dots = place_dots(grid, {}, 1);
  for (auto _ : state) benchmark::DoNotOptimize(measure_spacing(dots->positions, &grid, {.threads = 1}));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->Arg(1000)->Arg(10000)->Arg(100000)->Unit(benchmark::kMillisecond);
}

const auto* const kNatural =
    benchmark::RegisterBenchmark("place/natural", [](auto& s) { place(s, {}); }) -> Apply(sizes);
const auto* const kStrict =
    benchmark::RegisterBenchmark("place/strict", [](auto& s) { place(s, 1.0); }) -> Apply(sizes);
const auto* const kMeasure = benchmark::RegisterBenchmark("measure", measure) -> Apply(sizes);

}  // namespace
