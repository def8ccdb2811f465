#include <tonsure/io/grey_image.h>

#include <cstdint>

#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "decoded_picture.h"

namespace tonsure {
namespace {

/// Rec. 601's luma of a stored pixel; of three equal channels exactly their value.
template <class T>
double luma(const T* pixel, bool grey) {
  if (grey) return pixel[0];
  return (299U * pixel[0] + 587U * pixel[1] + 114U * pixel[2] + 500U) / 1000U;
}

template <class T>
Image<float> luma_of(DecodedPicture& picture) {
  Image<float> values(picture.width, picture.height, 1);
  const double white = static_cast<T>(~T{0});
  for (int y = 0; y < picture.height; ++y) {
    const T* in = reinterpret_cast<const T*>(picture.row(y));
    float* out = values.view().row(y);
    for (int x = 0; x < picture.width; ++x, in += picture.channels) {
      out[x] = static_cast<float>(luma(in, picture.grey()) / white);
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
  return picture->bits == 8 ? luma_of<std::uint8_t>(*picture) : luma_of<std::uint16_t>(*picture);
}

}  // namespace tonsure
