#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>

#include <Eigen/Dense>

#include <tonsure/scalp/surface.h>

#include "silhouette.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kMeanBreadthMm = 154.3;  // men, ANSUR II [M]
constexpr double kMeanLengthMm = 199.5;   // men, ANSUR II [M]
constexpr double kGlabellaDepthMm = 97;   // distance of the glabella in front of mid-head [E]
constexpr double kDefaultThreeQuarterYaw = 35 * std::numbers::pi / 180;
constexpr double kMostYaw = 50 * std::numbers::pi / 180;
constexpr int kSilhouetteAngles = 128;
constexpr double kDomeBelowMiddle = 0.1;  // of the half height
/// An edge of the outline belongs to the head's silhouette unless its outward normal points this much downwards: what
/// closes the outline along brow, ears or nape is not the limb of the cranium.
constexpr double kMostDownwardNormal = 0.4;
constexpr double kMostExcess = 0.35, kLeastExcess = -0.25;

/// The image axes of the upright head: unit vectors to its right in the image, and down.
struct ImageAxes {
  Px right{1, 0};
  Px down{0, 1};
};

ImageAxes axes_of(double angle) {
  return {{std::cos(angle), std::sin(angle)}, {-std::sin(angle), std::cos(angle)}};
}

Px centroid(const Points<PhotoPx>& points) {
  Px sum{};
  for (const Px p : points) sum = sum + p;
  return (1.0 / static_cast<double>(points.size())) * sum;
}

/// How far the head is rolled in the image. Front views: the line of the pupils. Top views: the forehead is where the
/// hairline lies, at the bottom where it is annotated and nowhere else; a top view without a hairline is taken from
/// behind, the nape at the bottom.
double roll_angle(const Scene& scene) {
  const auto left = find_face_point(scene, "left_pupil"), right = find_face_point(scene, "right_pupil");
  if ((scene.view == View::kFront || scene.view == View::kThreeQuarter) && left && right) {
    const Px d = *left - *right;
    return d.x > 0 ? std::atan2(d.y, d.x) : 0;
  }
  if (scene.view == View::kTop) {
    if (!scene.hairline || scene.hairline->empty()) return scene.hairline ? std::numbers::pi : 0;
    const Px d = centroid(*scene.hairline) - centroid(scene.head_outline);
    return std::atan2(-d.x, d.y);  // image down turns into the direction of the forehead
  }
  return 0;
}

/// Outline pieces that are the limb of the head: resampled points with the polygon's outward normals.
Points<PhotoPx> limb_points(const Scene& scene, const ImageAxes& axes) {
  const Points<PhotoPx>& outline = scene.head_outline;
  const double sign = signed_area<PhotoPx>(outline) > 0 ? 1 : -1;
  const double step = std::sqrt(std::fabs(signed_area<PhotoPx>(outline))) / 60;
  Points<PhotoPx> limb;
  for (std::size_t i = 0, n = outline.size(); i < n; ++i) {
    const Px a = outline[i], b = outline[(i + 1) % n];
    const double length = norm(b - a);
    if (length <= 0) continue;
    const Px outward = (sign / length) * Px{b.y - a.y, a.x - b.x};
    if (scene.view != View::kTop && dot(outward, axes.down) > kMostDownwardNormal) continue;
    const int pieces = std::max(1, static_cast<int>(std::ceil(length / step)));
    for (int k = 0; k < pieces; ++k) limb.push_back(a + ((k + 0.5) / pieces) * (b - a));
  }
  return limb;
}

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

/// Turn of the head about its long axis: 0 front, positive where its left side comes towards the camera.
double yaw_angle(const Scene& scene, const ImageAxes& axes, double mid_right_px, double mm_per_px) {
  switch (scene.view) {
    case View::kLeft:
      return std::numbers::pi / 2;
    case View::kRight:
      return -std::numbers::pi / 2;
    case View::kBack:
      return std::numbers::pi;
    case View::kTop:
    case View::kCloseup:
      return 0;
    case View::kFront:
    case View::kThreeQuarter:
      break;
  }
  const auto glabella = find_face_point(scene, "glabella");
  if (!glabella) return scene.view == View::kThreeQuarter ? kDefaultThreeQuarterYaw : 0;
  const double offset_mm = (dot(*glabella, axes.right) - mid_right_px) * mm_per_px;
  return std::clamp(std::asin(std::clamp(-offset_mm / kGlabellaDepthMm, -1.0, 1.0)), -kMostYaw, kMostYaw);
}

