// The pattern of tightly curled hair: dots in clusters of two and three, with wider gaps between them.
#pragma once

#include <tonsure/export.h>
#include <tonsure/placement/dots.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Density of the clusters whose dots make up a density.
TONSURE_EXPORT DensityGrid<ScalpMm> cluster_density(const DensityGrid<ScalpMm>& dots);

/// A cluster of two or three dots, as often one as the other, at each of the positions that were placed by
/// cluster_density: as far apart as their size leaves them single, and never so far that clusters run into each other.
/// Each dot has the session of its cluster and an id of its own, which depends on nothing but that of the cluster.
/// Dots that would lie where the density is 0 are left out.
TONSURE_EXPORT DotSet<ScalpMm> cluster_dots(const DotSet<ScalpMm>& clusters, const DensityGrid<ScalpMm>& density,
                                            const ScalpSurface& surface, const Treatment& treatment);

}  // namespace tonsure
