#include "stray_strands.h"

#include <algorithm>

#include <tonsure/core/geom.h>

namespace tonsure {
namespace {
constexpr double kMostStray = 0.4;  // of a bare region under strands: more is shade taken for hair [E]
}

void drop_implausible_strands(Image<float>& strands, const Scene& scene, double mm_per_px) {
  const int step = std::max(1, static_cast<int>(1 / mm_per_px));
  const auto in_hair = [&](Vec2<PhotoPx> p) {
    return std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                       [&](const auto& hair) { return contains<PhotoPx>(hair, p); });
  };
  double covered = 0, seen = 0;
  for (int y = step / 2; y < strands.height(); y += step) {
    for (int x = step / 2; x < strands.width(); x += step) {
      const Vec2<PhotoPx> p{x + 0.5, y + 0.5};
      if (!contains<PhotoPx>(scene.scalp_region, p) || in_hair(p)) continue;
      covered += static_cast<double>(*strands.view().pixel(x, y));
      seen += 1;
    }
  }
  if (covered <= kMostStray * seen) return;
  for (int y = 0; y < strands.height(); ++y)
    for (int x = 0; x < strands.width(); ++x)
      if (float& share = *strands.view().pixel(x, y); share > 0 && !in_hair({x + 0.5, y + 0.5})) share = 0;
}

}  // namespace tonsure
