#include "blend.h"

#include <cmath>

namespace tonsure {
namespace {

constexpr double kReferenceNm = 550;
constexpr double kEdgeWidthNm = 25;  // of the reflectance edge of iron oxides [E]

/// What every share is divided by.
double total_share(const Blend& blend) {
  double total = 0;
  for (const BlendPart& part : blend.parts) total += part.share;
  return total * (1 + blend.dilution);
}

}  // namespace

Blend blend_of(const PigmentOptions& pigment, double warm_share, double dilution) {
  if (!pigment.components.empty()) return {pigment.components, dilution};
  return {{{pigment.neutral, 1 - warm_share}, {pigment.warm, warm_share}}, dilution};
}

std::string blend_name(const Blend& blend) {
  std::string name;
  for (const BlendPart& part : blend.parts) name += (name.empty() ? "" : " + ") + part.component.name;
  return name;
}

double component_absorption_per_mm(const PigmentComponent& component, double wavelength_nm) {
  const double edge =
      component.edge_nm > 0 ? 1 / (1 + std::exp((wavelength_nm - component.edge_nm) / kEdgeWidthNm)) : 1;
  return component.strength_per_mm * std::pow(kReferenceNm / wavelength_nm, component.slope) * edge;
}

Spectrum component_absorption_per_mm(const PigmentComponent& component) {
  Spectrum mu{};
  for (std::size_t band = 0; band < kBands; ++band) mu[band] = component_absorption_per_mm(component, band_nm(band));
  return mu;
}

double blend_absorption_per_mm(const Blend& blend, double wavelength_nm) {
  if (blend.parts.empty()) return 0;
  double mu = 0;
  for (const BlendPart& part : blend.parts)
    mu += part.share * component_absorption_per_mm(part.component, wavelength_nm);
  return mu / total_share(blend);
}

Spectrum blend_absorption_per_mm(const Blend& blend) {
  Spectrum mu{};
  for (std::size_t band = 0; band < kBands; ++band) mu[band] = blend_absorption_per_mm(blend, band_nm(band));
  return mu;
}

Spectrum blend_absorption_per_mm(const Blend& blend, const std::vector<double>& amount) {
  Spectrum mu{};
  const double total = total_share(blend);
  for (std::size_t i = 0; i < blend.parts.size(); ++i) {
    const Spectrum neat = component_absorption_per_mm(blend.parts[i].component);
    for (std::size_t band = 0; band < kBands; ++band) mu[band] += amount[i] * blend.parts[i].share * neat[band] / total;
  }
  return mu;
}

}  // namespace tonsure
