// How the scenes of one head see it.
#pragma once

#include <span>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>

namespace tonsure {

/// Checks scenes, and that they show one head.
Status check_scenes(std::span<const Scene> scenes);

/// A plan's view of a scene; null where it was not made from that scene. Notes make no difference, nor does a lens that
/// only one of the two names: it may come from a photo's metadata, or be lost with them.
const FittedHead* view_in(const Plan& plan, const Scene& scene);

/// Calibrates scenes of one head, together unless its surface is known.
/// @param surface  measured; null: fitted
/// @param plan     of this head; null: none. Its surface is known, and so are the views of the scenes it was made from.
/// Errors: those of check_scenes and fit_heads; kCancelled.
Result<std::vector<FittedHead>> fit_scenes(std::span<const Scene> scenes, const ScalpSurface* surface, const Plan* plan,
                                           const Exec& exec);

}  // namespace tonsure
