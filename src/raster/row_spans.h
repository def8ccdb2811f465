// Where a line of pixels runs inside a polygon.
#pragma once

#include <utility>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// The stretches [from, to) of the line y = `at` (or x = `at` where `upright`) inside a polygon, by the even-odd rule:
/// the same points as `contains` says. As cheap for a whole line as that is for one point.
std::vector<std::pair<double, double>> spans_inside(const Points<PhotoPx>& polygon, double at, bool upright = false);

}  // namespace tonsure
