#include "balding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "phantom_scene.h"
#include "solid_noise.h"

#include "../core/smooth_step.h"
#include "../scalp/anatomy.h"

namespace tonsure::phantom {
namespace {

/// Flat coordinates about the top, true along the radii: good enough for a border, and one-to-one everywhere.
Vec2<ScalpMm> flat(V3 p) {
  const double level = std::hypot(p.x, p.z);
  if (level <= 0) return {0, 0};
  const double turn = std::atan2(level, p.y);
  return {84 * turn * p.x / level, -95 * turn * p.z / level};
}

/// From the left sideburn around the ear to the nape's middle.
constexpr std::array<V3, 8> kBehind = {{{73, -20, 1},
                                        {75, -14, -3},
                                        {76, -3, -11},
                                        {74.5, -9, -24},
                                        {71, -22, -36},
                                        {62, -46, -47},
                                        {44, -61, -62},
                                        {20, -64, -73}}};
constexpr V3 kNape{0, -66, -76};

/// Hair's edge is thin over this, mm.
constexpr double kEdgeOutMm = 2, kEdgeInMm = 9, kSideInMm = 4.5, kNapeOutMm = 7, kNapeInMm = 16;

}  // namespace

Balding::Balding(const PhantomOptions& o)
    : loss_(make_loss_field(make_anatomy(ScalpSurface{kCranium}), o.loss, o.progress_years, o.seed)),
      marks_(o.scars, o.seed),
      seed_(o.seed) {
  if (plain()) return;
  for (const V3 p : hairline()) border_.push_back(flat(p));
  for (const V3 p : kBehind) border_.push_back(flat(p));
  border_.push_back(flat(kNape));
  for (std::size_t i = kBehind.size(); i-- > 0;) border_.push_back(flat({-kBehind[i].x, kBehind[i].y, kBehind[i].z}));
}

double Balding::inside_scalp(V3 p) const {
  const std::span<const Vec2<ScalpMm>> border(border_);
  const Vec2<ScalpMm> at = flat(p);
  const double off = distance_to_polyline(border, at, true);
  return contains(border, at) ? off : -off;
}

HairSample Balding::at(V3 p) const {
  HairSample out;
  if (bald()) return {0, 0, 1};
  const auto key = static_cast<std::uint32_t>(seed_ * 2654435761U + 17);
  const double rough = 4.5 * solid_noise_value(key, (1 / 15.0) * p) + 3 * solid_noise_value(key + 1, (1 / 5.0) * p);
  const double inside = inside_scalp(p) + rough;
  // The nape's edge fades more slowly than the front's.
  const double nape = smooth_step((-20 - p.y) / 25) * smooth_step(-p.z / 30);
  const double from = -kEdgeOutMm - nape * (kNapeOutMm - kEdgeOutMm);
  // Sideburns are narrow, and full across.
  const double side = smooth_step((14 - p.y) / 14) * (1 - nape);
  const double to = kEdgeInMm + nape * (kNapeInMm - kEdgeInMm) + side * (kSideInMm - kEdgeInMm);
  out.native = smooth_step((inside - from) / (to - from));
  const MarkSample mark = marks_.at(p, 0.1);
  if (out.native <= 0 && mark.tuft <= 0) return out;
  const HairLeft left = hair_left_at(loss_, p);
  out.share = left.share * (1 - mark.scar);
  out.shaft = left.shaft * (0.7 + 0.3 * out.native);
  if (mark.tuft > 0) {
    // Brought from where hair is full, and crowded: so it stands out from the hair that is left around it, too.
    out.native = std::max(out.native, mark.tuft);
    out.share = std::max(out.share, mark.tuft);
    out.shaft = 1;
    out.tuft = mark.tuft;
  }
  return out;
}

}  // namespace tonsure::phantom
