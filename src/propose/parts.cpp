#include "parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include <tonsure/core/color.h>

namespace tonsure {
namespace {

// Proportions of heads from the side, in lengths of the head (195 mm), by eye from photographs [E].
constexpr double kGlabellaBelowTop = 0.51;
constexpr double kNapeBelowTop = 0.80;

// What tells hair from skin [E], in natural logarithms of linear light.
constexpr double kShading = 0.5;    ///< a head's round sides are that much darker than its front
constexpr double kDarkHair = 0.9;   ///< hair that is as bright as skin in its own shade is darker by that much more
constexpr double kGreyHair = 0.28;  ///< R/G and G/B of hair are lower than those of skin by that much

constexpr double kShadingGap = 1.0;  ///< mean distance between lit and shaded skin of round heads without hair

double length_of(const Path& closed) {
  double length = 0;
  for (std::size_t i = 0; i < closed.size(); ++i) length += cv::norm(closed[(i + 1) % closed.size()] - closed[i]);
  return length;
}

/// A smooth curve through points, `pieces` points per gap (Catmull-Rom).
Path curve(const Path& through, int pieces) {
  Path out;
  const auto at = [&](std::ptrdiff_t i) {
    return through[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(through) - 1))];
  };
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(through); ++i) {
    for (int k = 0; k < pieces; ++k) {
      const double t = static_cast<double>(k) / pieces;
      const cv::Point2d a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
      out.push_back(b + 0.5 * t * ((c - a) + t * ((2 * a - 5 * b + 4 * c - d) + t * (3 * (b - c) + d - a))));
    }
  }
  out.push_back(through.back());
  return out;
}

/// A closed path without its wiggles: a mean over neighbours, `sigma` points wide.
Path smoothed(const Path& closed, double sigma) {
  const int n = static_cast<int>(closed.size()), reach = cvCeil(3 * sigma);
  Path out;
  for (int i = 0; i < n; ++i) {
    cv::Point2d sum;
    double total = 0;
    for (int k = -reach; k <= reach; ++k) {
      const double weight = std::exp(-0.5 * k * k / (sigma * sigma));
      sum += weight * closed[static_cast<std::size_t>(((i + k) % n + n) % n)];
      total += weight;
    }
    out.push_back(sum / total);
  }
  return out;
}

struct Extent {
  double left, right, top, bottom;
};
Extent extent_of(const Path& path) {
  Extent e{1e9, -1e9, 1e9, -1e9};
  for (const cv::Point2d& p : path) {
    e.left = std::min(e.left, p.x), e.right = std::max(e.right, p.x);
    e.top = std::min(e.top, p.y), e.bottom = std::max(e.bottom, p.y);
  }
  return e;
}

Path mirrored(Path path, double about_x) {
  for (cv::Point2d& p : path) p.x = 2 * about_x - p.x;
  return path;
}

/// A picture in [0, 1], blurred without what lies outside of a mask or within `rim` px of its border: there, colours of
/// the background shine in. Rims take the colour beside them.
cv::Mat blurred_within(const cv::Mat& rgb, const cv::Mat& within, double sigma, int rim) {
  cv::Mat core, weight, colors, sum;
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * rim + 1, 2 * rim + 1});
  cv::erode(within, core, disc, {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(255));
  core.convertTo(weight, CV_32F, 1 / 255.0);
  rgb.convertTo(colors, CV_32F, 1 / 255.0);
  const auto blur = [&](double width, cv::Mat& to, cv::Mat& total) {
    std::array<cv::Mat, 3> weights = {weight, weight, weight};
    cv::Mat three;
    cv::merge(weights.data(), 3, three);
    cv::GaussianBlur(colors.mul(three), to, {}, width);
    cv::GaussianBlur(weight, total, {}, width);
  };
  cv::Mat total, far_sum, far_total;
  blur(sigma, sum, total);
  blur(std::max(2.0 * sigma, 1.0 * rim), far_sum, far_total);
  cv::Mat out(rgb.size(), CV_32FC3, cv::Scalar::all(0));
  for (int y = 0; y < rgb.rows; ++y) {
    for (int x = 0; x < rgb.cols; ++x) {
      const float near = total.at<float>(y, x), far = far_total.at<float>(y, x);
      if (near > 0.05F) {
        out.at<cv::Vec3f>(y, x) = sum.at<cv::Vec3f>(y, x) / near;
      } else if (far > 1e-5F) {
        out.at<cv::Vec3f>(y, x) = far_sum.at<cv::Vec3f>(y, x) / far;
      }
    }
  }
  return out;
}

