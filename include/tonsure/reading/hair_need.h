/// @file
/// How much a treatment has left to do where hair grows already. Model: docs/model/strands.md.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/export.h>
#include <tonsure/reading/skin_photo.h>
#include <tonsure/scalp/calibrate.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Share of the treatment's darkening that existing hair leaves to do, in [0, 1]: 1 on bare skin, 0 where the photo is
/// as dark as treated skin will be, or darker. Known inside `existing_hair` and fading to 1 over 12 mm beside it.
/// One channel, coarse: the image spans the photo whatever its size. Empty where the scene has no existing hair.
/// @param target_delta_l  change of L* that the treatment makes of the skin in this photo, below 0
TONSURE_EXPORT Image<float> find_hair_need(const Photo& photo, const Scene& scene, const FittedHead& head,
                                           const SkinReading& reading, double target_delta_l, const Exec& exec = {});

}  // namespace tonsure
