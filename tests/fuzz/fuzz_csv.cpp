#include <numeric>

#include <tonsure/io/csv.h>

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tonsure;
  const auto positions = flat_dots_from_csv(fuzz::text_of(data, size), "input");
  if (!positions) {
    fuzz::require_told(positions.error());
    return 0;
  }
  DotSet<PlaneMm> dots;
  dots.positions = *positions;
  dots.id.resize(positions->size());
  std::iota(dots.id.begin(), dots.id.end(), 0U);
  dots.session.assign(positions->size(), 1);
  const auto again = flat_dots_from_csv(flat_dots_to_csv(dots, dots.id), "input");
  fuzz::require(again.ok(), "what was written can be read", again ? "" : again.error().message());
  fuzz::require(*again == *positions, "positions read back as they were");
  return 0;
}
