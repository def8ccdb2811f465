// Reading skin and light from a photo. Model, figures and limits: docs/model/light.md.
#pragma once

#include <span>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

TONSURE_EXPORT LinearRgb shading_at(const Shading& shading, Vec3<HeadMm> normal);
/// Bare skin of some normal, as it is recorded.
TONSURE_EXPORT LinearRgb recorded_skin(const SkinReading& skin, Vec3<HeadMm> normal);

/// Fits the shading of the bare skin inside the head's outline. Left out: existing hair, excluded areas, the last 3 mm
/// before the outline, grazing views, burnt-out pixels; what departs from the rest (shine, spots, stray hair) loses its
/// weight (Tukey's biweight, narrower towards bright: shine is common, black spots are not).
/// Errors: kInvalidInput if fewer than 60 patches of skin about 1.3 mm wide are seen, kCancelled.
/// @param curve  the camera's
TONSURE_EXPORT Result<Shading> estimate_shading(const Photo& photo, const Scene& scene, const FittedHead& head,
                                                const CameraCurve& curve, const Exec& exec = {});

/// A patch of hair so short that it is everywhere about as much darker than the skin it grows on.
struct HairPatch {
  LinearRgb color = {};  ///< mean of its pixels, linear light of the file
  Vec3<HeadMm> normal;   ///< of the skin, unit
};

/// Luminance, in the light of the scene, that bare skin would have at each patch of hair. The light is fitted as in
/// estimate_shading, but to hair, too, which is darker by a factor that is found with it: beyond the skin seen, a
/// polynomial alone would guess. Errors: those of estimate_shading; kInvalidInput ("existing_hair") where hardly any
/// skin is bare.
TONSURE_EXPORT Result<std::vector<double>> luminance_under_hair(const Photo& photo, const Scene& scene,
                                                                const FittedHead& head, const CameraCurve& curve,
                                                                std::span<const HairPatch> hair, const Exec& exec = {});

/// Reads the skin of a photo. The light of a recorded colour is exposure x light x skin; which share each has is found
/// as the mean of the posterior over melanin and blood (skin_color), exposure, the light's colour and the strength of
/// the camera's curve, given priors of all five and, where they are seen, the whites of the eyes and the paper of an
/// ArUco marker. A photo without colour tells brightness only: `diffuse` is then the colour of the likeliest skin.
/// Errors: those of estimate_shading.
TONSURE_EXPORT Result<SkinReading> read_skin(const Photo& photo, const Scene& scene, const FittedHead& head,
                                             const Exec& exec = {});

}  // namespace tonsure
