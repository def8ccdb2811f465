#include <tonsure/drawing/drawing.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <tonsure/core/color.h>

#include "../core/check_photo.h"
#include "pictures.h"

namespace tonsure {
namespace {

/// Width of the line or gap between the halves, px, for a picture of some width.
int divider_px(int width) {
  return std::max(2, width / 400);
}

bool of_one_size(const Photo& a, const Photo& b) {
  return a.pixels.width() == b.pixels.width() && a.pixels.height() == b.pixels.height();
}

/// Every `factor` x `factor` pixels averaged in linear light; alpha is dropped (shown on white).
Image<unsigned char> opaque_and_shrunk(ImageView<const unsigned char> in, int factor) {
  const int w = std::max(1, in.width / factor), h = std::max(1, in.height / factor);
  Image<unsigned char> out(w, h, 3);
  const auto o = out.view();
  const auto& linear = srgb8_to_linear_table();
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      if (factor == 1 && in.channels == 3) {
        std::copy_n(in.pixel(x, y), 3, o.pixel(x, y));
        continue;
      }
      std::array<double, 3> sum{};
      for (int dy = 0; dy < factor; ++dy) {
        for (int dx = 0; dx < factor; ++dx) {
          const unsigned char* p = in.pixel(x * factor + dx, y * factor + dy);
          const double alpha = in.channels == 4 ? p[3] / 255.0 : 1.0;
          for (std::size_t c = 0; c < 3; ++c) sum[c] += alpha * static_cast<double>(linear[p[c]]) + (1 - alpha);
        }
      }
      for (std::size_t c = 0; c < 3; ++c)
        o.pixel(x, y)[c] = static_cast<unsigned char>(std::lround(255 * linear_to_srgb(sum[c] / (factor * factor))));
    }
  }
  return out;
}

}  // namespace

Image<unsigned char> beside(const Photo& before, const Photo& after, long long most_pixels) {
  if (!check_photo(before).ok() || !check_photo(after).ok() || !of_one_size(before, after)) return {};
  int factor = 1;
  const long long pixels = static_cast<long long>(before.pixels.width()) * before.pixels.height();
  const int narrowest = std::min(before.pixels.width(), before.pixels.height());
  while (most_pixels > 0 && factor < narrowest && pixels / (static_cast<long long>(factor) * factor) > most_pixels)
    ++factor;
  const Image<unsigned char> left = opaque_and_shrunk(before.pixels.view(), factor),
                             right = opaque_and_shrunk(after.pixels.view(), factor);
  const int gap = divider_px(left.width());
  Image<unsigned char> both(left.width() + gap + right.width(), left.height(), 3, 255);
  const auto out = both.view();
  for (int y = 0; y < left.height(); ++y) {
    std::copy_n(left.view().row(y), 3 * left.width(), out.row(y));
    std::copy_n(right.view().row(y), 3 * right.width(), out.pixel(left.width() + gap, y));
  }
  return both;
}

Image<unsigned char> shrunk_part(const Photo& photo, const PixelRect& part, int most_px) {
  const int longest = std::max(part.width(), part.height());
  return opaque_and_shrunk(part_of(photo.pixels.view(), part), std::max(1, (longest + most_px - 1) / most_px));
}

Image<unsigned char> split(const Photo& before, const Photo& after, double at_x_px) {
  if (!of_one_size(before, after) || before.pixels.channels() != after.pixels.channels()) return {};
  Image<unsigned char> picture = after.pixels;
  const auto out = picture.view();
  const auto in = before.pixels.view();
  const int line = divider_px(out.width);
  const double column = at_x_px >= 0 ? std::min<double>(at_x_px, out.width) : 0;  // not a number: 0, too
  const int edge = std::clamp(static_cast<int>(std::lround(column)) - line / 2, 0, std::max(0, out.width - line));
  for (int y = 0; y < out.height; ++y) {
    std::copy_n(in.row(y), static_cast<std::ptrdiff_t>(edge) * in.channels, out.row(y));
    for (int x = edge; x < std::min(out.width, edge + line); ++x) std::fill_n(out.pixel(x, y), out.channels, 255);
  }
  return picture;
}

}  // namespace tonsure
