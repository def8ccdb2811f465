// Calibration: camera, pose, scale and head shape from what a scene offers, each with its error.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Calibrates a scene. Least squares over head shape, pose, position, scale and perspective: the limb of the outline
/// against the rim of the parametric head, face points against those of the mean face (each with its annotation error
/// and its spread among people), marker, stated scale and camera, and priors of the population (ANSUR II) and of the
/// view (docs/model/head.md lists all and their spreads). Errors are those of the normal equations, scaled by what the
/// residuals show. What the rim still departs from the outline becomes the view's radial correction.
///
/// Photos that somebody stretched are recognised by a limb that no head has, and a warning says so.
/// No scale evidence at all is no error: the mean head is assumed, and a warning says so. Evidence that contradicts the
/// rest by more than 3 SD is named in a warning.
/// Errors: kInvalidInput where outline and scale contradict each other beyond a factor of 2.5, left and right face
/// points are swapped, the region lies outside the head, or the camera sees another side than `view` says; kCancelled.
TONSURE_EXPORT Result<FittedHead> fit_head(const Scene& scene, const Exec& exec = {});

/// Calibrates several photos of one head together: one shape, a view for each, in the order of the scenes.
/// Errors: those of fit_head, with the scene's number.
TONSURE_EXPORT Result<std::vector<FittedHead>> fit_heads(std::span<const Scene> scenes, const Exec& exec = {});

/// Fits only the view, of a head whose surface is known already (measured, or from a Plan). Errors: those of fit_head.
TONSURE_EXPORT Result<FittedHead> fit_view(const Scene& scene, const ScalpSurface& surface, const Exec& exec = {});

/// A fitted view with its rim carried onto another outline of the same head, that of `scene`: the middle of the
/// head stays, its limb follows.
TONSURE_EXPORT HeadView with_outline(const ScalpSurface& surface, HeadView view, const Scene& scene);

}  // namespace tonsure
