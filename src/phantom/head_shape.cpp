#include "head_shape.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "../core/smooth_step.h"

namespace tonsure::phantom {
namespace {

/// The cranium lies within its ellipsoid times this (1.112 at the nape); so do no radii lie above kMostRadiusMm.
constexpr double kMostOverEllipsoid = 1.12;
constexpr double kMostRadiusMm = 104;
/// Its radius changes by at most 0.38 of itself per radian: the bound of the gradient of |p| - radius.
constexpr double kSteepest = 1.07;

double sq(double v) {
  return v * v;
}

/// Smooth union and intersection of finite reach k (Quilez, polynomial): beyond it exactly the plain one.
double unite(double a, double b, double k) {
  const double h = std::max(k - std::abs(a - b), 0.0);
  return std::min(a, b) - h * h / (4 * k);
}
double intersect(double a, double b, double k) {
  return -unite(-a, -b, k);
}

/// A bell with compact support, about exp(-t2) near 0.
double bell(double t2) {
  const double s = 1 - t2 * 0.2;
  if (s <= 0) return 0;
  const double s2 = s * s;
  return s2 * s2 * s;
}
double bump(double x, double y, double cx, double cy, double rx, double ry) {
  return bell(sq((x - cx) / rx) + sq((y - cy) / ry));
}

double cranium(V3 p) {
  const double r = norm(p);
  if (r > 130) return (r - kMostRadiusMm) / kSteepest;  // out of the reach of every union and shadow
  if (r < 1) return -kCranium.half_breadth_mm;
  return (r - head_radius_mm(kCranium, (1 / r) * p)) / kSteepest;
}

/// The gradient of a distance, normalised: differences along the corners of a tetrahedron.
template <class Distance>
V3 level_normal(V3 p, const Distance& distance) {
  constexpr double e = 0.12;
  const double a = distance({p.x + e, p.y - e, p.z - e}), b = distance({p.x - e, p.y - e, p.z + e});
  const double c = distance({p.x - e, p.y + e, p.z - e}), d = distance({p.x + e, p.y + e, p.z + e});
  return normalized(V3{a - b - c + d, -a - b + c + d, -a + b - c + d});
}

/// Distance along a ray to where `distance` is 0, by sphere tracing.
template <class Distance>
std::optional<double> march(V3 o, V3 dir, double from, double to, const Distance& distance) {
  constexpr double kEnough = 0.004;  // mm: a fortieth of the normals' differences
  double t = from, last_t = from, last_d = 0;
  for (int i = 0; i < 300 && t < to; ++i) {
    double d = distance(o + t * dir);
    if (std::abs(d) < kEnough || (d < 0 && i == 0)) return t;
    if (d < 0) {  // stepped through the surface: it lies between here and the last place
      for (int k = 0; k < 8; ++k) {
        const double m = last_t + (t - last_t) * last_d / (last_d - d), dm = distance(o + m * dir);
        if (std::abs(dm) < kEnough) return m;
        (dm > 0 ? last_t : t) = m;
        (dm > 0 ? last_d : d) = dm;
      }
      return last_t;
    }
    double step = 0.85 * d;
    // Close by, go where the last two distances point to.
    if (i > 0 && d < 1.5 && d < last_d) step = std::clamp(1.02 * d * (t - last_t) / (last_d - d), step, 2.5 * d);
    last_t = t;
    last_d = d;
    t += step;
  }
  return t < to ? std::optional(t) : std::nullopt;  // grazing: near enough after so many steps
}

/// A curve through knots 10 mm apart, from y = +20 down to -140 (Catmull & Rom 1974).
using Curve = std::array<double, 17>;
double along(const Curve& c, double y) {
  const double t = std::clamp((20 - y) / 10, 0.0, 15.999);
  const auto i = static_cast<std::size_t>(t);
  const double f = t - static_cast<double>(i);
  const double p0 = c[i > 0 ? i - 1 : 0], p1 = c[i], p2 = c[i + 1], p3 = c[std::min<std::size_t>(i + 2, 16)];
  return p1 + 0.5 * f * ((p2 - p0) + f * ((2 * p0 - 5 * p1 + 4 * p2 - p3) + f * (3 * (p1 - p2) + p3 - p0)));
}

// The face without nose, lips and eyes: how far it reaches forward on the midline, and how wide it is, by height.
// Estimates; its greatest breadth, 139 mm, lies between the means of women and men (bizygomatic 133.8 and 142.6 mm,
// Gordon et al. 2014, docs/references.md S100).
//                           20   10   0    -10  -20  -30  -40  -50  -60  -70  -80  -90  -100 -110 -120 -130 -140
constexpr Curve kForward = {82, 88, 92, 92.5, 92, 92, 93, 96, 100, 103, 104.5, 104, 101, 100, 100, 98, 94};
constexpr Curve kBreadth = {60, 63, 65, 66.5, 67.5, 68.5, 69.5, 69.5, 68, 66, 64.5, 62.5, 60, 56.5, 52, 46, 40};
constexpr double kBackZ = 14;

double capsule(V3 p, V3 a, V3 b, double ra, double rb) {
  const double t = nearest_on_segment(a, b, p);
  return norm(p - (a + t * (b - a))) - (ra + t * (rb - ra));
}

double ellipsoid(V3 p, V3 c, double rx, double ry, double rz) {
  const double x = (p.x - c.x) / rx, y = (p.y - c.y) / ry, z = (p.z - c.z) / rz;
  return (std::sqrt(x * x + y * y + z * z) - 1) * std::min({rx, ry, rz});
}

double eye_local(double ax) {
  return ax - kPupilX;
}

/// What brows, sockets, cheeks, lips and chin add to the face, mm outward. `ax` is |x|.
double relief(double ax, V3 p) {
  const double y = p.y;
  if (y > kPureAboveMm) return 0;
  double d = 0;
  if (y > -75) {
    d += 4.6 * bump(ax, y, 25, -3.5, 15, 7.0);   // brow ridge
    d += 0.5 * bump(ax, y, 0, -3, 10, 7.5);      // glabella
    d += 2.4 * bump(ax, y, 49, -10, 8, 10.5);    // outer orbital rim
    d -= 8.4 * bump(ax, y, 29, -19, 13.5, 8.4);  // socket
    d -= 1.8 * bump(ax, y, 25, -11.5, 10, 3.4);  // under the brow
    d -= 4.6 * bump(ax, y, 16.0, -19, 5.2, 8);   // its inner corner
    d -= 0.7 * bump(ax, y, 30, -37, 12, 3.5);    // below the lower lid
    d += 4.4 * bump(ax, y, 46, -43, 15, 11);     // cheekbone
    d += 1.5 * bump(ax, y, 30, -47, 12, 10);
  }
  if (y < -36) {
    d -= 2.6 * bump(ax, y, 50, -82, 13, 18);             // hollow of the cheek
    const double fold = ax - (20.5 + 0.30 * (-66 - y));  // nasolabial fold
    d -= 0.55 * bell(sq(fold / 4.2)) * smooth_step(-58, -66, y) * smooth_step(-96, -84, y);
    d += 1.6 * bell(sq((fold - 7) / 8)) * smooth_step(-52, -66, y) * smooth_step(-104, -84, y);
    d += 3.2 * bump(ax, y, 0, -83, 19, 15);                                                   // tooth arch
    d -= 1.3 * bell(sq(ax / 3.0)) * smooth_step(-69, -73, y) * smooth_step(-84.5, -80.5, y);  // philtrum
    d += 0.5 * bell(sq((ax - 4.5) / 2.2)) * smooth_step(-69, -73, y) * smooth_step(-86.5, -81.5, y);
    d -= 3.0 * bump(ax, y, 0, -103, 17, 5.5);  // above the chin
    d += 3.6 * bump(ax, y, 0, -118, 15, 10);   // chin
    // Lips: two rolls that meet in a groove, thinning towards the corners.
    const double s = std::max(0.0, 1 - sq(ax / 25.5));
    const double t = y - mouth_line(ax);
    const double bow = 4.0 - 0.9 * bell(sq(ax / 3.2)) + 0.5 * bell(sq((ax - 5.5) / 4));
    const double taper = std::sqrt(s);
    d += 2.1 * s * bell(sq((t - 0.75 * bow * taper) / (3.2 * taper + 0.4)));
    d += 2.8 * s * bell(sq((t + 4.6 * taper) / (3.6 * taper + 0.4)));
    d -= 1.9 * std::min(1.0, 1.6 * s) * bell(sq(t / 1.0));
    d -= 0.8 * bump(ax, y, 26.5, kMouthY - 0.5, 3.5, 3.0);
  }
  return d * smooth_step(15, 45, p.z) * smooth_step(kPureAboveMm, kPureAboveMm - 11, y);
}

double nose(double ax, V3 p) {
  const V3 q{ax, p.y, p.z};
  if (norm(q - V3{0, -48, 104}) > 75) return norm(q - V3{0, -48, 104}) - 45;
  double d = capsule(q, {0, -12, 91}, {0, -49.5, 106}, 6.5, 6.8);
  d = unite(d, capsule(q, {0, -55, 109.5}, {0, -58.5, 111.5}, 7.5, 8.6), 7);  // tip
  d = unite(d, capsule(q, {4, -35, 94}, {9.5, -57, 99.5}, 6.5, 8), 7);        // side walls
  d = unite(d, ellipsoid(q, {11.2, -62, 102}, 7.2, 7.4, 9.0), 4.0);           // wings
  d = unite(d, capsule(q, {0, -64, 111}, {0, -70, 103}, 3.6, 4.4), 4);        // columella
  d = intersect(d, -ellipsoid(q, {7.0, -69.5, 105.5}, 3.1, 3.6, 5.2), 2.0);   // nostrils
  return d;
}

double eyes(double ax, V3 p) {
  const V3 q{ax, p.y, p.z};
  double d = norm(q - V3{kPupilX, kPupilY - 1.0, 74.0}) - 13.6;
  if (std::abs(d) < 4 && p.z > 70) {
    const double ex = eye_local(ax), t = p.y - lash_line(ax);
    const double in = bell(sq(ex / 9.5));
    d += 0.85 * std::min(1.0, 1.7 * in) * bell(sq(t / 0.55));                          // the gap between the lids
    d -= 0.55 * in * bell(sq((t - 1.6) / 1.5));                                        // edge of the upper lid
    d += 0.8 * std::min(1.0, 1.5 * in) * bell(sq((t - 11.0 + 0.012 * sq(ex)) / 1.3));  // crease above
  }
  return d;
}

// The ear's own axes: up and a little back, back and away from the head, outward.
constexpr double kTiltC = 0.9703, kTiltS = 0.2419;    // 14 degrees
constexpr double kFlareC = 0.9063, kFlareS = 0.4226;  // 25 degrees
constexpr V3 kEarOrigin{70, -39.5, -1.5};

struct EarPoint {
  double u, v, w, edge;
};
EarPoint ear_point(double ax, V3 p) {
  const V3 r = V3{ax, p.y, p.z} - kEarOrigin;
  const double u = kTiltC * r.y - kTiltS * r.z;
  const double back = -kTiltS * r.y - kTiltC * r.z;
  const double v = kFlareC * back + kFlareS * r.x, w = kFlareC * r.x - kFlareS * back;
  const double b = 16.5 * (1 + 0.0065 * std::clamp(u, -30.0, 34.0));
  return {u, v, w, (std::sqrt(sq((u - 2) / 31) + sq((v - 12.5) / b)) - 1) * 16.5};
}

double ear(double ax, V3 p) {
  const double far = norm(V3{ax, p.y, p.z} - V3{77.5, -37.5, -13.5});
  if (far > 55) return far - 45;
  const auto [u, v, w, e] = ear_point(ax, p);
  const double root = ellipsoid({ax, p.y, p.z}, {71, -39.5, -17.5}, 6, 16, 8);
  const double lobe = smooth_step(-14, -24, u);
  double h = 0;
  const double not_front = std::max(smooth_step(-1, 6, v), smooth_step(8, 18, u));
  h += 3.0 * bell(sq((e + 2.6) / 2.1)) * not_front * (1 - lobe);                                       // helix
  h -= 1.2 * bell(sq((e + 6.2) / 2.0)) * not_front * (1 - lobe);                                       // scapha
  h += 2.6 * bell(sq((e + 9.8) / 2.3)) * smooth_step(4, 11, v) * (1 - lobe) * smooth_step(26, 14, u);  // antihelix
  h -= 9.0 * bump(u, v, -5, 6.5, 9.5, 6.5);                                                            // concha
  h -= 2.0 * bump(u, v, 17, 8, 6, 4);                                     // triangular fossa
  h += 2.8 * bump(u, v, -3, -2.5, 4.5, 3.0);                              // tragus
  h += 2.2 * bump(u, v, -15, 7, 3.5, 4.0);                                // antitragus
  h += 1.8 * bell(sq((u - 4 + 0.25 * v) / 2.4)) * bell(sq((v - 2) / 6));  // crus of the helix
  const double plate = std::abs(w - h) - (1.9 + 1.5 * lobe);
  return unite(0.72 * intersect(plate, e, 3.0), root, 4);
}

double neck(V3 p) {
  const double t = std::clamp((-60 - p.y) / 110, -0.3, 1.6);
  const double rx = 51 + 4 * t, rz = 56 + 3 * t, cz = -14 - 12 * t;
  double d = (std::sqrt(sq(p.x / rx) + sq((p.z - cz) / rz)) - 1) * 53;
  if (d < 24 && p.z > cz) {  // beyond the reach of its union with the jaw
    const double ax = std::abs(p.x), front = smooth_step(cz, cz + 25, p.z);
    d -= 2.6 * front * bump(ax, p.y, 0, -157, 7, 10);  // larynx
    const double muscle = ax - (50 + 0.52 * (p.y + 100));
    d -= 2.2 * front * bell(sq(muscle / 8)) * smooth_step(-95, -120, p.y) *
         smooth_step(-182, -165, p.y);  // sternomastoid
    d += 1.4 * front * bell(sq((muscle + 13) / 8)) * smooth_step(-125, -145, p.y) * smooth_step(-182, -165, p.y) *
         sq(std::min(1.0, ax / 14));
  }
  return intersect(d, p.y + 42, 10);
}

double shoulders(V3 p) {
  const V3 q{std::sqrt(p.x * p.x + 300), p.y, p.z};  // |x| without a crease between the shoulder blades
  double d = capsule(q, {25, -222, -40}, {170, -262, -34}, 48, 47);
  d = unite(d, capsule(q, {170, -262, -34}, {188, -520, -20}, 47, 42), 20);
  return unite(d, ellipsoid(q, {0, -350, -32}, 175, 160, 97), 40);
}

/// The cranium, at distance d, with the face; or the face by itself.
double with_face(double d, double ax, V3 p, bool alone) {
  // The face is pushed off the cranium above the brows and on the temples, so that the scalp stays the ellipsoid.
  const double push =
      14 * smooth_step(-18, kPureAboveMm, p.y) + 16 * smooth_step(52, 30, p.z) * smooth_step(-46, -8, p.y);
  const double breadth = along(kBreadth, p.y), forward = along(kForward, p.y) - kBackZ;
  const double u = ax / breadth, v = std::abs(p.z - kBackZ) / (p.z > kBackZ ? forward : 52.0);
  const double round = std::sqrt(u * u + v * v), square = std::sqrt(std::sqrt(u * u * u * u + v * v * v * v));
  const double boxy = 0.09 + 0.51 * smooth_step(-2, -34, p.y) - 0.43 * smooth_step(-58, -92, p.y);
  double face = (round + boxy * (square - round) - 1) * 68;
  const double below = -0.93 * (p.y + 138) - 0.366 * (p.z - 94);
  face = intersect(face, below, 22);
  d = alone ? face : unite(d, face + push, 8 + 10 * smooth_step(-20, -60, p.y));
  if (p.z > 15 && d < 40 && p.y > -150 && p.y < kPureAboveMm) {
    d -= relief(ax, p);
    if (p.y > -60 && p.y < 0) d = unite(d, eyes(ax, p), 2.5);
    d = unite(d, nose(ax, p), 5.5);
  }
  return d;
}

}  // namespace

double mouth_line(double x) {
  const double ax = std::abs(x);
  return kMouthY - 0.9 * bell(sq(ax / 3.5)) + 0.9 * bell(sq((ax - 9) / 8)) + 0.0007 * sq(ax);
}

double lash_line(double x) {
  const double e = eye_local(std::abs(x));
  return kPupilY - 5.6 + 0.0165 * sq(e) + 0.05 * e;
}

Cloth cloth_at(V3 p) {
  if (p.y > -140) return {};
  const double x = p.x / 77, z = (p.z + 20) / 74;
  const double q = std::sqrt(x * x + z * z) + 0.004 * (-185 - p.y);
  return {smooth_step(1.0, 1.012, q), smooth_step(1.0, 1.02, q) * smooth_step(1.21, 1.19, q), std::atan2(x, z) * 76};
}

double ear_amount(V3 p) {
  const double ax = std::abs(p.x);
  if (ax < 64.5 || p.y > 1 || p.y < -78 || p.z > 16 || p.z < -45) return 0;
  const EarPoint e = ear_point(ax, p);
  return smooth_step(6, -1, e.edge) * smooth_step(-14, -6, e.w);
}

double head_distance(V3 p) {
  const double ax = std::abs(p.x);
  double d = cranium(p);
  if (p.y > kPureAboveMm + 90) return d;

  if (p.y > kPureAboveMm) {
    // Nothing of the face is here; from afar it is as near as the slice at the brows.
    if (d > 3 && p.z > 40) {
      const double slice = with_face(d, ax, {p.x, kPureAboveMm - 0.01, p.z}, true);
      d = std::min(d, std::hypot(std::max(slice, 0.0), p.y - kPureAboveMm));
    }
  } else if (p.z > -50) {
    d = with_face(d, ax, p, false);
  }
  // Near the cranium the throat is out of the union's reach.
  if (p.y < -24 || d > 6) {
    const double throat = unite(neck(p), shoulders(p), 42);
    d = unite(d, throat, 10 + 6 * smooth_step(-70, -110, p.y) * smooth_step(-20, 20, p.z));
  }
  d = unite(d, ear(ax, p), 3.5);
  if (p.y < -150 && d < 12) {
    const Cloth cloth = cloth_at(p);
    d -= 1.3 * cloth.amount + 0.9 * cloth.rib;
  }
  return d;
}

V3 head_normal(V3 p) {
  return level_normal(p, head_distance);
}

V3 cranium_normal(V3 p) {
  return level_normal(p, cranium);
}

std::optional<double> hit_cranium(V3 o, V3 dir) {
  constexpr double kA = kMostOverEllipsoid * kCranium.half_breadth_mm, kB = kMostOverEllipsoid * kCranium.height_mm,
                   kC = kMostOverEllipsoid * kCranium.half_length_mm;
  const V3 p{o.x / kA, o.y / kB, o.z / kC}, q{dir.x / kA, dir.y / kB, dir.z / kC};
  const double a = dot(q, q), b = dot(p, q), c = dot(p, p) - 1;
  const double disc = b * b - a * c;
  if (disc < 0) return std::nullopt;
  return march(o, dir, (-b - std::sqrt(disc)) / a, (-b + std::sqrt(disc)) / a, cranium);
}

std::optional<double> trace_head(V3 o, V3 dir, double from, double to) {
  return march(o, dir, from, to, head_distance);
}

}  // namespace tonsure::phantom
