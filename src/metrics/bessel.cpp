#include "bessel.h"

#include <cmath>

namespace tonsure::metrics {

// Abramowitz & Stegun 1964, 9.4.1 and 9.4.3.
double bessel_j0(double x) {
  if (x <= 3) {
    const double t = x * x / 9;
    return 1 +
           t * (-2.2499997 + t * (1.2656208 + t * (-0.3163866 + t * (0.0444479 + t * (-0.0039444 + t * 0.0002100)))));
  }
  const double t = 3 / x;
  const double size =
      0.79788456 +
      t * (-0.00000077 + t * (-0.00552740 + t * (-0.00009512 + t * (0.00137237 + t * (-0.00072805 + t * 0.00014476)))));
  const double phase =
      x - 0.78539816 +
      t * (-0.04166397 + t * (-0.00003954 + t * (0.00262573 + t * (-0.00054125 + t * (-0.00029333 + t * 0.00013558)))));
  return size * std::cos(phase) / std::sqrt(x);
}

}  // namespace tonsure::metrics
