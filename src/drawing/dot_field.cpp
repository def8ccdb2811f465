#include "dot_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "../core/gaussian.h"
#include "../raster/blur.h"

namespace tonsure {
namespace {

constexpr int kBinPx = 64;
/// Widest sample of the field, mm: finer than the smallest core. Coarser pixels are averaged from several samples,
/// because two cores that share a pixel without touching darken it by their sum, not by their product.
constexpr double kSampleMm = 0.13;
constexpr int kMostSamples = 16;
constexpr double kCutoff = 3.0;  // cores end at this many standard deviations ...
static_assert(kCutoff * kCutoff == 2 * kCoreEnd);
constexpr double kHaloCutoff = 2.7;          // ... and halos at this many, which keeps the widest within 3 mm
constexpr double kLeastBlur = 0.60;          // samples; sums of a Gaussian this wide err by 2 exp(-2 pi^2 s^2) < 0.2 %
constexpr double kLeastCellVariance = 0.25;  // keeps foreshortened halos sampled: their sum errs by < 1.5 %
constexpr double kHaloCell = 0.75;           // cell of a halo grid / its standard deviation
constexpr float kMostCore = 0.97F;

/// exp(-x) for x >= 0, tabulated: the same everywhere and several times faster than the library's.
class ExpTable {
 public:
  ExpTable() {
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = static_cast<float>(std::exp(-static_cast<double>(i) / kPerUnit));
  }
  [[nodiscard]] float operator()(float x) const {
    const float at = x * static_cast<float>(kPerUnit);
    const auto i = static_cast<std::size_t>(at);
    if (i + 1 >= values_.size()) return 0;
    const float t = at - static_cast<float>(i);
    return values_[i] + t * (values_[i + 1] - values_[i]);
  }

 private:
  static constexpr int kPerUnit = 256;  // linear interpolation errs by at most 1 / (8 * 256^2) = 2e-6
  std::array<float, 16 * 256 + 2> values_{};
};

/// exp(-x) for the optical depths x >= 0 of halos, capped at 8: the Taylor polynomial of degree 6 at x / 8, to the
/// eighth power. Relative error below 3e-4 up to x = 6 (the first neglected term, 0.75^7 / 7!, eight times). Unlike a
/// table it runs on whole vectors, and unlike std::exp it gives the same bits on every machine.
inline float exp_of_minus(float x) {
  const float z = -0.125F * (x < 8.0F ? x : 8.0F);
  float e = 1 + z * (1 + z * (1.0F / 2 + z * (1.0F / 6 + z * (1.0F / 24 + z * (1.0F / 120 + z / 720)))));
  e *= e;
  e *= e;
  return e * e;
}

/// A 2-D Gaussian in sample units: its inverse covariance and the box it is drawn in.
struct Gaussian {
  float ixx = 0, ixy = 0, iyy = 0;
  double normalization = 0;  ///< its value at the centre for unit integral over what is drawn of it
  double reach_x = 0, reach_y = 0;
  float limit = 0;  ///< of twice its exponent
};

/// Foreshortened image of a round Gaussian of variance `variance_mm2`, `scale` samples a pixel, plus `blur` in
/// samples^2.
Gaussian project_gaussian(const Footprint& f, double scale, double variance_mm2, double blur, double cutoff) {
  const double s = variance_mm2 * scale * scale;
  const double xx = s * (f.xx * f.xx + f.xy * f.xy) + blur;
  const double xy = s * (f.xx * f.yx + f.xy * f.yy);
  const double yy = s * (f.yx * f.yx + f.yy * f.yy) + blur;
  const double det = xx * yy - xy * xy;
  const double drawn = 1 - std::exp(-0.5 * cutoff * cutoff);  // of a 2-D Gaussian
  return {static_cast<float>(yy / det),
          static_cast<float>(-xy / det),
          static_cast<float>(xx / det),
          1 / (2 * std::numbers::pi * std::sqrt(det) * drawn),
          cutoff * std::sqrt(xx),
          cutoff * std::sqrt(yy),
          static_cast<float>(cutoff * cutoff)};
}

/// Calls visit(index, q) for every sample of a grid (w x h, sample centres at +0.5) under a Gaussian exp(-q).
template <class Visit>
void for_each_sample(const Gaussian& g, double cx, double cy, int w, int h, Visit visit) {
  const int x0 = std::max(0, static_cast<int>(std::ceil(cx - g.reach_x - 0.5)));
  const int x1 = std::min(w - 1, static_cast<int>(std::floor(cx + g.reach_x - 0.5)));
  const int y0 = std::max(0, static_cast<int>(std::ceil(cy - g.reach_y - 0.5)));
  const int y1 = std::min(h - 1, static_cast<int>(std::floor(cy + g.reach_y - 0.5)));
  for (int y = y0; y <= y1; ++y) {
    const auto dy = static_cast<float>(y + 0.5 - cy);
    const float qy = g.iyy * dy * dy, ly = 2 * g.ixy * dy;
    const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(w);
    for (int x = x0; x <= x1; ++x) {
      const auto dx = static_cast<float>(x + 0.5 - cx);
      const float q = (g.ixx * dx + ly) * dx + qy;
      if (q < g.limit) visit(row + static_cast<std::size_t>(x), 0.5F * q);
    }
  }
}

/// The footprint of a dot that an oblique stroke drew out: columns are the images of its long and its short axis.
Footprint lengthened(const PhotoDot& dot) {
  const Footprint& f = dot.px_per_mm;
  const Vec2<PhotoPx> along = dot.stroke;
  // What lies across the stroke on the skin: the images of all directions form an ellipse, f f^T, of which `along` is
  // one semi-diameter; the conjugate one has the determinant that is left.
  const double xx = f.xx * f.xx + f.xy * f.xy - along.x * along.x;
  const double xy = f.xx * f.yx + f.xy * f.yy - along.x * along.y;
  const double yy = f.yx * f.yx + f.yy * f.yy - along.y * along.y;
  const Vec2<PhotoPx> across = xx > yy
                                   ? Vec2<PhotoPx>{std::sqrt(std::max(xx, 1e-12)), xy / std::sqrt(std::max(xx, 1e-12))}
                                   : Vec2<PhotoPx>{xy / std::sqrt(std::max(yy, 1e-12)), std::sqrt(std::max(yy, 1e-12))};
  const auto aspect = static_cast<double>(dot.aspect);
  return {aspect * along.x, across.x, aspect * along.y, across.y};
}

/// A coarse grid of one halo Gaussian over a tile, in cells of `cell` samples.
struct HaloGrid {
  int cell = 1, width = 0, height = 0;
  std::vector<float> amount;

