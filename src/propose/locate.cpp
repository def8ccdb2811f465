#include "locate.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "head.h"
#include "quiet.h"

namespace tonsure {
namespace {

constexpr double kHeadSide = 160;    ///< px; heads without a face are looked for in a picture of this longest side
constexpr double kEyeDistance = 64;  ///< px between the pupils where a face's head is segmented
constexpr double kHeadHalf = 110;    ///< px of half a head's width where one without a face is

// ---- The head and its limb

double mean_edge(const Limb& limb, const HeadGuess& guess) {
  double sum = 0, count = 0;
  for (int k = 0; k < kLimbDirections; ++k) {
    const double from_up = std::min(k, kLimbDirections - k) * 2 * CV_PI / kLimbDirections;
    if (from_up > std::min(guess.limb_until, 1.7)) continue;
    sum += limb.edge[static_cast<std::size_t>(k)];
    count += 1;
  }
  return sum / count;
}

/// Looks for the limb twice: the second time where the first one was.
void trace(TracedHead& head, const cv::Mat& face, double second_spread) {
  const cv::Mat edges = edge_strength(head.picture.rgb);
  QuietOpenCv::reseed();
  cv::Mat mask = segment_head(head.picture.rgb, head.picture.solid, face, head.guess);
  Limb limb = find_limb(mask, edges, head.guess);
  // The ellipse that the upper limb fits: its width at the middle, its top.
  double left = 0, right = 0, top = 0;
  for (int k = 0; k < kLimbDirections; ++k) {
    const cv::Point2d q =
        to_head(head.guess, head.guess.center + limb.radius_px[static_cast<std::size_t>(k)] * ray(head.guess, k));
    if (std::min(k, kLimbDirections - k) > kLimbDirections * 27 / 90) continue;  // 108 deg from up
    left = std::min(left, q.x), right = std::max(right, q.x), top = std::min(top, q.y);
  }
  HeadGuess again = head.guess;
  again.center = from_head(head.guess, {0.5 * (left + right), 0});
  again.half_width = 0.5 * (right - left);
  again.up = -top;
  again.spread = second_spread;
  QuietOpenCv::reseed();
  mask = segment_head(head.picture.rgb, head.picture.solid, face, again);
  limb = find_limb(mask, edges, again);
  head.guess = again;
  head.limb_strength = mean_edge(limb, again);
  head.limb = limb_path(again, limb);
}

/// The head of a face that faces the camera, by its eyes (photo px).
TracedHead head_of_eyes(const Photo& photo, const Eyes& in_photo, bool look_for_limb) {
  const double d = in_photo.distance();
  TracedHead head;
  const cv::Point2d middle = in_photo.at(0, 0);
  head.picture = cut(photo, {middle.x - 2.4 * d, middle.y - 2.7 * d, 4.8 * d, 3.4 * d}, kEyeDistance / d);
  head.eyes = Eyes{head.picture.from_photo(in_photo.left), head.picture.from_photo(in_photo.right)};
  const double px = head.eyes->distance();
  // A head is 154 mm wide, pupils are 63 mm apart (ANSUR II, Gordon et al. 2014); its top stands 1.75 eye distances
  // above them [E].
  head.guess.center = head.eyes->at(0, -0.45);
  head.guess.half_width = 1.2 * px;
  head.guess.up = 1.3 * px;
  head.guess.down = 1.5 * px;
  head.guess.roll = std::atan2(in_photo.right.y - in_photo.left.y, in_photo.right.x - in_photo.left.x);
  head.guess.spread = 0.17;
  head.guess.limb_until = 1.85;
  if (!look_for_limb) return head;
  cv::Mat skin = cv::Mat::zeros(head.picture.rgb.size(), CV_8U);
  for (int y = 0; y < skin.rows; ++y) {
    for (int x = 0; x < skin.cols; ++x) {
      const cv::Point2d q = to_head(head.guess, {x + 0.5, y + 0.5}) / px;
      if (q.y > -0.35 && std::fabs(q.x) < 0.75) skin.at<unsigned char>(y, x) = 255;
    }
  }
  trace(head, skin, 0.10);
  return head;
}

/// A head of which an ellipse is known (photo px).
TracedHead head_of_ellipse(const Photo& photo, const HeadGuess& in_photo, bool look_for_limb) {
  TracedHead head;
  const double w = in_photo.half_width;
  head.picture = cut(photo,
                     {in_photo.center.x - 1.7 * w, in_photo.center.y - 1.2 * in_photo.up - 0.5 * w, 3.4 * w,
                      1.2 * (in_photo.up + in_photo.down) + w},
                     kHeadHalf / w);
  head.guess = in_photo;
  head.guess.center = head.picture.from_photo(in_photo.center);
  head.guess.half_width *= head.picture.scale;
  head.guess.up *= head.picture.scale;
  head.guess.down *= head.picture.scale;
  if (look_for_limb) trace(head, {}, 0.8 * in_photo.spread);
  return head;
}

HeadGuess ellipse_of(const cv::Rect2d& box) {
  HeadGuess guess;
  guess.center = 0.5 * (box.tl() + box.br());
  guess.half_width = 0.5 * box.width;
  guess.up = guess.down = 0.5 * box.height;
  return guess;
}

/// Where a head lies whose profile was found.
HeadGuess ellipse_of_profile(const FoundFace& face) {
  const cv::Rect2d& box = face.box;
  const double back = face.facing == Facing::kImageLeft ? 0.22 : -0.22;
  HeadGuess guess;
  guess.center = {box.x + (0.5 + back) * box.width, box.y + 0.22 * box.height};
  guess.half_width = 0.62 * box.width;
  guess.up = guess.down = 0.55 * box.width;
  return guess;
}

// ---- The ways to find it

cv::Rect2d photo_box(const Photo& photo) {
  return {0, 0, static_cast<double>(photo.pixels.width()), static_cast<double>(photo.pixels.height())};
}

Picture tiny_picture(const Photo& photo) {
  const int longest = std::max(photo.pixels.width(), photo.pixels.height());
  return cut(photo, photo_box(photo), std::min(1.0, kHeadSide / longest));
}

/// @param box  of the annotated outline, where there is one
LocatedHead around_eyes(const Photo& photo, const Eyes& eyes, int eyes_seen, bool annotated,
                        const std::optional<cv::Rect2d>& box) {
  LocatedHead found;
  TracedHead& head = found.head;
  head = head_of_eyes(photo, eyes, !box);
  head.eyes_seen = eyes_seen;
  if (box) {
    head.guess.center.x = head.picture.from_photo(0.5 * (box->tl() + box->br())).x;
    head.guess.half_width = 0.5 * box->width * head.picture.scale;
  }
  found.sure = eyes_seen == 2 ? 0.95 : 0.75;
  found.reason = annotated ? "around the annotated eyes" : "around a face";
  found.view = view_of_turn(turn_of(head));
  return found;
}

LocatedHead within_annotated_outline(const Photo& photo, const cv::Rect2d& box) {
  LocatedHead found;
  found.head = head_of_ellipse(photo, ellipse_of(box), false);
  return found;
}

/// Of a close-up: all of the picture.
LocatedHead whole_picture(const Photo& photo) {
  LocatedHead found;
  TracedHead& head = found.head;
  head = head_of_ellipse(photo, ellipse_of(photo_box(photo)), false);
  const double w = head.picture.rgb.cols, h = head.picture.rgb.rows;
  for (int i = 0; i < 48; ++i) {
    const double t = i / 12.0;
    const int edge = i / 12;
    const double s = t - edge;
    head.limb.push_back(edge == 0   ? cv::Point2d(s * w, 0)
                        : edge == 1 ? cv::Point2d(w, s * h)
                        : edge == 2 ? cv::Point2d((1 - s) * w, h)
                                    : cv::Point2d(0, (1 - s) * h));
  }
  head.limb_strength = 1;
  found.sure = 0.5;
  found.reason = "a close-up: all of the picture";
  return found;
}

LocatedHead behind_profile(const Photo& photo, const FoundFace& face) {
  HeadGuess guess = ellipse_of_profile(face);
  guess.spread = 0.18;
  guess.limb_until = 2.2;
  return {head_of_ellipse(photo, guess, true), 0.55, "behind a face in profile", {}};
}

/// Of a stated view that is from above, behind or the side.
/// @param other_faces  that do not fit it
Result<LocatedHead> by_limb(const ProposalTask& task, const std::vector<FoundFace>& other_faces) {
  const Photo& photo = task.photo;
  const Picture tiny = tiny_picture(photo);
  std::vector<cv::Rect2d> other_heads;
  for (const FoundFace& other : other_faces) {
    const cv::Point2d reach = 0.5 * (other.box.br() - other.box.tl());
    other_heads.emplace_back(tiny.from_photo(other.box.tl() - reach), tiny.from_photo(other.box.br() + reach));
  }
  const std::optional<FoundHead> ellipse = find_head(tiny.rgb, tiny.solid, other_heads);
  if (!ellipse)
    return Error{ErrorCode::kInvalidInput, kProposePhoto,
                 "no head was found in the photo: no round limb of skin or hair",
                 "a photo in which one head fills a good part of the picture, before a background that differs from "
                 "it; or a scene in which head_outline is drawn by hand, or the view is \"closeup\""};
  LocatedHead found;
  HeadGuess guess = ellipse->guess;
  guess.center = tiny.to_photo(guess.center);
  for (double* length : {&guess.half_width, &guess.up, &guess.down}) *length /= tiny.scale;
  const View seen = task.scene().view;
  guess.spread = 0.16;
  guess.limb_until = seen == View::kTop ? 3.2 : 2.2;
  // The nape lies about as far below the top as a head is wide; a closed ellipse often ends at the ears.
  if (seen == View::kBack) guess.down = std::max(guess.down, 2 * guess.half_width - guess.up);
  found.head = head_of_ellipse(photo, guess, true);
  // What is small in the picture may well be something else.
  const double size = std::min(1.0, guess.half_width / (0.3 * std::min(photo.pixels.width(), photo.pixels.height())));
  found.sure = size * (is_side(seen) ? 0.56 : 0.8);
  found.reason = "no face; the roundest limb of the picture";
  return found;
}

// ---- What is certain enough

/// Whether what was found is a face, and its eyes are where they were found. With one eye alone, half of the finds on
/// blurred pictures of ears and collars look like faces; those of people fill the picture more, and weigh more [E].
bool is_certain(const Photo& photo, const FoundFace& face) {
  const double share = face.box.width / std::max(photo.pixels.width(), photo.pixels.height());
  const double lean = std::fabs(
      std::atan2(face.image_right_eye.y - face.image_left_eye.y, face.image_right_eye.x - face.image_left_eye.x));
  if (face.facing != Facing::kCamera || lean > 0.45) return false;
  return face.eyes_seen == 2 ? share > 0.1 : face.eyes_seen == 1 && share > 0.3 && face.weight > 56;
}

/// Whether a limb traced around a face has the size and shape of a head. In eye distances, annotated photos have half a
/// width of 1.03 to 1.34, a height of 1.45 to 2.03 above the eyes, and 1.24 to 1.57 times as much height; cut off by
/// the peak of a cap, or by a fold of the brow of a turned head, it is lower or narrower.
bool is_head_of_face(const TracedHead& head) {
  const cv::Point2d middle = head.eyes->at(0, 0), along = head.eyes->at(1, 0) - middle,
                    down = head.eyes->at(0, 1) - middle;
  double left = 0, right = 0, high = 0;
  for (const cv::Point2d& p : head.limb) {
    const double x = (p - middle).dot(along) / along.dot(along), y = (p - middle).dot(down) / down.dot(down);
    if (y > 0) continue;
    left = std::min(left, x), right = std::max(right, x), high = std::max(high, -y);
  }
  const double wide = 0.5 * (right - left), shape = high / std::max(wide, 0.1);
  // With one eye alone, the other may be a hand: its limb must be clear.
  return head.limb_strength > (head.eyes_seen == 2 ? 0.4 : 0.9) && wide > 0.95 && wide < 1.6 && high > 1.3 &&
         high < 2.25 && shape > 1.1 && shape < 1.75;
}

/// Says that no view is certain, and how a person states it.
Error unknown_view(const std::string& why) {
  Error error = refusal(why);
  error.fix +=
      ", or, of a head from above, behind or the side, its view alone: {\"view\": \"top\"} or back, left, right";
  return error;
}

/// A view from which no face is seen contradicts a face.
Status check_view(const ProposalTask& task, const std::vector<FoundFace>& faces) {
  for (const FoundFace& face : faces)
    if (is_certain(task.photo, face) && face.eyes_seen == 2)
      return Error{ErrorCode::kInvalidInput, "view",
                   std::string("it says ") + view_name(task.scene().view) + ", but the photo shows a face",
                   "the view that the photo shows, or a photo without other people; or head_outline drawn by hand"};
  return {};
}

}  // namespace

bool may_face_camera(const ProposalTask& task) {
  const View view = task.scene().view;
  return !task.has(ScenePart::kView) || view == View::kFront || view == View::kThreeQuarter;
}

Result<LocatedHead> locate_head(const ProposalTask& task, const std::vector<FoundFace>& faces, int taken) {
  const Photo& photo = task.photo;
  const FoundFace* face = taken >= 0 ? &faces[static_cast<std::size_t>(taken)] : nullptr;
  const bool faces_camera = face != nullptr && face->facing == Facing::kCamera;
  const std::optional<cv::Rect2d> box = task.given_box();
  if (may_face_camera(task)) {
    if (const auto eyes = task.given_eyes()) return around_eyes(photo, *eyes, 2, true, box);
    if (faces_camera && (box || is_certain(photo, *face))) {
      LocatedHead found =
          around_eyes(photo, {face->image_left_eye, face->image_right_eye}, face->eyes_seen, false, box);
      if (!box && !is_head_of_face(found.head))
        return refusal("a face was found, but around it no limb of a head stands out from the background");
      return found;
    }
    if (!task.has(ScenePart::kView))
      return unknown_view(faces.empty() ? "no face was found, so that it is not certain from where the head is seen"
                                        : "what was found is not certainly a face that looks into the camera");
    if (!box)
      return refusal(std::string("the view is ") + view_name(task.scene().view) +
                     ", but no face was found for certain");
  }
  if (box) return within_annotated_outline(photo, *box);
  if (Status status = check_view(task, faces); !status) return status.error();
  if (task.scene().view == View::kCloseup) return whole_picture(photo);
  if (face != nullptr && !faces_camera) return behind_profile(photo, *face);
  return by_limb(task, faces);
}

}  // namespace tonsure
