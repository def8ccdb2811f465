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
/// of points that are each other's farthest gives one chord: it was measured once.
std::vector<MarkerChord> marker_chords(const Marker& marker);

}  // namespace tonsure
