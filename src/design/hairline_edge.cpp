// How the edge departs from its guide.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "../core/rng.h"
#include "../core/smooth_step.h"
#include "hairline.h"

namespace tonsure {
namespace {

constexpr double kRatioMedianLog = 0.178, kRatioLogSd = 0.241;  // mean 1.23 and P(> 1) = 0.77 of a log-normal [M]
constexpr double kTiltSd = 1.2 * std::numbers::pi / 180;        // [E]
constexpr double kCornerX = 0.58, kCornerWidth = 0.22;          // fractions of the half-breadth, [C] and [E]
constexpr double kCornerFreeMm = 6;       // corners of a guide without recession can still differ by this much [E]
constexpr double kLeastSteepness = 0.25;  // of skin, rise over way: beyond, heights no longer tell ways
constexpr std::uint64_t kMostDraws = 64;
constexpr std::size_t kWaves = 5;

/// Band-limited noise of unit RMS: waves of 0.8 to 1.25 times a length, one in each fifth of that range on a
/// logarithmic scale, of random phase.
class Band {
 public:
  Band(std::uint64_t seed, std::uint64_t channel, double wavelength_mm) {
    Rng rng(seed, RngStage::kHairline, channel);
    for (std::size_t k = 0; k < kWaves; ++k) {
      const double share = (static_cast<double>(k) + rng.uniform()) / kWaves;
      per_mm_[k] = 2 * std::numbers::pi / (wavelength_mm * 0.8 * std::pow(1.25 / 0.8, share));
      phase_[k] = 2 * std::numbers::pi * rng.uniform();
    }
  }
  [[nodiscard]] double at(double arc_mm) const {
    double sum = 0;
    for (std::size_t k = 0; k < kWaves; ++k) sum += std::cos(per_mm_[k] * arc_mm + phase_[k]);
    return sum * std::sqrt(2.0 / kWaves);
  }

