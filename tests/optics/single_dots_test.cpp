// All dots of an independent Monte Carlo program, whose folder TONSURE_TEST_OPTICS names. The table of
// docs/model/optics.md is what this prints with TONSURE_PRINT_TABLES=1.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "optics/simulated_dots.h"

namespace tonsure {
namespace {

using testing::DotCase;
using testing::Profile;

struct TrueDot {
  DotCase dot;
  LinearRgb skin = {};
  Profile profile = {};
};

/// Rows of single-dots.csv, as many for each dot as there are distances.
std::vector<TrueDot> read_dots(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::vector<TrueDot> dots;
  for (std::size_t row = 0; std::getline(file, line); ++row) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    TrueDot dot;
    double r_mm = 0;
    LinearRgb ratio{};
    words >> dot.dot.skin.melanin >> dot.dot.skin.blood >> dot.dot.depth_top_mm >> dot.dot.diameter_mm >>
        dot.dot.height_mm >> dot.dot.mu_a_per_mm >> dot.dot.slope >> dot.skin[0] >> dot.skin[1] >> dot.skin[2] >>
        r_mm >> ratio[0] >> ratio[1] >> ratio[2];
    EXPECT_FALSE(words.fail()) << "row " << row;
    const std::size_t r = row % testing::kProfileMm.size();
    EXPECT_DOUBLE_EQ(r_mm, testing::kProfileMm[r]) << "row " << row;
    if (r == 0) dots.push_back(dot);
    dots.back().profile[r] = ratio;
  }
  return dots;
}

TEST(SingleDots, AgreeWithIndependentSimulation) {
  const char* folder = std::getenv("TONSURE_TEST_OPTICS");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_OPTICS is not set: the simulated dots are not at hand";
  const std::vector<TrueDot> dots = read_dots(std::string(folder) + "/single-dots.csv");
  ASSERT_EQ(dots.size(), 64U);
  const bool print = std::getenv("TONSURE_PRINT_TABLES") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  testing::ProfileError worst;
  for (const TrueDot& one : dots) {
    const DotCase& d = one.dot;
    const testing::ProfileError error = testing::profile_error(kernel_profile(d), one.profile);
    std::ostringstream name;
    name << "melanin " << d.skin.melanin << ", top " << d.depth_top_mm << ", diameter " << d.diameter_mm << ", "
         << d.mu_a_per_mm << " /mm, slope " << d.slope;
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_LE(error.centre[c], testing::kMostCentre) << name.str() << ", channel " << c;
      EXPECT_LE(error.rms[c], testing::kMostRms) << name.str() << ", channel " << c;
      EXPECT_LE(error.area[c], testing::kMostArea) << name.str() << ", channel " << c;
      worst.centre[c] = std::max(worst.centre[c], error.centre[c]);
      worst.rms[c] = std::max(worst.rms[c], error.rms[c]);
      worst.area[c] = std::max(worst.area[c], error.area[c]);
    }
    const auto row = [](const LinearRgb& value, const char* format) {
      for (std::size_t c = 0; c < 3; ++c) {
        std::printf(c == 0 ? " | " : " / ");
        std::printf(format, value[c]);
      }
    };
    if (!print) continue;
    std::printf("| %g | %g | %g | %g | %g", d.skin.melanin, d.depth_top_mm, d.diameter_mm, d.mu_a_per_mm, d.slope);
    row(error.centre, "%.3f");
    row(error.rms, "%.3f");
    row({100 * error.area[0], 100 * error.area[1], 100 * error.area[2]}, "%.1f");
    std::printf(" |\n");
  }
  std::printf("worst: %s\n", describe(worst).c_str());
}

}  // namespace
}  // namespace tonsure
