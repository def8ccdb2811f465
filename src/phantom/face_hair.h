/// @file
/// Eyebrows and lashes: short strokes on the face, seen from the front.
#pragma once

#include <cstdint>
#include <vector>

#include "head_shape.h"

namespace tonsure::phantom {

struct Stroke {
  double x0, y0, x1, y1;  ///< root and tip, mm, on the frontal plane
  double sag;             ///< how far its middle stands off the chord, mm
  double width;           ///< mm at the root; the tip is a fifth of it
};

/// The strokes of one seed, in buckets of `kBucketMm`.
class FaceHair {
 public:
  explicit FaceHair(std::uint64_t seed);
  /// Share of the pixel at p (of the front of the face) that hair covers.
  [[nodiscard]] double cover(V3 p, double pixel_mm) const;

 private:
  void add(const Stroke& stroke);
  std::vector<std::vector<Stroke>> buckets_;
};

}  // namespace tonsure::phantom
