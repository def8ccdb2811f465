// Which of several scenes an error is about.
#pragma once

#include <tonsure/core/result.h>
#include <cstddef>

namespace tonsure {

/// The error with its scene's number where there is more than one scene.
inline Error in_scene(Error error, std::size_t index, std::size_t count) {
  if (count > 1) error.scene = static_cast<int>(index) + 1;
  return error;
}

}  // namespace tonsure
