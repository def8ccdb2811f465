// What of a marker is as long as it is said to be.
#pragma once

#include <array>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Two points of a photo that lie Marker::size_mm apart on the skin.
using MarkerChord = std::array<Vec2<PhotoPx>, 2>;

/// The sides of a square ("aruco"); else the diameters, from each point of the rim to the one farthest from it. A pair
/// of points that are each other's farthest gives two: counted once, stated errors cover the truth in 77 to 79 % of
/// trials with a marker, counted twice in 60 to 75 % (tests/scalp/calibration_trials_test.cpp).
std::vector<MarkerChord> marker_chords(const Marker& marker);

}  // namespace tonsure
