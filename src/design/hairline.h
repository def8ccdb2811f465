// The front edge: a guide line on the head, and how far the edge departs from it. Model: docs/model/hairline.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// A hairline for a head that came without one, from the head's right to its left, on the surface, points some 2 mm
/// apart. On the midline it stands hairline_height_mm above the glabella, along the skin; from there it rises to the
/// corners, on the verticals through the lateral canthi (0.58 of the half-breadth) [C], as HairlineOptions says, and
/// goes down by the temple points towards the ears: to the sideburns' ends where it is lined up.
TONSURE_EXPORT std::vector<Vec3<HeadMm>> design_hairline(const ScalpSurface& surface, Vec3<HeadMm> glabella,
                                                         const Treatment& treatment);

/// A point of a guide, as far as its edge depends on it.
struct GuidePoint {
  double arc_mm = 0;   ///< along the guide, rising towards the head's left; 0 on the midline where the guide crosses it
  double side_mm = 0;  ///< x in the head frame: negative on the right
  double rise_mm = 0;  ///< along the skin, above the level of the guide's middle; negative below it
};

/// What the edge's displacement needs to know of a guide on a surface.
TONSURE_EXPORT std::vector<GuidePoint> guide_points(const ScalpSurface& surface, std::span<const Vec3<HeadMm>> guide);

/// How far ahead (positive) of or behind its guide the edge lies, mm along the skin, at each point of the guide.
/// - Two bands of noise along the arc, macro and micro: each five waves between 0.8 and 1.25 times the stated length,
///   of random phase, that together have the RMS of one wave of the stated amplitude. Where both sides are seen, noise
///   whose halves mirror each other (correlation of kMostMirror or more) is drawn anew.
/// - The recession (what of the edge lies above the level of its middle) is larger on one side: right over left area is
///   log-normal, its median 1.19 and the SD of its log 0.24, so that the mean is 1.23 and the right is larger in 77 %
///   [M, 41 and 100 men]; raised to the power of HairlineOptions::asymmetry.
/// - The line is tilted by an angle of SD 1.2 degrees [E].
/// - All of this is bent back to stay within HairlineOptions::largest_departure_mm, where that is stated.
/// - The handles of HairlineOptions::controls pull it, joined by cubic steps.
/// @param half_breadth_mm  of the head
TONSURE_EXPORT std::vector<double> edge_displacement_mm(const HairlineOptions& options, std::uint64_t seed,
                                                        double half_breadth_mm, std::span<const GuidePoint> guide);
inline constexpr double kMostMirror = 0.45;  ///< estimate: halves of a natural edge have less than half in common

/// Area of the recession on either side: between the edge and the level of the guide's middle, mm2 of skin.
struct RecessionArea {
  double right_mm2 = 0;
  double left_mm2 = 0;
};
TONSURE_EXPORT RecessionArea recession_area(std::span<const GuidePoint> guide, std::span<const double> displacement_mm);

/// Correlation of the displacement of one half with that of the other, mirrored; 0 where only one half is there.
TONSURE_EXPORT double mirror_correlation(std::span<const GuidePoint> guide, std::span<const double> displacement_mm);

/// Share of the peak density at a distance behind the edge (both in the same unit), rising from 0.03 at the edge to 1
/// at the feather's depth, 0 ahead of it. Anchors [E]: 0.23 at a fifth, 0.56 at three fifths of the feather, which for
/// 25 mm are the 35 and 80 dots/cm2 that 150/cm2 work has at 5 and 15 mm.
TONSURE_EXPORT double feather_profile(double behind_mm, double feather_mm);

}  // namespace tonsure