Path from_contour(const std::vector<cv::Point>& contour, int points) {
  Path path;
  for (const cv::Point& p : contour) path.emplace_back(p.x + 0.5, p.y + 0.5);
  // Twice as many points as are kept, smoothed over two of them.
  return respaced(smoothed(respaced(path, 2 * points), 2.0), points);
}

}  // namespace

cv::Point2d Eyes::at(double x, double y) const {
  const cv::Point2d middle = 0.5 * (left + right), along = right - left;
  return middle + x * along + y * cv::Point2d(-along.y, along.x);
}

Path respaced(const Path& closed, int points) {
  Path out;
  if (closed.size() < 3) return closed;
  const double step = length_of(closed) / points;
  if (!(step > 0)) return closed;
  double next = 0, done = 0;
  for (std::size_t i = 0; i < closed.size() && std::ssize(out) < points; ++i) {
    const cv::Point2d a = closed[i], b = closed[(i + 1) % closed.size()];
    const double length = cv::norm(b - a);
    for (; next < done + length && std::ssize(out) < points; next += step)
      out.push_back(a + (b - a) * ((next - done) / length));
    done += length;
  }
  return out;
}

Path limb_path(const HeadGuess& guess, const Limb& limb) {
  Path path;
  for (int k = 0; k < kLimbDirections; ++k)
    path.push_back(guess.center + limb.radius_px[static_cast<std::size_t>(k)] * ray(guess, k));
  return smoothed(path, 1.5);
}

Path front_outline(const Path& limb, const Eyes& eyes) {
  // The brow line, in eye distances from the middle between the pupils [E].
  constexpr double kEnd = -0.04, kPeak = -0.31, kMiddle = -0.21;
  const double d = eyes.distance();
  const cv::Point2d origin = eyes.at(0, 0), along = (eyes.right - eyes.left) / d, down(-along.y, along.x);
  const auto height = [&](cv::Point2d p) { return (p - origin).dot(down) / d; };
  // Straight up is where the limb begins: the right half is its first, the left half its second.
  const std::size_t n = limb.size(), half = n / 2;
  std::size_t right = 0, left = n;
  while (right + 1 < half && height(limb[right + 1]) < kEnd) ++right;
  while (left - 1 > half && height(limb[left - 1]) < kEnd) --left;
  Path out(limb.begin() + static_cast<std::ptrdiff_t>(left), limb.end());
  out.insert(out.end(), limb.begin(), limb.begin() + static_cast<std::ptrdiff_t>(right) + 1);
  Path thinned;
  for (std::size_t i = 0; i < out.size(); i += 2) thinned.push_back(out[i]);
  if (thinned.back() != out.back()) thinned.push_back(out.back());
  const cv::Point2d from = thinned.back(), to = thinned.front();
  const Path brow = curve({from, eyes.at(0.55, kPeak), eyes.at(0, kMiddle), eyes.at(-0.55, kPeak), to}, 4);
  thinned.insert(thinned.end(), brow.begin() + 1, brow.end() - 1);
  return thinned;
}

