#include <algorithm>
#include <cmath>

#include <tonsure/match/match.h>
#include "../optics/dot_kernel.h"

#include "../core/check_photo.h"
#include "../core/format_text.h"
#include "../core/stage.h"
#include "../optics/solve_tone.h"
#include "../placement/regularity.h"
#include "../reading/check_reading.h"
#include "../reading/stubble.h"
#include "../reading/stubble_cells.h"
#include "drawn_grain.h"

namespace tonsure {
namespace {

constexpr double kLeastDeltaL = 0.5;  // of PigmentOptions::target_delta_l
constexpr double kMostDeltaL = 40;
constexpr double kEnoughL = 0.3, kEnoughHue = 1;  // CIELAB; less is not seen
constexpr double kDenser = 1.05;                  // a step of density
constexpr int kWidthRounds = 5;
constexpr double kMostWider = 2, kWiderStep = 0.25;  // standard errors
constexpr double kEnoughWidth = 0.01;
constexpr double kOtherPigment = 0.5;  // CIEDE2000 by which another warm ingredient must be nearer
constexpr double kGrowthCost = 1;      // CIEDE2000 that dots twice as wide must gain [E]
// Texture. Costs are in dB^2, the mean over sizes [E].
constexpr double kToneCost = 25;  // of 1 L*
/// Of a standard error of what was measured, if 1.5 dB is one of texture, which has five sizes.
constexpr double kErrorCost = 1.5 * 1.5 / 5;
constexpr double kLeastTexture = 0.1;   // of what hair shows, power: that skin leaves to dots
constexpr double kUsualCvSpread = 0.3;  // of NeedleOptions::strength_cv among stubs, about the treatment's own
constexpr double kMostUneven = 0.8;     // of NeedleOptions::strength_cv
constexpr double kLeastNnError = 0.02;
constexpr int kTextureRounds = 3;
constexpr double kLeastRegularity = 0.5;  // at which dots lie as real stubble does, 0.68 [M, docs/model/stubble.md]

/// Full width at half depth of what a tone's mean dot looks like, mm, in green, which luma is mostly made of.
double seen_width_mm(const SkinOptics& skin, const NeedleOptions& needle, const SolvedTone& tone) {
  Deposit deposit = deposit_of(needle, tone.diameter_mm);
  deposit.absorption_per_mm = tone.absorption_per_mm;
  const DotKernel kernel = dot_kernel(skin, deposit);
  const double half = 0.5 * (1 - reflectance_ratio(kernel, 0)[1]);
  double low = 0, high = 3;
  for (int i = 0; i < 40; ++i) {
    const double r = 0.5 * (low + high);
    (1 - reflectance_ratio(kernel, r)[1] > half ? low : high) = r;
  }
  return low + high;
}

/// Tone, hue, size and density.
class Solver {
 public:
  Solver(const SkinReading& skin, const LinearRgb& color, const LinearRgb& wanted, StubbleMatch& match)
      : skin_(skin.fit.optics),
        color_(color),
        curve_(skin.curve),
        wanted_(to_lab(wanted)),
        match_(match),
        t_(match.treatment),
        own_warm_(t_.pigment.warm.name),
        keeps_pigment_(t_.pigment.warm_share || t_.pigment.dilution || !t_.pigment.components.empty()) {}

  void solve() {
    if (keeps_pigment_) {
      meet_tone();
      return;
    }
    if (match_.measured.diameter_mm.known) {
      meet_tone();
      choose_warm();
    } else {
      choose_size();
    }
    meet_tone();
    choose_warm();
    meet_tone();
  }

