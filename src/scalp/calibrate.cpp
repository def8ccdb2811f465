#include "calibrate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "../core/format_text.h"
#include "../scene/in_scene.h"
#include "fit_limits.h"
#include "fit_problem.h"
#include "limb.h"
#include "marker_chords.h"
#include "scene_contradictions.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kContradictionSd = 3;
constexpr double kAnnotationNoise = 0.01;  // of the outline's extent, before the residuals have told
constexpr double kCloseupScaleSd = 0.06;   // without a marker, of a scale that the scene states
constexpr std::size_t kLeastLimbPoints = 24;
constexpr std::size_t kMostLimbPoints = 1000;  // more cost time and tell nothing of a head; phantoms have some 250
constexpr double kLeastLimbWidthPx = 1;        // narrower, nothing of a head is seen
constexpr double kLeastSizeOff = 0.1;          // of a head's size: two standard deviations of adults [C: ANSUR II]
constexpr double kCameraSd = 0.005;            // of the scale that a calibrated camera gives [E]
constexpr double kMostCameraError = 1.4;       // of the head's breadth: five standard deviations of the population

struct Extent {
  double low = INFINITY;
  double high = -INFINITY;
  void add(double v) {
    low = std::min(low, v);
    high = std::max(high, v);
  }
  [[nodiscard]] double size() const { return high - low; }
  [[nodiscard]] double middle() const { return 0.5 * (low + high); }
};

/// What a view means before anything is measured: the nominal pose, and how far photos depart from it [E].
struct Nominal {
  HeadPose pose;
  std::array<double, 3> rotation_sd = {10 * kDegree, 10 * kDegree, 8 * kDegree};  ///< pitch, yaw, roll as seen
};
Nominal nominal_of(const Scene& scene, double yaw_sign) {
  Nominal nominal;
  nominal.pose.roll = apparent_roll(scene);
  switch (scene.view) {
    case View::kFront:
      break;
    case View::kThreeQuarter:
      nominal.pose.yaw = yaw_sign * 35 * kDegree;
      nominal.rotation_sd[1] = 15 * kDegree;
      break;
    case View::kLeft:
      nominal.pose.yaw = 90 * kDegree;
      break;
    case View::kRight:
      nominal.pose.yaw = -90 * kDegree;
      break;
    case View::kBack:
      nominal.pose.yaw = 180 * kDegree;
      break;
    case View::kTop:
    case View::kCloseup:
      nominal.pose.pitch = 90 * kDegree;
      nominal.rotation_sd = {12 * kDegree, 8 * kDegree, 10 * kDegree};
      break;
  }
  return nominal;
}

bool is_side(View view) {
  return view == View::kLeft || view == View::kRight;
}

void add_landmarks(const Scene& scene, ViewProblem& problem) {
  for (const FaceLandmark& face : kFaceLandmarks) {
    const auto add = [&](const std::string& name, double side) {
      if (const auto seen = find_face_point(scene, name))
        problem.landmarks.push_back({&face, name, {side * face.mean.x, face.mean.y, face.mean.z}, *seen});
    };
    const std::string name(face.name);
    if (face.paired) {
      add("left_" + name, 1);
      add("right_" + name, -1);
    } else {
      add(name, 1);
    }
  }
  for (const double side : {1.0, -1.0}) {
    const std::string prefix = side > 0 ? "left_ear_" : "right_ear_";
    const auto top = find_face_point(scene, prefix + "top"), bottom = find_face_point(scene, prefix + "bottom");
    if (top && bottom && norm(*top - *bottom) > 0) problem.ears.push_back({*top, *bottom, side});
  }
}

void add_marker(const Scene& scene, ViewProblem& problem) {
  if (!scene.marker) return;
  problem.marker_mm = scene.marker->size_mm;
  problem.marker_chords = marker_chords(*scene.marker);
}

