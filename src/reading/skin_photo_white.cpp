#include "skin_photo_white.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <tonsure/scalp/view.h>
#include "../core/median.h"

#include "../raster/box.h"
#include "../raster/linear.h"
#include "../raster/row_spans.h"
#include "skin_photo_shading.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

// The sclera: a warm white, darker than paper; L* 80, a* 4, b* 6 [E].
constexpr LinearRgb kSclera = {0.62, 0.56, 0.52};
constexpr double kScleraHueSd = 0.07, kOneEyeHueSd = 0.10;  // vessels, age, the lid's own colour thrown on it [E]
// Where light is hard, eyes and scalp lie in light of different colours: sun and sky. Per unit of Shading::rms. [E]
constexpr double kHardLightHueSd = 0.6;
// Lids and brows shade the eye; the photo's highlights on it are left out. [E]
constexpr double kEyeLight = -0.45, kEyeLightSd = 0.35;
constexpr double kIrisMm = 6.6, kCornerMm = 11.0;  // from the pupil: beyond the iris (5.9), before the eye's corners
constexpr double kLidMm = 3.2;                     // half the height of what is open
constexpr std::size_t kLeastPixels = 14;           // of white beside the iris; fewer are mostly edges
constexpr double kPaler = 0.35;                    // than skin, in ln(red / blue): skin has 0.6 to 1.4, the sclera 0.18
constexpr double kPupilMm = 2.5,
                 kDarkPupil = 0.5;   // an open eye is dark in the middle: at most this share of white and skin
constexpr double kEyesAgree = 0.30;  // in ln(red / blue); else one is not an eye's white

// Uncoated office paper, brightened. Its light is that of the skin it lies on.
constexpr LinearRgb kPaper = {0.84, 0.85, 0.88};
constexpr double kPaperHueSd = 0.03, kPaperLightSd = 0.12;  // [E]

/// With no channel at 0, for logarithms.
LinearRgb linear_above_0(const unsigned char* p) {
  LinearRgb color = linear_of(p);
  for (double& channel : color) channel = std::max(1e-4, channel);
  return color;
}

double warmth(const LinearRgb& c) {
  return std::log(c[0] / c[2]);
}

/// The white beside one pupil.
std::optional<LinearRgb> eye_white(const Photo& photo, Px pupil, Px along, double mm_per_px, const LinearRgb& skin) {
  const auto pixels = photo.pixels.view();
  const double reach = kCornerMm / mm_per_px;
  std::vector<LinearRgb> found;
  std::vector<double> pupil_brightness;
  const auto from = [](double v) { return std::max(0, static_cast<int>(v)); };
  for (int y = from(pupil.y - reach); y < std::min(pixels.height, static_cast<int>(pupil.y + reach) + 1); ++y) {
    for (int x = from(pupil.x - reach); x < std::min(pixels.width, static_cast<int>(pupil.x + reach) + 1); ++x) {
      const Px d = mm_per_px * (Px{x + 0.5, y + 0.5} - pupil);
      const double beside = std::abs(dot(d, along)), above = std::abs(cross(d, along));
      if (norm(d) < kPupilMm) pupil_brightness.push_back(luminance(linear_above_0(pixels.pixel(x, y))));
      if (beside < kIrisMm || beside > kCornerMm || above > kLidMm) continue;
      const unsigned char* p = pixels.pixel(x, y);
      if (pixels.channels == 4 && p[3] < 255) continue;
      if (std::max({p[0], p[1], p[2]}) >= 245) continue;  // a reflection of the light
      const LinearRgb c = linear_above_0(p);
      if (luminance(c) < 0.45 * luminance(skin)) continue;  // lashes, the iris, deep shade
      if (warmth(c) > warmth(skin) - kPaler) continue;      // lids
      found.push_back(c);
    }
  }
  if (found.size() < kLeastPixels) return {};
  // Edges mix the white with lids and lashes: its paler half is the purer.
  std::sort(found.begin(), found.end(), [](const LinearRgb& a, const LinearRgb& b) {
    return warmth(a) != warmth(b) ? warmth(a) < warmth(b) : a < b;
  });
  found.resize(found.size() / 2);
  const LinearRgb white = median_color(found);
  if (pupil_brightness.empty() || median(pupil_brightness) > kDarkPupil * std::min(luminance(white), luminance(skin)))
    return {};
  return white;
}

