#include <tonsure/io/grey_image.h>

#include <cstdint>

#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "decoded_picture.h"
#include "turn.h"

namespace tonsure {
namespace {

/// Rec. 601's luma of a stored pixel; of three equal channels exactly their value.
template <class T>
double luma(const T* pixel, bool grey) {
  if (grey) return pixel[0];
  return (299U * pixel[0] + 587U * pixel[1] + 114U * pixel[2] + 500U) / 1000U;
}

/// Luma over black, which is nothing; turned upright.
template <class T>
Image<float> values_of(DecodedPicture& picture) {
  const Turn turn = turn_of(picture.exif.orientation, picture.width, picture.height);
  Image<float> values(turn.width, turn.height, 1);
  float* const out = values.view().data;
  const double white = static_cast<T>(~T{0});
  for (int y = 0; y < picture.height; ++y) {
    const T* in = reinterpret_cast<const T*>(picture.row(y));
    for (int x = 0; x < picture.width; ++x, in += picture.channels) {
      double value = luma(in, picture.grey()) / white;
      if (picture.alpha() && !picture.premultiplied) value *= in[picture.channels - 1] / white;
      out[turn.index(x, y)] = static_cast<float>(value);
    }
  }
  return values;
}

}  // namespace

Result<Image<float>> load_grey_image(const std::string& path) {
  const auto file = load_file(path, kMaxFileBytes);
  if (!file) return file.error();
  auto picture = decode_picture(std::as_bytes(std::span(*file)), path);
  if (!picture) return picture.error();
  if (!picture->doubt.empty()) return damaged(path, picture->doubt);
  return picture->bits == 8 ? values_of<std::uint8_t>(*picture) : values_of<std::uint16_t>(*picture);
}

}  // namespace tonsure
