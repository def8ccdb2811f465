// What a set of dots does to the light that comes back from skin, pixel by pixel.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/image.h>
#include "draw_dots.h"

namespace tonsure {

/// Three planes of floats, R, G and B, row by row.
using RatioPlanes = std::array<std::vector<float>, 3>;

inline constexpr double kReachMm = 3.0;  ///< farthest a dot is felt: the far halo's cutoff and a little more

/// Dots sorted into bins of the photo, and how finely their field is sampled.
class DotField {
 public:
  /// @param touched   the rectangle of the photo that will be asked for
  /// @param blur_px   standard deviation of what lens and sensor blur, px
  DotField(std::span<const PhotoDot> dots, const DotKernels& kernels, const PixelRect& touched, double mm_per_px,
           double blur_px);

  /// Mean reflectance ratio of each pixel of `rect`, empty planes if no dot reaches
  /// it.
  [[nodiscard]] RatioPlanes reflectance_ratio(const PixelRect& rect) const;

 private:
  [[nodiscard]] std::vector<std::uint32_t> dots_near(const PixelRect& rect) const;
  [[nodiscard]] RatioPlanes sampled_ratio(const PixelRect& rect, const std::vector<std::uint32_t>& near) const;

  std::span<const PhotoDot> dots_;
  const DotKernels& kernels_;
  PixelRect touched_;
  double px_per_mm_;
  int samples_;               ///< per pixel and axis
  double blur_in_samples_;    ///< variance, samples^2, drawn with each core
  double blur_of_pixels_px_;  ///< standard deviation, px, applied to the averaged pixels
  int bins_x_ = 0, bins_y_ = 0;
  std::vector<std::uint32_t> bin_start_, bin_dots_;
};

}  // namespace tonsure
