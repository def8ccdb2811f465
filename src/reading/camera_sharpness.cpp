#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "../core/gaussian.h"
#include "../raster/box.h"
#include "../raster/luma.h"
#include "camera_parts.h"

namespace tonsure {
namespace {

constexpr int kReach = 9;             // px either side of a detail that are looked at
constexpr double kMostLooks = 0.8e6;  // pixels tried
constexpr double kAroundHead = 0.2;   // share of the head's box, on each side
constexpr float kLeastEdge = 40;      // contrast, encoded units: well above noise and compression
constexpr float kLeastLine = 24;
constexpr double kLeastSnr = 12;  // the same in standard deviations of noise
constexpr float kFlat = 0.06F;    // unevenness of the plateaus beside an edge / its contrast
constexpr std::size_t kFewestDetails = 25;
/// Of all details, the sharpest show the camera: the others have a width of their own. The very sharpest are chance.
/// Lines are hairs, all about equally thin; edges are of all kinds.
constexpr double kSharpestEdges = 0.10, kSharpestLines = 0.25;
constexpr double kLeastSigma = 0.42;  // no lens and sensor give less, their processing may seem to
constexpr double kLeastBlur = 0.2, kMostBlur = 2.5;

/// The share of an edge's contrast between two neighbouring pixels astride it, for a Gaussian blur: erf(1 / (2 sqrt(2)
/// s)), solved for s.
double edge_sigma(double steepest) {
  double narrow = 0.1, wide = 6;
  for (int i = 0; i < 30; ++i) {
    const double s = 0.5 * (narrow + wide);
    (std::erf(0.5 / (std::numbers::sqrt2 * s)) > steepest ? narrow : wide) = s;
  }
  return 0.5 * (narrow + wide);
}

/// An edge that was found: which way it lies, and how wide it is.
struct Edge {
  double sigma;
  int x, y;
  signed char dx, dy;  ///< towards the lighter side; one of them is 0
  float slant;         ///< cosine of the angle between this and its gradient
};

using Profile = std::array<float, 2 * kReach + 1>;

/// Mean and unevenness of four pixels at one end of a profile.
struct Plateau {
  float level = 0, unevenness = 0;
};
Plateau plateau(const Profile& p, std::size_t from) {
  Plateau end;
  for (std::size_t k = 0; k < 4; ++k) end.level += 0.25F * p[from + k];
  for (std::size_t k = 0; k < 4; ++k) end.unevenness += 0.25F * (p[from + k] - end.level) * (p[from + k] - end.level);
  end.unevenness = std::sqrt(end.unevenness);
  return end;
}

struct Details {
  std::vector<Edge> edges;
  std::vector<double> line_sigmas;
};

class Finder {
 public:
  Finder(ImageView<const unsigned char> v, double noise_sd)
      : v_(v),
        least_edge_(std::max(kLeastEdge, static_cast<float>(kLeastSnr * noise_sd))),
        least_line_(std::max(kLeastLine, static_cast<float>(kLeastSnr * noise_sd))) {}

  /// Looks along one row of pixels, [x0, x1).
  void look_along(int y, int x0, int x1, Details& found) const {
    std::array<std::vector<float>, 3> rows;
    for (std::size_t j = 0; j < rows.size(); ++j) {
      rows[j].reserve(static_cast<std::size_t>(x1 - x0) + 2);
      for (int x = x0 - 1; x <= x1; ++x) rows[j].push_back(at(x, y + static_cast<int>(j) - 1));
    }
    for (int x = x0; x < x1; ++x) {
      const auto i = static_cast<std::size_t>(x - x0) + 1;
      const float here = rows[1][i], left = rows[1][i - 1], right = rows[1][i + 1], above = rows[0][i],
                  below = rows[2][i];
      const float gx = right - left, gy = below - above;
      const float bend_x = left + right - 2 * here, bend_y = above + below - 2 * here;
      const bool edge = gx * gx + gy * gy > 0.09F * least_edge_ * least_edge_;
      const bool line = std::max(bend_x, bend_y) > 0.25F * least_line_;
      if (!edge && !line) continue;
      if (v_.channels == 4 && v_.pixel(x, y)[3] != 255) continue;
      if (edge) try_edge(x, y, gx, gy, found);
      if (line) try_line(x, y, bend_x, bend_y, found);
    }
  }

  [[nodiscard]] Profile profile(int x, int y, int dx, int dy) const {
    Profile p{};
    for (int k = -kReach; k <= kReach; ++k) p[static_cast<std::size_t>(k + kReach)] = at(x + k * dx, y + k * dy);
    return p;
  }

