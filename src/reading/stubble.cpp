#include "stubble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "../core/gaussian.h"
#include "../raster/box.h"
#include "../raster/row_spans.h"
#include "stubble_detect.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr int kAroundPx = 12;  // looked at beyond the regions, for neighbours
constexpr std::size_t kFewestPixels = 400;
constexpr int kFewestDots = 50;                          // their nearest-neighbour mean is then good to 3 %
constexpr double kLeastDotMm = 0.05, kMostDotMm = 0.45;  // FWHM of hair stubs and dots
/// Noise and pores alone give dark and bright spots alike; so do dots that run into one another, but strong ones.
constexpr float kLeastDarkOverBright = 1.3F;
constexpr float kLeastDenseContrast = 0.03F;  // of the band / luma: pores and combed hair have 0.01 to 0.028
constexpr double kLeastDenseOverNoise = 3.5;
constexpr double kMostElongatedDense = 0.45;
// Biases seen on drawn fields: a dot is flatter than the Gaussian that is fitted, neighbours' halos narrow it, its own
// widens it; pairs that merge are counted once.
constexpr double kDiameterBias = 0.2, kDensityBias = 0.03, kMergingSpacing = 6.5, kMergingBias = 0.06;
constexpr double kLeastShare = 0.40;  // of the strength of a strong spot: weaker ones are texture
constexpr double kMostElongated = 0.35;
constexpr std::size_t kNeighbours = 32;  // whose distance gives the local density: good to 9 % in spacing

/// Which pixels of a rectangle lie in any of the regions.
struct Mask {
  PixelRect rect;
  std::vector<unsigned char> in;
  std::size_t count = 0;

  [[nodiscard]] bool holds(Px p) const {
    const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
    if (x < rect.x0 || x >= rect.x1 || y < rect.y0 || y >= rect.y1) return false;
    return in[rect.index(x, y)] != 0;
  }
};

Mask mask_of(ImageView<const unsigned char> v, std::span<const Points<PhotoPx>> regions) {
  Mask mask{box_of(regions, v), {}, 0};
  if (mask.rect.empty()) return mask;
  mask.in.assign(mask.rect.size(), 0);
  for (const auto& region : regions) {
    for_each_inside(region, mask.rect, [&](int x, int y) {
      if (v.channels < 4 || v.pixel(x, y)[3] != 0) mask.in[mask.rect.index(x, y)] = 1;
    });
  }
  mask.count = static_cast<std::size_t>(std::count(mask.in.begin(), mask.in.end(), 1));
  return mask;
}

