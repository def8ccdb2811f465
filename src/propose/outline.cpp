#include "outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace tonsure {
namespace {

constexpr double kPi = std::numbers::pi;

// Radii that are tried, relative to the guess.
constexpr int kSteps = 72;
constexpr double kLeast = 0.60, kMost = 1.50;
using Steps = cv::Vec<double, kSteps>;
double relative_radius(int step) {
  return kLeast + (kMost - kLeast) * step / (kSteps - 1);
}

// What a path costs per ray [all E]: chosen so that a clear edge 1 SD from the guess beats a faint one at it.
constexpr double kRegionCost = 3.0;  ///< times the share of the ray on the wrong side
constexpr double kEdgeCost = 0.6;
constexpr double kPriorCost = 0.25;  ///< times the squared distance from the guess in SD
constexpr double kBendCost = 0.06;   ///< times the squared steps from ray to ray
constexpr int kMostBend = 3;

float sample(const cv::Mat& picture, cv::Point2d p) {
  const int x = cvFloor(p.x), y = cvFloor(p.y);
  if (x < 0 || y < 0 || x >= picture.cols || y >= picture.rows) return 0;
  return picture.at<float>(y, x);
}

}  // namespace

cv::Point2d to_head(const HeadGuess& guess, cv::Point2d p) {
  const cv::Point2d d = p - guess.center;
  const double c = std::cos(guess.roll), s = std::sin(guess.roll);
  return {c * d.x + s * d.y, -s * d.x + c * d.y};
}

cv::Point2d from_head(const HeadGuess& guess, cv::Point2d q) {
  const double c = std::cos(guess.roll), s = std::sin(guess.roll);
  return guess.center + cv::Point2d(c * q.x - s * q.y, s * q.x + c * q.y);
}

cv::Point2d ray(const HeadGuess& guess, int k) {
  const double angle = 2 * kPi * k / kLimbDirections + guess.roll;
  return {std::sin(angle), -std::cos(angle)};
}

double guessed_radius(const HeadGuess& guess, int k) {
  const double angle = 2 * kPi * k / kLimbDirections;
  const double height = std::cos(angle) > 0 ? guess.up : guess.down;
  return 1 / std::hypot(std::sin(angle) / guess.half_width, std::cos(angle) / height);
}

cv::Mat segment_head(const cv::Mat& rgb, const cv::Mat& solid, const cv::Mat& face, const HeadGuess& guess) {
  cv::Mat labels(rgb.size(), CV_8U);
  const double sure = 1 - 2.5 * guess.spread, beyond = 1 + 3.5 * guess.spread;
  for (int y = 0; y < rgb.rows; ++y) {
    for (int x = 0; x < rgb.cols; ++x) {
      const cv::Point2d q = to_head(guess, {x + 0.5, y + 0.5});
      const double rho = std::hypot(q.x / guess.half_width, q.y / (q.y < 0 ? guess.up : guess.down));
      unsigned char label = rho < sure     ? cv::GC_FGD
                            : rho < 1      ? cv::GC_PR_FGD
                            : rho < beyond ? cv::GC_PR_BGD
                                           : cv::GC_BGD;
      if (!face.empty() && face.at<unsigned char>(y, x) != 0) label = cv::GC_FGD;
      if (!solid.empty() && solid.at<unsigned char>(y, x) == 0) label = cv::GC_BGD;
      labels.at<unsigned char>(y, x) = label;
    }
  }
  cv::Mat head = cv::Mat::zeros(rgb.size(), CV_8U);
  const auto is_head = [](unsigned char label) { return label == cv::GC_FGD || label == cv::GC_PR_FGD; };
  int inside = 0, outside = 0;
  for (const unsigned char label : cv::Mat_<unsigned char>(labels)) ++(is_head(label) ? inside : outside);
  if (inside > 20 && outside > 20) {  // each side's colours are five Gaussians
    cv::Mat smooth, background, foreground;
    cv::bilateralFilter(rgb, smooth, 5, 25, 3);
    cv::grabCut(smooth, labels, {}, background, foreground, 4, cv::GC_INIT_WITH_MASK);
  }
  for (int y = 0; y < rgb.rows; ++y)
    for (int x = 0; x < rgb.cols; ++x)
      if (is_head(labels.at<unsigned char>(y, x))) head.at<unsigned char>(y, x) = 255;
  return head;
}

