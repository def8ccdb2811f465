#include "check_reading.h"

#include <algorithm>
#include <cmath>

#include "../core/format_text.h"
#include "../scalp/check_head.h"
#include "../scalp/fit_limits.h"

namespace tonsure {
namespace {

Error bad(const std::string& where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, where, std::move(why), std::move(fix)};
}

struct Number {
  const char* key;
  double value, low, high;
};

Status check_number(const Number& n) {
  if (n.value >= n.low && n.value <= n.high) return {};
  return bad(std::string("reading.") + n.key, format_text("found %g", n.value),
             format_text("allowed are numbers from %g up to %g", n.low, n.high));
}

Status check_outline(const HeadOutline& outline) {
  if (outline.points.size() < 3 || outline.is_limb.size() != outline.points.size())
    return bad("reading.outline",
               "found " + std::to_string(outline.points.size()) + " points and " +
                   std::to_string(outline.is_limb.size()) + " marks of the limb",
               "at least 3 points, and a mark for each");
  for (const auto p : outline.points)
    if (!(std::fabs(p.x) <= kFarthestPx && std::fabs(p.y) <= kFarthestPx))
      return bad("reading.outline", format_text("found the point %g, %g", p.x, p.y), "points in the photo or near it");
  return {};
}

Status check_color(const char* key, const LinearRgb& color) {
  for (const double c : color)
    if (Status status = check_number({key, c, 0, 100}); !status) return status;
  return {};
}

Status check_skin(const SkinReading& skin) {
  if (Status s = check_color("skin.as_photographed", skin.as_photographed); !s) return s;
  if (Status s = check_color("skin.diffuse", skin.diffuse); !s) return s;
  for (const Number& n : {Number{"skin.fit.optics.melanin", skin.fit.optics.melanin, 0, 1},
                          {"skin.fit.optics.blood", skin.fit.optics.blood, 0, 1},
                          {"skin.fit.optics.saturation", skin.fit.optics.saturation, 0, 1},
                          {"skin.exposure", skin.exposure, 0, 1e6},
                          {"skin.curve.strength", skin.curve.strength, 0, kMostCurve}})
    if (Status status = check_number(n); !status) return status;
  for (const double v : skin.shading.brightness)
    if (Status status = check_number({"skin.shading.brightness", v, -1e6, 1e6}); !status) return status;
  for (const auto& channel : skin.shading.tint)
    for (const double v : channel)
      if (Status status = check_number({"skin.shading.tint", v, -100, 100}); !status) return status;
  for (const double v : {skin.shading.least, skin.shading.most})
    if (Status status = check_number({"skin.shading.least", v, 0, 1e6}); !status) return status;
  return {};
}

Status check_camera(const CameraTrace& camera) {
  for (const Number& n : {Number{"camera.blur_px", camera.blur_px, 0, 10},
                          {"camera.sharpening", camera.sharpening, 0, 10},
                          {"camera.sharpening_radius_px", camera.sharpening_radius_px, 0, 10},
                          {"camera.chroma_px", camera.chroma_px, 0, 20},
                          {"camera.noise", camera.noise, 0, 100},
                          {"camera.noise_correlation_px", camera.noise_correlation_px, 0, 10}})
    if (Status status = check_number(n); !status) return status;
  return {};
}

}  // namespace

Status check_shares(const Image<float>& image, const std::string& where) {
  const auto view = image.view();
  if (view.empty()) return {};
  if (view.channels != 1) return bad(where, "has " + std::to_string(view.channels) + " channels", "one channel");
  for (int y = 0; y < view.height; ++y) {
    const float* row = view.row(y);
    const float* odd = std::find_if(row, row + view.width, [](float v) { return !(v >= 0 && v <= 1); });
    if (odd != row + view.width)
      return bad(where, format_text("holds %g", static_cast<double>(*odd)), "numbers from 0 to 1");
  }
  return {};
}

Status check_reading(const PhotoReading& reading) {
  if (Status s = check_scene(reading.scene); !s) return s;
  if (Status s = check_head(reading.head, "reading.head"); !s) return s;
  if (Status s = check_outline(reading.outline); !s) return s;
  if (Status s = check_color("bare_scalp", reading.bare_scalp); !s) return s;
  if (Status s = check_skin(reading.skin); !s) return s;
  if (Status s = check_camera(reading.camera); !s) return s;
  if (reading.strands) {
    if (Status s = check_shares(*reading.strands, "reading.strands"); !s) return s;
    const int width = reading.strands->width(), height = reading.strands->height();
    if (width > 0 && (width != reading.scene.width_px || height != reading.scene.height_px))
      return bad("reading.strands", "is " + std::to_string(width) + " x " + std::to_string(height) + " px",
                 "as large as the photo");
  }
  if (reading.hair) {
    const auto darkening = reading.hair->darkening.view(), known = reading.hair->known.view();
    if (darkening.channels != 1 || known.channels != 1 || darkening.width != known.width ||
        darkening.height != known.height)
      return bad("reading.hair", "holds two pictures that differ in size or channels", "one channel each, of one size");
    if (Status s = check_shares(reading.hair->known, "reading.hair.known"); !s) return s;
    for (int y = 0; y < darkening.height; ++y)
      for (int x = 0; x < darkening.width; ++x)
        if (!std::isfinite(*darkening.pixel(x, y))) return bad("reading.hair.darkening", "is not finite", "numbers");
    if (Status s = check_color("hair.bare_skin", reading.hair->bare_skin); !s) return s;
  }
  if (reading.stubble && reading.stubble->cells.empty())
    return bad("reading.stubble", "has no cells", "at least one, or no stubble");
  return {};
}

}  // namespace tonsure