 private:
  std::array<double, kWaves> per_mm_{}, phase_{};
};

/// What pulls the guide at a share of the way along it, mm: cubic steps between handles, none at the ends. The preview
/// page bends its line alike (`pull` in src/io/page/preview_page.js); tests/page/pull_test.py holds the two equal.
double pull_mm(const std::vector<HairlineControl>& controls, double at) {
  HairlineControl before{-1, 0}, after{1, 0};
  for (const HairlineControl& control : controls) {
    if (control.at <= at) before = control;
    if (control.at > at) {
      after = control;
      break;
    }
  }
  if (after.at <= before.at) return before.forward_mm;
  const double t = (at - before.at) / (after.at - before.at);
  return before.forward_mm + (after.forward_mm - before.forward_mm) * smooth_step(t);
}

/// Length of guide that each point stands for.
std::vector<double> lengths_mm(std::span<const GuidePoint> guide) {
  std::vector<double> lengths(guide.size(), 0);
  for (std::size_t i = 1; i < guide.size(); ++i) {
    const double half = 0.5 * (guide[i].arc_mm - guide[i - 1].arc_mm);
    lengths[i - 1] += half;
    lengths[i] += half;
  }
  return lengths;
}

/// Whether a guide shows both corners.
bool shows_both_sides(std::span<const GuidePoint> guide, double half_breadth_mm) {
  const auto [low, high] = std::minmax_element(guide.begin(), guide.end(),
                                               [](const auto& a, const auto& b) { return a.side_mm < b.side_mm; });
  return low->side_mm < -kCornerX * half_breadth_mm && high->side_mm > kCornerX * half_breadth_mm;
}

/// How far the edge recedes more, where its side recedes by a factor e^log_factor.
double deeper_mm(const GuidePoint& point, double half_breadth_mm, double log_factor) {
  const double from_corner = (std::fabs(point.side_mm) / half_breadth_mm - kCornerX) / kCornerWidth;
  const double own = std::max(0.0, point.rise_mm) + kCornerFreeMm * std::exp(-from_corner * from_corner);
  return std::expm1(log_factor) * own;
}

std::vector<double> with_asymmetry(std::vector<double> displacement, std::span<const GuidePoint> guide,
                                   double half_breadth_mm, double log_factor) {
  for (std::size_t i = 0; i < guide.size(); ++i)
    displacement[i] -= deeper_mm(guide[i], half_breadth_mm, (guide[i].side_mm < 0 ? 0.5 : -0.5) * log_factor);
  return displacement;
}

}  // namespace

std::vector<GuidePoint> guide_points(const ScalpSurface& surface, std::span<const Vec3<HeadMm>> guide) {
  std::vector<GuidePoint> points;
  if (guide.empty()) return points;
  std::size_t middle = 0;
  for (std::size_t i = 1; i < guide.size(); ++i)
    if (std::fabs(guide[i].x) < std::fabs(guide[middle].x)) middle = i;
  double arc = 0;
  for (std::size_t i = 0; i < guide.size(); ++i) {
    if (i > 0) arc += norm(guide[i] - guide[i - 1]);
    // From the level to the point along the skin, straight back, by the slope of the skin there.
    const Vec3<HeadMm> normal = surface_normal(surface, guide[i]);
    const double steepness = std::max(kLeastSteepness, std::fabs(normal.z) / std::hypot(normal.y, normal.z));
    points.push_back({arc, guide[i].x, (guide[i].y - guide[middle].y) / steepness});
  }
  const double start = points[middle].arc_mm;
  for (GuidePoint& point : points) point.arc_mm -= start;
  return points;
}

RecessionArea recession_area(std::span<const GuidePoint> guide, std::span<const double> displacement_mm) {
  const std::vector<double> lengths = lengths_mm(guide);
  RecessionArea area;
  for (std::size_t i = 0; i < guide.size(); ++i)
    (guide[i].side_mm < 0 ? area.right_mm2 : area.left_mm2) +=
        lengths[i] * std::max(0.0, guide[i].rise_mm - displacement_mm[i]);
  return area;
}

double mirror_correlation(std::span<const GuidePoint> guide, std::span<const double> displacement_mm) {
  constexpr double kEveryMm = 1;
  const double reach = std::min(-guide.front().arc_mm, guide.back().arc_mm);
  const auto value_at = [&](double arc) {
    const auto after = std::lower_bound(guide.begin(), guide.end(), arc,
                                        [](const GuidePoint& point, double wanted) { return point.arc_mm < wanted; });
    const auto i = std::clamp<std::ptrdiff_t>(after - guide.begin(), 1, std::ssize(guide) - 1);
    const auto at = static_cast<std::size_t>(i);
    const double width = guide[at].arc_mm - guide[at - 1].arc_mm;
    const double t = width > 0 ? (arc - guide[at - 1].arc_mm) / width : 0;
    return displacement_mm[at - 1] + t * (displacement_mm[at] - displacement_mm[at - 1]);
  };
  double n = 0, left = 0, right = 0, left2 = 0, right2 = 0, both = 0;
  for (double arc = kEveryMm; arc <= reach; arc += kEveryMm) {
    const double l = value_at(arc), r = value_at(-arc);
    n += 1;
    left += l;
    right += r;
    left2 += l * l;
    right2 += r * r;
    both += l * r;
  }
  const double spread = (n * left2 - left * left) * (n * right2 - right * right);
  return n < 2 || spread <= 0 ? 0 : (n * both - left * right) / std::sqrt(spread);
}

std::vector<double> edge_displacement_mm(const HairlineOptions& options, std::uint64_t seed, double half_breadth_mm,
                                         std::span<const GuidePoint> guide) {
  std::vector<double> displacement(guide.size(), 0);
  if (guide.empty()) return displacement;
  Rng rng(seed, RngStage::kHairline);
  const double log_ratio = options.asymmetry * (kRatioMedianLog + kRatioLogSd * rng.normal());
  const double tilt = std::tan(options.asymmetry * kTiltSd * rng.normal());
  const bool both_sides = shows_both_sides(guide, half_breadth_mm);

  for (std::uint64_t draw = 0; draw < kMostDraws; ++draw) {
    const Band macro(seed, 2 * draw + 1, options.macro_wavelength_mm);
    const Band micro(seed, 2 * draw + 2, options.micro_wavelength_mm);
    for (std::size_t i = 0; i < guide.size(); ++i)
      displacement[i] = options.macro_amplitude_mm / std::numbers::sqrt2 * macro.at(guide[i].arc_mm) +
                        options.micro_amplitude_mm / std::numbers::sqrt2 * micro.at(guide[i].arc_mm) +
                        tilt * std::clamp(guide[i].side_mm, -0.6 * half_breadth_mm, 0.6 * half_breadth_mm);
    if (!both_sides || mirror_correlation(guide, displacement) < kMostMirror) break;
  }

  // The factor by which sides differ, such that with the noise the areas have the wanted ratio.
  double factor = log_ratio;
  if (both_sides && options.asymmetry > 0) {
    double low = -4, high = 4;
    for (int i = 0; i < 40; ++i) {
      factor = 0.5 * (low + high);
      const RecessionArea area = recession_area(guide, with_asymmetry(displacement, guide, half_breadth_mm, factor));
      (area.right_mm2 < std::exp(log_ratio) * area.left_mm2 ? low : high) = factor;
    }
  }
  displacement = with_asymmetry(std::move(displacement), guide, half_breadth_mm, factor);
  if (options.largest_departure_mm)
    for (double& mm : displacement) mm = *options.largest_departure_mm * std::tanh(mm / *options.largest_departure_mm);

  for (std::size_t i = 0; i < guide.size() && !options.controls.empty(); ++i) {
    const double end = std::max(1e-9, std::fabs(guide[i].arc_mm < 0 ? guide.front().arc_mm : guide.back().arc_mm));
    displacement[i] += pull_mm(options.controls, guide[i].arc_mm / end);
  }
  return displacement;
}

}  // namespace tonsure
