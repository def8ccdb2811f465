#include "conformal_chart.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Dense>

namespace tonsure {
namespace {

using Complex = std::complex<double>;
using Head = Vec3<HeadMm>;

constexpr int kDegree = ConformalChart::kDegree;
constexpr std::size_t kTerms = ConformalChart::kTerms;

/// A direction by its stereographic position s + i t (s towards the head's left, t towards the back), with derivatives.
struct Stereographic {
  Head direction, by_s, by_t;
};
Stereographic from_plane(Complex z) {
  const double s = z.real(), t = z.imag();
  const double q = 4 + s * s + t * t, i = 4 / q, k = -8 / (q * q);
  return {{i * s, 2 * i - 1, -i * t}, {i + k * s * s, 2 * k * s, -k * s * t}, {k * s * t, 2 * k * t, -i - k * t * t}};
}
Complex to_plane(Head d) {
  const double f = 2 / std::max(1 + d.y, 1e-12);
  return {f * d.x, -f * d.z};
}

/// The polynomials: y^j z^k of degree up to kDegree, then x y^j z^k of degree up to kDegree (x^2 = 1 - y^2 - z^2 makes
/// the others superfluous); with derivatives.
struct Terms {
  std::array<double, kTerms> value, by_x, by_y, by_z;
};
Terms terms_at(Head d) {
  std::array<double, kDegree + 1> y{1}, z{1};
  for (std::size_t n = 1; n <= kDegree; ++n) {
    y[n] = y[n - 1] * d.y;
    z[n] = z[n - 1] * d.z;
  }
  Terms out = {};
  std::size_t i = 0;
  for (const int x_power : {0, 1}) {
    const double x = x_power == 0 ? 1 : d.x;
    for (std::size_t n = 0; n + static_cast<std::size_t>(x_power) <= kDegree; ++n) {
      for (std::size_t k = 0; k <= n; ++k, ++i) {
        const std::size_t j = n - k;
        const double yz = y[j] * z[k];
        out.value[i] = x * yz;
        out.by_x[i] = x_power == 0 ? 0 : yz;
        out.by_y[i] = j == 0 ? 0 : x * static_cast<double>(j) * y[j - 1] * z[k];
        out.by_z[i] = k == 0 ? 0 : x * y[j] * static_cast<double>(k) * z[k - 1];
      }
    }
  }
  return out;
}

double along(const Terms& t, std::size_t i, Head v) {
  return t.by_x[i] * v.x + t.by_y[i] * v.y + t.by_z[i] * v.z;
}

constexpr int kSamples = 900;
constexpr double kFullWeightDown = -0.6;  // the cranium lies above this height of the unit direction
constexpr double kLeastHeight = -0.866;   // 150 degrees from the top: what a radial map resolves
constexpr double kWeightBelow = 0.1;
constexpr double kRidge = 1e-9;

/// Directions spread evenly over the sphere (Fibonacci).
std::vector<Head> spread_directions() {
  std::vector<Head> out;
  for (int i = 0; i < kSamples; ++i) {
    const double y = 1 - (1 - kLeastHeight) * (i + 0.5) / kSamples;
    const double r = std::sqrt(1 - y * y), turn = i * 2.399963229728653;  // the golden angle
    out.push_back({r * std::sin(turn), y, r * std::cos(turn)});
  }
  return out;
}

/// Directions that count in full: the cranium. The face of a scan and its neck are followed from afar.
double weight_at(Head d) {
  const bool face = d.z > 0 && d.y < 0.25 * d.z;
  return d.y > kFullWeightDown && !face ? 1 : kWeightBelow;
}

/// Noses, ears and folds of a scan are far from round (mu above 0.4; craniums stay below 0.2); the chart passes over
/// them rather than being bent by them.
double roundness(Complex mu) {
  const double square = std::norm(mu) / (0.3 * 0.3);
  return 1 / (1 + square * square);
}

constexpr std::size_t kEvenTerms = (kDegree + 1) * (kDegree + 2) / 2;  // those without x come first

/// Unknown coefficients of a complex polynomial that vanishes at the top, so that the map is true to scale there. On a
/// head whose sides mirror each other, the real part is even in x and the imaginary part odd.
struct Unknowns {
  explicit Unknowns(bool mirrored) {
    for (std::size_t k = 1; k < kTerms; ++k) {
      if (!mirrored || k < kEvenTerms) real.push_back(k);
      if (!mirrored || k >= kEvenTerms) imaginary.push_back(k);
    }
  }
  std::vector<std::size_t> real, imaginary;
  [[nodiscard]] std::size_t size() const { return real.size() + imaginary.size(); }
};

const std::array<double, kTerms>& values_at_top() {
  static const std::array<double, kTerms> values = terms_at({0, 1, 0}).value;
  return values;
}

/// Complex equations sum over k of coefficient_k unknown_k = right, one a sample, solved by least squares.
class LeastSquares {
 public:
  explicit LeastSquares(bool mirrored)
      : unknowns_(mirrored), rows_(2 * kSamples, static_cast<Eigen::Index>(unknowns_.size())), right_(2 * kSamples) {}