float quantile(std::vector<float> values, double q) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// Mean tone, and its error from the scatter of squares of 16 px: texture and shading.
void measure_tone(ImageView<const unsigned char> v, const Mask& mask, const LinearRgb& bare, StubbleMeasure& m) {
  constexpr int kSquare = 16;
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  std::vector<double> squares;
  for (int y0 = mask.rect.y0; y0 < mask.rect.y1; y0 += kSquare) {
    for (int x0 = mask.rect.x0; x0 < mask.rect.x1; x0 += kSquare) {
      LinearRgb here{};
      int count = 0;
      for (int y = y0; y < std::min(mask.rect.y1, y0 + kSquare); ++y) {
        for (int x = x0; x < std::min(mask.rect.x1, x0 + kSquare); ++x) {
          if (mask.in[mask.rect.index(x, y)] == 0) continue;
          for (std::size_t c = 0; c < 3; ++c) here[c] += static_cast<double>(linear[v.pixel(x, y)[c]]);
          ++count;
        }
      }
      for (std::size_t c = 0; c < 3; ++c) sum[c] += here[c];
      if (count < kSquare * kSquare / 2) continue;
      for (double& h : here) h /= count;
      squares.push_back(to_lab(here).l);
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    m.mean[c] = sum[c] / static_cast<double>(mask.count);
    m.minus_log_ratio[c] = -std::log(std::max(1e-4, m.mean[c]) / std::max(1e-4, bare[c]));
  }
  double mean = 0, variance = 0;
  for (const double l : squares) mean += l / static_cast<double>(squares.size());
  for (const double l : squares) variance += (l - mean) * (l - mean);
  const auto n = static_cast<double>(squares.size());
  m.delta_l = {to_lab(m.mean).l - to_lab(bare).l, n > 1 ? std::sqrt(variance / (n - 1) / n) : 0, true};
}

/// Spots of the size that stands out most.
struct Chosen {
  SpotBand band;
  double sigma = 1;
  float strong = 0;  ///< strength of a strong dark spot
  float dark_over_bright = 0;
};

Chosen choose_band(const LumaPlane& luma, const Mask& mask, double mm_per_px, const CameraTrace& camera) {
  const double blur2 = camera.blur_px * camera.blur_px + kPixelVariance;
  const auto sigma_of = [&](double diameter_mm) {
    return std::sqrt(blur2 + std::pow(diameter_mm / mm_per_px / kFwhmPerSigma, 2));
  };
  Chosen best;
  float best_score = -1;
  const double first = std::max(0.6, sigma_of(kLeastDotMm)), last = std::max(first, sigma_of(kMostDotMm));
  for (double sigma = first; sigma <= last * 1.0001; sigma *= 1.3) {
    Chosen chosen{find_spots(luma, sigma), sigma, 0, 0};
    std::erase_if(chosen.band.dark, [&](const Spot& s) { return s.strength <= 0; });
    std::vector<float> dark;
    for (const Spot& s : chosen.band.dark) {
      if (mask.holds(s.position)) dark.push_back(s.strength);
    }
    chosen.strong = quantile(dark, 0.85);
    const float bright = quantile(chosen.band.bright, 0.85);
    chosen.dark_over_bright = bright > 0 ? chosen.strong / bright : 0;
    const float score = chosen.strong - bright;  // how far dark spots stand out
    if (score > best_score) {
      best_score = score;
      best = std::move(chosen);
    }
  }
  return best;
}

/// Distances to the nearest and to the kNeighbours-th neighbour of points, by bins.
class Neighbours {
 public:
  Neighbours(std::vector<Px> points, const PixelRect& rect, double bin_px)
      : points_(std::move(points)), rect_(rect), bin_px_(bin_px) {
    columns_ = std::max(1, static_cast<int>(std::ceil(rect.width() / bin_px)));
    rows_ = std::max(1, static_cast<int>(std::ceil(rect.height() / bin_px)));
    bins_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (std::size_t i = 0; i < points_.size(); ++i) bins_[bin_of(points_[i])].push_back(i);
  }

  /// Distances to all others within `reach` bins, rising.
  [[nodiscard]] std::vector<double> distances(std::size_t of) const {
    std::vector<double> d;
    const Px p = points_[of];
    const int bx = column(p), by = row(p);
    for (int reach = 3; reach <= 6; reach *= 2) {
      d.clear();
      for (int y = std::max(0, by - reach); y <= std::min(rows_ - 1, by + reach); ++y) {
        for (int x = std::max(0, bx - reach); x <= std::min(columns_ - 1, bx + reach); ++x) {
          for (const std::size_t i :
               bins_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x)]) {
            if (i != of) d.push_back(norm(points_[i] - p));
          }
        }
      }
      if (d.size() >= 2 * kNeighbours) break;
    }
    std::sort(d.begin(), d.end());
    return d;
  }

 private:
  [[nodiscard]] int column(Px p) const {
    return std::clamp(static_cast<int>((p.x - rect_.x0) / bin_px_), 0, columns_ - 1);
  }
  [[nodiscard]] int row(Px p) const { return std::clamp(static_cast<int>((p.y - rect_.y0) / bin_px_), 0, rows_ - 1); }
  [[nodiscard]] std::size_t bin_of(Px p) const {
    return static_cast<std::size_t>(row(p)) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column(p));
  }
  std::vector<Px> points_;
  PixelRect rect_;
  double bin_px_;
  int columns_ = 1, rows_ = 1;
  std::vector<std::vector<std::size_t>> bins_;
};

void measure_spacing_of(const std::vector<Px>& dots, const Mask& mask, const PixelRect& rect, double spacing_px,
                        StubbleMeasure& m) {
  const Neighbours neighbours(dots, rect, 2 * spacing_px);
  double sum = 0, squares = 0, count = 0;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    if (!mask.holds(dots[i])) continue;
    const auto d = neighbours.distances(i);
    if (d.size() < kNeighbours) continue;
    const double reach = d[kNeighbours - 1];
    // Where the disc of the neighbours leaves the region, their number says nothing about the density.
    bool whole = true;
    for (int k = 0; k < 8 && whole; ++k) {
      const double angle = k * std::numbers::pi / 4;
      whole = mask.holds(dots[i] + reach * Px{std::cos(angle), std::sin(angle)});
    }
    if (!whole) continue;
    const double density = (static_cast<double>(kNeighbours) - 0.5) / (std::numbers::pi * reach * reach);
    const double nn = d[0] * std::sqrt(density);
    sum += nn;
    squares += nn * nn;
    ++count;
  }
  if (count < kFewestDots) return;
  const double mean = sum / count, sd = std::sqrt(std::max(0.0, squares / count - mean * mean));
  m.nn_mean = {mean, sd / std::sqrt(count), true};
  m.nn_sd = {sd, sd / std::sqrt(2 * count), true};
}