Points<PhotoPx> limb_samples(const Scene& scene) {
  const std::vector<bool> is_limb = limb_edges(scene);
  const Points<PhotoPx>& outline = scene.head_outline;
  Points<PhotoPx> vertices;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i)
    if (is_limb[i] || is_limb[(i + n - 1) % n]) vertices.push_back(outline[i]);
  if (vertices.size() < kLeastLimbPoints) vertices = head_limb(scene);
  const std::size_t n = vertices.size(), most = std::min(n, kMostLimbPoints);
  for (std::size_t i = 0; i < most; ++i) vertices[i] = vertices[i * n / most];
  vertices.resize(most);
  return vertices;
}

Result<ViewProblem> problem_of(const Scene& scene, double yaw_sign) {
  ViewProblem v;
  const Nominal nominal = nominal_of(scene, yaw_sign);
  const ImageAxes axes = axes_of(nominal.pose.roll);
  v.limb = limb_samples(scene);
  if (v.limb.size() < 8) {
    return Error{ErrorCode::kInvalidInput, "head_outline", "no part of it is the upper limb of a head",
                 "draw the visible cranium, crown up (top views excepted)"};
  }
  Extent right, down;
  for (const Px p : v.limb) {
    right.add(dot(p, axes.right));
    down.add(dot(p, axes.down));
  }
  if (!(right.size() >= kLeastLimbWidthPx)) {
    return Error{ErrorCode::kInvalidInput, "head_outline", format_text("its upper limb is %.2g px wide", right.size()),
                 "draw the visible cranium, crown up"};
  }
  const HeadShape mean;
  const double half_width = is_side(scene.view) ? mean.half_length_mm : mean.half_breadth_mm;
  v.start.mm_per_px = scene.mm_per_px ? *scene.mm_per_px : 2 * half_width / right.size();
  const double middle_down = scene.view == View::kTop ? down.middle() : down.low + mean.height_mm / v.start.mm_per_px;
  v.start.center = right.middle() * axes.right + middle_down * axes.down;
  v.start.principal = {0.5 * scene.width_px, 0.5 * scene.height_px};
  v.start.rotation = rotation_of(nominal.pose);
  v.rotation_sd = nominal.rotation_sd;
  v.whole_rim = scene.view == View::kTop;
  v.noise_px = std::max(0.5, kAnnotationNoise * std::max(right.size(), down.size()));
  v.limb_weight = static_cast<double>(kLeastLimbPoints) / static_cast<double>(v.limb.size());
  v.stated_mm_per_px = scene.mm_per_px;
  v.scalp = centroid(scene.scalp_region);
  if (scene.camera) {
    const Camera& c = *scene.camera;
    if (c.rotation.empty()) {
      v.intrinsics_known = true;
      v.focal_px = c.fx;
      v.start.principal = {c.cx, c.cy};
      v.start.pixel_aspect = c.fy / c.fx;
    } else {
      // A camera that was not scaled or cropped along with its photo shows a head of another size, or elsewhere.
      const HeadCamera known = head_camera(c);
      const double as_wide = right.size() * known.mm_per_px / (2 * half_width);
      const double aside_px = norm(known.center - v.start.center);
      if (c.translation_mm[2] < kNearestCameraMm) {
        v.notes.push_back(format_text("the camera stands %.0f mm from mid-head, nearer than any can, and is left aside",
                                      c.translation_mm[2]));
      } else if (as_wide > 1 / kMostCameraError && as_wide < kMostCameraError && aside_px < right.size()) {
        v.camera_known = true;
        v.start = known;
      } else {
        v.notes.push_back(
            format_text("the camera does not fit this photo (it makes the head outline %.0f mm wide) and is "
                        "left aside",
                        right.size() * known.mm_per_px));
      }
    }
  }
  add_landmarks(scene, v);
  add_marker(scene, v);

  if (scene.mm_per_px) {
    const double width = right.size() * *scene.mm_per_px;
    if (!(width > 0.4 * 2 * half_width && width < 2.5 * 2 * half_width)) {
      return Error{ErrorCode::kInvalidInput, "mm_per_px",
                   format_text("%g makes the head outline %.0f mm wide", *scene.mm_per_px, width),
                   "a head is about 150 mm wide and 200 mm long"};
    }
  }
  return v;
}

