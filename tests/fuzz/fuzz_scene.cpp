#include <tonsure/io/json.h>

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  const auto read = [](std::string_view text) { return scene_from_json(text, "input"); };
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::require_round_trip(text, read, scene_to_json);
  const auto scene = read(text);
  if (!scene) return 0;
  fuzz::require(check_scene(*scene).ok(), "a scene that was read passes its check");
  fuzz::require(read(scene_to_json(*scene)).value() == *scene, "a scene reads back as it was");
  return 0;
}
