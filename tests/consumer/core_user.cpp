// Uses the core library alone: draws the phantom, and needs neither OpenCV nor a file.
#include <cstdio>
#include <cstring>

#include <tonsure/tonsure.h>

int main() {
  if (std::strcmp(TONSURE_VERSION_STRING, "") == 0) return 1;
  const auto phantom = tonsure::draw_phantom({.width_px = 96, .height_px = 96});
  if (!phantom) {
    std::fprintf(stderr, "%s\n", phantom.error().message().c_str());
    return 1;
  }
  std::printf("tonsure %s: a phantom of %d x %d px\n", TONSURE_VERSION_STRING, phantom->photo.pixels.width(),
              phantom->photo.pixels.height());
  return phantom->photo.pixels.width() == 96 && phantom->scene.head_outline.size() > 2 ? 0 : 1;
}
