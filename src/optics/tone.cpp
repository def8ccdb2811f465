#include <tonsure/optics/tone.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace tonsure {
namespace {

constexpr std::array<double, 3> kWavelengthNm = {610, 545, 460};
constexpr double kEdgeWidthNm = 25;

// A of dots 0.12, 0.20 and 0.30 mm across with 3 /mm, 10 /mm and opaque pigment, mm2, per channel (own Monte Carlo,
// 1.5 million paths a channel; 70 um epidermis with 3 % melanin, 1 % blood).
constexpr std::array<double, 3> kTableDiameterMm = {0.12, 0.20, 0.30};
struct AreaColumns {
  std::array<double, 3> at_3, at_10, opaque;
};
constexpr std::array<AreaColumns, 3> kAreaMm2 = {{
    {{0.026, 0.066, 0.136}, {0.060, 0.133, 0.248}, {0.103, 0.194, 0.332}},  // red
    {{0.016, 0.040, 0.083}, {0.036, 0.081, 0.153}, {0.063, 0.120, 0.209}},  // green
    {{0.014, 0.034, 0.070}, {0.031, 0.068, 0.127}, {0.053, 0.101, 0.173}},  // blue
}};
constexpr double kTableDepthMm = 0.12;
constexpr std::array<double, 3> kDepthDecayPerMm = {1.2, 2.6, 4.5};
constexpr std::array<double, 3> kCoreShare = {0.31, 0.37, 0.45};
// Second moments of the two halo Gaussians mix to those of an exponential of scale l: w a^2 + (1 - w) b^2 = 3 l^2.
constexpr std::array<double, 3> kHaloScaleMm = {0.3, 0.2, 0.2};

constexpr double kMostDilution = 100;
constexpr double kMostGrowth = 1.25;
constexpr int kGrowthSteps = 10;
constexpr double kEnoughL = 0.3;      // L* that nobody sees
constexpr double kEnoughHue = 0.003;  // squared: green and blue within 0.05 of what was asked
constexpr double kToneCost = 0.05;    // 1 L* missing weighs as much as 0.22 of hue [E]
constexpr double kGrowthCost = 0.1;   // a quarter larger dots weigh as much as 0.08 of hue [E]
constexpr double kLightSkinL = 57, kMediumSkinL = 45, kDeepSkinL = 28;

/// Log-log interpolation in the diameter; beyond the table along its last slope.
double along_diameter(const std::array<double, 3>& column, double diameter_mm) {
  const std::size_t i = diameter_mm < kTableDiameterMm[1] ? 0 : 1;
  const double t =
      std::log(diameter_mm / kTableDiameterMm[i]) / std::log(kTableDiameterMm[i + 1] / kTableDiameterMm[i]);
  return column[i] * std::pow(column[i + 1] / column[i], t);
}

double lightness(const LinearRgb& rgb) {
  return to_lab(rgb).l;
}

/// What the mid-scalp comes to with a blend.
SolvedTone tone_of(const LinearRgb& skin, double dots_per_mm2, const PigmentOptions& pigment, double diameter_mm,
                   double depth_mm, const PigmentBlend& blend) {
  SolvedTone tone;
  tone.blend = blend;
  tone.diameter_mm = diameter_mm;
  tone.absorption = blend_absorption(pigment, blend);
  tone.area_mm2 = dot_area_mm2(diameter_mm, depth_mm, tone.absorption);
  tone.ratio = mean_tone_ratio(dots_per_mm2, tone.area_mm2);
  LinearRgb treated = skin;
  for (std::size_t c = 0; c < 3; ++c) treated[c] *= tone.ratio[c];
  tone.delta_l = lightness(treated) - lightness(skin);
  return tone;
}

/// Squared distance of the hue from the wanted one.
double hue_error(const SolvedTone& tone, const PigmentOptions& pigment) {
  const double red = -std::log(tone.ratio[0]);
  if (red <= 0) return INFINITY;
  const double green = -std::log(tone.ratio[1]) / red - pigment.hue_green;
  const double blue = -std::log(tone.ratio[2]) / red - pigment.hue_blue;
  return green * green + blue * blue;
}

}  // namespace

Absorption blend_absorption(const PigmentOptions& pigment, const PigmentBlend& blend) {
  const auto absorption = [](const PigmentComponent& component, double nm) {
    const double edge = component.edge_nm > 0 ? 1 / (1 + std::exp((nm - component.edge_nm) / kEdgeWidthNm)) : 1;
    return component.strength_per_mm * std::pow(550 / nm, component.slope) * edge;
  };
  Absorption mu{};
  for (std::size_t c = 0; c < 3; ++c) {
    mu[c] = ((1 - blend.warm_share) * absorption(pigment.neutral, kWavelengthNm[c]) +
             blend.warm_share * absorption(pigment.warm, kWavelengthNm[c])) /
            (1 + blend.dilution);
  }
  return mu;
}