  void add(const std::array<Complex, kTerms>& coefficients, Complex right) {
    Eigen::Index column = 0;
    for (const std::size_t k : unknowns_.real) {
      rows_(row_, column) = coefficients[k].real();
      rows_(row_ + 1, column++) = coefficients[k].imag();
    }
    for (const std::size_t k : unknowns_.imaginary) {
      rows_(row_, column) = -coefficients[k].imag();
      rows_(row_ + 1, column++) = coefficients[k].real();
    }
    right_(row_) = right.real();
    right_(row_ + 1) = right.imag();
    row_ += 2;
  }

  /// The polynomial: the constant makes it vanish at the top.
  [[nodiscard]] std::array<Complex, kTerms> solve() const {
    const auto used = rows_.topRows(row_);
    const auto n = static_cast<Eigen::Index>(unknowns_.size());
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(n, n);
    normal.selfadjointView<Eigen::Lower>().rankUpdate(used.transpose());
    normal.diagonal().array() += kRidge * normal.diagonal().maxCoeff();
    const Eigen::VectorXd solution =
        normal.selfadjointView<Eigen::Lower>().ldlt().solve(used.transpose() * right_.head(row_));
    std::array<Complex, kTerms> out = {};
    Eigen::Index column = 0;
    for (const std::size_t k : unknowns_.real) out[k] += solution(column++);
    for (const std::size_t k : unknowns_.imaginary) out[k] += Complex(0, solution(column++));
    for (std::size_t k = 1; k < kTerms; ++k) out[0] -= out[k] * values_at_top()[k];
    return out;
  }

