/// @file
/// The most head-like ellipse of a picture that shows no face: heads from above, behind, the side.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "outline.h"

namespace tonsure {

struct FoundHead {
  HeadGuess guess;
  double limb = 0;      ///< mean strength of edges along the ellipse, without its lowest part, [0, 1]
  double contrast = 0;  ///< mean difference of colour across it, there too, [0, 1]
  double closing = 0;   ///< strength of edges along its lowest part, relative to `limb`: near 1 where it is a limb too
};

/// @param rgb  8 bits, 3 channels, some 160 px. `solid` as in segment_head.
/// @param other_heads  where it is not: no ellipse has its middle there
/// Empty where nothing looks like a head.
std::optional<FoundHead> find_head(const cv::Mat& rgb, const cv::Mat& solid,
                                   const std::vector<cv::Rect2d>& other_heads);

}  // namespace tonsure
