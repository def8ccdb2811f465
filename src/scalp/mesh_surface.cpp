#include <tonsure/scalp/mesh.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <Eigen/Dense>

#include "radial_map.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;
using Vector = Eigen::VectorXd;

constexpr std::size_t kMostFitted = 4000;  // vertices; more say the same
constexpr double kNoiseMm = 1.5;           // of a scan, with what the parametric head leaves
constexpr double kHuber = 2;
constexpr double kMostRmsMm = 12;   // heads fit within 3 mm; shoes do not
constexpr double kLeastKept = 0.6;  // of the vertices where a cranium is; scans may have inner walls
constexpr double kMostOdd = 0.3;    // of a log size: a quarter below or a third above the mean is no head

constexpr double kLeastBackwardsMm = 8;  // noses of scans stick out 20 to 28 mm farther than what lies behind

/// Whether what sticks out below the brow in the median plane, as a nose does, lies behind. Meshes that end above it do
/// not tell.
bool looks_backwards(const std::vector<Head>& vertices) {
  constexpr double kMedianMm = 25, kForeheadMm = 50, kBrowMm = -15, kMouthMm = -70;
  struct Extent {
    double low = INFINITY, high = -INFINITY;
  };
  Extent forehead, face;
  for (const Head p : vertices) {
    if (!(std::fabs(p.x) < kMedianMm && p.y > kMouthMm && p.y < kForeheadMm)) continue;
    if (p.y < 0 && p.y > kBrowMm) continue;
    Extent& extent = p.y > kBrowMm ? forehead : face;
    extent.low = std::min(extent.low, p.z);
    extent.high = std::max(extent.high, p.z);
  }
  // A head that is turned about lies some way off: its own middle is that of forehead and occiput.
  const double front = face.high - 0.5 * (forehead.low + forehead.high);
  const double back = 0.5 * (forehead.low + forehead.high) - face.low;
  return std::isfinite(front) && std::isfinite(back) && back > front + kLeastBackwardsMm;
}

/// The cranium: above brow and nape, without what the ears may reach.
bool on_cranium(Head p) {
  const bool ear = std::fabs(p.x) > 50 && p.y < 5 && p.z > -40 && p.z < 40;
  return !ear && p.y > 30 - (100 - p.z) * 75 / 200;
}

// Unknowns: shift x, y, z (mm), turn about x, y, z (radians), then the seven of HeadShape: sizes as logarithms.
constexpr Eigen::Index kUnknowns = 13;

struct Start {
  Vec3<MeshMm> mid_head;
};

Eigen::Matrix3d turn_of(const Vector& u) {
  const Eigen::Vector3d turn = u.segment<3>(3);
  const double angle = turn.norm();
  return angle > 0 ? Eigen::AngleAxisd(angle, Eigen::Vector3d(turn / angle)).toRotationMatrix()
                   : Eigen::Matrix3d::Identity();
}

HeadShape shape_of(const Vector& u) {
  HeadShape s;
  s.half_breadth_mm *= std::exp(u(6));
  s.height_mm *= std::exp(u(7));
  s.half_length_mm *= std::exp(u(8));
  s.frontal_squareness = u(9);
  s.horizontal_squareness = u(10);
  s.sagittal_squareness = u(11);
  s.forward_tilt = u(12);
  return s;
}

Head in_head(const Vector& u, const Start& start, Vec3<MeshMm> p) {
  const Eigen::Vector3d moved =
      turn_of(u) * Eigen::Vector3d(p.x - start.mid_head.x, p.y - start.mid_head.y, p.z - start.mid_head.z) -
      u.head<3>();
  return {moved.x(), moved.y(), moved.z()};
}

