// What controls pull hairlines by, as the library has it: print_pulls LINES prints so many random lines as JSON, each
// an object of "controls" ({"at", "forward_mm"}), of places "at" along the guide, and of what "pulls" it there, mm. The
// same lines each time.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "core/rng.h"
#include "design/hairline.h"

namespace {

using tonsure::HairlineControl;
using tonsure::Rng;

double one_of(Rng& rng, const std::vector<double>& values) {
  return values[static_cast<std::size_t>(rng.uniform(0, static_cast<double>(values.size())))];
}

/// In order, as treatments have them; some at the ends or in one place, some that pull by nothing or by very much.
std::vector<HairlineControl> random_controls(Rng& rng) {
  std::vector<HairlineControl> controls(static_cast<std::size_t>(rng.uniform(0, tonsure::kMaxHairlineControls + 1)));
  for (std::size_t i = 0; i < controls.size(); ++i) {
    const double kind = rng.uniform(), amount = rng.uniform();
    controls[i].at = kind < 0.1            ? one_of(rng, {-1, 0, 1, -0.2, 0.2})
                     : kind < 0.2 && i > 0 ? controls[i - 1].at
                                           : rng.uniform(-1, 1);
    controls[i].forward_mm = amount < 0.1   ? one_of(rng, {0, -40, 40})
                             : amount < 0.2 ? one_of(rng, {1e9, -1e9, 1e-9})
                                            : rng.uniform(-40, 40);
  }
  std::stable_sort(controls.begin(), controls.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return controls;
}

/// The ends, the middle, the controls with what lies next to them, and places between.
std::vector<double> random_places(Rng& rng, const std::vector<HairlineControl>& controls) {
  std::vector<double> places = {-1, 0, 1};
  for (const HairlineControl& control : controls)
    for (const double beside : {std::nextafter(control.at, -2), control.at, std::nextafter(control.at, 2)})
      if (std::fabs(beside) <= 1) places.push_back(beside);
  for (int i = 0; i < 20; ++i) places.push_back(rng.uniform(-1, 1));
  std::sort(places.begin(), places.end());
  return places;
}

/// A guide of one millimetre to either side has points whose `at` is their arc. Nothing but the controls moves it.
std::vector<double> pulls_of(const std::vector<HairlineControl>& controls, const std::vector<double>& places) {
  tonsure::HairlineOptions options;
  options.asymmetry = options.macro_amplitude_mm = options.micro_amplitude_mm = 0;
  options.controls = controls;
  std::vector<tonsure::GuidePoint> guide;
  for (const double at : places) guide.push_back({at, at, 0});
  constexpr double kHalfBreadthMm = 77;
  return tonsure::edge_displacement_mm(options, 1, kHalfBreadthMm, guide);
}

void print_list(const char* name, const std::vector<double>& values) {
  std::cout << '"' << name << "\": [";
  for (std::size_t i = 0; i < values.size(); ++i) std::cout << (i > 0 ? ", " : "") << values[i];
  std::cout << ']';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: print_pulls LINES\n";
    return 2;
  }
  std::cout.precision(17);
  std::cout << '[';
  for (std::uint64_t line = 0; line < static_cast<std::uint64_t>(std::atoi(argv[1])); ++line) {
    Rng rng(1, tonsure::RngStage::kTest, line);
    const std::vector<HairlineControl> controls = random_controls(rng);
    const std::vector<double> places = random_places(rng, controls);
    std::cout << (line > 0 ? ",\n" : "") << "{\"controls\": [";
    for (std::size_t i = 0; i < controls.size(); ++i)
      std::cout << (i > 0 ? ", " : "") << "{\"at\": " << controls[i].at
                << ", \"forward_mm\": " << controls[i].forward_mm << '}';
    std::cout << "], ";
    print_list("at", places);
    std::cout << ", ";
    print_list("pulls", pulls_of(controls, places));
    std::cout << '}';
  }
  std::cout << "]\n";
}
