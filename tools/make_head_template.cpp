// Fits the template of the parametric head (src/scalp/head_template.h) to a mesh of a mean head and prints it:
//     make_head_template generic_neutral_mesh.obj > src/scalp/head_template.h   (then scripts/format)
// The mesh is the neutral head of ICT-FaceKit (Li et al. 2020, "Learning Formation of Physically-Based Face
// Attributes"; MIT licence), the mean of a morphable model built from scans: centimetres, y up, face to +z.
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <Eigen/Dense>

namespace {

using Vector = Eigen::Vector3d;

constexpr int kDegree = 6;
constexpr int kTerms = (kDegree + 1) * (kDegree + 2) / 2;
constexpr int kSkinFaces = 11144;         // the later ones are eyes, teeth and lashes
const Vector kMidHeadMm = {0, 55, 10.4};  // in the mesh: between glabella (z 107.7) and opisthocranion (z -86.8)

struct Sample {
  Vector point = Vector::Zero();  // head frame, mm
  double area = 0;
};

/// The cranium: ears, face and neck left out.
bool on_cranium(const Vector& p) {
  const bool ear = std::fabs(p.x()) > 50 && p.y() < 2 && p.z() > -38 && p.z() < 35;
  const bool face = p.y() < 4 && p.z() > -5;
  const bool neck = p.y() < -75 || (p.y() < -55 && p.z() > -45);
  return !ear && !face && !neck;
}

std::vector<Sample> read_cranium(const char* path) {
  std::vector<Vector> vertices;
  std::vector<Sample> samples;
  std::ifstream file(path);
  int faces = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "v") {
      Vector v;
      words >> v.x() >> v.y() >> v.z();
      vertices.emplace_back(10 * v - kMidHeadMm);
    } else if (key == "f" && faces++ < kSkinFaces) {
      std::vector<std::size_t> corners;
      for (std::string word; words >> word;) corners.push_back(std::stoul(word) - 1);
      for (std::size_t i = 2; i < corners.size(); ++i) {
        const Vector a = vertices.at(corners[0]), b = vertices.at(corners[i - 1]), c = vertices.at(corners[i]);
        const Vector middle = (a + b + c) / 3, normal = (b - a).cross(c - a);
        if (on_cranium(middle) && normal.dot(middle) > 0) samples.push_back({middle, 0.5 * normal.norm()});
      }
    }
  }
  return samples;
}

Eigen::Matrix<double, kTerms, 1> terms(const Vector& e) {
  Eigen::Matrix<double, kTerms, 1> out;
  int i = 0;
  for (int n = 0; n <= kDegree; ++n)
    for (int k = 0; k <= n; ++k) out[i++] = std::pow(e.y(), n - k) * std::pow(e.z(), k);
  return out;
}

/// Least squares of the radius relative to the ellipsoid's; where there is no skin, weakly the ellipsoid.
Eigen::Matrix<double, kTerms, 1> fit(const std::vector<Sample>& samples, const Vector& semi) {
  Eigen::Matrix<double, kTerms, kTerms> normal = Eigen::Matrix<double, kTerms, kTerms>::Zero();
  Eigen::Matrix<double, kTerms, 1> rhs = Eigen::Matrix<double, kTerms, 1>::Zero();
  const auto add = [&](const Vector& e, double rho, double weight) {
    const auto t = terms(e);
    normal += weight * t * t.transpose();
    rhs += weight * rho * t;
  };
  double total = 0;
  for (const Sample& s : samples) {
    const Vector e = s.point.cwiseQuotient(semi);
    add(e.normalized(), e.norm(), s.area);
    total += s.area;
  }
  constexpr int kFill = 2000;
  constexpr double kFillWeight = 0.02;
  for (int i = 0; i < kFill; ++i) {  // a Fibonacci sphere
    const double y = 1 - 2 * (i + 0.5) / kFill, r = std::sqrt(1 - y * y), turn = i * 2.399963229728653;
    add({r * std::sin(turn), y, r * std::cos(turn)}, 1, total * kFillWeight / kFill);
  }
  return normal.ldlt().solve(rhs);
}

/// Half the extent of the template along each axis, relative to `semi`.
Vector extents(const Eigen::Matrix<double, kTerms, 1>& c) {
  Vector low = Vector::Zero(), high = Vector::Zero();
  constexpr int kSteps = 400;
  for (int i = 0; i <= kSteps; ++i)
    for (int j = 0; j < 2 * kSteps; ++j) {
      const double tilt = M_PI * (0.5 - 0.65 * i / kSteps), turn = M_PI * j / kSteps;
      const Vector e{std::cos(tilt) * std::sin(turn), std::sin(tilt), std::cos(tilt) * std::cos(turn)};
      const Vector p = terms(e).dot(c) * e;
      low = low.cwiseMin(p);
      high = high.cwiseMax(p);
    }
  return {high.x(), high.y(), 0.5 * (high.z() - low.z())};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_head_template generic_neutral_mesh.obj\n", stderr);
    return 2;
  }
  const std::vector<Sample> samples = read_cranium(argv[1]);
  if (samples.empty()) {
    std::fprintf(stderr, "make_head_template: %s: no face of a head in it\n", argv[1]);
    return 3;
  }
  Vector semi = {79, 90, 97};
  auto c = fit(samples, semi);
  for (int i = 0; i < 8; ++i) {  // until the semi-axes are the extents
    semi = semi.cwiseProduct(extents(c));
    c = fit(samples, semi);
  }
  double sum = 0, area = 0;
  for (const Sample& s : samples) {
    const Vector e = s.point.cwiseQuotient(semi);
    const double off = s.point.norm() * (1 - terms(e.normalized()).dot(c) / e.norm());
    sum += s.area * off * off;
    area += s.area;
  }
  std::fprintf(stderr, "semi-axes %.2f %.2f %.2f mm, fitted with %.2f mm RMS (radial) over %.0f cm2\n", semi.x(),
               semi.y(), semi.z(), std::sqrt(sum / area), area / 100);
  std::printf(
      "// The mean shape of a head: made by tools/make_head_template.cpp from the neutral head of ICT-FaceKit (MIT).\n"
      "#pragma once\n\n#include <array>\n\nnamespace tonsure {\n\n"
      "inline constexpr int kHeadTemplateDegree = %d;\n\n"
      "/// Radius of the head over that of the ellipsoid of its semi-axes, as a polynomial in y and z of the "
      "direction\n"
      "/// (each divided by its semi-axis, then normalised): coefficients of y^(n-k) z^k, n = 0... degree, k = 0... "
      "n.\n"
      "inline constexpr std::array<double, %d> kHeadTemplate = {{\n",
      kDegree, kTerms);
  for (int n = 0, i = 0; n <= kDegree; ++n) {
    std::printf("    ");
    for (int k = 0; k <= n; ++k, ++i) std::printf("%.5f%s", c[i], i + 1 == kTerms ? "" : k == n ? "," : ", ");
    std::puts("");
  }
  std::puts("}};\n\n}  // namespace tonsure");
  return 0;
}
