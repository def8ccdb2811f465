// Uses the core library alone: places dots, and needs neither OpenCV nor a file.
#include <cstdio>
#include <cstring>

#include <tonsure/tonsure.h>

int main() {
  if (std::strcmp(TONSURE_VERSION_STRING, "") == 0) return 1;
  const tonsure::DensityGrid<tonsure::PlaneMm> density{{}, 40, tonsure::Image<float>(1, 1, 1, 100)};
  const auto dots = tonsure::place_dots(density, {}, 1);
  if (!dots) {
    std::fprintf(stderr, "%s\n", dots.error().message().c_str());
    return 1;
  }
  std::printf("tonsure %s: %zu dots\n", TONSURE_VERSION_STRING, dots->size());
  return dots->size() > 1400 && dots->size() < 1800 ? 0 : 1;  // of 1600
}
