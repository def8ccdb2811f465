#include <algorithm>
#include <cmath>

#include <tonsure/optics/skin.h>

#include "response_table.h"
#include "stencil.h"

namespace tonsure {

Spectrum skin_reflectance(const SkinOptics& skin) {
  using namespace optics;
  const std::vector<std::uint16_t>& table = built_in_response_table().skin;
  const Spectrum dermis = dermis_absorption_per_mm(skin);
  static const std::array<Spectrum, kSkinBloodNodes.size()> dermis_nodes = [] {
    std::array<Spectrum, kSkinBloodNodes.size()> nodes{};
    for (std::size_t i = 0; i < nodes.size(); ++i)
      nodes[i] = dermis_absorption_per_mm({.melanin = 0, .blood = kSkinBloodNodes[i]});
    return nodes;
  }();
  const Stencil m = stencil(kSkinMelaninNodes, skin.melanin, [](double x) { return std::sqrt(x); });
  Spectrum reflectance{};
  for (std::size_t band = 0; band < kBands; ++band) {
    std::array<double, kSkinBloodNodes.size()> nodes{};
    for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = dermis_nodes[i][band];
    const Stencil d = stencil(nodes, dermis[band], [](double x) { return std::log(x); });
    double code = 0;
    for (std::size_t i = 0; i < m.count; ++i)
      for (std::size_t j = 0; j < d.count; ++j)
        code += m.weight[i] * d.weight[j] *
                table[(band * kSkinMelaninNodes.size() + m.first + i) * kSkinBloodNodes.size() + d.first + j];
    reflectance[band] = std::exp(decoded_log(code));
  }
  return reflectance;
}

LinearRgb skin_color(const SkinOptics& skin) {
  return to_linear_rgb(skin_reflectance(skin));
}

}  // namespace tonsure
