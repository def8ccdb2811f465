#include <tonsure/core/geom.h>

namespace tonsure {
namespace {

/// Sign of the turn a -> b -> c.
int orientation(Vec2<PhotoPx> a, Vec2<PhotoPx> b, Vec2<PhotoPx> c) {
  const double area = cross(b - a, c - a);
  return area > 0 ? 1 : area < 0 ? -1 : 0;
}

bool within_box(Vec2<PhotoPx> a, Vec2<PhotoPx> b, Vec2<PhotoPx> p) {
  return std::fmin(a.x, b.x) <= p.x && p.x <= std::fmax(a.x, b.x) && std::fmin(a.y, b.y) <= p.y &&
         p.y <= std::fmax(a.y, b.y);
}

bool segments_meet(Vec2<PhotoPx> a, Vec2<PhotoPx> b, Vec2<PhotoPx> c, Vec2<PhotoPx> d) {
  const int abc = orientation(a, b, c), abd = orientation(a, b, d), cda = orientation(c, d, a),
            cdb = orientation(c, d, b);
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (abc == 0 && within_box(a, b, c)) || (abd == 0 && within_box(a, b, d)) || (cda == 0 && within_box(c, d, a)) ||
         (cdb == 0 && within_box(c, d, b));
}

}  // namespace

std::optional<EdgePair> find_self_intersection(std::span<const Vec2<PhotoPx>> polygon) {
  const std::size_t n = polygon.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j + 1 == n) continue;  // neighbours around the corner
      if (segments_meet(polygon[i], polygon[(i + 1) % n], polygon[j], polygon[(j + 1) % n])) return EdgePair{i, j};
    }
  }
  return std::nullopt;
}

}  // namespace tonsure