Path side_outline(const Path& limb, bool nose_left) {
  if (nose_left) {
    // Mirrored, and clockwise from straight up again.
    Path turned = mirrored(limb, 0);
    std::reverse(turned.begin() + 1, turned.end());
    const Path right = side_outline(turned, false);
    Path out = mirrored(right, 0);
    return {out.rbegin(), out.rend()};
  }
  // Length and front are those of the cranium: farther down, nose and neck stand out.
  const Extent whole = extent_of(limb);
  Path upper;
  for (const cv::Point2d& p : limb)
    if (p.y < whole.top + 0.45 * (whole.right - whole.left)) upper.push_back(p);
  const Extent e = extent_of(upper);
  const double length = e.right - e.left, middle = 0.5 * (e.left + e.right);
  const double brow = e.top + kGlabellaBelowTop * length, nape = e.top + kNapeBelowTop * length;
  double front = middle;
  Path over, ordered;
  for (const cv::Point2d& p : limb) {
    const bool behind = p.x < middle && p.y <= nape && (p.y < brow || p.x < e.left + 0.22 * length);
    const bool before = p.x >= middle && p.y <= brow && p.x <= e.right + 0.05 * length;
    if (behind || before) over.push_back(p);
    if (before && p.y > brow - 0.1 * length) front = std::max(front, p.x);
  }
  // Clockwise from the nape: the limb begins straight up, so what lies behind comes last.
  const auto behind = std::find_if(over.begin() + static_cast<std::ptrdiff_t>(over.size() / 3), over.end(),
                                   [&](cv::Point2d p) { return p.x < middle; });
  ordered.assign(behind, over.end());
  ordered.insert(ordered.end(), over.begin(), behind);
  Path out;
  for (std::size_t i = 0; i < ordered.size(); i += 2) out.push_back(ordered[i]);
  for (const auto& [x, y] : std::array<std::pair<double, double>, 9>{{{0.20, 0.01},
                                                                      {0.40, 0.06},
                                                                      {0.45, 0.00},
                                                                      {0.50, -0.03},
                                                                      {0.56, -0.02},
                                                                      {0.61, 0.05},
                                                                      {0.63, 0.16},
                                                                      {0.68, 0.27},
                                                                      {0.82, 0.29}}}) {
    const cv::Point2d p(front - x * length, brow + y * length);
    // Behind the ear, only what lies before the nape: beyond it the outline would cross itself.
    if (x < 0.6 || ordered.empty() || p.x > ordered.front().x + 0.03 * length) out.push_back(p);
  }
  return out;
}

Path back_outline(const Path& limb) {
  Path out;
  for (std::size_t i = 0; i < limb.size(); i += 3) out.push_back(limb[i]);
  return out;
}

Path front_hairline(const Path& outline, const Eyes& eyes) {
  const double d = eyes.distance();
  const cv::Point2d origin = eyes.at(0, 0), along = (eyes.right - eyes.left) / d, down(-along.y, along.x);
  double top = 0, left = 0, right = 0;
  for (const cv::Point2d& p : outline) {
    top = std::min(top, (p - origin).dot(down) / d);
    left = std::min(left, (p - origin).dot(along) / d);
    right = std::max(right, (p - origin).dot(along) / d);
  }
  // The middle lies 62 mm above the glabella along the skin; pupils are 63 mm apart. How much shorter it looks depends
  // on how far the head is bent, which the height of the visible forehead tells; the mean of both [E].
  constexpr double kGlabella = -0.24;
  const double height = 0.5 * (0.95 * 62 / 63.0 + 0.68 * (kGlabella - top));
  const double middle = 0.5 * (left + right), half = 0.5 * (right - left);
  Path through;
  for (const auto& [x, y] : std::array<std::pair<double, double>, 9>{{{-0.92, -0.10},
                                                                      {-0.88, 0.30},
                                                                      {-0.78, 0.72},
                                                                      {-0.58, 0.98},
                                                                      {0, 1.0},
                                                                      {0.58, 0.98},
                                                                      {0.78, 0.72},
                                                                      {0.88, 0.30},
                                                                      {0.92, -0.10}}})
    // At the middle the line follows the face, at its ends the head, which differ where the head is turned.
    through.push_back(eyes.at(middle * std::fabs(x) + half * x, kGlabella - y * height));
  return curve(through, 2);
}

