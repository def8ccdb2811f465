#include <tonsure/io/json.h>

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

}  // namespace tonsure
