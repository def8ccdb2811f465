// Draws the built-in shades on six skins, one row each, as fields of healed dots on flat skin: shade_chart.png; and
// what lies where: shade_chart.csv.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include <tonsure/optics/tone.h>
#include <tonsure/placement/place.h>
#include "core/rng.h"
#include "drawing/draw_dots.h"
#include "optics/dot_kernels.h"

#include "example_input.h"
#include "optics/solve_tone.h"
#include "strip.h"

namespace {

/// Melanin fractions whose skins have the typology angles of Fitzpatrick's types I to VI.
constexpr std::array<double, 6> kMelanin = {0.003, 0.012, 0.020, 0.035, 0.080, 0.200};
constexpr double kBlood = 0.006, kMmPerPx = 0.05, kDotsPerCm2 = 200, kPatchMm = 10, kMarginMm = 1.5;

/// A field of dots that differ as those of a treatment do, with bare skin around it.
std::vector<tonsure::PhotoDot> field_of_dots(const tonsure::NeedleOptions& needle) {
  tonsure::DensityGrid<tonsure::ScalpMm> density;
  density.origin = {kMarginMm, kMarginMm};
  density.per_cm2 = tonsure::Image<float>(static_cast<int>(kPatchMm - 2 * kMarginMm),
                                          static_cast<int>(kPatchMm - 2 * kMarginMm), 1, kDotsPerCm2);
  const auto placed = example::or_exit(tonsure::place_dots(density, {}, 1));
  std::vector<tonsure::PhotoDot> dots;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    tonsure::Rng rng(1, tonsure::RngStage::kNeedle, placed.id[i]);
    tonsure::PhotoDot dot;
    dot.position = {placed.positions[i].x / kMmPerPx, placed.positions[i].y / kMmPerPx};
    dot.px_per_mm = {1 / kMmPerPx, 0, 0, 1 / kMmPerPx};
    dot.size = static_cast<float>(std::exp(needle.diameter_cv * rng.normal()));
    dot.strength = static_cast<float>(std::exp(needle.strength_cv * rng.normal()));
    dots.push_back(dot);
  }
  return dots;
}

tonsure::Photo card(const tonsure::LinearRgb& color) {
  const int side = static_cast<int>(kPatchMm / kMmPerPx);
  tonsure::Photo photo;
  photo.pixels = tonsure::Image<unsigned char>(side, side, 3);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        photo.pixels.view().pixel(x, y)[c] =
            static_cast<unsigned char>(std::lround(255 * tonsure::linear_to_srgb(color[c])));
  return photo;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 1) {
    std::fprintf(stderr, "usage: %s\n", argv[0]);
    return 2;
  }
  const tonsure::NeedleOptions needle;
  const std::vector<tonsure::PhotoDot> dots = field_of_dots(needle);
  const double end = kPatchMm / kMmPerPx + 50;
  const tonsure::Matte everywhere{{{{-50, -50}, {end, -50}, {end, end}, {-50, end}}, {0, 0, 0, 0}}, {}};

  std::vector<tonsure::Photo> patches;
  std::string list = "row,column,skin,melanin,shade,parts_water,delta_l\n";
  const auto& shades = tonsure::built_in_pigments().shades;
  for (std::size_t row = 0; row < kMelanin.size(); ++row) {
    const tonsure::SkinOptics skin{kMelanin[row], kBlood};
    const tonsure::LinearRgb color = skin_color(skin);
    const std::string type =
        tonsure::typology_name(tonsure::individual_typology_angle_deg(color)) + " (type " +
        std::to_string(tonsure::fitzpatrick_estimate(tonsure::individual_typology_angle_deg(color))) + ")";
    for (std::size_t column = 0; column < shades.size(); ++column) {
      const tonsure::PigmentOptions pigment = example::or_exit(tonsure::with_shade({}, shades[column].name));
      // A shade without a stated dilution is diluted to the tone that suits the skin.
      const tonsure::SolvedTone tone = solve_tone(skin, color, {}, kDotsPerCm2 / 100, pigment, needle);
      tonsure::Deposit deposit = deposit_of(needle, tone.diameter_mm);
      deposit.absorption_per_mm = tone.absorption_per_mm;
      const auto kernels = make_dot_kernels(skin, deposit, {needle.depth_sd_mm});
      patches.push_back(example::or_exit(draw_dots(card(color), dots, kernels, everywhere, {kMmPerPx, color, {}})));
      char line[200];
      std::snprintf(line, sizeof line, "%zu,%zu,%s,%g,%s,%.1f,%.1f\n", row + 1, column + 1, type.c_str(), skin.melanin,
                    shades[column].name.c_str(), tone.blend.dilution, tone.delta_l);
      list += line;
    }
  }
  const int side = patches.front().pixels.width();
  example::write_picture("shade_chart.png",
                         example::strip(patches, {0, 0, side, side}, static_cast<int>(shades.size())));
  example::write_text("shade_chart.csv", list);
}