std::array<std::array<double, 3>, 3> rotation_of(const Scene& scene, double roll, double yaw) {
  Eigen::Vector3d right, down, toward;
  if (scene.view == View::kTop || scene.view == View::kCloseup) {
    right = {1, 0, 0};
    down = {0, 0, 1};
    toward = {0, 1, 0};
  } else {
    right = {std::cos(yaw), 0, -std::sin(yaw)};
    down = {0, -1, 0};
    toward = {std::sin(yaw), 0, std::cos(yaw)};
  }
  // Rolled by `roll` in the image: the head's axes appear at that angle.
  const Eigen::Vector3d image_right = std::cos(roll) * right - std::sin(roll) * down;
  const Eigen::Vector3d image_down = std::sin(roll) * right + std::cos(roll) * down;
  std::array<std::array<double, 3>, 3> rows{};
  const std::array<Eigen::Vector3d, 3> all = {image_right, image_down, toward};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) rows[i][k] = all[i][static_cast<Eigen::Index>(k)];
  return rows;
}

/// Centre (along the head's image axes, px) and semi-axes (px) of an ellipse.
struct Ellipse {
  double x = 0, y = 0, a = 1, b = 1;
};

/// What is expected before the limb is looked at, as much as shape and pose vary [E]: log-SD of the semi-axes, and the
/// height of the ellipse's top (px, SD as a fraction of the height) where one is expected.
struct SizePrior {
  double width_sd = 0.10;
  double height_sd = 0.06;
  std::optional<double> top_px;
  double top_sd = 0.05;
};

/// Least-squares ellipse through the limb, its axes along the head's. A point weighs as an annotation 1.5 % of the
/// width off [E].
Ellipse fit_ellipse(const std::vector<Eigen::Vector2d>& limb, const Ellipse& expected, const SizePrior& prior,
                    bool stretched_below) {
  Ellipse e = expected;
  const double point_sd = 0.015 * 2 * expected.a * std::sqrt(static_cast<double>(limb.size()) / 20.0);
  for (int iteration = 0; iteration < 30; ++iteration) {
    Eigen::Matrix4d normal = Eigen::Matrix4d::Zero();
    Eigen::Vector4d rhs = Eigen::Vector4d::Zero();
    for (const auto& p : limb) {
      const double stretch = stretched_below && p.y() > e.y ? kLowerStretch : 1;
      const double u = (p.x() - e.x) / e.a, v = (p.y() - e.y) / (e.b * stretch);
      const double rho = std::max(1e-6, std::sqrt(u * u + v * v));
      const double radius = std::hypot(p.x() - e.x, p.y() - e.y) / rho;  // of the ellipse along this ray
      const double residual = (rho - 1) * radius / point_sd;
      const double k = radius / (rho * point_sd);
      const Eigen::Vector4d gradient = {-k * u / e.a, -k * v / (e.b * stretch), -k * u * u, -k * v * v};
      normal += gradient * gradient.transpose();
      rhs -= gradient * residual;
    }
    const double wa = 1 / (prior.width_sd * prior.width_sd), wb = 1 / (prior.height_sd * prior.height_sd);
    normal(2, 2) += wa;
    normal(3, 3) += wb;
    rhs(2) -= wa * std::log(e.a / expected.a);
    rhs(3) -= wb * std::log(e.b / expected.b);
    if (prior.top_px) {
      const double w = 1 / (prior.top_sd * expected.b);
      const Eigen::Vector4d gradient = {0, w, 0, -w * e.b};
      normal += gradient * gradient.transpose();
      rhs -= gradient * w * (e.y - e.b - *prior.top_px);
    }
    const Eigen::Vector4d step = normal.ldlt().solve(rhs);
    e.x += step(0);
    e.y += step(1);
    e.a *= std::exp(std::clamp(step(2), -0.3, 0.3));
    e.b *= std::exp(std::clamp(step(3), -0.3, 0.3));
    if (step.cwiseAbs().maxCoeff() < 1e-9) break;
  }
  return e;
}

