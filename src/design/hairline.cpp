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

/// Point of the surface at an azimuth (0 forward, positive to the head's left, on a head scaled to be as broad as long)
/// and a height above mid-head.
Vec3<HeadMm> surface_at(const ScalpSurface& surface, Vec3<HeadMm> half_extents, double azimuth, double y) {
  const double across = half_extents.x * std::sin(azimuth), along = half_extents.z * std::cos(azimuth);
  const double flat = std::hypot(across, along);
  double low = -std::numbers::pi / 3, high = std::numbers::pi / 2;
  Vec3<HeadMm> point;
  for (int i = 0; i < 50; ++i) {  // height grows with elevation on every meridian of a head
    const double elevation = 0.5 * (low + high), c = std::cos(elevation) / flat;
    const Vec3<HeadMm> direction{c * across, std::sin(elevation), c * along};
    point = radius_mm(surface, direction) * direction;
    (point.y < y ? low : high) = elevation;
  }
  return point;
}

}  // namespace

std::vector<Vec3<HeadMm>> default_hairline(const ScalpSurface& surface, Vec3<HeadMm> glabella,
                                           const HairlineOptions& options) {
  const Vec3<HeadMm> midline{0, glabella.y,
                             std::sqrt(std::max(0.0, dot(glabella, glabella) - glabella.y * glabella.y))};
  const double top = walk_on_skin(surface, midline, {0, 1, 0}, options.height_above_glabella_mm).y;
  const double rise = top - glabella.y;
  const Vec3<HeadMm> half = half_extents_mm(surface);
  const auto at = [&](double azimuth_deg, double height) {
    return surface_at(surface, half, azimuth_deg * std::numbers::pi / 180, glabella.y + height * rise);
  };
  struct Anchor {
    double azimuth_deg;
    double height;  // fraction of the rise from glabella to mid-frontal point
  };
  // From the middle outwards [C]: nearly level front, corner, temple point, sideburn.
  constexpr std::array<Anchor, 7> kAnchors = {
      {{0, 1.0}, {18, 1.02}, {36, 1.08}, {48, 1.10}, {58, 0.80}, {66, 0.45}, {80, -0.10}}};
  std::vector<Vec3<HeadMm>> line;
  for (std::size_t i = kAnchors.size(); i-- > 1;) line.push_back(at(-kAnchors[i].azimuth_deg, kAnchors[i].height));
  for (const Anchor& anchor : kAnchors) line.push_back(at(anchor.azimuth_deg, anchor.height));
  return line;
}

double edge_displacement_mm(const HairlineOptions& options, std::uint64_t seed, double half_breadth_mm, double arc_mm,
                            Vec3<HeadMm> at) {
  // A lattice step of the noise is half a wave; its RMS is 1, a wave of amplitude A has RMS A / sqrt(2).
  const double macro = options.macro_amplitude_mm / std::numbers::sqrt2 *
                       noise1(seed, RngStage::kHairline, 1, 2 * arc_mm / options.macro_wavelength_mm);
  const double micro = options.micro_amplitude_mm / std::numbers::sqrt2 *
                       noise1(seed, RngStage::kHairline, 2, 2 * arc_mm / options.micro_wavelength_mm);

  Rng rng(seed, RngStage::kHairline);
  const double right_minus_left = options.asymmetry * (kCornerMeanMm + kCornerSdMm * rng.normal());
  const double tilt = options.asymmetry * kTiltSd * rng.normal();
  const double from_corner = (std::fabs(at.x) / half_breadth_mm - kCornerX) / kCornerWidth;
  const double corner = std::exp(-from_corner * from_corner);
  const double deeper = (at.x < 0 ? 0.5 : -0.5) * right_minus_left * corner;
  const double tilted = std::tan(tilt) * std::clamp(at.x, -0.6 * half_breadth_mm, 0.6 * half_breadth_mm);
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
