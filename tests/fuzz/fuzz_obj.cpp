#include "mesh_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tonsure::fuzz::require_sound_mesh(tonsure::fuzz::text_of(data, size), "input.obj");
  return 0;
}
