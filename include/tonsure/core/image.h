/// @file
/// Images: a strided view that owns nothing, and an owning array behind it.
#pragma once

#include <cstddef>
#include <vector>

namespace tonsure {

/// A view of interleaved pixels, row by row from the top. Copying it copies no pixel.
/// T may be const. Rows may be padded: `row_stride` counts elements of T, not bytes.
template <class T>
struct ImageView {
  T* data = nullptr;
  int width = 0;
  int height = 0;
  int channels = 0;
  std::ptrdiff_t row_stride = 0;

  [[nodiscard]] T* row(int y) const { return data + y * row_stride; }
  [[nodiscard]] T* pixel(int x, int y) const { return row(y) + static_cast<std::ptrdiff_t>(x) * channels; }
  [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
  operator ImageView<const T>() const { return {data, width, height, channels, row_stride}; }  // NOLINT
};

/// Owns its pixels; rows are contiguous. A value: copies are deep.
template <class T>
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels, T fill = T{})
      : width_(width),
        height_(height),
        channels_(channels),
        pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels),
                fill) {}

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int channels() const { return channels_; }
  [[nodiscard]] ImageView<T> view() {
    return {pixels_.data(), width_, height_, channels_, static_cast<std::ptrdiff_t>(width_) * channels_};
  }
  [[nodiscard]] ImageView<const T> view() const {
    return {pixels_.data(), width_, height_, channels_, static_cast<std::ptrdiff_t>(width_) * channels_};
  }
  friend bool operator==(const Image&, const Image&) = default;

 private:
  int width_ = 0;
  int height_ = 0;
  int channels_ = 0;
  std::vector<T> pixels_;
};

/// A rectangle of pixels.
struct PixelRect {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< half open
  [[nodiscard]] int width() const { return x1 - x0; }
  [[nodiscard]] int height() const { return y1 - y0; }
  [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
  }
  /// Where a pixel of the photo stands in a plane of this rectangle, row by row.
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(x - x0);
  }
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// The part of a view inside a rectangle that lies within it; copies no pixel.
template <class T>
ImageView<T> part_of(const ImageView<T>& view, const PixelRect& rect) {
  return {view.pixel(rect.x0, rect.y0), rect.width(), rect.height(), view.channels, view.row_stride};
}

/// A photograph as tonsure works on it: upright, sRGB encoded, 8 bits, 3 channels (RGB) or 4 (RGBA, straight alpha).
struct Photo {
  Image<unsigned char> pixels;
  bool monochrome = false;  ///< came with one colour channel; drawing then leaves R = G = B
  /// Focal length of the lens on a frame with the diagonal of 36 x 24 mm, where the metadata of an uncropped photo say
  /// it, mm; else 0.
  double focal_35mm = 0;
};

}  // namespace tonsure
