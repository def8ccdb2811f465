#include <tonsure/io/photo.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <tonsure/io/output.h>

#include "color_profile.h"
#include "decode_pixels.h"
#include "photo_metadata.h"

namespace tonsure {
namespace {

/// Rows turned at a time: a column of so many pixels fills one or two cache lines.
constexpr int kBandRows = 32;

/// Where stored pixel (x, y) goes in the upright photo: to pixel number origin + x * across + y * down.
struct Turn {
  int width = 0;
  int height = 0;
  std::ptrdiff_t origin = 0;
  std::ptrdiff_t across = 1;
  std::ptrdiff_t down = 0;
};

/// EXIF orientations (CIPA DC-008, tag 274): 5 to 8 have their first stored row at the left or right edge.
Turn turn_of(int orientation, int width, int height) {
  const std::ptrdiff_t w = width, h = height;
  switch (orientation) {
    case 2:
      return {width, height, w - 1, -1, w};
    case 3:
      return {width, height, w * h - 1, -1, -w};
    case 4:
      return {width, height, w * (h - 1), 1, -w};
    case 5:
      return {height, width, 0, h, 1};
    case 6:
      return {height, width, h - 1, h, -1};
    case 7:
      return {height, width, w * h - 1, -h, -1};
    case 8:
      return {height, width, h * (w - 1), -h, 1};
    default:
      return {width, height, 0, 1, w};
  }
}

/// Rows of a decoded picture, one at a time, as 8-bit sRGB.
template <class T>
class RowReader {
 public:
  RowReader(const cv::Mat& pixels, const PhotoMetadata& metadata)
      : pixels_(pixels),
        grey_(metadata.grey),
        decoded_alpha_(pixels.channels() == 4),
        premultiplied_(metadata.premultiplied),
        alpha_(decoded_alpha_ || metadata.transparent.has_value()),
        profile_(metadata.icc, {grey_, alpha_, static_cast<int>(8 * sizeof(T))}),
        row_(static_cast<std::size_t>(pixels.cols) * static_cast<std::size_t>(row_channels())) {
    if (metadata.transparent) set_key(*metadata.transparent, metadata.bits);
  }

  /// Channels of what read() writes.
  [[nodiscard]] int channels() const { return alpha_ ? 4 : 3; }

  void read(int y, unsigned char* out) {
    const T* in = pixels_.ptr<T>(y);
    if constexpr (sizeof(T) == 1) {
      if (!grey_) {  // a row is then what is asked for
        gather(in, out);
        if (profile_.converts()) profile_.convert(out, pixels_.cols);
        return;
      }
    }
    if (grey_ && !alpha_ && pixels_.channels() == 1 && !profile_.converts()) {
      spread(in, out);
      return;
    }
    gather(in, row_.data());
    if (profile_.converts()) profile_.convert(row_.data(), pixels_.cols);
    spread(row_.data(), out);
  }

 private:
  static constexpr T kFull = static_cast<T>(~T{0});

  static unsigned char to_8_bits(T value) {
    if constexpr (sizeof(T) == 1) return value;
    return static_cast<unsigned char>((value + 128U) / 257U);  // 65535 = 257 * 255
  }

  /// As the profile takes them: grey or R, G, B, and alpha if there is any.
  [[nodiscard]] int row_channels() const { return (grey_ ? 1 : 3) + (alpha_ ? 1 : 0); }

  void set_key(const TransparentColor& color, int bits) {
    for (std::size_t c = 0; c < 3; ++c) {
      // The decoder spreads shallow greys over 8 bits.
      key_[c] = bits < 8 ? color[c] * 255U / ((1U << static_cast<unsigned>(bits)) - 1U) : color[c];
    }
  }

  /// From the decoder's order of channels to the profile's.
  void gather(const T* in, T* out) const {
    const int width = pixels_.cols, in_channels = pixels_.channels();
    if (alpha_) {
      gather_with_alpha(in, out);
    } else if (grey_) {
      for (int x = 0; x < width; ++x, in += in_channels) out[x] = in[0];
    } else if (in_channels == 3) {
      for (int x = 0; x < width; ++x, in += 3, out += 3) {
        out[0] = in[2];
        out[1] = in[1];
        out[2] = in[0];
      }
    } else {
      for (int x = 0; x < width; ++x, out += 3) out[0] = out[1] = out[2] = in[x];
    }
  }

