#include <tonsure/io/grey_image.h>

#include <cmath>
#include <utility>

namespace tonsure {

Result<DensityGrid<PlaneMm>> load_density_image(const std::string& path, const DensityImageScale& scale) {
  if (!(scale.mm_per_px > 0 && std::isfinite(scale.mm_per_px)))
    return Error{ErrorCode::kInvalidOption, "mm_per_px", "is not positive", "a length such as 0.5"};
  if (!(scale.peak_per_cm2 > 0 && scale.floor_per_cm2 >= 0 && scale.floor_per_cm2 <= scale.peak_per_cm2 &&
        std::isfinite(scale.peak_per_cm2)))
    return Error{ErrorCode::kInvalidOption, "peak_per_cm2", "is not positive or lies below the floor",
                 "0 <= floor <= peak"};
  auto values = load_grey_image(path);
  if (!values) return values.error();
  DensityGrid<PlaneMm> grid;
  grid.cell_mm = scale.mm_per_px;
  grid.per_cm2 = *std::move(values);
  const auto out = grid.per_cm2.view();
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const auto v = static_cast<double>(*out.pixel(x, y));
      *out.pixel(x, y) =
          v > 0 ? static_cast<float>(scale.floor_per_cm2 + v * (scale.peak_per_cm2 - scale.floor_per_cm2)) : 0.0F;
    }
  }
  return grid;
}

}  // namespace tonsure
