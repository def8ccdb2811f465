/// @file
/// Images: a strided view that owns nothing, and an owning array behind it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>
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
  /// No pixel to look at.
  [[nodiscard]] bool empty() const { return data == nullptr || width <= 0 || height <= 0 || channels <= 0; }
  /// It can be read as it says: no size below 0, rows that do not overlap, and pixels where it is not empty. Functions
  /// that return a Result refuse other views.
  [[nodiscard]] bool sound() const {
    if (width < 0 || height < 0 || channels < 0) return false;
    if (width == 0 || height == 0) return true;
    return data != nullptr && channels > 0 &&
           (height == 1 || row_stride >= static_cast<std::ptrdiff_t>(width) * channels);
  }
  operator ImageView<const T>() const { return {data, width, height, channels, row_stride}; }  // NOLINT
};

/// Owns its pixels; rows are contiguous. A value: copies are deep.
template <class T>
class Image {
 public:
  Image() = default;
  /// A size or a number of channels below 1 makes an empty image, 0 by 0 px: no image says that it holds pixels which
  /// are not there. std::bad_alloc where there are more than memory can hold.
  Image(int width, int height, int channels, T fill = T{})
      : width_(std::min({width, height, channels}) < 1 ? 0 : width),
        height_(width_ == 0 ? 0 : height),
        channels_(std::max(0, channels)),
        pixels_(count(width_, height_, channels_), fill) {}

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
  static std::size_t count(int width, int height, int channels) {
    constexpr std::size_t kMost = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(T);
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (channels > 0 && pixels > kMost / static_cast<std::size_t>(channels)) throw std::bad_alloc();
    return pixels * static_cast<std::size_t>(channels);
  }

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
  /// How many; 0 where it is empty.
  [[nodiscard]] std::size_t size() const {
    if (empty()) return 0;
    const auto side = [](int from, int to) { return static_cast<std::size_t>(static_cast<long long>(to) - from); };
    return side(x0, x1) * side(y0, y1);
  }
  /// Where a pixel of the photo stands in a plane of this rectangle, row by row.
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(x - x0);
  }
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// The part of a view inside a rectangle; of a rectangle that reaches beyond the view, what lies in both. Copies no
/// pixel.
template <class T>
ImageView<T> part_of(const ImageView<T>& view, const PixelRect& rect) {
  const PixelRect both{std::max(0, rect.x0), std::max(0, rect.y0), std::min(view.width, rect.x1),
                       std::min(view.height, rect.y1)};
  if (view.empty() || both.empty()) return {};
  return {view.pixel(both.x0, both.y0), both.width(), both.height(), view.channels, view.row_stride};
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