std::optional<WhiteReference> eyes(const Photo& photo, const Scene& scene, const FittedHead& head,
                                   const Shading& shading, const LinearRgb& skin) {
  const auto left = find_face_point(scene, "left_pupil"), right = find_face_point(scene, "right_pupil");
  if (!left || !right || norm(*left - *right) <= 0) return {};
  const Px along = normalized(*left - *right);
  std::vector<LinearRgb> whites;
  for (const Px pupil : {*left, *right})
    if (const auto white = eye_white(photo, pupil, along, head.view.camera.mm_per_px, skin)) whites.push_back(*white);
  if (whites.empty()) return {};
  if (whites.size() == 2 && std::abs(warmth(whites[0]) - warmth(whites[1])) > kEyesAgree) return {};
  LinearRgb mean;
  for (std::size_t c = 0; c < 3; ++c)
    mean[c] = whites.size() == 2 ? std::sqrt(whites[0][c] * whites[1][c]) : whites[0][c];
  return WhiteReference{whites.size() == 2 ? "the whites of the eyes" : "the white of one eye",
                        mean,
                        kSclera,
                        kEyeLight,
                        kEyeLightSd,
                        std::hypot(whites.size() == 2 ? kScleraHueSd : kOneEyeHueSd, kHardLightHueSd * shading.rms)};
}

/// The paper between an ArUco marker's black cells: the brightest third of it.
std::optional<WhiteReference> paper(const Photo& photo, const Scene& scene, const FittedHead& head,
                                    const SkinReading& reading) {
  if (!scene.marker || scene.marker->kind != "aruco") return {};
  const auto& corners = scene.marker->points;
  Px middle{};
  for (const Px p : corners) middle = middle + (1.0 / static_cast<double>(corners.size())) * p;
  const auto pixels = photo.pixels.view();
  std::vector<LinearRgb> inside;
  for_each_inside(corners, touched_box_of(corners, pixels),
                  [&](int x, int y) { inside.push_back(linear_above_0(pixels.pixel(x, y))); });
  if (inside.size() < 64) return {};
  std::sort(inside.begin(), inside.end(), [](const LinearRgb& a, const LinearRgb& b) {
    return luminance(a) != luminance(b) ? luminance(a) > luminance(b) : a < b;
  });
  // A marker has between a sixth and a half of white in it.
  const LinearRgb white = inside[inside.size() / 12], black = inside[inside.size() - 1 - inside.size() / 12];
  if (luminance(white) < 3 * luminance(black)) return {};               // not seen, or printed on something else
  if (*std::max_element(white.begin(), white.end()) > 0.95) return {};  // burnt out
  const auto point = unproject(head.surface, head.view, middle);
  if (!point) return {};
  const LinearRgb light = shading_at(reading.shading, surface_normal(head.surface, *point));
  WhiteReference out{"the paper of the marker", white, kPaper, 0, kPaperLightSd, kPaperHueSd};
  for (std::size_t c = 0; c < 3; ++c)
    out.recorded[c] = file_light(reading.curve, scene_light(reading.curve, white[c]) / light[c]);
  return out;
}

}  // namespace

std::vector<WhiteReference> find_whites(const Photo& photo, const Scene& scene, const FittedHead& head,
                                        const SkinReading& reading) {
  std::vector<WhiteReference> out;
  if (photo.monochrome) {
    if (auto white = paper(photo, scene, head, reading)) out.push_back(std::move(*white));
    return out;
  }
  if (auto white = paper(photo, scene, head, reading)) out.push_back(std::move(*white));
  if (auto white = eyes(photo, scene, head, reading.shading, reading.as_photographed)) out.push_back(std::move(*white));
  return out;
}

}  // namespace tonsure
