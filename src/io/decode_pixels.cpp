#include "decode_pixels.h"

#include <new>

#include <opencv2/imgcodecs.hpp>

namespace tonsure {

Result<cv::Mat> decode_pixels(const PhotoMetadata& metadata, const std::string& name, int flags) {
  const Error damaged{ErrorCode::kInvalidInput, name, "the picture data are damaged and cannot be decoded",
                      "copy or save the photo again"};
  const auto bytes = metadata.picture();
  if (bytes.size() > kMaxFileBytes) {
    return Error{ErrorCode::kResourceLimit, name, "it has " + std::to_string(bytes.size()) + " bytes",
                 "at most " + std::to_string(kMaxFileBytes) + " are allowed; scale it down"};
  }
  try {
    // OpenCV wants a mutable pointer, but only reads.
    const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1,
                        const_cast<std::byte*>(bytes.data()));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    cv::Mat pixels = cv::imdecode(input, flags);
    if (pixels.cols != metadata.width || pixels.rows != metadata.height) return damaged;
    return pixels;
  } catch (const cv::Exception& exception) {
    if (exception.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return damaged;
  }
}

}  // namespace tonsure