/// What the residuals of the limb say of the annotation: its noise, and how many of its points are independent
/// (neighbours share the error of a slow hand, or of a head that is not like the model).
void learn_noise(FitProblem& problem, const Eigen::VectorXd& unknowns) {
  for (std::size_t view = 0; view < problem.views().size(); ++view) {
    std::vector<double> r;
    for (const double mm : problem.limb_residuals_mm(unknowns, view))
      if (std::isfinite(mm)) r.push_back(mm);
    if (r.size() < 8) continue;
    double square = 0, neighbours = 0;
    for (std::size_t i = 0; i < r.size(); ++i) {
      square += r[i] * r[i];
      if (i > 0) neighbours += r[i] * r[i - 1];
    }
    const auto n = static_cast<double>(r.size());
    const double correlation = std::clamp(neighbours / std::max(square, 1e-12), 0.0, 0.95);
    ViewProblem& v = problem.views()[view];
    const double mm_per_px = problem.camera(unknowns, view).mm_per_px;
    v.noise_px = std::max(0.3, std::sqrt(square / n) / mm_per_px);
    v.limb_weight = std::max(6 / n, (1 - correlation) / (1 + correlation));
  }
}

/// RMS of the limb's departure from the rim, mm; 0 where nothing can be compared.
double limb_rms_mm(const FitProblem& problem, const Eigen::VectorXd& unknowns, std::size_t view) {
  double square = 0, count = 0;
  for (const double mm : problem.limb_residuals_mm(unknowns, view)) {
    if (!std::isfinite(mm)) continue;
    square += mm * mm;
    ++count;
  }
  return count > 0 ? std::sqrt(square / count) : 0;
}

/// Photos that were stretched (made square, say) show heads that nobody has. Where the limb fits badly, and much better
/// once the pixels' aspect is free, the photo is taken to be stretched.
void allow_stretch(FitProblem& problem, Solution& solution) {
  constexpr double kBadFitMm = 3, kGain = 12;  // RMS; of the squared residuals, as 3.5 standard deviations would
  bool any = false;
  for (std::size_t view = 0; view < problem.views().size(); ++view) {
    ViewProblem& v = problem.views()[view];
    if (v.camera_known || v.intrinsics_known || limb_rms_mm(problem, solution.unknowns, view) < kBadFitMm) continue;
    v.stretched = true;
    any = true;
  }
  if (!any) return;
  Solution freed = problem.solve({}, &solution.unknowns);
  if (freed.cost < solution.cost - kGain) {
    solution = std::move(freed);
  } else {
    for (ViewProblem& v : problem.views()) v.stretched = false;
  }
}

bool is_within(double value, double low, double high) {
  return value >= low && value <= high;  // not a number: false
}

/// Scenes that no photo of a head gives can lead a fit anywhere.
Error no_head_fits() {
  return {ErrorCode::kInvalidInput, "head_outline", "no head fits it and the rest of the scene",
          "check the outline, the scale, the marker, the camera and the face points"};
}

/// That a camera is such as a plan may hold, and cuts the scene's lines into so many pieces as can be dealt with.
Status check_camera(const Scene& scene, const HeadCamera& c) {
  const auto near = [](Px p) {
    return is_within(p.x, -kFarthestPx, kFarthestPx) && is_within(p.y, -kFarthestPx, kFarthestPx);
  };
  bool fits = near(c.center) && near(c.principal) && is_within(c.mm_per_px, kLeastViewMmPerPx, kMostViewMmPerPx) &&
              is_within(c.pixel_aspect, 1 / kMostViewAspect, kMostViewAspect) &&
              is_within(c.inverse_distance_per_mm, 0, kMostNearnessPerMm);
  for (const auto& row : c.rotation)
    for (const double r : row) fits = fits && std::isfinite(r);
  return fits ? check_lengths(scene, c.mm_per_px) : no_head_fits();
}

