#include "marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <tonsure/scalp/surface.h>
#include "../core/rng.h"
#include "../core/smooth_step.h"

#include "solid_noise.h"

namespace tonsure::phantom {
namespace {

constexpr double kPi = std::numbers::pi;

V3 on_cranium(V3 towards) {
  const V3 d = normalized(towards);
  return head_radius_mm(kCranium, d) * d;
}

/// A line over the cranium through some directions, rounded (Catmull & Rom 1974), with a slight hand's waver.
std::vector<V3> line_through(std::span<const V3> knots, std::uint32_t pick, double waver_mm) {
  constexpr int kPieces = 16;
  std::vector<V3> out;
  const auto knot = [&](std::ptrdiff_t i) {
    return knots[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(knots) - 1))];
  };
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(knots); ++i) {
    const V3 a = knot(i - 1), b = knot(i), c = knot(i + 1), d = knot(i + 2);
    for (int k = 0; k < kPieces || (k == kPieces && i + 2 == std::ssize(knots)); ++k) {
      const double f = static_cast<double>(k) / kPieces;
      V3 p = b + (0.5 * f) * ((c - a) + f * ((2 * a - 5 * b + 4 * c - d) + f * (3 * (b - c) + d - a)));
      const V3 side = normalized(cross(p, c - b));
      p = on_cranium(p);
      out.push_back(on_cranium(p + (waver_mm * solid_noise_value(pick, (1 / 18.0) * p)) * side));
    }
  }
  return out;
}

Mark stroke(ScarKind kind, std::span<const V3> knots, double width_mm, std::uint32_t pick, double waver_mm) {
  Mark m;
  m.kind = kind;
  m.line = line_through(knots, pick, waver_mm);
  m.half_width_mm = 0.5 * width_mm;
  m.pick = pick;
  return m;
}

Mark patch(ScarKind kind, V3 towards, double long_mm, double wide_mm, double turn, double wobble, std::uint32_t pick) {
  Mark m;
  m.kind = kind;
  m.centre = on_cranium(towards);
  const V3 n = cranium_normal(m.centre);
  const V3 side = normalized(cross(V3{0, 0.3, 1}, n));
  m.along = std::cos(turn) * side + std::sin(turn) * cross(n, side);
  m.across = cross(n, m.along);
  m.along_mm = 0.5 * long_mm;
  m.across_mm = 0.5 * wide_mm;
  m.wobble = wobble;
  m.pick = pick;
  return m;
}

/// Radius of a patch's outline in a direction, over that of its ellipse.
double wobbled(const Mark& m, double turn) {
  return 1 + m.wobble * (1.5 * solid_noise_value(m.pick, {1.1 * std::cos(turn), 1.1 * std::sin(turn), 0.37}) +
                         0.8 * solid_noise_value(m.pick + 1, {3.1 * std::cos(turn), 3.1 * std::sin(turn), 0.61}));
}

