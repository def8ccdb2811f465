#include "area_share.h"

#include <array>
#include <cmath>
#include <numbers>

namespace tonsure {
namespace {

constexpr std::array<double, 2> kRingsMm = {6, 12};  // around a point: areas are joined over twice the outer one [E]
constexpr int kPerRing = 6;
constexpr double kWhorlSigmaMm = 20;  // [E]
constexpr double kThinTemples = 0.5;  // of TemplePoint::kThinning [E]

double share_of(ScalpArea area, const Treatment& treatment) {
  const DensityOptions& density = treatment.density;
  if (area == ScalpArea::kCrown) return density.crown_share;
  if (area == ScalpArea::kTemple)
    return density.temple_share * (treatment.hairline.temple == TemplePoint::kThinning ? kThinTemples : 1);
  return 1;
}

}  // namespace

double area_share(const ScalpAnatomy& anatomy, const Treatment& treatment, const ChartFrame& frame) {
  const Vec3<HeadMm> u = normalized(frame.along_u), v = normalized(frame.along_v);
  double sum = share_of(scalp_area(anatomy, frame.point), treatment);
  for (const double ring : kRingsMm) {
    for (int i = 0; i < kPerRing; ++i) {
      const double angle = 2 * std::numbers::pi * i / kPerRing;
      sum += share_of(scalp_area(anatomy, frame.point + ring * (std::cos(angle) * u + std::sin(angle) * v)), treatment);
    }
  }
  double share = sum / (1 + kRingsMm.size() * kPerRing);
  for (const Whorl& whorl : anatomy.whorls) {
    const double off = norm(whorl.centre - frame.point) / kWhorlSigmaMm;
    share += (treatment.density.whorl_share - treatment.density.crown_share) * std::exp(-0.5 * off * off);
  }
  return std::max(0.0, share);
}

}  // namespace tonsure