 private:
  [[nodiscard]] float at(int x, int y) const { return luma_of(v_.pixel(x, y)); }

  void try_edge(int x, int y, float gx, float gy, Details& found) const {
    const bool level = std::fabs(gx) > 2 * std::fabs(gy), upright = std::fabs(gy) > 2 * std::fabs(gx);
    if (!level && !upright) return;
    const auto sign = static_cast<signed char>((level ? gx : gy) > 0 ? 1 : -1);
    const auto dx = static_cast<signed char>(level ? sign : 0), dy = static_cast<signed char>(level ? 0 : sign);
    const Profile p = profile(x, y, dx, dy);
    const float step = p[kReach + 1] - p[kReach - 1];
    if (step < p[kReach + 2] - p[kReach] || step <= p[kReach] - p[kReach - 2]) return;  // steepest elsewhere
    const Plateau dark = plateau(p, 1), light = plateau(p, 2 * kReach - 4);
    const float contrast = light.level - dark.level;
    if (contrast < least_edge_ || std::max(dark.unevenness, light.unevenness) > kFlat * contrast) return;
    if (light.level > 245 || dark.level < 6) return;  // cut off by the scale: looks sharper than it is
    float steepest = 0;
    for (std::size_t k = kReach - 3; k < kReach + 3; ++k) steepest = std::max(steepest, p[k + 1] - p[k]);
    const float slant = std::fabs(level ? gx : gy) / std::sqrt(gx * gx + gy * gy);
    found.edges.push_back(
        {static_cast<double>(slant) * edge_sigma(static_cast<double>(steepest / contrast)), x, y, dx, dy, slant});
  }

  void try_line(int x, int y, float bend_x, float bend_y, Details& found) const {
    const bool level = bend_x > 3 * std::fabs(bend_y), upright = bend_y > 3 * std::fabs(bend_x);
    if (!level && !upright) return;
    const Profile p = profile(x, y, level ? 1 : 0, level ? 0 : 1);
    const float bottom = p[kReach];
    if (p[kReach - 1] <= bottom || p[kReach + 1] < bottom) return;
    // Sides close by: a hair among hairs. A ring of sharpening lifts them by little.
    const float left = 0.5F * (p[kReach - 4] + p[kReach - 3]), right = 0.5F * (p[kReach + 3] + p[kReach + 4]);
    const float side = std::min(left, right), depth = side - bottom;
    if (depth < least_line_ || std::fabs(left - right) > 0.3F * depth || bottom < 6) return;
    // Area over depth: the same for a line between two pixels, only wider; the narrowest are centred on one.
    float area = 0;
    for (std::size_t k = kReach - 2; k <= kReach + 2; ++k) area += std::max(0.0F, side - p[k]);
    const double root_two_pi = std::sqrt(2 * std::numbers::pi);
    found.line_sigmas.push_back(static_cast<double>(area / depth) / root_two_pi);
  }

