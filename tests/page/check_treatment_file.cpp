// Reads a treatment as tonsure does: check_treatment_file F.treatment.json AT... Prints the seed, a line "control AT
// MM" for each control of the hairline, and a line "pull AT MM" for what they pull the guide by at each AT, from -1
// to 1. Exit status 0, or 3 with the reason on standard error.
#include <cstdlib>
#include <iostream>
#include <vector>

#include <tonsure/io/json.h>
#include "design/hairline.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: check_treatment_file F.treatment.json AT...\n";
    return 2;
  }
  const tonsure::Result<tonsure::Treatment> treatment = tonsure::load_treatment(argv[1]);
  if (!treatment.ok()) {
    std::cerr << treatment.error().message() << '\n';
    return 3;
  }
  std::cout.precision(17);
  std::cout << "seed " << treatment->seed << '\n';
  for (const tonsure::HairlineControl& control : treatment->hairline.controls)
    std::cout << "control " << control.at << ' ' << control.forward_mm << '\n';

  constexpr double kHalfMm = 100;
  std::vector<tonsure::GuidePoint> guide = {{-kHalfMm, -kHalfMm, 0}};
  for (int i = 2; i < argc; ++i) guide.push_back({kHalfMm * std::atof(argv[i]), kHalfMm * std::atof(argv[i]), 0});
  guide.push_back({kHalfMm, kHalfMm, 0});
  tonsure::HairlineOptions bare;  // nothing but the controls
  bare.asymmetry = bare.macro_amplitude_mm = bare.micro_amplitude_mm = 0;
  bare.controls = treatment->hairline.controls;
  const std::vector<double> pulls = tonsure::edge_displacement_mm(bare, 1, kHalfMm, guide);
  for (std::size_t i = 1; i + 1 < guide.size(); ++i)
    std::cout << "pull " << guide[i].arc_mm / kHalfMm << ' ' << pulls[i] << '\n';
}