/// The problem solved with the pose that fits best, and again with what its residuals say of the annotation. It has a
/// view for each scene but the close-ups, in their order.
struct Calibrated {
  FitProblem problem;
  Solution solution;
};
Result<Calibrated> calibrate(std::span<const Scene> scenes, const ScalpSurface* known, const Exec& exec) {
  std::vector<ViewProblem> views;
  std::vector<std::size_t> view_of(scenes.size());
  std::vector<std::size_t> either_side;  // three-quarter views: which cheek is shown is not said
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (scenes[i].view == View::kCloseup) continue;
    if (Status status = check_contradictions(scenes[i]); !status) return in_scene(status.error(), i, scenes.size());
    auto view = problem_of(scenes[i], 1);
    if (!view) return in_scene(view.error(), i, scenes.size());
    if (scenes[i].view == View::kThreeQuarter && !view->camera_known) either_side.push_back(i);
    view_of[i] = views.size();
    views.push_back(std::move(*view));
  }
  // Each three-quarter view by itself, so that many of them cost no more than one.
  for (const std::size_t i : either_side) {
    auto other = problem_of(scenes[i], -1);
    ViewProblem& view = views[view_of[i]];
    const FitProblem one({view}, known, exec), two({*other}, known, exec);
    const Solution as_one = one.solve({}), as_two = two.solve({});
    const double gain = as_one.cost - as_two.cost;
    const double apart =
        std::fabs(pose_of(one.camera(as_one.unknowns, 0)).yaw - pose_of(two.camera(as_two.unknowns, 0)).yaw);
    if (gain > 0) view = std::move(*other);
    // From either start to the same place, or to one that fits far better (3 SD): the photo has told.
    view.side_unknown = std::fabs(gain) < 9 && apart > 10 * kDegree;
  }
  Calibrated out{FitProblem(std::move(views), known, exec), {}};
  out.solution = out.problem.solve({});
  allow_stretch(out.problem, out.solution);
  learn_noise(out.problem, out.solution.unknowns);
  out.solution = out.problem.solve({}, &out.solution.unknowns);
  if (is_cancelled(exec)) return cancelled_error();
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (scenes[i].view == View::kCloseup) continue;
    const HeadCamera camera = out.problem.camera(out.solution.unknowns, view_of[i]);
    if (Status status = check_camera(scenes[i], camera); !status) return in_scene(status.error(), i, scenes.size());
  }
  return out;
}

Eigen::Index unknown_of(std::size_t view, std::size_t k) {
  return static_cast<Eigen::Index>(HeadUnknowns::kShared + HeadUnknowns::kPerView * view + k);
}

/// What each kind of evidence says when the others are silenced.
std::vector<ScaleEvidence> evidence_of(const Calibrated& fitted, std::size_t view, bool shape_known) {
  const ViewProblem& v = fitted.problem.views()[view];
  std::vector<ScaleEvidence> out;
  if (v.camera_known) {
    const double mm_per_px = fitted.problem.scalp_scale(fitted.solution, view).mm_per_px;
    out.push_back({"camera", mm_per_px, kCameraSd * mm_per_px});
    if (v.stated_mm_per_px) out.push_back({"mm_per_px", *v.stated_mm_per_px, kStatedScaleSd * *v.stated_mm_per_px});
    return out;
  }
  const ScaleSources silent{shape_known, false, false, false, false};
  const auto ask = [&](const char* kind, const ScaleSources& sources) {
    const FitProblem alone = fitted.problem.alone(view);
    Eigen::VectorXd from(static_cast<Eigen::Index>(HeadUnknowns::kShared + HeadUnknowns::kPerView));
    from.head(HeadUnknowns::kShared) = fitted.solution.unknowns.head(HeadUnknowns::kShared);
    from.tail(HeadUnknowns::kPerView) = fitted.solution.unknowns.segment(unknown_of(view, 0), HeadUnknowns::kPerView);
    const Solution s = alone.solve(sources, &from);
    const FitProblem::ScalpScale scale = alone.scalp_scale(s, 0);
    out.push_back({kind, scale.mm_per_px, scale.sd});
  };
  ScaleSources sources = silent;
  if (!v.marker_chords.empty()) {
    sources.marker = true;
    ask("marker", sources);
    sources = silent;
  }
  if (v.stated_mm_per_px) {
    sources.stated = true;
    ask("mm_per_px", sources);
    sources = silent;
  }
  if (v.landmarks.size() >= 2) {
    sources.face_size = true;
    ask("face points", sources);
    sources = silent;
  }
  if (!v.ears.empty()) {
    sources.ear = true;
    ask("ear", sources);
    sources = silent;
  }
  sources.head_size = true;
  ask("outline", sources);
  return out;
}

