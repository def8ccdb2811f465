/// @file
/// The one place that lets OpenCV decode. Private to io.
#pragma once

#include <cstddef>
#include <string>

#include <opencv2/core.hpp>

#include <tonsure/core/result.h>

#include "photo_metadata.h"

namespace tonsure {

/// Beyond any photo of kMaxPhotoPixels: 16-bit RGBA without compression takes 0.8 GB.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30U;

/// Decodes a picture as stored, not turned upright. `flags` are OpenCV's (cv::IMREAD_UNCHANGED: whatever depth and
/// channels it has). Errors: kInvalidInput (damaged), kResourceLimit.
Result<cv::Mat> decode_pixels(const PhotoMetadata& metadata, const std::string& name, int flags);

}  // namespace tonsure
