#include <cmath>

#include <tonsure/io/photo.h>

#include "fuzz.h"
#include "picture_size.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  if (fuzz::is_slow_picture({data, size})) return 0;
  const auto photo = decode_photo(fuzz::bytes_of(data, size), "input");
  if (!photo) {
    fuzz::require_told(photo.error());
    return 0;
  }
  const auto pixels = photo->pixels.view();
  fuzz::require(!pixels.empty() && (pixels.channels == 3 || pixels.channels == 4), "a photo is RGB or RGBA");
  fuzz::require(static_cast<long long>(pixels.width) * pixels.height <= kMaxPhotoPixels, "a photo has its limit");
  fuzz::require(fuzz::has_claimed_size({data, size}, pixels.width, pixels.height), "a photo has the size it claims");
  fuzz::require(photo->focal_35mm == 0 || (std::isfinite(photo->focal_35mm) && photo->focal_35mm > 0),
                "a focal length is one, or 0");
  for (int y = 0; photo->monochrome && y < pixels.height; ++y) {
    const unsigned char* pixel = pixels.row(y);
    for (int x = 0; x < pixels.width; ++x, pixel += pixels.channels)
      fuzz::require(pixel[0] == pixel[1] && pixel[1] == pixel[2], "a monochrome photo is grey");
  }
  return 0;
}
