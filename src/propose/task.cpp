#include "task.h"

#include <algorithm>
#include <utility>

namespace tonsure {

std::optional<Eyes> ProposalTask::given_eyes() const {
  if (given == nullptr) return std::nullopt;
  const auto left = find_face_point(given->scene, "left_pupil"), right = find_face_point(given->scene, "right_pupil");
  // The left eye of who faces the camera is at the right of the image.
  if (!left || !right || !(left->x - right->x > 4)) return std::nullopt;
  return Eyes{{right->x, right->y}, {left->x, left->y}};
}

std::optional<cv::Rect2d> ProposalTask::given_box() const {
  if (!has(ScenePart::kHeadOutline) || given->scene.head_outline.empty()) return std::nullopt;
  cv::Point2d from(1e18, 1e18), to(-1e18, -1e18);
  for (const auto& p : given->scene.head_outline) {
    from = {std::min(from.x, p.x), std::min(from.y, p.y)};
    to = {std::max(to.x, p.x), std::max(to.y, p.y)};
  }
  return cv::Rect2d(from, to);
}

void ProposalTask::add_part(std::string name, bool is_given, double confidence, std::string reason) const {
  proposal.parts.push_back({std::move(name), is_given, is_given ? 1.0 : std::clamp(confidence, 0.02, 0.98),
                            is_given ? "as annotated" : std::move(reason)});
}

Error refusal(std::string why) {
  return {ErrorCode::kInvalidInput, kProposePhoto, std::move(why),
          "a sharp, upright photo of one head that looks into the camera, with skin and hair in view; or annotate the "
          "photo by hand: head_outline and scalp_region in a scene"};
}

std::string percent(double share) {
  return std::to_string(cvRound(100 * share)) + " %";
}

}  // namespace tonsure
