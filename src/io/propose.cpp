#include <tonsure/io/propose.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "propose_faces.h"
#include "propose_head.h"
#include "propose_outline.h"
#include "propose_parts.h"
#include "propose_picture.h"

namespace tonsure {
namespace {

constexpr double kFaceSide = 640;  ///< px; faces are looked for in a picture of this longest side
constexpr int kLeastSide = 40;
constexpr double kHeadSide = 160;    ///< the same for heads without a face
constexpr double kEyeDistance = 64;  ///< px between the pupils where a face's head is segmented
constexpr double kHeadHalf = 110;    ///< px of half a head's width where one without a face is

/// What OpenCV keeps for the whole program, set for one call so that its results depend on nothing else.
class QuietOpenCv {
 public:
  QuietOpenCv() : lock_(mutex()), threads_(cv::getNumThreads()), random_(cv::theRNG().state) {
    cv::setNumThreads(1);
    cv::theRNG().state = 0x70B5;
  }
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;
  ~QuietOpenCv() {
    cv::theRNG().state = random_;
    cv::setNumThreads(threads_);
  }
  static void reseed() { cv::theRNG().state = 0x70B5; }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  std::lock_guard<std::mutex> lock_;
  int threads_;
  std::uint64_t random_;
};

std::string percent(double share) {
  return std::to_string(cvRound(100 * share)) + " %";
}

std::string box_text(const cv::Rect2d& box) {
  return std::to_string(cvRound(box.width)) + " x " + std::to_string(cvRound(box.height)) + " px at (" +
         std::to_string(cvRound(box.x)) + ", " + std::to_string(cvRound(box.y)) + ")";
}

double sigmoid(double z) {
  return 1 / (1 + std::exp(-z));
}

bool is_side(View view) {
  return view == View::kLeft || view == View::kRight;
}

bool face_fits_view(const FoundFace& face, View view) {
  switch (view) {
    case View::kFront:
      return face.facing == Facing::kCamera;
    case View::kThreeQuarter:
      return true;
    case View::kLeft:
      return face.facing == Facing::kImageLeft;
    case View::kRight:
      return face.facing == Facing::kImageRight;
    case View::kTop:
    case View::kBack:
    case View::kCloseup:
      return false;
  }
  return false;
}

/// A picture of one head, and what is known of it by now.
struct Head {
  Picture picture;
  HeadGuess guess;  ///< in the picture, as all below
  Path limb;
  double limb_strength = 0;  ///< of its edges, [0, 1]
  std::optional<Eyes> eyes;
  int eyes_seen = 0;
};

/// What one call works on.
struct Task {
  const Photo& photo;
  const PartialScene* given;
  SceneProposal& proposal;

