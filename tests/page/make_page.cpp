// Writes a preview page for the browser test: make_page OUT.html WIDTH HEIGHT
// Every string of the page tries to break out of its place.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/io/html.h>
#include <tonsure/io/photo.h>

namespace {

/// A grid of 100 px squares with shading; the after picture is darker in its upper half.
std::vector<std::byte> draw(int width, int height, bool after) {
  tonsure::Image<unsigned char> picture(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool square = ((x / 100) + (y / 100)) % 2 == 0;
      const int level = (square ? 190 : 170) - (after && y < height / 2 ? 70 : 0);
      unsigned char* pixel = picture.view().pixel(x, y);
      pixel[0] = static_cast<unsigned char>(level);
      pixel[1] = static_cast<unsigned char>(level - 30);
      pixel[2] = static_cast<unsigned char>(level - 50);
    }
  }
  return tonsure::encode_jpeg(picture.view(), 85);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_page OUT.html WIDTH HEIGHT\n";
    return 2;
  }
  tonsure::PreviewPage page;
  page.width_px = std::atoi(argv[2]);
  page.height_px = std::atoi(argv[3]);
  const std::vector<std::byte> before = draw(page.width_px, page.height_px, false);
  const std::vector<std::byte> after = draw(page.width_px, page.height_px, true);
  page.before_jpeg = before;
  page.after_jpeg = after;
  page.focus = tonsure::Vec2<tonsure::PhotoPx>{0.5 * page.width_px, 0.25 * page.height_px};
  page.mm_per_px = 0.24;
  page.scale_sd = 0.06;
  const std::string attack =
      "\"'><img src=x onerror=\"window.hacked=1\"></title></style><script>window.hacked=1</script>";
  page.title = "title " + attack + " {{js}}";
  page.scale_basis = "basis " + attack;
  page.moment = "healed " + attack;
  page.facts = {{"label " + attack, "value " + attack},
                {"<b>bold</b>", "&amp; \xE2\x80\xA8 \xE2\x80\xAE \xD7\xA9 \xF0\x9F\x99\x82"},
                {std::string("nul\0 escape\x1B", 12), "bad utf-8 \xC3( \xFF"},
                {std::string(300, 'x'), std::string(300, 'W')}};
  page.warnings = {"warning " + attack, "javascript:window.hacked=1"};
  std::ofstream file(argv[1], std::ios::binary);
  file << tonsure::preview_page_html(page);
  file.close();
  return file ? 0 : 4;
}
