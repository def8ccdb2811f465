#include "picture.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace tonsure {
namespace {

constexpr double kLongestSide = 1280;  ///< px; what is drawn around a few pixels would be enlarged beyond that

}  // namespace

Picture cut(const Photo& photo, cv::Rect2d area, double scale) {
  const auto view = photo.pixels.view();
  const cv::Mat whole(view.height, view.width, view.channels == 4 ? CV_8UC4 : CV_8UC3,
                      const_cast<unsigned char*>(view.data), static_cast<std::size_t>(view.row_stride));
  const cv::Rect2d all(0, 0, whole.cols, whole.rows);
  area &= all;
  if (area.width < 1 || area.height < 1) area = all;
  const cv::Rect rect(cv::Point(cvFloor(area.x), cvFloor(area.y)),
                      cv::Point(cvCeil(area.x + area.width), cvCeil(area.y + area.height)));
  Picture picture;
  scale = std::min(scale, kLongestSide / std::max(rect.width, rect.height));
  const cv::Size size(std::max(1, cvRound(rect.width * scale)), std::max(1, cvRound(rect.height * scale)));
  picture.scale = static_cast<double>(size.width) / rect.width;
  picture.origin = rect.tl();
  cv::Mat small;
  cv::resize(whole(rect), small, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  if (view.channels == 3) {
    picture.rgb = small;
    return picture;
  }
  cv::extractChannel(small, picture.solid, 3);
  cv::cvtColor(small, picture.rgb, cv::COLOR_RGBA2RGB);
  picture.rgb.setTo(cv::Scalar(200, 200, 200), picture.solid < 128);
  picture.solid = picture.solid >= 128;
  if (cv::countNonZero(picture.solid) == size.area()) picture.solid.release();
  return picture;
}

Points<PhotoPx> to_points(const Picture& picture, const Path& path, const Photo& photo) {
  const double w = photo.pixels.width(), h = photo.pixels.height();
  Points<PhotoPx> out;
  for (const cv::Point2d& p : path) {
    const cv::Point2d q = picture.to_photo(p);
    // Tenths of a pixel: annotations are not better, and files stay readable.
    const Vec2<PhotoPx> point{std::round(10 * std::clamp(q.x, 0.0, w)) / 10,
                              std::round(10 * std::clamp(q.y, 0.0, h)) / 10};
    if (out.empty() || !(out.back() == point)) out.push_back(point);
  }
  return out;
}

Path to_path(const Picture& picture, const Points<PhotoPx>& points) {
  Path out;
  for (const auto& p : points) out.push_back(picture.from_photo({p.x, p.y}));
  return out;
}

}  // namespace tonsure
