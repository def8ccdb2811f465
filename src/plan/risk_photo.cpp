#include "risk_photo.h"

#include <algorithm>
#include <cmath>

namespace tonsure {
namespace {

constexpr double kAnnotationMm = 1.5;  // of a point across the photo: 1 % of the head's breadth (docs/model/head.md)
constexpr double kGlabellaMm = 4.5;    // by which people differ from the mean face, and its annotation [E]
constexpr double kGrazing = 0.05;      // cosine of the view below which nothing is told [E]
constexpr double kFacing = 0.5;        // and above which a glabella is seen well [E]

double cos_view(const FittedHead& photo, Vec3<HeadMm> point) {
  return project(photo.surface, photo.view, point).cos_view;
}

/// Of a point that was drawn: what it is off across the photo is more along foreshortened skin.
double drawn_error_mm(const FittedHead& photo, Vec3<HeadMm> point) {
  return kAnnotationMm / std::max(kGrazing, cos_view(photo, point));
}

}  // namespace

double place_error_mm(const std::vector<FittedHead>& photos, Vec3<HeadMm> point) {
  double least = INFINITY;
  for (const FittedHead& photo : photos) {
    if (cos_view(photo, point) < kGrazing) continue;
    const double turned_mm = norm(point) * std::max({photo.pose_sd.yaw, photo.pose_sd.pitch, photo.pose_sd.roll});
    least = std::min(least, std::hypot(turned_mm, drawn_error_mm(photo, point)));
  }
  return least;
}

HeightBase height_base(const Plan& plan, const ScalpLandmarks& landmarks) {
  HeightBase base{landmarks.glabella, false, {}};
  const std::vector<FittedHead>& photos = plan.views;
  for (std::size_t i = 0; i < plan.scenes.size(); ++i) {
    const Scene& scene = plan.scenes[i];
    if (!scene.hairline || scene.hairline->empty()) continue;
    base.drawn = true;
    const auto annotated = find_face_point(scene, "glabella");
    if (!annotated) continue;
    auto seen = unproject(photos[i].surface, photos[i].view, *annotated);
    if (!seen || cos_view(photos[i], *seen) < kFacing) continue;
    seen->x = 0;  // height is measured in the median plane
    base.glabella = radius_mm(plan.surface, normalized(*seen)) * normalized(*seen);
    base.photo = photos[i];
    break;
  }
  return base;
}

double height_error_mm(const HeightBase& base, const std::vector<FittedHead>& photos, Vec3<HeadMm> line,
                       double height_mm) {
  if (!base.drawn) return 0;
  if (!base.photo) return std::hypot(place_error_mm(photos, line), kGlabellaMm);
  return std::hypot(drawn_error_mm(*base.photo, line), drawn_error_mm(*base.photo, base.glabella),
                    base.photo->scale_sd * height_mm);
}

}  // namespace tonsure
