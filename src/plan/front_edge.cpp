#include "front_edge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "../core/median.h"

#include "zone_depth.h"

namespace tonsure {
namespace {

constexpr double kBinMm = 4;    // of the line; holds some five dots of either zone at ordinary densities
constexpr int kBinsASide = 15;  // the halves are compared to 60 mm from the middle
constexpr int kWaveBins = 10;   // waves are measured to 40 mm, short of the corners
constexpr int kHeightBins = 4;  // height is measured over 16 mm a side
constexpr int kLeastWaveBins = 12, kLeastPairs = 8, kLeastHeightBins = 3;  // of 20, 15 and 8

/// Where the line runs in a strip of the front: how far it lies from the middle of the chart, mm along the skin.
using Line = std::array<std::optional<double>, static_cast<std::size_t>(2 * kBinsASide)>;

/// The chart's middle is the top of the head: every front edge is met once on a ray from there.
struct Polar {
  double radius = 0;
  double angle = 0;  ///< 0 forward, positive to the head's left
};

Polar polar(Vec2<ScalpMm> uv) {
  return {norm(uv), std::atan2(uv.x, -uv.y)};
}

struct Strip {
  double innermost_edge = INFINITY;         ///< of kLeadingEdge
  double outermost_transition = -INFINITY;  ///< of kTransition
};

/// The line, and the angle and scale that its bins are laid out with.
struct Traced {
  Line line;
  double bin_angle = 0;
  double scale = 1;  ///< mm of skin per mm of chart, at the middle of the edge
};

std::optional<Traced> trace(const Plan& plan) {
  // The radius of the edge in the middle sets the width of a bin.
  std::vector<double> radii;
  for (std::size_t i = 0; i < plan.dots.size(); ++i)
    if (const Polar p = polar(plan.dots.chart[i]);
        plan.dots.zone[i] == Zone::kLeadingEdge && std::fabs(p.angle) < std::numbers::pi / 3)
      radii.push_back(p.radius);
  if (radii.empty()) return std::nullopt;
  const double radius = median(std::move(radii));
  Traced traced;
  traced.scale = std::sqrt(area_factor(plan.surface, {0, -radius}));
  traced.bin_angle = kBinMm / (radius * traced.scale);
  std::array<Strip, static_cast<std::size_t>(2 * kBinsASide)> strips;
  for (std::size_t i = 0; i < plan.dots.size(); ++i) {
    const Zone zone = plan.dots.zone[i];
    if (zone != Zone::kLeadingEdge && zone != Zone::kTransition) continue;
    const Polar p = polar(plan.dots.chart[i]);
    const double bin = std::floor(p.angle / traced.bin_angle) + kBinsASide;
    if (bin < 0 || bin >= 2 * kBinsASide) continue;
    Strip& strip = strips[static_cast<std::size_t>(bin)];
    if (zone == Zone::kLeadingEdge)
      strip.innermost_edge = std::min(strip.innermost_edge, p.radius);
    else
      strip.outermost_transition = std::max(strip.outermost_transition, p.radius);
  }
  for (std::size_t k = 0; k < strips.size(); ++k)
    if (std::isfinite(strips[k].innermost_edge) && std::isfinite(strips[k].outermost_transition))
      traced.line[k] = 0.5 * (strips[k].innermost_edge + strips[k].outermost_transition);
  return traced;
}

std::optional<double> height_of(const Plan& plan, Vec3<HeadMm> glabella, const Traced& traced) {
  double sum = 0;
  int count = 0;
  for (int k = -kHeightBins; k < kHeightBins; ++k) {
    const auto& radius = traced.line[static_cast<std::size_t>(k + kBinsASide)];
    if (!radius) continue;
    const double angle = (k + 0.5) * traced.bin_angle;
    Vec3<HeadMm> at = from_chart(plan.surface, {*radius * std::sin(angle), -*radius * std::cos(angle)});
    at.x = 0;  // height is measured in the median plane
    sum += skin_distance_mm(plan.surface, glabella, at) * (at.y < glabella.y ? -1 : 1);
    ++count;
  }
  if (count < kLeastHeightBins) return std::nullopt;
  return sum / count - kLeadingEdgeMm;
}

/// Residuals about the polynomial of degree 4 that fits best, by orthogonal polynomials on the points given.
std::vector<double> residuals(const std::vector<double>& at, std::vector<double> values) {
  constexpr int kDegree = 4;
  std::vector<std::vector<double>> basis;
  for (int degree = 0; degree <= kDegree; ++degree) {
    std::vector<double> p(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) p[i] = std::pow(at[i], degree);
    const auto remove = [](std::vector<double>& from, const std::vector<double>& part) {
      double along = 0, whole = 0;
      for (std::size_t i = 0; i < part.size(); ++i) {
        along += from[i] * part[i];
        whole += part[i] * part[i];
      }
      for (std::size_t i = 0; i < part.size(); ++i) from[i] -= along / whole * part[i];
    };
    for (const auto& earlier : basis) remove(p, earlier);
    remove(values, p);
    basis.push_back(std::move(p));
  }
  return values;
}

std::optional<double> wave_of(const Traced& traced) {
  std::vector<double> at, radii;
  for (int k = -kWaveBins; k < kWaveBins; ++k) {
    const auto& radius = traced.line[static_cast<std::size_t>(k + kBinsASide)];
    if (!radius) continue;
    at.push_back((k + 0.5) / kWaveBins);
    radii.push_back(traced.scale * *radius);
  }
  if (at.size() < static_cast<std::size_t>(kLeastWaveBins)) return std::nullopt;
  double squares = 0;
  for (const double value : residuals(at, std::move(radii))) squares += value * value;
  return std::sqrt(2 * squares / static_cast<double>(at.size()));
}

std::optional<double> difference_of(const Traced& traced) {
  double squares = 0;
  int pairs = 0;
  for (int k = 0; k < kBinsASide; ++k) {
    const auto& left = traced.line[static_cast<std::size_t>(kBinsASide + k)];
    const auto& right = traced.line[static_cast<std::size_t>(kBinsASide - 1 - k)];
    if (!left || !right) continue;
    const double difference = traced.scale * (*left - *right);
    squares += difference * difference;
    ++pairs;
  }
  if (pairs < kLeastPairs) return std::nullopt;
  return std::sqrt(squares / pairs);
}

}  // namespace

FrontEdge measure_front_edge(const Plan& plan, Vec3<HeadMm> glabella) {
  const auto traced = trace(plan);
  if (!traced) return {};
  return {height_of(plan, glabella, *traced), wave_of(*traced), difference_of(*traced)};
}

}  // namespace tonsure
