// Which pixels a canvas may hold of earlier drawings.
#pragma once

#include <tonsure/core/image.h>
#include <tonsure/drawing/drawing.h>

namespace tonsure {

/// All pixels that a Drawing may have changed so far, cancelled drawings included.
PixelRect written_by(Drawing& drawing);

/// Lets a Drawing put right what another one of the same photo may have left on the caller's canvas.
void take_over(Drawing& drawing, const PixelRect& written);

}  // namespace tonsure