Path side_hairline(const Path& outline, bool nose_left) {
  if (nose_left) {
    Path out = mirrored(side_hairline(mirrored(outline, 0), false), 0);
    return {out.rbegin(), out.rend()};
  }
  const Extent e = extent_of(outline);
  const double length = e.right - e.left, brow = e.top + kGlabellaBelowTop * length;
  // 62 mm, 0.32 of a head's length, above the glabella along the limb.
  cv::Point2d start;
  double nearest = 1e9;
  for (const cv::Point2d& p : outline) {
    const double off = std::fabs(p.y - (brow - 0.29 * length));
    if (p.x > 0.5 * (e.left + e.right) && off < nearest) nearest = off, start = p;
  }
  return {cv::Point2d(e.right - 0.42 * length, brow + 0.04 * length),
          cv::Point2d(e.right - 0.34 * length, brow - 0.03 * length),
          cv::Point2d(e.right - 0.28 * length, brow - 0.09 * length),
          cv::Point2d(e.right - 0.28 * length, brow - 0.20 * length),
          cv::Point2d(e.right - 0.24 * length, brow - 0.27 * length),
          start};
}

cv::Mat filled(const Path& polygon, cv::Size size) {
  cv::Mat mask = cv::Mat::zeros(size, CV_8U);
  std::vector<cv::Point> points;
  constexpr double kFar = 20000;  // px, beyond any picture; fillPoly's own numbers end at 32767
  for (const cv::Point2d& p : polygon)
    points.emplace_back(cvFloor(std::clamp(p.x, -kFar, kFar)), cvFloor(std::clamp(p.y, -kFar, kFar)));
  if (points.size() < 3) return mask;
  cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{points}, cv::Scalar(255));
  return mask;
}

