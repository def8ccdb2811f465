#include "head.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace tonsure {
namespace {

constexpr int kPoints = 36;         ///< along an ellipse
constexpr double kLimbUntil = 2.2;  ///< radians from straight up; below lie neck, ears, collar
constexpr double kUnseen = 0.35;    ///< what a point outside of the picture counts: heads are often cut off

/// Colours and their change, of a small picture.
struct Evidence {
  cv::Mat lab;         ///< float, 3 channels
  cv::Mat xx, xy, yy;  ///< squared change of colour, as a tensor
  float usual = 1;     ///< a strong edge of this picture
};

Evidence gather(const cv::Mat& rgb) {
  Evidence e;
  cv::Mat smooth;
  cv::GaussianBlur(rgb, smooth, {}, 1.0);
  smooth.convertTo(smooth, CV_32F, 1 / 255.0);
  cv::cvtColor(smooth, e.lab, cv::COLOR_RGB2Lab);
  std::array<cv::Mat, 3> channels;
  cv::split(e.lab, channels.data());
  e.xx = cv::Mat::zeros(rgb.size(), CV_32F);
  e.xy = e.xx.clone();
  e.yy = e.xx.clone();
  for (const cv::Mat& channel : channels) {
    cv::Mat dx, dy;
    cv::Scharr(channel, dx, CV_32F, 1, 0, 1 / 32.0);
    cv::Scharr(channel, dy, CV_32F, 0, 1, 1 / 32.0);
    e.xx += dx.mul(dx);
    e.xy += dx.mul(dy);
    e.yy += dy.mul(dy);
  }
  cv::Mat total = e.xx + e.yy;
  std::vector<float> values(total.begin<float>(), total.end<float>());
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 9 / 10);
  std::nth_element(values.begin(), nth, values.end());
  e.usual = std::max(std::sqrt(*nth), 2.0F);
  return e;
}

bool inside(const cv::Mat& picture, cv::Point p) {
  return p.x >= 0 && p.y >= 0 && p.x < picture.cols && p.y < picture.rows;
}

struct Score {
  double total = 0, limb = 0, contrast = 0, closing = 0, seen = 0;
};

Score score_of(const Evidence& e, cv::Point2d center, double half_width, double half_height) {
  Score score;
  double limb_weight = 0, closing = 0, closing_weight = 0, contrast_weight = 0, seen = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double angle = 2 * std::numbers::pi * i / kPoints;
    const cv::Point2d q(half_width * std::sin(angle), -half_height * std::cos(angle));
    cv::Point2d normal(q.x / (half_width * half_width), q.y / (half_height * half_height));
    normal *= 1 / std::hypot(normal.x, normal.y);
    const bool low = std::fabs(std::remainder(angle, 2 * std::numbers::pi)) > kLimbUntil;
    double strength = kUnseen;
    if (inside(e.lab, center + q)) {
      strength = 0;
      for (int step = -2; step <= 2; ++step) {
        const cv::Point p = center + q + step * normal;
        if (!inside(e.lab, p)) continue;
        const double change = normal.x * normal.x * e.xx.at<float>(p) + 2 * normal.x * normal.y * e.xy.at<float>(p) +
                              normal.y * normal.y * e.yy.at<float>(p);
        strength = std::max(strength, std::min(1.0, std::sqrt(std::max(change, 0.0)) / e.usual));
      }
      if (!low) seen += 1;
    }
    (low ? closing : score.limb) += strength;
    (low ? closing_weight : limb_weight) += 1;
    const double reach = 0.12 * std::min(half_width, half_height);
    const cv::Point in = center + q - reach * normal, out = center + q + reach * normal;
    if (!low && inside(e.lab, in) && inside(e.lab, out)) {
      score.contrast += std::min(1.0, cv::norm(e.lab.at<cv::Vec3f>(in) - e.lab.at<cv::Vec3f>(out)) / 30);
      contrast_weight += 1;
    }
  }
  score.limb /= limb_weight;
  score.closing = closing / closing_weight / std::max(score.limb, 0.01);
  score.contrast /= std::max(contrast_weight, 0.3 * limb_weight);
  score.seen = seen / limb_weight;
  return score;
}

/// What the inside of an ellipse looks like.
struct Inside {
  double strange = 1;  ///< share that has no colour of skin or hair: blue, green and violet
  double spread = 0;   ///< standard deviation of the colour, Lab units
};

