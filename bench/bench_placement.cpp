// Placement, with the evenness it buys, and what it is compared with. What the names and counters mean, and a table of
// results: docs/model/placement-bench.md.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <functional>
#include <iostream>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include <tonsure/metrics/evenness.h>
#include <tonsure/metrics/spectra.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/placement/place.h>

#include "allocations.h"
#include "bridson.h"
#include "design/density.h"
#include "evenness.h"
#include "scalp/calibrate.h"
#include "vectors.h"

namespace {

using namespace tonsure;
using namespace tonsure::bench;
using benchmark::Counter;

constexpr std::uint64_t kSeed = 1;
constexpr double kPeakPerCm2 = 100;

// ---- Densities

enum class Shape { kUniform, kRamp, kEdge };

/// Density at x in a card, as a share of the peak. The ramp rises over all of it, the edge over 27 spacings.
double share_at(Shape shape, double x_mm, double side_mm) {
  constexpr double kEdgeMm = 27;  // at 100 dots/cm2 a spacing is 1 mm
  switch (shape) {
    case Shape::kUniform:
      return 1;
    case Shape::kRamp:
      return 0.15 + 0.85 * x_mm / side_mm;
    case Shape::kEdge:
      return std::clamp(0.52 + 0.96 * (x_mm - 0.5 * side_mm) / kEdgeMm, 0.04, 1.0);
  }
  return 0;
}

/// Side of a square card that asks for `dots` dots.
double side_mm_of(Shape shape, double dots) {
  const double mean_share = shape == Shape::kUniform ? 1 : shape == Shape::kRamp ? 0.575 : 0.52;
  return 10 * std::sqrt(dots / (mean_share * kPeakPerCm2));
}

/// A square card that asks for `dots` dots, in cells x cells cells.
DensityGrid<PlaneMm> card(Shape shape, double dots, int cells) {
  const double side_mm = side_mm_of(shape, dots), cell_mm = side_mm / cells;
  DensityGrid<PlaneMm> grid{{0, 0}, cell_mm, Image<float>(cells, cells, 1)};
  for (int y = 0; y < cells; ++y) {
    for (int x = 0; x < cells; ++x) {
      *grid.per_cm2.view().pixel(x, y) =
          static_cast<float>(kPeakPerCm2 * share_at(shape, (x + 0.5) * cell_mm, side_mm));
    }
  }
  return grid;
}

/// Cells along a card's side, unless stated otherwise: a linear density is the same whatever their number, and few of
/// them take little reading.
constexpr int kCells = 64;

/// As many as give cells of 1 mm, the size that a head's density has.
int fine_cells(Shape shape, double dots) {
  return static_cast<int>(std::lround(side_mm_of(shape, dots)));
}

/// The square in the middle that holds 1 % of the area of a card, on the lines of its cells.
struct Square {
  int first = 0, last = 0;
};
Square middle(const DensityGrid<PlaneMm>& grid) {
  const int cells = grid.per_cm2.width(), side = static_cast<int>(std::lround(0.1 * cells));
  return {(cells - side) / 2, (cells - side) / 2 + side};
}

// ---- Time

/// Seconds of this thread for one thread (others on the machine then count little), else of the wall.
double now_s(const Exec& exec) {
  if (thread_count(exec) != 1) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  std::timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// The quickest of a few runs, s.
double best_time_s(const Exec& exec, int runs, const std::function<void()>& run) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < runs; ++i) {
    const double start = now_s(exec);
    run();
    best = std::min(best, now_s(exec) - start);
  }
  return best;
}

/// Dots a second of the baseline in this very run.
double bridson_per_s() {
  static const double per_s = [] {
    const auto grid = card(Shape::kRamp, 20000, kCells);
    std::size_t dots = 0;
    const double s = best_time_s({.threads = 1}, 5, [&] { dots = place_bridson(grid, kSeed).size(); });
    return static_cast<double>(dots) / s;
  }();
  return per_s;
}