  /// Of dots that keep the tone, those whose texture is most like the stubble's: how strong they differ from one
  /// another, how evenly they lie, how wide and how dense they are. What was measured of these is kept within its
  /// error.
  /// @param stubble  the photo's texture
  /// @param bare     that of skin alone, which dots are added to
  /// @return false if cancelled
  bool meet_texture(const TrialSkin& trial, const Grain& stubble, const Grain& bare, double measured_per_cm2,
                    const Exec& exec) {
    const double measured_mm = t_.needle.diameter_mm, usual_cv = t_.needle.strength_cv;
    const auto cost_of = [&](const Treatment& tried) -> double {
      const SolvedTone tone =
          solve_tone(skin_, color_, curve_, tried.density.peak_per_cm2 / 100, tried.pigment, tried.needle);
      const auto drawn = drawn_grain(trial, tried, tone, exec);
      if (!drawn) return INFINITY;
      double cost = 0;
      for (std::size_t band = 0; band + 1 < stubble.size(); ++band) {  // the coarsest is half shading
        const double skin = bare[band] * bare[band], all = stubble[band] * stubble[band];
        const double wanted = std::max(kLeastTexture * all, all - skin), is = drawn->grain[band] * drawn->grain[band];
        const double db = 10 * std::log10(std::max(1e-6, is) / std::max(1e-6, wanted));
        cost += db * db / static_cast<double>(stubble.size() - 1);
      }
      const double too_light = std::max(0.0, tone.delta_l - tone.target_delta_l - kEnoughL);
      cost += kToneCost * too_light * too_light;
      const auto add_errors = [&cost](double errors) { cost += kErrorCost * errors * errors; };
      add_errors((tried.needle.strength_cv - usual_cv) / kUsualCvSpread);
      const StubbleMeasure& m = match_.measured;
      if (m.diameter_mm.known) {
        // The mean profile of elongated stubs is wider than they are across.
        const double error = m.diameter_mm.error / m.diameter_mm.value + m.elongated_share;
        add_errors((tried.needle.diameter_mm / measured_mm - 1) / error);
      }
      if (measured_per_cm2 > 0)
        add_errors((drawn->per_cm2 - measured_per_cm2) / std::max(1.0, m.density_per_cm2.error * match_.cos_view));
      if (m.nn_mean.known) add_errors((drawn->nn_mean - m.nn_mean.value) / std::max(kLeastNnError, m.nn_mean.error));
      return cost;
    };
    double least = cost_of(t_);
    const auto try_it = [&](const auto& change) {
      Treatment tried = t_;
      change(tried);
      const double cost = cost_of(tried);
      if (cost >= least) return;
      least = cost;
      t_ = tried;
    };
    const bool fixed = t_.pigment.dilution.has_value();
    double step = 1.4;
    for (int round = 0; round < kTextureRounds; ++round) {
      for (const double cv : {0.2, 0.35, 0.5, 0.65, kMostUneven})
        try_it([&](Treatment& t) { t.needle.strength_cv = cv; });
      for (const double regularity : {kLeastRegularity, 0.6, 0.7})
        try_it([&](Treatment& t) { t.placement.regularity = regularity; });
      for (const double factor : {1 / step, step}) {
        if (fixed) break;
        try_it([&](Treatment& t) {
          t.density.peak_per_cm2 = std::clamp(factor * t.density.peak_per_cm2, kLeastMatchedPerCm2, kMostMatchedPerCm2);
        });
        try_it([&](Treatment& t) {
          t.needle.diameter_mm = std::clamp(factor * t.needle.diameter_mm, kLeastMatchedMm, kMostMatchedMm);
        });
        // As much pigment, in more and smaller dots, as unlike as before or more.
        try_it([&](Treatment& t) {
          t.density.peak_per_cm2 = std::clamp(factor * t.density.peak_per_cm2, kLeastMatchedPerCm2, kMostMatchedPerCm2);
          t.needle.diameter_mm = std::clamp(t.needle.diameter_mm / std::sqrt(factor), kLeastMatchedMm, kMostMatchedMm);
          t.needle.strength_cv = kMostUneven;
        });
        try_it([&](Treatment& t) {
          t.density.peak_per_cm2 = std::clamp(factor * t.density.peak_per_cm2, kLeastMatchedPerCm2, kMostMatchedPerCm2);
          t.needle.diameter_mm = std::clamp(t.needle.diameter_mm / std::sqrt(factor), kLeastMatchedMm, kMostMatchedMm);
        });
      }
      step = std::sqrt(step);
      if (is_cancelled(exec)) return false;
    }
    // Another size asks for another dilution, and that for another hue.
    if (!keeps_pigment_) choose_warm();
    match_.tone = solved(t_.pigment);
    const auto drawn = drawn_grain(trial, t_, match_.tone, exec);
    match_.seen_per_cm2 = drawn ? drawn->per_cm2 : t_.density.peak_per_cm2;
    return true;
  }