/// Excess of the outline over the ellipse at equal angles. Where a ray meets no limb (brow, ears, nape), the excess
/// runs smoothly from one end of the gap to the other.
std::vector<double> silhouette_excess(const Scene& scene, const ScalpSurface& surface, const HeadView& view,
                                      const Points<PhotoPx>& limb) {
  const Silhouette ellipse(surface, view);
  std::vector<double> excess(kSilhouetteAngles, NAN);
  std::vector<double> farthest(kSilhouetteAngles, 0);
  const Points<PhotoPx> fine = resample<PhotoPx>(scene.head_outline, 0.7 / view.mm_per_px, true);
  const double near_limb = std::max(1.0, std::sqrt(std::fabs(signed_area<PhotoPx>(scene.head_outline))) / 40);
  for (const Px p : fine) {
    const PlanePoint q{(p.x - view.center.x) * view.mm_per_px, (p.y - view.center.y) * view.mm_per_px};
    const double turns = std::atan2(q.y, q.x) / (2 * std::numbers::pi);
    const auto bin = static_cast<std::size_t>(
        (static_cast<int>(std::lround((turns < 0 ? turns + 1 : turns) * kSilhouetteAngles))) % kSilhouetteAngles);
    const double rho = std::sqrt(ellipse.rho2(q));
    if (rho <= farthest[bin]) continue;
    farthest[bin] = rho;
    const bool on_limb = std::any_of(limb.begin(), limb.end(), [&](Px l) { return norm(l - p) < near_limb; });
    excess[bin] = on_limb ? std::clamp(rho - 1, kLeastExcess, kMostExcess) : NAN;
  }
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < excess.size(); ++i)
    if (std::isfinite(excess[i])) known.push_back(i);
  if (known.empty()) return {};
  std::vector<double> filled = excess;
  for (std::size_t k = 0; k < known.size(); ++k) {
    const std::size_t from = known[k], to = known[(k + 1) % known.size()];
    const std::size_t gap = (to + excess.size() - from) % excess.size();
    for (std::size_t i = 1; i < gap; ++i) {
      const double t = static_cast<double>(i) / static_cast<double>(gap);
      filled[(from + i) % excess.size()] = (1 - t) * excess[from] + t * excess[to];
    }
  }
  std::vector<double> smooth(filled.size());
  for (std::size_t i = 0, n = filled.size(); i < n; ++i)
    smooth[i] = 0.25 * filled[(i + n - 1) % n] + 0.5 * filled[i] + 0.25 * filled[(i + 1) % n];
  return smooth;
}

