#include "paint_tile.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "../raster/blur.h"
#include "../raster/luma.h"
#include "../raster/tiles.h"
#include "noise_plane.h"

namespace tonsure {
namespace {

constexpr double kCutoff = 3.0;    // filters end at this many standard deviations
constexpr double kWidestPx = 4.5;  // of them; then no change is farther than kReachMm plus 16 px from a dot
// Share of the light that skin scatters which has been no deeper than pigment lies: red goes deepest [E].
constexpr std::array<float, 3> kFromAbove = {0.15F, 0.30F, 0.40F};
constexpr double kLeastSharpening = 0.02;
constexpr float kLeastSeen = 0.02F;  // share of the pixels around; of less, no colour is known

/// The change of one tile in encoded values: luma at full, chroma at the camera's resolution.
struct TileChange {
  PixelRect rect;                             ///< the tile with its apron
  ImageView<const unsigned char> pixels;      ///< of it
  std::vector<float> alpha, luma, blue, red;  ///< empty where no dot reaches
};

/// Low-passes a plane of colour differences. Wide filters work on a plane of half the resolution, as 4:2:0 storage
/// does.
void soften(std::vector<float>& plane, int w, int h, double sigma) {
  constexpr double kWide = 2.2;
  if (sigma < kWide) {
    blur_plane(plane, w, h, sigma);
    return;
  }
  const int half_w = (w + 1) / 2, half_h = (h + 1) / 2;
  std::vector<float> half(static_cast<std::size_t>(half_w) * static_cast<std::size_t>(half_h));
  const auto at = [&](int x, int y) -> float& {
    return plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x)];
  };
  const auto half_at = [&](int x, int y) -> float& {
    return half[static_cast<std::size_t>(y) * static_cast<std::size_t>(half_w) + static_cast<std::size_t>(x)];
  };
  for (int y = 0; y < half_h; ++y) {
    const int y0 = 2 * y, y1 = std::min(y0 + 1, h - 1);
    for (int x = 0; x < half_w; ++x) {
      const int x0 = 2 * x, x1 = std::min(x0 + 1, w - 1);
      half_at(x, y) = 0.25F * (at(x0, y0) + at(x1, y0) + at(x0, y1) + at(x1, y1));
    }
  }
  blur_plane(half, half_w, half_h, 0.5 * sigma);
  // Between the centres of the coarse pixels, which lie a quarter of one off those of the fine ones.
  for (int y = 0; y < h; ++y) {
    const int j = y / 2, other_j = std::clamp(y % 2 == 0 ? j - 1 : j + 1, 0, half_h - 1);
    for (int x = 0; x < w; ++x) {
      const int i = x / 2, other_i = std::clamp(x % 2 == 0 ? i - 1 : i + 1, 0, half_w - 1);
      at(x, y) = 0.75F * (0.75F * half_at(i, j) + 0.25F * half_at(other_i, j)) +
                 0.25F * (0.75F * half_at(i, other_j) + 0.25F * half_at(other_i, other_j));
    }
  }
}

/// The pixel's brightness in the hue of the skin around; the pixel itself where that is not known.
std::array<float, 3> evenly_colored(const std::array<float, 3>& light, const std::array<float, 3>& hue) {
  if (luminance(hue) <= 0) return light;
  const float brightness = luminance(light);
  return {brightness * hue[0], brightness * hue[1], brightness * hue[2]};
}

/// A channel's light of which a share is left: what comes from above the pigment stays, and has the even colour of what
/// is scattered there; what comes from below, with the colour of spots and vessels, goes.
float darkened(float light, float even, float left, float from_above) {
  const float below = std::max(0.0F, (left - from_above) / (1 - from_above));
  return below * light + (left - below) * even;
}

/// Low-passes the change's chroma. What is hidden has no part in it: else dots seen through thin hair would lose their
/// colour to the skin that is not seen, and change of brightness alone looks mauve on skin.
void soften_chroma(TileChange& change, double sigma) {
  const int w = change.rect.width(), h = change.rect.height();
  soften(change.blue, w, h, sigma);
  soften(change.red, w, h, sigma);
  const auto is_seen = [](float alpha) { return alpha >= 1; };
  if (std::all_of(change.alpha.begin(), change.alpha.end(), is_seen)) return;
  std::vector<float> seen = change.alpha;
  soften(seen, w, h, sigma);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const float all = 1 / std::max(seen[i], kLeastSeen);
    change.blue[i] *= all;
    change.red[i] *= all;
  }
}

/// Adds what sharpening adds to a small thing: its difference from its own blur. The mean stays.
void sharpen(TileChange& change, const CameraTrace& camera) {
  std::vector<float> blurred = change.luma;
  blur_plane(blurred, change.rect.width(), change.rect.height(), std::min(camera.sharpening_radius_px, kWidestPx));
  const auto amount = static_cast<float>(camera.sharpening);
  for (std::size_t i = 0; i < blurred.size(); ++i)
    change.luma[i] += change.alpha[i] * amount * (change.luma[i] - blurred[i]);
}

