#include "border.h"

#include <algorithm>
#include <utility>

#include "hairline.h"

#include "../core/smooth_step.h"
#include "../raster/box.h"
#include "../scalp/anatomy.h"
#include "../scalp/limb.h"

#include "scalp_limit.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kPieceMm = 0.8;  // spacing of pieces in the photo plane
constexpr double kFrontReachMm =
    5;                              // the region's border this close to the hairline is the hairline [annotation error]
constexpr double kHairReachMm = 4;  // ... and this close to a hair polygon borders on hair
constexpr double kLimbBorderMm = 2;      // ... and this close to the limb of the head is the limb
constexpr double kLeastFeatherMm = 0.5;  // as documented at DensityOptions::feather_mm
constexpr double kLimbReachMm = 4;       // skin this far outside of such a border is treated too [annotation error]

/// Depth of the fade at a border with bare skin. Sizes of the mean head, mm, that grow with a head [E].
class FadeDepth {
 public:
  FadeDepth(const ScalpSurface& surface, const Treatment& treatment)
      : landmarks_(scalp_landmarks(surface)), treatment_(treatment) {}

  /// Along the front edge: the feather, and from the temple points down that of a line as sideburns have.
  [[nodiscard]] double front_mm(Vec3<HeadMm> point) const {
    const double feather = treatment_.density.feather_mm;
    const double from = landmarks_.temple_point.left.y, to = landmarks_.ear_top.left.y;
    const double down = smooth_step((from - point.y) / (from - to));
    return feather + down * (std::min(feather, std::max(kLeastFeatherMm, treatment_.fade.ear_mm)) - feather);
  }

  /// At other borders: around the ears and in front of them a line, at the nape a fade, above both the border feather.
  [[nodiscard]] double free_mm(Vec3<HeadMm> point) const {
    constexpr double kAboveEarsMm = 25, kOverMm = 15, kBehindEarsMm = 30, kToNapeMm = 30;
    const double low =
        smooth_step((landmarks_.ear_top.left.y - point.y) / landmarks_.size / kOverMm + kAboveEarsMm / kOverMm);
    const double behind =
        smooth_step(((landmarks_.ear_top.left.z - point.z) / landmarks_.size - kBehindEarsMm) / kToNapeMm);
    const double border = treatment_.density.border_feather_mm;
    const FadeOptions& fade = treatment_.fade;
    return border + low * (fade.ear_mm + behind * (fade.nape_mm - fade.ear_mm) - border);
  }

 private:
  ScalpLandmarks landmarks_;
  const Treatment& treatment_;
};

/// Hairline in the photo and on the surface, and how far ahead of it the edge lies.
struct FrontLine {
  Points<PhotoPx> photo;
  std::vector<Vec3<HeadMm>> surface;
  std::vector<double> ahead_mm;
};

bool shows_the_front(View view) {
  return view == View::kFront || view == View::kThreeQuarter || view == View::kLeft || view == View::kRight;
}

Vec3<HeadMm> glabella_of(const Scene& scene, const ScalpSurface& surface, const HeadView& view) {
  if (const auto seen = find_face_point(scene, "glabella"))
    if (const auto point = unproject(surface, view, *seen)) return *point;
  return {0, 0, radius_mm(surface, {0, 0, 1})};
}

void add_front_point(FrontLine& line, Px photo, Vec3<HeadMm> point) {
  line.photo.push_back(photo);
  line.surface.push_back(point);
}

FrontLine with_edge(FrontLine line, const FittedHead& head, const Treatment& treatment) {
  // As seen from behind, a hairline runs from the head's left to its right.
  std::vector<Vec3<HeadMm>> guide = line.surface;
  const bool backwards = !guide.empty() && guide.front().x > guide.back().x;
  if (backwards) std::reverse(guide.begin(), guide.end());
  line.ahead_mm = edge_displacement_mm(treatment.hairline, treatment.seed, half_extents_mm(head.surface).x,
                                       guide_points(head.surface, guide));
  if (backwards) std::reverse(line.ahead_mm.begin(), line.ahead_mm.end());
  return line;
}