// ---- Counters

/// What the loop it is made before takes, in time and allocations.
class Loop {
 public:
  explicit Loop(const Exec& exec) : exec_(exec), allocations_(allocations()), start_s_(now_s(exec)) {}

  /// Sets the counter `allocs`, per iteration, and returns the seconds per iteration.
  double report(benchmark::State& state) const {
    const double s = now_s(exec_) - start_s_;
    state.counters["allocs"] = Counter(static_cast<double>(allocations() - allocations_), Counter::kAvgIterations);
    return s / static_cast<double>(state.iterations());
  }

 private:
  Exec exec_;
  std::int64_t allocations_;
  double start_s_;
};

void report_speed(benchmark::State& state, std::size_t dots) {
  const auto all = state.iterations() * static_cast<std::int64_t>(dots);
  state.SetItemsProcessed(all);
  state.counters["dots"] = static_cast<double>(dots);
}

template <class Failed>
void fail(benchmark::State& state, const Failed& failed) {
  state.SkipWithError(failed.error().message().c_str());
}

Points<PlaneMm> points_of(const PositionColumns& columns) {
  Points<PlaneMm> points(columns.size());
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = {columns.x_mm[i], columns.y_mm[i]};
  return points;
}

// ---- Benches

struct PositionsCase {
  Shape shape = Shape::kRamp;
  double dots = 0;
  int cells = kCells;
  int polish = 0;
  std::string evenness = {};  ///< a name for what comes out
};

void positions(benchmark::State& state, const PositionsCase& c, const Exec& exec) {
  const auto grid = card(c.shape, c.dots, c.cells);
  PositionColumns out;
  if (Status s = place_positions(grid, c.polish, kSeed, out, exec); !s) return fail(state, s);  // makes room in `out`
  const Loop loop(exec);
  for (auto _ : state) {
    if (Status s = place_positions(grid, c.polish, kSeed, out, exec); !s) return fail(state, s);
    benchmark::DoNotOptimize(out.x_mm.data());
    benchmark::ClobberMemory();
  }
  const double s = loop.report(state);
  report_speed(state, out.size());
  state.counters["times_bridson"] = static_cast<double>(out.size()) / s / bridson_per_s();
  report_evenness<PlaneMm>(state, c.evenness, grid, [&] { return points_of(out); });
}

/// The density that the default treatment asks for on the default head.
const DensityGrid<ScalpMm>& head() {
  static const auto density = [] {
    const Treatment treatment;
    const Scene scene = draw_phantom({}).value().scene;
    const FittedHead head = fit_head(scene).value();
    return design_density({&scene, 1}, {&head, 1}, treatment).value().density;
  }();
  return density;
}

/// Dots with all that belongs to them, at the default options.
template <class Frame>
void dot_sets(benchmark::State& state, const std::string& name, const DensityGrid<Frame>& density, const Exec& exec) {
  const PlacementOptions options;
  DotSet<Frame> placed;
  const Loop loop(exec);
  for (auto _ : state) {
    auto result = place_dots(density, options, kSeed, exec);
    if (!result) return fail(state, result);
    placed = std::move(*result);
  }
  loop.report(state);
  report_speed(state, placed.size());
  report_evenness<Frame>(state, name, density, [&] { return placed.positions; });
}

/// A ramp whose middle is thinned by 30 % and brought back, in turns.
struct Edits {
  std::array<DensityGrid<PlaneMm>, 2> density;  ///< as it was, and thinned
  Rect<PlaneMm> changed;
};

Edits edits_of(double dots) {
  Edits e;
  e.density[0] = card(Shape::kRamp, dots, fine_cells(Shape::kRamp, dots));
  const DensityGrid<PlaneMm>& was = e.density[0];
  const Square square = middle(was);
  e.density[1] = was;
  for (int y = square.first; y < square.last; ++y) {
    for (int x = square.first; x < square.last; ++x) *e.density[1].per_cm2.view().pixel(x, y) *= 0.7F;
  }
  // Between the centres of cells the density is bilinear: it changes as far as the next ones.
  const double low = was.cell_mm * (square.first - 0.5), high = was.cell_mm * (square.last + 0.5);
  e.changed = {{low, low}, {high, high}};
  return e;
}