/// Residuals of the points, then of the priors.
Vector residuals(const Vector& u, const Start& start, const std::vector<Vec3<MeshMm>>& points,
                 const std::vector<double>& weights) {
  Vector out(static_cast<Eigen::Index>(points.size()) + 8);
  const HeadShape shape = shape_of(u);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Head p = in_head(u, start, points[i]);
    out(static_cast<Eigen::Index>(i)) = weights[i] * (norm(p) - head_radius_mm(shape, normalized(p)));
  }
  const HeadShape mean;
  const HeadShape& spread = kHeadShapeSpread;
  // Turning a head about x and tilting its shape look alike; upright scans are upright within 10 degrees.
  out.tail<8>() << u(6) * mean.half_breadth_mm / spread.half_breadth_mm, u(7) * mean.height_mm / spread.height_mm,
      u(8) * mean.half_length_mm / spread.half_length_mm, u(9) / spread.frontal_squareness,
      u(10) / spread.horizontal_squareness, u(11) / spread.sagittal_squareness, u(12) / spread.forward_tilt,
      u(3) / 0.17;
  return out;
}

}  // namespace

Result<FittedMesh> place_mesh(const TriangleMesh& mesh) {
  if (const auto report = check_mesh(mesh); !report) return report.error();
  // The top of the head, and the middle of what lies within 60 mm below it.
  double top = -INFINITY;
  for (const auto& v : mesh.vertices) top = std::max(top, v.y);
  Vec3<MeshMm> low{INFINITY, top - HeadShape{}.height_mm, INFINITY}, high{-INFINITY, 0, -INFINITY};
  for (const auto& v : mesh.vertices) {
    if (v.y < top - 60) continue;
    low = {std::min(low.x, v.x), low.y, std::min(low.z, v.z)};
    high = {std::max(high.x, v.x), 0, std::max(high.z, v.z)};
  }
  const Start start{{0.5 * (low.x + high.x), low.y, 0.5 * (low.z + high.z)}};

  Vector u = Vector::Zero(kUnknowns);
  std::vector<Vec3<MeshMm>> points;
  double rms = INFINITY, kept_share = 0;
  const std::size_t stride = std::max<std::size_t>(1, mesh.vertices.size() / (2 * kMostFitted));
  for (int step = 0; step < 25; ++step) {
    points.clear();
    std::vector<double> weights;
    const HeadShape shape = shape_of(u);
    double square = 0, concerned = 0;
    for (std::size_t i = 0; i < mesh.vertices.size(); i += stride) {
      const Head p = in_head(u, start, mesh.vertices[i]);
      if (!on_cranium(p)) continue;
      ++concerned;
      const double off = std::fabs(norm(p) - head_radius_mm(shape, normalized(p)));
      // Inner walls, eyes and the like, once the head has been found.
      if (step > 5 && off > 20) continue;
      points.push_back(mesh.vertices[i]);
      weights.push_back(std::sqrt(std::min(1.0, kHuber * kNoiseMm / off)) / kNoiseMm);
      square += off * off;
    }
    kept_share = static_cast<double>(points.size()) / std::max(1.0, concerned);
    if (points.size() < 50) break;
    rms = std::sqrt(square / static_cast<double>(points.size()));
    // Neighbours err alike: a thousand points are worth a hundred.
    for (double& w : weights) w *= std::sqrt(std::min(1.0, 100.0 / static_cast<double>(points.size())));
    const Vector r0 = residuals(u, start, points, weights);
    Eigen::MatrixXd j(r0.size(), kUnknowns);
    for (Eigen::Index k = 0; k < kUnknowns; ++k) {
      Vector moved = u;
      const double h = k < 3 ? 1e-3 : 1e-5;
      moved(k) += h;
      j.col(k) = (residuals(moved, start, points, weights) - r0) / h;
    }
    Eigen::MatrixXd normal = j.transpose() * j;
    normal.diagonal() *= 1 + 1e-6;
    const Vector move = -normal.ldlt().solve(j.transpose() * r0);
    u += move;
    if (move.head<3>().norm() < 1e-3 && move.tail<10>().norm() < 1e-5) break;
  }
  const double oddest = u.segment<3>(6).cwiseAbs().maxCoeff();
  if (!(rms < kMostRmsMm) || kept_share < kLeastKept || oddest > kMostOdd) {
    return Error{ErrorCode::kInvalidInput, "mesh", "no head found in it",
                 "its axes must be x to the head's left, y up and z forward, its unit as stated"};
  }
  FittedMesh out;
  const Eigen::Matrix3d turn = turn_of(u);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k)
      out.placement.rotation[i][k] = turn(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k));
  const Eigen::Vector3d back = turn.transpose() * u.head<3>();
  out.placement.mid_head = start.mid_head + Vec3<MeshMm>{back.x(), back.y(), back.z()};
  out.shape = shape_of(u);
  out.rms_mm = rms;
  // By the mesh's own axes: a head that does not fit for being turned about is tilted by the fit.
  std::vector<Head> by_its_axes;
  by_its_axes.reserve(mesh.vertices.size());
  for (const auto& v : mesh.vertices) by_its_axes.push_back(in_head(Vector::Zero(kUnknowns), start, v));
  if (looks_backwards(by_its_axes))
    out.warnings.emplace_back(
        "the face seems to look backwards, as what sticks out below the brow lies behind: z must run forward; turn the "
        "mesh by 180 degrees about y");
  return out;
}

