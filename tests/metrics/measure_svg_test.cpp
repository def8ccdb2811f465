#include <tonsure/metrics/measure_svg.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include <tonsure/metrics/spectra.h>

#include "sets.h"

namespace tonsure {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

/// Every tag is closed in its turn, or closes itself.
bool is_well_formed(const std::string& svg) {
  std::vector<std::string> open;
  for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
    const std::string tag = svg.substr(at + 1, svg.find('>', at) - at - 1);
    const std::string name = tag.substr(tag[0] == '/' ? 1 : 0, tag.find_first_of(" /", 1) - (tag[0] == '/' ? 1 : 0));
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
  }
  return open.empty();
}

TEST(MeasureSvg, DrawsBothSpectraAndSomeDots) {
  const auto dots = test::jittered(80, 80);
  const auto plane = measure_spectrum<PlaneMm>(dots, nullptr), local = measure_local_spectrum<PlaneMm>(dots, nullptr);
  const std::string svg = measure_svg({plane, local, dots});
  EXPECT_TRUE(is_well_formed(svg));
  EXPECT_EQ(count(svg, "<polyline"), 2U);
  EXPECT_EQ(count(svg, "<circle"), kMostDrawnDots);
  EXPECT_EQ(count(svg, "3000 of 6400 dots"), 1U);
  EXPECT_EQ(count(svg, "cycles per spacing"), 1U);
  EXPECT_EQ(count(svg, "effective Nyquist"), 2U);
  EXPECT_EQ(count(svg, "nan") + count(svg, "inf"), 0U);
}

TEST(MeasureSvg, SaysWhatIsMissing) {
  const std::string empty = measure_svg({});
  EXPECT_TRUE(is_well_formed(empty));
  EXPECT_EQ(count(empty, "too few dots"), 2U);
  EXPECT_EQ(count(empty, "no dots"), 1U);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Points<PlaneMm> odd = {{1, 1}, {nan, 2}, {1, 1}};
  const std::string svg = measure_svg({{}, {}, odd});
  EXPECT_TRUE(is_well_formed(svg));
  EXPECT_EQ(count(svg, "<circle"), 2U);
  EXPECT_EQ(count(svg, "nan"), 0U);
}

TEST(MeasureSvg, SameBytesForAnyOrder) {
  auto dots = test::random_dots(5000, 70, 70);
  dots.push_back(dots.front());
  const std::string svg = measure_svg({{}, {}, dots});
  std::reverse(dots.begin(), dots.end());
  EXPECT_EQ(svg, measure_svg({{}, {}, dots}));
}

}  // namespace
}  // namespace tonsure
