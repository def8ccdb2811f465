#include <tonsure/io/grey_image.h>

#include <span>

#include <opencv2/imgcodecs.hpp>

#include <tonsure/io/output.h>
#include <tonsure/io/photo.h>

#include "decode_pixels.h"
#include "photo_metadata.h"

namespace tonsure {

Result<Image<float>> read_grey_image(const std::string& path) {
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
  Image<float> values(grey.cols, grey.rows, 1);
  const auto out = values.view();
  const double white = grey.depth() == CV_8U ? 255 : 65535;
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      *out.pixel(x, y) = static_cast<float>(
          (grey.depth() == CV_8U ? grey.at<unsigned char>(y, x) : grey.at<unsigned short>(y, x)) / white);
  return values;
}

}  // namespace tonsure