  [[nodiscard]] bool has(ScenePart part) const { return given != nullptr && given->holds(part); }
  [[nodiscard]] Scene& scene() const { return proposal.scene; }
  [[nodiscard]] std::optional<Eyes> given_eyes() const {
    if (given == nullptr) return std::nullopt;
    const auto left = find_face_point(given->scene, "left_pupil"), right = find_face_point(given->scene, "right_pupil");
    // The left eye of who faces the camera is at the right of the image.
    if (!left || !right || !(left->x - right->x > 4)) return std::nullopt;
    return Eyes{{right->x, right->y}, {left->x, left->y}};
  }
  [[nodiscard]] std::optional<cv::Rect2d> given_box() const {
    if (!has(ScenePart::kHeadOutline) || given->scene.head_outline.empty()) return std::nullopt;
    cv::Point2d from(1e18, 1e18), to(-1e18, -1e18);
    for (const auto& p : given->scene.head_outline) {
      from = {std::min(from.x, p.x), std::min(from.y, p.y)};
      to = {std::max(to.x, p.x), std::max(to.y, p.y)};
    }
    return cv::Rect2d(from, to);
  }
  void add_part(std::string name, bool is_given, double confidence, std::string reason) const {
    proposal.parts.push_back({std::move(name), is_given, is_given ? 1.0 : std::clamp(confidence, 0.02, 0.98),
                              is_given ? "as annotated" : std::move(reason)});
  }
};

// ---- Faces

/// All faces, in photo px, and the one the proposal is about: that of the annotated head, else the largest near the
/// middle. -1 where there is none.
int choose_face(const Task& task, const std::vector<FoundFace>& faces) {
  const auto box = task.given_box();
  const double width = task.photo.pixels.width();
  int taken = -1;
  double best = 0;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const FoundFace& face = faces[i];
    if (task.has(ScenePart::kView) && !face_fits_view(face, task.scene().view)) continue;
    const cv::Point2d middle = 0.5 * (face.box.tl() + face.box.br());
    if (box && !cv::Rect2d(box->x, box->y, box->width, 2.2 * box->height).contains(middle)) continue;
    const double off = middle.x / width - 0.5;
    const double worth = face.box.area() * std::exp(-2 * off * off) * (face.facing == Facing::kCamera ? 1 : 0.5);
    if (worth > best) best = worth, taken = static_cast<int>(i);
  }
  return taken;
}

std::vector<FoundFace> faces_of(const Picture& small, const cv::Mat& grey, const std::string& cascades) {
  std::vector<FoundFace> faces = find_faces(cascades, grey);
  for (FoundFace& face : faces) {
    face.box = cv::Rect2d(small.to_photo(face.box.tl()), small.to_photo(face.box.br()));
    face.image_left_eye = small.to_photo(face.image_left_eye);
    face.image_right_eye = small.to_photo(face.image_right_eye);
  }
  return faces;
}

void report_faces(const Task& task, const std::vector<FoundFace>& faces, int taken) {
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const cv::Rect2d& box = faces[i].box;
    task.proposal.faces.push_back({{box.x, box.y},
                                   {box.x + box.width, box.y + box.height},
                                   faces[i].facing != Facing::kCamera,
                                   static_cast<int>(i) == taken});
  }
  if (faces.size() < 2) return;
  std::string words = std::to_string(faces.size()) + " faces: ";
  for (std::size_t i = 0; i < faces.size(); ++i)
    words += (i > 0 ? ", " : "") + box_text(faces[i].box) + (static_cast<int>(i) == taken ? " (taken)" : "");
  task.proposal.warnings.push_back(words + "; where another one is meant, crop the photo or annotate its head_outline");
}

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
void trace(Head& head, const cv::Mat& face, double second_spread) {
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

/// How far the middle of the head lies beside the middle between the eyes, in half widths of the head: to the right of
/// the image where the face is turned to its left.
double turn_of(const Head& head) {
  const HeadGuess at_eyes{head.eyes->at(0, 0), 1, 1, 1, head.guess.roll};
  return to_head(at_eyes, head.guess.center).x / head.guess.half_width;
}

/// The head of a face that faces the camera, by its eyes (photo px).
Head head_of_eyes(const Photo& photo, const Eyes& in_photo, bool look_for_limb) {
  const double d = in_photo.distance();
  Head head;
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
Head head_of_ellipse(const Photo& photo, const HeadGuess& in_photo, bool look_for_limb) {
  Head head;
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

// ---- The view

struct ViewGuess {
  View view = View::kFront;
  double sure = 0;
  std::string reason;
};

ViewGuess view_of_turn(double turn) {
  // sin(yaw) is some 0.9 times the turn: eyes lie 80 to 90 mm before the middle of a head 154 mm wide.
  constexpr double kThreeQuarter = 0.28;  // 15 degrees
  const double yaw = std::asin(std::clamp(0.9 * turn, -1.0, 1.0)) * 180 / CV_PI;
  return {std::fabs(turn) > kThreeQuarter ? View::kThreeQuarter : View::kFront,
          std::clamp(0.55 + 2 * std::fabs(std::fabs(turn) - kThreeQuarter), 0.5, 0.97),
          "a face, turned by some " + std::to_string(cvRound(std::fabs(yaw))) + " deg"};
}

/// From composition and silhouette. Weights by hand [E]: heads from behind and from the side stand on a neck, so that
/// there is room below; of a head from the side, the face reaches farther down and out than the nape.
ViewGuess view_of_silhouette(const Below& below, const HeadGuess& guess, cv::Size size) {
  const double above = (guess.center.y - guess.up) / size.height,
               under = 1 - (guess.center.y + guess.down) / size.height;
  const double room = std::clamp(under - above, -0.2, 0.3);
  const double not_top = sigmoid(12 * (room - 0.09) + 1.5 * (below.neck - 0.5));
  const double lean = below.right - below.left;
  const double side = 0.8 * sigmoid((std::fabs(lean) - 0.15) / 0.04);
  const double top = 1 - not_top, back = not_top * (1 - side), profile = not_top * side;
  const std::string reason = "no face; by silhouette and composition: from above " + percent(top) + ", from behind " +
                             percent(back) + ", from the side " + percent(profile);
  if (top >= std::max(back, profile)) return {View::kTop, 0.7 * top, reason};
  if (back >= profile) return {View::kBack, 0.7 * back, reason};
  return {lean > 0 ? View::kRight : View::kLeft, 0.7 * profile, reason};
}

// ---- The parts

bool crosses_itself(const Points<PhotoPx>& polygon) {
  return find_self_intersection(polygon).has_value();
}

double area_of(const Path& polygon) {
  return std::fabs(cv::contourArea(std::vector<cv::Point2f>(polygon.begin(), polygon.end())));
}

/// Sets head_outline; gives it in the picture.
Path set_outline(const Task& task, const Head& head, double head_sure, const std::string& reason) {
  Scene& scene = task.scene();
  if (task.has(ScenePart::kHeadOutline)) {
    task.add_part("head_outline", true, 1, "");
    return to_path(head.picture, scene.head_outline);
  }
  Path outline = head.eyes             ? front_outline(head.limb, *head.eyes)
                 : is_side(scene.view) ? side_outline(head.limb, scene.view == View::kLeft)
                                       : back_outline(head.limb);
  scene.head_outline = to_points(head.picture, outline, task.photo);
  double sure = head_sure * head.limb_strength;
  if (outline.size() < 8 || crosses_itself(scene.head_outline)) {  // the limb itself never does: it is star-shaped
    outline = back_outline(head.limb);
    scene.head_outline = to_points(head.picture, outline, task.photo);
    sure *= 0.3;
  }
  task.add_part("head_outline", false, sure,
                reason + ", limb with edges " + percent(head.limb_strength) + " as strong as any");
  return outline;
}

/// Sets hairline; gives it in the picture, empty where there is none.
Path set_hairline(const Task& task, const Head& head, const Path& outline) {
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
  scene.hairline = Points<PhotoPx>();
  task.add_part("hairline", false, scene.view == View::kBack ? 0.9 : 0.4,
                "the front is out of view, or could not be told");
  return {};
}

/// Skin that is surely bare: the forehead between brows and hairline.
cv::Mat forehead_of(const Head& head) {
  if (!head.eyes) return {};
  return filled(
      {head.eyes->at(-0.5, -0.45), head.eyes->at(0.5, -0.45), head.eyes->at(0.45, -0.85), head.eyes->at(-0.45, -0.85)},
      head.picture.rgb.size());
}

void set_region_and_hair(const Task& task, const Head& head, const Path& outline, const Path& hairline) {
  Scene& scene = task.scene();
  const cv::Size size = head.picture.rgb.size();
  const cv::Mat within = filled(outline, size);
  const double area = cv::countNonZero(within);
  const HairFind hair = find_hair(head.picture.rgb, outline, forehead_of(head));
  const bool hairy = hair.sure > 0.1 && cv::countNonZero(hair.hair) > 0.02 * area;

  if (task.has(ScenePart::kScalpRegion)) {
    task.add_part("scalp_region", true, 1, "");
  } else {
    cv::Mat region = within.clone();
    if (hairline.size() > 1) {  // without what lies before the hairline, which is closed far below it
      const cv::Point2d along = hairline.back() - hairline.front();
      const double length = std::max(1.0, cv::norm(along));
      const cv::Point2d down = cv::Point2d(-along.y, along.x) * (4.0 * std::max(size.width, size.height) / length);
      Path front = hairline;
      front.push_back(hairline.back() + down);
      front.push_back(hairline.front() + down);
      if (head.eyes || is_side(scene.view)) region.setTo(0, filled(front, size));
    }
    cv::Mat bare = region.clone();
    if (hairy) bare.setTo(0, hair.hair);
    Path polygon = largest_patch(bare, 60);
    double sure = hairy ? 0.3 + 0.4 * hair.sure : 0.5;
    std::string reason = hairy ? "bare or thinly covered skin, by colour" : "no hair told from skin: all of the scalp";
    if (area_of(polygon) < 0.04 * area) {
      polygon = largest_patch(region, 60);
      sure = 0.15;
      reason = "hardly any bare skin was told from hair: all of the scalp";
    }
    scene.scalp_region = to_points(head.picture, polygon, task.photo);
    if (polygon.size() < 8 || crosses_itself(scene.scalp_region)) {
      scene.scalp_region = scene.head_outline;
      sure = 0.05;
      reason = "no patch of scalp was made out: the whole outline";
    }
    if (hairline.empty() && scene.view == View::kTop) sure *= 0.8;
    task.add_part("scalp_region", false, sure, reason);
  }

  if (task.has(ScenePart::kExistingHair)) {
    task.add_part("existing_hair", true, 1, "");
    return;
  }
  scene.existing_hair.clear();
  if (hairy)
    for (const Path& patch : patches(hair.hair, 0.02 * area, 60))
      scene.existing_hair.push_back(to_points(head.picture, patch, task.photo));
  task.add_part("existing_hair", false, hairy ? 0.3 + 0.4 * hair.sure : 0.5,
                scene.existing_hair.empty() ? "no colour within the outline differs clearly from skin"
                                            : "darker or greyer than the skin beside it");
}

void set_face_points(const Task& task, const Head& head) {
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

}  // namespace

const char* scene_part_name(ScenePart part) {
  switch (part) {
    case ScenePart::kView:
      return "view";
    case ScenePart::kHeadOutline:
      return "head_outline";
    case ScenePart::kScalpRegion:
      return "scalp_region";
    case ScenePart::kHairline:
      return "hairline";
    case ScenePart::kExistingHair:
      return "existing_hair";
  }
  return "";
}

PartialScene all_of(const Scene& scene) {
  PartialScene whole{scene};
  whole.has.fill(true);
  whole.has[static_cast<std::size_t>(ScenePart::kHairline)] = scene.hairline.has_value();
  return whole;
}

Result<SceneProposal> propose_scene(const Photo& photo, const PartialScene* given, const Exec& exec,
                                    const ProposeOptions& options) {
  const int width = photo.pixels.width(), height = photo.pixels.height();
  SceneProposal proposal;
  const Task task{photo, given, proposal};
  Scene& scene = proposal.scene;
  if (given != nullptr) scene = given->scene;
  if (scene.width_px == 0 && scene.height_px == 0) scene.width_px = width, scene.height_px = height;
  if (Status status = check_scene_size(scene, width, height); !status) return status.error();
  if (std::min(width, height) < kLeastSide) {
    return Error{ErrorCode::kInvalidInput, kProposePhoto,
                 "the photo is only " + std::to_string(width) + " x " + std::to_string(height) + " px",
                 "a head is looked for in photos of at least " + std::to_string(kLeastSide) + " px a side"};
  }
  if (is_cancelled(exec) || !report_progress(exec, 0)) return cancelled_error();

  const QuietOpenCv quiet;
  const cv::Rect2d all(0, 0, width, height);
  const Picture small = cut(photo, all, std::min(2.0, kFaceSide / std::max(width, height)));
  const std::string cascades = find_face_cascades(options.cascade_folder);
  if (cascades.empty())
    proposal.warnings.emplace_back(
        "OpenCV's trained face cascades were not found: no face was looked for, only colours and edges were used");
  cv::Mat grey;
  cv::cvtColor(small.rgb, grey, cv::COLOR_RGB2GRAY);
  const std::vector<FoundFace> faces = faces_of(small, grey, cascades);
  const int taken = choose_face(task, faces);
  report_faces(task, faces, taken);
  const bool frontal_view =
      !task.has(ScenePart::kView) || scene.view == View::kFront || scene.view == View::kThreeQuarter;
  if (faces.empty() && frontal_view && !task.has(ScenePart::kHeadOutline)) {
    if (const int degrees = find_turned_face(cascades, grey); degrees != 0)
      proposal.warnings.push_back("a face lies in the photo as if it were turned: turn the photo by " +
                                  std::to_string(degrees) + " deg clockwise and look again");
  }
  if (is_cancelled(exec) || !report_progress(exec, 0.4)) return cancelled_error();

  // The head: from the eyes, else from the annotated outline, a profile, the limb alone.
  const FoundFace* face = taken >= 0 ? &faces[static_cast<std::size_t>(taken)] : nullptr;
  const std::optional<Eyes> given_eyes = task.given_eyes();
  const std::optional<cv::Rect2d> given_box = task.given_box();
  Head head;
  ViewGuess view;
  double head_sure = 0.95;
  std::string reason;
  if (frontal_view && (given_eyes || (face != nullptr && face->facing == Facing::kCamera))) {
    head =
        head_of_eyes(photo, given_eyes ? *given_eyes : Eyes{face->image_left_eye, face->image_right_eye}, !given_box);
    head.eyes_seen = given_eyes ? 2 : face->eyes_seen;
    if (given_box) {
      head.guess.center.x = head.picture.from_photo(0.5 * (given_box->tl() + given_box->br())).x;
      head.guess.half_width = 0.5 * given_box->width * head.picture.scale;
    }
    head_sure = head.eyes_seen == 2 ? 0.95 : 0.75;
    reason = given_eyes ? "around the annotated eyes" : "around a face";
    view = view_of_turn(turn_of(head));
  } else if (given_box) {
    const Picture tiny = cut(photo, all, std::min(1.0, kHeadSide / std::max(width, height)));
    head = head_of_ellipse(photo, ellipse_of(*given_box), false);
    HeadGuess guess = ellipse_of(cv::Rect2d(tiny.from_photo(given_box->tl()), tiny.from_photo(given_box->br())));
    view = view_of_silhouette(look_below(tiny.rgb, tiny.solid, guess), guess, tiny.rgb.size());
  } else if (task.has(ScenePart::kView) && scene.view == View::kCloseup) {
    head = head_of_ellipse(photo, ellipse_of(all), false);
    const double w = head.picture.rgb.cols, h = head.picture.rgb.rows;
    for (int i = 0; i < 48; ++i) {  // all of the picture
      const double t = i / 12.0;
      const int edge = i / 12;
      const double s = t - edge;
      head.limb.push_back(edge == 0   ? cv::Point2d(s * w, 0)
                          : edge == 1 ? cv::Point2d(w, s * h)
                          : edge == 2 ? cv::Point2d((1 - s) * w, h)
                                      : cv::Point2d(0, (1 - s) * h));
    }
    head.limb_strength = 1;
    head_sure = 0.5;
    reason = "a close-up: all of the picture";
  } else if (face != nullptr && face->facing != Facing::kCamera) {
    HeadGuess guess = ellipse_of_profile(*face);
    guess.spread = 0.18;
    guess.limb_until = 2.2;
    head = head_of_ellipse(photo, guess, true);
    head_sure = 0.55;
    reason = "behind a face in profile";
    view = {face->facing == Facing::kImageLeft ? View::kLeft : View::kRight, 0.75, "a face in profile"};
  } else {
    const Picture tiny = cut(photo, all, std::min(1.0, kHeadSide / std::max(width, height)));
    std::vector<cv::Rect2d> other_heads;  // faces that do not fit the view that is wanted
    for (const FoundFace& other : faces) {
      const cv::Point2d reach = 0.5 * (other.box.br() - other.box.tl());
      other_heads.emplace_back(tiny.from_photo(other.box.tl() - reach), tiny.from_photo(other.box.br() + reach));
    }
    std::optional<FoundHead> found = find_head(tiny.rgb, tiny.solid, other_heads);
    if (!found) {
      return Error{ErrorCode::kInvalidInput, kProposePhoto,
                   "no head was found in the photo: neither a face nor a round limb of skin or hair",
                   "a photo in which one head fills a good part of the picture, before a background that differs from "
                   "it; or a scene in which head_outline is drawn by hand, or the view is \"closeup\""};
    }
    HeadGuess guess = found->guess;
    view = view_of_silhouette(look_below(tiny.rgb, tiny.solid, guess), guess, tiny.rgb.size());
    guess.center = tiny.to_photo(guess.center);
    for (double* length : {&guess.half_width, &guess.up, &guess.down}) *length /= tiny.scale;
    const View seen = task.has(ScenePart::kView) ? scene.view : view.view;
    guess.spread = 0.16;
    guess.limb_until = seen == View::kTop ? 3.2 : 2.2;
    // The nape lies about as far below the top as a head is wide; a closed ellipse often ends at the ears.
    if (seen == View::kBack) guess.down = std::max(guess.down, 2 * guess.half_width - guess.up);
    head = head_of_ellipse(photo, guess, true);
    // What is small in the picture may well be something else.
    const double size = std::min(1.0, guess.half_width / (0.3 * std::min(width, height)));
    head_sure = size * (task.has(ScenePart::kView) ? 0.8 : std::min(0.8, 0.5 + 0.5 * view.sure));
    if (is_side(seen)) head_sure *= 0.7;
    reason = "no face; the roundest limb of the picture";
  }
  if (is_cancelled(exec) || !report_progress(exec, 0.8)) return cancelled_error();

  if (!task.has(ScenePart::kView)) scene.view = view.view;
  task.add_part("view", task.has(ScenePart::kView), view.sure, view.reason);
  if (!task.has(ScenePart::kView) && view.sure < 0.5)
    proposal.warnings.push_back(std::string("the view (") + view_name(view.view) + ") is hardly more than a guess: " +
                                view.reason + "; state it in a scene, {\"view\": \"...\"}, and look again");
  if (head.eyes && head.eyes_seen == 0)
    proposal.warnings.emplace_back(
        "no eyes were found in the face: pupils, brow line and hairline stand where they mostly are");

  const Path outline = set_outline(task, head, head_sure, reason);
  const Path hairline = set_hairline(task, head, outline);
  set_region_and_hair(task, head, outline, hairline);
  set_face_points(task, head);
  if (Status status = check_scene(scene); !status) return status.error();
  if (!report_progress(exec, 1)) return cancelled_error();
  return proposal;
}

}  // namespace tonsure