void warn_of_contradictions(const Calibrated& fitted, std::size_t view, FittedHead& head) {
  for (std::size_t i = 0; i < head.evidence.size(); ++i) {
    for (std::size_t k = i + 1; k < head.evidence.size(); ++k) {
      const ScaleEvidence &a = head.evidence[i], &b = head.evidence[k];
      const double off = std::log(a.mm_per_px / b.mm_per_px);
      if (std::fabs(off) <= kContradictionSd * std::hypot(a.sd / a.mm_per_px, b.sd / b.mm_per_px)) continue;
      head.warnings.push_back(format_text("%s and %s contradict each other: %.4g +- %.2g and %.4g +- %.2g mm per pixel",
                                          a.kind.c_str(), b.kind.c_str(), a.mm_per_px, a.sd, b.mm_per_px, b.sd));
    }
  }
  const std::vector<double> off = fitted.problem.landmark_deviations(fitted.solution.unknowns, view);
  for (std::size_t i = 0; i < off.size(); ++i) {
    // Two coordinates: 3 SD of one coordinate is as rare as 3.4 of a point.
    if (off[i] > 3.44)
      head.warnings.push_back(
          format_text("face_points.%s does not fit the rest: %.1f SD away from where this head has it",
                      fitted.problem.views()[view].landmarks[i].name.c_str(), off[i]));
  }
}

/// 1-SD errors of yaw, pitch and roll: rotations about the image's axes, turned into the angles' by differences.
HeadPose pose_errors(const Calibrated& fitted, std::size_t view) {
  const Eigen::VectorXd& u = fitted.solution.unknowns;
  const HeadPose here = pose_of(fitted.problem.camera(u, view));
  Eigen::Matrix3d slope;
  constexpr double kStep = 1e-4;
  for (std::size_t k = 0; k < 3; ++k) {
    Eigen::VectorXd moved = u;
    moved(unknown_of(view, k)) += kStep;
    const HeadPose there = pose_of(fitted.problem.camera(moved, view));
    const auto wrapped = [](double a) { return std::remainder(a, 2 * std::numbers::pi); };
    slope.col(static_cast<Eigen::Index>(k)) =
        Eigen::Vector3d(wrapped(there.yaw - here.yaw), wrapped(there.pitch - here.pitch),
                        wrapped(there.roll - here.roll)) /
        kStep;
  }
  const Eigen::Matrix3d covariance =
      slope * fitted.solution.covariance.block<3, 3>(unknown_of(view, 0), unknown_of(view, 0)) * slope.transpose();
  const auto sd = [&](Eigen::Index i) { return std::sqrt(std::max(0.0, covariance(i, i))); };
  return {sd(0), sd(1), sd(2)};
}

std::string basis_of(const FittedHead& head) {
  std::string basis;
  double least = INFINITY;
  for (const ScaleEvidence& e : head.evidence) least = std::min(least, e.sd / e.mm_per_px);
  // What is three times less certain adds nothing one would name.
  for (const ScaleEvidence& e : head.evidence)
    if (e.sd / e.mm_per_px < 3 * least) basis += (basis.empty() ? "" : ", ") + e.kind;
  return basis;
}

