/// @file
/// The Bessel function J0, which the standard library of some systems lacks.
#pragma once

namespace tonsure::metrics {

/// J0(x) for x >= 0, to within 1e-7.
double bessel_j0(double x);

}  // namespace tonsure::metrics