/// With `known`, its semi-axes are kept and only the view is fitted.
Result<FittedHead> fit(const Scene& scene, const ScalpSurface* known) {
  FittedHead head;
  if (known != nullptr) head.surface = *known;
  const double roll = roll_angle(scene);
  const ImageAxes axes = axes_of(roll);
  const Points<PhotoPx> limb = limb_points(scene, axes);
  if (limb.size() < 8) {
    return Error{ErrorCode::kInvalidInput, "head_outline", "no part of it is the upper limb of a head",
                 "draw the visible cranium, crown up (top views excepted)"};
  }
  Extent right, down;
  for (const Px p : limb) {
    right.add(dot(p, axes.right));
    down.add(dot(p, axes.down));
  }

  const bool side = scene.view == View::kLeft || scene.view == View::kRight;
  const double expected_width_mm = side ? kMeanLengthMm : kMeanBreadthMm;
  if (scene.mm_per_px) {
    head.view.mm_per_px = *scene.mm_per_px;
    head.scale_basis = "mm_per_px of the scene";
  } else {
    head.view.mm_per_px = expected_width_mm / right.size();
    head.scale_sd = 0.06;
    head.scale_basis = side ? "mean head length" : "mean head breadth";
    head.warnings.push_back("no scale in the scene: assumed that the head outline is " +
                            std::string(side ? "199.5 mm long" : "154.3 mm wide"));
  }
  const double mm = head.view.mm_per_px;

  const double yaw = yaw_angle(scene, axes, right.middle(), mm);
  head.view.rotation = rotation_of(scene, roll, yaw);

  if (scene.view == View::kCloseup) {  // no limb to fit: the piece of scalp faces the camera
    head.view.center = centroid(scene.scalp_region);
    return head;
  }

  const ScalpSurface mean;
  const double half_width = std::hypot(mean.semi_axes_mm[0] * std::cos(yaw), mean.semi_axes_mm[2] * std::sin(yaw));
  const double half_height = scene.view == View::kTop ? mean.semi_axes_mm[2] : mean.semi_axes_mm[1];
  const double size = right.size() * mm / (2 * half_width);
  if (!(size > 0.4 && size < 2.5)) {
    char text[160];
    std::snprintf(text, sizeof text, "%g makes the head outline %.0f mm wide", mm, right.size() * mm);
    return Error{ErrorCode::kInvalidInput, "mm_per_px", text, "a head is about 150 mm wide and 200 mm long"};
  }
  if (size < 0.75 || size > 1.33) {
    char text[160];
    std::snprintf(text, sizeof text, "mm_per_px %g makes the head outline %.0f mm wide; %.0f mm is usual", mm,
                  right.size() * mm, 2 * half_width);
    head.warnings.emplace_back(text);
  }

  Ellipse expected{right.middle(), 0, half_width * size / mm, half_height * size / mm};
  SizePrior prior;
  if (known != nullptr) {
    const auto& semi = known->semi_axes_mm;
    expected.a = std::hypot(semi[0] * std::cos(yaw), semi[2] * std::sin(yaw)) / mm;
    expected.b = (scene.view == View::kTop ? semi[2] : semi[1]) / mm;
    prior.width_sd = prior.height_sd = 1e-4;
  }
  expected.y = scene.view == View::kTop ? down.middle() : down.low + expected.b;
  if (scene.view != View::kTop) prior.top_px = down.low;
  // Nape and temples bend inwards below the middle of the head: only the dome shapes the ellipse.
  const double lowest = scene.view == View::kTop ? INFINITY : expected.y + kDomeBelowMiddle * expected.b;
  std::vector<Eigen::Vector2d> points;
  for (const Px p : limb)
    if (dot(p, axes.down) < lowest) points.emplace_back(dot(p, axes.right), dot(p, axes.down));
  const Ellipse ellipse = fit_ellipse(points, expected, prior, scene.view != View::kTop);

  const double wide = ellipse.a * mm / half_width, high = ellipse.b * mm / half_height;
  auto& semi = head.surface.semi_axes_mm;
  if (known != nullptr) {
    semi = known->semi_axes_mm;
  } else if (scene.view == View::kTop) {
    semi = {mean.semi_axes_mm[0] * wide, mean.semi_axes_mm[1] * std::sqrt(wide * high), mean.semi_axes_mm[2] * high};
  } else {
    semi = {mean.semi_axes_mm[0] * wide, mean.semi_axes_mm[1] * high, mean.semi_axes_mm[2] * wide};
  }
  head.view.center = ellipse.x * axes.right + ellipse.y * axes.down;
  head.view.silhouette = silhouette_excess(scene, head.surface, head.view, limb);
  return head;
}

}  // namespace

Points<PhotoPx> head_limb(const Scene& scene) {
  return limb_points(scene, axes_of(roll_angle(scene)));
}

Result<FittedHead> fit_head(const Scene& scene) {
  return fit(scene, nullptr);
}

HeadView with_outline(const ScalpSurface& surface, HeadView view, const Scene& scene) {
  view.silhouette = silhouette_excess(scene, surface, view, head_limb(scene));
  return view;
}

Result<FittedHead> fit_view(const Scene& scene, const ScalpSurface& surface) {
  return fit(scene, &surface);
}

}  // namespace tonsure
