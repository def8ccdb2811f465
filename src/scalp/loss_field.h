// LossField: how much hair a pattern of loss (treatment/loss.h) leaves at each point of a head. Model:
// docs/model/loss.md.
#pragma once

#include <cstdint>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/treatment/treatment.h>
#include "anatomy.h"

namespace tonsure {

/// Years that one class of each scale lasts, in those who go on losing [E: Norwood 5 to 10].
inline constexpr double kYearsPerNorwoodClass = 7.5, kYearsPerLudwigClass = 10, kYearsPerSinclairClass = 7.5;

/// How far along its scale a pattern is after some years, not above the scale's last class. `years` >= 0. 0 for
/// patterns without classes: they do not follow the years.
TONSURE_EXPORT double loss_grade(const LossPattern& pattern, double years);

/// One head's loss of hair. A value; make it with `make_loss_field`.
struct LossField {
  ScalpAnatomy anatomy;
  LossPattern pattern;
  double grade = 0;  ///< continuous; see loss_grade
  std::uint64_t seed = 0;
  /// Recession of the right and of the left temple, over that of the class: the right area is larger in 77 % of men
  /// and on average by 23 % [M].
  double right_recession = 1, left_recession = 1;
  /// Of alopecia areata, on the mean head: the middle, the direction of the long axis (a unit tangent), half both axes.
  struct Patch {
    Vec3<HeadMm> centre, along;
    double long_mm = 12, short_mm = 12;
  };
  std::vector<Patch> patches;
};

/// `years`: how long the loss has gone on since it was of that pattern, in [0, 80]; beyond, and below 0, the nearest
/// of these is taken. `seed` draws the border's irregularity, the difference of right and left, and patches.
TONSURE_EXPORT LossField make_loss_field(const ScalpAnatomy& anatomy, const LossPattern& pattern, double years = 0,
                                         std::uint64_t seed = 1);

/// What is left at one point.
struct HairLeft {
  double share = 1;  ///< of the follicles that showed hair before any loss, in [0, 1]
  double shaft = 1;  ///< diameter of the shafts that are left, over that of terminal hair, in [0.3, 1]
};

/// At a point of the skin, or of the ray from mid-head through it. Knows nothing of where a scalp ends: off it, what
/// is said of its border holds on.
TONSURE_EXPORT HairLeft hair_left_at(const LossField& field, Vec3<HeadMm> point);

}  // namespace tonsure
