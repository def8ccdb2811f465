#include "partial_scene.h"

#include <cmath>

namespace tonsure {

const char* scene_part_name(ScenePart part) {
  switch (part) {
    case ScenePart::kView:
      return "view";
    case ScenePart::kHeadOutline:
      return "head_outline";
    case ScenePart::kScalpRegion:
      return "scalp_region";
    case ScenePart::kHairline:
      return "hairline";
    case ScenePart::kExistingHair:
      return "existing_hair";
  }
  return "";
}

PartialScene all_of(const Scene& scene) {
  PartialScene whole{scene};
  whole.has.fill(true);
  whole.has[static_cast<std::size_t>(ScenePart::kHairline)] = scene.hairline.has_value();
  return whole;
}

Status check_partial_scene(const PartialScene& partial) {
  Scene scene = partial.scene;                        // what is missing is filled in with what is always right
  if (scene.width_px == 0 && scene.height_px == 0) {  // unknown until the photo is there
    scene.width_px = scene.height_px = static_cast<int>(std::sqrt(static_cast<double>(kMaxScenePixels)));
  }
  const double w = scene.width_px, h = scene.height_px;
  if (!partial.holds(ScenePart::kHeadOutline)) scene.head_outline = {{0, 0}, {w, 0}, {w, h}, {0, h}};
  if (!partial.holds(ScenePart::kScalpRegion)) scene.scalp_region = scene.head_outline;
  return check_scene(scene);
}

}  // namespace tonsure