HairFind find_hair(const cv::Mat& rgb, const Path& outline, const cv::Mat& skin) {
  const cv::Mat within = filled(outline, rgb.size());
  const double size = std::sqrt(cv::countNonZero(within));
  HairFind found{cv::Mat::zeros(rgb.size(), CV_8U), 0};
  if (size < 16) return found;

  // Logarithms of luminance and of the ratios R/G and G/B: shading changes the first alone.
  cv::Mat feature = blurred_within(rgb, within, std::max(1.0, 0.015 * size), cvRound(0.03 * size));
  feature.forEach<cv::Vec3f>([](cv::Vec3f& p, const int*) {
    cv::Vec3f light;
    for (int c = 0; c < 3; ++c) light[c] = static_cast<float>(srgb_to_linear(p[c])) + 0.004F;
    p = {std::log(0.2126F * light[0] + 0.7152F * light[1] + 0.0722F * light[2]), std::log(light[0] / light[1]),
         std::log(light[1] / light[2])};
  });
  const bool known_skin = !skin.empty() && cv::countNonZero(skin & within) > 32;
  const cv::Mat sample = known_skin ? cv::Mat(skin & within) : within;
  cv::Vec3f bare;
  for (int c = 0; c < 3; ++c) {
    std::vector<float> values;
    for (int y = 0; y < rgb.rows; ++y)
      for (int x = 0; x < rgb.cols; ++x)
        if (sample.at<unsigned char>(y, x) != 0) values.push_back(feature.at<cv::Vec3f>(y, x)[c]);
    // Where no skin is known: the lighter half of the head, and its warmer half.
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(values.size() * (known_skin ? 5 : 7) / 10);
    std::nth_element(values.begin(), nth, values.end());
    bare[c] = *nth;
  }
  cv::Mat distance(rgb.size(), CV_32F, cv::Scalar(0));
  constexpr int kBins = 60;
  std::array<double, kBins> count{};
  double total = 0, sum = 0;
  for (int y = 0; y < rgb.rows; ++y) {
    for (int x = 0; x < rgb.cols; ++x) {
      if (within.at<unsigned char>(y, x) == 0) continue;
      const cv::Vec3f off = feature.at<cv::Vec3f>(y, x) - bare;
      // Light that comes by way of other skin makes shades redder, which hair does not.
      const double darker = std::max(0.0, -off[0] - kShading - 1.5 * std::max(0.0F, off[1])) / kDarkHair;
      const double shine = std::exp(-std::max(0.0F, off[0]) / 0.3);  // what is lighter than skin has its lamp's colour
      const double greyer = std::max(0.0F, -off[1] - 0.7F * off[2]) / kGreyHair * shine;
      const double d = std::hypot(darker, greyer);
      distance.at<float>(y, x) = static_cast<float>(d);
      const int bin = std::min(kBins - 1, static_cast<int>(d * 20));
      count[static_cast<std::size_t>(bin)] += 1;
      total += 1;
      sum += bin;
    }
  }
  double best = -1, threshold = 1, low = 0, low_sum = 0, gap = 0;
  for (int t = 0; t < kBins; ++t) {  // Otsu: the greatest variance between the two
    low += count[static_cast<std::size_t>(t)];
    low_sum += t * count[static_cast<std::size_t>(t)];
    if (low < 0.02 * total || low > 0.98 * total) continue;
    const double difference = (sum - low_sum) / (total - low) - low_sum / low;
    const double between = low * (total - low) * difference * difference;
    if (between > best) best = between, threshold = (t + 1) / 20.0, gap = difference / 20;
  }
  threshold = std::clamp(threshold, 0.7, 1.5);
  found.sure = std::clamp((gap - kShadingGap) / 1.0, 0.0, 1.0);
  cv::Mat hair = distance > threshold;
  hair &= within;
  const int reach = std::max(1, cvRound(0.025 * size));
  const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1});
  cv::morphologyEx(hair, hair, cv::MORPH_CLOSE, disc);
  cv::morphologyEx(hair, hair, cv::MORPH_OPEN, disc);
  found.hair = hair & within;
  return found;
}

Path largest_patch(const cv::Mat& mask, int points) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask.clone(), contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  const std::vector<cv::Point>* largest = nullptr;
  double area = 0;
  for (const auto& contour : contours)
    if (cv::contourArea(contour) > area) area = cv::contourArea(contour), largest = &contour;
  return largest == nullptr || largest->size() < 12 ? Path() : from_contour(*largest, points);
}

std::vector<Path> patches(const cv::Mat& mask, double least_px, int points) {
  std::vector<std::vector<cv::Point>> contours;
  std::vector<cv::Vec4i> tree;
  cv::findContours(mask.clone(), contours, tree, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  std::vector<Path> out;
  for (std::size_t i = 0; i < contours.size(); ++i) {
    if (tree[i][3] >= 0 || contours[i].size() < 12 || cv::contourArea(contours[i]) < least_px) continue;
    Path path = from_contour(contours[i], points);
    int hole = -1;
    double area = least_px;
    for (int h = tree[i][2]; h >= 0; h = tree[static_cast<std::size_t>(h)][0])
      if (const double a = cv::contourArea(contours[static_cast<std::size_t>(h)]); a > area) area = a, hole = h;
    if (hole >= 0) {  // a slit there and back: even-odd leaves the hole out
      Path inner = from_contour(contours[static_cast<std::size_t>(hole)], points);
      path.push_back(path.front());
      inner.push_back(inner.front());
      path.insert(path.end(), inner.begin(), inner.end());
    }
    out.push_back(std::move(path));
  }
  std::stable_sort(out.begin(), out.end(), [](const Path& a, const Path& b) { return a[0].x < b[0].x; });
  return out;
}

}  // namespace tonsure
