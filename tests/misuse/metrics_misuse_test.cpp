#include <gtest/gtest.h>
#include <tonsure/metrics/evenness.h>
#include <tonsure/metrics/measure_svg.h>
#include <tonsure/metrics/spectra.h>

#include "misuse/misuse.h"

namespace tonsure::testing {
namespace {

using Dots = std::vector<Vec2<PlaneMm>>;
using Grid = DensityGrid<PlaneMm>;

Dots lattice(const std::function<void(Dots&)>& change) {
  Dots dots;
  for (int y = 0; y < 70; ++y)
    for (int x = 0; x < 70; ++x) dots.push_back({x + 0.3 * ((7 * y) % 3), static_cast<double>(y)});
  change(dots);
  return dots;
}

TEST(Misuse, Metrics) {
  std::vector<std::pair<std::string, Dots>> sets = {
      {"none", {}},
      {"one", {{1, 1}}},
      {"one at NaN", {{kNaN, 1}}},
      {"5000 in one place", Dots(5000, {1, 1})},
      {"5000 in a row", lattice([](Dots& d) {
         for (auto& p : d) p.y = 3;
       })},
      {"all NaN", Dots(5000, {kNaN, kNaN})},
      {"all infinite", Dots(5000, {kInfinity, -kInfinity})},
      {"one at NaN of many", lattice([](Dots& d) { d[7].x = kNaN; })},
      {"one at 1e300", lattice([](Dots& d) { d[7].x = 1e300; })},
      {"two far apart", lattice([](Dots& d) {
         d[7].x = 1e300;
         d[8].y = -1e300;
       })},
      {"a row of 1e308", lattice([](Dots& d) {
         d[0] = {-1.7e308, -1.7e308};
         d[1] = {1.7e308, 1.7e308};
       })},
      {"one at 1e9", lattice([](Dots& d) { d[7].x = 1e9; })},
      {"tiny", lattice([](Dots& d) {
         for (auto& p : d) p = 1e-300 * p;
       })},
      {"huge", lattice([](Dots& d) {
         for (auto& p : d) p = 1e150 * p;
       })},
  };
  const Image<float> ones(80, 80, 1, 100);
  std::vector<std::pair<std::string, Grid>> grids = {
      {"no cells", {}},
      {"NaN", {{0, 0}, 1, Image<float>(80, 80, 1, static_cast<float>(kNaN))}},
      {"negative", {{0, 0}, 1, Image<float>(80, 80, 1, -1)}},
      {"infinite", {{0, 0}, 1, Image<float>(80, 80, 1, static_cast<float>(kInfinity))}},
      {"1e38", {{0, 0}, 1, Image<float>(80, 80, 1, 1e38F)}},
      {"1e-38", {{0, 0}, 1, Image<float>(80, 80, 1, 1e-38F)}},
      {"cell 0", {{0, 0}, 0, ones}},
      {"cell -1", {{0, 0}, -1, ones}},
      {"cell NaN", {{0, 0}, kNaN, ones}},
      {"cell 1e200", {{0, 0}, 1e200, ones}},
      {"cell 1e-200", {{0, 0}, 1e-200, ones}},
      {"origin NaN", {{kNaN, 0}, 1, ones}},
      {"origin 1e300", {{0, 1e300}, 1, ones}},
      {"four channels", {{0, 0}, 1, Image<float>(80, 80, 4, 100)}},
  };
  std::vector<Misuse> calls;
  const auto measure = [&](const std::string& name, const Dots& dots, const std::optional<Grid>& grid) {
    const auto of = [grid] { return grid ? &*grid : nullptr; };
    calls.push_back({"spacing, " + name, [=] { return holds(measure_spacing(dots, of()).count == dots.size()); }});
    calls.push_back({"hole, " + name, [=] { return holds(!(measure_hole(dots, of()).value_or(0) < 0)); }});
    calls.push_back({"bonds, " + name, [=] { return holds(!(measure_bond_order(dots, of()).value_or(0) < 0)); }});
    calls.push_back({"repetition, " + name, [=] { return holds(!(measure_repetition(dots, of()).value_or(0) < 0)); }});
    calls.push_back({"spectrum, " + name, [=] { return holds(!measure_spectrum(dots, of()) || true); }});
    calls.push_back({"local spectrum, " + name, [=] { return holds(!measure_local_spectrum(dots, of()) || true); }});
  };
  for (const auto& [name, dots] : sets) measure(name, dots, {});
  for (const auto& [name, grid] : grids) measure("density " + name, lattice([](Dots&) {}), grid);
  try_all(calls);
}

TEST(Misuse, MetricsPicture) {
  std::vector<Misuse> calls = {{"nothing", [] { return holds(!measure_svg({}).empty()); }}};
  for (const double v : {kNaN, kInfinity, -kInfinity, 1e300, -1.0, 0.0, 1e-300}) {
    const std::string of = " of " + std::to_string(v);
    calls.push_back({"step" + of, [=] {
                       return holds(!measure_svg({RadialSpectrum{v, {1, 2, 3}, 1, 1}, {}, {}}).empty());
                     }});
    calls.push_back({"power" + of, [=] {
                       return holds(measure_svg({RadialSpectrum{0.1, {v, v, 1}, v, v}, {}, {}}).size() < 1000000);
                     }});
    calls.push_back({"local power" + of, [=] {
                       return holds(measure_svg({{}, RadialSpectrum{0.1, {1, v}, v, v}, {}}).size() < 1000000);
                     }});
    calls.push_back({"dots" + of, [=] {
                       const Dots dots = {{v, 0}, {1, v}, {-v, 3}};
                       return holds(!measure_svg({{}, {}, dots}).empty());
                     }});
  }
  calls.push_back({"no power", [] { return holds(!measure_svg({RadialSpectrum{}, RadialSpectrum{}, {}}).empty()); }});
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
