// Between a head and the mean one, along the three axes.
#pragma once

#include <tonsure/core/geom.h>
#include <tonsure/scalp/surface.h>

namespace tonsure {

inline constexpr Vec3<HeadMm> kMeanHalfExtents = {HeadShape{}.half_breadth_mm, HeadShape{}.height_mm,
                                                  HeadShape{}.half_length_mm};

inline Vec3<HeadMm> from_mean_head(Vec3<HeadMm> half_extents, Vec3<HeadMm> p) {
  return {p.x * half_extents.x / kMeanHalfExtents.x, p.y * half_extents.y / kMeanHalfExtents.y,
          p.z * half_extents.z / kMeanHalfExtents.z};
}
inline Vec3<HeadMm> to_mean_head(Vec3<HeadMm> half_extents, Vec3<HeadMm> p) {
  return {p.x * kMeanHalfExtents.x / half_extents.x, p.y * kMeanHalfExtents.y / half_extents.y,
          p.z * kMeanHalfExtents.z / half_extents.z};
}

}  // namespace tonsure
