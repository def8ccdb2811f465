// Uses tonsure::io: writes a picture and a scene, and reads both back.
#include <cstdio>

#include <tonsure/io/json.h>
#include <tonsure/io/photo.h>
#include <tonsure/tonsure.h>

int main() {
  tonsure::Image<unsigned char> pixels(96, 96, 3, 200);
  pixels.view().pixel(5, 7)[1] = 20;
  tonsure::Scene wanted;
  wanted.image = "head.png";
  wanted.width_px = wanted.height_px = 96;
  wanted.head_outline = wanted.scalp_region = {{20, 20}, {76, 20}, {76, 80}, {20, 80}};
  const auto png = tonsure::encode_png(pixels.view(), {});
  if (!png) {
    std::fprintf(stderr, "%s\n", png.error().message().c_str());
    return 1;
  }
  const auto photo = tonsure::decode_photo(*png, "head.png");
  const auto scene = tonsure::scene_from_json(tonsure::scene_to_json(wanted), "head.scene.json");
  if (!photo || !scene) {
    std::fprintf(stderr, "%s\n", (photo ? scene.error() : photo.error()).message().c_str());
    return 1;
  }
  std::printf("%zu bytes of PNG, read back\n", png->size());
  return photo->pixels == pixels && scene->head_outline == wanted.head_outline ? 0 : 1;
}
