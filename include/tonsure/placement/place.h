/// @file
/// Placement: blue-noise dots of spatially varying density.
#pragma once

#include <cstdint>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Spreads dots over a plane so that their density follows `density`, evenly but not in rows.
/// Model: docs/model/placement.md.
/// @param density  dots/cm2 of the plane of the grid (for a chart: of chart, the area factor already applied).
/// Guarantees: (1) no dot where the density is 0; (2) |count - integral| <= 1; (3) the same dots for any number of
///   threads; (4) sessions are nested: the dots of sessions 1..k are themselves evenly spread.
/// Errors: kInvalidInput (negative or non-finite density), kInvalidOption, kResourceLimit (more than kMaxDots),
///   kCancelled. All or nothing.
/// Ids (the index in the columns) follow a space-filling curve: dots near in id are near in the plane.
/// Cost: O(count log count + cells), about 4 us a dot on one core (8 at 2 million dots); sessions are chosen on one
///   thread. Cancelling is looked at per block of dots, progress reported between stages.
template <class Frame>
TONSURE_EXPORT Result<DotSet<Frame>> place_dots(const DensityGrid<Frame>& density, const PlacementOptions& options,
                                                std::uint64_t seed, const Exec& exec = {});

}  // namespace tonsure
