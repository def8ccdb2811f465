// Strokes and layers as they are drawn against the tone that is solved for them.
#include <gtest/gtest.h>

#include <cmath>

#include <tonsure/optics/tone.h>
#include <tonsure/placement/place.h>
#include "deposit/needle.h"
#include "drawing/draw_dots.h"
#include "optics/dot_kernels.h"
#include "optics/solve_tone.h"

namespace tonsure {
namespace {

// Round dots this dark are drawn up to 3.5 % darker than the law has them, either within what the simulation allows
// (mean_tone_test.cpp); 2.5 % are left to strokes.
constexpr double kMostToneError = 0.06;
constexpr double kPxPerMm = 8, kMarginMm = 4, kPerCm2 = 180;
constexpr int kInnerPx = 280, kMarginPx = static_cast<int>(kMarginMm * kPxPerMm), kSidePx = kInnerPx + 2 * kMarginPx;

struct DrawnField {
  LinearRgb ratio = {};
  double per_mm2 = 0;  ///< of the dots in the part that is looked at
};

LinearRgb inner_mean(const Photo& photo) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  for (int y = kMarginPx; y < kMarginPx + kInnerPx; ++y)
    for (int x = kMarginPx; x < kMarginPx + kInnerPx; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[photo.pixels.view().pixel(x, y)[c]]);
  for (double& s : sum) s /= static_cast<double>(kInnerPx) * kInnerPx;
  return sum;
}

DrawnField draw_field(const SkinOptics& skin, const LinearRgb& color, const NeedleOptions& needle,
                      const SolvedTone& tone) {
  Photo card;
  card.pixels = Image<unsigned char>(kSidePx, kSidePx, 3);
  for (int y = 0; y < kSidePx; ++y)
    for (int x = 0; x < kSidePx; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        card.pixels.view().pixel(x, y)[c] = static_cast<unsigned char>(std::lround(255 * linear_to_srgb(color[c])));
  DensityGrid<PlaneMm> density;
  density.cell_mm = 1;
  const int cells = static_cast<int>(std::ceil(kSidePx / kPxPerMm));
  density.per_cm2 = Image<float>(cells, cells, 1, static_cast<float>(kPerCm2));
  const auto placed = place_dots(density, PlacementOptions{}, 1).value();

  DrawnField field;
  std::vector<PhotoDot> dots(placed.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    dots[i].position = {placed.positions[i].x * kPxPerMm, placed.positions[i].y * kPxPerMm};
    dots[i].px_per_mm = {kPxPerMm, 0, 0, kPxPerMm};
    dots[i].strength = static_cast<float>(layer_amount(needle, static_cast<int>(i) % needle.layers));
    dots[i].aspect = static_cast<float>(stroke_of(needle, tone.diameter_mm).aspect);
    dots[i].stroke = {0.8 * kPxPerMm, 0.6 * kPxPerMm};
    const auto inside = [](double px) { return px >= kMarginPx && px < kMarginPx + kInnerPx; };
    if (inside(dots[i].position.x) && inside(dots[i].position.y))
      field.per_mm2 += kPxPerMm * kPxPerMm / (static_cast<double>(kInnerPx) * kInnerPx);
  }
  Deposit deposit = deposit_of(needle, tone.diameter_mm);
  deposit.absorption_per_mm = tone.absorption_per_mm;
  const double end = kSidePx + 100;
  const Matte matte{{{{-100, -100}, {end, -100}, {end, end}, {-100, end}}, {0, 0, 0, 0}}, {}};
  const LinearRgb before = inner_mean(card);
  const LinearRgb after =
      inner_mean(draw_dots(card, dots, make_dot_kernels(skin, deposit, {}), matte, {1 / kPxPerMm, before, {}}).value());
  field.ratio = {after[0] / before[0], after[1] / before[1], after[2] / before[2]};
  return field;
}

void expect_drawn_as_solved(const NeedleOptions& needle, double target_delta_l) {
  const LinearRgb color = from_lab({57, 12, 15});
  const SkinOptics skin = fit_skin(color).optics;
  const SolvedTone tone =
      solve_tone(skin, color, {}, kPerCm2 / 100, PigmentOptions{.target_delta_l = target_delta_l}, needle);
  const DrawnField field = draw_field(skin, color, needle, tone);
  for (std::size_t c = 0; c < 3; ++c) {
    const double solved = std::pow(tone.ratio[c], field.per_mm2 / (kPerCm2 / 100));
    EXPECT_NEAR(field.ratio[c] / solved, 1, kMostToneError)
        << needle.technique.angle_deg << " degrees, sweep " << needle.stroke_mm << " mm, " << needle.layers
        << " layers, channel " << c << ": " << field.ratio[c] << " drawn, " << solved << " solved";
  }
}

TEST(StrokeTone, StrokesAreDrawnAsDarkAsTheyAreSolved) {
  for (const double angle_deg : {90.0, 60.0, 45.0}) {
    for (const double stroke_mm : {0.0, 0.2, 0.5, 1.0}) {
      NeedleOptions needle;
      needle.technique.angle_deg = angle_deg;
      needle = with_technique(needle);
      needle.stroke_mm = stroke_mm;
      for (const double target : {-6.0, -12.0}) expect_drawn_as_solved(needle, target);
    }
  }
}

TEST(StrokeTone, SoAreLayers) {
  for (const double stroke_mm : {0.0, 0.5}) {
    NeedleOptions needle;
    needle.stroke_mm = stroke_mm;
    for (const int layers : {2, 3, 4}) {
      needle.layers = layers;
      for (const double contrast : {0.35, 0.8}) {
        needle.layer_contrast = contrast;
        expect_drawn_as_solved(needle, -8);
      }
    }
  }
}

}  // namespace
}  // namespace tonsure
