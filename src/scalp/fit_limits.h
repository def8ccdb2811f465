// What a fitted head and its view may be: the fit keeps to it, and the reader of plans holds files to it, so that
// whatever is written can be read.
#pragma once

#include <tonsure/export.h>
#include <tonsure/scalp/view.h>

namespace tonsure {

inline constexpr double kMostShapeMode = 0.2;  ///< of a head's shape: ten standard deviations
/// Logarithm of how much larger than the mean a head may be fitted, and again of each of its axes beyond that: 12
/// standard deviations of the size, and no axis beyond a factor of 1.8.
inline constexpr double kMostLogSize = 0.3;
inline constexpr double kMostLogFace = 0.7;  ///< the same of the face, which may be a child's on an adult's head
/// From camera to mid-head; nearer, it would stand in the largest head that is fitted, 220 mm from mid-head.
inline constexpr double kNearestCameraMm = 250;
inline constexpr double kMostNearnessPerMm = 1 / kNearestCameraMm;
inline constexpr double kFarthestPx = 1e7;  ///< of mid-head and of the axis from the photo: 100 times the widest photo
inline constexpr double kLeastViewMmPerPx = 1e-4;  ///< far beyond what a scene may have
inline constexpr double kMostViewMmPerPx = 1e3;
inline constexpr double kMostViewAspect = 10;  ///< of pixels, and its reciprocal
inline constexpr double kMostRimExcess = 10;   ///< of an outline over the head's rim, as a share
inline constexpr double kMostHeadMm = 1000;    ///< of a coordinate from mid-head; twice the largest radius
inline constexpr double kMostChartMm = 5000;   ///< of one in the chart, which stretches sixfold down to the nape
inline constexpr double kMostFitError = 1e6;   ///< standard deviations and departures, in whatever unit
/// Of a drawn line along the skin, or all those of a list: annotated borders of regions have up to 2 m.
inline constexpr double kMostBorderMm = 20'000;

/// Whether a camera stands outside of a head, clear of its skin.
TONSURE_EXPORT bool stands_outside(const ScalpSurface& surface, const HeadCamera& camera);

}  // namespace tonsure
