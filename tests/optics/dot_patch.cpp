#include "optics/dot_patch.h"

#include <cmath>

#include <tonsure/placement/place.h>

#include "core/rng.h"
#include "skin_mc/dot_field.h"

namespace tonsure::testing {

DotPatch place_patch(double per_cm2, std::uint64_t seed) {
  DotPatch patch;
  DensityGrid<ScalpMm> density;
  density.cell_mm = 1;
  const int cells = static_cast<int>(patch.side_mm) + 10;
  density.origin = {-5, -5};
  density.per_cm2 = Image<float>(cells, cells, 1, static_cast<float>(per_cm2));
  const auto placed = place_dots(density, PlacementOptions{}, seed).value();
  for (const auto& p : placed.positions)
    if (p.x >= 0 && p.y >= 0 && p.x < patch.side_mm && p.y < patch.side_mm) patch.dots.push_back(p);
  return patch;
}

LinearRgb simulate_mean_tone(const SkinOptics& skin, const DotPatch& patch, const Deposit& dot, std::size_t entries,
                             std::uint64_t seed) {
  std::vector<mc::Ellipsoid> ellipsoids;
  for (const auto& p : patch.dots)
    ellipsoids.push_back({{p.x, p.y, dot.depth_top_mm + 0.5 * dot.height_mm}, dot.diameter_mm, dot.height_mm});
  // One entry in each cell of a square lattice: the mean over the patch then has little scatter of its own.
  const auto per_side = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(entries))));
  const double cell_mm = patch.side_mm / static_cast<double>(per_side);
  std::vector<mc::Entry> points;
  Rng rng(seed, RngStage::kTest);
  for (std::size_t j = 0; j < per_side; ++j)
    for (std::size_t i = 0; i < per_side; ++i)
      points.push_back(
          {cell_mm * (static_cast<double>(i) + rng.uniform()), cell_mm * (static_cast<double>(j) + rng.uniform())});
  const auto seen = mc::simulate(skin, ellipsoids, dot.absorption_per_mm, points, patch.side_mm, 1, seed);
  Spectrum bare{}, dotted{};
  for (const mc::Reflectance& one : seen) {
    for (std::size_t b = 0; b < kBands; ++b) {
      bare[b] += one.bare[b];
      dotted[b] += one.dotted[b];
    }
  }
  const LinearRgb with = to_linear_rgb(dotted), without = to_linear_rgb(bare);
  return {with[0] / without[0], with[1] / without[1], with[2] / without[2]};
}

}  // namespace tonsure::testing
