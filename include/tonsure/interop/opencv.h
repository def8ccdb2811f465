/// @file
/// tonsure's images from OpenCV's. Header-only; include it where OpenCV is at hand. No pixel is copied by the views.
#pragma once

#include <opencv2/core.hpp>

#include <tonsure/core/image.h>

namespace tonsure {

/// A view of an 8-bit cv::Mat (CV_8UC1 to CV_8UC4), whatever its channels mean. The Mat must outlive the view.
/// An empty view where the Mat is empty, not 2-dimensional or not 8 bits deep.
inline ImageView<unsigned char> view_of(cv::Mat& mat) {
  if (mat.empty() || mat.dims != 2 || mat.depth() != CV_8U) return {};
  return {mat.data, mat.cols, mat.rows, mat.channels(), static_cast<std::ptrdiff_t>(mat.step[0])};
}

/// A cv::Mat header over a view's pixels. The pixels must outlive the Mat. An empty Mat where OpenCV has none like it:
/// of no pixels, of no or more than 512 channels, of rows that overlap.
inline cv::Mat mat_of(ImageView<unsigned char> view) {
  if (view.empty() || !view.sound() || view.channels > CV_CN_MAX) return {};
  return {view.height, view.width, CV_8UC(view.channels), view.data, static_cast<std::size_t>(view.row_stride)};
}

/// A photo from OpenCV's usual BGR, BGRA or grey Mat (8 bits, sRGB encoded). Copies. An empty photo for other kinds.
inline Photo photo_from_bgr(const cv::Mat& mat) {
  Photo photo;
  if (mat.empty() || mat.dims != 2 || mat.depth() != CV_8U) return photo;
  const int channels = mat.channels();
  if (channels != 1 && channels != 3 && channels != 4) return photo;
  photo.monochrome = channels == 1;
  photo.pixels = Image<unsigned char>(mat.cols, mat.rows, channels == 4 ? 4 : 3);
  const auto out = photo.pixels.view();
  for (int y = 0; y < mat.rows; ++y) {
    const unsigned char* in = mat.ptr(y);
    for (int x = 0; x < mat.cols; ++x, in += channels) {
      unsigned char* pixel = out.pixel(x, y);
      pixel[0] = in[channels == 1 ? 0 : 2];
      pixel[1] = in[channels == 1 ? 0 : 1];
      pixel[2] = in[0];
      if (channels == 4) pixel[3] = in[3];
    }
  }
  return photo;
}

/// A photo as a BGR or BGRA Mat. Copies. An empty Mat for photos of other than 3 or 4 channels.
inline cv::Mat bgr_from_photo(const Photo& photo) {
  const auto in = photo.pixels.view();
  if (in.empty() || (in.channels != 3 && in.channels != 4)) return {};
  cv::Mat mat(in.height, in.width, CV_8UC(in.channels));
  for (int y = 0; y < in.height; ++y) {
    unsigned char* out = mat.ptr(y);
    for (int x = 0; x < in.width; ++x, out += in.channels) {
      const unsigned char* pixel = in.pixel(x, y);
      out[0] = pixel[2];
      out[1] = pixel[1];
      out[2] = pixel[0];
      if (in.channels == 4) out[3] = pixel[3];
    }
  }
  return mat;
}

}  // namespace tonsure
