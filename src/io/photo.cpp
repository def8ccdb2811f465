#include <tonsure/io/photo.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <tonsure/io/output.h>

#include "color_profile.h"
#include "decoded_picture.h"
#include "turn.h"

namespace tonsure {
namespace {

/// Rows turned at a time: a column of so many pixels fills one or two cache lines.
constexpr int kBandRows = 32;

/// Rows of a decoded picture, one at a time and each once, as 8-bit sRGB.
template <class T>
class RowReader {
 public:
  RowReader(DecodedPicture& picture, const ColorProfile& profile) : picture_(picture), profile_(profile) {}

  /// Channels of what read() writes.
  [[nodiscard]] int channels() const { return picture_.alpha() ? 4 : 3; }

  /// Spoils the row of the picture.
  void read(int y, unsigned char* out) {
    T* row = reinterpret_cast<T*>(picture_.row(y));
    if (picture_.premultiplied) divide_by_alpha(row);
    if (profile_.converts()) profile_.convert(row, picture_.width);
    if (sizeof(T) == 1 && !picture_.grey()) {
      std::memcpy(out, row, picture_.row_bytes());
      return;
    }
    const bool grey = picture_.grey(), alpha = picture_.alpha();
    const int stored = picture_.channels;
    for (int x = 0; x < picture_.width; ++x, row += stored, out += channels()) {
      for (int c = 0; c < 3; ++c) out[c] = to_8_bits(row[grey ? 0 : c]);
      if (alpha) out[3] = to_8_bits(row[stored - 1]);
    }
  }

 private:
  static unsigned char to_8_bits(T value) {
    if constexpr (sizeof(T) == 1) return value;
    return static_cast<unsigned char>((value + 128U) / 257U);  // 65535 = 257 * 255
  }

  void divide_by_alpha(T* row) const {
    constexpr T kFull = static_cast<T>(~T{0});
    const int stored = picture_.channels;
    for (int x = 0; x < picture_.width; ++x, row += stored) {
      const T alpha = row[stored - 1];
      if (alpha == 0) continue;
      for (int c = 0; c < stored - 1; ++c) {
        const std::uint64_t straight = (std::uint64_t{row[c]} * kFull + alpha / 2U) / alpha;
        row[c] = static_cast<T>(std::min<std::uint64_t>(straight, kFull));
      }
    }
  }

  DecodedPicture& picture_;
  const ColorProfile& profile_;
};

template <class T>
Image<unsigned char> upright_srgb(DecodedPicture& picture, const ColorProfile& profile) {
  RowReader<T> reader(picture, profile);
  const int channels = reader.channels(), width = picture.width, height = picture.height;
  const Turn turn = turn_of(picture.exif.orientation, width, height);
  Image<unsigned char> upright(turn.width, turn.height, channels);
  unsigned char* out = upright.view().data;
  const auto at = [&](int x, int y) { return out + turn.index(x, y) * channels; };
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

Result<Photo> load_photo(const std::string& path, std::vector<std::string>* warnings) {
  const auto file = load_file(path, kMaxFileBytes);
  if (!file) return file.error();
  return decode_photo(std::as_bytes(std::span(*file)), path, warnings);
}

Result<Photo> decode_photo(std::span<const std::byte> bytes, const std::string& name,
                           std::vector<std::string>* warnings) {
  auto picture = decode_picture(bytes, name);
  if (!picture) return picture.error();
  if (!picture->hdr.empty()) {
    return unsupported(name, "its colours are those of high dynamic range, by the curve " + picture->hdr,
                       "export it with standard dynamic range, in sRGB or Display P3");
  }
  const ColorProfile profile(picture->icc, {picture->grey(), picture->alpha(), picture->bits});
  Photo photo;
  photo.monochrome = picture->grey();
  photo.focal_35mm = picture->exif.focal_35mm;
  if (warnings != nullptr) {
    if (!picture->doubt.empty()) warnings->push_back("photo: " + picture->doubt);
    if (!profile.fits()) warnings->push_back(std::string("photo: ") + kProfileLeftOut);
    for (const std::string& warning : picture->warnings) warnings->push_back("photo: " + warning);
  }
  photo.pixels = picture->bits == 8 ? upright_srgb<std::uint8_t>(*picture, profile)
                                    : upright_srgb<std::uint16_t>(*picture, profile);
  return photo;
}

}  // namespace tonsure
