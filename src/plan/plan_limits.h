// What the figures and dots of a plan may be: who checks a plan and who reads its file hold it to the same.
#pragma once

namespace tonsure {

inline constexpr double kMaxNeedleMm = 5;    ///< diameter or depth; far beyond any skin
inline constexpr double kMaxStrength = 100;  ///< times the average amount of pigment
inline constexpr double kMaxAngleDeg = 360;
inline constexpr double kMostFigure = 1e6;                           ///< of densities, areas, hours and costs
inline constexpr double kLeastMixMm = 0.05, kMostMixMm = 1;          ///< diameter of the mean dot
inline constexpr double kDarkestSides = -40, kFaintestSides = -0.5;  ///< L* of the client's own stubble over bare skin

}  // namespace tonsure