  HaloGrid(int samples_w, int samples_h, double cell_samples)
      : cell(std::max(1, static_cast<int>(std::lround(cell_samples)))),
        width(samples_w / cell + 2),
        height(samples_h / cell + 2),
        amount(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0.0F) {}

  /// The row of cells that sample row y lies in, interpolated between its two neighbours. Cell (0,0) is centred on the
  /// tile's corner, so that every sample lies between centres.
  void row_at(int y, std::vector<float>& row) const {
    const float at = (static_cast<float>(y) + 0.5F) / static_cast<float>(cell);
    const auto j = static_cast<std::size_t>(at);
    const float b = at - static_cast<float>(j);
    const auto w = static_cast<std::size_t>(width);
    const float* p = &amount[j * w];
    row.resize(w);
    for (std::size_t i = 0; i < w; ++i) row[i] = (1 - b) * p[i] + b * p[i + w];
  }

  /// Value of an interpolated row at a sample.
  [[nodiscard]] float in_row(const std::vector<float>& row, std::size_t x) const {
    const float at = (static_cast<float>(x) + 0.5F) * (1 / static_cast<float>(cell));
    const auto i = static_cast<std::size_t>(at);
    const float a = at - static_cast<float>(i);
    return row[i] + a * (row[i + 1] - row[i]);
  }
};

/// Bins lie where they lie in the photo, whatever part of it is touched: sums then have one order.
PixelRect touched_bins(const PixelRect& touched) {
  return {touched.x0 / kBinPx * kBinPx, touched.y0 / kBinPx * kBinPx, touched.x1, touched.y1};
}

}  // namespace

DotField::DotField(std::span<const PhotoDot> dots, const DotKernels& kernels, const PixelRect& touched,
                   double mm_per_px, double blur_px)
    : dots_(dots),
      kernels_(kernels),
      touched_(touched_bins(touched)),
      px_per_mm_(1 / mm_per_px),
      samples_(std::clamp(static_cast<int>(std::ceil(mm_per_px / kSampleMm - 1e-9)), 1, kMostSamples)),
      blur_in_samples_(samples_ == 1 ? std::max(blur_px * blur_px, kLeastBlur * kLeastBlur) : kLeastBlur * kLeastBlur),
      blur_of_pixels_px_(samples_ == 1 ? 0 : blur_px) {
  bins_x_ = (touched_.width() + kBinPx - 1) / kBinPx;
  bins_y_ = (touched_.height() + kBinPx - 1) / kBinPx;
  const auto bin_of = [&](const PhotoDot& dot) {
    const int x = std::clamp(static_cast<int>((dot.position.x - touched_.x0) / kBinPx), 0, bins_x_ - 1);
    const int y = std::clamp(static_cast<int>((dot.position.y - touched_.y0) / kBinPx), 0, bins_y_ - 1);
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(bins_x_) + static_cast<std::size_t>(x);
  };
  bin_start_.assign(static_cast<std::size_t>(bins_x_) * static_cast<std::size_t>(bins_y_) + 1, 0);
  for (const PhotoDot& dot : dots_) ++bin_start_[bin_of(dot) + 1];
  for (std::size_t i = 1; i < bin_start_.size(); ++i) bin_start_[i] += bin_start_[i - 1];
  bin_dots_.resize(dots_.size());
  std::vector<std::uint32_t> next(bin_start_.begin(), bin_start_.end() - 1);
  for (std::uint32_t i = 0; i < dots_.size(); ++i) bin_dots_[next[bin_of(dots_[i])]++] = i;
}

/// Dots that can reach into a rectangle, by bin and id.
std::vector<std::uint32_t> DotField::dots_near(const PixelRect& rect) const {
  std::vector<std::uint32_t> near;
  const int reach = static_cast<int>(std::ceil(kReachMm * px_per_mm_));
  const int x0 = std::max(0, (rect.x0 - reach - touched_.x0) / kBinPx);
  const int x1 = std::min(bins_x_ - 1, (rect.x1 + reach - touched_.x0) / kBinPx);
  const int y0 = std::max(0, (rect.y0 - reach - touched_.y0) / kBinPx);
  const int y1 = std::min(bins_y_ - 1, (rect.y1 + reach - touched_.y0) / kBinPx);
  for (int y = y0; y <= y1; ++y) {
    for (int x = x0; x <= x1; ++x) {
      const std::size_t bin =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(bins_x_) + static_cast<std::size_t>(x);
      near.insert(near.end(), bin_dots_.begin() + bin_start_[bin], bin_dots_.begin() + bin_start_[bin + 1]);
    }
  }
  return near;
}

RatioPlanes DotField::sampled_ratio(const PixelRect& rect, const std::vector<std::uint32_t>& near) const {
  static const ExpTable exp_minus;
  const int s = samples_;
  const int w = rect.width() * s, h = rect.height() * s;
  RatioPlanes core;
  for (auto& plane : core) plane.assign(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 1.0F);
  const double samples_per_mm = px_per_mm_ * s;
  std::vector<HaloGrid> halos;
  for (const double sigma_mm : kHaloSigmaMm) halos.emplace_back(w, h, kHaloCell * sigma_mm * samples_per_mm);

  const double blur = blur_in_samples_ + kPixelVariance;
  for (const std::uint32_t id : near) {
    const PhotoDot& dot = dots_[id];
    const double cx = (dot.position.x - rect.x0) * s, cy = (dot.position.y - rect.y0) * s;
    const Footprint& f = dot.px_per_mm;
    const double px2_per_mm2 = std::fabs(f.xx * f.yy - f.xy * f.yx) * s * s;
    const DrawnKernel kernel = kernel_of(kernels_, static_cast<double>(dot.size), static_cast<double>(dot.deeper_mm),
                                         static_cast<double>(dot.strength));

    const double sigma2 = static_cast<double>(kernel.core_sigma_mm) * static_cast<double>(kernel.core_sigma_mm);
    const Footprint core_f = dot.aspect > 1 ? lengthened(dot) : f;
    const double core_px2_per_mm2 = std::fabs(core_f.xx * core_f.yy - core_f.xy * core_f.yx) * s * s;
    const Gaussian g = project_gaussian(core_f, s, sigma2, blur, kCutoff);
    const double share =
        std::min(1.0, (1 - std::exp(-kCoreEnd)) * 2 * std::numbers::pi * sigma2 * core_px2_per_mm2 * g.normalization);
    const double at = std::clamp(std::round(kCoreBlurs * share), 1.0, static_cast<double>(kCoreBlurs));
    const CoreShape& shape = kernels_.cores[static_cast<std::size_t>(at) - 1];
    const float kept = dot.alpha * static_cast<float>(kCoreBlurs * share / at);
    std::array<float, 3> depth{};
    for (std::size_t c = 0; c < 3; ++c) depth[c] = std::min(kMostCore, kept * kernel.core[c]);
    for_each_sample(g, cx, cy, w, h, [&](std::size_t i, float q) {
      const std::array<float, 3> value = core_shape(shape, q);
      for (std::size_t c = 0; c < 3; ++c) core[c][i] *= 1 - depth[c] * value[c];
    });
    if (kernels_.scab_darkness > 0) {
      const double scab2 = std::pow(kernels_.scab_sigma_mm * static_cast<double>(dot.size), 2);
      const Gaussian scab = project_gaussian(f, s, scab2, blur, kCutoff);
      const auto darkness =
          static_cast<float>(kernels_.scab_darkness * 2 * std::numbers::pi * scab2 * px2_per_mm2 * scab.normalization) *
          dot.alpha;
      for_each_sample(scab, cx, cy, w, h, [&](std::size_t i, float q) {
        const float value = exp_minus(q);
        for (std::size_t c = 0; c < 3; ++c) core[c][i] *= 1 - darkness * value;
      });
    }

    for (std::size_t k = 0; k < halos.size(); ++k) {
      const double cell = halos[k].cell, sigma_mm = kHaloSigmaMm[k];
      const Gaussian halo =
          project_gaussian(f, s / cell, sigma_mm * sigma_mm, blur / (cell * cell) + kLeastCellVariance, kHaloCutoff);
      const auto height = static_cast<float>(2 * std::numbers::pi * sigma_mm * sigma_mm * px2_per_mm2 / (cell * cell) *
                                             halo.normalization) *
                          kernel.halo * dot.alpha;
      for_each_sample(halo, cx / cell + 0.5, cy / cell + 0.5, halos[k].width, halos[k].height,
                      [&](std::size_t i, float q) { halos[k].amount[i] += height * exp_minus(q); });
    }
  }

  // The halos' darkening multiplies the cores'.
  constexpr auto kMostDepth = static_cast<float>(kMostHaloDepth), kSharing = static_cast<float>(kHaloSharing);
  constexpr std::size_t kHalos = kHaloSigmaMm.size();
  std::array<std::array<float, kHalos>, 3> weight{};
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t k = 0; k < kHalos; ++k) weight[c][k] = static_cast<float>(kernels_.mean.halo[k][c]);
  const auto width = static_cast<std::size_t>(w);
  std::vector<float> cells;
  std::array<std::vector<float>, kHalos> rows;
  for (int y = 0; y < h; ++y) {
    for (std::size_t k = 0; k < kHalos; ++k) {
      halos[k].row_at(y, cells);
      rows[k].resize(width);
      for (std::size_t x = 0; x < width; ++x) rows[k][x] = halos[k].in_row(cells, x);
    }
    for (std::size_t c = 0; c < 3; ++c) {
      float* row = &core[c][static_cast<std::size_t>(y) * width];
      for (std::size_t x = 0; x < width; ++x) {
        float depth = 0;
        for (std::size_t k = 0; k < kHalos; ++k) depth += weight[c][k] * rows[k][x];
        const float most = depth < kMostDepth ? depth : kMostDepth;
        row[x] *= exp_of_minus(most - kSharing * most * most);
      }
    }
  }
  if (s == 1) return core;

