#include <tonsure/io/json.h>

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  const auto read = [](std::string_view text) { return treatment_from_json(text, "input"); };
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::require_round_trip(text, read, treatment_to_json);
  if (const auto treatment = read(text))
    fuzz::require(check_treatment(*treatment).ok(), "a treatment that was read passes its check");
  return 0;
}
