#include "blur.h"

#include <algorithm>

namespace tonsure {
namespace {

constexpr double kCutoff = 3.0;  // the filter ends at this many standard deviations

std::size_t index_in(int width, int x, int y) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
}

/// Weighted sums along rows or columns, of what there is.
template <std::floating_point Real>
std::vector<Real> gathered(std::span<const Real> plane, int width, int height, const std::vector<Real>& taps,
                           bool along_x) {
  std::vector<Real> out(plane.size());
  const int reach = static_cast<int>(taps.size() / 2);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int here = along_x ? x : y, size = along_x ? width : height;
      Real sum = 0;
      for (int i = std::max(0, here - reach); i <= std::min(size - 1, here + reach); ++i)
        sum += taps[static_cast<std::size_t>(i - here + reach)] *
               plane[along_x ? index_in(width, i, y) : index_in(width, x, i)];
      out[index_in(width, x, y)] = sum;
    }
  }
  return out;
}

}  // namespace

void blur_plane(std::vector<float>& plane, int w, int h, double sigma) {
  if (!(sigma > 0)) return;
  const int radius = static_cast<int>(std::ceil(kCutoff * sigma));
  const std::vector<float> taps = normalized(gaussian_taps<float>(sigma, radius));
  std::vector<float> padded(static_cast<std::size_t>(w + 2 * radius));
  for (int y = 0; y < h; ++y) {
    float* row = &plane[index_in(w, 0, y)];
    for (int x = 0; x < w + 2 * radius; ++x)
      padded[static_cast<std::size_t>(x)] = row[std::clamp(x - radius, 0, w - 1)];
    std::fill(row, row + w, 0.0F);
    for (int k = 0; k <= 2 * radius; ++k) {
      const float tap = taps[static_cast<std::size_t>(k)];
      const float* in = &padded[static_cast<std::size_t>(k)];
      for (int x = 0; x < w; ++x) row[x] += tap * in[x];
    }
  }
  std::vector<float> result(plane.size(), 0.0F);
  for (int y = 0; y < h; ++y) {
    float* out = &result[index_in(w, 0, y)];
    for (int k = 0; k <= 2 * radius; ++k) {
      const float tap = taps[static_cast<std::size_t>(k)];
      const float* in = &plane[index_in(w, 0, std::clamp(y + k - radius, 0, h - 1))];
      for (int x = 0; x < w; ++x) out[x] += tap * in[x];
    }
  }
  plane.swap(result);
}

void blur_image(Image<float>& image, double sigma) {
  const auto v = image.view();
  const auto channels = static_cast<std::size_t>(v.channels);
  std::vector<float> plane(static_cast<std::size_t>(v.width) * static_cast<std::size_t>(v.height));
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = 0; i < plane.size(); ++i) plane[i] = v.data[i * channels + c];
    blur_plane(plane, v.width, v.height, sigma);
    for (std::size_t i = 0; i < plane.size(); ++i) v.data[i * channels + c] = plane[i];
  }
}

void blur_plane_121(std::vector<float>& plane, int w, int h) {
  std::vector<float> rows(plane.size());
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x)
      rows[index_in(w, x, y)] = 0.25F * (plane[index_in(w, std::max(0, x - 1), y)] + 2 * plane[index_in(w, x, y)] +
                                         plane[index_in(w, std::min(w - 1, x + 1), y)]);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x)
      plane[index_in(w, x, y)] = 0.25F * (rows[index_in(w, x, std::max(0, y - 1))] + 2 * rows[index_in(w, x, y)] +
                                          rows[index_in(w, x, std::min(h - 1, y + 1))]);
}

template <std::floating_point Real>
void gather_plane(std::span<Real> plane, int width, int height, double sigma, int reach) {
  const std::vector<Real> taps = gaussian_taps<Real>(sigma, reach);
  for (const bool along_x : {true, false}) {
    const std::vector<Real> sums = gathered<Real>(plane, width, height, taps, along_x);
    std::copy(sums.begin(), sums.end(), plane.begin());
  }
}
template void gather_plane(std::span<float> plane, int width, int height, double sigma, int reach);
template void gather_plane(std::span<double> plane, int width, int height, double sigma, int reach);

}  // namespace tonsure
