// Design: where on the scalp how many dots per cm2 go.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>
#include "masks.h"

#include "scalp_design.h"

namespace tonsure {

/// Lays out the density for the region that one or several photos of one head show.
/// A region's border is hairline (feathered and irregular, sentinels ahead), limb (dots run on behind the head),
/// existing hair (dots thin out inside it) or free (feathered), told apart by what lies next to it. Where photos
/// disagree, the one that sees the skin best has the say, without a seam.
/// @param heads  the view that each scene has of the same surface, in the order of the scenes.
/// @param masks  of the scenes, in their order, or none.
/// Errors: kInvalidInput (a region does not lie on the head; those of check_masks), kCancelled.
Result<ScalpDesign> design_density(std::span<const Scene> scenes, std::span<const FittedHead> heads,
                                   const Treatment& treatment, const Exec& exec = {},
                                   std::span<const PhotoMasks> masks = {});

}  // namespace tonsure
