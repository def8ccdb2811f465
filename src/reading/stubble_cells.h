// Squares of a client's shaved hair in a photo, and the skin around it.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/treatment/pigment.h>

#include "stubble.h"

namespace tonsure {

inline constexpr std::size_t kFewestCells = 4;

/// Stubble in the scene's existing hair; of a reading that has all but that. Where none is seen, says why.
/// Errors: kCancelled.
Result<Found<StubbleReading>> read_stubble(const Photo& photo, const PhotoReading& reading, const Exec& exec);

/// What bare skin looks like where cells are.
/// @param usual  of its hue the darkening is taken to be where the photo does not tell
SkinUnderStubble skin_under(const std::vector<StubbleCell>& cells, const PigmentOptions& usual);

/// The `pigment.target_delta_l` that would meet stubble on the skin to be treated, in [-40, -0.5].
double stubble_target_delta_l(const StubbleReading& stubble, const LinearRgb& bare_scalp);

/// Skin under stubble like that which was measured, and its L* less that of the skin bare.
LinearRgb color_under(const LinearRgb& skin, const StubbleMeasure& stubble);
double delta_l_under(const LinearRgb& skin, const StubbleMeasure& stubble);

/// Errors: those of measure_stubble.
Result<StubbleMeasure> measure_cells(const Photo& photo, const std::vector<StubbleCell>& cells, double mm_per_px,
                                     const CameraTrace& camera, const LinearRgb& bare);

Grain grain_of(const Photo& photo, const std::vector<StubbleCell>& cells);

/// The texture of skin that is to be treated: of its smoothest square, as the rest may hold hair.
Grain skin_grain(const Photo& photo, const Scene& scene, const FittedHead& head);

}  // namespace tonsure
