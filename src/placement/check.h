/// @file
/// What placement asks of its input.
#pragma once

#include <span>

#include <tonsure/core/result.h>
#include <tonsure/treatment/treatment.h>

#include "density_view.h"
#include "keep_out.h"

namespace tonsure::placement {

Status check_options(const PlacementOptions& options);

Status check_polish(int steps);

Status check_discs(std::span<const Disc> discs);

/// Errors: kInvalidInput if a cell in the box, or beside it, is unusable or above `highest_per_cm2`.
Status check_cells(const DensityView& density, const Box& box, double highest_per_cm2);

/// What a density asks for, if it is usable.
struct Demand {
  double dots = 0;             ///< its integral
  double highest_per_cm2 = 0;  ///< its highest cell
};
/// Errors: kInvalidInput (one channel of finite numbers >= 0, a usable cell and origin), kResourceLimit (dots).
Result<Demand> check_density(const DensityView& density);
/// The part of it that looks at no cell.
Status check_grid(const DensityView& density);

}  // namespace tonsure::placement