void work_out_change(const Painter& d, TileChange& change) {
  const PixelRect& r = change.rect;
  const RatioPlanes ratio = d.field.reflectance_ratio(r);
  if (ratio[0].empty()) return;
  change.alpha = d.matte.of(r);
  const std::size_t size = change.alpha.size();
  change.luma.assign(size, 0.0F);
  change.blue.assign(size, 0.0F);
  change.red.assign(size, 0.0F);
  const auto& weights = d.recording.grey_weights;
  for (int y = r.y0; y < r.y1; ++y) {
    for (int x = r.x0; x < r.x1; ++x) {
      const std::size_t i = r.index(x, y);
      const unsigned char* pixel = change.pixels.pixel(x - r.x0, y - r.y0);
      const std::array<float, 3> t = {ratio[0][i], ratio[1][i], ratio[2][i]};
      if (change.alpha[i] <= 0 || (t[0] == 1 && t[1] == 1 && t[2] == 1)) continue;
      if (change.pixels.channels == 4 && pixel[3] == 0) continue;
      const std::array<float, 3> mirrored = d.shine.shares_at(x, y), light = d.tables.light(pixel);
      const std::array<float, 3> even = evenly_colored(light, d.shine.hue_at(x, y));
      const auto encoded_change = [&](std::size_t c, float channel_ratio) {
        const float left = 1 - change.alpha[i] * (1 - mirrored[c]) * (1 - channel_ratio);
        return d.tables.code(darkened(light[c], even[c], left, kFromAbove[c])) - static_cast<float>(pixel[c]);
      };
      if (d.recording.monochrome) {
        const float mean = weights[0] * t[0] + weights[1] * t[1] + weights[2] * t[2];
        change.luma[i] = encoded_change(0, mean);
        continue;
      }
      const float red = encoded_change(0, t[0]), green = encoded_change(1, t[1]), blue = encoded_change(2, t[2]);
      const float luma = luma_of(red, green, blue);
      change.luma[i] = luma;
      change.blue[i] = blue - luma;
      change.red[i] = red - luma;
    }
  }
  const CameraTrace& camera = d.recording.camera;
  if (!d.recording.monochrome) soften_chroma(change, camera.chroma_px);
  if (camera.sharpening > kLeastSharpening) sharpen(change, camera);
}

unsigned char rounded(float v) {
  return static_cast<unsigned char>(std::clamp(v + 0.5F, 0.0F, 255.0F));
}

}  // namespace

Recording recording_of(const CameraTrace& camera, bool monochrome, const LinearRgb& diffuse) {
  Recording out{camera, 0, monochrome, {}};
  out.camera.chroma_px = std::clamp(camera.chroma_px, 0.0, kWidestPx);
  const double widest =
      std::max(out.camera.chroma_px,
               camera.sharpening > kLeastSharpening ? std::clamp(camera.sharpening_radius_px, 0.0, kWidestPx) : 0.0);
  out.apron_px = static_cast<int>(std::ceil(kCutoff * widest));
  for (std::size_t c = 0; c < 3; ++c) {
    LinearRgb alone{};
    alone[c] = diffuse[c];
    out.grey_weights[c] = static_cast<float>(luminance(alone) / luminance(diffuse));
  }
  return out;
}

void paint_tile(const Painter& d, const PixelRect& tile, const PixelRect& wanted, ImageView<unsigned char> out) {
  const PixelRect written = meet(tile, wanted);
  if (written.empty()) return;
  TileChange change;
  change.rect = grown(tile, d.recording.apron_px, d.width, d.height);
  Image<unsigned char> scratch;
  change.pixels = d.pixels(change.rect, scratch);
  work_out_change(d, change);
  std::optional<NoisePlane> noise;
  if (!change.luma.empty()) noise.emplace(tile, d.recording.camera);
  for (int y = written.y0; y < written.y1; ++y) {
    const unsigned char* from = change.pixels.pixel(written.x0 - change.rect.x0, y - change.rect.y0);
    unsigned char* to = out.pixel(written.x0, y);
    std::copy_n(from, static_cast<std::ptrdiff_t>(written.width()) * out.channels, to);
    if (!noise) continue;
    for (int x = written.x0; x < written.x1; ++x, to += out.channels) {
      const std::size_t i = change.rect.index(x, y);
      if (change.alpha[i] <= 0 || (out.channels == 4 && to[3] == 0)) continue;
      const float blue = change.alpha[i] * change.blue[i], red = change.alpha[i] * change.red[i];
      const float luma = change.luma[i] + noise->at(x, y, luma_of(to), change.luma[i]);
      const std::array<float, 3> was = {static_cast<float>(to[0]), static_cast<float>(to[1]),
                                        static_cast<float>(to[2])};
      to[0] = rounded(was[0] + luma + red);
      to[1] = rounded(was[1] + luma + green_at_equal_luma(red, blue));
      to[2] = rounded(was[2] + luma + blue);
    }
  }
}

}  // namespace tonsure