 private:
  Unknowns unknowns_;
  Eigen::MatrixXd rows_;
  Eigen::VectorXd right_;
  Eigen::Index row_ = 0;
};

/// psi of the forward map zeta = z (1 + psi), from Beltrami's equation d zeta / d z_bar = mu d zeta / d z, which is
/// linear in psi; mu is the surface's departure from a sphere's metric in the coordinate z.
std::array<Complex, kTerms> solve_forward(const RadialMap& surface, bool mirrored) {
  LeastSquares system(mirrored);
  const auto& top = values_at_top();
  for (const Head d : spread_directions()) {
    if (mirrored && d.x < 0) continue;
    const Complex z = to_plane(d);
    const Stereographic at = from_plane(z);
    const RadialMap::Sample r = surface.sample(d);
    const Head xs = r.radius * at.by_s + dot(r.gradient, at.by_s) * d;
    const Head xt = r.radius * at.by_t + dot(r.gradient, at.by_t) * d;
    const double e = dot(xs, xs), f = dot(xs, xt), g = dot(xt, xt);
    const Complex mu = Complex(e - g, 2 * f) / (e + g + 2 * std::sqrt(std::max(0.0, e * g - f * f)));
    const Terms terms = terms_at(d);
    const double w = weight_at(d) * roundness(mu);
    std::array<Complex, kTerms> row = {};
    for (std::size_t k = 1; k < kTerms; ++k) {
      const double by_s = along(terms, k, at.by_s), by_t = along(terms, k, at.by_t);
      const Complex by_z(0.5 * by_s, -0.5 * by_t), by_z_bar(0.5 * by_s, 0.5 * by_t);
      row[k] = w * (z * by_z_bar - mu * (terms.value[k] - top[k] + z * by_z));
    }
    system.add(row, w * mu);
  }
  return system.solve();
}

Complex polynomial(const std::array<Complex, kTerms>& coefficients, const std::array<double, kTerms>& terms) {
  Complex sum = 0;
  for (std::size_t k = 0; k < kTerms; ++k) sum += terms[k] * coefficients[k];
  return sum;
}

/// chi of the inverse map z = zeta (1 + chi), through the pairs that the forward map gives.
std::array<Complex, kTerms> solve_inverse(const std::array<Complex, kTerms>& psi, bool mirrored) {
  LeastSquares system(mirrored);
  const auto& top = values_at_top();
  for (const Head d : spread_directions()) {
    if (mirrored && d.x < 0) continue;
    const Complex z = to_plane(d);
    const Complex zeta = z * (1.0 + polynomial(psi, terms_at(d).value));
    const Terms terms = terms_at(from_plane(zeta).direction);
    const double w = weight_at(d);
    std::array<Complex, kTerms> row = {};
    for (std::size_t k = 1; k < kTerms; ++k) row[k] = w * (terms.value[k] - top[k]);
    system.add(row, w * (z / zeta - 1.0));
  }
  return system.solve();
}

}  // namespace

ConformalChart::ConformalChart(const RadialMap& surface, bool mirrored)
    : scale_mm_(surface.radius({0, 1, 0})), chi_(solve_inverse(solve_forward(surface, mirrored), mirrored)) {}

ConformalChart::Map ConformalChart::map(Complex zeta) const {
  const Stereographic at = from_plane(zeta);
  const Terms terms = terms_at(at.direction);
  Complex value = 1, by_x = 0, by_y = 0, by_z = 0;
  for (std::size_t k = 0; k < kTerms; ++k) {
    value += terms.value[k] * chi_[k];
    by_x += terms.by_x[k] * chi_[k];
    by_y += terms.by_y[k] * chi_[k];
    by_z += terms.by_z[k] * chi_[k];
  }
  const auto slope = [&](Head v) { return by_x * v.x + by_y * v.y + by_z * v.z; };
  return {zeta * value, value + zeta * slope(at.by_s), Complex(0, 1) * value + zeta * slope(at.by_t)};
}

ConformalChart::Sample ConformalChart::sample(Vec2<ScalpMm> uv) const {
  const double per_mm = 1 / scale_mm_;
  const Map m = map({per_mm * uv.x, per_mm * uv.y});
  const Stereographic at = from_plane(m.z);
  const auto slope = [&](Complex by) { return (per_mm * by.real()) * at.by_s + (per_mm * by.imag()) * at.by_t; };
  return {at.direction, slope(m.by_s), slope(m.by_t)};
}

Vec2<ScalpMm> ConformalChart::position(Vec3<HeadMm> direction) const {
  const Complex target = to_plane(direction);
  Complex zeta = target;
  // Newton's method; chi is small, so that it starts close by.
  for (int i = 0; i < 30; ++i) {
    const Map m = map(zeta);
    const Complex off = m.z - target;
    const double det = m.by_s.real() * m.by_t.imag() - m.by_t.real() * m.by_s.imag();
    if (!(std::fabs(det) > 1e-12)) break;
    const Complex step = {(off.real() * m.by_t.imag() - m.by_t.real() * off.imag()) / det,
                          (m.by_s.real() * off.imag() - off.real() * m.by_s.imag()) / det};
    zeta -= step;
    if (std::abs(step) <= 1e-13 * (1 + std::abs(zeta))) break;
  }
  return {scale_mm_ * zeta.real(), scale_mm_ * zeta.imag()};
}

}  // namespace tonsure
