#include "check_head.h"

#include <cmath>
#include <span>
#include <vector>

#include "../core/format_text.h"
#include "../core/rotation.h"
#include "fit_limits.h"

namespace tonsure {
namespace {

// Wider than what is fitted and read (fit_limits.h): heads that a program made up can be drawn.
constexpr double kNearestPerMm = 0.01;
constexpr double kMostMode = 1;  // of a head's shape, as a share of the radius

Error bad(const std::string& where, double found, double low, double high) {
  return {ErrorCode::kInvalidInput, where, format_text("found %g", found),
          format_text("allowed are numbers from %g up to %g", low, high)};
}

Status check_rotation(const HeadCamera& camera, const std::string& where) {
  std::array<double, 9> rows{};
  bool finite = true;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    rows[k] = camera.rotation[k / 3][k % 3];
    finite = finite && std::isfinite(rows[k]);
  }
  if (finite && is_orthonormal(rows) && determinant(rows) < 0) return {};
  return Error{ErrorCode::kInvalidInput, where, "is not a rotation",
               "its rows point right, down and towards the camera, have length 1 and stand at right angles"};
}

/// A table around the head: every value between two limits.
Status check_table(const std::vector<double>& table, double low, double high, const std::string& where) {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (!(table[i] >= low && table[i] <= high)) return bad(where + "[" + std::to_string(i) + "]", table[i], low, high);
  return {};
}

}  // namespace

Status check_head(const FittedHead& head, const std::string& path) {
  const HeadCamera& camera = head.view.camera;
  struct Number {
    const char* key;
    double value, low, high;
  };
  const std::string in_camera = path + ".camera.";
  for (const Number& n : {Number{"center_px", camera.center.x, -kFarthestPx, kFarthestPx},
                          {"center_px", camera.center.y, -kFarthestPx, kFarthestPx},
                          {"principal_px", camera.principal.x, -kFarthestPx, kFarthestPx},
                          {"principal_px", camera.principal.y, -kFarthestPx, kFarthestPx},
                          {"mm_per_px", camera.mm_per_px, kLeastViewMmPerPx, kMostViewMmPerPx},
                          {"pixel_aspect", camera.pixel_aspect, 1 / kMostViewAspect, kMostViewAspect},
                          {"inverse_distance_per_mm", camera.inverse_distance_per_mm, 0, kNearestPerMm}})
    if (!(n.value >= n.low && n.value <= n.high)) return bad(in_camera + n.key, n.value, n.low, n.high);
  if (Status status = check_rotation(camera, in_camera + "rotation"); !status) return status;
  if (!(head.mm_per_px >= kLeastViewMmPerPx && head.mm_per_px <= kMostViewMmPerPx))
    return bad(path + ".mm_per_px", head.mm_per_px, kLeastViewMmPerPx, kMostViewMmPerPx);
  if (head.view.rim_mm.empty() || head.view.rim_mm.size() != head.view.rim_elevation.size())
    return Error{ErrorCode::kInvalidInput, path + ".rim_mm",
                 "found " + std::to_string(head.view.rim_mm.size()) + " radii and " +
                     std::to_string(head.view.rim_elevation.size()) + " elevations",
                 "as many of both, as see_head gives them"};
  if (Status status = check_table(head.view.rim_mm, 1e-6, 1e9, path + ".rim_mm"); !status) return status;
  if (Status status = check_table(head.view.rim_elevation, -2, 2, path + ".rim_elevation"); !status) return status;
  if (Status status = check_table(head.view.rim_excess, -1, kMostRimExcess, path + ".rim_excess"); !status)
    return status;
  return check_surface(head.surface, path + ".surface");
}

Status check_surface(const ScalpSurface& surface, const std::string& path) {
  if (!surface.shape()) return {};  // measured: it was checked when it was made
  const auto& [breadth, height, length, frontal, horizontal, sagittal, tilt] = *surface.shape();
  for (const double mm : {breadth, height, length})
    if (!(mm >= kMinRadiusMm && mm <= kMaxRadiusMm)) return bad(path, mm, kMinRadiusMm, kMaxRadiusMm);
  for (const double mode : {frontal, horizontal, sagittal, tilt})
    if (!(std::fabs(mode) <= kMostMode)) return bad(path, mode, -kMostMode, kMostMode);
  return {};
}

}  // namespace tonsure
