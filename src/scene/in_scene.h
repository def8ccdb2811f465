// Which of several scenes an error is about.
#pragma once

#include <cstddef>
#include <string>

#include <tonsure/core/result.h>

namespace tonsure {

/// The error with its scene's number, counted from 1, in front ("scene 2: size") where there is more than one scene.
inline Error in_scene(Error error, std::size_t index, std::size_t count) {
  if (count > 1) error.where = "scene " + std::to_string(index + 1) + ": " + error.where;
  return error;
}

}  // namespace tonsure
