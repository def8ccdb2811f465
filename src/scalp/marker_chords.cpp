#include "marker_chords.h"

#include <algorithm>
#include <cstddef>

namespace tonsure {
namespace {

constexpr std::size_t kMostChords = 24;  // across a rim; more cost time and tell no more

std::size_t farthest_from(const Points<PhotoPx>& points, std::size_t i) {
  std::size_t far = i;
  for (std::size_t k = 0; k < points.size(); ++k)
    if (norm(points[k] - points[i]) > norm(points[far] - points[i])) far = k;
  return far;
}

}  // namespace

std::vector<MarkerChord> marker_chords(const Marker& marker) {
  const Points<PhotoPx>& p = marker.points;
  std::vector<MarkerChord> chords;
  if (marker.kind == "aruco") {
    for (std::size_t i = 0; i < p.size(); ++i) chords.push_back({p[i], p[(i + 1) % p.size()]});
    return chords;
  }
  const std::size_t ends = std::min(p.size(), kMostChords);
  for (std::size_t k = 0; k < ends; ++k) {
    const std::size_t i = k * p.size() / ends;
    if (const std::size_t far = farthest_from(p, i); far != i) chords.push_back({p[i], p[far]});
  }
  return chords;
}

}  // namespace tonsure