 private:
  [[nodiscard]] SolvedTone solved(const PigmentOptions& pigment) const {
    return solve_tone(skin_, color_, curve_, t_.density.peak_per_cm2 / 100, pigment, t_.needle);
  }

  [[nodiscard]] bool too_light() const {
    return !t_.pigment.dilution && match_.tone.delta_l > match_.tone.target_delta_l + kEnoughL;
  }

  /// @param wider  than measured, in standard errors of the measurement
  void meet_width(double wider) {
    const Measured& width = match_.measured.diameter_mm;
    match_.tone = solved(t_.pigment);
    if (!width.known) return;
    // How wide a dot looks depends on its pigment, and that on its size.
    for (int i = 0; i < kWidthRounds; ++i) {
      const double factor = (width.value + wider * width.error) / seen_width_mm(skin_, t_.needle, match_.tone);
      const double wanted = std::clamp(t_.needle.diameter_mm * factor, kLeastMatchedMm, kMostMatchedMm);
      if (std::fabs(wanted / t_.needle.diameter_mm - 1) < kEnoughWidth) break;
      t_.needle.diameter_mm = wanted;
      match_.tone = solved(t_.pigment);
    }
  }

  /// By dilution first, then by size as far as it is uncertain, then by density.
  void meet_tone() {
    double wider = 0;
    meet_width(wider);
    if (match_.measured.diameter_mm.known)
      while (too_light() && wider < kMostWider) meet_width(wider += kWiderStep);
    while (too_light() && t_.density.peak_per_cm2 < kMostMatchedPerCm2) {
      t_.density.peak_per_cm2 = std::min(kMostMatchedPerCm2, t_.density.peak_per_cm2 * kDenser);
      meet_width(wider);
    }
  }

  /// The warm ingredient and its share that come nearest to the stubble's colour. A usual shade keeps skin's chroma
  /// only roughly; beside stubble, the difference is seen.
  /// @return the difference left, CIEDE2000, and what another ingredient costs
  double choose_warm() {
    PigmentOptions usual = t_.pigment, best = usual;
    usual.warm_share.reset();
    double least = INFINITY;
    const auto try_pigment = [&](const PigmentComponent& warm, double share) {
      PigmentOptions pigment = usual;
      pigment.warm = warm;
      pigment.warm_share = std::clamp(share, 0.0, 1.0);
      const double off =
          delta_e_2000(to_lab(solved(pigment).treated), wanted_) + (warm.name == own_warm_ ? 0 : kOtherPigment);
      if (off >= least) return;
      least = off;
      best = pigment;
    };
    std::vector<PigmentComponent> candidates = {t_.pigment.warm};
    for (const char* name : {"red iron oxide", "brown iron oxide", "yellow iron oxide"}) {
      const PigmentComponent* found = find_component(built_in_pigments(), name);
      if (found != nullptr && found->name != candidates[0].name) candidates.push_back(*found);
    }
    for (const PigmentComponent& warm : candidates)
      for (int k = 0; k <= 5; ++k) try_pigment(warm, 0.2 * k);
    const PigmentComponent nearest = best.warm;
    const double around = *best.warm_share;
    for (const double step : {-0.1, -0.05, 0.05, 0.1}) try_pigment(nearest, around + step);
    t_.pigment = best;
    return least;
  }

  /// Larger dots than usual where they come nearer to the stubble's colour: they need less opaque pigment.
  void choose_size() {
    const double usual_mm = t_.needle.diameter_mm;
    PigmentOptions pigment = t_.pigment;
    double best_mm = usual_mm, least = INFINITY;
    for (const double growth : {1.0, 1.15, 1.3, 1.5}) {
      t_.needle.diameter_mm = std::clamp(growth * usual_mm, kLeastMatchedMm, kMostMatchedMm);
      const double off = choose_warm() + kGrowthCost * (growth - 1);
      if (off >= least) continue;
      least = off;
      best_mm = t_.needle.diameter_mm;
      pigment = t_.pigment;
    }
    t_.needle.diameter_mm = best_mm;
    t_.pigment = pigment;
  }

