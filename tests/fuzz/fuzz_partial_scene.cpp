#include <tonsure/io/json.h>

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  const std::string_view text = fuzz::text_of(data, size);
  const auto partial = partial_scene_from_json(text, "input");
  if (!partial) fuzz::require_told(partial.error());
  const auto whole = scene_from_json(text, "input");
  if (!whole) return 0;
  fuzz::require(partial.ok(), "what is a scene is a partial scene", partial ? "" : partial.error().message());
  fuzz::require(partial->scene == *whole, "a partial scene of which all is there is the scene");
  return 0;
}
