#include "stubble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "../core/rng.h"

#include "../core/gaussian.h"
#include "../scalp/anatomy.h"

namespace tonsure::phantom {
namespace {

constexpr double kPi = std::numbers::pi;

// Natural hair (domain literature).
constexpr double kUnitsPerMm2 = 0.80;   // 74 to 100 per cm2 [M]
constexpr double kLeastApartMm = 0.68;  // gives nearest neighbours at 0.7 to 0.8 of the mean spacing, as measured
constexpr double kShaftMm = 0.072;      // 0.06 to 0.08 [M]
constexpr double kVellus = 0.03;        // share of fine hairs that stay on bald skin [E]
constexpr double kDotRadiusMm = 0.4;    // a punch of 0.8 mm [C]
// The follicle's dark shadow in the skin, and what all of them do to the skin around by taking light out of it:
// together, stubble of 0.4 mm leaves 0.64 / 0.69 / 0.73 of the light of tan skin [M].
constexpr double kRootSigmaMm = 0.13, kRootDark = 0.62;
constexpr double kShadeSigmaMm = 1.6;
constexpr double kMeanHairs = 1.91, kShadeStepMm = 0.5;
// In the tuft of a plug the units of a 4 mm punch stand in what has shrunk to less: doll's hair. Their shade stays
// within.
constexpr int kTuftHairs = 5;
constexpr double kTuftSpreadMm = 0.5, kTuftShadeSigmaMm = 0.8;

constexpr double kLowestY = -78;

struct Unit {
  V3 root, normal;
};

/// Follicular units of a whole head: darts thrown evenly over the skin, none closer to another than kLeastApartMm.
std::vector<Unit> throw_units(std::uint64_t seed) {
  constexpr int kProbes = 4096;
  // Skin in a cone; how far it leans from the ray adds a tenth at the most, less than people's follicles differ.
  const auto weight = [](double r) { return r * r; };
  const double lowest = kLowestY / 95;
  double area = 0, most = 0;
  for (int i = 0; i < kProbes; ++i) {
    const double y = lowest + (1 - lowest) * (i + 0.5) / kProbes, level = std::sqrt(1 - y * y), turn = 2.399963 * i;
    const V3 d{level * std::cos(turn), y, level * std::sin(turn)};
    const double w = weight(head_radius_mm(kCranium, d));
    area += w;
    most = std::max(most, w);
  }
  area *= 2 * kPi * (1 - lowest) / kProbes;
  most *= 1.02;
  const auto count = static_cast<std::size_t>(area * kUnitsPerMm2);

  // A box of cells no larger than the gap: no more than a few units each.
  constexpr double kCell = 1.5, kHalf = 120;
  constexpr int kSide = static_cast<int>(2 * kHalf / kCell);
  std::vector<std::int32_t> first(static_cast<std::size_t>(kSide) * kSide * kSide, -1), next;
  std::vector<Unit> units;
  units.reserve(count);
  next.reserve(count);
  const auto cell = [](double v) { return std::clamp(static_cast<int>((v + kHalf) / kCell), 1, kSide - 2); };
  const auto index = [](int x, int y, int z) {
    return (static_cast<std::size_t>(z) * kSide + static_cast<std::size_t>(y)) * kSide + static_cast<std::size_t>(x);
  };
  Rng rng(seed, RngStage::kPhantom, 0xF011'0000U);
  for (std::size_t tries = 0; units.size() < count && tries < 12 * count; ++tries) {
    const double y = rng.uniform(lowest, 1), turn = rng.uniform(0, 2 * kPi), keep = rng.uniform();
    const double level = std::sqrt(1 - y * y);
    const V3 d{level * std::cos(turn), y, level * std::sin(turn)};
    const double r = head_radius_mm(kCranium, d);
    if (keep * most > weight(r)) continue;
    const V3 p = r * d;
    const int x = cell(p.x), yy = cell(p.y), z = cell(p.z);
    bool free = true;
    for (int k = z - 1; free && k <= z + 1; ++k)
      for (int j = yy - 1; free && j <= yy + 1; ++j)
        for (int i = x - 1; free && i <= x + 1; ++i)
          for (std::int32_t u = first[index(i, j, k)]; free && u >= 0; u = next[static_cast<std::size_t>(u)]) {
            const V3 gap = units[static_cast<std::size_t>(u)].root - p;
            free = dot(gap, gap) >= kLeastApartMm * kLeastApartMm;
          }
    if (!free) continue;
    next.push_back(first[index(x, yy, z)]);
    first[index(x, yy, z)] = static_cast<std::int32_t>(units.size());
    units.push_back({p, cranium_normal(p)});
  }
  return units;
}

/// px of photo per mm along the two tangents of a skin point.
struct Steps {
  Vec2<PhotoPx> first, second;
};

Vec2<PhotoPx> seen_at(const PortraitCamera& c, V3 p) {
  const V3 v = p - eye(c);
  const double scale = kDistanceMm / (-dot(c.view, v)) / c.mm_per_px;
  return {c.principal.x + dot(c.right, v) * scale, c.principal.y - dot(c.up, v) * scale};
}

/// Share of [x - 0.5, x + 0.5] that lies in [low, high].
double overlap(double x, double low, double high) {
  return std::clamp(std::min(x + 0.5, high) - std::max(x - 0.5, low), 0.0, 1.0);
}

}  // namespace

/// Draws into the layers of a Stubble. Everything keeps its area, however small it is against the pixel.
struct StubblePen {
  Stubble& out;