Camera in_head_frame(const Camera& of_mesh, const MeshPlacement& placement) {
  // camera = A mesh + t, mesh = R' head + m: so camera = A R' head + A m + t.
  Camera out = of_mesh;
  if (of_mesh.rotation.size() != 9 || of_mesh.translation_mm.size() != 3) return out;
  const auto& a = of_mesh.rotation;
  const Vec3<MeshMm> m = placement.mid_head;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      out.rotation[3 * i + k] = 0;
      for (std::size_t j = 0; j < 3; ++j) out.rotation[3 * i + k] += a[3 * i + j] * placement.rotation[k][j];
    }
    out.translation_mm[i] += a[3 * i] * m.x + a[3 * i + 1] * m.y + a[3 * i + 2] * m.z;
  }
  return out;
}

Result<ScalpSurface> surface_of_mesh(const TriangleMesh& mesh, const FittedMesh& fitted) {
  constexpr int kNodes = 257;
  constexpr auto kSide = static_cast<std::size_t>(kNodes);
  const auto at_node = [](int i) { return -2 + 4.0 * i / (kNodes - 1); };
  const auto node_at = [](double x) { return (x + 2) * (kNodes - 1) / 4; };
  const auto& r = fitted.placement.rotation;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i)
    for (const std::uint32_t corner : mesh.triangles[i])
      if (corner >= mesh.vertices.size())
        return Error{ErrorCode::kInvalidInput, "triangles[" + std::to_string(i) + "]",
                     "names vertex " + std::to_string(corner) + " of " + std::to_string(mesh.vertices.size()),
                     "check_mesh says whether a mesh can be used"};
  std::vector<Head> vertices;
  vertices.reserve(mesh.vertices.size());
  for (const auto& v : mesh.vertices) {
    const Vec3<MeshMm> p = v - fitted.placement.mid_head;
    vertices.push_back({r[0][0] * p.x + r[0][1] * p.y + r[0][2] * p.z, r[1][0] * p.x + r[1][1] * p.y + r[1][2] * p.z,
                        r[2][0] * p.x + r[2][1] * p.y + r[2][2] * p.z});
  }
  // Where rays from mid-head leave the mesh for good.
  std::vector<double> radius(kSide * kSide, 0.0);
  for (const auto& t : mesh.triangles) {
    const Head a = vertices[t[0]], b = vertices[t[1]], c = vertices[t[2]];
    double x0 = INFINITY, z0 = INFINITY, x1 = -INFINITY, z1 = -INFINITY;
    bool resolved = true;
    for (const Head p : {a, b, c}) {
      const double length = norm(p);
      if (!(length > 1e-6) || p.y < -0.85 * length) resolved = false;
      if (!resolved) break;
      const MapPoint m = map_direction((1 / length) * p);
      x0 = std::min(x0, m.x);
      x1 = std::max(x1, m.x);
      z0 = std::min(z0, m.z);
      z1 = std::max(z1, m.z);
    }
    if (!resolved) continue;
    // The map bends edges a little: a node around the box is looked at too.
    const double bend = 0.05 * std::max(x1 - x0, z1 - z0);
    const Head normal = cross(b - a, c - a);
    const double height = dot(normal, a);
    for (int j = std::max(0, static_cast<int>(node_at(z0 - bend)));
         j <= std::min(kNodes - 1, static_cast<int>(node_at(z1 + bend)) + 1); ++j) {
      for (int i = std::max(0, static_cast<int>(node_at(x0 - bend)));
           i <= std::min(kNodes - 1, static_cast<int>(node_at(x1 + bend)) + 1); ++i) {
        const MapPoint m{at_node(i), at_node(j)};
        if (m.x * m.x + m.z * m.z > kMostMapRadius * kMostMapRadius) continue;
        const Head d = direction_at(m);
        const double along = dot(normal, d);
        if (along == 0) continue;
        const double length = height / along;
        if (!(length > kMinRadiusMm && length < kMaxRadiusMm)) continue;
        const Head p = length * d;
        const double u = dot(cross(b - a, p - a), normal), v = dot(cross(c - b, p - b), normal),
                     w = dot(cross(a - c, p - c), normal);
        if (u < 0 || v < 0 || w < 0) continue;
        double& here = radius[static_cast<std::size_t>(j) * kSide + static_cast<std::size_t>(i)];
        here = std::max(here, length);
      }
    }
  }
  // What the mesh departs from the parametric head; where it has nothing, that runs out smoothly.
  std::vector<double> base(kSide * kSide), off(kSide * kSide, 0.0);
  std::vector<unsigned char> known(kSide * kSide, 0);
  std::size_t cranium = 0, covered = 0;
  for (int j = 0; j < kNodes; ++j) {
    for (int i = 0; i < kNodes; ++i) {
      const std::size_t k = static_cast<std::size_t>(j) * kSide + static_cast<std::size_t>(i);
      const Head d = direction_at({at_node(i), at_node(j)});
      base[k] = head_radius_mm(fitted.shape, d);
      known[k] = radius[k] > 0 ? 1 : 0;
      if (known[k] != 0) off[k] = radius[k] - base[k];
      if (std::hypot(at_node(i), at_node(j)) < kMostMapRadius && on_cranium(base[k] * d)) {
        ++cranium;
        covered += known[k];
      }
    }
  }
  if (2 * covered < cranium) {
    return Error{ErrorCode::kInvalidInput, "mesh",
                 "covers " + std::to_string(100 * covered / std::max<std::size_t>(1, cranium)) + " % of the cranium",
                 "at least half of it is needed"};
  }
  const auto relax = [&](bool only_unknown) {
    const std::vector<double> before = off;
    for (std::size_t j = 1; j + 1 < kSide; ++j) {
      for (std::size_t i = 1; i + 1 < kSide; ++i) {
        const std::size_t k = j * kSide + i;
        if (only_unknown && known[k] != 0) continue;
        const double around = before[k - 1] + before[k + 1] + before[k - kSide] + before[k + kSide];
        off[k] = only_unknown ? 0.2495 * around : 0.5 * before[k] + 0.125 * around;
      }
    }
  };
  for (int n = 0; n < 200; ++n) relax(true);
  for (int n = 0; n < 4; ++n) relax(false);  // a Gaussian of one node, 1.4 mm
  RadialGrid grid{kNodes, {}};
  grid.radius_mm.reserve(kSide * kSide);
  for (std::size_t k = 0; k < kSide * kSide; ++k)
    grid.radius_mm.push_back(std::clamp(base[k] + off[k], kMinRadiusMm, kMaxRadiusMm));
  return ScalpSurface::measured(grid);
}

}  // namespace tonsure