/// Rows of discs behind the hairline: 4 mm every 6, as they were set in the 1970s and 1980s.
void add_plugs(std::vector<Mark>& marks, std::uint64_t seed) {
  Rng rng(seed, RngStage::kPhantom, 0x5CA2'0001U);
  constexpr double kRowMm = 6.6, kApartMm = 6.2;
  const ScalpSurface surface{kCranium};
  const V3 first{0, 60.5, 75};
  for (int row = 0; row < 3; ++row)
    for (int i = -6; i <= 6; ++i) {
      const double aside = (i + 0.5 * (row % 2)) * kApartMm + rng.uniform(-0.7, 0.7);
      const double back = row * kRowMm + 0.0042 * aside * aside + rng.uniform(-0.8, 0.8);
      const V3 middle = walk_on_skin(surface, on_cranium(first), {0, 1, 0}, back);
      const V3 p = walk_on_skin(surface, middle, {aside < 0 ? -1.0 : 1.0, 0, 0}, std::abs(aside));
      // One draw a statement: compilers differ in the order in which they work out arguments.
      const auto seed_of_patch = static_cast<std::uint32_t>(rng.bits() >> 32U);
      const double angle = rng.uniform(0, kPi), width = rng.uniform(3.4, 4.6), length = rng.uniform(3.4, 4.6);
      Mark m = patch(ScarKind::kPlug, p, length, width, angle, 0.08, seed_of_patch);
      m.tuft = true;
      marks.push_back(std::move(m));
    }
}

void add(std::vector<Mark>& marks, PhantomScar scar, std::uint64_t seed) {
  const auto pick = static_cast<std::uint32_t>(
      Rng(seed, RngStage::kPhantom, 0x5CA2'0100U + static_cast<std::uint64_t>(scar)).bits() >> 32U);
  switch (scar) {
    case PhantomScar::kStrip: {
      // Ear to ear through the safe donor zone, 25 cm by 2.4 mm.
      constexpr std::array<V3, 7> kKnots = {
          {{-79, 9, -14}, {-72, 5, -46}, {-46, 0, -80}, {0, -3, -98}, {46, 0, -80}, {72, 5, -46}, {79, 9, -14}}};
      marks.push_back(stroke(ScarKind::kStrip, kKnots, 2.4, pick, 2.5));
      break;
    }
    case PhantomScar::kPlug:
      add_plugs(marks, seed);
      break;
    case PhantomScar::kReduction: {
      constexpr std::array<V3, 4> kKnots = {{{2, 84, 42}, {0, 90, 8}, {-2, 88, -30}, {1, 68, -70}}};
      marks.push_back(stroke(ScarKind::kLinear, kKnots, 3.0, pick, 3));
      break;
    }
    case PhantomScar::kBurn:
      marks.push_back(patch(ScarKind::kBurn, {45, 74, 18}, 52, 38, 0.7, 0.30, pick));
      break;
    case PhantomScar::kSurgical: {
      constexpr std::array<V3, 4> kKnots = {{{-34, 84, 18}, {-52, 70, 2}, {-64, 55, -16}, {-70, 38, -26}}};
      marks.push_back(stroke(ScarKind::kLinear, kKnots, 2.0, pick, 2));
      break;
    }
    case PhantomScar::kBirthmark:
      marks.push_back(patch(ScarKind::kBirthmark, {-38, 70, 46}, 27, 19, 0.4, 0.22, pick));
      break;
    case PhantomScar::kFue:
      break;
  }
}

/// How far inside a mark a point is, mm; far outside, some negative number.
double inside_mark(const Mark& m, V3 p) {
  constexpr double kFar = -1000;
  if (m.line.empty()) {
    const V3 off = p - m.centre;
    const double reach = 2 * std::max(m.along_mm, m.across_mm);
    if (dot(off, off) > reach * reach) return kFar;
    const double u = dot(off, m.along) / m.along_mm, v = dot(off, m.across) / m.across_mm;
    const double r = std::hypot(u, v);
    return (wobbled(m, std::atan2(v, u)) - r) * std::min(m.along_mm, m.across_mm);
  }
  double best2 = 1e9;
  for (std::size_t i = 0; i + 1 < m.line.size(); ++i) {
    const V3 a = m.line[i], b = m.line[i + 1];
    const V3 near = p - a;
    if (dot(near, near) > 400) continue;
    const V3 d = near - nearest_on_segment(a, b, p) * (b - a);
    best2 = std::min(best2, dot(d, d));
  }
  if (best2 > 400) return kFar;
  // Wider here, thinner there.
  return m.half_width_mm * (1 + 0.7 * solid_noise_value(m.pick + 2, (1 / 11.0) * p)) - std::sqrt(best2);
}

}  // namespace

std::vector<V3> outline_of(const Mark& mark) {
  constexpr int kPoints = 72;
  std::vector<V3> out;
  for (int i = 0; i < kPoints; ++i) {
    const double turn = 2 * kPi * i / kPoints, r = wobbled(mark, turn);
    const V3 flat = mark.centre + (r * std::cos(turn) * mark.along_mm) * mark.along +
                    (r * std::sin(turn) * mark.across_mm) * mark.across;
    // Straight down onto the skin, as inside_mark looks at it.
    const V3 n = cranium_normal(mark.centre), above = flat + 60.0 * n;
    const auto t = hit_cranium(above, -1.0 * n);
    out.push_back(t ? above - *t * n : on_cranium(flat));
  }
  return out;
}

Marks::Marks(std::span<const PhantomScar> scars, std::uint64_t seed) {
  for (std::size_t kind = 0; kind < kPhantomScarNames.size(); ++kind) {
    const auto scar = static_cast<PhantomScar>(kind);
    if (std::find(scars.begin(), scars.end(), scar) == scars.end()) continue;
    add(marks_, scar, seed);
    donor_ = donor_ || scar == PhantomScar::kFue;
  }
}

double Marks::inside_donor(V3 p) {
  // Between the ears, 6 to 7 cm high behind: the safe donor zone [M].
  const double turn = std::atan2(std::abs(p.x), -p.z);  // 0 behind, pi / 2 at the ears
  const double side = (1.52 - turn) * 76;
  const double high = 34 - 12 * smooth_step(turn / 1.3) - p.y, low = p.y + 34 - 34 * smooth_step((turn - 0.5) / 0.9);
  return std::min({side, high, low});
}

double Marks::taken(V3 p) const {
  // 16 of 80 a cm2: 10 to 25 [E].
  constexpr double kShare = 0.2, kSoftMm = 6;
  return donor_ ? kShare * std::clamp(inside_donor(p) / kSoftMm, 0.0, 1.0) : 0;
}

MarkSample Marks::at(V3 p, double pixel_mm) const {
  MarkSample out;
  for (const Mark& m : marks_) {
    const double inside = inside_mark(m, p);
    const double soft = m.kind == ScarKind::kBirthmark ? 1.2 : m.kind == ScarKind::kBurn ? 2.0 : 0.7;
    const double edge = std::max(soft, pixel_mm);
    if (inside < -edge) continue;
    // What is narrower than the pixel keeps its area.
    double amount = smooth_step(0.5 + inside / edge);
    if (!m.line.empty()) amount *= std::min(1.0, 2.2 * m.half_width_mm / edge);
    if (m.kind == ScarKind::kBirthmark) {
      out.brown = std::max(out.brown, amount);
      continue;
    }
    if (m.kind == ScarKind::kBurn) out.burn = std::max(out.burn, amount);
    // Of a plug, the rim around the tuft is what scars.
    const double tuft = m.tuft ? smooth_step(0.5 + (inside - 0.25) / 0.4) : 0;
    out.tuft = std::max(out.tuft, tuft);
    out.scar = std::max(out.scar, amount * (1 - 0.85 * tuft));
  }
  return out;
}

}  // namespace tonsure::phantom