  /// A blurred round spot of the skin of `sigma_mm`, `amount` at its centre if it were seen large. `put(x, y, value)`.
  template <class Put>
  static void spot(const Image<float>& layer, Vec2<PhotoPx> at, const Steps& steps, double sigma, double amount,
                   double step_px, const Put& put) {
    const double k = sigma / step_px;
    const double ux = k * steps.first.x, uy = k * steps.first.y, vx = k * steps.second.x, vy = k * steps.second.y;
    const double xx = ux * ux + vx * vx + kPixelVariance, xy = ux * uy + vx * vy,
                 yy = uy * uy + vy * vy + kPixelVariance;
    const double det = xx * yy - xy * xy, before = std::abs(ux * vy - uy * vx);
    const double height = amount * before / std::sqrt(det);
    const double rx = 3 * std::sqrt(xx), ry = 3 * std::sqrt(yy);
    const double cx = at.x / step_px - 0.5, cy = at.y / step_px - 0.5;
    const int x0 = std::max(0, static_cast<int>(std::ceil(cx - rx))),
              x1 = std::min(layer.width() - 1, static_cast<int>(std::floor(cx + rx)));
    const int y0 = std::max(0, static_cast<int>(std::ceil(cy - ry))),
              y1 = std::min(layer.height() - 1, static_cast<int>(std::floor(cy + ry)));
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x) {
        const double dx = x - cx, dy = y - cy;
        put(x, y, height * std::exp(-0.5 * (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det));
      }
  }

  static void take(Image<float>& bare, int x, int y, double cover) {
    float& v = *bare.view().pixel(x, y);
    v = static_cast<float>(static_cast<double>(v) * (1 - std::min(cover, 1.0)));
  }

