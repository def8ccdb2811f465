#include "limb_guard.h"

#include <algorithm>
#include <cmath>

#include "../raster/line_color.h"

#include "../core/smooth_step.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kBandMm = 4.0;                       // this far inside the limb, everything counts as skin
constexpr double kSkinFromMm = 4.0, kSkinToMm = 9.0;  // where skin is sampled, inside ...
constexpr double kBackFromMm = 2.5, kBackToMm = 6.0;  // ... and the background, outside of the limb
constexpr double kLeastContrast = 36;                 // encoded units; less than this tells nothing

}  // namespace

LimbGuard::LimbGuard(ImageView<const unsigned char> photo, const HeadOutline& outline, double mm_per_px)
    : band_px_(kBandMm / mm_per_px) {
  const auto& points = outline.points;
  const double sign = signed_area<PhotoPx>(points) > 0 ? 1 : -1;
  const double px = 1 / mm_per_px;
  for (std::size_t i = 0, n = points.size(); i < n && i < outline.is_limb.size(); ++i) {
    if (outline.is_limb[i] == 0) continue;
    Edge edge{points[i], points[(i + 1) % n], {}, {}, false};
    const double length = norm(edge.to - edge.from);
    if (length <= 0) continue;
    const Px outward = (sign / length) * Px{edge.to.y - edge.from.y, edge.from.x - edge.to.x};
    const Px middle = 0.5 * (edge.from + edge.to);
    const auto skin =
        mean_line_color(photo, middle - (kSkinFromMm * px) * outward, middle - (kSkinToMm * px) * outward);
    edge.background =
        mean_line_color(photo, middle + (kBackFromMm * px) * outward, middle + (kBackToMm * px) * outward);
    float contrast2 = 0;
    for (std::size_t c = 0; c < 3; ++c) contrast2 += (skin[c] - edge.background[c]) * (skin[c] - edge.background[c]);
    edge.tells = contrast2 > kLeastContrast * kLeastContrast;
    for (std::size_t c = 0; c < 3; ++c) edge.to_skin[c] = (skin[c] - edge.background[c]) / std::max(contrast2, 1.0F);
    edges_.push_back(edge);
  }
}

void LimbGuard::apply(ImageView<const unsigned char> photo, const PixelRect& rect, std::vector<float>& alpha) const {
  std::vector<float> nearest(alpha.size(), static_cast<float>(band_px_));
  std::vector<const Edge*> edge_of(alpha.size(), nullptr);
  const auto clipped = [](double v, int low, int high) {
    return static_cast<int>(std::clamp(v, 1.0 * low, 1.0 * high));
  };
  for (const Edge& edge : edges_) {
    const int x0 = clipped(std::floor(std::min(edge.from.x, edge.to.x) - band_px_), rect.x0, rect.x1);
    const int x1 = clipped(std::ceil(std::max(edge.from.x, edge.to.x) + band_px_), rect.x0, rect.x1);
    const int y0 = clipped(std::floor(std::min(edge.from.y, edge.to.y) - band_px_), rect.y0, rect.y1);
    const int y1 = clipped(std::ceil(std::max(edge.from.y, edge.to.y) + band_px_), rect.y0, rect.y1);
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) {
        const Px p{x + 0.5, y + 0.5};
        const auto d = static_cast<float>(
            norm(p - (edge.from + nearest_on_segment(edge.from, edge.to, p) * (edge.to - edge.from))));
        const std::size_t i = static_cast<std::size_t>(y - rect.y0) * static_cast<std::size_t>(rect.width()) +
                              static_cast<std::size_t>(x - rect.x0);
        if (d < nearest[i]) {
          nearest[i] = d;
          edge_of[i] = &edge;
        }
      }
    }
  }
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (int x = rect.x0; x < rect.x1; ++x) {
      const std::size_t i = static_cast<std::size_t>(y - rect.y0) * static_cast<std::size_t>(rect.width()) +
                            static_cast<std::size_t>(x - rect.x0);
      const Edge* edge = edge_of[i];
      if (edge == nullptr || !edge->tells || alpha[i] <= 0) continue;
      const unsigned char* pixel = photo.pixel(x, y);
      float skin_share = 0;
      for (std::size_t c = 0; c < 3; ++c)
        skin_share += (static_cast<float>(pixel[c]) - edge->background[c]) * edge->to_skin[c];
      const float inside = nearest[i] / static_cast<float>(band_px_);
      const float looks_like_skin = smooth_step(0.2F, 0.7F, skin_share);
      alpha[i] *= looks_like_skin + (1 - looks_like_skin) * smooth_step(0.4F, 1.0F, inside);
    }
  }
}

}  // namespace tonsure
