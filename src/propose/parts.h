/// @file
/// Parts of a scene from the limb of a head: outline, hairline, hair and the region to treat.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include <tonsure/scene/scene.h>

#include "outline.h"
#include "picture.h"

namespace tonsure {

/// Where the eyes lie in the picture, which gives the proportions of a head that faces the camera.
struct Eyes {
  cv::Point2d left;  ///< as seen
  cv::Point2d right;

  [[nodiscard]] double distance() const { return cv::norm(right - left); }
  /// A point of the face: x to its image right, y down from the middle between the eyes, in eye distances.
  [[nodiscard]] cv::Point2d at(double x, double y) const;
};

/// Points of the limb, clockwise from straight up, smoothed.
Path limb_path(const HeadGuess& guess, const Limb& limb);

/// The outline of a head: over its limb, closed along the brows (front), or along ear and nape (side, back).
Path front_outline(const Path& limb, const Eyes& eyes);
Path side_outline(const Path& limb, bool nose_left);
Path back_outline(const Path& limb);

/// A mature hairline, left to right as seen.
Path front_hairline(const Path& outline, const Eyes& eyes);
Path side_hairline(const Path& outline, bool nose_left);

/// What is hair within an outline; `sure` is how well skin and hair differ, [0, 1].
struct HairFind {
  cv::Mat hair;  ///< 255 or 0
  double sure = 0;
};
/// @param skin  255 where the picture shows bare skin for certain; may be empty
HairFind find_hair(const cv::Mat& rgb, const Path& outline, const cv::Mat& skin);

/// Filled polygon: 255 inside.
cv::Mat filled(const Path& polygon, cv::Size size);

/// The largest patch of a mask as a smooth polygon of at most `points` points, and all patches larger than `least_px`,
/// each with its largest hole cut out by a slit. Empty where there is none.
Path largest_patch(const cv::Mat& mask, int points);
std::vector<Path> patches(const cv::Mat& mask, double least_px, int points);

/// Equally spaced points along a closed path.
Path respaced(const Path& closed, int points);

}  // namespace tonsure