FittedHead fitted_head(const Scene& scene, const Calibrated& fitted, std::size_t view, const ScalpSurface& surface,
                       bool shape_known) {
  FittedHead head;
  head.surface = surface;
  head.warnings = fitted.problem.views()[view].notes;
  const HeadCamera camera = fitted.problem.camera(fitted.solution.unknowns, view);
  head.view = with_outline(surface, see_head(surface, camera), scene);
  head.pose = pose_of(camera);
  head.mm_per_px = fitted.problem.scalp_scale(fitted.solution, view).mm_per_px;
  const ViewProblem& v = fitted.problem.views()[view];
  if (!v.camera_known) {
    head.pose_sd = pose_errors(fitted, view);
    const FitProblem::ScalpScale scale = fitted.problem.scalp_scale(fitted.solution, view);
    head.scale_sd = scale.sd / scale.mm_per_px;
  } else {
    head.scale_sd = kCameraSd;
  }
  head.outline_rms_mm = limb_rms_mm(fitted.problem, fitted.solution.unknowns, view);
  head.evidence = evidence_of(fitted, view, shape_known);
  head.scale_basis = basis_of(head);
  if (!v.camera_known && !scene.mm_per_px && v.marker_chords.empty() && v.landmarks.size() < 2 && v.ears.empty() &&
      !shape_known) {
    head.warnings.push_back(format_text("no scale in the scene: assumed that the head is of average size (%s)",
                                        is_side(scene.view) ? "199.5 mm long" : "154.3 mm wide"));
  }
  if (v.side_unknown) {
    constexpr double kEitherSide = 50 * kDegree;  // between the two that are equally likely
    head.pose_sd.yaw = std::max(head.pose_sd.yaw, kEitherSide);
    head.warnings.emplace_back("it is not clear which cheek this three-quarter view shows: give a point of the face");
  }
  if (v.stretched && std::fabs(std::log(camera.pixel_aspect)) > 0.02) {
    head.warnings.push_back(format_text("the photo seems to be stretched: its pixels are %.0f %% %s than high",
                                        100 * std::fabs(camera.pixel_aspect - 1),
                                        camera.pixel_aspect > 1 ? "wider" : "narrower"));
  }
  warn_of_contradictions(fitted, view, head);
  return head;
}

/// A piece of scalp that faces the camera: there is no limb to fit.
FittedHead fit_closeup(const Scene& scene, const ScalpSurface& surface) {
  FittedHead head;
  head.surface = surface;
  HeadCamera camera;
  camera.rotation = rotation_of({0, 90 * kDegree, 0});
  camera.center = camera.principal = centroid(scene.scalp_region);
  head.scale_sd = kCloseupScaleSd;
  if (scene.marker) {
    const std::vector<MarkerChord> chords = marker_chords(*scene.marker);
    double px = 0;
    for (const auto& [from, to] : chords) px += norm(to - from);
    const double mean_px = px / static_cast<double>(chords.size());
    camera.mm_per_px = scene.marker->size_mm / mean_px;
    head.scale_sd = 0.02;  // the skin may lean by 11 degrees [E]
    head.evidence.push_back({"marker", camera.mm_per_px, head.scale_sd * camera.mm_per_px});
  } else if (scene.mm_per_px) {
    camera.mm_per_px = *scene.mm_per_px;
    head.evidence.push_back({"mm_per_px", camera.mm_per_px, head.scale_sd * camera.mm_per_px});
  } else {
    const double width_mm = 100;
    camera.mm_per_px = width_mm / std::max(scene.width_px, scene.height_px);
    head.scale_sd = 0.5;
    head.warnings.push_back(format_text("no scale in the scene: assumed that the close-up is %.0f mm wide", width_mm));
  }
  head.scale_basis = head.evidence.empty() ? "assumed width of the close-up" : head.evidence[0].kind;
  head.mm_per_px = camera.mm_per_px;
  head.pose = pose_of(camera);
  head.pose_sd = {30 * kDegree, 30 * kDegree, 90 * kDegree};
  head.view = see_head(surface, camera);
  return head;
}

