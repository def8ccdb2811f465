// A proposal drawn on its photo.
#include <algorithm>
#include <cmath>
#include <new>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <tonsure/propose/propose.h>
#include "../core/check_photo.h"

#include "quiet.h"

namespace tonsure {
namespace {

constexpr double kLongestSide = 2000;   ///< px; larger photos are drawn smaller
constexpr double kLongestLine = 1e5;    ///< px
constexpr double kShortestLong = 1000;  ///< and smaller ones larger, so that the legend leaves room for them

/// Draws on a picture that is the photo at another size.
struct Pen {
  cv::Mat picture;
  double scale = 1;
  int thick = 2;

  [[nodiscard]] cv::Point at(Vec2<PhotoPx> p) const { return {cvRound(p.x * scale), cvRound(p.y * scale)}; }

  /// Coloured on a dark seam, so that it shows on skin, hair and sky.
  void line(cv::Point a, cv::Point b, const cv::Scalar& color) const {
    cv::line(picture, a, b, cv::Scalar(0, 0, 0), thick + 2, cv::LINE_AA);
    cv::line(picture, a, b, color, thick, cv::LINE_AA);
  }

  void path(const Points<PhotoPx>& points, bool closed, bool dashed, const cv::Scalar& color) const {
    const double dash = 5.0 * thick;
    double done = 0;
    for (std::size_t i = 0; i + (closed ? 0 : 1) < points.size(); ++i) {
      const cv::Point2d a = scale * cv::Point2d(points[i].x, points[i].y);
      const auto& next = points[(i + 1) % points.size()];
      const cv::Point2d b = scale * cv::Point2d(next.x, next.y);
      const double length = cv::norm(b - a);
      if (!(length < kLongestLine)) continue;  // of a scene that check_scene would not take
      if (!dashed) {
        line(a, b, color);
        continue;
      }
      for (double from = 0; from < length;) {  // dashes run on across vertices
        const double phase = std::fmod(done + from, 2 * dash);
        const double to = std::min(length, from + (phase < dash ? dash : 2 * dash) - phase);
        if (phase < dash) line(a + (b - a) * (from / length), a + (b - a) * (to / length), color);
        from = to + 1e-9;
      }
      done += length;
    }
  }

  void text(const std::string& words, cv::Point at, double height, const cv::Scalar& color) const {
    const double size = height / 22;  // capitals of this font are 22 px high at size 1
    cv::putText(picture, words, at, cv::FONT_HERSHEY_SIMPLEX, size, cv::Scalar(0, 0, 0), thick + 2, cv::LINE_AA);
    cv::putText(picture, words, at, cv::FONT_HERSHEY_SIMPLEX, size, color, std::max(1, thick / 2), cv::LINE_AA);
  }
};

const ProposedPart* find_part(const SceneProposal& proposal, const std::string& name) {
  for (const ProposedPart& part : proposal.parts)
    if (part.name == name) return &part;
  return nullptr;
}

bool is_proposed(const SceneProposal& proposal, const std::string& name) {
  const ProposedPart* part = find_part(proposal, name);
  return part != nullptr && !part->given;
}

Image<unsigned char> overlay(const Photo& photo, const SceneProposal& proposal) {
  const auto view = photo.pixels.view();
  if (!check_photo(photo).ok()) return {};
  const double longest = std::max(view.width, view.height);
  const double scale = std::clamp(longest, kShortestLong, kLongestSide) / longest;
  const cv::Size size(std::max(1, cvRound(scale * view.width)), std::max(1, cvRound(scale * view.height)));
  const cv::Mat whole(view.height, view.width, view.channels == 4 ? CV_8UC4 : CV_8UC3,
                      const_cast<unsigned char*>(view.data), static_cast<std::size_t>(view.row_stride));
  Image<unsigned char> out(size.width, size.height, 3);
  Pen pen{cv::Mat(size, CV_8UC3, out.view().data), scale,
          std::max(1, cvRound(std::max(size.width, size.height) / 500.0))};
  cv::Mat small;
  cv::resize(whole, small, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  if (view.channels == 4) {
    cv::cvtColor(small, pen.picture, cv::COLOR_RGBA2RGB);
  } else {
    small.copyTo(pen.picture);
  }

  const Scene& scene = proposal.scene;
  struct Entry {
    const char* name;
    const char* words;
    cv::Scalar color;
  };
  const Entry hair{"existing_hair", "existing hair", {70, 140, 255}},
      region{"scalp_region", "scalp region", {255, 220, 0}}, outline{"head_outline", "head outline", {255, 60, 50}},
      hairline{"hairline", "hairline", {60, 255, 80}};
  const cv::Scalar face_color(255, 255, 255), point_color(255, 80, 255);

  for (const FaceBox& face : proposal.faces) {
    const Points<PhotoPx> box = {face.upper_left,
                                 {face.lower_right.x, face.upper_left.y},
                                 face.lower_right,
                                 {face.upper_left.x, face.lower_right.y}};
    pen.path(box, true, true, face.taken ? face_color : cv::Scalar(150, 150, 150));
  }
  for (const auto& patch : scene.existing_hair) pen.path(patch, true, is_proposed(proposal, hair.name), hair.color);
  pen.path(scene.head_outline, true, is_proposed(proposal, outline.name), outline.color);
  pen.path(scene.scalp_region, true, is_proposed(proposal, region.name), region.color);
  if (scene.hairline) pen.path(*scene.hairline, false, is_proposed(proposal, hairline.name), hairline.color);
  for (const FacePoint& point : scene.face_points) {
    if (!point.position) continue;
    const bool proposed = is_proposed(proposal, "face_points." + point.name);
    const cv::Point p = pen.at(*point.position);
    cv::circle(pen.picture, p, 3 * pen.thick, cv::Scalar(0, 0, 0), pen.thick + 2, cv::LINE_AA);
    cv::circle(pen.picture, p, 3 * pen.thick, point_color, proposed ? pen.thick : cv::FILLED, cv::LINE_AA);
  }

  const double height = std::max(7.0, std::max(size.width, size.height) / 90.0);
  int y = cvRound(2.0 * height);
  const int x = cvRound(height);
  const auto legend = [&](const char* name, const std::string& words, const cv::Scalar& color) {
    const ProposedPart* part = find_part(proposal, name);
    if (part == nullptr) return;
    std::string line =
        words + (part->given ? ": given" : ": " + std::to_string(cvRound(100 * part->confidence)) + " %");
    pen.text(line, {x, y}, height, color);
    y += cvRound(1.7 * height);
  };
  legend("view", std::string("view ") + view_name(scene.view), face_color);
  for (const Entry& entry : {outline, region, hairline, hair}) legend(entry.name, entry.words, entry.color);
  pen.text("solid: given, dashed: proposed", {x, y}, height, face_color);
  return out;
}

}  // namespace

Image<unsigned char> draw_proposal(const Photo& photo, const SceneProposal& proposal) {
  const QuietOpenCv quiet;
  try {
    return overlay(photo, proposal);
  } catch (const cv::Exception& e) {
    if (is_out_of_memory(e)) throw std::bad_alloc();
    return {};
  }
}

}  // namespace tonsure