  ImageView<const unsigned char> v_;
  float least_edge_, least_line_;
};

/// The mean profile of edges, in steps of a quarter pixel across the edge, from 0 on the dark to 1 on the light side.
constexpr int kPerPixel = 4, kHalfLength = 6;
struct MeanEdge {
  std::array<double, 2 * kHalfLength * kPerPixel + 1> sum{}, weight{};
};

MeanEdge mean_edge(const Finder& finder, const std::vector<Edge>& edges, double narrowest, double widest) {
  MeanEdge mean;
  for (const Edge& edge : edges) {
    if (edge.sigma < narrowest || edge.sigma > widest) continue;
    const Profile p = finder.profile(edge.x, edge.y, edge.dx, edge.dy);
    const float dark = plateau(p, 1).level, contrast = plateau(p, 2 * kReach - 4).level - dark;
    double crossing = 0;
    for (std::size_t k = kReach - 3; k < kReach + 3; ++k) {
      const float from = (p[k] - dark) / contrast, to = (p[k + 1] - dark) / contrast;
      if (from <= 0.5F && to > 0.5F)
        crossing = static_cast<double>(k) + static_cast<double>((0.5F - from) / (to - from));
    }
    if (crossing == 0) continue;
    for (std::size_t k = 1; k < p.size() - 1; ++k) {
      const double t = (static_cast<double>(k) - crossing) * static_cast<double>(edge.slant);
      const auto i = static_cast<int>(std::lround((t + kHalfLength) * kPerPixel));
      if (i < 0 || i >= static_cast<int>(mean.sum.size())) continue;
      mean.sum[static_cast<std::size_t>(i)] += static_cast<double>((p[k] - dark) / contrast);
      mean.weight[static_cast<std::size_t>(i)] += 1;
    }
  }
  return mean;
}

/// A sharpened edge: E(t; s) + a (E(t; s) - E(t; q)), E a step blurred by a Gaussian, q^2 = s^2 + r^2.
struct SharpenedEdge {
  double sigma = 0, amount = 0, radius = 1.2;
};

/// The blur s before sharpening by (a, r) of an edge as steep as one blurred by `sigma` and not sharpened: the slopes
/// in the middle agree, (1 + a) / s - a / q = 1 / sigma.
double sigma_before(double sigma, double amount, double radius) {
  double narrow = sigma, wide = (1 + amount) * sigma;
  for (int i = 0; i < 25; ++i) {
    const double s = 0.5 * (narrow + wide);
    ((1 + amount) / s - amount / std::hypot(s, radius) > 1 / sigma ? narrow : wide) = s;
  }
  return 0.5 * (narrow + wide);
}

/// Least squares over steepness (about that of a Gaussian of `about`), amount and radius; ridge regression keeps the
/// amount small where little speaks for it.
SharpenedEdge fit_edge(const MeanEdge& mean, double about) {
  constexpr double kRidge = 3e-5, kAmountStep = 0.1, kFarthest = 5;
  constexpr int kSteepnesses = 4, kRadii = 3, kAmounts = 21;
  SharpenedEdge best{about, 0, 1.2};
  double least = 1e9;
  const auto step = [](double t, double s) { return 0.5 + 0.5 * std::erf(t / (std::numbers::sqrt2 * s)); };
  for (int i = 0; i < kSteepnesses * kRadii * kAmounts; ++i) {
    const double sigma = about * (0.9 + 0.05 * (i / (kRadii * kAmounts)));
    const double radius = std::array<double, kRadii>{1.0, 1.4, 2.0}[static_cast<std::size_t>(i / kAmounts % kRadii)];
    const double amount = kAmountStep * (i % kAmounts);
    const double s = sigma_before(sigma, amount, radius), q = std::hypot(s, radius);
    double error = 0, weights = 0;
    for (std::size_t k = 0; k < mean.sum.size(); ++k) {
      const double t = static_cast<double>(k) / kPerPixel - kHalfLength;
      if (mean.weight[k] <= 0 || std::fabs(t) > kFarthest) continue;
      const double rest = mean.sum[k] / mean.weight[k] - (1 + amount) * step(t, s) + amount * step(t, q);
      const double weight = std::sqrt(mean.weight[k]);
      error += weight * rest * rest;
      weights += weight;
    }
    error = error / std::max(1e-9, weights) + kRidge * amount * amount;
    if (error < least) {
      least = error;
      best = {s, amount, radius};
    }
  }
  return best;
}

double quantile(std::vector<double>& values, double q) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

void measure_sharpness(const Photo& photo, const Points<PhotoPx>& head, CameraTrace& trace) {
  const auto v = photo.pixels.view();
  const PixelRect box = box_of(head, kAroundHead, kReach + 1, v);
  if (box.width() <= 0 || box.height() <= 0) return;
  const double area = static_cast<double>(box.width()) * box.height();
  const int row_step = std::max(1, static_cast<int>(std::ceil(area / kMostLooks)));
  const Finder finder(v, trace.noise);
  Details found;
  for (int y = box.y0; y < box.y1; y += row_step) finder.look_along(y, box.x0, box.x1, found);
  double by_edges = 1e9, by_lines = 1e9;
  std::vector<double> sigmas;
  for (const Edge& edge : found.edges) sigmas.push_back(edge.sigma);
  if (sigmas.size() >= kFewestDetails) by_edges = quantile(sigmas, kSharpestEdges);
  if (found.line_sigmas.size() >= kFewestDetails) by_lines = quantile(found.line_sigmas, kSharpestLines);
  double sigma = std::max(kLeastSigma, std::min(by_edges, by_lines));
  if (sigma > 1e8) return;
  // Sharpened edges look less blurred than they were; the mean profile of the sharpest tells both.
  constexpr double kAlike = 1.3;
  if (by_edges <= kAlike * by_lines) {
    const MeanEdge mean = mean_edge(finder, found.edges, by_edges / kAlike, by_edges * kAlike);
    const SharpenedEdge edge = fit_edge(mean, sigma);
    sigma = edge.sigma;
    trace.sharpening = edge.amount;
    trace.sharpening_radius_px = edge.radius;
    trace.sharpening_measured = true;
  }
  trace.blur_px = std::clamp(std::sqrt(std::max(0.0, sigma * sigma - kPixelVariance)), kLeastBlur, kMostBlur);
  trace.blur_measured = true;
}

}  // namespace tonsure
