#include "stubble_patch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../raster/linear.h"
#include "../raster/luma.h"
#include "fft.h"

namespace tonsure {
namespace {

using metrics::Fft;

/// |X|^2 of a real square of n x n, summed into rings.
class RingPower {
 public:
  explicit RingPower(std::size_t n) : n_(n), fft_(n), power_(n / 2 + 1), bins_(n / 2 + 1), re_(n * n), im_(n * n) {}

  void add(const std::vector<double>& square) {
    Fft::Lines lines(n_), scratch(n_);
    for (std::size_t y = 0; y < n_; y += Fft::kLanes) {
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t l = 0; l < Fft::kLanes; ++l) {
          lines.re[i * Fft::kLanes + l] = square[(y + l) * n_ + i];
          lines.im[i * Fft::kLanes + l] = 0;
        }
      }
      fft_.forward(lines, scratch);
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t l = 0; l < Fft::kLanes; ++l) {
          re_[(y + l) * n_ + i] = lines.re[i * Fft::kLanes + l];
          im_[(y + l) * n_ + i] = lines.im[i * Fft::kLanes + l];
        }
      }
    }
    for (std::size_t x = 0; x < n_; x += Fft::kLanes) {
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t l = 0; l < Fft::kLanes; ++l) {
          lines.re[i * Fft::kLanes + l] = re_[i * n_ + x + l];
          lines.im[i * Fft::kLanes + l] = im_[i * n_ + x + l];
        }
      }
      fft_.forward(lines, scratch);
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t l = 0; l < Fft::kLanes; ++l) {
          const double re = lines.re[i * Fft::kLanes + l], im = lines.im[i * Fft::kLanes + l];
          add_bin(i, x + l, re * re + im * im);
        }
      }
    }
  }

  [[nodiscard]] std::vector<double> mean() const {
    std::vector<double> mean(power_.size());
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = power_[i] / std::max(1.0, bins_[i]);
    return mean;
  }

 private:
  void add_bin(std::size_t i, std::size_t j, double power) {
    const auto signed_of = [&](std::size_t k) {
      return k > n_ / 2 ? static_cast<double>(k) - static_cast<double>(n_) : static_cast<double>(k);
    };
    const auto ring = static_cast<std::size_t>(std::lround(std::hypot(signed_of(i), signed_of(j))));
    if (ring >= power_.size()) return;  // the corners of the frequency plane
    power_[ring] += power;
    ++bins_[ring];
  }

  std::size_t n_;
  Fft fft_;
  std::vector<double> power_, bins_, re_, im_;
};

}  // namespace

Result<PatchReport> measure_patch(const Photo& photo, const PhotoSquare& patch) {
  const auto v = photo.pixels.view();
  constexpr int kSmall = 32, kLarge = 64;
  if (patch.side < kSmall || patch.x < 0 || patch.y < 0 || patch.x + patch.side > v.width ||
      patch.y + patch.side > v.height) {
    return Error{ErrorCode::kInvalidInput, "patch",
                 "its side is " + std::to_string(patch.side) + " px, or it leaves the photo",
                 "choose a square of at least 32 px within the photo"};
  }
  PatchReport report;
  report.mean = mean_linear(v, {patch.x, patch.y, patch.x + patch.side, patch.y + patch.side});

  const int n = patch.side >= 2 * kLarge ? kLarge : kSmall;
  const auto size = static_cast<std::size_t>(n);
  std::vector<double> taper(size);
  for (std::size_t i = 0; i < size; ++i)
    taper[i] = std::pow(std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / n), 2);
  RingPower rings(size);
  std::vector<double> square(size * size);
  const int starts = (patch.side - n) / (n / 2) + 1;
  for (int row = 0; row < starts; ++row) {
    for (int column = 0; column < starts; ++column) {
      const int x0 = patch.x + column * (n / 2), y0 = patch.y + row * (n / 2);
      // Less its mean under the taper, so that nothing of it leaks.
      double mean = 0, weights = 0;
      for (std::size_t y = 0; y < size; ++y) {
        for (std::size_t x = 0; x < size; ++x) {
          square[y * size + x] = luma_of<double>(v.pixel(x0 + static_cast<int>(x), y0 + static_cast<int>(y)));
          mean += taper[x] * taper[y] * square[y * size + x];
          weights += taper[x] * taper[y];
        }
      }
      mean /= weights;
      for (std::size_t y = 0; y < size; ++y)
        for (std::size_t x = 0; x < size; ++x)
          square[y * size + x] = (square[y * size + x] - mean) * taper[x] * taper[y];
      rings.add(square);
    }
  }
  report.step = 1.0 / n;
  report.power = rings.mean();
  // The taper's mean square along an axis is 3/8.
  for (double& p : report.power) p /= static_cast<double>(size * size) * (3.0 / 8) * (3.0 / 8);
  return report;
}

double worst_spectrum_difference_db(const PatchReport& a, const PatchReport& b, double least_frequency) {
  double worst = 0;
  for (std::size_t i = 0; i < std::min(a.power.size(), b.power.size()); ++i) {
    if (static_cast<double>(i) * a.step < least_frequency) continue;
    const double db = 10 * std::log10(std::max(1e-9, a.power[i]) / std::max(1e-9, b.power[i]));
    worst = std::max(worst, std::fabs(db));
  }
  return worst;
}

}  // namespace tonsure
