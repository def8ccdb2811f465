#include "view.h"

#include <algorithm>
#include <cmath>

namespace tonsure {
namespace {

double sigmoid(double z) {
  return 1 / (1 + std::exp(-z));
}

}  // namespace

double turn_of(const TracedHead& head) {
  const HeadGuess at_eyes{head.eyes->at(0, 0), 1, 1, 1, head.guess.roll};
  return to_head(at_eyes, head.guess.center).x / head.guess.half_width;
}

ViewGuess view_of_turn(double turn) {
  // sin(yaw) is some 0.9 times the turn: eyes lie 80 to 90 mm before the middle of a head 154 mm wide.
  constexpr double kThreeQuarter = 0.28;  // 15 degrees
  const double yaw = std::asin(std::clamp(0.9 * turn, -1.0, 1.0)) * 180 / CV_PI;
  return {std::fabs(turn) > kThreeQuarter ? View::kThreeQuarter : View::kFront,
          std::clamp(0.55 + 2 * std::fabs(std::fabs(turn) - kThreeQuarter), 0.5, 0.97),
          "a face, turned by some " + std::to_string(cvRound(std::fabs(yaw))) + " deg"};
}

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

}  // namespace tonsure
