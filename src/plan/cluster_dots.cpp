#include "cluster_dots.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "../core/rng.h"

namespace tonsure {
namespace {

constexpr double kDotsPerCluster = 2.5;  // two and three, as often one as the other
// Distance of a cluster's dots over their diameter, and at most over 1/sqrt(density): of even work the nearest
// neighbour is at 0.78 of it [M], so that clusters show. Both [E].
constexpr double kApart = 1.25, kMostApart = 0.5;
constexpr double kApartSd = 0.1;  // of that distance [E]

// Ids of a cluster's dots: its own, and two in which a bit of its block's row is turned. Rows are counted modulo 2048
// (placement/ids.h), and a scalp has fewer than 128 of them on either side of the chart's middle.
constexpr std::array<std::uint32_t, 3> kTurned = {0, 1U << 29U, 1U << 30U};

}  // namespace

DensityGrid<ScalpMm> cluster_density(const DensityGrid<ScalpMm>& dots) {
  DensityGrid<ScalpMm> clusters = dots;
  const auto cells = clusters.per_cm2.view();
  for (int y = 0; y < cells.height; ++y)
    for (int x = 0; x < cells.width; ++x)
      *cells.pixel(x, y) = static_cast<float>(static_cast<double>(*cells.pixel(x, y)) / kDotsPerCluster);
  return clusters;
}

DotSet<ScalpMm> cluster_dots(const DotSet<ScalpMm>& clusters, const DensityGrid<ScalpMm>& density,
                             const ScalpSurface& surface, const Treatment& treatment) {
  DotSet<ScalpMm> dots;
  dots.reference_per_cm2 = clusters.reference_per_cm2;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const Vec2<ScalpMm> middle = clusters.positions[i];
    Rng rng(treatment.seed, RngStage::kCluster, clusters.id[i]);
    const std::size_t count = rng.uniform() < 0.5 ? 2 : 3;
    const double spacing_mm = 10 / std::sqrt(std::max(1e-6, density_at(density, middle)));
    const double apart_mm = std::min(kApart * treatment.needle.diameter_mm / std::sqrt(area_factor(surface, middle)),
                                     kMostApart * spacing_mm) *
                            std::max(0.5, 1 + kApartSd * rng.normal());
    const double radius_mm = 0.5 * apart_mm / std::sin(std::numbers::pi / static_cast<double>(count));
    const double turn = 2 * std::numbers::pi * rng.uniform();
    for (std::size_t k = 0; k < count; ++k) {
      const double angle = turn + 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(count);
      const Vec2<ScalpMm> at = middle + radius_mm * Vec2<ScalpMm>{std::cos(angle), std::sin(angle)};
      if (density_at(density, at) <= 0) continue;
      dots.positions.push_back(at);
      dots.id.push_back(clusters.id[i] ^ kTurned[k]);
      dots.session.push_back(clusters.session[i]);
    }
  }
  return dots;
}

}  // namespace tonsure
