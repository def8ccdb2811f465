#include <array>

#include <tonsure/treatment/treatment.h>

#include "no_such.h"

namespace tonsure {
namespace {

struct Shape {
  const char* name;
  double corner_rise_mm, corner_power;
  double peak_height_mm, peak_width_mm;
  double mound_height_mm;
  TemplePoint temple;
};

// Classes of Japanese hairlines [M, 2021]; their sizes [E] but for the peak's, as measured in Spanish women [M].
constexpr TemplePoint kForward = TemplePoint::kNormal;
constexpr std::array<Shape, 8> kShapes = {{
    {"natural", 9, 2.5, 0, 21, 0, kForward},
    {"linear", 3, 2, 0, 21, 0, kForward},
    {"rounded", 14, 2, 0, 21, 0, kForward},
    {"m", 22, 5, 0, 21, 0, kForward},
    {"triangular", 18, 1, 0, 21, 0, kForward},
    {"widows-peak", 12, 3, 10, 21, 0, kForward},
    {"lateral-mounds", 12, 2.5, 0, 21, 4, kForward},
    {"female", 10, 2, 3, 21, 4, kForward},
}};

}  // namespace

Result<HairlineOptions> with_shape(HairlineOptions hairline, const std::string& name) {
  for (const Shape& shape : kShapes) {
    if (name != shape.name) continue;
    hairline.shape = shape.name;
    hairline.corner_rise_mm = shape.corner_rise_mm;
    hairline.corner_power = shape.corner_power;
    hairline.peak_height_mm = shape.peak_height_mm;
    hairline.peak_width_mm = shape.peak_width_mm;
    hairline.mound_height_mm = shape.mound_height_mm;
    hairline.temple = shape.temple;
    return hairline;
  }
  return no_such("hairline.shape", "shape", name, hairline_shape_names());
}

std::vector<std::string> hairline_shape_names() {
  std::vector<std::string> names;
  for (const Shape& shape : kShapes) names.emplace_back(shape.name);
  return names;
}

}  // namespace tonsure
