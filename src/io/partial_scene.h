/// @file
/// Scenes of which parts are missing.
#pragma once

#include <tonsure/io/json.h>

namespace tonsure {

/// What check_scene says of the parts that are there.
[[nodiscard]] TONSURE_EXPORT Status check_partial_scene(const PartialScene& partial);

}  // namespace tonsure