  void stroke(Vec2<PhotoPx> a, Vec2<PhotoPx> b, double width_px, double opacity) {
    const Vec2<PhotoPx> ab = b - a;
    const double length = std::max(norm(ab), 1e-3);
    const Vec2<PhotoPx> t = norm(ab) > 1e-3 ? (1 / length) * ab : Vec2<PhotoPx>{1, 0};
    const double reach = 0.5 * width_px + 1;
    const int x0 = std::max(0, static_cast<int>(std::floor(std::min(a.x, b.x) - reach))),
              x1 = std::min(out.bare_.width() - 1, static_cast<int>(std::floor(std::max(a.x, b.x) + reach)));
    const int y0 = std::max(0, static_cast<int>(std::floor(std::min(a.y, b.y) - reach))),
              y1 = std::min(out.bare_.height() - 1, static_cast<int>(std::floor(std::max(a.y, b.y) + reach)));
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x) {
        const Vec2<PhotoPx> d{x + 0.5 - a.x, y + 0.5 - a.y};
        const double along = dot(d, t), off = cross(t, d);
        const double cover = overlap(along, 0, length) * overlap(off, -0.5 * width_px, 0.5 * width_px);
        if (cover > 0) take(out.bare_, x, y, opacity * cover);
      }
  }
};

Stubble::Stubble(const PhantomOptions& o, const Balding& balding, const PortraitCamera& camera,
                 const Image<float>& depth) {
  if (balding.bald() && !balding.marks().has_donor_dots()) return;
  bare_ = Image<float>(o.width_px, o.height_px, 1, 1.0F);
  if (balding.marks().has_donor_dots()) pale_ = Image<float>(o.width_px, o.height_px, 1, 0.0F);
  step_px_ = std::max(1.0, kShadeStepMm / camera.mm_per_px);
  shade_ = Image<float>(static_cast<int>(std::ceil(o.width_px / step_px_)) + 1,
                        static_cast<int>(std::ceil(o.height_px / step_px_)) + 1, 1, 0.0F);
  StubblePen pen{*this};
  const V3 from = eye(camera);
  const auto depths = depth.view();
  const std::vector<Unit> units = throw_units(o.seed);

  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto& [root, normal] = units[i];
    const V3 sight = from - root;
    const double away = norm(sight), facing = dot(normal, sight) / away;
    if (facing < 0.03) continue;
    const Vec2<PhotoPx> at = seen_at(camera, root);
    const int px = static_cast<int>(std::floor(at.x)), py = static_cast<int>(std::floor(at.y));
    if (px < 0 || py < 0 || px >= o.width_px || py >= o.height_px) continue;
    // Something may hide it; below the pure cranium, skin may lie over it.
    const double there = static_cast<double>(depths.row(py)[px]);
    const double slack = (root.y > kPureAboveMm + 4 ? 1.5 : 10.0) + 2 * camera.mm_per_px / facing;
    if (there < 0 || std::abs(there - away) > slack) continue;
    if (root.y < kPureAboveMm && ear_amount(ray_through(camera, at).at(there)) > 0.3) continue;

    Rng rng(o.seed, RngStage::kPhantom, 0xF012'0000'0000U + i);
    const V3 side = normalized(std::abs(normal.x) < 0.8 ? cross(normal, V3{1, 0, 0}) : cross(normal, V3{0, 1, 0}));
    const V3 other = cross(normal, side);
    const Steps steps{seen_at(camera, root + side) - at, seen_at(camera, root + other) - at};

    if (pale_.width() > 0 && rng.uniform() < balding.marks().taken(root)) {
      StubblePen::spot(pale_, at, steps, 0.62 * kDotRadiusMm, rng.uniform(0.5, 1.0), 1, [&](int x, int y, double v) {
        float& p = *pale_.view().pixel(x, y);
        p = static_cast<float>(1 - (1 - static_cast<double>(p)) * (1 - std::min(v, 1.0)));
      });
      continue;
    }
    if (balding.bald()) continue;
    HairSample hair = balding.at(root);
    if (hair.native <= 0) continue;
    // Hairs go one by one, and the last of a unit is fine.
    const double pick = rng.uniform(), kind = rng.uniform();
    const double share = hair.native * hair.share;
    int hairs = kind < 0.28 ? 1 : kind < 0.81 ? 2 : 3;
    double shaft = hair.shaft;
    if (pick >= share) {
      if (pick >= share + kVellus * hair.native) continue;
      hairs = 1;
      shaft = 0.4;
    }
    if (hair.native < 0.75 || shaft < 0.7) hairs = std::min(hairs, pick < 0.5 * share ? 2 : 1);
    const bool crowded = hair.tuft > 0.5 && pick < share;
    if (crowded) hairs = kTuftHairs;
    const double spread = crowded ? kTuftSpreadMm : 0.1;

    const V3 lie = hair_direction(balding.loss().anatomy, root, normal);
    const double exit = hair_exit_angle(balding.loss().anatomy, root);
    const double mm = norm(steps.first) > 0 ? 1 / std::max(norm(steps.first), norm(steps.second)) : 1;  // per px
    const double opacity = 0.92 * (0.35 + 0.65 * shaft);
    for (int h = 0; h < hairs; ++h) {
      const double turn = 0.35 * rng.normal(), rise = std::clamp(exit + 0.15 * rng.normal(), 0.08, 1.4);
      const double length = o.hair_length_mm * rng.uniform(0.7, 1.2), width = kShaftMm * shaft * rng.uniform(0.8, 1.2);
      const V3 tangent = std::cos(turn) * lie + std::sin(turn) * cross(normal, lie);
      // One draw a statement: compilers differ in the order in which they work out the sides of a sum.
      const double along_other = rng.uniform(-spread, spread), along_side = rng.uniform(-spread, spread);
      const V3 foot = root + along_side * side + along_other * other;
      const V3 tip = foot + (length * std::cos(rise)) * tangent + (length * std::sin(rise)) * normal;
      // As wide as it is long, where one looks along it.
      const Vec2<PhotoPx> a = seen_at(camera, foot);
      Vec2<PhotoPx> b = seen_at(camera, tip);
      if (norm(b - a) < width / mm) b = a + (width / mm) * Vec2<PhotoPx>{1, 0};
      pen.stroke(a, b, width / mm, opacity);
    }
    const double dark = kRootDark * shaft * (0.7 + 0.15 * hairs) * rng.uniform(0.75, 1.25);
    StubblePen::spot(bare_, at, steps, kRootSigmaMm * std::sqrt(shaft), dark, 1,
                     [&](int x, int y, double v) { StubblePen::take(bare_, x, y, v); });
    const double sigma = crowded ? kTuftShadeSigmaMm : kShadeSigmaMm;
    const double full = kUnitsPerMm2 * 2 * kPi * sigma * sigma;  // what all shades add up to
    StubblePen::spot(shade_, at, steps, sigma, hairs * shaft * shaft / kMeanHairs / full, step_px_,
                     [&](int x, int y, double v) { *shade_.view().pixel(x, y) += static_cast<float>(v); });
  }
}

StubbleSample Stubble::at(Vec2<PhotoPx> p) const {
  const int x = std::clamp(static_cast<int>(p.x), 0, bare_.width() - 1),
            y = std::clamp(static_cast<int>(p.y), 0, bare_.height() - 1);
  StubbleSample out;
  out.cover = 1 - static_cast<double>(*bare_.view().pixel(x, y));
  if (pale_.width() > 0) out.pale = static_cast<double>(*pale_.view().pixel(x, y));
  const double u = std::clamp(p.x / step_px_ - 0.5, 0.0, shade_.width() - 1.001),
               v = std::clamp(p.y / step_px_ - 0.5, 0.0, shade_.height() - 1.001);
  const int i = static_cast<int>(u), j = static_cast<int>(v);
  const double fu = u - i, fv = v - j;
  const auto at = [&](int a, int b) { return static_cast<double>(*shade_.view().pixel(a, b)); };
  out.shade =
      (1 - fv) * ((1 - fu) * at(i, j) + fu * at(i + 1, j)) + fv * ((1 - fu) * at(i, j + 1) + fu * at(i + 1, j + 1));
  return out;
}

}  // namespace tonsure::phantom
