#include "fill.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "view.h"

namespace tonsure {
namespace {

bool crosses_itself(const Points<PhotoPx>& polygon) {
  return find_self_intersection(polygon).has_value();
}

double area_of(const Path& polygon) {
  if (polygon.size() < 3) return 0;
  return std::fabs(cv::contourArea(std::vector<cv::Point2f>(polygon.begin(), polygon.end())));
}

/// Skin that is surely bare: the forehead between brows and hairline.
cv::Mat forehead_of(const TracedHead& head) {
  if (!head.eyes) return {};
  return filled(
      {head.eyes->at(-0.5, -0.45), head.eyes->at(0.5, -0.45), head.eyes->at(0.45, -0.85), head.eyes->at(-0.45, -0.85)},
      head.picture.rgb.size());
}

/// What the outline holds of a head, by colour.
struct Covering {
  cv::Mat within;  ///< 255 inside the outline
  double area = 0;
  HairFind hair;
  bool hairy = false;  ///< enough of it is told from skin
};

/// Of a head with eyes: all that may be face, sideburns and ears, half an eye distance above the pupils. Eyes are
/// found to a fifth of that, brows lie a third of it above them.
Path face_of(const TracedHead& head) {
  constexpr double kAbovePupils = -0.5, kFar = 20;
  return {head.eyes->at(-kFar, kAbovePupils), head.eyes->at(kFar, kAbovePupils), head.eyes->at(kFar, kFar),
          head.eyes->at(-kFar, kFar)};
}

/// All of the scalp: the outline without the face and what lies before the hairline, which is closed far below it.
cv::Mat scalp_of(const TracedHead& head, View view, const cv::Mat& within, const Path& hairline) {
  cv::Mat region = within.clone();
  if (head.eyes) region.setTo(0, filled(face_of(head), within.size()));
  if (is_side(view)) {
    // Farther below the top than 0.45 lengths of a head, where its brows are, ear and cheek are too near.
    const cv::Rect box = cv::boundingRect(within);
    const int brows = std::min(region.rows, box.y + cvRound(0.45 * box.width));
    region.rowRange(brows, region.rows).setTo(0);
  }
  if (hairline.size() <= 1 || !(head.eyes || is_side(view))) return region;
  const cv::Size size = within.size();
  const cv::Point2d along = hairline.back() - hairline.front();
  const double length = std::max(1.0, cv::norm(along));
  const cv::Point2d down = cv::Point2d(-along.y, along.x) * (4.0 * std::max(size.width, size.height) / length);
  Path front = hairline;
  front.push_back(hairline.back() + down);
  front.push_back(hairline.front() + down);
  region.setTo(0, filled(front, size));
  return region;
}

/// What leaves no scalp to treat: what a person drew, else the photo.
Error no_scalp(const ProposalTask& task) {
  if (task.has(ScenePart::kHairline))
    return {ErrorCode::kInvalidInput, "hairline", "no scalp lies behind it, within the outline of the head",
            "a line across the head, above the brows and below its top"};
  if (task.has(ScenePart::kHeadOutline))
    return {ErrorCode::kInvalidInput, "head_outline", "no scalp was made out in it",
            "the visible cranium, skin and hair, above the brows"};
  return refusal("no scalp was made out above the face");
}

Status set_region(const ProposalTask& task, const TracedHead& head, const Covering& cover, const Path& hairline) {
  if (task.has(ScenePart::kScalpRegion)) {
    task.add_part("scalp_region", true, 1, "");
    return {};
  }
  Scene& scene = task.scene();
  const cv::Mat region = scalp_of(head, scene.view, cover.within, hairline);
  cv::Mat bare = region.clone();
  if (cover.hairy) bare.setTo(0, cover.hair.hair);
  Path polygon = largest_patch(bare, 60);
  double sure = cover.hairy ? 0.3 + 0.4 * cover.hair.sure : 0.5;
  std::string reason =
      cover.hairy ? "bare or thinly covered skin, by colour" : "no hair told from skin: all of the scalp";
  if (area_of(polygon) < 0.04 * cover.area) {
    polygon = largest_patch(region, 60);
    sure = 0.15;
    reason = "hardly any bare skin was told from hair: all of the scalp";
    task.proposal.warnings.emplace_back(
        "hardly any bare skin was told from hair, or from what covers it: scalp_region is all of the scalp, and to be "
        "drawn by hand");
  }
  scene.scalp_region = to_points(head.picture, polygon, task.photo);
  constexpr double kLeastShare = 0.01;  // of the outline; less is its rim
  if (polygon.size() < 8 || area_of(polygon) < kLeastShare * cover.area || crosses_itself(scene.scalp_region))
    return no_scalp(task);
  if (hairline.empty() && scene.view == View::kTop) sure *= 0.8;
  task.add_part("scalp_region", false, sure, reason);
  return {};
}

void set_hair(const ProposalTask& task, const TracedHead& head, const Covering& cover) {
  if (task.has(ScenePart::kExistingHair)) {
    task.add_part("existing_hair", true, 1, "");
    return;
  }
  Scene& scene = task.scene();
  scene.existing_hair.clear();
  if (cover.hairy)
    for (const Path& patch : patches(cover.hair.hair, 0.02 * cover.area, 60))
      scene.existing_hair.push_back(to_points(head.picture, patch, task.photo));
  task.add_part("existing_hair", false, cover.hairy ? 0.3 + 0.4 * cover.hair.sure : 0.5,
                scene.existing_hair.empty() ? "no colour within the outline differs clearly from skin"
                                            : "darker or greyer than the skin beside it");
}

}  // namespace

Result<Path> set_outline(const ProposalTask& task, const TracedHead& head, double head_sure,
                         const std::string& reason) {
  Scene& scene = task.scene();
  if (task.has(ScenePart::kHeadOutline)) {
    task.add_part("head_outline", true, 1, "");
    return to_path(head.picture, scene.head_outline);
  }
  const Path outline = head.eyes             ? front_outline(head.limb, *head.eyes)
                       : is_side(scene.view) ? side_outline(head.limb, scene.view == View::kLeft)
                                             : back_outline(head.limb);
  scene.head_outline = to_points(head.picture, outline, task.photo);
  if (outline.size() < 8 || crosses_itself(scene.head_outline)) return refusal("no outline of a head was made out");
  task.add_part("head_outline", false, head_sure * head.limb_strength,
                reason + ", limb with edges " + percent(head.limb_strength) + " as strong as any");
  return outline;
}

Path set_hairline(const ProposalTask& task, const TracedHead& head, const Path& outline) {
  Scene& scene = task.scene();
  if (task.has(ScenePart::kHairline)) {
    task.add_part("hairline", true, 1, "");
    return scene.hairline ? to_path(head.picture, *scene.hairline) : Path();
  }
  if (head.eyes) {
    Path line = front_hairline(outline, *head.eyes);
    scene.hairline = to_points(head.picture, line, task.photo);
    task.add_part("hairline", false, head.eyes_seen == 2 ? 0.6 : 0.4,
                  "62 mm above the glabella, by the distance of the eyes");
    return line;
  }
  if (is_side(scene.view)) {
    Path line = side_hairline(outline, scene.view == View::kLeft);
    scene.hairline = to_points(head.picture, line, task.photo);
    task.add_part("hairline", false, 0.25, "by the proportions of heads from the side");
    return line;
  }
  if (scene.view == View::kFront || scene.view == View::kThreeQuarter) {
    scene.hairline.reset();
    task.add_part("hairline", false, 0.3, "left to the default design: no eyes tell where it runs");
    return {};
  }
  scene.hairline = Points<PhotoPx>();
  task.add_part("hairline", false, scene.view == View::kBack ? 0.9 : 0.4,
                "the front is out of view, or could not be told");
  return {};
}

Status set_region_and_hair(const ProposalTask& task, const TracedHead& head, const Path& outline,
                           const Path& hairline) {
  Covering cover;
  cover.within = filled(outline, head.picture.rgb.size());
  cover.area = cv::countNonZero(cover.within);
  cover.hair = find_hair(head.picture.rgb, outline, forehead_of(head));
  cover.hairy = cover.hair.sure > 0.1 && cv::countNonZero(cover.hair.hair) > 0.02 * cover.area;
  if (Status status = set_region(task, head, cover, hairline); !status) return status;
  set_hair(task, head, cover);
  return {};
}

void set_face_points(const ProposalTask& task, const TracedHead& head) {
  Scene& scene = task.scene();
  for (const FacePoint& point : scene.face_points) task.add_part("face_points." + point.name, true, 1, "");
  if (!head.eyes) return;
  const double w = task.photo.pixels.width(), h = task.photo.pixels.height();
  const double turn = turn_of(head);
  struct Proposed {
    const char* name;
    cv::Point2d at;
    double sure;
    const char* reason;
  };
  const double eyes_sure = head.eyes_seen == 2 ? 0.85 : head.eyes_seen == 1 ? 0.55 : 0.3;
  const char* eyes_reason = head.eyes_seen == 2   ? "both eyes were found"
                            : head.eyes_seen == 1 ? "one eye was found, the other one set beside it"
                                                  : "by the face alone: no eye was found in it";
  // In eye distances, by eye from photographs [E]; a turned nose stands before the middle of the face.
  const std::array<Proposed, 5> all = {
      {{"left_pupil", head.eyes->right, eyes_sure, eyes_reason},
       {"right_pupil", head.eyes->left, eyes_sure, eyes_reason},
       {"glabella", head.eyes->at(-0.1 * turn, -0.22), 0.6 * eyes_sure, "between and above the eyes"},
       {"nose_tip", head.eyes->at(-0.5 * turn, 0.56), 0.4 * eyes_sure, "below the eyes, by their distance"},
       {"chin", head.eyes->at(-0.2 * turn, 1.93), 0.25 * eyes_sure, "below the eyes, by their distance"}}};
  for (const Proposed& proposed : all) {
    const auto& points = scene.face_points;
    if (std::any_of(points.begin(), points.end(), [&](const FacePoint& p) { return p.name == proposed.name; }))
      continue;
    const cv::Point2d at = head.picture.to_photo(proposed.at);
    if (at.x < 0 || at.y < 0 || at.x > w || at.y > h) continue;
    scene.face_points.push_back({proposed.name, Vec2<PhotoPx>{std::round(at.x * 10) / 10, std::round(at.y * 10) / 10}});
    task.add_part(std::string("face_points.") + proposed.name, false, proposed.sure, proposed.reason);
  }
  std::stable_sort(scene.face_points.begin(), scene.face_points.end(),
                   [](const FacePoint& a, const FacePoint& b) { return a.name < b.name; });
}

}  // namespace tonsure
