// Goes from cv::Mat to tonsure's photo and back.
#include <cstdio>

#include <opencv2/core.hpp>

#include <tonsure/interop/opencv.h>
#include <tonsure/tonsure.h>

int main() {
  cv::Mat mat(2, 3, CV_8UC3, cv::Scalar(1, 2, 3));  // B, G, R
  mat.at<cv::Vec3b>(1, 2) = {10, 20, 30};
  const tonsure::Photo photo = tonsure::photo_from_bgr(mat);
  const unsigned char* red = photo.pixels.view().pixel(2, 1);
  const cv::Mat back = tonsure::bgr_from_photo(photo);
  const bool same = back.size() == mat.size() && back.at<cv::Vec3b>(1, 2) == mat.at<cv::Vec3b>(1, 2) &&
                    back.at<cv::Vec3b>(0, 0) == mat.at<cv::Vec3b>(0, 0);
  const auto view = tonsure::view_of(mat);
  const cv::Mat header = tonsure::mat_of(view);
  const bool no_copy = header.data == mat.data && header.size() == mat.size() && header.type() == mat.type() &&
                       header.at<cv::Vec3b>(1, 2) == mat.at<cv::Vec3b>(1, 2);
  std::printf("red %d, linear %.5f\n", red[0], tonsure::srgb_to_linear(red[0] / 255.0));
  return same && no_copy && red[0] == 30 && red[2] == 10 && view.data == mat.data && view.width == 3 ? 0 : 1;
}
