// Whether a photo is one that tonsure works on.
#pragma once

#include <string>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>

namespace tonsure {

/// It has pixels, of 3 or 4 channels. Errors: kInvalidInput ("photo").
[[nodiscard]] inline Status check_photo(const Photo& photo) {
  const auto pixels = photo.pixels.view();
  if (!pixels.empty() && (pixels.channels == 3 || pixels.channels == 4)) return {};
  return Error{ErrorCode::kInvalidInput, "photo",
               "is " + std::to_string(pixels.width) + " x " + std::to_string(pixels.height) + " px with " +
                   std::to_string(pixels.channels) + " channels",
               "some pixels of 3 channels (RGB) or 4 (RGBA)"};
}

}  // namespace tonsure
