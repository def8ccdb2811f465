/// @file
/// Parts of a photo at the size segmentation works at, and coordinates to and from them.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>

namespace tonsure {

using Path = std::vector<cv::Point2d>;

/// A part of the photo at a reduced size.
struct Picture {
  cv::Mat rgb;
  cv::Mat solid;  ///< 0 where the photo is transparent; empty where it is so nowhere
  double scale = 1;
  cv::Point2d origin;  ///< photo px

  [[nodiscard]] cv::Point2d to_photo(cv::Point2d p) const { return origin + p / scale; }
  [[nodiscard]] cv::Point2d from_photo(cv::Point2d p) const { return (p - origin) * scale; }
};

/// `area` in photo px; what lies outside of the photo is left out. `scale`: picture px per photo px.
Picture cut(const Photo& photo, cv::Rect2d area, double scale);

/// A path in photo coordinates, in tenths of a pixel, within the photo, without repeated points.
Points<PhotoPx> to_points(const Picture& picture, const Path& path, const Photo& photo);
Path to_path(const Picture& picture, const Points<PhotoPx>& points);

}  // namespace tonsure
