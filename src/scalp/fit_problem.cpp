#include "fit_problem.h"

#include <algorithm>
#include <cmath>

#include "../scene/scene_limits.h"
#include "fit_limits.h"
#include "silhouette.h"

namespace tonsure {
namespace {

using Head = Vec3<HeadMm>;
using Px = Vec2<PhotoPx>;
using Vector = Eigen::VectorXd;

constexpr std::size_t kShared = HeadUnknowns::kShared, kPerView = HeadUnknowns::kPerView;

// Priors, relative: size common to a head, and what breadth, height and length vary beyond it, so that each varies as
// ANSUR II has it (3.6, 5.6 and 3.5 %); faces, by the distance between the pupils (5 %) less the points' own spread.
constexpr double kHeadSizeSd = 0.025, kBreadthSd = 0.026, kHeightSd = 0.05, kLengthSd = 0.025, kFaceSizeSd = 0.035;
constexpr double kFree = 1;                         // a spread that says nothing
constexpr double kFixed = 1e-5;                     // one that leaves no freedom
constexpr double kNearnessPer100Mm = 100 / 1200.0;  // 0.4 m to infinity are within 2 SD of 1.2 m [E]
constexpr double kFocalSd = 0.03;                   // focal lengths in metadata are rounded [E]
constexpr double kStretchSd = 0.15;                 // of photos that somebody made square [E]
constexpr double kCentreSdMm = 1000;
constexpr double kLogScaleSd = 3;
constexpr double kMarkerSd = 0.005;    // its size, and the skin it lies on, bulging
constexpr double kMarkerNoise = 0.01;  // of its length in the photo; people zoom in on markers
constexpr double kLeastNoisePx = 0.7;
constexpr double kShapeNoiseMm = 1.0;  // what the parametric head leaves of a real one
constexpr double kHuber = 1.5;

Eigen::Matrix3d as_matrix(const std::array<std::array<double, 3>, 3>& m) {
  Eigen::Matrix3d out;
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 3; ++k) out(i, k) = m[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
  return out;
}

constexpr double kFarthestCentreMm = 10'000;  // of mid-head from where it is looked for; ten standard deviations
constexpr double kMostLogScale = 6;           // of mm_per_px over where it starts; two standard deviations

/// The unknowns, kept to what fit_limits.h allows.
Vector bounded(Vector u) {
  const auto limit = [&](Eigen::Index k, double most) { u(k) = std::clamp(u(k), -most, most); };
  limit(0, kMostLogSize);
  limit(1, kMostLogFace);
  for (const Eigen::Index axis : {2, 3, 4}) limit(axis, kMostLogSize);
  for (const Eigen::Index mode : {5, 6, 7, 8}) limit(mode, kMostShapeMode);
  for (Eigen::Index at = kShared; at < u.size(); at += kPerView) {
    limit(at + 3, kFarthestCentreMm);
    limit(at + 4, kFarthestCentreMm);
    limit(at + 5, kMostLogScale);
    limit(at + 6, 100 * kMostNearnessPerMm);
    limit(at + 7, std::log(kMostViewAspect / kMaxPixelAspect));
  }
  return u;
}

Head on_mean_face(const Vector& u, Head mean) {
  const double f = std::exp(u(1));
  return {f * std::exp(u(2)) * mean.x, f * std::exp(u(3)) * mean.y, f * std::exp(u(4)) * mean.z};
}

Px photo_of(const HeadCamera& camera, const CameraFrame& frame, Head point) {
  return plane_to_photo(camera, frame, frame.to_plane(point));
}

/// The skin that a photo position shows; the facing plane where it misses the head.
template <class Radius>
Head skin_at(const HeadCamera& camera, const CameraFrame& frame, const Radius& radius, Px at) {
  const Vec2<PlaneMm> q = photo_to_plane(camera, frame, at);
  const double turn = std::atan2(q.y, q.x);
  const RimPoint rim = rim_at(frame, turn, radius);
  if (norm(q) >= rim.radius_mm) return q.x * frame.right + q.y * frame.down;
  return near_side(frame, turn, norm(q), rim.elevation, radius);
}

template <class Radius>
double depth_of(const HeadCamera& camera, const CameraFrame& frame, const Radius& radius, Px at) {
  const auto& axis = camera.rotation[2];
  return dot(Head{axis[0], axis[1], axis[2]}, skin_at(camera, frame, radius, at));
}

}  // namespace

/// What is kept fixed while residuals are differentiated: where on the head the rim lies (its first variation
/// vanishes), and the weights.
struct FitProblem::Linearisation {
  std::vector<double> rim_elevation;
  std::vector<double> limb_weight;  ///< per px; 0 for points that are not compared
  std::vector<Eigen::Matrix2d> whiten;
  double scalp_depth_mm = 0;  ///< of the skin at ViewProblem::scalp, towards the camera from mid-head
};

FitProblem::FitProblem(std::vector<ViewProblem> views, const ScalpSurface* known, const Exec& exec)
    : views_(std::move(views)), known_(known), cancel_(exec.cancel) {}

std::size_t FitProblem::unknown_count() const {
  return kShared + kPerView * views_.size();
}

HeadShape FitProblem::shape(const Vector& u) const {
  HeadShape s;
  s.half_breadth_mm *= std::exp(u(0) + u(2));
  s.height_mm *= std::exp(u(0) + u(3));
  s.half_length_mm *= std::exp(u(0) + u(4));
  s.frontal_squareness = u(5);
  s.horizontal_squareness = u(6);
  s.sagittal_squareness = u(7);
  s.forward_tilt = u(8);
  return s;
}

HeadCamera FitProblem::camera(const Vector& u, std::size_t view) const {
  const ViewProblem& v = views_[view];
  const auto p = u.segment(static_cast<Eigen::Index>(kShared + kPerView * view), kPerView);
  HeadCamera c = v.start;
  if (v.camera_known) return c;
  const Eigen::Vector3d turn = p.head<3>();
  const double angle = turn.norm();
  Eigen::Matrix3d r = as_matrix(v.start.rotation);
  if (angle > 0) r = Eigen::AngleAxisd(angle, Eigen::Vector3d(turn / angle)).toRotationMatrix() * r;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k)
      c.rotation[i][k] = r(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k));
  c.center = c.center + (1 / v.start.mm_per_px) * Px{p(3), p(4) * c.pixel_aspect};
  c.mm_per_px *= std::exp(p(5));
  c.pixel_aspect *= std::exp(p(7));
  c.inverse_distance_per_mm = std::clamp(p(6) / 100, 0.0, kMostNearnessPerMm);
  if (!v.intrinsics_known) c.principal = c.center;
  return c;
}

