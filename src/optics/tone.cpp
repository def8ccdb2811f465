#include <tonsure/optics/tone.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "../deposit/blend.h"
#include "../deposit/needle.h"

#include "../core/format_text.h"
#include "dot_fit.h"
#include "dot_kernel.h"
#include "point_response.h"
#include "solve_tone.h"
#include "stencil.h"

namespace tonsure {
namespace {

constexpr double kMostDilution = 100;
constexpr double kLeastDilution = 1;  // 60 /mm and less: denser ink hides its own colour, and shows it as it fades
constexpr double kMostGrowth = 1.25;
constexpr int kGrowthSteps = 10;
constexpr double kExactL = 0.001;      // to which a dilution is solved
constexpr double kEnoughL = 0.3;       // L* that nobody sees
constexpr double kChromaWeight = 0.4;  // [E]
constexpr double kEnoughHue = 1;       // squared: a difference of 1 in CIELAB, which is hardly seen
constexpr double kToneCost = 2;        // 1 L* missing weighs as much as 1.4 of hue [E]
constexpr double kGrowthCost = 8;      // a quarter larger dots weigh as much as 0.7 of hue [E]
constexpr double kTailShare = 0.25;    // of a tail, by which it lengthens the dot as seen: it is thin [E]
/// Dots lie apart, so cores that cover a share x of the skin leave 1 - x rather than exp(-x) of its light; long ones
/// meet all the same. This much of the difference's first term, x^2 / 2 [X: fields as they are drawn].
constexpr double kApart = 0.5;
constexpr double kStrokeInkPerMm = 5;  // whose core's shape stands for all
constexpr double kMeantSkinL = 57;     // of target_delta_l

double lightness(const LinearRgb& rgb) {
  return to_lab(rgb).l;
}

/// Luminance of an L*, and back (CIE 15:2004).
double luminance_of(double l) {
  return luminance(from_lab({std::clamp(l, 0.0, 100.0), 0, 0}));
}
double lightness_of(double luminance) {
  return lightness({luminance, luminance, luminance});
}

/// The L* that keeps of one skin's luminance the share that another L* keeps of another's, less the skin's.
double same_share(double from_l, double delta_l, double to_l) {
  const double share = luminance_of(from_l + delta_l) / std::max(1e-6, luminance_of(from_l));
  return lightness_of(share * luminance_of(to_l)) - std::clamp(to_l, 0.0, 100.0);
}

/// The integral over the skin of what a shape takes at one band and ink, falling exponentially between the distances.
double integral_mm2(const std::array<double, optics::kRadii>& radius_mm,
                    const std::array<double, optics::kRadii>& log) {
  double sum = 0;
  for (std::size_t r = 1; r < optics::kRadii; ++r) {
    const double r0 = radius_mm[r - 1], r1 = radius_mm[r];
    const double v0 = std::exp(log[r - 1]), v1 = std::exp(log[r]);
    const double fall = std::log(v0 / v1) / (r1 - r0);  // 1/mm
    sum += std::fabs(fall) * (r1 - r0) < 1e-3
               ? std::numbers::pi / 3 * (r1 - r0) * (v0 * (2 * r0 + r1) + v1 * (r0 + 2 * r1))
               : 2 * std::numbers::pi / fall * (v0 * (r0 + 1 / fall) - v1 * (r1 + 1 / fall));
  }
  constexpr std::size_t kLast = optics::kRadii - 1;
  return sum +
         optics::tail_mm2(radius_mm[kLast - 1], radius_mm[kLast], std::exp(log[kLast - 1]), std::exp(log[kLast]), sum);
}

/// Skin that a kernel's core blackens.
double core_mm2(const DotKernel& kernel, std::size_t channel) {
  double integral = 0;  // over q
  for (std::size_t i = 0; i + 1 < kCoreSteps; ++i)
    integral += 0.5 * static_cast<double>(kernel.shape[i][channel] + kernel.shape[i + 1][channel]);
  return kernel.core[channel] * 2 * std::numbers::pi * kernel.core_sigma_mm * kernel.core_sigma_mm * integral *
         kCoreEnd / kCoreSteps;
}

/// Cores of dots of one shape on one skin: what a stroke draws out.
class DotCores {
 public:
  /// @param usual  a kernel of like dots, whose core is taken for all inks
  DotCores(const SkinOptics& skin, Deposit shape, const DotAreas& areas, const DotKernel& usual) {
    const optics::ShapeResponse response = optics::shape_response(skin, shape);
    for (const double mu : optics::kInkNodesPerMm) {
      shape.absorption_per_mm.fill(mu);
      const DotKernel kernel = optics::fit_kernel(response, shape, usual.shape, usual.core_sigma_mm);
      const LinearRgb area = areas(shape.absorption_per_mm);
      for (std::size_t c = 0; c < 3; ++c)
        by_area_[c].push_back({std::log(area[c]), std::max(0.0, core_mm2(kernel, c) / area[c])});
    }
  }

