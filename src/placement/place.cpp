#include <tonsure/placement/place.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <tonsure/core/rng.h>

#include "density_view.h"
#include "relax.h"
#include "sample.h"
#include "sessions.h"

namespace tonsure {
namespace {

using placement::DensityView;
using placement::LocalDot;

constexpr std::size_t kMaxSessions = 8;
constexpr double kMaxOriginCells = 1e9;  // beyond, rounding of positions shows against the cells

/// Where natural regularity lies on the scale from random (0) to strict (1), and the mean step that loosens strict dots
/// to it, in local units: solved for nearest neighbours of 0.78 +- 0.16 (phone photos of finished work [M]).
constexpr double kNatural = 0.7;
constexpr double kNaturalStep = 0.16;
/// Dots are not loosened to within this, in local units: closer pairs were not seen on those photos.
constexpr double kClearance = 0.4;

/// Steps of relaxation for natural and for strict regularity: by the fifth, windows are as even as they get quickly;
/// the others straighten nearest neighbours.
constexpr int kNaturalSteps = 5;
constexpr int kStrictSteps = 12;

constexpr std::uint64_t kReplaceStream = 1ULL << 60U;

Status check_options(const PlacementOptions& options) {
  if (options.regularity && !(*options.regularity >= 0 && *options.regularity <= 1)) {
    return Error{ErrorCode::kInvalidOption, "regularity", std::to_string(*options.regularity),
                 "a number from 0 (random) to 1 (strict), or nothing for natural"};
  }
  const auto& shares = options.session_shares;
  const std::string fix = "1 to 8 rising shares above 0, the last of them 1";
  if (shares.empty() || shares.size() > kMaxSessions) {
    return Error{ErrorCode::kInvalidOption, "session_shares", std::to_string(shares.size()) + " sessions", fix};
  }
  double before = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const bool last = k + 1 == shares.size();
    if (!(shares[k] > before) || (last ? shares[k] != 1 : !(shares[k] < 1))) {
      return Error{ErrorCode::kInvalidOption, "session_shares[" + std::to_string(k) + "]", std::to_string(shares[k]),
                   fix};
    }
    before = shares[k];
  }
  return {};
}

template <class Frame>
Status check_density(const DensityGrid<Frame>& grid) {
  const auto v = grid.per_cm2.view();
  if (v.channels != 1) {
    return Error{ErrorCode::kInvalidInput, "density", std::to_string(v.channels) + " channels", "one channel"};
  }
  if (!(grid.cell_mm > 0) || !std::isfinite(grid.cell_mm) || !std::isnormal(grid.cell_mm * grid.cell_mm)) {
    return Error{ErrorCode::kInvalidInput, "density cell_mm", std::to_string(grid.cell_mm), "a size above 0"};
  }
  if (!(std::abs(grid.origin.x) <= kMaxOriginCells * grid.cell_mm) ||
      !(std::abs(grid.origin.y) <= kMaxOriginCells * grid.cell_mm)) {
    return Error{ErrorCode::kInvalidInput, "density origin",
                 std::to_string(grid.origin.x) + ", " + std::to_string(grid.origin.y),
                 "a corner within 1e9 cells of 0"};
  }
  for (int y = 0; y < v.height; ++y) {
    for (int x = 0; x < v.width; ++x) {
      const float d = *v.pixel(x, y);
      if (!(d >= 0) || !std::isfinite(d)) {
        return Error{ErrorCode::kInvalidInput, "density[" + std::to_string(y) + "][" + std::to_string(x) + "]",
                     std::to_string(d), "a finite number of dots per cm2, 0 or more"};
      }
    }
  }
  return {};
}

/// Puts independent random dots in the places of a random `share` of them; dots stay in the order of the curve.
void replace_some(const DensityView& density, double integral, double share, std::span<const double> even,
                  std::vector<LocalDot>& dots, std::uint64_t seed, const Exec& exec) {
  std::vector<double> stay_at, go_to;
  std::vector<LocalDot> stay;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    if (Rng(seed, RngStage::kPlacement, kReplaceStream + i).uniform() < share) continue;
    stay.push_back(dots[i]);
    stay_at.push_back(even[i]);
  }
  go_to = placement::random_shares(dots.size() - stay.size(), seed);
  const std::vector<LocalDot> fresh = placement::sample_dots(density, integral, go_to, exec);
  dots.clear();
  for (std::size_t i = 0, j = 0; i < stay.size() || j < fresh.size();) {
    const bool take_fresh = i == stay.size() || (j < fresh.size() && go_to[j] < stay_at[i]);
    dots.push_back(take_fresh ? fresh[j++] : stay[i++]);
  }
}

}  // namespace

template <class Frame>
Result<DotSet<Frame>> place_dots(const DensityGrid<Frame>& density, const PlacementOptions& options, std::uint64_t seed,
                                 const Exec& exec) {
  if (const Status s = check_options(options); !s.ok()) return s.error();
  if (density.empty()) return DotSet<Frame>{};
  if (const Status s = check_density(density); !s.ok()) return s.error();
  const double integral = expected_count(density);
  if (!(integral <= static_cast<double>(kMaxDots))) {
    return Error{ErrorCode::kResourceLimit, "density", "it asks for " + std::to_string(integral) + " dots",
                 "at most " + std::to_string(kMaxDots)};
  }
  const auto count = static_cast<std::size_t>(std::llround(integral));
  if (count == 0) return DotSet<Frame>{};
  if (!report_progress(exec, 0)) return cancelled_error();

  const DensityView view(density);
  const double regularity = options.regularity.value_or(kNatural);
  const double random_share = std::max(0.0, 1 - regularity / kNatural);
  const double strictness = std::max(0.0, (regularity - kNatural) / (1 - kNatural));
  const int relax_steps = kNaturalSteps + static_cast<int>(std::lround(strictness * (kStrictSteps - kNaturalSteps)));
  const double step = kNaturalStep * (1 - strictness);

  const std::vector<double> shares = placement::even_shares(count, seed);
  std::vector<LocalDot> dots = placement::sample_dots(view, integral, shares, exec);
  if (!report_progress(exec, 0.1)) return cancelled_error();
  if (random_share < 1) {
    if (!placement::relax_dots(view, dots, relax_steps, exec)) return cancelled_error();
    if (!report_progress(exec, 0.5)) return cancelled_error();
    if (step > 0 && !placement::loosen_dots(view, dots, step, kClearance, seed, exec)) return cancelled_error();
  }
  if (random_share > 0) replace_some(view, integral, random_share, shares, dots, seed, exec);
  if (!report_progress(exec, 0.6)) return cancelled_error();

  DotSet<Frame> out;
  out.session = placement::choose_sessions(dots, options.session_shares, exec);
  if (!report_progress(exec, 0.95)) return cancelled_error();
  out.order = placement::needling_order(dots, out.session);
  out.positions.reserve(dots.size());
  for (const LocalDot& d : dots) out.positions.push_back({d.x, d.y});
  if (!report_progress(exec, 1)) return cancelled_error();
  return out;
}

template TONSURE_EXPORT Result<DotSet<ScalpMm>> place_dots<ScalpMm>(const DensityGrid<ScalpMm>&,
                                                                    const PlacementOptions&, std::uint64_t,
                                                                    const Exec&);
template TONSURE_EXPORT Result<DotSet<PlaneMm>> place_dots<PlaneMm>(const DensityGrid<PlaneMm>&,
                                                                    const PlacementOptions&, std::uint64_t,
                                                                    const Exec&);

}  // namespace tonsure
