#include "skin_texture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "../core/rng.h"
#include "../core/smooth_step.h"

#include "solid_noise.h"

namespace tonsure::phantom {
namespace {

double sq(double v) {
  return v * v;
}
double blob(V3 p, V3 c, double rx, double ry, double rz) {
  return std::exp(-(sq((p.x - c.x) / rx) + sq((p.y - c.y) / ry) + sq((p.z - c.z) / rz)));
}

/// How much of a structure of that size a pixel of that size can show: nothing below 1.5 px, all from 4 px on.
double shown(double size_mm, double pixel_mm) {
  return smooth_step(1.5, 4.0, size_mm / pixel_mm);
}

/// Means of foreheads and forearms (Salomatina 2006; Xiao 2017; docs/references.md S84), spread over the six types:
/// II and III lie beside the measured Caucasian and Thai foreheads, IV and V between the Indian and African forearms; I
/// and VI continue the row (estimate).
constexpr std::array<Lab, 6> kTones = {{{68.0, 10.0, 13.5},
                                        {63.0, 11.3, 15.6},
                                        {57.5, 11.7, 17.2},
                                        {49.5, 12.8, 18.8},
                                        {40.5, 12.2, 17.6},
                                        {31.0, 9.4, 12.8}}};

/// Optical density per unit of pigment, R/G/B: melanin falls as a power of the wavelength, blood peaks in the green
/// (after the spectra of docs/references.md S83 (melanosomes) and S84 (blood) at 610/545/460 nm, scaled).
constexpr std::array<double, 3> kMelanin = {0.55, 0.80, 1.15};
constexpr std::array<double, 3> kBlood = {0.10, 1.0, 0.72};

enum Channel : std::uint32_t { kPatch = 1, kFlush = 12, kRelief = 21, kSpots = 31, kMoles = 51 };

double octave(std::uint32_t key, V3 p, double size_mm, double pixel_mm) {
  const double w = shown(size_mm, pixel_mm);
  return w > 0 ? w * solid_noise_value(key, (1 / size_mm) * p) : 0;
}

/// Redness and brownness of the face's regions, 1 = marked.
struct Regions {
  double blood = 0, melanin = 0, beard = 0, lips = 0, gap = 0;
};
Regions regions_at(V3 p) {
  Regions r;
  const V3 q{std::abs(p.x), p.y, p.z};
  r.blood += 0.24 * blob(q, {42, -48, 80}, 19, 17, 40);
  r.blood += 0.26 * blob(q, {0, -57, 114}, 14, 13, 16);
  r.blood += 0.20 * ear_amount(p);
  r.blood += 0.07 * blob(q, {0, -118, 105}, 16, 10, 20);
  r.blood -= 0.05 * blob(q, {0, 40, 90}, 60, 28, 40);
  r.blood += 0.10 * blob(q, {kPupilX, -24, 90}, 17, 9, 14);
  r.melanin += 0.10 * blob(q, {kPupilX - 6, -24, 88}, 18, 11, 16);
  r.melanin += 0.05 * smooth_step(-135, -150, p.y);
  // Where a beard would grow: jaw, chin and upper lip.
  const double jaw =
      smooth_step(-64, -88, p.y + 0.34 * (p.z - 60)) * smooth_step(-146, -126, p.y) * smooth_step(0, 30, p.z);
  const double lip = blob(q, {0, -78, 108}, 24, 5.5, 25);
  r.beard = std::max(jaw * (1 - 0.75 * blob(q, {38, -72, 85}, 15, 15, 40)), lip);
  const double s = std::max(0.0, 1 - sq(q.x / 25.0));
  if (p.z > 70 && s > 0) {
    const double t = p.y - mouth_line(p.x), taper = std::sqrt(s);
    const double top = (4.4 - 0.9 * std::exp(-sq(q.x / 3.0)) + 0.5 * std::exp(-sq((q.x - 5.5) / 4))) * taper;
    const double low = -8.0 * taper;
    r.lips = smooth_step(top + 0.7, top - 0.9, t) * smooth_step(low - 1.1, low + 1.3, t);
    r.beard *= 1 - r.lips;
    r.gap = std::exp(-sq((t + 0.1) / 0.55)) * std::min(1.0, 3 * s);
  }
  return r;
}

}  // namespace

LinearRgb base_tone(SkinType skin) {
  return from_lab(kTones[static_cast<std::size_t>(skin)]);
}

Skin::Skin(SkinType type, std::uint64_t seed) : type_(type) {
  for (std::uint32_t i = 0; i < keys_.size(); ++i)
    keys_[i] = static_cast<std::uint32_t>(Rng(seed, RngStage::kPhantom, i).bits() >> 32U);
}

SkinSample Skin::at(V3 p, V3 normal, double pixel_mm) const {
  const double depth = static_cast<double>(type_) / 5;  // 0 for type I, 1 for type VI
  const Regions region = regions_at(p);
  const double scalp = smooth_step(-10, 30, p.y + 0.3 * (20 - p.z));

  // Mottling (Pierard 2012: patchy hypermelanosis between pores, spots at their rims, a few pale spots).
  double melanin = region.melanin;
  melanin += 0.12 * octave(keys_[kPatch], p, 31, pixel_mm) + 0.12 * octave(keys_[kPatch + 1], p, 11, pixel_mm);
  melanin += 0.12 * octave(keys_[kPatch + 2], p, 4.3, pixel_mm) + 0.12 * octave(keys_[kPatch + 3], p, 1.9, pixel_mm);
  melanin += 0.12 * octave(keys_[kPatch + 4], p, 0.8, pixel_mm);
  double blood = region.blood;
  blood += 0.09 * octave(keys_[kFlush], p, 24, pixel_mm) + 0.08 * octave(keys_[kFlush + 1], p, 7, pixel_mm);
  blood += 0.09 * octave(keys_[kFlush + 2], p, 2.6, pixel_mm);

  const auto spots = [&](std::uint32_t channel, double cell, double present, double r0, double r1, double soft) {
    const double w = shown(3.0 * r1, pixel_mm);
    SpotSample s;
    if (w <= 0) return s;
    s = spot_at({keys_[channel], cell, present, r0, r1}, p, std::max(soft, 1.2 * pixel_mm));
    const double small = std::min(1.0, 2.4 * (r0 + r1) / (2 * pixel_mm));
    s.core *= w * small;
    s.ring *= w * small;
    return s;
  };
  const double freckled = (1 - 0.55 * depth) * (0.45 + 0.55 * scalp);
  const SpotSample lentigo = spots(kSpots, 10, 0.30, 0.7, 1.7, 0.6);
  const SpotSample freckle = spots(kSpots + 1, 4.6, 0.34, 0.25, 0.75, 0.35);
  const SpotSample pale = spots(kSpots + 2, 13, 0.22, 0.7, 1.8, 0.9);
  melanin += freckled * (0.42 * lentigo.core * (0.2 + 0.8 * lentigo.pick) + 0.44 * freckle.core * freckle.pick);
  melanin -= 0.16 * pale.core;
  blood += 0.20 * freckle.core * smooth_step(0.8, 0.9, freckle.pick);
  const SpotSample pore = spots(kSpots + 3, 1.15, 0.62, 0.07, 0.16, 0.10);
  melanin += 0.22 * pore.core + 0.09 * pore.ring * (pore.pick > 0.6 ? 1.0 : 0.2);

  double grey = 0;
  if (region.beard > 0) {
    const SpotSample stubble = spots(kSpots + 4, 0.95, 0.8, 0.06, 0.11, 0.05);
    grey +=
        region.beard * ((0.11 - 0.03 * depth) + 0.55 * stubble.core + 0.10 * octave(keys_[kPatch + 6], p, 6, pixel_mm));
    blood -= 0.05 * region.beard;
  }
  const SpotSample mole = spots(kMoles, 46, 0.16, 1.0, 1.7, 0.5);
  melanin += 1.25 * mole.core;

  SkinSample out;
  const double melanin_scale = 0.85 + 0.25 * depth, blood_scale = 1 - 0.45 * depth;
  const LinearRgb tone = base_tone(type_);
  for (std::size_t c = 0; c < 3; ++c)
    out.albedo[c] = tone[c] * std::exp(-melanin_scale * melanin * kMelanin[c] - blood_scale * blood * kBlood[c] - grey);
  if (region.gap > 0)
    for (double& v : out.albedo) v *= 1 - 0.75 * region.gap;
  if (region.lips > 0) {
    const std::array<double, 3> lip = {0.22 + 0.06 * depth, 0.52 - 0.14 * depth, 0.40 - 0.10 * depth};
    for (std::size_t c = 0; c < 3; ++c) out.albedo[c] *= std::exp(-region.lips * lip[c]);
  }

  // Relief. The slopes of what is too fine to show widen the highlight instead (Toksvig 2005).
  const double rough = 1 - 0.5 * region.lips;
  const auto relief = [&](std::uint32_t channel, double size, double slope_rms) {
    const double w = shown(size, pixel_mm),
                 a = slope_rms / 0.62 * rough;  // 0.62: RMS slope of the noise along one axis
    if (w > 0) out.slope = out.slope + (a * w) * solid_noise(keys_[channel], (1 / size) * p).slope;
    out.slope_variance += (1 - w * w) * sq(slope_rms * rough);
  };
  relief(kRelief, 42, 0.030);  // the skull under the skin
  relief(kRelief + 1, 15, 0.022);
  // The temporal lines: the forehead is flatter than the cranium drawn and turns there.
  if (p.z > 0) {
    const double ax = std::abs(p.x), t = (ax - 47) / 13;
    const double here = smooth_step(-5, 14, p.y) * smooth_step(82, 40, p.y) * smooth_step(10, 45, p.z);
    out.slope.x -= (p.x < 0 ? -1.0 : 1.0) * here * 0.055 * 2.33 * t * std::exp(-t * t);
  }
  relief(kRelief + 2, 5.2, 0.020);
  relief(kRelief + 3, 2.1, 0.028);
  relief(kRelief + 4, 1.0, 0.055);
  relief(kRelief + 5, 0.55, 0.075);
  if (pore.core > 0 || pore.ring > 0) {
    const double r = norm(pore.away) + 1e-6;
    out.slope = out.slope + (0.22 * pore.ring / r) * pore.away;
  }
  if (mole.core > 0 && mole.core < 1) {
    const double r = norm(mole.away) + 1e-6;
    out.slope = out.slope + (-0.35 * mole.core * (1 - mole.core) * 4 / r) * mole.away;
  }
  // Very fine lines across the forehead, and fewer on the neck.
  const double brow_area = smooth_step(10, 18, p.y) * smooth_step(58, 50, p.y) * smooth_step(50, 70, p.z);
  if (brow_area > 0) {
    constexpr std::array<double, 4> kLines = {19, 28.5, 37, 46.5};
    for (std::size_t i = 0; i < kLines.size(); ++i) {
      const auto channel = static_cast<std::uint32_t>(40 + i);
      const double wave = solid_noise_value(keys_[channel], {p.x / 27, 0.5, 0.5});
      const double strength = std::max(0.0, 0.75 + 1.1 * solid_noise_value(keys_[channel], {p.x / 19, 7.5, 0.5}));
      const double width = 0.75;
      const double t = (p.y - kLines[i] - 2.6 * wave - 0.0011 * sq(p.x)) / width;
      if (std::abs(t) < 3)
        out.slope.y += 0.13 * brow_area * strength * shown(2 * width, pixel_mm) * 2.33 * t * std::exp(-t * t);
    }
  }
  out.slope = out.slope - dot(out.slope, normal) * normal;

  const double patch = octave(keys_[kPatch + 8], p, 9, pixel_mm) + 0.8 * octave(keys_[kPatch + 9], p, 2.2, pixel_mm);
  out.gloss = std::clamp((1 + 0.55 * patch) * (1 - 0.55 * pore.core) * (1 + 0.35 * region.lips), 0.2, 2.0);
  out.gloss *= 1 - 0.25 * region.beard;
  return out;
}

void mark_skin(SkinSample& skin, const MarkSample& mark, SkinType type, V3 p, std::uint64_t seed) {
  const auto key = static_cast<std::uint32_t>(Rng(seed, RngStage::kPhantom, 0x5CA2'0200U).bits() >> 32U);
  if (mark.brown > 0) {
    const double mottle = 1 + 0.5 * solid_noise_value(key, (1 / 3.5) * p) + 0.3 * solid_noise_value(key + 1, p);
    for (std::size_t c = 0; c < 3; ++c) skin.albedo[c] *= std::exp(-0.95 * mark.brown * mottle * kMelanin[c]);
  }
  if (mark.scar <= 0) return;
  // Scars have less melanin and a dense dermis: paler than the skin around, the more so the darker it is; burns are
  // uneven, and red where they are thin [E].
  const double depth = static_cast<double>(type) / 5;
  const double a = mark.scar * std::clamp(0.8 + 0.6 * solid_noise_value(key + 5, (1 / 7.0) * p), 0.4, 1.0);
  const double uneven =
      mark.burn * (1.3 * solid_noise_value(key + 2, (1 / 9.0) * p) + 0.7 * solid_noise_value(key + 3, (1 / 3.0) * p));
  const double melanin = -(0.22 + 0.5 * depth) + 0.30 * uneven, blood = 0.05 + mark.burn * (0.02 + 0.16 * uneven);
  const LinearRgb tone = base_tone(type);
  for (std::size_t c = 0; c < 3; ++c) {
    const double pale = tone[c] * std::exp(-melanin * kMelanin[c] - blood * kBlood[c] * (1 - 0.45 * depth));
    skin.albedo[c] += 0.85 * a * (std::min(pale, 0.85) - skin.albedo[c]);
  }
  skin.slope = (1 - 0.8 * a) * skin.slope;
  if (mark.burn > 0) skin.slope = skin.slope + (0.10 * mark.burn) * solid_noise(key + 4, (1 / 4.0) * p).slope;
  skin.slope_variance *= 1 - 0.85 * a;
  skin.gloss += a * (1.7 - skin.gloss);
}

}  // namespace tonsure::phantom
