/// @file
/// The phantom's head as a signed distance: exactly the mean HeadShape on the cranium, a face, ears, a neck and clothed
/// shoulders blended onto it below.
#pragma once

#include <optional>

#include <tonsure/core/geom.h>
#include <tonsure/scalp/surface.h>

namespace tonsure::phantom {

using V3 = Vec3<HeadMm>;

/// The cranium.
inline constexpr HeadShape kCranium = {};

/// Above this height, mm, the head is the cranium and nothing else.
inline constexpr double kPureAboveMm = 14.0;

/// Half the distance between the pupils, mm (64 mm is the ANSUR II mean of men), and their height.
inline constexpr double kPupilX = 32;
inline constexpr double kPupilY = -21.5;
/// Where the lips meet on the midline.
inline constexpr double kMouthY = -87.5;

/// Distance to the head's surface, mm, negative inside; never more than the true distance near the surface.
double head_distance(V3 p);

/// Outward unit normal of the level set through p.
V3 head_normal(V3 p);

/// Distance along `direction` (unit) from `origin`, outside, to the bare cranium; empty where the ray misses.
std::optional<double> hit_cranium(V3 origin, V3 direction);
V3 cranium_normal(V3 p);

/// Distance along the ray to the head, at least `from` and at most `to`; empty where it misses. `pixel_mm` bounds the
/// error of the hit.
std::optional<double> trace_head(V3 origin, V3 direction, double from, double to);

/// Height above the lips' meeting line, mm, at a sideways position; and how far p is along the closed lids' line.
double mouth_line(double x);
double lash_line(double x);

/// 0 on skin, 1 on the shirt; in between at the collar's edge. `rib`: 1 on the collar band.
struct Cloth {
  double amount = 0;
  double rib = 0;
  double around = 0;  ///< mm along the collar, for its knit
};
Cloth cloth_at(V3 p);

/// Ear coordinates: 0 away from the ears, 1 on them.
double ear_amount(V3 p);

}  // namespace tonsure::phantom