/// A head whose size is known is held against the size that the scene by itself gives it: a mesh in another unit, or
/// of another person, is told by the two scales.
void warn_of_size(const Scene& scene, FittedHead& head, const Exec& exec) {
  Scene free = scene;
  if (free.camera && !free.camera->rotation.empty()) {  // its pose holds for the known head: only its scale is asked
    free.mm_per_px = head.mm_per_px;
    free.camera.reset();
  }
  const auto own = calibrate({&free, 1}, nullptr, exec);
  if (!own || is_cancelled(exec)) return;
  const FitProblem::ScalpScale scale = own->problem.scalp_scale(own->solution, 0);
  const Vec3<HeadMm> known = half_extents_mm(head.surface),
                     seen = half_extents_mm(ScalpSurface(own->problem.shape(own->solution.unknowns)));
  // What runs along the axis of view is not seen.
  const auto& toward = head.view.camera.rotation[2];
  const double breadth = 1 - toward[0] * toward[0], length = 1 - toward[2] * toward[2];
  const double off = (breadth * std::log(known.x / seen.x) + length * std::log(known.z / seen.z)) / (breadth + length);
  if (!(std::fabs(off) > std::max(kLeastSizeOff, kContradictionSd * scale.sd / scale.mm_per_px))) return;
  head.warnings.push_back(format_text(
      "the known head and the scene contradict each other: its size makes the outline %.4g mm per pixel, the scene by "
      "itself %.4g +- %.2g: a mesh in another unit, or of another head",
      scale.mm_per_px * std::exp(off), scale.mm_per_px, scale.sd));
}

/// That the errors of a fit are such as a plan may hold, and its camera stands clear of the head.
Status check_fit(const Scene& scene, const FittedHead& head) {
  if (Status status = check_camera(scene, head.view.camera); !status) return status;
  const auto all_errors = [&](const auto& is_error) {
    for (const ScaleEvidence& e : head.evidence)
      if (!is_error(e.mm_per_px) || !is_error(e.sd)) return false;
    return is_error(head.scale_sd) && is_error(head.outline_rms_mm) && is_error(head.pose_sd.yaw) &&
           is_error(head.pose_sd.pitch) && is_error(head.pose_sd.roll);
  };
  const bool fits = is_within(head.mm_per_px, kLeastViewMmPerPx, kMostViewMmPerPx) &&
                    all_errors([](double value) { return is_within(value, 0, kMostFitError); }) &&
                    stands_outside(head.surface, head.view.camera);
  return fits ? Status() : no_head_fits();
}

}  // namespace

Result<FittedHead> fit_head(const Scene& scene, const Exec& exec) {
  auto heads = fit_heads({&scene, 1}, exec);
  if (!heads) return heads.error();
  return std::move(heads->front());
}

Result<std::vector<FittedHead>> fit_heads(std::span<const Scene> scenes, const Exec& exec) {
  if (scenes.empty()) return Error{ErrorCode::kInvalidInput, "scenes", "there is none", "give at least one"};
  // Close-ups show no limb: they say nothing of the shape, and are seen on the shape that the others have.
  std::vector<FittedHead> heads;
  if (std::all_of(scenes.begin(), scenes.end(), [](const Scene& scene) { return scene.view == View::kCloseup; })) {
    for (const Scene& scene : scenes) heads.push_back(fit_closeup(scene, ScalpSurface()));
  } else {
    const auto fitted = calibrate(scenes, nullptr, exec);
    if (!fitted) return fitted.error();
    const ScalpSurface surface(fitted->problem.shape(fitted->solution.unknowns));
    std::size_t view = 0;
    for (const Scene& scene : scenes)
      heads.push_back(scene.view == View::kCloseup ? fit_closeup(scene, surface)
                                                   : fitted_head(scene, *fitted, view++, surface, false));
    if (is_cancelled(exec)) return cancelled_error();  // of which what each evidence says may be half done
  }
  for (std::size_t i = 0; i < scenes.size(); ++i)
    if (Status status = check_fit(scenes[i], heads[i]); !status) return in_scene(status.error(), i, scenes.size());
  return heads;
}

Result<FittedHead> fit_view(const Scene& scene, const ScalpSurface& surface, const Exec& exec) {
  FittedHead head;
  if (scene.view == View::kCloseup) {
    head = fit_closeup(scene, surface);
  } else {
    const auto fitted = calibrate({&scene, 1}, &surface, exec);
    if (!fitted) return fitted.error();
    head = fitted_head(scene, *fitted, 0, surface, true);
    warn_of_size(scene, head, exec);
    if (is_cancelled(exec)) return cancelled_error();
  }
  if (Status status = check_fit(scene, head); !status) return status.error();
  return head;
}

}  // namespace tonsure
