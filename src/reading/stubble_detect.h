// Dark spots in luma.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

#include "../raster/coverage.h"

namespace tonsure {

/// A plane of floats over a rectangle of the photo.
struct LumaPlane {
  PixelRect rect;
  std::vector<float> values;
  [[nodiscard]] int width() const { return rect.width(); }
  [[nodiscard]] int height() const { return rect.height(); }
  [[nodiscard]] float at(int x, int y) const {  ///< in the plane's own pixels
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(rect.width()) + static_cast<std::size_t>(x)];
  }
  /// Bilinear, at a point of the photo, clamped at the borders.
  [[nodiscard]] float between(Vec2<PhotoPx> p) const;
};

LumaPlane luma_plane(ImageView<const unsigned char> photo, const PixelRect& rect);

/// A dark spot.
struct Spot {
  Vec2<PhotoPx> position;
  float strength = 0;  ///< of the band-passed luma at its centre, encoded units
  bool elongated = false;
};

/// All dark spots of one size, and how strong bright ones are.
struct SpotBand {
  std::vector<Spot> dark;
  std::vector<float> bright;  ///< strengths
};

/// Minima (and maxima) of luma blurred by `sigma` less luma blurred by 1.6 `sigma`.
SpotBand find_spots(const LumaPlane& luma, double sigma);

}  // namespace tonsure