cv::Mat edge_strength(const cv::Mat& rgb) {
  cv::Mat smooth, lab;
  cv::GaussianBlur(rgb, smooth, {}, 1.2);
  smooth.convertTo(smooth, CV_32F, 1 / 255.0);
  cv::cvtColor(smooth, lab, cv::COLOR_RGB2Lab);
  std::array<cv::Mat, 3> channels;
  cv::split(lab, channels.data());
  cv::Mat total = cv::Mat::zeros(rgb.size(), CV_32F);
  for (const cv::Mat& channel : channels) {
    cv::Mat dx, dy;
    cv::Scharr(channel, dx, CV_32F, 1, 0, 1 / 32.0);
    cv::Scharr(channel, dy, CV_32F, 0, 1, 1 / 32.0);
    total += dx.mul(dx) + dy.mul(dy);
  }
  cv::sqrt(total, total);
  std::vector<float> values(total.begin<float>(), total.end<float>());
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 92 / 100);
  std::nth_element(values.begin(), nth, values.end());
  // 1.5: below that, it is noise and skin, however calm the picture.
  cv::Mat strength = cv::min(total / std::max(*nth, 1.5F), 1.0);
  return strength;
}

Limb find_limb(const cv::Mat& head, const cv::Mat& edges, const HeadGuess& guess) {
  cv::Mat share;
  head.convertTo(share, CV_32F, 1 / 255.0);
  cv::GaussianBlur(share, share, {}, 1.0);

  cv::Mat1d cost(kLimbDirections, kSteps), strength(kLimbDirections, kSteps);
  for (int k = 0; k < kLimbDirections; ++k) {
    const cv::Point2d direction = ray(guess, k);
    const double radius = guessed_radius(guess, k);
    const double below = std::fabs(2 * kPi * k / kLimbDirections - kPi);
    const bool limb = below > kPi - guess.limb_until;
    Steps within;
    for (int i = 0; i < kSteps; ++i) {
      const cv::Point2d p = guess.center + direction * (relative_radius(i) * radius);
      within[i] = sample(share, p);
      strength(k, i) = std::max({sample(edges, p), sample(edges, p - direction), sample(edges, p + direction)});
    }
    double wrong = 0;  // at the least radius: all head beyond it is on the wrong side
    for (int i = 0; i < kSteps; ++i) wrong += within[i];
    for (int i = 0; i < kSteps; ++i) {
      wrong += 1 - 2 * within[i];
      const double off = (relative_radius(i) - 1) / guess.spread;
      cost(k, i) = kPriorCost * off * off;
      if (limb) cost(k, i) += kRegionCost * wrong / (kSteps / 6.0) + kEdgeCost * (1 - strength(k, i));
    }
  }

  // Dynamic programming around the circle, twice: the second time it starts where the first passed straight down.
  cv::Mat1i from(kLimbDirections, kSteps, 0);
  const auto solve = [&](int start_ray, int start_step) {
    Steps best = Steps::all(1e18);
    for (int i = 0; i < kSteps; ++i)
      if (start_step < 0 || i == start_step) best[i] = cost(start_ray, i);
    for (int n = 1; n < kLimbDirections; ++n) {
      const int k = (start_ray + n) % kLimbDirections;
      Steps next;
      for (int i = 0; i < kSteps; ++i) {
        double least = 1e18;
        int source = i;
        for (int j = std::max(0, i - kMostBend); j <= std::min(kSteps - 1, i + kMostBend); ++j) {
          const double c = best[j] + kBendCost * (i - j) * (i - j);
          if (c < least) least = c, source = j;
        }
        next[i] = least + cost(k, i);
        from(k, i) = source;
      }
      best = next;
    }
    int step = 0;
    double least = 1e18;
    for (int i = 0; i < kSteps; ++i) {
      const double closing = start_step >= 0 ? kBendCost * (i - start_step) * (i - start_step) : 0;
      if (best[i] + closing < least) least = best[i] + closing, step = i;
    }
    cv::Mat1i path(1, kLimbDirections);
    for (int n = kLimbDirections - 1; n >= 0; --n) {
      const int k = (start_ray + n) % kLimbDirections;
      path(k) = step;
      if (n > 0) step = from(k, step);
    }
    return path;
  };
  const cv::Mat1i first = solve(kLimbDirections / 2, -1);
  const cv::Mat1i path = solve(0, first(0));

  Limb limb;
  for (int k = 0; k < kLimbDirections; ++k) {
    limb.radius_px.push_back(relative_radius(path(k)) * guessed_radius(guess, k));
    limb.edge.push_back(strength(k, path(k)));
  }
  return limb;
}

}  // namespace tonsure