/// Mean luma around dots, in rings of a quarter pixel.
constexpr int kRings = 48;
constexpr double kRingPx = 0.25;
using RingProfile = std::array<double, kRings>;

RingProfile mean_profile(const LumaPlane& luma, const std::vector<Px>& dots, std::size_t first, std::size_t step) {
  constexpr int kDirections = 16;
  RingProfile profile{};
  double count = 0;
  for (std::size_t i = first; i < dots.size(); i += step) {
    for (std::size_t r = 0; r < kRings; ++r) {
      double sum = 0;
      for (int k = 0; k < kDirections; ++k) {
        const double angle = 2 * std::numbers::pi * k / kDirections, radius = kRingPx * static_cast<double>(r);
        sum += static_cast<double>(luma.between(dots[i] + radius * Px{std::cos(angle), std::sin(angle)}));
      }
      profile[r] += sum / kDirections;
    }
    ++count;
  }
  for (double& p : profile) p /= std::max(1.0, count);
  return profile;
}

/// Standard deviation of the Gaussian that, blurred and sharpened by the camera and interpolated between pixels, fits a
/// profile out to `reach_px`, with a free height and level.
double dot_sigma(const RingProfile& profile, double reach_px, const CameraTrace& camera) {
  const auto rings = std::clamp(static_cast<std::size_t>(reach_px / kRingPx), std::size_t{5}, std::size_t{kRings});
  // Bilinear interpolation blurs by 1/6 px^2 along each axis, averaged over all places between pixels.
  constexpr double kInterpolation = 1.0 / 6;
  const double blur2 = camera.blur_px * camera.blur_px + kPixelVariance + kInterpolation;
  double best = 0, least = 1e30;
  for (double s = 0; s < 6; s += 0.02) {
    const double v = blur2 + s * s, q = v + camera.sharpening_radius_px * camera.sharpening_radius_px;
    double sw = 0, sg = 0, sgg = 0, sp = 0, sgp = 0, spp = 0;
    for (std::size_t r = 0; r < rings; ++r) {
      const double radius = kRingPx * static_cast<double>(r), weight = radius + 0.5 * kRingPx;
      const double g = (1 + camera.sharpening) * std::exp(-0.5 * radius * radius / v) / v -
                       camera.sharpening * std::exp(-0.5 * radius * radius / q) / q;
      sw += weight;
      sg += weight * g;
      sgg += weight * g * g;
      sp += weight * profile[r];
      sgp += weight * g * profile[r];
      spp += weight * profile[r] * profile[r];
    }
    const double vg = sgg - sg * sg / sw, vp = spp - sp * sp / sw, cov = sgp - sg * sp / sw;
    const double error = vp - cov * cov / vg;
    if (error < least) {
      least = error;
      best = s;
    }
  }
  return best;
}

void measure_dots(ImageView<const unsigned char> v, const LumaPlane& luma, const std::vector<Px>& dots,
                  double spacing_px, double mm_per_px, const CameraTrace& camera, StubbleMeasure& m) {
  const double reach = std::clamp(0.45 * spacing_px, 1.5, kRingPx * (kRings - 1));
  const double sigma = dot_sigma(mean_profile(luma, dots, 0, 1), reach, camera);
  const double half_1 = dot_sigma(mean_profile(luma, dots, 0, 2), reach, camera);
  const double half_2 = dot_sigma(mean_profile(luma, dots, 1, 2), reach, camera);
  // What the blur is off by (15 %, as tested) goes into the width; a dot much finer than the blur cannot be told.
  const double blur2 = camera.blur_px * camera.blur_px + kPixelVariance;
  const double by_blur = sigma > 0 ? 0.15 * camera.blur_px * camera.blur_px / sigma : 1e9;
  if (sigma * sigma > 0.2 * blur2) {
    m.diameter_mm = {kFwhmPerSigma * sigma * mm_per_px,
                     kFwhmPerSigma * mm_per_px * std::hypot(by_blur, 0.5 * (half_1 - half_2), kDiameterBias * sigma),
                     true};
  }
  const auto& linear = srgb8_to_linear_table();
  std::array<double, 3> centre{}, around{};
  for (const Px p : dots) {
    const auto light_at = [&](Px q, std::array<double, 3>& sum, double weight) {
      const int x = std::clamp(static_cast<int>(std::floor(q.x)), 0, v.width - 1);
      const int y = std::clamp(static_cast<int>(std::floor(q.y)), 0, v.height - 1);
      for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * static_cast<double>(linear[v.pixel(x, y)[c]]);
    };
    light_at(p, centre, 1);
    for (int k = 0; k < 8; ++k) {
      const double angle = k * std::numbers::pi / 4, radius = 0.5 * spacing_px;
      light_at(p + radius * Px{std::cos(angle), std::sin(angle)}, around, 0.125);
    }
  }
  for (std::size_t c = 0; c < 3; ++c) m.centre_ratio[c] = centre[c] / std::max(1e-6, around[c]);
}

}  // namespace