bool same(const DotSet<PlaneMm>& a, const DotSet<PlaneMm>& b) {
  return a.positions == b.positions && a.id == b.id && a.session == b.session;
}

enum class Until { kPlaced, kApplied };

/// Each iteration is one edit, to or fro: up to the DotEdit, or up to the set with the edit applied.
void edit(benchmark::State& state, Until until, const Exec& exec) {
  const Edits e = edits_of(1e6);
  const PlacementOptions options;
  std::array<DotSet<PlaneMm>, 2> sets;
  for (std::size_t i = 0; i < 2; ++i) {
    auto placed = place_dots(e.density[i], options, kSeed, exec);
    if (!placed) return fail(state, placed);
    sets[i] = std::move(*placed);
  }
  DotSet<PlaneMm> dots = sets[0];
  const auto turn_to = [&](std::size_t i) {
    return replace_dots(e.density[i], e.changed, options, kSeed, until == Until::kPlaced ? sets[1 - i] : dots, exec);
  };
  std::size_t edited = 0;
  for (const std::size_t i : {1U, 0U}) {
    const auto change = turn_to(i);
    if (!change) return fail(state, change);
    edited = change->dots.size();
    apply_edit(*change, dots);
    if (!same(dots, sets[i])) return state.SkipWithError("an edit gives other dots than placing all of them anew");
  }
  const double all_s =
      best_time_s(exec, 5, [&] { benchmark::DoNotOptimize(place_dots(e.density[0], options, kSeed, exec)); });

  std::size_t i = 0;
  const Loop loop(exec);
  for (auto _ : state) {
    i = 1 - i;
    const auto change = turn_to(i);
    if (!change) return fail(state, change);
    if (until == Until::kApplied) apply_edit(*change, dots);
    benchmark::DoNotOptimize(dots.positions.data());
  }
  const double edit_s = loop.report(state);
  state.counters["dots"] = static_cast<double>(sets[0].size());
  state.counters["edited"] = static_cast<double>(edited);
  state.counters["share_of_all"] = edit_s / all_s;
}

void baseline(benchmark::State& state, const Exec& exec) {
  const auto grid = card(Shape::kRamp, 20000, kCells);
  Points<PlaneMm> placed;
  const Loop loop(exec);
  for (auto _ : state) {
    placed = place_bridson(grid, kSeed);
    benchmark::DoNotOptimize(placed.data());
  }
  loop.report(state);
  report_speed(state, placed.size());
  report_evenness<PlaneMm>(state, "bridson", grid, [&] { return placed; });
}

using Measure = std::function<void(const Points<PlaneMm>&, const DensityGrid<PlaneMm>&, const Exec&)>;

void measure(benchmark::State& state, const Measure& of) {
  const auto grid = card(Shape::kRamp, 100000, kCells);
  PositionColumns columns;
  if (Status s = place_positions(grid, 0, kSeed, columns); !s) return fail(state, s);
  const auto dots = points_of(columns);
  for (auto _ : state) of(dots, grid, {.threads = 1});
  report_speed(state, dots.size());
}

// ---- Names

using Body = std::function<void(benchmark::State&)>;
using Run = std::function<void(benchmark::State&, const Exec&)>;

benchmark::internal::Benchmark* add_body(const std::string& name, const Body& body) {
#ifdef __clang_analyzer__  // it takes what Google Benchmark keeps for lost
  return nullptr;
#else
  return benchmark::RegisterBenchmark(name.c_str(), body);
#endif
}

