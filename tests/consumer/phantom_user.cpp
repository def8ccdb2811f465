// Uses tonsure::phantom: draws a head.
#include <cstdio>

#include <tonsure/phantom/phantom.h>
#include <tonsure/tonsure.h>

int main() {
  const auto phantom = tonsure::draw_phantom({.width_px = 96, .height_px = 96});
  if (!phantom) {
    std::fprintf(stderr, "%s\n", phantom.error().message().c_str());
    return 1;
  }
  std::printf("a phantom of %d x %d px\n", phantom->photo.pixels.width(), phantom->photo.pixels.height());
  return phantom->photo.pixels.width() == 96 && phantom->scene.head_outline.size() > 2 ? 0 : 1;
}
