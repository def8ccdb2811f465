// How wide Gaussians and pixels are.
#pragma once

namespace tonsure {

inline constexpr double kFwhmPerSigma = 2.3548200450309493;     ///< full width at half height / SD: sqrt(8 ln 2)
inline constexpr double kFwhm2PerVariance = 5.545177444479562;  ///< its square: 8 ln 2
inline constexpr double kPixelVariance = 1.0 / 12;  ///< of a unit square along an axis: a pixel averages over it

}  // namespace tonsure
