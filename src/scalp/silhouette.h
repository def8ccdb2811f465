// The radial correction between the ellipsoid's silhouette and the head's outline, in the image plane, mm from
// mid-head.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>

#include <tonsure/scalp/surface.h>

namespace tonsure {

/// A point of the image plane, mm from the projection of mid-head; x right, y down.
struct PlanePoint {
  double x = 0;
  double y = 0;
};

/// Maps the ellipse a weak-perspective camera sees onto the outline, along rays: radius r at relative radius rho (1 on
/// the ellipse) becomes r (1 + s rho^2) with s the relative excess of the outline in that direction. Monotone for s >
/// -1/3.
class Silhouette {
 public:
  Silhouette(const ScalpSurface& surface, const HeadView& view) : table_(view.silhouette) {
    // The ellipse is {q : q' M^-1 q = 1} with M = P diag(semi-axes^2) P', P the first two rows of the rotation.
    // Views are level (the head's y axis lies in the image plane) or from the top, so the plane's line of y = 0 parts
    // the silhouettes of the upper and the stretched lower half.
    const auto inverse = [&](double height) {
      double xx = 0, xy = 0, yy = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        const double a = i == 1 ? height : surface.semi_axes_mm[i];
        xx += a * a * view.rotation[0][i] * view.rotation[0][i];
        xy += a * a * view.rotation[0][i] * view.rotation[1][i];
        yy += a * a * view.rotation[1][i] * view.rotation[1][i];
      }
      const double det = xx * yy - xy * xy;
      return Quadratic{yy / det, -xy / det, xx / det};
    };
    upper_ = inverse(surface.semi_axes_mm[1]);
    lower_ = inverse(kLowerStretch * surface.semi_axes_mm[1]);
    up_x_ = view.rotation[0][1];
    up_y_ = view.rotation[1][1];
  }

  /// Squared distance from the centre relative to the ellipse.
  [[nodiscard]] double rho2(PlanePoint q) const {
    const Quadratic& m = up_x_ * q.x + up_y_ * q.y < 0 ? lower_ : upper_;
    return m.xx * q.x * q.x + 2 * m.xy * q.x * q.y + m.yy * q.y * q.y;
  }

  [[nodiscard]] PlanePoint to_outline(PlanePoint q) const {
    if (table_.empty()) return q;
    const double f = 1 + excess(q) * rho2(q);
    return {q.x * f, q.y * f};
  }

  /// Inverse of `to_outline`; empty outside the outline.
  [[nodiscard]] std::optional<PlanePoint> from_outline(PlanePoint q) const {
    const double target = std::sqrt(rho2(q));
    const double s = table_.empty() ? 0 : excess(q);
    if (!(target < 1 + s)) return std::nullopt;
    if (target == 0) return q;
    double rho = target;
    for (int i = 0; i < 20; ++i) {
      const double step = (rho * (1 + s * rho * rho) - target) / (1 + 3 * s * rho * rho);
      rho -= step;
      if (std::fabs(step) < 1e-12) break;
    }
    if (!(rho >= 0 && rho <= 1)) return std::nullopt;
    return PlanePoint{q.x * rho / target, q.y * rho / target};
  }

  /// Relative excess of the outline in the direction of q: Catmull-Rom through the table.
  [[nodiscard]] double excess(PlanePoint q) const {
    const auto n = static_cast<std::ptrdiff_t>(table_.size());
    const double turns = std::atan2(q.y, q.x) / (2 * std::numbers::pi);
    const double at = (turns < 0 ? turns + 1 : turns) * static_cast<double>(n);
    const auto i = static_cast<std::ptrdiff_t>(at);
    const double t = at - static_cast<double>(i);
    const auto value = [&](std::ptrdiff_t k) { return table_[static_cast<std::size_t>((k % n + n) % n)]; };
    const double p0 = value(i - 1), p1 = value(i), p2 = value(i + 1), p3 = value(i + 2);
    return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
  }

 private:
  struct Quadratic {
    double xx = 0, xy = 0, yy = 0;
  };
  const std::vector<double>& table_;
  Quadratic upper_, lower_;
  double up_x_ = 0, up_y_ = 0;  ///< the head's up, in the plane
};

}  // namespace tonsure