  RatioPlanes ratio;
  const auto out_width = static_cast<std::size_t>(rect.width());
  const float share = 1.0F / static_cast<float>(s * s);
  for (std::size_t c = 0; c < 3; ++c) {
    ratio[c].assign(out_width * static_cast<std::size_t>(rect.height()), 0.0F);
    for (int y = 0; y < h; ++y) {
      float* out = &ratio[c][static_cast<std::size_t>(y / s) * out_width];
      const float* row = &core[c][static_cast<std::size_t>(y) * width];
      for (int x = 0; x < w; ++x) out[x / s] += share * row[x];
    }
  }
  return ratio;
}

RatioPlanes DotField::reflectance_ratio(const PixelRect& rect) const {
  const int apron = static_cast<int>(std::ceil(kCutoff * blur_of_pixels_px_));
  const PixelRect wide = {rect.x0 - apron, rect.y0 - apron, rect.x1 + apron, rect.y1 + apron};
  const std::vector<std::uint32_t> near = dots_near(wide);
  if (near.empty()) return {};
  RatioPlanes planes = sampled_ratio(wide, near);
  if (apron == 0) return planes;
  for (auto& plane : planes) {
    blur_plane(plane, wide.width(), wide.height(), blur_of_pixels_px_);
    std::vector<float> inner;
    inner.reserve(static_cast<std::size_t>(rect.width()) * static_cast<std::size_t>(rect.height()));
    for (int y = 0; y < rect.height(); ++y) {
      const auto row = plane.begin() + static_cast<std::ptrdiff_t>(y + apron) * wide.width() + apron;
      inner.insert(inner.end(), row, row + rect.width());
    }
    plane.swap(inner);
  }
  return planes;
}

}  // namespace tonsure
