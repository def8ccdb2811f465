/// @file
/// Draws the phantom: rays, light, skin and lens.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/phantom/phantom.h>

#include "balding.h"
#include "camera.h"

namespace tonsure::phantom {

/// sRGB, 8 bits, 3 channels. Errors: kCancelled.
Result<Image<unsigned char>> render(const PhantomOptions& options, const PortraitCamera& camera, const Balding& balding,
                                    const Exec& exec);

}  // namespace tonsure::phantom
