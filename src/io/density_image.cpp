#include <tonsure/io/density_image.h>

#include <cmath>
#include <span>

#include <opencv2/imgcodecs.hpp>

#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "decode_pixels.h"
#include "photo_metadata.h"

namespace tonsure {

Result<DensityGrid<PlaneMm>> read_density_image(const std::string& path, const DensityImageScale& scale) {
  if (!(scale.mm_per_px > 0 && std::isfinite(scale.mm_per_px)))
    return Error{ErrorCode::kInvalidOption, "mm_per_px", "is not positive", "a length such as 0.5"};
  if (!(scale.peak_per_cm2 > 0 && scale.floor_per_cm2 >= 0 && scale.floor_per_cm2 <= scale.peak_per_cm2 &&
        std::isfinite(scale.peak_per_cm2)))
    return Error{ErrorCode::kInvalidOption, "peak_per_cm2", "is not positive or lies below the floor",
                 "0 <= floor <= peak"};
  const auto file = read_file(path, kMaxFileBytes);
  if (!file) return file.error();
  const auto metadata = read_photo_metadata(std::as_bytes(std::span(*file)), path);
  if (!metadata) return metadata.error();
  constexpr int kGrey = cv::IMREAD_GRAYSCALE | cv::IMREAD_ANYDEPTH | cv::IMREAD_IGNORE_ORIENTATION;
  const auto decoded = decode_pixels(*metadata, path, kGrey);
  if (!decoded) return decoded.error();
  const cv::Mat& grey = *decoded;
  if (grey.depth() != CV_8U && grey.depth() != CV_16U)
    return Error{ErrorCode::kUnsupported, path, "is neither an 8- nor a 16-bit image",
                 "an 8- or 16-bit grey PNG or TIFF"};

  DensityGrid<PlaneMm> grid;
  grid.cell_mm = scale.mm_per_px;
  grid.per_cm2 = Image<float>(grey.cols, grey.rows, 1);
  const auto out = grid.per_cm2.view();
  const double white = grey.depth() == CV_8U ? 255 : 65535;
  for (int y = 0; y < grey.rows; ++y) {
    for (int x = 0; x < grey.cols; ++x) {
      const double v = (grey.depth() == CV_8U ? grey.at<unsigned char>(y, x) : grey.at<unsigned short>(y, x)) / white;
      *out.pixel(x, y) =
          v > 0 ? static_cast<float>(scale.floor_per_cm2 + v * (scale.peak_per_cm2 - scale.floor_per_cm2)) : 0.0F;
    }
  }
  return grid;
}

}  // namespace tonsure
