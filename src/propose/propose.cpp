#include <tonsure/propose/propose.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "../core/check_photo.h"
#include "../io/partial_scene.h"
#include "faces.h"
#include "fill.h"
#include "locate.h"
#include "picture.h"
#include "quiet.h"
#include "task.h"

namespace tonsure {
namespace {

constexpr const char* kStage = "propose scene";

constexpr double kFaceSide = 640;  ///< px; faces are looked for in a picture of this longest side
constexpr int kLeastSide = 40;
constexpr int kMostAspect = 8;  ///< of the longer side to the shorter: of longer strips, kFaceSide leaves no face

std::string box_text(const cv::Rect2d& box) {
  return std::to_string(cvRound(box.width)) + " x " + std::to_string(cvRound(box.height)) + " px at (" +
         std::to_string(cvRound(box.x)) + ", " + std::to_string(cvRound(box.y)) + ")";
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

/// All faces, in photo px, and the one the proposal is about: that of the annotated head, else the largest near the
/// middle. -1 where there is none.
int choose_face(const ProposalTask& task, const std::vector<FoundFace>& faces) {
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

std::vector<FoundFace> faces_of(const Picture& small, const cv::Mat& grey, FaceCascades& cascades) {
  std::vector<FoundFace> faces = find_faces(cascades, grey);
  for (FoundFace& face : faces) {
    face.box = cv::Rect2d(small.to_photo(face.box.tl()), small.to_photo(face.box.br()));
    face.image_left_eye = small.to_photo(face.image_left_eye);
    face.image_right_eye = small.to_photo(face.image_right_eye);
  }
  return faces;
}

void report_faces(const ProposalTask& task, const std::vector<FoundFace>& faces, int taken) {
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

/// What the photo and the scene must be, whatever they show.
Status check_inputs(const ProposalTask& task) {
  const int width = task.photo.pixels.width(), height = task.photo.pixels.height();
  const std::string size = std::to_string(width) + " x " + std::to_string(height) + " px";
  if (Status status = check_photo(task.photo); !status) return status;
  if (Status status = check_scene_size(task.scene(), width, height); !status) return status;
  if (std::min(width, height) < kLeastSide)
    return Error{ErrorCode::kInvalidInput, kProposePhoto, "the photo is only " + size,
                 "a head is looked for in photos of at least " + std::to_string(kLeastSide) + " px a side"};
  if (std::max(width, height) > kMostAspect * std::min(width, height))
    return Error{ErrorCode::kInvalidInput, kProposePhoto, "the photo is a strip of " + size,
                 "a head is looked for in photos at most " + std::to_string(kMostAspect) + " times as long as wide"};
  return task.given == nullptr ? Status() : check_partial_scene({task.scene(), task.given->has});
}

/// Fills what the scene lacks.
/// @param step  becomes what is being done, for whoever has to say what failed
Status fill_scene(const ProposalTask& task, const Exec& exec, const ProposeOptions& options, const char*& step) {
  const int width = task.photo.pixels.width(), height = task.photo.pixels.height();
  Scene& scene = task.scene();
  if (is_cancelled(exec) || !report_progress(exec, kStage, 0)) return cancelled_error();

  step = "a face was looked for";
  const Picture small =
      cut(task.photo, cv::Rect2d(0, 0, width, height), std::min(2.0, kFaceSide / std::max(width, height)));
  Result<FaceCascades> cascades = load_face_cascades(options.cascade_folder);
  if (!cascades) return cascades.error();
  cv::Mat grey;
  cv::cvtColor(small.rgb, grey, cv::COLOR_RGB2GRAY);
  const std::vector<FoundFace> faces = faces_of(small, grey, *cascades);
  const int taken = choose_face(task, faces);
  report_faces(task, faces, taken);
  if (faces.empty() && may_face_camera(task) && !task.has(ScenePart::kHeadOutline) && !task.given_eyes()) {
    if (const int degrees = find_turned_face(*cascades, grey); degrees != 0)
      return Error{ErrorCode::kInvalidInput, kProposePhoto, "a face seems to lie in the photo, turned",
                   "turn the photo by " + std::to_string(degrees) +
                       " deg clockwise where that is so; else annotate it by hand, or state its view in a scene, "
                       "{\"view\": \"top\"} or another"};
  }
  if (is_cancelled(exec) || !report_progress(exec, kStage, 0.4)) return cancelled_error();

  step = "the head was looked for";
  const Result<LocatedHead> located = locate_head(task, faces, taken);
  if (!located) return located.error();
  if (is_cancelled(exec) || !report_progress(exec, kStage, 0.8)) return cancelled_error();

  step = "skin and hair were told apart";
  const TracedHead& head = located->head;
  const ViewGuess& view = located->view;
  if (!task.has(ScenePart::kView)) scene.view = view.view;
  task.add_part("view", task.has(ScenePart::kView), view.sure, view.reason);
  if (!task.has(ScenePart::kView) && view.sure < 0.5)
    task.proposal.warnings.push_back(std::string("the view (") + view_name(view.view) +
                                     ") is hardly more than a guess: " + view.reason +
                                     "; state it in a scene, {\"view\": \"...\"}, and look again");
  if (head.eyes && head.eyes_seen < 2)
    task.proposal.warnings.emplace_back(
        "only one eye was found in the face: the other, brow line and hairline stand where they mostly are");

  const Result<Path> outline = set_outline(task, head, located->sure, located->reason);
  if (!outline) return outline.error();
  const Path hairline = set_hairline(task, head, *outline);
  if (Status status = set_region_and_hair(task, head, *outline, hairline); !status) return status;
  set_face_points(task, head);
  if (Status status = check_scene(scene); !status) return status;
  return report_progress(exec, kStage, 1) ? Status() : cancelled_error();
}

}  // namespace

Result<SceneProposal> propose_scene(const Photo& photo, const PartialScene* given, const Exec& exec,
                                    const ProposeOptions& options) {
  SceneProposal proposal;
  const ProposalTask task{photo, given, proposal};
  Scene& scene = proposal.scene;
  if (given != nullptr) scene = given->scene;
  if (scene.width_px == 0 && scene.height_px == 0)
    scene.width_px = photo.pixels.width(), scene.height_px = photo.pixels.height();
  if (Status status = check_inputs(task); !status) return status.error();
  const char* step = "the finder was set up";
  const Error out_of_memory{ErrorCode::kResourceLimit, kProposePhoto, "the memory ran out before its head was found",
                            "more memory, or a smaller photo"};
  const auto failed = [&] {
    return refusal(std::string("the photo is beyond the finder, which failed while ") + step);
  };
  try {
    const QuietOpenCv quiet;
    if (Status status = fill_scene(task, exec, options, step); !status) return status.error();
  } catch (const cv::Exception& e) {
    return is_out_of_memory(e) ? out_of_memory : failed();
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const std::exception&) {  // OpenCV counts processors by reading a file
    return failed();
  }
  return proposal;
}

}  // namespace tonsure
