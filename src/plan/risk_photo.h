/// @file
/// How well the photos of a plan tell where things lie on the head.
#pragma once

#include <optional>
#include <vector>

#include <tonsure/plan/plan.h>
#include <tonsure/scalp/view.h>
#include "../scalp/anatomy.h"

namespace tonsure {

/// How far off a point of the plan may lie on the head, 1 SD, mm along the skin, by the photo that tells it best;
/// infinite where none sees it.
double place_error_mm(const std::vector<FittedHead>& photos, Vec3<HeadMm> point);

/// What the height of a hairline is measured from. One that was designed lies where it was asked for. One that was
/// drawn lies where the photo shows it, as the glabella does: errors of the pose move both alike.
struct HeightBase {
  Vec3<HeadMm> glabella;
  bool drawn = false;
  std::optional<FittedHead> photo;  ///< that shows line and glabella
};
HeightBase height_base(const Plan& plan, const ScalpLandmarks& landmarks);

/// 1-SD error of a height measured from there to a point of the line, mm; 0 of a designed line.
double height_error_mm(const HeightBase& base, const std::vector<FittedHead>& photos, Vec3<HeadMm> line,
                       double height_mm);

}  // namespace tonsure
