#include "view.h"

#include <algorithm>
#include <cmath>

namespace tonsure {
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

}  // namespace tonsure