FitProblem::Linearisation FitProblem::linearise(const Vector& u, std::size_t view, const Linearisation* before) const {
  const ViewProblem& v = views_[view];
  const HeadCamera c = camera(u, view);
  const CameraFrame frame(c);
  const HeadShape s = shape(u);
  const auto r = [&](Head d) { return known_ != nullptr ? radius_mm(*known_, d) : head_radius_mm(s, d); };
  Linearisation at;
  const double noise_px = std::hypot(v.noise_px, kShapeNoiseMm / c.mm_per_px);
  for (std::size_t i = 0; i < v.limb.size(); ++i) {
    const Vec2<PlaneMm> q = photo_to_plane(c, frame, v.limb[i]);
    const double turn = std::atan2(q.y, q.x);
    RimPoint rim;
    if (before != nullptr) {  // from one step to the next, the rim moves little over the head
      const double elevation = before->rim_elevation[i];
      rim = rim_near(frame, turn, r, {seen_radius(frame, turn, elevation, r), elevation}, 0.05);
    } else {
      rim = rim_at(frame, turn, r);
    }
    const Head on_head = r(spoke_direction(frame, turn, rim.elevation)) * spoke_direction(frame, turn, rim.elevation);
    const double off = std::fabs(norm(q) - rim.radius_mm) / (c.mm_per_px * noise_px);
    at.rim_elevation.push_back(rim.elevation);
    at.limb_weight.push_back(
        !rim_counts(on_head, v.whole_rim) ? 0 : std::sqrt(v.limb_weight * std::min(1.0, kHuber / off)) / noise_px);
  }
  at.scalp_depth_mm = depth_of(c, frame, r, v.scalp);
  for (const ViewProblem::Landmark& landmark : v.landmarks) {
    // Spread among people, as the photo shows it, and the error of annotation.
    Eigen::Matrix<double, 2, 3> shown;
    const Head middle = on_mean_face(u, landmark.mean);
    const Px here = photo_of(c, frame, middle);
    const std::array<Head, 3> axes = {Head{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    const std::array<double, 3> sd = {landmark.face->spread.x, landmark.face->spread.y, landmark.face->spread.z};
    for (std::size_t k = 0; k < 3; ++k) {
      const Px moved = photo_of(c, frame, middle + axes[k]) - here;
      shown.col(static_cast<Eigen::Index>(k)) = sd[k] * Eigen::Vector2d(moved.x, moved.y);
    }
    const double noise = v.noise_px * landmark.face->annotation;
    const Eigen::Matrix2d covariance = shown * shown.transpose() + noise * noise * Eigen::Matrix2d::Identity();
    const Eigen::Matrix2d lower = covariance.llt().matrixL();
    Eigen::Matrix2d whiten = lower.inverse();
    const Px off = here - landmark.seen;
    const double deviation = (whiten * Eigen::Vector2d(off.x, off.y)).norm();
    at.whiten.emplace_back(whiten * std::sqrt(std::min(1.0, 2 * kHuber / deviation)));
  }
  return at;
}

void FitProblem::view_residuals(const Vector& u, std::size_t view, const Linearisation& at, const ScaleSources& sources,
                                std::vector<double>& out) const {
  const ViewProblem& v = views_[view];
  const HeadCamera c = camera(u, view);
  const CameraFrame frame(c);
  const HeadShape s = shape(u);
  const auto r = [&](Head d) { return known_ != nullptr ? radius_mm(*known_, d) : head_radius_mm(s, d); };
  for (std::size_t i = 0; i < v.limb.size(); ++i) {
    if (at.limb_weight[i] <= 0) continue;
    const Vec2<PlaneMm> q = photo_to_plane(c, frame, v.limb[i]);
    // In px: in mm a smaller scale would make every error smaller, and so draw the scale down.
    const double off_mm = norm(q) - seen_radius(frame, std::atan2(q.y, q.x), at.rim_elevation[i], r);
    out.push_back(at.limb_weight[i] * off_mm / c.mm_per_px);
  }
  for (std::size_t i = 0; i < v.landmarks.size(); ++i) {
    const Px off = photo_of(c, frame, on_mean_face(u, v.landmarks[i].mean)) - v.landmarks[i].seen;
    const Eigen::Vector2d white = at.whiten[i] * Eigen::Vector2d(off.x, off.y);
    out.push_back(white.x());
    out.push_back(white.y());
  }
  if (sources.marker && !v.marker_chords.empty()) {
    double chord = 0, shown_px = 0;
    for (const auto& [from, to] : v.marker_chords) {
      chord += norm(skin_at(c, frame, r, to) - skin_at(c, frame, r, from));
      shown_px += norm(to - from);
    }
    const auto n = static_cast<double>(v.marker_chords.size());
    const double noise_px = std::max(kLeastNoisePx, kMarkerNoise * shown_px / n) * std::sqrt(2 / n);
    out.push_back(std::log(chord / n / v.marker_mm) / std::hypot(kMarkerSd, noise_px * n / shown_px));
  }
  if (sources.ear) {
    for (const ViewProblem::Ear& ear : v.ears) {
      // The ear's long axis leans a little back and out at the top [E].
      const Head axis = normalized(Head{0.15 * ear.side, 0.97, -0.18});
      const double depth = dot(frame.toward, {80 * ear.side, -45, 0});
      const double across = norm(axis - dot(axis, frame.toward) * frame.toward);
      const double shown_mm =
          norm(photo_to_plane(c, frame, ear.top) - photo_to_plane(c, frame, ear.bottom)) * (1 - frame.nearness * depth);
      const double noise_mm = 1.4142 * v.noise_px * v.start.mm_per_px;
      out.push_back((shown_mm / std::max(across, 0.3) - kEarLengthMm) / std::hypot(kEarLengthSdMm, noise_mm));
    }
  }
  if (sources.stated && v.stated_mm_per_px) {
    const double mm_per_px = c.mm_per_px * (1 - c.inverse_distance_per_mm * at.scalp_depth_mm);
    out.push_back(std::log(mm_per_px / *v.stated_mm_per_px) / kStatedScaleSd);
  }

  const auto p = u.segment(static_cast<Eigen::Index>(kShared + kPerView * view), kPerView);
  const double fixed = v.camera_known ? kFixed : 1;
  for (std::size_t k = 0; k < 3; ++k)
    out.push_back(p(static_cast<Eigen::Index>(k)) / (v.camera_known ? kFixed : v.rotation_sd[k]));
  out.push_back(p(3) / (fixed * kCentreSdMm));
  out.push_back(p(4) / (fixed * kCentreSdMm));
  out.push_back(p(5) / (v.camera_known ? kFixed : kLogScaleSd));
  if (v.camera_known) {
    out.push_back(p(6) / kFixed);
  } else if (v.intrinsics_known) {
    out.push_back((p(6) / 100 * v.focal_px * c.mm_per_px - 1) / kFocalSd);
  } else {
    out.push_back(p(6) / kNearnessPer100Mm - 1);
  }
  out.push_back(p(7) / (v.stretched ? kStretchSd : kFixed));
}

std::vector<double> FitProblem::prior_residuals(const Vector& u, const ScaleSources& sources) const {
  if (known_ != nullptr) {
    std::vector<double> fixed;
    for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(kShared); ++k)
      fixed.push_back(u(k) / (k == 1 ? (sources.face_size ? kFaceSizeSd : kFree) : kFixed));
    return fixed;
  }
  const HeadShape& spread = kHeadShapeSpread;
  return {u(0) / (sources.head_size ? kHeadSizeSd : kFree),
          u(1) / (sources.face_size ? kFaceSizeSd : kFree),
          u(2) / kBreadthSd,
          u(3) / kHeightSd,
          u(4) / kLengthSd,
          u(5) / spread.frontal_squareness,
          u(6) / spread.horizontal_squareness,
          u(7) / spread.sagittal_squareness,
          u(8) / spread.forward_tilt};
}

Solution FitProblem::solve(const ScaleSources& sources, const Vector* from) const {
  const auto n = static_cast<Eigen::Index>(unknown_count());
  Solution best;
  best.unknowns = from != nullptr ? *from : Vector::Zero(n);
  if (from == nullptr) {
    for (std::size_t view = 0; view < views_.size(); ++view)
      best.unknowns(static_cast<Eigen::Index>(kShared + kPerView * view + 6)) =
          views_[view].camera_known       ? 0
          : views_[view].intrinsics_known ? 100 / (views_[view].focal_px * views_[view].start.mm_per_px)
                                          : kNearnessPer100Mm;
  }
  best.unknowns = bounded(std::move(best.unknowns));
  Eigen::MatrixXd normal;
  std::vector<Linearisation> linear;
  double damping = 1e-3;
  constexpr int kMostSteps = 40;
  constexpr double kConverged = 3e-5;  // of every unknown: 0.003 % of scale, 0.002 degrees
  for (int step_index = 0; step_index < kMostSteps; ++step_index) {
    if (is_cancelled({.cancel = cancel_})) {
      best.covariance = Eigen::MatrixXd::Identity(n, n);
      return best;
    }
    const Vector& u = best.unknowns;
    normal = Eigen::MatrixXd::Zero(n, n);
    Vector gradient = Vector::Zero(n);
    double cost = 0;
    const std::vector<Linearisation> before = std::move(linear);
    linear.clear();
    // A block of residuals, differentiated along the unknowns it depends on.
    const auto add = [&](const std::vector<Eigen::Index>& columns, const auto& residuals) {
      const std::vector<double> r0 = residuals(u);
      const auto rows = static_cast<Eigen::Index>(r0.size());
      Eigen::MatrixXd j(rows, static_cast<Eigen::Index>(columns.size()));
      constexpr double kStep = 1e-5;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        Vector moved = u;
        moved(columns[k]) += kStep;
        const std::vector<double> r1 = residuals(moved);
        for (Eigen::Index i = 0; i < rows; ++i)
          j(i, static_cast<Eigen::Index>(k)) =
              (r1[static_cast<std::size_t>(i)] - r0[static_cast<std::size_t>(i)]) / kStep;
      }
      const Eigen::Map<const Vector> r(r0.data(), rows);
      const Eigen::MatrixXd block = j.transpose() * j;
      const Vector slope = j.transpose() * r;
      for (std::size_t a = 0; a < columns.size(); ++a) {
        gradient(columns[a]) += slope(static_cast<Eigen::Index>(a));
        for (std::size_t b = 0; b < columns.size(); ++b)
          normal(columns[a], columns[b]) += block(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b));
      }
      cost += r.squaredNorm();
    };
    std::vector<Eigen::Index> shared;
    for (std::size_t k = 0; k < kShared; ++k) shared.push_back(static_cast<Eigen::Index>(k));
    add(shared, [&](const Vector& at) { return prior_residuals(at, sources); });
    for (std::size_t view = 0; view < views_.size(); ++view) {
      linear.push_back(linearise(u, view, before.empty() ? nullptr : &before[view]));
      std::vector<Eigen::Index> columns = shared;
      for (std::size_t k = 0; k < kPerView; ++k)
        columns.push_back(static_cast<Eigen::Index>(kShared + kPerView * view + k));
      add(columns, [&](const Vector& at) {
        std::vector<double> out;
        view_residuals(at, view, linear.back(), sources, out);
        return out;
      });
    }
    best.cost = cost;
    const auto cost_at = [&](const Vector& at) {
      double sum = 0;
      for (const double r : prior_residuals(at, sources)) sum += r * r;
      std::vector<double> out;
      for (std::size_t view = 0; view < views_.size(); ++view) view_residuals(at, view, linear[view], sources, out);
      for (const double r : out) sum += r * r;
      return sum;
    };
    double moved = 0;
    for (int attempt = 0; attempt < 8; ++attempt) {
      Eigen::MatrixXd damped = normal;
      damped.diagonal() *= 1 + damping;
      const Vector step = -damped.ldlt().solve(gradient);
      if (const Vector next = bounded(u + step); cost_at(next) <= cost) {
        moved = (next - u).cwiseAbs().maxCoeff();
        best.unknowns = next;
        damping = std::max(damping * 0.1, 1e-9);
        break;
      }
      damping *= 10;
    }
    if (moved < kConverged) break;
  }
  best.covariance = normal.ldlt().solve(Eigen::MatrixXd::Identity(n, n));
  return best;
}