  /// mm2 that the core of a dot has which blackens `area_mm2`. It depends on the ink, and which ink that is in a
  /// channel is told by the area.
  [[nodiscard]] LinearRgb of(const LinearRgb& area_mm2) const {
    LinearRgb core{};
    for (std::size_t c = 0; c < 3; ++c) {
      const auto& known = by_area_[c];
      const double log = std::log(std::max(1e-9, area_mm2[c]));
      std::size_t i = 0;
      while (i + 2 < known.size() && known[i + 1].log_area_mm2 <= log) ++i;
      const double t =
          std::clamp((log - known[i].log_area_mm2) / (known[i + 1].log_area_mm2 - known[i].log_area_mm2), 0.0, 1.0);
      core[c] = area_mm2[c] * ((1 - t) * known[i].share + t * known[i + 1].share);
    }
    return core;
  }

 private:
  struct Known {
    double log_area_mm2, share;
  };
  std::array<std::vector<Known>, 3> by_area_;  ///< of neutral inks, by channel, rising
};

/// What the mid-scalp comes to with dots of some shape.
struct MidScalp {
  const LinearRgb& color;
  const CameraCurve& curve;
  LinearRgb lit;  ///< the light of the scene that was recorded as this colour
  double dots_per_mm2;
  const PigmentOptions& pigment;
  const NeedleOptions& needle;
  double diameter_mm;
  DotAreas areas;
  double color_l;
  double concentration;  ///< of the pigment, where the needle blew it out or swept it along
  double aspect;
  std::optional<DotCores> cores;  ///< where strokes draw them out

  [[nodiscard]] SolvedTone with(const PigmentBlend& blend) const {
    SolvedTone tone;
    tone.blend = blend;
    tone.diameter_mm = diameter_mm;
    tone.absorption_per_mm = blend_absorption_per_mm(blend_of(pigment, blend.warm_share, blend.dilution));
    for (double& mu : tone.absorption_per_mm) mu *= concentration;
    LinearRgb core_mm2{};
    const int layers = std::max(1, needle.layers);
    for (int layer = 0; layer < layers; ++layer) {
      Spectrum absorption = tone.absorption_per_mm;
      for (double& mu : absorption) mu *= layer_amount(needle, layer);
      const LinearRgb area = areas(absorption), core = cores ? cores->of(area) : LinearRgb{};
      for (std::size_t c = 0; c < 3; ++c) {
        tone.area_mm2[c] += area[c] / layers;
        core_mm2[c] += core[c] / layers;
      }
    }
    for (std::size_t c = 0; c < 3; ++c) {
      const double covered = dots_per_mm2 * core_mm2[c];
      tone.area_mm2[c] += (aspect - 1) * core_mm2[c] * (1 + 0.5 * kApart * (aspect + 1) * covered);
    }
    tone.ratio = mean_tone_ratio(dots_per_mm2, tone.area_mm2);
    for (std::size_t c = 0; c < 3; ++c) tone.treated[c] = file_light(curve, lit[c] * tone.ratio[c]);
    tone.delta_l = lightness(tone.treated) - color_l;
    return tone;
  }

