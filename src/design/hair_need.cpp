#include "hair_need.h"

#include <algorithm>
#include <cmath>

#include <tonsure/core/color.h>

namespace tonsure {
namespace {

/// -ln of the luminance left once L* has changed.
double darkening_of(const LinearRgb& skin, double delta_l) {
  const double before = luminance(skin), l = to_lab(skin).l;
  const double f = (std::max(1.0, l + delta_l) + 16) / 116, f0 = (l + 16) / 116;
  return before > 0 ? -3 * std::log(f / f0) : 1;
}

}  // namespace

Image<float> hair_need(const HairDarkness& hair, double target_delta_l) {
  const double wanted = darkening_of(hair.bare_skin, target_delta_l);
  const auto darkening = hair.darkening.view(), known = hair.known.view();
  Image<float> need(darkening.width, darkening.height, 1);
  for (int y = 0; y < darkening.height; ++y) {
    for (int x = 0; x < darkening.width; ++x) {
      const double left = std::clamp(1 - static_cast<double>(*darkening.pixel(x, y)) / wanted, 0.0, 1.0);
      *need.view().pixel(x, y) = static_cast<float>(1 - static_cast<double>(*known.pixel(x, y)) * (1 - left));
    }
  }
  return need;
}

}  // namespace tonsure
