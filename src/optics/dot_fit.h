/// @file
/// A dot's kernel from its point response.
#pragma once

#include "dot_kernel.h"

#include "point_response.h"

namespace tonsure::optics {

/// The kernel that is what `shape` says of the deposit's ink: halos by least squares over the distances, with the
/// integral nearly kept, and a core of what they leave.
DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit);
/// The nearest one with a core of given shape, so that the kernels of similar dots differ smoothly.
DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit, const CoreShape& top);
/// The same with the core's width given too.
DotKernel fit_kernel(const ShapeResponse& shape, const Deposit& deposit, const CoreShape& top, double core_sigma_mm);

/// A deposit after spreading: as wide as the table goes, its pigment thinned; and what is left to widen.
struct SpreadDeposit {
  Deposit deposit;
  double left_variance_mm2 = 0;
};
SpreadDeposit spread_deposit(const Deposit& deposit, double added_variance_mm2);

/// Makes each channel's shape 1 where it is strongest.
void normalize(DotKernel& kernel);

/// A kernel whose core is blurred further, its integral kept.
DotKernel widened(DotKernel kernel, double variance_mm2);

}  // namespace tonsure::optics
