// How much a treatment has left to do where hair grows already. Model: docs/model/strands.md.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Share of the treatment's darkening that existing hair leaves to do, in [0, 1]: 1 on bare skin, 0 where the photo is
/// as dark as treated skin will be, or darker. On the grid of `hair`.
/// @param target_delta_l  change of L* that the treatment makes of the skin in this photo, below 0
Image<float> hair_need(const HairDarkness& hair, double target_delta_l);

}  // namespace tonsure
