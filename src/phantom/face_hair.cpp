#include "face_hair.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "../core/rng.h"

namespace tonsure::phantom {
namespace {

constexpr double kBucketMm = 3, kLeft = -72, kRight = 72, kLow = -36, kHigh = 18;
constexpr int kColumns = static_cast<int>((kRight - kLeft) / kBucketMm);
constexpr int kRows = static_cast<int>((kHigh - kLow) / kBucketMm);

/// Middle of the brow at a distance from the midline, and half its height.
double brow_middle(double x) {
  const double t = (x - 12) / 42;
  return -3.2 + 6.4 * t * (1.5 - t) - 11.0 * std::max(0.0, t - 0.62) * std::max(0.0, t - 0.62);
}
double brow_half(double x) {
  const double t = (x - 12) / 42;
  return 4.6 * std::pow(std::max(0.0, 1 - t), 0.42) * std::min(1.0, 0.55 + 3.2 * t);
}

}  // namespace

FaceHair::FaceHair(std::uint64_t seed) : buckets_(static_cast<std::size_t>(kColumns) * kRows) {
  Rng rng(seed, RngStage::kPhantom, 901);
  for (const double side : {-1.0, 1.0}) {
    for (int i = 0; i < 640; ++i) {
      const double x = 11.5 + 42.5 * std::pow(rng.uniform(), 1.12);
      const double which = rng.uniform(-1, 1), across = which * std::sqrt(rng.uniform());
      const double t = (x - 12) / 42;
      const double y = brow_middle(x) + across * brow_half(x);
      // Hairs rise at the inner end, then lie outwards and a little down above, up below.
      const double angle = 1.35 - 1.75 * std::min(1.0, 1.25 * t) - 0.30 * across + 0.16 * rng.normal();
      const double length = (4.6 + 2.6 * rng.uniform()) * (1 - 0.35 * std::max(0.0, t - 0.5));
      Stroke s{x,
               y,
               x + length * std::cos(angle),
               y + length * std::sin(angle),
               -0.35 - 0.4 * rng.uniform(),
               0.12 + 0.07 * rng.uniform()};
      s.x0 *= side;
      s.x1 *= side;
      s.sag *= side;
      add(s);
    }
    // Lashes of the closed upper lid.
    for (int i = 0; i < 120; ++i) {
      const double e = rng.uniform(-11.5, 13.0);
      const double x = kPupilX + e, y = lash_line(x) + 0.15 * rng.uniform(-1, 1);
      const double length = (3.2 + 2.2 * rng.uniform()) * (0.75 + 0.022 * e);
      const double angle = -1.57 + 0.055 * e + 0.12 * rng.normal();
      Stroke s{x, y, x + length * std::cos(angle), y + length * std::sin(angle), 0.45 * (e > 0 ? 1 : -1), 0.15};
      s.x0 *= side;
      s.x1 *= side;
      s.sag *= side;
      add(s);
    }
  }
}

void FaceHair::add(const Stroke& s) {
  const double margin = 1.5;
  const auto column = [](double x) {
    return std::clamp(static_cast<int>(std::floor((x - kLeft) / kBucketMm)), 0, kColumns - 1);
  };
  const auto row = [](double y) {
    return std::clamp(static_cast<int>(std::floor((y - kLow) / kBucketMm)), 0, kRows - 1);
  };
  for (int j = row(std::min(s.y0, s.y1) - margin); j <= row(std::max(s.y0, s.y1) + margin); ++j)
    for (int i = column(std::min(s.x0, s.x1) - margin); i <= column(std::max(s.x0, s.x1) + margin); ++i)
      buckets_[static_cast<std::size_t>(j) * kColumns + static_cast<std::size_t>(i)].push_back(s);
}

double FaceHair::cover(V3 p, double pixel_mm) const {
  if (p.z < 40 || p.x <= kLeft || p.x >= kRight || p.y <= kLow || p.y >= kHigh) return 0;
  const auto i = static_cast<std::size_t>((p.x - kLeft) / kBucketMm),
             j = static_cast<std::size_t>((p.y - kLow) / kBucketMm);
  double bare = 1;
  // The line where the lids meet.
  const double e = std::abs(p.x) - kPupilX, gap = p.y - lash_line(p.x);
  if (std::abs(e) < 13 && std::abs(gap) < 2) {
    const double width = 0.42, blur = std::max(width, 0.9 * pixel_mm);
    bare *= 1 - 0.75 * (width / blur) * (1 - e * e / 169) * std::exp(-gap * gap / (blur * blur));
  }
  for (const Stroke& s : buckets_[j * kColumns + i]) {
    const double dx = s.x1 - s.x0, dy = s.y1 - s.y0, length2 = dx * dx + dy * dy;
    const double t = ((p.x - s.x0) * dx + (p.y - s.y0) * dy) / length2;
    const double length = std::sqrt(length2);
    if (t < -0.3 || t > 1.3) continue;
    const double tc = std::clamp(t, 0.0, 1.0);
    const double off = ((p.x - s.x0) * dy - (p.y - s.y0) * dx) / length - 4 * s.sag * tc * (1 - tc);
    const double beyond = (t - tc) * length;
    const double width = s.width * (1 - 0.8 * tc), blur = std::max(width, 1.1 * pixel_mm);
    const double d2 = off * off + beyond * beyond;
    if (d2 < blur * blur) {
      const double k = 1 - std::sqrt(d2) / blur;
      bare *= 1 - 0.80 * std::min(1.0, width / blur) * k;
    }
  }
  return 1 - bare;
}

}  // namespace tonsure::phantom
