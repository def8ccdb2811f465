// Photographs that `tonsure inspect` was not made for: the phantom under a cap, with full hair, behind hands, turned,
// cropped, tiny, dark, burnt out; and pictures of no head at all. What is exactly true of each phantom comes with it.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/scene/scene.h>

namespace tonsure::testing {

/// From pixels of a picture to those of the phantom it was made of.
struct ToPhantom {
  std::array<double, 4> matrix = {1, 0, 0, 1};
  Vec2<PhotoPx> shift;

  [[nodiscard]] Vec2<PhotoPx> operator()(Vec2<PhotoPx> p) const {
    return {matrix[0] * p.x + matrix[1] * p.y + shift.x, matrix[2] * p.x + matrix[3] * p.y + shift.y};
  }
};

struct KnownHead {
  Scene scene;  ///< of the phantom
  ToPhantom to_phantom;
  double cover_mm = 0;  ///< how thick hair or a cap stands on the head
};

struct OddHead {
  std::string name;  ///< its kind and what was drawn by lot
  Photo photo;
  std::vector<KnownHead> heads;  ///< none in pictures of no head
};

inline constexpr int kOddHeads = 500;

/// The picture of this number, in [0, kOddHeads): the same whenever it is drawn. Neighbours differ in kind.
OddHead draw_odd_head(int number);

enum class DotPlace { kScalp, kBelowBrows, kOffHead };

/// Where a dot of the picture lies: on the scalp of one of its heads; else below the brows of the nearest, or off it.
DotPlace place_of_dot(const OddHead& odd, Vec2<PhotoPx> dot);

}  // namespace tonsure::testing