/// Twice: on one thread, by its own time; on all, by the time of the wall ("/real_time" in the name).
void add(const std::string& name, const Run& run) {
  add_body(name + "/threads:1", [run](auto& state) { run(state, {.threads = 1}); })->Unit(benchmark::kMicrosecond);
  add_body(name + "/threads:all", [run](auto& state) { run(state, {}); })->Unit(benchmark::kMicrosecond)->UseRealTime();
}

void add_positions(const std::string& name, PositionsCase c) {
  c.evenness = name;
  add(name, [c](benchmark::State& state, const Exec& exec) { positions(state, c, exec); });
}

void add_placing() {
  for (const int dots : {20000, 200000, 1000000}) {
    add_positions("place/uniform/" + std::to_string(dots), {.shape = Shape::kUniform, .dots = 1.0 * dots});
  }
  for (const int dots : {20000, 200000, 1000000}) {
    add_positions("place/ramp/" + std::to_string(dots), {.dots = 1.0 * dots});
  }
  add_positions("place/ramp_1mm/200000", {.dots = 200000, .cells = fine_cells(Shape::kRamp, 200000)});
  add_positions("place/polish1/200000", {.dots = 200000, .polish = 1});
  add_positions("place/polish3/200000", {.dots = 200000, .polish = 3});
  const int edge_cells = fine_cells(Shape::kEdge, 20000);
  add_positions("place/edge/20000", {.shape = Shape::kEdge, .dots = 20000, .cells = edge_cells});
  add_positions("place/edge_polish3/20000", {.shape = Shape::kEdge, .dots = 20000, .cells = edge_cells, .polish = 3});
  add("place/natural/200000", [](benchmark::State& state, const Exec& exec) {
    dot_sets<PlaneMm>(state, "natural", card(Shape::kRamp, 200000, kCells), exec);
  });
  add("place/head", [](benchmark::State& state, const Exec& exec) { dot_sets<ScalpMm>(state, "head", head(), exec); });
  add("place/edit", [](benchmark::State& state, const Exec& exec) { edit(state, Until::kPlaced, exec); });
  add("place/edit_applied", [](benchmark::State& state, const Exec& exec) { edit(state, Until::kApplied, exec); });
  add_body("place/baseline_bridson/20000/threads:1", [](auto& state) {
    baseline(state, {.threads = 1});
  })->Unit(benchmark::kMicrosecond);
}

void add_measuring() {
  const auto add_one = [](const std::string& name, const Measure& of) {
    add_body("measure/" + name + "/100000/threads:1", [of](auto& state) {
      measure(state, of);
    })->Unit(benchmark::kMillisecond);
  };
  add_one("spacing", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_spacing(dots, &grid, exec));
  });
  add_one("hole", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_hole(dots, &grid, exec));
  });
  add_one("bond_order", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_bond_order(dots, &grid, exec));
  });
  add_one("spectrum", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_spectrum(dots, &grid, exec));
  });
  add_one("local_spectrum", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_local_spectrum(dots, &grid, exec));
  });
  add_one("repetition", [](const auto& dots, const auto& grid, const auto& exec) {
    benchmark::DoNotOptimize(measure_repetition(dots, &grid, exec));
  });
}

/// Takes --vectors=NAME out of the arguments, which Google Benchmark does not know.
Status take_vectors(std::vector<char*>& arguments) {
  constexpr std::string_view kFlag = "--vectors=";
  const auto at = std::find_if(arguments.begin(), arguments.end(),
                               [&](const char* a) { return std::strncmp(a, kFlag.data(), kFlag.size()) == 0; });
  if (at == arguments.end()) return {};
  const std::string_view name = std::string_view(*at).substr(kFlag.size());
  arguments.erase(at);
  return limit_vectors(name);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> arguments(argv, argv + argc);
  if (const Status status = take_vectors(arguments); !status) {
    std::cerr << "bench_placement: " << status.error().message() << '\n';
    return 2;
  }
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  benchmark::AddCustomContext("vectors", widest_vectors());
  add_placing();
  add_measuring();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