FrontLine front_line(const Scene& scene, const FittedHead& head, const Treatment& treatment, RegionBorder& border) {
  FrontLine line;
  if (scene.hairline) {
    for (const Px p : resample<PhotoPx>(*scene.hairline, kPieceMm / head.view.camera.mm_per_px, false))
      if (const auto point = unproject(head.surface, head.view, p)) add_front_point(line, p, *point);
    return with_edge(std::move(line), head, treatment);
  }
  border.designed_hairline = designed_guide(scene, head.surface, head.view, treatment);
  if (border.designed_hairline.empty()) return line;
  // The edge is designed on the whole guide, whatever of it is seen.
  std::vector<Vec3<HeadMm>> guide;
  for (std::size_t i = 0; i + 1 < border.designed_hairline.size(); ++i) {
    const Vec3<HeadMm> a = border.designed_hairline[i], b = border.designed_hairline[i + 1];
    const int pieces = std::max(1, static_cast<int>(std::ceil(norm(b - a) / kPieceMm)));
    for (int k = 0; k < pieces; ++k) {
      const Vec3<HeadMm> chord = a + (static_cast<double>(k) / pieces) * (b - a);
      guide.push_back(from_chart(head.surface, to_chart(head.surface, chord)));
    }
  }
  const std::vector<double> ahead = edge_displacement_mm(
      treatment.hairline, treatment.seed, half_extents_mm(head.surface).x, guide_points(head.surface, guide));
  for (std::size_t i = 0; i < guide.size(); ++i) {
    const Projection seen = project(head.surface, head.view, guide[i]);
    if (seen.cos_view <= 0) continue;
    add_front_point(line, seen.position, guide[i]);
    line.ahead_mm.push_back(ahead[i]);
  }
  return line;
}

/// True for skin above a hairline given on the surface (over the hairline's azimuths). Deep corners fold the line back:
/// skin is above it where the line passes below an odd number of times.
bool above(const std::vector<Vec3<HeadMm>>& hairline, Vec3<HeadMm> point) {
  if (hairline.empty()) return true;
  const double azimuth = std::atan2(point.x, point.z);
  int below = 0, passes = 0;
  for (std::size_t i = 0; i + 1 < hairline.size(); ++i) {
    const double a = std::atan2(hairline[i].x, hairline[i].z), b = std::atan2(hairline[i + 1].x, hairline[i + 1].z);
    if ((a > azimuth) == (b > azimuth)) continue;
    const double t = (azimuth - a) / (b - a);
    ++passes;
    if (point.y > (1 - t) * hairline[i].y + t * hairline[i + 1].y) ++below;
  }
  return passes == 0 || below % 2 == 1;
}

}  // namespace

std::vector<Vec3<HeadMm>> designed_guide(const Scene& scene, const ScalpSurface& surface, const HeadView& view,
                                         const Treatment& treatment) {
  if (!shows_the_front(scene.view)) return {};
  return design_hairline(surface, glabella_of(scene, surface, view), treatment);
}