  void gather_with_alpha(const T* in, T* out) const {
    const int in_channels = pixels_.channels();
    const int red = in_channels == 1 ? 0 : 2, green = in_channels == 1 ? 0 : 1;
    for (int x = 0; x < pixels_.cols; ++x, in += in_channels, out += row_channels()) {
      out[0] = in[red];
      if (!grey_) {
        out[1] = in[green];
        out[2] = in[0];
      }
      T& alpha = out[grey_ ? 1 : 3];
      if (decoded_alpha_) {
        alpha = in[3];
        if (premultiplied_) divide_by_alpha(out, alpha);
      } else {
        const bool hidden = out[0] == key_[0] && (grey_ || (out[1] == key_[1] && out[2] == key_[2]));
        alpha = hidden ? T{0} : kFull;
      }
    }
  }

  /// From the profile's channels to 8-bit RGB or RGBA.
  void spread(const T* in, unsigned char* out) const {
    if (grey_ && !alpha_) {
      for (int x = 0; x < pixels_.cols; ++x, out += 3) out[0] = out[1] = out[2] = to_8_bits(in[x]);
      return;
    }
    for (int x = 0; x < pixels_.cols; ++x, in += row_channels(), out += channels()) {
      for (int c = 0; c < 3; ++c) out[c] = to_8_bits(in[grey_ ? 0 : c]);
      if (alpha_) out[3] = to_8_bits(in[grey_ ? 1 : 3]);
    }
  }

  static void divide_by_alpha(T* color, T alpha) {
    if (alpha == 0) return;
    for (int c = 0; c < 3; ++c) {
      const std::uint64_t straight = (std::uint64_t{color[c]} * kFull + alpha / 2U) / alpha;
      color[c] = static_cast<T>(std::min<std::uint64_t>(straight, kFull));
    }
  }

  const cv::Mat& pixels_;
  bool grey_;
  bool decoded_alpha_;
  bool premultiplied_;
  bool alpha_;
  ColorProfile profile_;
  std::vector<T> row_;
  std::array<unsigned, 3> key_{};
};

template <class T>
Image<unsigned char> upright_srgb(const cv::Mat& pixels, const PhotoMetadata& metadata) {
  RowReader<T> reader(pixels, metadata);
  const int channels = reader.channels(), width = pixels.cols, height = pixels.rows;
  const Turn turn = turn_of(metadata.orientation, width, height);
  Image<unsigned char> upright(turn.width, turn.height, channels);
  unsigned char* out = upright.view().data;
  const auto at = [&](int x, int y) { return out + (turn.origin + x * turn.across + y * turn.down) * channels; };
  if (turn.across == 1) {
    for (int y = 0; y < height; ++y) reader.read(y, at(0, y));
    return upright;
  }
  const std::size_t row_bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  std::vector<unsigned char> band(row_bytes * kBandRows);
  for (int top = 0; top < height; top += kBandRows) {
    const int rows = std::min(kBandRows, height - top);
    for (int i = 0; i < rows; ++i) reader.read(top + i, band.data() + static_cast<std::size_t>(i) * row_bytes);
    for (int x = 0; x < width; ++x) {
      const unsigned char* in = band.data() + static_cast<std::ptrdiff_t>(x) * channels;
      for (int i = 0; i < rows; ++i, in += row_bytes) {
        std::memcpy(at(x, top + i), in, static_cast<std::size_t>(channels));
      }
    }
  }
  return upright;
}

}  // namespace

Result<Photo> read_photo(const std::string& path) {
  const auto file = read_file(path, kMaxFileBytes);
  if (!file) return file.error();
  return decode_photo(std::as_bytes(std::span(*file)), path);
}

Result<Photo> decode_photo(std::span<const std::byte> bytes, const std::string& name) {
  const auto metadata = read_photo_metadata(bytes, name);
  if (!metadata) return metadata.error();
  const auto pixels = decode_pixels(*metadata, name, cv::IMREAD_UNCHANGED);
  if (!pixels) return pixels.error();
  const int depth = pixels->depth(), channels = pixels->channels();
  if ((depth != CV_8U && depth != CV_16U) || (channels != 1 && channels != 3 && channels != 4)) {
    return Error{ErrorCode::kUnsupported, name, "its pixels are of a kind that is not read",
                 "8 or 16 bits a channel, grey or RGB, with or without alpha"};
  }
  Photo photo;
  photo.monochrome = metadata->grey;
  photo.focal_35mm = metadata->focal_35mm;
  photo.pixels =
      depth == CV_8U ? upright_srgb<std::uint8_t>(*pixels, *metadata) : upright_srgb<std::uint16_t>(*pixels, *metadata);
  return photo;
}

}  // namespace tonsure