std::array<double, 3> dot_area_mm2(double diameter_mm, double depth_mm, const Absorption& absorption) {
  std::array<double, 3> area{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double opaque = along_diameter(kAreaMm2[c].opaque, diameter_mm);
    // 1 - exp(-(mu / mu_s)^p) through both measured absorptions.
    const double at_3 = -std::log(1 - along_diameter(kAreaMm2[c].at_3, diameter_mm) / opaque);
    const double at_10 = -std::log(1 - along_diameter(kAreaMm2[c].at_10, diameter_mm) / opaque);
    const double p = std::log(at_10 / at_3) / std::log(10.0 / 3.0);
    const double filled = absorption[c] <= 0 ? 0 : 1 - std::exp(-at_3 * std::pow(absorption[c] / 3, p));
    area[c] = opaque * filled * std::exp(-kDepthDecayPerMm[c] * (depth_mm - kTableDepthMm));
  }
  return area;
}

LinearRgb mean_tone_ratio(double dots_per_mm2, const std::array<double, 3>& area_mm2) {
  LinearRgb ratio{};
  for (std::size_t c = 0; c < 3; ++c) ratio[c] = std::exp(-dots_per_mm2 * area_mm2[c]);
  return ratio;
}

DotKernel dot_kernel(double diameter_mm, const std::array<double, 3>& area_mm2, double added_variance_mm2) {
  DotKernel kernel;
  const double healed_sigma =
      diameter_mm / (2 * std::sqrt(2 * std::numbers::ln2));  // diameter = full width at half depth
  kernel.core_sigma_mm = std::sqrt(healed_sigma * healed_sigma + added_variance_mm2);
  for (std::size_t c = 0; c < 3; ++c) {
    kernel.core_area_mm2[c] = kCoreShare[c] * area_mm2[c];
    const double halo = area_mm2[c] - kernel.core_area_mm2[c];
    const double near_share = (kHaloFarMm * kHaloFarMm - 3 * kHaloScaleMm[c] * kHaloScaleMm[c]) /
                              (kHaloFarMm * kHaloFarMm - kHaloNearMm * kHaloNearMm);
    kernel.halo_near_mm2[c] = near_share * halo;
    kernel.halo_far_mm2[c] = halo - kernel.halo_near_mm2[c];
  }
  return kernel;
}

double target_delta_l_on(double target_delta_l, double skin_l) {
  const double l = std::clamp(skin_l, kDeepSkinL, kLightSkinL);
  const double share = l < kMediumSkinL ? 0.50 + 0.25 * (l - kDeepSkinL) / (kMediumSkinL - kDeepSkinL)
                                        : 0.75 + 0.25 * (l - kMediumSkinL) / (kLightSkinL - kMediumSkinL);
  return share * target_delta_l;
}

SolvedTone solve_tone(const LinearRgb& skin, double dots_per_mm2, const PigmentOptions& pigment,
                      const NeedleOptions& needle) {
  const double target = target_delta_l_on(pigment.target_delta_l, lightness(skin));
  const auto at = [&](double diameter, double share, double dilution) {
    return tone_of(skin, dots_per_mm2, pigment, diameter, needle.depth_mm, {share, dilution});
  };
  // Darkening falls with dilution: bisect its logarithm.
  const auto diluted_to_target = [&](double diameter, double share) {
    if (pigment.dilution) return at(diameter, share, *pigment.dilution);
    double low = 0, high = std::log1p(kMostDilution);
    if (at(diameter, share, 0).delta_l > target) return at(diameter, share, 0);
    for (int i = 0; i < 50; ++i) {
      const double middle = 0.5 * (low + high);
      (at(diameter, share, std::expm1(middle)).delta_l < target ? low : high) = middle;
    }
    return at(diameter, share, std::expm1(0.5 * (low + high)));
  };
  const auto best_hue = [&](double diameter) {
    if (pigment.warm_share) return diluted_to_target(diameter, *pigment.warm_share);
    SolvedTone best = diluted_to_target(diameter, 0);
    for (int i = 1; i <= 50; ++i) {
      const SolvedTone tone = diluted_to_target(diameter, i / 50.0);
      if (hue_error(tone, pigment) < hue_error(best, pigment)) best = tone;
    }
    return best;
  };

  // Larger dots need less opaque pigment, which keeps its hue: as large as tone and hue ask for, and no larger.
  SolvedTone tone;
  double least_cost = INFINITY;
  for (int step = 0; step <= kGrowthSteps; ++step) {
    const double growth = 1 + (kMostGrowth - 1) * step / kGrowthSteps;
    const SolvedTone tried = best_hue(growth * needle.diameter_mm);
    const double missing = std::max(0.0, tried.delta_l - target);
    const double hue = hue_error(tried, pigment);
    const double cost = kToneCost * missing * missing + hue + kGrowthCost * (growth - 1) * (growth - 1);
    if (cost < least_cost) {
      least_cost = cost;
      tone = tried;
    }
    if (pigment.dilution || (missing <= kEnoughL && hue <= kEnoughHue)) break;
  }
  tone.target_delta_l = target;
  if (!pigment.dilution && tone.delta_l > target + 3 * kEnoughL) {
    char text[200];
    std::snprintf(text, sizeof text,
                  "tone: L* changes by %.1f where %.1f was wanted; this density and needle give no more (raise "
                  "density.peak_per_cm2 or needle.diameter_mm)",
                  tone.delta_l, target);
    tone.warnings.emplace_back(text);
  }
  return tone;
}

}  // namespace tonsure
