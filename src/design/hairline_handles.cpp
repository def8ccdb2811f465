#include <tonsure/design/hairline_handles.h>

#include <algorithm>
#include <cmath>

#include "../scalp/check_head.h"
#include "hairline.h"

#include "border.h"

namespace tonsure {
namespace {

constexpr double kStepMm = 2;          // between points of the guide in the photo
constexpr double kLeastCosView = 0.1;  // beyond, a millimetre of skin is too short in the photo to be dragged
constexpr double kFrontReachMm = 5;    // of a drawn hairline, what lies this close to the region is its border
constexpr double kHandlesApart = 0.1;  // share of a half of the guide
constexpr double kEveryAt = 0.2, kOutermostAt = 0.8;

/// The guide as the design lays it out (front_line in border.cpp), from the head's right to its left. Only
/// its length matters for `at`, so its points may be farther apart.
std::vector<Vec3<HeadMm>> guide_of(const Scene& scene, const FittedHead& head, const Treatment& treatment) {
  const HeadView& view = head.view;
  std::vector<Vec3<HeadMm>> guide;
  if (scene.hairline) {
    for (const auto p : resample<PhotoPx>(*scene.hairline, kStepMm / view.camera.mm_per_px, false))
      if (const auto point = unproject(head.surface, view, p)) guide.push_back(*point);
    if (!guide.empty() && guide.front().x > guide.back().x) std::reverse(guide.begin(), guide.end());
    return guide;
  }
  return designed_guide(scene, head.surface, view, treatment);
}

HairlineGuidePoint seen_in_photo(const Scene& scene, const FittedHead& head, Vec3<HeadMm> point, Vec3<HeadMm> along) {
  const HeadView& view = head.view;
  const Vec3<HeadMm> normal = surface_normal(head.surface, point);
  const Vec3<HeadMm> forward = cross(along, normal);
  HairlineGuidePoint seen;
  for (std::size_t k = 0; k < kHairlineWaysMm.size(); ++k) {
    const double way = kHairlineWaysMm[k];
    const Vec3<HeadMm> there =
        way == 0 ? point : walk_on_skin(head.surface, point, point + (way > 0 ? 1.0 : -1.0) * forward, std::fabs(way));
    seen.ahead_px[k] = project(head.surface, view, there).position;
  }
  const Projection here = project(view, point, normal);
  const bool in_region = contains<PhotoPx>(scene.scalp_region, here.position);
  const bool borders =
      in_region || (scene.hairline && distance_to_polyline<Vec2<PhotoPx>>(scene.scalp_region, here.position, true) <
                                          kFrontReachMm / view.camera.mm_per_px);
  seen.shown = here.cos_view > kLeastCosView && borders;
  return seen;
}

bool is_shown(const std::vector<HairlineGuidePoint>& guide, double at) {
  const auto after = std::lower_bound(guide.begin(), guide.end(), at,
                                      [](const HairlineGuidePoint& p, double wanted) { return p.at < wanted; });
  if (after == guide.end()) return false;
  return after->shown && (after == guide.begin() || std::prev(after)->shown);
}

std::vector<double> places_to_hold(const std::vector<HairlineGuidePoint>& guide,
                                   const std::vector<HairlineControl>& controls) {
  std::vector<double> places;
  for (const HairlineControl& control : controls)
    if (is_shown(guide, control.at)) places.push_back(control.at);
  std::size_t most = kMaxHairlineControls - std::min(kMaxHairlineControls, controls.size());
  for (int k = -static_cast<int>(std::lround(kOutermostAt / kEveryAt)); k * kEveryAt < kOutermostAt + 1e-9; ++k) {
    const double at = std::round(10 * k * kEveryAt) / 10;
    const bool is_free = std::none_of(controls.begin(), controls.end(), [&](const HairlineControl& control) {
      return std::fabs(control.at - at) <= kHandlesApart;
    });
    if (!is_free || most == 0 || !is_shown(guide, at)) continue;
    places.push_back(at);
    --most;
  }
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

HairlineHandles hairline_handles(const Scene& scene, const FittedHead& head, const Treatment& treatment) {
  if (!check_scene(scene).ok() || !check_treatment(treatment).ok() || !check_head(head, "head").ok()) return {};
  const std::vector<Vec3<HeadMm>> guide = guide_of(scene, head, treatment);
  if (guide.size() < 2) return {};
  const std::vector<GuidePoint> points = guide_points(head.surface, guide);
  HairlineHandles handles;
  for (std::size_t i = 0; i < guide.size(); ++i) {
    const Vec3<HeadMm> along = guide[std::min(i + 1, guide.size() - 1)] - guide[i > 0 ? i - 1 : 0];
    if (!(norm(along) > 0)) continue;
    HairlineGuidePoint seen = seen_in_photo(scene, head, guide[i], normalized(along));
    const double end = std::max(1e-9, std::fabs(points[i].arc_mm < 0 ? points.front().arc_mm : points.back().arc_mm));
    seen.at = points[i].arc_mm / end;
    handles.guide.push_back(seen);
  }
  handles.handles = places_to_hold(handles.guide, treatment.hairline.controls);
  return handles;
}

}  // namespace tonsure