  const SkinOptics& skin_;
  const LinearRgb& color_;
  const CameraCurve& curve_;
  Lab wanted_;
  StubbleMatch& match_;
  Treatment& t_;
  std::string own_warm_;  ///< of the treatment to start with
  bool keeps_pigment_;    ///< it fixes the pigment
};

void tell(const LinearRgb& wanted_color, const LinearRgb& color, const SkinOptics& skin, double measured_per_cm2,
          bool between_stubs, StubbleMatch& match) {
  const StubbleMeasure& m = match.measured;
  const Treatment& t = match.treatment;
  const Lab is = to_lab(match.tone.treated), should = to_lab(wanted_color);
  match.left_delta_l = is.l - should.l;
  match.left_a = is.a - should.a;
  match.left_b = is.b - should.b;

  match.chosen.push_back(format_text(
      "tone: L* %+.1f in the mid-scalp; the stubble is %+.1f +- %.1f against %s", should.l - to_lab(color).l,
      m.delta_l.value, m.delta_l.error,
      between_stubs ? "the skin between its stubs; against bare skin, of which none is seen beside it, it is darker"
                    : "bare skin beside it"));
  if (between_stubs)
    match.chosen.emplace_back("hue: the treatment's own, as no skin without stubs is seen beside the stubble");
  else
    match.chosen.push_back(format_text("hue: darkening of red, green and blue as 1 : %.2f : %.2f", t.pigment.hue_green,
                                       t.pigment.hue_blue));
  if (t.pigment.components.empty())
    match.chosen.push_back(format_text("pigment: %s with %.0f %% %s, %.1f parts of water",
                                       t.pigment.neutral.name.c_str(), 100 * match.tone.blend.warm_share,
                                       t.pigment.warm.name.c_str(), match.tone.blend.dilution));
  const double seen_mm = seen_width_mm(skin, t.needle, match.tone);
  if (m.diameter_mm.known)
    match.chosen.push_back(format_text("dots: %.2f mm across, as wide as the stubs, %.2f +- %.2f mm", seen_mm,
                                       m.diameter_mm.value, m.diameter_mm.error));
  else
    match.chosen.push_back(
        format_text("dots: %.2f mm across, the treatment's own: the photo does not show how wide stubs are",
                    match.tone.diameter_mm));
  if (measured_per_cm2 > 0)
    match.chosen.push_back(format_text(
        "density: %.0f dots/cm2, of which such a photo shows %.0f; of the stubble it shows %.0f +- %.0f",
        t.density.peak_per_cm2, match.seen_per_cm2, measured_per_cm2, m.density_per_cm2.error * match.cos_view));
  else
    match.chosen.push_back(format_text(
        "density: %.0f dots/cm2, not the stubble's: the photo does not show its single dots", t.density.peak_per_cm2));
  match.chosen.push_back(format_text("texture: dots differ in strength by %.0f %%, placed with a regularity of %.1f",
                                     100 * t.needle.strength_cv, t.placement.regularity.value_or(placement::kNatural)));

  if (std::fabs(match.left_delta_l) > kEnoughL)
    match.left_over.push_back(
        format_text("tone: L* %.1f %s than the stubble; no more can be done with dots of %.2f mm at %.0f "
                    "dots/cm2",
                    std::fabs(match.left_delta_l), match.left_delta_l > 0 ? "lighter" : "darker",
                    match.tone.diameter_mm, t.density.peak_per_cm2));
  if (std::hypot(match.left_a, match.left_b) > kEnoughHue)
    match.left_over.push_back(
        format_text("hue: a* %+.1f, b* %+.1f off the stubble's: pigment under the skin looks %s than hair "
                    "above it",
                    match.left_a, match.left_b, match.left_b < 0 ? "colder" : "warmer"));
  if (m.diameter_mm.known &&
      std::fabs(seen_mm - m.diameter_mm.value) > std::max(0.02, kMostWider * m.diameter_mm.error))
    match.left_over.push_back(format_text("dots: %.2f mm %s than the stubs", std::fabs(seen_mm - m.diameter_mm.value),
                                          seen_mm > m.diameter_mm.value ? "wider" : "narrower"));
  if (measured_per_cm2 > 0 &&
      std::fabs(match.seen_per_cm2 - measured_per_cm2) > std::max(1.0, m.density_per_cm2.error * match.cos_view))
    match.left_over.push_back(format_text("density: %.0f dots/cm2 %s than the stubble",
                                          std::fabs(match.seen_per_cm2 - measured_per_cm2),
                                          match.seen_per_cm2 > measured_per_cm2 ? "more" : "fewer"));
}

Error no_stubble(const std::string& why) {
  return {ErrorCode::kInvalidInput, "existing_hair", why,
          "outline hair shaved to dots, evenly lit and in focus, or choose pigment.target_delta_l by hand"};
}

Result<StubbleMatch> matched(const Photo& photo, const PhotoReading& reading, const Treatment& start,
                             const Exec& exec) {
  const StubbleReading& seen = *reading.stubble;
  const LinearRgb& color = reading.bare_scalp;
  const double color_l = to_lab(color).l;
  StubbleMeasure measured = seen.measured;
  SkinUnderStubble under = seen.under;
  if (under.between_stubs) {  // then the hue of the darkening is the treatment's
    under = skin_under(seen.cells, start.pigment);
    auto again = measure_cells(photo, seen.cells, reading.head.mm_per_px, reading.camera, under.color);
    if (!again) return again.error();
    measured = std::move(*again);
    if (delta_l_under(color, measured) > -kLeastDeltaL || measured.minus_log_ratio[0] <= 0)
      return no_stubble(format_text("is no darker than bare skin beside it (L* %+.1f)", measured.delta_l.value));
  }
  const LinearRgb wanted = color_under(color, measured);

  StubbleMatch match;
  match.measured = measured;
  match.treatment = start;
  match.cos_view = 0;
  double inside = 0, inside_count = 0, all = 0;
  const auto count = static_cast<double>(seen.cells.size());
  for (const StubbleCell& cell : seen.cells) {
    match.cos_view += cell.cos_view / count;
    all += cell.darkening / count;
    inside += cell.treated ? cell.darkening : 0;
    inside_count += cell.treated ? 1 : 0;
  }

  Treatment& t = match.treatment;
  const LinearRgb& dark = match.measured.minus_log_ratio;
  t.pigment.target_delta_l =
      std::clamp(target_delta_l_for(to_lab(wanted).l - color_l, color_l), -kMostDeltaL, -kLeastDeltaL);
  t.pigment.hue_green = std::clamp(dark[1] / dark[0], 0.3, 2.0);
  t.pigment.hue_blue = std::clamp(dark[2] / dark[0], 0.3, 2.0);
  double measured_per_cm2 = 0;
  if (match.measured.density_per_cm2.known) {
    measured_per_cm2 = match.measured.density_per_cm2.value * match.cos_view;
    t.density.peak_per_cm2 = std::clamp(measured_per_cm2, kLeastMatchedPerCm2, kMostMatchedPerCm2);
  }
  // Where stubble itself is to be treated, only what it lacks is added.
  if (inside_count >= static_cast<double>(kFewestCells) && all > 0)
    t.density.within_hair = std::clamp(1 - inside / inside_count / all, 0.0, 1.0);
  Solver solver(reading.skin, color, wanted, match);
  solver.solve();
  if (!solver.meet_texture({reading.skin.fit.optics, under.color, reading.head.mm_per_px, match.cos_view,
                            reading.camera, reading.skin.curve},
                           grain_of(photo, seen.cells), skin_grain(photo, reading.scene, reading.head),
                           measured_per_cm2, {.threads = exec.threads, .cancel = exec.cancel}))
    return cancelled_error();
  tell(wanted, color, reading.skin.fit.optics, measured_per_cm2, under.between_stubs, match);
  return match;
}

}  // namespace

Result<StubbleMatch> match_stubble(const Photo& photo, const PhotoReading& reading, const Treatment& start,
                                   const Exec& exec) {
  if (Status status = check_photo(photo); !status) return status.error();
  if (Status status = check_reading(reading); !status) return status.error();
  if (Status status = check_scene_size(reading.scene, photo.pixels.width(), photo.pixels.height()); !status)
    return status.error();
  if (Status status = check_treatment(start); !status) return status.error();
  if (!reading.stubble) return no_stubble(reading.stubble.why_not);
  return in_stage(exec, "match stubble", [&] { return matched(photo, reading, start, exec); });
}

}  // namespace tonsure
