#include "drawn_grain.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <tonsure/placement/place.h>
#include "../drawing/draw_dots.h"

#include "../optics/dot_kernels.h"
#include "../optics/solve_tone.h"
#include "../plan/dot_variation.h"

namespace tonsure {
namespace {

constexpr double kDots = 400;  // their texture is then good to some 5 %
constexpr int kLeastSidePx = 96, kMostSidePx = 448;
constexpr double kAroundMm = 3;  // beyond which a dot does not reach

Photo card_of(const LinearRgb& color, int side) {
  Photo card;
  card.pixels = Image<unsigned char>(side, side, 3);
  const auto v = card.pixels.view();
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        v.pixel(x, y)[c] =
            static_cast<unsigned char>(std::clamp(std::lround(255 * linear_to_srgb(color[c])), 0L, 255L));
  return card;
}

double nn_mean_of(const std::vector<Vec2<PlaneMm>>& dots, double from, double to, double per_mm2) {
  double sum = 0, count = 0;
  for (const auto a : dots) {
    if (a.x < from || a.y < from || a.x > to || a.y > to) continue;
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto b : dots) {
      const double dx = a.x - b.x, dy = a.y - b.y, d = dx * dx + dy * dy;
      if (d > 0) nearest = std::min(nearest, d);
    }
    sum += std::sqrt(nearest);
    ++count;
  }
  return sum / std::max(1.0, count) * std::sqrt(per_mm2);
}

}  // namespace

Result<DrawnGrain> drawn_grain(const TrialSkin& skin, const Treatment& treatment, const SolvedTone& tone,
                               const Exec& exec) {
  const double per_cm2 = treatment.density.peak_per_cm2 / skin.cos_view;
  const int side =
      std::clamp(static_cast<int>(10 * std::sqrt(kDots / per_cm2) / skin.mm_per_px), kLeastSidePx, kMostSidePx);
  const double side_mm = side * skin.mm_per_px, plane_mm = side_mm + 2 * kAroundMm;
  DensityGrid<PlaneMm> grid;
  grid.cell_mm = 1;
  const int cells = static_cast<int>(std::ceil(plane_mm));
  grid.per_cm2 = Image<float>(cells, cells, 1, static_cast<float>(per_cm2));
  const auto placed = place_dots(grid, treatment.placement, treatment.seed, exec);
  if (!placed) return placed.error();

  const NeedleOptions& needle = treatment.needle;
  const double aspect = stroke_of(needle, tone.diameter_mm).aspect;
  std::vector<PhotoDot> dots(placed->size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const DotVariation varied = vary_dot(needle, treatment.seed, placed->id[i]);
    PhotoDot& dot = dots[i];
    dot.position = {(placed->positions[i].x - kAroundMm) / skin.mm_per_px,
                    (placed->positions[i].y - kAroundMm) / skin.mm_per_px};
    dot.px_per_mm = {1 / skin.mm_per_px, 0, 0, 1 / skin.mm_per_px};
    dot.size = static_cast<float>(varied.size);
    dot.strength = static_cast<float>(varied.strength);
    dot.deeper_mm = static_cast<float>(varied.deeper_mm);
    dot.aspect = static_cast<float>(aspect);
    dot.stroke = {1 / skin.mm_per_px, 0};
  }
  Deposit deposit = deposit_of(needle, tone.diameter_mm);
  deposit.absorption_per_mm = tone.absorption_per_mm;
  const DotKernels kernels = make_dot_kernels(skin.optics, deposit, {needle.depth_sd_mm}, 0, 0, exec);
  const double s = side;
  const Points<PhotoPx> whole = {{0, 0}, {s, 0}, {s, s}, {0, s}};
  const Matte matte{{{{-s, -s}, {2 * s, -s}, {2 * s, 2 * s}, {-s, 2 * s}}, {0, 0, 0, 0}}, {}};
  const auto drawn = draw_dots(card_of(skin.color, side), dots, kernels, matte,
                               {skin.mm_per_px, skin.color, skin.camera, skin.curve}, exec);
  if (!drawn) return drawn.error();
  DrawnGrain out{measure_grain(*drawn, std::span(&whole, 1)).front(), treatment.density.peak_per_cm2,
                 nn_mean_of(placed->positions, kAroundMm, kAroundMm + side_mm, per_cm2 / 100)};
  const auto seen = measure_stubble(*drawn, std::span(&whole, 1), skin.mm_per_px, skin.color, skin.camera);
  if (seen && seen->density_per_cm2.known) out.per_cm2 = seen->density_per_cm2.value * skin.cos_view;
  if (seen && seen->nn_mean.known) out.nn_mean = seen->nn_mean.value;
  return out;
}

}  // namespace tonsure