Inside look_inside(const Evidence& e, cv::Point2d center, double half_width, double half_height) {
  double strange = 0, count = 0;
  cv::Vec3d sum, squares;
  for (int v = -4; v <= 4; ++v) {
    for (int u = -4; u <= 4; ++u) {
      const cv::Point p(cv::Point2d(center.x + 0.2 * u * half_width, center.y + 0.2 * v * half_height));
      if (u * u + v * v > 16 || !inside(e.lab, p)) continue;
      const cv::Vec3d lab = e.lab.at<cv::Vec3f>(p);
      strange += lab[2] < -10 || lab[1] < -10 || lab[1] > 40 ? 1 : 0;
      sum += lab;
      squares += lab.mul(lab);
      count += 1;
    }
  }
  if (count < 1) return {};
  const cv::Vec3d mean = sum / count, variance = squares / count - mean.mul(mean);
  return {strange / count, std::sqrt(std::max(0.0, variance[0] + variance[1] + variance[2]))};
}

}  // namespace

std::optional<FoundHead> find_head(const cv::Mat& rgb, const cv::Mat& solid,
                                   const std::vector<cv::Rect2d>& other_heads) {
  cv::Mat picture = rgb;
  if (!solid.empty()) {  // what is transparent is of one colour
    picture = rgb.clone();
    picture.setTo(cv::Scalar(128, 128, 128), solid == 0);
  }
  const Evidence e = gather(picture);
  const double side = std::min(rgb.cols, rgb.rows);
  Score best;
  HeadGuess guess;
  const auto consider = [&](double x, double y, double half_width, double half_height) {
    for (const cv::Rect2d& other : other_heads)
      if (other.contains({x, y})) return;
    Score score = score_of(e, {x, y}, half_width, half_height);
    if (score.seen < 0.6) return;
    // People photograph heads large and in the middle [E].
    const double size = std::log(half_width / (0.38 * side)) / 0.6;
    const double off_x = (x - 0.5 * rgb.cols) / side, off_y = (y - 0.5 * rgb.rows) / side;
    score.total = score.limb + 0.6 * score.contrast - 0.08 * size * size - 0.7 * (off_x * off_x + off_y * off_y);
    if (score.total <= best.total) return;
    score.total -= 0.5 * look_inside(e, {x, y}, half_width, half_height).strange;
    if (score.total <= best.total) return;
    best = score;
    guess.center = {x, y};
    guess.half_width = half_width;
    guess.up = guess.down = half_height;
  };
  for (double half_width = 0.10 * side; half_width <= 0.56 * side; half_width *= 1.12) {
    const double step = std::max(2.0, 0.11 * half_width);
    for (const double aspect : {0.92, 1.06, 1.22}) {
      const double half_height = aspect * half_width;
      if (half_height > 0.62 * rgb.rows) continue;
      for (double y = 0.7 * half_height; y <= rgb.rows - 0.5 * half_height; y += step)
        for (double x = 0.7 * half_width; x <= rgb.cols - 0.7 * half_width; x += step)
          consider(x, y, half_width, half_height);
    }
  }
  if (best.total <= 0) return std::nullopt;
  for (double reach : {0.05, 0.025}) {  // finer, around the best
    const HeadGuess from = guess;
    const double step = reach * from.half_width;
    for (int i = 0; i < 81; ++i) {
      const int right = i % 3 - 1, down = i / 3 % 3 - 1, wider = i / 9 % 3 - 1, taller = i / 27 - 1;
      consider(from.center.x + step * right, from.center.y + step * down, from.half_width * (1 + reach * wider),
               from.up * (1 + reach * taller));
    }
  }
  // Things that are round but no heads: without a limb, without one that stands out from what lies within, of one flat
  // colour, or of colours heads do not have [E].
  double within_limb = 0;
  for (const double part : {0.5, 0.65, 0.8})
    within_limb += score_of(e, guess.center, part * guess.half_width, part * guess.up).limb / 3;
  const Inside within = look_inside(e, guess.center, guess.half_width, guess.up);
  if (best.limb < 0.3 || best.limb < 1.25 * within_limb || best.contrast < 0.15 || within.strange > 0.35 ||
      within.spread < 1)
    return std::nullopt;
  return FoundHead{guess, best.limb, best.contrast, best.closing};
}

}  // namespace tonsure
