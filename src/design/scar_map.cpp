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
    Piece piece{
        closed ? scar.outline : scar.line, closed, 0, blend_mm, 1, {INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    if (scar.kind == ScarKind::kFue) piece.most = kPunchShare;
    if (!closed) {
      piece.half_width_mm = 0.5 * scar.width_mm;
      piece.blend_mm = std::min(blend_mm, scar.width_mm);  // so that its middle is all scar
    }
    const double margin = (piece.half_width_mm + piece.blend_mm) / mm_per_px;
    for (const auto p : piece.points) {
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
    const double off_mm = mm_per_px_ * distance_to_polyline<Vec2<PhotoPx>>(piece.points, position, piece.closed);
    const double inside_mm =
        piece.closed ? (contains<PhotoPx>(piece.points, position) ? off_mm : -off_mm) : piece.half_width_mm - off_mm;
    most = std::max(most, piece.most * smooth_step(0.5 + inside_mm / piece.blend_mm));
  }
  return most;
}

}  // namespace tonsure
