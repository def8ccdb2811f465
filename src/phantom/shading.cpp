#include "shading.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tonsure::phantom {
namespace {

constexpr double kF0 = 0.028;  // Fresnel at n = 1.4, skin (estimate)

double sq(double v) {
  return v * v;
}
double fifth(double v) {
  return sq(sq(v)) * v;
}

/// Cook & Torrance with GGX (Walter 2007), Smith-Schlick shadowing and Schlick's Fresnel; without the cosine of the
/// incoming light already multiplied in.
double highlight(V3 n, V3 l, V3 v, double roughness) {
  const double nl = dot(n, l), nv = std::max(dot(n, v), 0.05);
  if (nl <= 0) return 0;
  const V3 h = normalized(l + v);
  const double a2 = sq(roughness * roughness), nh = std::max(dot(n, h), 0.0);
  const double d = a2 / (std::numbers::pi * sq(nh * nh * (a2 - 1) + 1));
  const double k = roughness * roughness / 2;
  const double g = nl * nv / ((nl * (1 - k) + k) * (nv * (1 - k) + k));
  const double f = kF0 + (1 - kF0) * fifth(1 - std::max(dot(h, v), 0.0));
  return d * g * f / (4 * nl * nv) * nl;
}

}  // namespace

Studio make_studio(V3 right, V3 up, V3 view) {
  Studio s{right, up, view, {}, {}, {}};
  s.key = normalized(-0.72 * right + 0.66 * up + 0.56 * view);
  s.fill = normalized(0.75 * right + 0.05 * up + 0.70 * view);
  s.rim = normalized(0.86 * right + 0.34 * up - 0.42 * view);
  return s;
}

LinearRgb shade(const Studio& studio, const Patch& patch, const Reach& reach) {
  // A large light close by lights past the geometric terminator; skin spreads red further still.
  constexpr std::array<double, 3> kSkinWrap = {0.34, 0.20, 0.15};
  // Colour of the lights: neutral key, faintly cool fill and rim.
  constexpr LinearRgb kKey = {1.36, 1.33, 1.29}, kSky = {0.185, 0.19, 0.20}, kFill = {0.11, 0.113, 0.12},
                      kRim = {0.30, 0.31, 0.33};
  LinearRgb out;
  const double rim_nl = dot(patch.bumped, studio.rim), fill_nl = dot(patch.bumped, studio.fill);
  const double up = dot(patch.smooth, studio.up);
  for (std::size_t c = 0; c < 3; ++c) {
    // Not in folds: there is no lit skin beyond their terminator.
    const double wrap = patch.skin ? kSkinWrap[c] * std::clamp(1.8 * reach.sky - 0.35, 0.1, 1.0) : 0.15;
    // Red light has spread before it leaves: it sees less of the relief.
    const double bump_share = patch.skin ? std::array{0.62, 0.85, 0.95}[c] : 1.0;
    const double nl = bump_share * dot(patch.bumped, studio.key) + (1 - bump_share) * dot(patch.smooth, studio.key);
    const double key = std::pow(std::max(0.0, (nl + wrap) / (1 + wrap)), 1 + 0.6 * wrap);
    // Light reflected among the folds is coloured by the skin: crevices stay warm (Jimenez 2016, simplified).
    const double sky = std::pow(std::max(reach.sky, 0.05), 1.12 - 0.45 * std::min(1.0, patch.albedo[c]));
    const double ambient = kSky[c] * sky * (0.72 + 0.28 * up);
    const double fill = kFill[c] * std::max(0.0, (fill_nl + 0.4) / 1.4) * sky;
    const double rim = kRim[c] * std::max(0.0, (rim_nl + 0.05) / 1.05) * reach.rim;
    out[c] = patch.albedo[c] * (kKey[c] * key * reach.key[c] + ambient + fill + rim);
  }
  if (patch.gloss > 0) {
    // The key is a softbox: five small lights across it.
    double spec = 0;
    constexpr std::array<std::array<double, 2>, 5> kBox = {{{0, 0}, {0.20, 0}, {-0.20, 0}, {0, 0.22}, {0, -0.22}}};
    for (const auto& [a, b] : kBox)
      spec += highlight(patch.bumped, normalized(studio.key + a * studio.right + b * studio.up), patch.to_camera,
                        patch.roughness) /
              5;
    const double occluded = sq(reach.sky);
    spec *= reach.key[2];
    const double edge = highlight(patch.bumped, studio.rim, patch.to_camera, std::max(patch.roughness, 0.42));
    const double sheen = 0.06 * fifth(1 - std::max(0.0, dot(patch.bumped, patch.to_camera)));
    for (std::size_t c = 0; c < 3; ++c)
      out[c] += patch.gloss * (3.6 * kKey[c] * spec + 1.3 * kRim[c] * edge * reach.rim + sheen * occluded);
  }
  return out;
}

LinearRgb backdrop(double x, double y) {
  // Seamless paper, lit from below on the shadow side, so that the lit side of the head meets the darker part.
  const double pool = std::exp(-(sq((x - 0.38) / 0.95) + sq((y - 0.25) / 1.0)));
  const double v = 0.105 + 0.20 * pool;
  return {0.985 * v, 1.0 * v, 1.035 * v};
}

double vignette(double x, double y) {
  return 1 - 0.085 * std::min(2.0, x * x + y * y);
}

}  // namespace tonsure::phantom