  /// Diluted so that it reaches a tone, or neat where that is not enough.
  [[nodiscard]] SolvedTone diluted_to(double target, double warm_share) const {
    if (pigment.dilution) return with({warm_share, *pigment.dilution});
    SolvedTone neat = with({warm_share, kLeastDilution});
    if (neat.delta_l >= target) return neat;
    // Regula falsi on the logarithm of the dilution, halving the end that stays (Illinois; Dowell & Jarratt 1971).
    double dark = std::log1p(kLeastDilution), light = std::log1p(kMostDilution);
    double above = neat.delta_l - target;
    SolvedTone thin = with({warm_share, kMostDilution});
    double below = thin.delta_l - target;
    if (below <= 0) return thin;
    int side = 0;
    for (int i = 0; i < 40; ++i) {
      const double middle = (dark * below - light * above) / (below - above);
      SolvedTone tone = with({warm_share, std::expm1(middle)});
      const double error = tone.delta_l - target;
      if (std::fabs(error) < kExactL) return tone;
      if (error < 0) {
        dark = middle;
        above = error;
        if (side < 0) below *= 0.5;
        side = -1;
      } else {
        light = middle;
        below = error;
        if (side > 0) above *= 0.5;
        side = 1;
      }
    }
    return with({warm_share, std::expm1(0.5 * (dark + light))});
  }
};

/// Squared distance in CIELAB's a* and b* of the treated skin from skin just as light that has the wanted hue; what is
/// lost of chroma counts less.
double hue_error(const SolvedTone& tone, const LinearRgb& color, const PigmentOptions& pigment) {
  const LinearRgb hue = {1, pigment.hue_green, pigment.hue_blue};
  LinearRgb wanted = color;
  // Newton on the logarithm of luminance, which is nearly linear in the amount.
  double amount = 0;
  for (int i = 0; i < 5; ++i) {
    LinearRgb slope{};
    for (std::size_t c = 0; c < 3; ++c) {
      wanted[c] = color[c] * std::exp(-amount * hue[c]);
      slope[c] = wanted[c] * hue[c];
    }
    amount += std::log(luminance(wanted) / luminance(tone.treated)) * luminance(wanted) / luminance(slope);
  }
  for (std::size_t c = 0; c < 3; ++c) wanted[c] = color[c] * std::exp(-amount * hue[c]);
  const Lab is = to_lab(tone.treated), should = to_lab(wanted);
  // A shadow that loses colour is still a shadow; one that turns pink or green is not.
  const double chroma = std::max(1e-6, std::hypot(should.a, should.b));
  const double along = ((is.a - should.a) * should.a + (is.b - should.b) * should.b) / chroma;
  const double across = ((is.b - should.b) * should.a - (is.a - should.a) * should.b) / chroma;
  return kChromaWeight * along * along + across * across;
}

}  // namespace

LinearRgb mean_tone_ratio(double dots_per_mm2, const LinearRgb& area_mm2) {
  LinearRgb ratio{};
  for (std::size_t c = 0; c < 3; ++c) ratio[c] = std::exp(-dots_per_mm2 * area_mm2[c]);
  return ratio;
}

DotAreas::DotAreas(const SkinOptics& skin, const Deposit& shape) {
  const optics::ShapeResponse response = optics::shape_response(skin, shape);
  share_.assign(response.share.begin(), response.share.end());
  for (const auto& band : response.log_missing)
    for (const auto& ink : band) log_area_mm2_.push_back(std::log(integral_mm2(response.radius_mm, ink)));
}

LinearRgb DotAreas::operator()(const Spectrum& absorption_per_mm) const {
  using namespace optics;
  LinearRgb area{};
  for (std::size_t band = 0; band < kBands; ++band) {
    const double mu = absorption_per_mm[band];
    if (mu <= 0) continue;
    const Stencil s = stencil(kInkNodesPerMm, mu, [](double x) { return std::log(x); });
    double log = std::min(0.0, std::log(mu / kInkNodesPerMm.front()));
    for (std::size_t i = 0; i < s.count; ++i)
      log += s.weight[i] * log_area_mm2_[band * kInkNodesPerMm.size() + s.first + i];
    const double value = std::exp(log);
    for (std::size_t c = 0; c < 3; ++c) area[c] += share_[band][c] * value;
  }
  return area;
}

Deposit deposit_of(const NeedleOptions& needle, double apparent_diameter_mm) {
  const NeedleDeposit usual = needle_deposit(needle.technique);
  Deposit deposit;
  deposit.depth_top_mm = needle.depth_mm;
  deposit.height_mm = usual.height_mm;
  deposit.diameter_mm = apparent_diameter_mm * usual.diameter_mm / usual.apparent_diameter_mm;
  return deposit;
}

DotStroke stroke_of(const NeedleOptions& needle, double apparent_diameter_mm) {
  const NeedleDeposit left = needle_deposit(needle.technique);
  // A sweep spreads its pigment over its length.
  const double sweep = 1 + needle.stroke_mm / apparent_diameter_mm;
  return {sweep * (left.aspect + kTailShare * left.tail_mm / left.diameter_mm), sweep};
}

double layer_amount(const NeedleOptions& needle, int layer) {
  if (needle.layers < 2) return 1;
  return 1 + needle.layer_contrast * (2.0 * layer / (needle.layers - 1) - 1);
}

double target_delta_l_on(double target_delta_l, double skin_l) {
  return same_share(kMeantSkinL, target_delta_l, skin_l);
}

double target_delta_l_for(double delta_l, double skin_l) {
  return same_share(skin_l, delta_l, kMeantSkinL);
}

SolvedTone solve_tone(const SkinOptics& skin, const LinearRgb& color, const CameraCurve& curve, double dots_per_mm2,
                      const PigmentOptions& pigment, const NeedleOptions& needle) {
  const double color_l = lightness(color);
  const double target = target_delta_l_on(pigment.target_delta_l, color_l);
  const double concentration = needle_deposit(needle.technique).concentration;
  // The hue's error has one minimum: a coarse scan of the share, then a finer one around the best.
  const auto best_hue = [&](const MidScalp& scalp) {
    if (pigment.warm_share || !pigment.components.empty())
      return scalp.diluted_to(target, pigment.warm_share.value_or(0));
    SolvedTone best = scalp.diluted_to(target, 0);
    const auto try_share = [&](double share) {
      SolvedTone tone = scalp.diluted_to(target, share);
      if (hue_error(tone, color, pigment) < hue_error(best, color, pigment)) best = std::move(tone);
    };
    for (int i = 1; i <= 10; ++i) try_share(i / 10.0);
    for (double step = 0.05; step > 0.01; step *= 0.5) {
      const double around = best.blend.warm_share;
      if (around - step >= 0) try_share(around - step);
      if (around + step <= 1) try_share(around + step);
    }
    return best;
  };

  // Larger dots need less opaque pigment, which keeps its hue: as large as tone and hue ask for, and no larger.
  SolvedTone tone;
  double least_cost = INFINITY;
  DotKernel usual;  // of strokes
  for (int step = 0; step <= kGrowthSteps; ++step) {
    const double growth = 1 + (kMostGrowth - 1) * step / kGrowthSteps;
    const double diameter_mm = growth * needle.diameter_mm;
    const DotStroke stroke = stroke_of(needle, diameter_mm);
    Deposit shape = deposit_of(needle, diameter_mm);
    MidScalp scalp{.color = color,
                   .curve = curve,
                   .lit = scene_light(curve, color),
                   .dots_per_mm2 = dots_per_mm2,
                   .pigment = pigment,
                   .needle = needle,
                   .diameter_mm = diameter_mm,
                   .areas = DotAreas(skin, shape),
                   .color_l = color_l,
                   .concentration = concentration / stroke.thinning,
                   .aspect = stroke.aspect,
                   .cores = {}};
    if (stroke.aspect > 1) {
      if (step == 0) {
        shape.absorption_per_mm.fill(kStrokeInkPerMm);
        usual = dot_kernel(skin, shape);
      }
      DotKernel grown = usual;
      grown.core_sigma_mm *= growth;
      scalp.cores.emplace(skin, shape, scalp.areas, grown);
    }
    const SolvedTone tried = best_hue(scalp);
    const double missing = std::max(0.0, tried.delta_l - target);
    const double hue = hue_error(tried, color, pigment);
    const double cost = kToneCost * missing * missing + hue + kGrowthCost * (growth - 1) * (growth - 1);
    if (cost < least_cost) {
      least_cost = cost;
      tone = tried;
    }
    if (pigment.dilution || (missing <= kEnoughL && hue <= kEnoughHue)) break;
  }
  tone.target_delta_l = target;
  if (!pigment.dilution && tone.delta_l > target + 3 * kEnoughL) {
    tone.warnings.push_back(
        format_text("tone: L* changes by %.1f where %.1f was wanted; this density and needle give no more (raise "
                    "density.peak_per_cm2 or needle.diameter_mm)",
                    tone.delta_l, target));
  }
  return tone;
}

}  // namespace tonsure
