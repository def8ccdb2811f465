#include "faces.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "quiet.h"

#ifndef TONSURE_CASCADE_FOLDER
#define TONSURE_CASCADE_FOLDER ""
#endif

namespace tonsure {
namespace {

constexpr const char* kFrontal = "haarcascade_frontalface_alt2.xml";  // fewest false faces of the four frontal ones
constexpr const char* kProfile = "haarcascade_profileface.xml";       // noses that point to the left of the image
constexpr std::array kEyes = {"haarcascade_eye_tree_eyeglasses.xml", "haarcascade_eye.xml"};
constexpr const char* kInstall =
    "install OpenCV's data (Debian: opencv-data): without them no face is seen, and one might be drawn on";

/// Least sum of the last stage for a profile: below it, half of the finds in photos of heads are ears and collars [E].
constexpr double kLeastProfileWeight = 1.0;
/// Smallest face, px: the cascades were trained at 20.
constexpr int kSmallestFace = 26;
/// Longest side, px, of the picture in which profiles are looked for.
constexpr double kProfileSide = 420;

/// Reads one of the cascades.
Status load(const std::filesystem::path& folder, const char* name, cv::CascadeClassifier& classifier) {
  const std::string file = (folder / name).string();
  std::error_code ignored;
  const bool is_there = std::filesystem::is_regular_file(file, ignored);
  bool is_read = false;
  try {
    is_read = is_there && classifier.load(file) && !classifier.empty() && classifier.getOriginalWindowSize().area() > 0;
  } catch (const cv::Exception& e) {
    if (is_out_of_memory(e)) throw;
  }
  if (is_read) return {};
  return Error{ErrorCode::kInvalidInput,
               "",
               is_there ? "OpenCV's trained cascade is damaged, or none" : "OpenCV's trained cascade is missing",
               kInstall,
               0,
               file};
}

struct Find {
  cv::Rect box;
  double weight = 0;
};

std::vector<Find> detect(cv::CascadeClassifier& classifier, const cv::Mat& grey, int neighbours, int smallest) {
  std::vector<cv::Rect> boxes;
  std::vector<int> levels;
  std::vector<double> weights;
  if (std::min(grey.cols, grey.rows) < smallest) return {};
  classifier.detectMultiScale(grey, boxes, levels, weights, 1.1, neighbours, 0, cv::Size(smallest, smallest), {}, true);
  std::vector<Find> finds;
  for (std::size_t i = 0; i < boxes.size(); ++i) finds.push_back({boxes[i], i < weights.size() ? weights[i] : 0});
  return finds;
}

double overlap(const cv::Rect2d& a, const cv::Rect2d& b) {
  return (a & b).area() / std::min(a.area(), b.area());
}

/// Looks for the pupils of a face that faces the camera.
void find_eyes(FaceCascades& cascades, const cv::Mat& grey, FoundFace& face) {
  const cv::Rect2d& box = face.box;
  // Where pupils lie in the boxes of this cascade [E].
  face.image_left_eye = {box.x + 0.305 * box.width, box.y + 0.38 * box.height};
  face.image_right_eye = {box.x + 0.695 * box.width, box.y + 0.38 * box.height};
  face.eyes_seen = 0;
  const cv::Rect area = cv::Rect(cv::Point(cvFloor(box.x), cvFloor(box.y + 0.12 * box.height)),
                                 cv::Point(cvCeil(box.x + box.width), cvCeil(box.y + 0.62 * box.height))) &
                        cv::Rect({}, grey.size());
  if (area.width < 20 || area.height < 10) return;
  // Eyes are found best where a face is some 300 px wide.
  const double scale = std::min(3.0, 300.0 / box.width);
  cv::Mat enlarged;
  cv::resize(grey(area), enlarged, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  struct Best {
    cv::Point2d at;
    double cost = 1e9;
  };
  Best best[2];
  for (std::size_t kind = 0; kind < cascades.eyes.size(); ++kind) {
    for (const Find& find : detect(cascades.eyes[kind], enlarged, 2, 24)) {
      const cv::Point2d at = {area.x + (find.box.x + 0.5 * find.box.width) / scale,
                              area.y + (find.box.y + 0.5 * find.box.height) / scale};
      for (int side = 0; side < 2; ++side) {
        const cv::Point2d off = at - (side == 0 ? face.image_left_eye : face.image_right_eye);
        const double cost = std::hypot(off.x, off.y) / box.width + (kind == 0 ? 0 : 0.03);
        if (cost < 0.13 && cost < best[side].cost) best[side] = {at, cost};
      }
    }
  }
  const cv::Point2d usual_left = face.image_left_eye, usual_right = face.image_right_eye;
  if (best[0].cost < 1) face.image_left_eye = best[0].at;
  if (best[1].cost < 1) face.image_right_eye = best[1].at;
  face.eyes_seen = (best[0].cost < 1 ? 1 : 0) + (best[1].cost < 1 ? 1 : 0);
  if (face.eyes_seen == 1) {  // the other one beside it
    if (best[0].cost < 1) face.image_right_eye = usual_right + 0.7 * (face.image_left_eye - usual_left);
    if (best[1].cost < 1) face.image_left_eye = usual_left + 0.7 * (face.image_right_eye - usual_right);
  }
}

/// Where the cascades are; empty where that is not known.
std::filesystem::path folder_of_cascades(const std::string& wanted) {
  const auto holds_cascades = [](const std::filesystem::path& folder) {
    std::error_code ignored;
    return !folder.empty() && std::filesystem::is_regular_file(folder / kFrontal, ignored);
  };
  if (!wanted.empty()) return wanted;
  if (holds_cascades(TONSURE_CASCADE_FOLDER)) return TONSURE_CASCADE_FOLDER;
  // prefix/lib/[platform/]libopencv_objdetect.so has its data in prefix/share.
  Dl_info library;
  if (dladdr(reinterpret_cast<const void*>(&cv::groupRectangles_meanshift), &library) == 0) return {};
  std::filesystem::path prefix = library.dli_fname;
  for (int level = 0; level < 3 && prefix.has_parent_path(); ++level) {
    prefix = prefix.parent_path();
    for (const char* name : {"opencv4", "opencv", "OpenCV"}) {
      const auto folder = prefix.parent_path() / "share" / name / "haarcascades";
      if (holds_cascades(folder)) return folder;
    }
  }
  return {};
}

}  // namespace

Result<FaceCascades> load_face_cascades(const std::string& wanted) {
  const std::filesystem::path folder = folder_of_cascades(wanted);
  if (folder.empty())
    return Error{ErrorCode::kInvalidInput, kFrontal, "OpenCV's trained cascades were not found", kInstall};
  FaceCascades cascades;
  if (Status status = load(folder, kFrontal, cascades.frontal); !status) return status.error();
  if (Status status = load(folder, kProfile, cascades.profile); !status) return status.error();
  for (std::size_t i = 0; i < kEyes.size(); ++i)
    if (Status status = load(folder, kEyes[i], cascades.eyes[i]); !status) return status.error();
  return cascades;
}

std::vector<FoundFace> find_faces(FaceCascades& cascades, const cv::Mat& grey) {
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<FoundFace> faces;
  const auto is_new = [&](const cv::Rect2d& box) {
    return std::none_of(faces.begin(), faces.end(), [&](const auto& face) { return overlap(face.box, box) > 0.4; });
  };

  const auto look = [&](const cv::Mat& picture, const cv::Mat& mirror, int neighbours) {
    std::optional<std::vector<Find>> again;
    for (const Find& find : detect(cascades.frontal, picture, neighbours, kSmallestFace)) {
      if (!is_new(find.box)) continue;
      FoundFace face;
      face.box = find.box;
      face.weight = find.weight;
      find_eyes(cascades, picture, face);
      if (face.eyes_seen < 2) {
        if (!again) again = detect(cascades.frontal, mirror, neighbours, kSmallestFace);
        const cv::Rect2d there(grey.cols - face.box.x - face.box.width, face.box.y, face.box.width, face.box.height);
        if (std::none_of(again->begin(), again->end(), [&](const Find& f) { return overlap(f.box, there) > 0.6; }))
          continue;
      }
      faces.push_back(face);
    }
  };
  look(grey, mirrored, 3);
  if (faces.empty()) {  // dark skin before a bright window, faded prints
    cv::Mat even, even_mirrored;
    cv::createCLAHE(3.0, {8, 8})->apply(grey, even);
    cv::flip(even, even_mirrored, 1);
    look(even, even_mirrored, 5);
  }

  // Profiles cost most and need least detail.
  const double scale = std::min(1.0, kProfileSide / std::max(grey.cols, grey.rows));
  std::vector<FoundFace> found;
  for (const Facing facing : {Facing::kImageLeft, Facing::kImageRight}) {
    cv::Mat picture;
    cv::resize(facing == Facing::kImageLeft ? grey : mirrored, picture, {}, scale, scale, cv::INTER_AREA);
    for (const Find& find : detect(cascades.profile, picture, 3, 20)) {
      if (find.weight < kLeastProfileWeight) continue;
      FoundFace face;
      face.box = cv::Rect2d(find.box.x / scale, find.box.y / scale, find.box.width / scale, find.box.height / scale);
      if (facing == Facing::kImageRight) face.box.x = grey.cols - face.box.x - face.box.width;
      face.facing = facing;
      face.weight = find.weight;
      found.push_back(face);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
  for (const FoundFace& face : found)
    if (is_new(face.box)) faces.push_back(face);
  std::stable_sort(faces.begin(), faces.end(), [](const auto& a, const auto& b) { return a.box.x < b.box.x; });
  return faces;
}

int find_turned_face(FaceCascades& cascades, const cv::Mat& grey) {
  const double scale = std::min(1.0, kProfileSide / std::max(grey.cols, grey.rows));
  cv::Mat small, turned;
  cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
  const std::array<std::pair<int, int>, 3> turns = {
      {{90, cv::ROTATE_90_CLOCKWISE}, {270, cv::ROTATE_90_COUNTERCLOCKWISE}, {180, cv::ROTATE_180}}};
  for (const auto& [degrees, code] : turns) {
    cv::rotate(small, turned, code);
    for (const Find& find : detect(cascades.frontal, turned, 3, kSmallestFace)) {
      FoundFace face;
      face.box = find.box;
      find_eyes(cascades, turned, face);
      if (face.eyes_seen == 2) return degrees;
    }
  }
  return 0;
}

}  // namespace tonsure
