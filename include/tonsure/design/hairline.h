/// @file
/// The front edge: a guide line on the head, and how far the edge departs from it.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// A hairline for a head that came without one, from the head's right to its left, on the surface.
/// Shape [C]: `height_above_glabella_mm` of arc above the glabella on the midline, corners on the verticals through the
/// lateral canthi (0.58 of the half-breadth) and a little higher, then temple points, down to the sideburns.
TONSURE_EXPORT std::vector<Vec3<HeadMm>> default_hairline(const ScalpSurface& surface, Vec3<HeadMm> glabella,
                                                          const HairlineOptions& options);

/// How far, in mm along the skin, the edge lies ahead (positive) of or behind its guide.
/// @param half_breadth_mm  of the head: tells corners from the middle.
/// @param arc_mm   position along the guide, mm from its start.
/// @param at       the guide's point there: left and right, corner and middle are told apart by it.
/// Two bands of noise along the arc (macro, micro); a deeper corner on one side: the difference right minus left is
/// normal with mean 2.5 and SD 3.7 mm, so that the right recedes further in three of four heads [M sign, E size]; a
/// tilt of the line, SD 1.2 degrees [E].
TONSURE_EXPORT double edge_displacement_mm(const HairlineOptions& options, std::uint64_t seed, double half_breadth_mm,
                                           double arc_mm, Vec3<HeadMm> at);

/// Share of the peak density at a distance behind the edge (both in the same unit), rising from 0.03 at the edge to 1
/// at the feather's depth, 0 ahead of it. Anchors [E]: 0.23 at a fifth, 0.56 at three fifths of the feather, which for
/// 25 mm are the 35 and 80 dots/cm2 that 150/cm2 work has at 5 and 15 mm.
TONSURE_EXPORT double feather_profile(double behind_mm, double feather_mm);

}  // namespace tonsure