Result<StubbleMeasure> measure_stubble(const Photo& photo, std::span<const Points<PhotoPx>> regions, double mm_per_px,
                                       const LinearRgb& bare_skin, const CameraTrace& camera) {
  const auto v = photo.pixels.view();
  const Mask mask = mask_of(v, regions);
  if (mask.count < kFewestPixels) {
    return Error{ErrorCode::kInvalidInput, "existing_hair", "covers fewer than 400 visible pixels of the photo",
                 "outline the shaved hair, or use a photo of higher resolution"};
  }
  StubbleMeasure m;
  measure_tone(v, mask, bare_skin, m);

  const PixelRect rect = grown(mask.rect, kAroundPx, v.width, v.height);
  const LumaPlane luma = luma_plane(v, rect);
  const Chosen chosen = choose_band(luma, mask, mm_per_px, camera);
  const auto least = static_cast<float>(kLeastShare) * chosen.strong;
  const auto count_above = [&](float threshold) {
    int n = 0;
    for (const Spot& s : chosen.band.dark) n += s.strength >= threshold && mask.holds(s.position) ? 1 : 0;
    return n;
  };
  std::vector<Px> dots, inside;
  int elongated = 0;
  for (const Spot& s : chosen.band.dark) {
    if (s.strength < least) continue;
    dots.push_back(s.position);
    if (!mask.holds(s.position)) continue;
    inside.push_back(s.position);
    elongated += s.elongated ? 1 : 0;
  }
  m.dots = static_cast<int>(inside.size());
  m.elongated_share = m.dots > 0 ? static_cast<double>(elongated) / m.dots : 0;
  const double area_px = static_cast<double>(mask.count);
  m.px_per_spacing = m.dots > 0 ? std::sqrt(area_px / m.dots) : 0;
  double mean_luma = 0;
  for (const float l : luma.values) mean_luma += static_cast<double>(l) / static_cast<double>(luma.values.size());
  const auto strong = static_cast<double>(chosen.strong);
  const bool apart = chosen.dark_over_bright >= kLeastDarkOverBright && m.px_per_spacing >= kLeastPxPerSpacing;
  const bool dense = strong >= static_cast<double>(kLeastDenseContrast) * mean_luma &&
                     strong >= kLeastDenseOverNoise * camera.noise && m.elongated_share <= kMostElongatedDense;
  if (m.dots < kFewestDots) {
    m.why_not = "no stubble found: only " + std::to_string(m.dots) + " dark spots";
  } else if (m.elongated_share > kMostElongated && !dense) {
    m.why_not = "no stubble found: the hair is longer than dots";
  } else if (!apart && !dense) {
    m.why_not = "no stubble found: dark spots stand out no more than the texture of skin does";
  } else {
    m.found = true;
  }
  if (!m.found) return m;
  if (apart) {
    const double density = m.dots * 100 / (mm_per_px * mm_per_px * area_px);
    // What counts as a dot is uncertain by a quarter in strength.
    const double fewer = count_above(1.25F * least), more = count_above(0.8F * least);
    const bool merging = m.px_per_spacing < kMergingSpacing * chosen.sigma;
    const double relative = std::hypot(0.5 * (more - fewer) / m.dots, merging ? kMergingBias : kDensityBias);
    m.density_per_cm2 = {density, density * std::hypot(relative, 1 / std::sqrt(1.0 * m.dots)), true};
    measure_spacing_of(dots, mask, rect, m.px_per_spacing, m);
  }
  measure_dots(v, luma, inside, m.px_per_spacing, mm_per_px, camera, m);
  m.diameter_mm.known = m.diameter_mm.known && apart;
  if (!m.diameter_mm.known) m.diameter_mm = {};
  return m;
}

}  // namespace tonsure
