/// @file
/// The baseline of the placement benches: dart throwing from an active list, as most programs that draw dots do it.
#pragma once

#include <cstdint>

#include <tonsure/core/geom.h>
#include <tonsure/placement/dots.h>

namespace tonsure::bench {

/// Candidates per active dot: Bridson's own choice.
inline constexpr int kBridsonCandidates = 30;

/// Radius of a dot times sqrt(density) for which the count comes out at the density's integral. Found by trial: at 0.82
/// there are 0.916 of the 200 000 dots asked for, on a uniform density and on a ramp alike, hence 0.82 sqrt(0.916);
/// with it 1.000 of 200 000 and 1.004 of 20 000, which have more of a border. The test holds it to 2 %.
inline constexpr double kBridsonRadius = 0.785;

/// Spreads dots so that none lies nearer to an earlier one than kBridsonRadius / sqrt(density where it lies).
/// Model: R. Bridson 2007, "Fast Poisson disk sampling in arbitrary dimensions", with a radius that varies.
/// @param density  dots/cm2, finite and >= 0; where it is positive it must be connected, but for gaps of less than a
///                 radius: dots are only tried about dots.
/// Guarantees: no dot where the density is 0; equal seeds give equal dots. Not promised: the count (within 2 % where
/// the
///   density varies slowly), and evenness at steps of the density.
/// Cost: 30 candidates a dot and more; each looks at up to 25 squares of its background grid times the ratio of the
/// peak's density to its own. One thread.
Points<PlaneMm> place_bridson(const DensityGrid<PlaneMm>& density, std::uint64_t seed);

}  // namespace tonsure::bench
