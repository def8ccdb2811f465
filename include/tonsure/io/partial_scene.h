/// @file
/// A scene of which parts are still missing, as a person leaves it who has begun to annotate.
#pragma once

#include <array>
#include <cstddef>

#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// What a scene holds that a photo can tell. Face points are a part each, by their name.
enum class ScenePart { kView, kHeadOutline, kScalpRegion, kHairline, kExistingHair };
inline constexpr std::array<ScenePart, 5> kAllSceneParts = {
    ScenePart::kView, ScenePart::kHeadOutline, ScenePart::kScalpRegion, ScenePart::kHairline, ScenePart::kExistingHair};

/// The key of a part in a scene file ("head_outline").
TONSURE_EXPORT const char* scene_part_name(ScenePart part);

/// A scene of which some parts may be missing. What `scene` holds of a missing part means nothing.
struct PartialScene {
  Scene scene;
  std::array<bool, kAllSceneParts.size()> has = {};  ///< by ScenePart

  [[nodiscard]] bool holds(ScenePart part) const { return has[static_cast<std::size_t>(part)]; }
};

/// A whole scene, as one of which nothing is missing. Its `hairline` counts as missing where it has no value.
TONSURE_EXPORT PartialScene all_of(const Scene& scene);

}  // namespace tonsure
