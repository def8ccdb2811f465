/// @file
/// The limb of a head in a picture: a closed path around its middle, as star-shaped as heads are.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace tonsure {

/// Where a head is expected, before its limb is looked for: half an ellipse above its middle, another below.
struct HeadGuess {
  cv::Point2d center;
  double half_width = 0;
  double up = 0;    ///< from the middle to the top
  double down = 0;  ///< from the middle to where the ellipse ends below
  double roll = 0;  ///< radians; positive where the top leans to the right of the image
  /// How far the limb may stray from the guess: 1 SD of its distance from the middle, relative.
  double spread = 0.12;
  /// Directions closer than this to straight down (radians) show no limb: face, neck. Pi: none do.
  double limb_until = 3.2;
};

/// A point of the picture in the frame of the guess: x to its right, y down, both along its axes.
cv::Point2d to_head(const HeadGuess& guess, cv::Point2d p);
cv::Point2d from_head(const HeadGuess& guess, cv::Point2d q);

inline constexpr int kLimbDirections = 180;

/// The limb as radii along rays from the guess's middle; ray k points k * 2 deg clockwise from straight up.
struct Limb {
  std::vector<double> radius_px;
  /// Per ray: how much stronger the edge is than usual in the picture, from 0 (none) to 1.
  std::vector<double> edge;
};
/// The unit vector of ray k in the picture.
cv::Point2d ray(const HeadGuess& guess, int k);
/// The guess's own distance from the middle along ray k.
double guessed_radius(const HeadGuess& guess, int k);

/// Head (255) and the rest (0) by colour (Rother et al. 2004), begun from the guess.
/// @param rgb   8 bits, 3 channels, some 200 to 500 px
/// @param solid 8 bits: 0 where the photo is transparent; may be empty
/// @param face  255 where skin of the face is certain; may be empty
cv::Mat segment_head(const cv::Mat& rgb, const cv::Mat& solid, const cv::Mat& face, const HeadGuess& guess);

/// Strength of edges of colour, relative to the picture's own: [0, 1], float.
cv::Mat edge_strength(const cv::Mat& rgb);

/// The cheapest closed path: along edges, between head and the rest, near the guess, smooth.
Limb find_limb(const cv::Mat& head, const cv::Mat& edges, const HeadGuess& guess);

}  // namespace tonsure
