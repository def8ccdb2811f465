/// @file
/// The hairline of a plan in one photo, to be bent by hand. Model: docs/model/hairline.md.
#pragma once

#include <array>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/export.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Ways ahead of the guide, mm along the skin towards the face, at which HairlineGuidePoint::ahead_px tells where they
/// lead: all that a control can ask for. Chords of 10 mm leave a head's skin by less than 0.2 mm.
inline constexpr std::array<double, 9> kHairlineWaysMm = {-40, -30, -20, -10, 0, 10, 20, 30, 40};

/// A point of the guide, as a photo shows it.
struct HairlineGuidePoint {
  double at = 0;  ///< along the guide, as HairlineControl::at
  /// Where one comes from this point by each of kHairlineWaysMm, square to the guide; the middle one is the point
  /// itself, and the next less the one before it, over 20, its way in px per mm.
  std::array<Vec2<PhotoPx>, kHairlineWaysMm.size()> ahead_px;
  bool shown = false;  ///< the photo sees the skin there, and the treated region ends there
};

/// The guide that a plan's front edge follows, without its controls, and where to hold it.
struct HairlineHandles {
  std::vector<HairlineGuidePoint> guide;  ///< from the head's right to its left, some 2 mm apart
  /// `at` of the handles, rising, all on the guide where it is shown: those of the plan's controls, and between them of
  /// -0.8, -0.6 ... 0.8 what is farther than 0.1 from each of those. At most kMaxHairlineControls together with the
  /// controls that are not shown.
  std::vector<double> handles;
};

/// The hairline of a treatment in a photo that its plan was made from: the one that the scene draws, or the one
/// designed for it.
/// @param head  how that photo sees the head: Plan::views
/// Empty where the scene has no front edge (a view from behind without a hairline), or is one that check_scene refuses.
TONSURE_EXPORT HairlineHandles hairline_handles(const Scene& scene, const FittedHead& head, const Treatment& treatment);

}  // namespace tonsure
