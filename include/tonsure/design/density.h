/// @file
/// Design: where on the scalp how many dots per cm2 go.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/design/masks.h>
#include <tonsure/export.h>
#include <tonsure/scalp/calibrate.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// What a cell of the design is, beside its density.
struct ScalpDesign {
  /// Dots per cm2 of chart: the density on the skin times the chart's area factor.
  DensityGrid<ScalpMm> density;
  /// Distance behind the front edge, mm along the skin, on the same grid; negative ahead of it. Infinite where the
  /// region has no front edge.
  Image<float> behind_edge_mm;
  /// 1 where the cell blends into existing hair beyond the region, else 0; same grid.
  Image<unsigned char> in_hair;
  /// How much of the cell is scar, in [0, 1]; same grid.
  Image<float> scar;
  std::vector<std::string> warnings;  ///< what of the treatment the scenes do not let be
  double area_cm2 = 0;                ///< of skin, where the density is not 0
};

/// Lays out the density for the region that one or several photos of one head show.
/// A region's border is hairline (feathered and irregular, sentinels ahead), limb (dots run on behind the head),
/// existing hair (dots thin out inside it) or free (feathered), told apart by what lies next to it. Where photos
/// disagree, the one that sees the skin best has the say, without a seam.
/// @param heads  the view that each scene has of the same surface, in the order of the scenes.
/// @param masks  of the scenes, in their order, or none.
/// Errors: kInvalidInput (a region does not lie on the head; those of check_masks), kCancelled.
TONSURE_EXPORT Result<ScalpDesign> design_density(std::span<const Scene> scenes, std::span<const FittedHead> heads,
                                                  const Treatment& treatment, const Exec& exec = {},
                                                  std::span<const PhotoMasks> masks = {});

}  // namespace tonsure
