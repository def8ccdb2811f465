#include <tonsure/design/hairline.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <tonsure/core/rng.h>

namespace tonsure {
namespace {

constexpr double kCornerX = 0.58;      // lateral canthus, fraction of the half-breadth: 45 of 77 mm [C]
constexpr double kCornerWidth = 0.22;  // extent of a corner along x, same fraction [E]
constexpr double kCornerMeanMm = 2.5;  // right minus left: P(> 0) = 3/4 with the SD below
constexpr double kCornerSdMm = 3.7;
constexpr double kTiltSd = 1.2 * std::numbers::pi / 180;

/// Point of the surface at a parameter azimuth (0 forward, positive to the head's left) and height.
Vec3<HeadMm> surface_at(const ScalpSurface& surface, double azimuth, double y) {
  const auto& a = surface.semi_axes_mm;
  const double s = std::clamp(y / a[1], -1.0, 1.0), r = std::sqrt(1 - s * s);
  return {a[0] * r * std::sin(azimuth), a[1] * s, a[2] * r * std::cos(azimuth)};
}

/// Height reached by walking `arc_mm` up the midline from height `y`.
double climb(const ScalpSurface& surface, double y, double arc_mm) {
  const auto& a = surface.semi_axes_mm;
  double angle = std::asin(std::clamp(y / a[1], -1.0, 1.0));
  constexpr int kSteps = 200;
  for (int i = 0; i < kSteps; ++i) {  // arc length per parameter angle
    const double speed = std::hypot(a[2] * std::sin(angle), a[1] * std::cos(angle));
    angle += arc_mm / kSteps / speed;
  }
  return a[1] * std::sin(std::min(angle, std::numbers::pi / 2));
}

}  // namespace

std::vector<Vec3<HeadMm>> default_hairline(const ScalpSurface& surface, Vec3<HeadMm> glabella,
                                           const HairlineOptions& options) {
  const double top = climb(surface, glabella.y, options.height_above_glabella_mm);
  const double rise = top - glabella.y;
  struct Anchor {
    double azimuth_deg;
    double height;  // fraction of the rise from glabella to mid-frontal point
  };
  // From the middle outwards [C]: nearly level front, corner, temple point, sideburn.
  constexpr std::array<Anchor, 7> kAnchors = {
      {{0, 1.0}, {18, 1.02}, {36, 1.08}, {48, 1.10}, {58, 0.80}, {66, 0.45}, {80, -0.10}}};
  std::vector<Vec3<HeadMm>> line;
  for (std::size_t i = kAnchors.size(); i-- > 1;)
    line.push_back(
        surface_at(surface, -kAnchors[i].azimuth_deg * std::numbers::pi / 180, glabella.y + kAnchors[i].height * rise));
  for (const Anchor& anchor : kAnchors)
    line.push_back(surface_at(surface, anchor.azimuth_deg * std::numbers::pi / 180, glabella.y + anchor.height * rise));
  return line;
}

double edge_displacement_mm(const HairlineOptions& options, std::uint64_t seed, const ScalpSurface& surface,
                            double arc_mm, Vec3<HeadMm> at) {
  // A lattice step of the noise is half a wave; its RMS is 1, a wave of amplitude A has RMS A / sqrt(2).
  const double macro = options.macro_amplitude_mm / std::numbers::sqrt2 *
                       noise1(seed, RngStage::kHairline, 1, 2 * arc_mm / options.macro_wavelength_mm);
  const double micro = options.micro_amplitude_mm / std::numbers::sqrt2 *
                       noise1(seed, RngStage::kHairline, 2, 2 * arc_mm / options.micro_wavelength_mm);

  Rng rng(seed, RngStage::kHairline);
  const double right_minus_left = options.asymmetry * (kCornerMeanMm + kCornerSdMm * rng.normal());
  const double tilt = options.asymmetry * kTiltSd * rng.normal();
  const double half_breadth = surface.semi_axes_mm[0];
  const double from_corner = (std::fabs(at.x) / half_breadth - kCornerX) / kCornerWidth;
  const double corner = std::exp(-from_corner * from_corner);
  const double deeper = (at.x < 0 ? 0.5 : -0.5) * right_minus_left * corner;
  const double tilted = std::tan(tilt) * std::clamp(at.x, -0.6 * half_breadth, 0.6 * half_breadth);
  return macro + micro - deeper + tilted;
}

double feather_profile(double behind_mm, double feather_mm) {
  if (behind_mm < 0) return 0;
  const double t = behind_mm / feather_mm;
  if (t >= 1) return 1;
  // Cubic Hermite pieces through the anchors with monotone slopes (Fritsch & Carlson 1980).
  constexpr std::array<double, 4> kT = {0, 0.2, 0.6, 1}, kV = {0.03, 0.23, 0.56, 1}, kSlope = {1.0, 0.9, 0.95, 0.6};
  const std::size_t i = t < kT[1] ? 0 : t < kT[2] ? 1 : 2;
  const double h = kT[i + 1] - kT[i], u = (t - kT[i]) / h;
  const double u2 = u * u, u3 = u2 * u;
  return (2 * u3 - 3 * u2 + 1) * kV[i] + (u3 - 2 * u2 + u) * h * kSlope[i] + (3 * u2 - 2 * u3) * kV[i + 1] +
         (u3 - u2) * h * kSlope[i + 1];
}

}  // namespace tonsure
