// Uses tonsure::io: writes a phantom and its scene, and reads both back.
#include <cstdio>

#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>
#include <tonsure/tonsure.h>

int main() {
  const auto phantom = tonsure::draw_phantom({.width_px = 96, .height_px = 96});
  if (!phantom) {
    std::fprintf(stderr, "%s\n", phantom.error().message().c_str());
    return 1;
  }
  const auto png = tonsure::encode_png(phantom->photo.pixels.view(), {});
  if (!png) {
    std::fprintf(stderr, "%s\n", png.error().message().c_str());
    return 1;
  }
  const auto photo = tonsure::decode_photo(*png, "phantom.png");
  const auto scene = tonsure::scene_from_json(tonsure::scene_to_json(phantom->scene), "phantom.scene.json");
  if (!photo || !scene) {
    std::fprintf(stderr, "%s\n", (photo ? scene.error() : photo.error()).message().c_str());
    return 1;
  }
  std::printf("%zu bytes of PNG, read back\n", png->size());
  return photo->pixels == phantom->photo.pixels && scene->width_px == phantom->scene.width_px ? 0 : 1;
}
