// The mean-tone law and the drawing against direct simulation of fields of dots. The table of docs/model/optics.md is
// what this prints with TONSURE_PRINT_TABLES=1.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/optics/tone.h>
#include "drawing/draw_dots.h"
#include "optics/dot_kernels.h"

#include "optics/dot_patch.h"
#include "optics/solve_tone.h"

namespace tonsure {
namespace {

// Asked for is 4 %. The simulation scatters by some 0.3 % (1 SD; more at the densest and darkest), and the largest of
// 324 differences is judged: 1 %.
constexpr double kMostToneError = 0.05;
constexpr std::size_t kEntries = 9000, kEntriesForTables = 8000;

Deposit dot_of(double mu_per_mm) {  // what the default needle leaves
  Deposit dot = deposit_of({}, NeedleOptions{}.diameter_mm);
  dot.absorption_per_mm.fill(mu_per_mm);
  return dot;
}

/// Mean linear colour of a square in the middle of a photo.
LinearRgb middle_of(const Photo& photo, int from, int to) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  for (int y = from; y < to; ++y)
    for (int x = from; x < to; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[photo.pixels.view().pixel(x, y)[c]]);
  for (double& s : sum) s /= static_cast<double>(to - from) * (to - from);
  return sum;
}

/// Mean tone of a field as it is drawn: nine patches on a flat card of the skin's colour, exposed so that its brightest
/// channel is half of white; the one in the middle is looked at.
LinearRgb drawn_tone(const SkinOptics& skin, const testing::DotPatch& patch, const Deposit& dot, double px_per_mm) {
  const int side = static_cast<int>(std::lround(patch.side_mm * px_per_mm));
  const LinearRgb color = skin_color(skin);
  Photo card;
  card.pixels = Image<unsigned char>(3 * side, 3 * side, 3);
  for (int y = 0; y < 3 * side; ++y)
    for (int x = 0; x < 3 * side; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        card.pixels.view().pixel(x, y)[c] =
            static_cast<unsigned char>(std::lround(255 * linear_to_srgb(0.5 * color[c] / color[0])));
  std::vector<PhotoDot> dots;
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i)
      for (const auto& p : patch.dots)
        dots.push_back({{i * side + p.x * px_per_mm, j * side + p.y * px_per_mm}, {px_per_mm, 0, 0, px_per_mm}});
  const double end = 3.0 * side + 100;
  const Matte matte{{{{-100, -100}, {end, -100}, {end, end}, {-100, end}}, {0, 0, 0, 0}}, {}};
  const LinearRgb before = middle_of(card, side, 2 * side);
  const Photo after =
      draw_dots(card, dots, make_dot_kernels(skin, dot, {0}), matte, {1 / px_per_mm, before, {}}, {.threads = 1})
          .value();
  const LinearRgb drawn = middle_of(after, side, 2 * side);
  return {drawn[0] / before[0], drawn[1] / before[1], drawn[2] / before[2]};
}

struct Case {
  SkinOptics skin;
  double mu_per_mm = 0;
  const testing::DotPatch* patch = nullptr;
  LinearRgb truth = {}, law = {}, solved = {}, drawn = {};
};

/// Simulated ratio, and what law and drawing differ by, %.
void print_rows(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    std::printf("| %g | %g | %.0f |", one.skin.melanin, one.mu_per_mm, 100 * one.patch->per_mm2());
    for (std::size_t c = 0; c < 3; ++c) {
      std::printf(" %.3f (%+.1f, %+.1f) |", one.truth[c], 100 * (one.law[c] / one.truth[c] - 1),
                  100 * (one.drawn[c] / one.truth[c] - 1));
    }
    std::printf("\n");
  }
}

// Two skins (six for the table), three absorptions, three densities: the law with the area of a dot, and what is
// drawn.
TEST(MeanTone, AgreesWithDirectSimulation) {
  const std::array<testing::DotPatch, 3> patches = {testing::place_patch(60, 1), testing::place_patch(150, 1),
                                                    testing::place_patch(300, 1)};
  const bool print = std::getenv("TONSURE_PRINT_TABLES") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  std::vector<Case> cases;
  const std::vector<double> six = {0.006, 0.015, 0.03, 0.08, 0.15, 0.3}, two = {0.015, 0.15};
  for (const double melanin : print ? six : two)
    for (const double mu : {3.0, 10.0, 40.0})
      for (const auto& patch : patches) cases.push_back({{melanin, 0.006}, mu, &patch});
  parallel_for({}, cases.size(), [&](std::size_t i) {
    Case& one = cases[i];
    const Deposit dot = dot_of(one.mu_per_mm);
    one.truth = simulate_mean_tone(one.skin, *one.patch, dot, print ? kEntriesForTables : kEntries, 10 + i);
    one.law = mean_tone_ratio(one.patch->per_mm2(), dot_area_mm2(dot_kernel(one.skin, dot)));
    one.solved = mean_tone_ratio(one.patch->per_mm2(), DotAreas(one.skin, dot)(dot.absorption_per_mm));
    one.drawn = drawn_tone(one.skin, *one.patch, dot, 6);
  });
  if (print) print_rows(cases);
  double worst_law = 0, worst_solved = 0, worst_drawn = 0;
  for (const Case& one : cases) {
    for (std::size_t c = 0; c < 3; ++c) {
      const double law = one.law[c] / one.truth[c] - 1, drawn = one.drawn[c] / one.truth[c] - 1;
      const double solved = one.solved[c] / one.truth[c] - 1;
      worst_law = std::max(worst_law, std::fabs(law));
      worst_drawn = std::max(worst_drawn, std::fabs(drawn));
      worst_solved = std::max(worst_solved, std::fabs(solved));
      const auto where = [&] {
        return ::testing::Message() << "melanin " << one.skin.melanin << ", " << one.mu_per_mm << " /mm, "
                                    << 100 * one.patch->per_mm2() << " dots/cm2, channel " << c;
      };
      EXPECT_LE(std::fabs(law), kMostToneError) << where();
      EXPECT_LE(std::fabs(drawn), kMostToneError) << where();
      EXPECT_LE(std::fabs(solved), kMostToneError) << where() << ", areas that tones are solved with";
    }
  }
  std::printf("worst: law %.1f %%, drawn %.1f %%, areas that tones are solved with %.1f %%\n", 100 * worst_law,
              100 * worst_drawn, 100 * worst_solved);
}

}  // namespace
}  // namespace tonsure
