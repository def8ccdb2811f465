#include <tonsure/io/grey_image.h>

#include "fuzz.h"
#include "memory_file.h"
#include "picture_size.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  if (fuzz::is_slow_picture({data, size})) return 0;
  const fuzz::MemoryFile file(data, size);
  const auto mask = load_grey_image(file.path());
  constexpr DensityImageScale kScale{.mm_per_px = 0.5, .peak_per_cm2 = 200, .floor_per_cm2 = 20};
  const auto density = load_density_image(file.path(), kScale);
  if (!mask) {
    fuzz::require_told(mask.error());
    fuzz::require(!density.ok(), "a picture that is no mask is no density");
    return 0;
  }
  const auto values = mask->view();
  fuzz::require(!values.empty() && values.channels == 1, "a mask has pixels");
  fuzz::require(fuzz::has_claimed_size({data, size}, values.width, values.height), "a mask has the size it claims");
  for (int y = 0; y < values.height; ++y)
    for (int x = 0; x < values.width; ++x)
      fuzz::require(*values.pixel(x, y) >= 0 && *values.pixel(x, y) <= 1, "a mask lies in [0, 1]");
  fuzz::require(density.ok(), "a mask is a density", density ? "" : density.error().message());
  const auto cells = density->per_cm2.view();
  fuzz::require(cells.width == values.width && cells.height == values.height, "a density has the picture's size");
  for (int y = 0; y < cells.height; ++y) {
    for (int x = 0; x < cells.width; ++x) {
      const float v = *cells.pixel(x, y);
      fuzz::require(v == 0 || (v >= 20 && v <= 200), "a density is 0, or from floor to peak");
    }
  }
  return 0;
}
