#include "skin_sample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "../core/median.h"

#include "../raster/box.h"
#include "../raster/linear.h"
#include "../raster/luma.h"
#include "../raster/row_spans.h"
#include "camera_parts.h"

namespace tonsure {
namespace {

bool any_holds(const std::vector<std::pair<double, double>>& spans, double x) {
  return std::any_of(spans.begin(), spans.end(), [x](const auto& span) { return span.first <= x && x < span.second; });
}

}  // namespace

Result<LinearRgb> sample_skin(const Photo& photo, const Points<PhotoPx>& region) {
  const auto pixels = photo.pixels.view();
  const PixelRect box = touched_box_of(region, pixels);
  constexpr int kGrid = 130;  // at most some 17 000 samples: a median to a fraction of a code
  const int step = std::max({1, box.width() / kGrid, box.height() / kGrid});
  std::vector<LinearRgb> samples;
  for (int y = box.y0; y < box.y1; y += step) {
    const auto spans = spans_inside(region, y + 0.5);
    for (int x = box.x0; x < box.x1; x += step) {
      const unsigned char* p = pixels.pixel(x, y);
      if (pixels.channels == 4 && p[3] == 0) continue;
      if (!any_holds(spans, x + 0.5)) continue;
      samples.push_back(linear_of(p));
    }
  }
  if (samples.size() < 16) {
    return Error{ErrorCode::kInvalidInput, "scalp_region", "covers fewer than 16 visible pixels of the photo",
                 "draw a larger region, or use a photo of higher resolution"};
  }
  std::sort(samples.begin(), samples.end(), [](const LinearRgb& a, const LinearRgb& b) {
    return luminance(a) != luminance(b) ? luminance(a) < luminance(b) : a < b;
  });
  LinearRgb skin{};
  for (std::size_t c = 0; c < 3; ++c) {
    std::vector<double> channel;
    for (std::size_t i = samples.size() / 4; i < samples.size() - samples.size() / 4; ++i)
      channel.push_back(samples[i][c]);
    skin[c] = std::max(1e-4, median(std::move(channel)));
  }
  return skin;
}

double estimate_blur_px(const Photo& photo, const Points<PhotoPx>& region) {
  constexpr double kUnknown = 0.7, kLeast = 0.3, kMost = 1.2;
  const auto pixels = photo.pixels.view();
  const auto luma = [&](int x, int y) { return luma_of<double>(pixels.pixel(x, y)); };
  constexpr int kGrid = 130;
  const PixelRect box = box_of(region, 0, 2, pixels);
  const int step = std::max({1, box.width() / kGrid, box.height() / kGrid});
  double one = 0, two = 0;
  int count = 0;
  for (int y = box.y0; y < box.y1; y += step) {
    const auto spans = spans_inside(region, y + 0.5);
    for (int x = box.x0; x < box.x1; x += step) {
      if (!any_holds(spans, x + 0.5)) continue;
      const double twice = 2 * luma(x, y);
      const double near_x = luma(x - 1, y) + luma(x + 1, y) - twice, near_y = luma(x, y - 1) + luma(x, y + 1) - twice;
      const double far_x = luma(x - 2, y) + luma(x + 2, y) - twice, far_y = luma(x, y - 2) + luma(x, y + 2) - twice;
      one += near_x * near_x + near_y * near_y;
      two += far_x * far_x + far_y * far_y;
      ++count;
    }
  }
  if (count < 400 || two <= 0) return kUnknown;
  // The quotient falls from 1 (sharp) to 1/16.
  const double ratio = one / two;
  double sharp = kLeast, blurred = kMost;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (sharp + blurred);
    (second_difference_variance(middle, 1) / second_difference_variance(middle, 2) > ratio ? sharp : blurred) = middle;
  }
  return 0.5 * (sharp + blurred);
}

}  // namespace tonsure
