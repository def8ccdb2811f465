// What a scene may hold beside the limits of its public header, so that work on it is bounded.
#pragma once

#include <cstddef>

namespace tonsure {

inline constexpr std::size_t kMaxAreas = 1000;         ///< members of existing_hair, exclude and scars, each
inline constexpr std::size_t kMaxListPoints = 20'000;  ///< points of all members of such a list: two traced borders
inline constexpr std::size_t kMaxFacePoints = 1000;    ///< finders of faces give up to 478
inline constexpr double kMaxPrincipalPx = 1e7;         ///< it may lie off a cropped photo
inline constexpr double kMaxFocalPx = 1e7;             ///< of a telescope
inline constexpr double kMinFocal = 0.1;      ///< over the photo's longer side: an angle of view of 157 degrees
inline constexpr double kMaxPixelAspect = 5;  ///< fy over fx, or fx over fy: beyond any lens or stretched photo

}  // namespace tonsure
