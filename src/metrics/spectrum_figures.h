/// @file
/// The two figures of a radial spectrum, common to both of its forms.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/metrics/spectra.h>

namespace tonsure::metrics {

inline constexpr double kSpectrumStep = 0.025;     ///< cycles per spacing
inline constexpr std::size_t kSpectrumBins = 256;  ///< up to 6.4: five beyond where spectra first come to 1

/// Completes a spectrum from its powers and the variance each of them has by chance.
RadialSpectrum spectrum_of(std::vector<double> power, const std::vector<double>& variance);

}  // namespace tonsure::metrics