RegionBorder trace_border(const Scene& scene, const FittedHead& head, const Treatment& treatment) {
  RegionBorder border(scene);
  const double px = 1 / head.view.camera.mm_per_px;
  const FrontLine front = front_line(scene, head, treatment, border);
  const ScalpLimit limit(head.surface);
  const FadeDepth fade(head.surface, treatment);
  border.limb_reach_px = kLimbReachMm * px;
  border.center = head.view.camera.center;
  const PointIndex head_limb_near(head_limb(scene), kLimbBorderMm * px);
  const PointIndex front_near(front.photo, kFrontReachMm * px);
  Points<PhotoPx> limb;

  for (const Px p : resample<PhotoPx>(scene.scalp_region, kPieceMm * px, true)) {
    const auto point = unproject(head.surface, head.view, p);
    if (!point) {
      limb.push_back(p);
      continue;
    }
    if (!limit.is_below(*point, 0)) border.extent.push_back(to_chart(head.surface, *point));
    if (front_near.is_near(p)) continue;  // the hairline itself stands for this piece
    if (head_limb_near.is_near(p)) {
      limb.push_back(p);
    } else if (std::any_of(border.existing_hair.begin(), border.existing_hair.end(), [&](const PolygonIndex& hair) {
                 return hair.contains(p) || hair.is_near(p, kHairReachMm * px);
               })) {
      border.hair.push_back({*point, 0, 0});
    } else {
      border.free.push_back({*point, 0, fade.free_mm(*point)});
    }
  }

  border.limb = PointIndex(std::move(limb), border.limb_reach_px);

  if (!border.designed_hairline.empty()) {
    const Projection middle =
        project(head.surface, head.view, border.designed_hairline[border.designed_hairline.size() / 2]);
    if (middle.cos_view > 0 && !contains<PhotoPx>(scene.scalp_region, middle.position))
      border.line_outside_mm = distance_to_polyline<Px>(scene.scalp_region, middle.position, true) / px;
  }

  // Of the hairline, what borders on the region: the rest runs through skin that is not treated.
  for (std::size_t i = 0; i < front.photo.size(); ++i) {
    const bool borders =
        !border.designed_hairline.empty()
            ? border.region.contains(front.photo[i])
            : border.region.is_near(front.photo[i], kFrontReachMm * px) || border.region.contains(front.photo[i]);
    if (!borders) continue;
    border.front.push_back({front.surface[i], front.ahead_mm[i], fade.front_mm(front.surface[i])});
    if (!limit.is_below(front.surface[i], 0)) border.extent.push_back(to_chart(head.surface, front.surface[i]));
  }

  // The inside, coarsely: near the limb the chart of the border alone would cut the region short.
  const auto [low, high] = bounds_of(scene.scalp_region);
  const double step = std::max({(high.x - low.x) / 80, (high.y - low.y) / 80, 1e-6});
  for (double y = low.y - border.limb_reach_px; y <= high.y + border.limb_reach_px; y += step) {
    for (double x = low.x - border.limb_reach_px; x <= high.x + border.limb_reach_px; x += step) {
      const auto point = unproject(head.surface, head.view, {x, y});
      if (!point || limit.is_below(*point, 0)) continue;
      if (inside_region(border, *point, project(head.surface, head.view, *point)))
        border.extent.push_back(to_chart(head.surface, *point));
    }
  }
  return border;
}

bool inside_region(const RegionBorder& border, Vec3<HeadMm> point, const Projection& seen) {
  bool inside = border.region.contains(seen.position);
  if (!inside && seen.cos_view < 0.6) {
    // Outside of the border means: inwards from here lies the region, not the skin ahead of a hairline that ends here.
    inside = border.limb.is_near(seen.position) &&
             border.region.contains(seen.position + border.limb_reach_px * normalized(border.center - seen.position));
  }
  return inside && above(border.designed_hairline, point);
}

BorderCandidates candidates_near(const RegionBorder& border, Vec3<HeadMm> middle, double reach) {
  const auto pick = [&](const std::vector<BorderPiece>& pieces) {
    std::vector<const BorderPiece*> near;
    double nearest = INFINITY;
    for (const BorderPiece& piece : pieces) nearest = std::min(nearest, norm(piece.point - middle));
    for (const BorderPiece& piece : pieces)
      if (norm(piece.point - middle) <= nearest + reach) near.push_back(&piece);
    return near;
  };
  return {pick(border.front), pick(border.hair), pick(border.free)};
}

NearestBorder nearest_border(const BorderCandidates& candidates, Vec3<HeadMm> point) {
  const auto find = [&](const std::vector<const BorderPiece*>& pieces) {
    Nearest nearest;
    for (const BorderPiece* piece : pieces) {
      const double distance = norm(piece->point - point);
      if (distance < nearest.distance_mm) nearest = {piece, distance};
    }
    return nearest;
  };
  return {find(candidates.front), find(candidates.hair), find(candidates.free)};
}

}  // namespace tonsure
