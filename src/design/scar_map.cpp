#include "scar_map.h"

#include <algorithm>
#include <cmath>

#include "../core/smooth_step.h"

namespace tonsure {
namespace {

constexpr double kPunchShare = 0.3;  // dots of 0.8 mm, 10-25 per cm2, cover a tenth; their rims are scar too [E]

}  // namespace

ScarMap::ScarMap(const Scene& scene, double mm_per_px, double blend_mm) : mm_per_px_(mm_per_px) {
  for (const Scar& scar : scene.scars) {
    if (scar.kind == ScarKind::kBirthmark) continue;
    const bool closed = !scar.outline.empty();
    const Points<PhotoPx>& points = closed ? scar.outline : scar.line;
    Piece piece{PolygonIndex(points, closed), closed, 0, blend_mm, 1, {INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    if (scar.kind == ScarKind::kFue) piece.most = kPunchShare;
    if (!closed) {
      piece.half_width_mm = 0.5 * scar.width_mm;
      piece.blend_mm = std::min(blend_mm, scar.width_mm);  // so that its middle is all scar
    }
    const double margin = (piece.half_width_mm + piece.blend_mm) / mm_per_px;
    for (const auto p : points) {
      piece.low = {std::min(piece.low.x, p.x - margin), std::min(piece.low.y, p.y - margin)};
      piece.high = {std::max(piece.high.x, p.x + margin), std::max(piece.high.y, p.y + margin)};
    }
    pieces_.push_back(std::move(piece));
  }
}

double ScarMap::share(Vec2<PhotoPx> position) const {
  double most = 0;
  for (const Piece& piece : pieces_) {
    if (position.x < piece.low.x || position.x > piece.high.x || position.y < piece.low.y || position.y > piece.high.y)
      continue;
    // Farther than this the share is 0, or 1 inside of an outline; nearer to a wide line than `all_mm`, it is 1.
    const double reach_mm = piece.half_width_mm + piece.blend_mm, all_mm = piece.half_width_mm - piece.blend_mm;
    const double off_mm =
        mm_per_px_ * piece.shape.distance_within(position, reach_mm / mm_per_px_, std::max(0.0, all_mm / mm_per_px_));
    const double inside_mm =
        piece.closed ? (piece.shape.contains(position) ? off_mm : -off_mm) : piece.half_width_mm - off_mm;
    most = std::max(most, piece.most * smooth_step(0.5 + inside_mm / piece.blend_mm));
  }
  return most;
}

}  // namespace tonsure
