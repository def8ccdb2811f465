#include "fft.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace tonsure::metrics {

Fft::Fft(std::size_t n) : size_(n), cos_(n), sin_(n) {
  for (std::size_t k = 0; k < n; ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
    cos_[k] = std::cos(angle);
    sin_[k] = std::sin(angle);
  }
}

void Fft::pass4(std::size_t n, std::size_t stride, const Lines& from, Lines& to) const {
  const std::size_t m = n / 4, run = stride * kLanes;
  for (std::size_t p = 0; p < m; ++p) {
    const double c1 = cos_[p * stride], s1 = sin_[p * stride];
    const double c2 = cos_[2 * p * stride], s2 = sin_[2 * p * stride];
    const double c3 = cos_[3 * p * stride], s3 = sin_[3 * p * stride];
    const double* const ar = from.re.data() + run * p;
    const double* const ai = from.im.data() + run * p;
    double* const yr = to.re.data() + run * 4 * p;
    double* const yi = to.im.data() + run * 4 * p;
    for (std::size_t q = 0; q < run; ++q) {
      const std::size_t b = q + run * m, c = q + 2 * run * m, d = q + 3 * run * m;
      const double sum_r = ar[q] + ar[c], sum_i = ai[q] + ai[c], difference_r = ar[q] - ar[c];
      const double difference_i = ai[q] - ai[c];
      const double other_r = ar[b] + ar[d], other_i = ai[b] + ai[d];
      const double turned_r = ai[d] - ai[b], turned_i = ar[b] - ar[d];  // i (b - d)
      yr[q] = sum_r + other_r;
      yi[q] = sum_i + other_i;
      const double r1 = difference_r - turned_r, i1 = difference_i - turned_i;
      yr[q + run] = c1 * r1 - s1 * i1;
      yi[q + run] = c1 * i1 + s1 * r1;
      const double r2 = sum_r - other_r, i2 = sum_i - other_i;
      yr[q + 2 * run] = c2 * r2 - s2 * i2;
      yi[q + 2 * run] = c2 * i2 + s2 * r2;
      const double r3 = difference_r + turned_r, i3 = difference_i + turned_i;
      yr[q + 3 * run] = c3 * r3 - s3 * i3;
      yi[q + 3 * run] = c3 * i3 + s3 * r3;
    }
  }
}

void Fft::pass2(std::size_t stride, const Lines& from, Lines& to) const {
  const std::size_t run = stride * kLanes;
  for (std::size_t q = 0; q < run; ++q) {
    to.re[q] = from.re[q] + from.re[q + run];
    to.im[q] = from.im[q] + from.im[q + run];
    to.re[q + run] = from.re[q] - from.re[q + run];
    to.im[q + run] = from.im[q] - from.im[q + run];
  }
}

void Fft::forward(Lines& lines, Lines& scratch) const {
  std::size_t n = size_, stride = 1;
  while (n > 1) {
    if (n % 4 == 0) {
      pass4(n, stride, lines, scratch);
      n /= 4;
      stride *= 4;
    } else {
      pass2(stride, lines, scratch);
      n /= 2;
      stride *= 2;
    }
    std::swap(lines.re, scratch.re);
    std::swap(lines.im, scratch.im);
  }
}

}  // namespace tonsure::metrics
