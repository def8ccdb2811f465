/// @file
/// The table of point responses: what one absorbing ellipsoid takes from the light that skin returns, at one
/// wavelength.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/result.h>

namespace tonsure::optics {

// Nodes of the axes of the point responses.
/// Wavelengths stand for the scattering that skin has there.
inline constexpr std::array<double, 3> kWavelengthNodesNm = {400, 530, 700};
inline constexpr std::array<double, 6> kEpidermisNodesPerMm = {0.1, 0.8, 3, 8, 18, 45};
inline constexpr std::array<double, 4> kDermisNodesPerMm = {0.025, 0.20, 1, 5};
inline constexpr std::array<double, 6> kInkNodesPerMm = {0.4, 1.5, 5.5, 18, 60, 220};
inline constexpr std::array<double, 6> kDepthNodesMm = {0.05, 0.085, 0.14, 0.24, 0.42, 0.80};
inline constexpr std::array<double, 4> kDiameterNodesMm = {0.10, 0.18, 0.33, 0.60};
inline constexpr std::array<double, 3> kHeightNodesMm = {0.1, 0.2, 0.4};
/// Distances from the dot's axis: the first are shares of its radius, the others lie so far beyond the last of these,
/// mm.
inline constexpr std::array<double, 7> kInnerRadii = {0, 0.30, 0.55, 0.75, 0.90, 1.05, 1.25};
inline constexpr std::array<double, 8> kOuterStepsMm = {0.05, 0.12, 0.22, 0.36, 0.56, 0.90, 1.40, 2.20};
inline constexpr std::size_t kRadii = kInnerRadii.size() + kOuterStepsMm.size();

inline constexpr double kEpidermisMm = 0.08;
inline constexpr double kRefractiveIndex = 1.4;
/// Anisotropy of scattering in skin, lambda in nm.
constexpr double anisotropy(double nm) {
  return 0.62 + 0.00029 * nm;
}
/// Reduced scattering of skin (Jacques 2013).
inline double reduced_scattering_per_mm(double nm) {
  return 4.6 * std::pow(nm / 500, -1.421);
}
/// Absorption of the epidermis at a volume fraction of melanosomes, and of skin without melanin or blood, 1/mm.
inline double bloodless_per_mm(double nm) {
  return 0.0244 + 8.53 * std::exp(-(nm - 154) / 66.2);
}
inline double epidermis_per_mm(double nm, double melanin) {
  return melanin * 6.6e10 * std::pow(nm, -3.33) + (1 - melanin) * bloodless_per_mm(nm);
}

// Nodes of the axes of bare skin, in each band: melanin, and the dermis as it is at these fractions of blood.
inline constexpr std::array<double, 11> kSkinMelaninNodes = {0.002, 0.005, 0.01, 0.02, 0.035, 0.06,
                                                             0.10,  0.15,  0.22, 0.32, 0.48};
inline constexpr std::array<double, 7> kSkinBloodNodes = {0, 0.001, 0.003, 0.006, 0.012, 0.025, 0.05};

/// Distance k of a dot of some diameter.
constexpr double response_radius_mm(double diameter_mm, std::size_t k) {
  const double radius_mm = 0.5 * diameter_mm;
  return k < kInnerRadii.size() ? radius_mm * kInnerRadii[k]
                                : radius_mm * kInnerRadii.back() + kOuterStepsMm[k - kInnerRadii.size()];
}

/// What the table holds, as it is stored: 16 bits a value, the logarithm from kLeastLog (0) to 0 (65535).
struct ResponseTable {
  /// Share of the light that a dot takes, by wavelength, melanin, dermis, ink, depth, diameter, height and distance,
  /// the last running fastest.
  std::vector<std::uint16_t> missing;
  /// Reflectance of bare skin by band, melanin and blood.
  std::vector<std::uint16_t> skin;
};
inline constexpr double kLeastLog = -13;
inline constexpr std::size_t kMissingValues = kWavelengthNodesNm.size() * kEpidermisNodesPerMm.size() *
                                              kDermisNodesPerMm.size() * kInkNodesPerMm.size() * kDepthNodesMm.size() *
                                              kDiameterNodesMm.size() * kHeightNodesMm.size() * kRadii;
inline constexpr std::size_t kSkinValues = kBands * kSkinMelaninNodes.size() * kSkinBloodNodes.size();

constexpr double decoded_log(double stored) {
  return kLeastLog * (1 - stored / 65535);
}
inline std::uint16_t encoded_log(double value) {
  const double log = value > 0 ? std::log(value) : kLeastLog;
  return static_cast<std::uint16_t>(std::lround(65535 * (1 - std::fmin(std::fmax(log, kLeastLog), 0.0) / kLeastLog)));
}

/// Reads a table file: "TONSRESP", then the values of `missing` and of `skin`, each 16 bits, little-endian.
Result<ResponseTable> decode_response_table(std::span<const std::uint8_t> bytes);

/// The table that comes with the library.
const ResponseTable& built_in_response_table();

}  // namespace tonsure::optics
