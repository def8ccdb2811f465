#include "point_response.h"

#include <cmath>
#include <numbers>

#include "stencil.h"

namespace tonsure::optics {
namespace {

double logarithm(double x) {
  return std::log(x);
}
double root(double x) {
  return std::sqrt(x);
}

constexpr std::size_t kEpidermises = kEpidermisNodesPerMm.size(), kDermises = kDermisNodesPerMm.size(),
                      kInks = kInkNodesPerMm.size(), kDepths = kDepthNodesMm.size(),
                      kDiameters = kDiameterNodesMm.size(), kHeights = kHeightNodesMm.size();
constexpr std::size_t kTissues = kWavelengthNodesNm.size() * kEpidermises * kDermises;
constexpr std::size_t kPerTissue = kInks * kRadii;

/// The table for one shape: by tissue (wavelength, epidermis, dermis), ink and distance.
std::vector<double> for_shape(const Deposit& deposit) {
  const Stencil z = stencil(kDepthNodesMm, deposit.depth_top_mm, logarithm);
  const Stencil d = stencil(kDiameterNodesMm, deposit.diameter_mm, logarithm);
  const Stencil h = stencil(kHeightNodesMm, deposit.height_mm, logarithm);
  const std::vector<std::uint16_t>& table = built_in_response_table().missing;
  std::vector<double> codes(kTissues * kPerTissue, 0.0);
  for (std::size_t i = 0; i < kTissues * kInks; ++i) {
    double* out = &codes[i * kRadii];
    for (std::size_t a = 0; a < z.count; ++a) {
      for (std::size_t b = 0; b < d.count; ++b) {
        for (std::size_t c = 0; c < h.count; ++c) {
          const double weight = z.weight[a] * d.weight[b] * h.weight[c];
          const std::uint16_t* in =
              &table[(((i * kDepths + z.first + a) * kDiameters + d.first + b) * kHeights + h.first + c) * kRadii];
          for (std::size_t r = 0; r < kRadii; ++r) out[r] += weight * in[r];
        }
      }
    }
  }
  return codes;
}

/// Slope of a monotone cubic at node i: the weighted harmonic mean of the slopes on both sides (Fritsch & Butland
/// 1984).
double slope_at(const std::array<double, kRadii>& x, const std::array<LinearRgb, kRadii>& y, std::size_t c,
                std::size_t i) {
  if (i == 0 || i + 1 == kRadii) return 0;
  const double h0 = x[i] - x[i - 1], h1 = x[i + 1] - x[i];
  const double s0 = (y[i][c] - y[i - 1][c]) / h0, s1 = (y[i + 1][c] - y[i][c]) / h1;
  return s0 * s1 <= 0 ? 0 : 3 * (h0 + h1) / ((2 * h1 + h0) / s0 + (h1 + 2 * h0) / s1);
}

}  // namespace

ShapeResponse shape_response(const SkinOptics& skin, const Deposit& deposit) {
  ShapeResponse shape;
  const Spectrum bare = skin_reflectance(skin);
  const Spectrum epidermis = epidermis_absorption_per_mm(skin), dermis = dermis_absorption_per_mm(skin);
  shape.skin = to_linear_rgb(bare);
  const double diameter_mm = std::clamp(deposit.diameter_mm, kDiameterNodesMm.front(), kDiameterNodesMm.back());
  for (std::size_t r = 0; r < kRadii; ++r) shape.radius_mm[r] = response_radius_mm(diameter_mm, r);
  const std::vector<double> codes = for_shape(deposit);
  for (std::size_t band = 0; band < kBands; ++band) {
    for (std::size_t c = 0; c < 3; ++c) shape.share[band][c] = rgb_of_bands()[band][c] * bare[band] / shape.skin[c];
    const Stencil w = stencil(kWavelengthNodesNm, band_nm(band), logarithm);
    const Stencil e = stencil(kEpidermisNodesPerMm, epidermis[band], root);
    const Stencil d = stencil(kDermisNodesPerMm, dermis[band], root);
    std::array<double, kPerTissue> sum{};
    for (std::size_t i = 0; i < w.count; ++i) {
      for (std::size_t j = 0; j < e.count; ++j) {
        for (std::size_t k = 0; k < d.count; ++k) {
          const double weight = w.weight[i] * e.weight[j] * d.weight[k];
          const double* in =
              &codes[(((w.first + i) * kEpidermises + e.first + j) * kDermises + d.first + k) * kPerTissue];
          for (std::size_t v = 0; v < kPerTissue; ++v) sum[v] += weight * in[v];
        }
      }
    }
    for (std::size_t ink = 0; ink < kInks; ++ink)
      for (std::size_t r = 0; r < kRadii; ++r) shape.log_missing[band][ink][r] = decoded_log(sum[ink * kRadii + r]);
  }
  return shape;
}

double tail_mm2(double before_last_mm, double last_mm, double missing_before_last, double missing_last,
                double within_mm2) {
  if (missing_last <= 0 || missing_before_last <= missing_last || within_mm2 <= 0) return 0;
  const double length_mm = (last_mm - before_last_mm) / std::log(missing_before_last / missing_last);
  return std::min(0.025 * within_mm2, 0.5 * std::numbers::pi * missing_last * length_mm * (last_mm + length_mm));
}

std::array<LinearRgb, kRadii> missing_light(const ShapeResponse& shape, const Spectrum& absorption_per_mm) {
  std::array<LinearRgb, kRadii> missing{};
  for (std::size_t band = 0; band < kBands; ++band) {
    const double mu = absorption_per_mm[band];
    if (mu <= 0) continue;
    const Stencil s = stencil(kInkNodesPerMm, mu, logarithm);
    // Less ink than the table's least takes light in proportion.
    const double thin = std::min(0.0, std::log(mu / kInkNodesPerMm.front()));
    for (std::size_t r = 0; r < kRadii; ++r) {
      double log = thin;
      for (std::size_t i = 0; i < s.count; ++i) log += s.weight[i] * shape.log_missing[band][s.first + i][r];
      const double value = std::min(1.0, std::exp(log));
      for (std::size_t c = 0; c < 3; ++c) missing[r][c] += shape.share[band][c] * value;
    }
  }
  return missing;
}

LinearRgb missing_at(const std::array<double, kRadii>& x, const std::array<LinearRgb, kRadii>& y, double r_mm) {
  std::size_t i = 0;
  while (i + 2 < kRadii && x[i + 1] < r_mm) ++i;
  const double h = x[i + 1] - x[i], u = std::min(1.0, (r_mm - x[i]) / h);
  LinearRgb value{};
  for (std::size_t c = 0; c < 3; ++c) {
    value[c] = (1 + 2 * u) * (1 - u) * (1 - u) * y[i][c] + u * u * (3 - 2 * u) * y[i + 1][c] +
               h * (u * (1 - u) * (1 - u) * slope_at(x, y, c, i) - u * u * (1 - u) * slope_at(x, y, c, i + 1));
  }
  return value;
}

}  // namespace tonsure::optics