FitProblem::ScalpScale FitProblem::scalp_scale(const Solution& solution, std::size_t view) const {
  const HeadCamera c = camera(solution.unknowns, view);
  const double depth = linearise(solution.unknowns, view).scalp_depth_mm;
  const double nearer = 1 - c.inverse_distance_per_mm * depth;
  const auto at = static_cast<Eigen::Index>(kShared + kPerView * view + 5);
  const Eigen::Vector2d slope(1, -depth / 100 / nearer);  // of the logarithm, by scale and inverse distance
  const double variance = slope.dot(solution.covariance.block<2, 2>(at, at) * slope);
  return {c.mm_per_px * nearer, c.mm_per_px * nearer * std::sqrt(std::max(0.0, variance))};
}

std::vector<double> FitProblem::limb_residuals_mm(const Vector& u, std::size_t view) const {
  const Linearisation at = linearise(u, view);
  const HeadCamera c = camera(u, view);
  const CameraFrame frame(c);
  const HeadShape s = shape(u);
  const auto r = [&](Head d) { return known_ != nullptr ? radius_mm(*known_, d) : head_radius_mm(s, d); };
  std::vector<double> out;
  for (std::size_t i = 0; i < views_[view].limb.size(); ++i) {
    const Vec2<PlaneMm> q = photo_to_plane(c, frame, views_[view].limb[i]);
    out.push_back(at.limb_weight[i] <= 0 ? NAN
                                         : norm(q) - seen_radius(frame, std::atan2(q.y, q.x), at.rim_elevation[i], r));
  }
  return out;
}

std::vector<double> FitProblem::landmark_deviations(const Vector& u, std::size_t view) const {
  const ViewProblem& v = views_[view];
  const HeadCamera c = camera(u, view);
  const CameraFrame frame(c);
  std::vector<double> out;
  const Linearisation at = linearise(u, view);
  for (std::size_t i = 0; i < v.landmarks.size(); ++i) {
    const Px off = photo_of(c, frame, on_mean_face(u, v.landmarks[i].mean)) - v.landmarks[i].seen;
    const double huber = (at.whiten[i] * Eigen::Vector2d(off.x, off.y)).norm();
    // `whiten` is scaled down by the root of its Huber weight, min(1, 2 k / deviation): undone here.
    out.push_back(huber <= 2 * kHuber ? huber : huber * huber / (2 * kHuber));
  }
  return out;
}

}  // namespace tonsure
