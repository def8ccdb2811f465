#include "ageing.h"

#include <algorithm>
#include <cmath>

#include "../core/rng.h"

#include "ordered_step.h"
#include "year.h"

namespace tonsure {
namespace {

constexpr double kSixMonths = kDaysPerYear / 2;
constexpr double kScabHalfSpanDays = 2;  // scabs fall off within four days of each other [E]
constexpr double kLeastWeight = 1e-12;   // of pigment that has gone: it still has a place, 1/mm
constexpr double kMostNormal = 3;        // dots farther from the mean than this are drawn as this

/// Share of the healing that is done, 0 fresh to 1 from day 28 on.
double healed(const AgeingOptions& options, double age) {
  if (age >= kHealedDays) return 1;
  return std::expm1(-age / options.healing_days) / std::expm1(-kHealedDays / options.healing_days);
}

double years_after_healing(double age) {
  return std::max(0.0, age - kHealedDays) / kDaysPerYear;
}

/// Pigment of one wound at an age, 1 = healed.
double amount_left(const PigmentComponent& component, const AgeingOptions& options, double age, double shallow_loss) {
  const double done = healed(options, age);
  double left = (1 - (1 - options.healed_share) * done) / options.healed_share * (1 - shallow_loss * done);
  if (age <= kHealedDays) return left;
  left *= std::pow(options.settled_share, std::min(1.0, (age - kHealedDays) / (kSixMonths - kHealedDays)));
  if (age > kSixMonths) {
    const double loss = std::min(1.0, component.loss_per_year + component.light_loss_per_year * options.sun_exposure);
    left *= std::pow(1 - loss, (age - kSixMonths) / kDaysPerYear);
  }
  if (component.resorption_days > 0)
    left *= std::exp(-std::pow((age - kHealedDays) / component.resorption_days, options.resorption_shape));
  return left;
}

double laser_response(const AgeingOptions& options, ParticleKind kind) {
  switch (kind) {
    case ParticleKind::kIronOxide:
      return options.laser_iron_oxide;
    case ParticleKind::kTitania:
      return options.laser_titania;
    case ParticleKind::kResorbable:
      return options.laser_resorbable;
    case ParticleKind::kCarbon:
      break;
  }
  return 1;
}

/// Share of a component that lasers left of what was put in on day `since`.
double laser_left(const PigmentComponent& component, const AgeingOptions& options, double since, double day) {
  double left = 1;
  for (const LaserSession& session : options.laser_sessions) {
    if (session.age_days < since || session.age_days > day) continue;
    const double carried_away = std::min(1.0, (day - session.age_days) / options.laser_days);
    left *= 1 - session.clearing * laser_response(options, component.particle) * carried_away;
  }
  return left;
}

/// How opaque the new epidermis is, 0 to 1 at worst.
double veil_course(const AgeingOptions& options, double age) {
  const double uncovered = ordered_step(options.scab_days - kScabHalfSpanDays, options.veil_day, age);
  return uncovered * (1 - ordered_step(options.veil_day, kHealedDays, age));
}

/// What a wound of an age shows besides its pigment.
void add_wound(DepositState& state, const AgeingOptions& options, double age) {
  const double scab =
      1 - ordered_step(options.scab_days - kScabHalfSpanDays, options.scab_days + kScabHalfSpanDays, age);
  state.scab_diameter_factor = std::max(state.scab_diameter_factor, 1 + (options.scab_diameter_factor - 1) * scab);
  state.scab_darkness = std::max(state.scab_darkness, options.scab_darkness * scab);
  const double red = std::max(0.0, 1 - age / options.redness_days);
  state.added_blood = std::max(state.added_blood, options.redness_blood * red * red);
  state.veil = std::max(state.veil, options.veil * veil_course(options, age));
}

double mean(const Spectrum& spectrum) {
  double sum = 0;
  for (const double value : spectrum) sum += value;
  return sum / static_cast<double>(kBands);
}

/// Log-normal of mean 1.
double log_normal(Rng& rng, double sd) {
  return std::exp(sd * std::clamp(rng.normal(), -kMostNormal, kMostNormal) - 0.5 * sd * sd);
}

}  // namespace

DepositState age_deposit(const Blend& blend, const AgeingOptions& options, const Moment& moment, double shallow_loss) {
  DepositState state;
  state.amount.assign(blend.parts.size(), 0);
  double weights = 0, variance = 0, shift = 0;
  const auto add_needling = [&](double day, double amount) {
    const double age = moment.age_days - day;
    if (age < 0) return;
    std::vector<double> left;
    for (const BlendPart& part : blend.parts)
      left.push_back(amount * amount_left(part.component, options, age, shallow_loss) *
                     laser_left(part.component, options, day, moment.age_days));
    for (std::size_t i = 0; i < left.size(); ++i) state.amount[i] += left[i];
    // Deposits of several ages on one spot: their variances and depths mix by how much each absorbs.
    const double weight = std::max(kLeastWeight, mean(blend_absorption_per_mm(blend, left)));
    weights += weight;
    variance += weight * 2 * options.spread_mm2_per_year * years_after_healing(age);
    shift += weight * (options.sinking_mm_per_year * years_after_healing(age) -
                       options.fresh_channel_mm * (1 - healed(options, age)));
    add_wound(state, options, age);
  };
  add_needling(0, 1);
  for (const TouchUp& touch_up : options.touch_ups) add_needling(touch_up.age_days, touch_up.amount);

  state.absorption_per_mm = blend_absorption_per_mm(blend, state.amount);
  const double whole = mean(blend_absorption_per_mm(blend));
  state.strength = whole > 0 ? mean(state.absorption_per_mm) / whole : 0;
  state.added_variance_mm2 = variance / weights;
  state.depth_shift_mm = shift / weights;
  if (state.added_blood > 0) state.redness_radius_mm = options.redness_radius_mm;

  const bool lasered = std::any_of(options.laser_sessions.begin(), options.laser_sessions.end(),
                                   [&](const LaserSession& session) { return session.age_days <= moment.age_days; });
  const bool may_darken = std::any_of(blend.parts.begin(), blend.parts.end(), [](const BlendPart& part) {
    return part.component.particle == ParticleKind::kIronOxide || part.component.particle == ParticleKind::kTitania;
  });
  if (lasered && may_darken)
    state.warnings.emplace_back(
        "laser: iron oxides and titanium white can turn dark under a laser instead of clearing; that is not drawn");
  return state;
}

double retention_factor(std::uint64_t seed, std::uint32_t id, const Moment& moment, const AgeingOptions& options) {
  double veil = veil_course(options, moment.age_days);
  for (const TouchUp& touch_up : options.touch_ups)
    if (touch_up.age_days <= moment.age_days)
      veil = std::max(veil, veil_course(options, moment.age_days - touch_up.age_days));
  const double lasting = options.retention_sd * healed(options, moment.age_days) +
                         options.retention_sd_per_year * years_after_healing(moment.age_days);
  Rng rng(seed, RngStage::kRetention, id);
  const double of_the_dot = log_normal(rng, lasting);
  return of_the_dot * log_normal(rng, options.veil_patchiness * veil);
}

}  // namespace tonsure
