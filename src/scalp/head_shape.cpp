#include <tonsure/scalp/surface.h>

#include <cmath>

#include "head_template.h"

namespace tonsure {

double head_radius_mm(const HeadShape& shape, Vec3<HeadMm> direction) {
  const Vec3<HeadMm> scaled = {direction.x / shape.half_breadth_mm, direction.y / shape.height_mm,
                               direction.z / shape.half_length_mm};
  const double over = 1 / norm(scaled);
  const double y = over * scaled.y, z = over * scaled.z;
  const double x2 = 1 - y * y - z * z;
  // Polynomial of the template, Horner in y over polynomials in z: the coefficient of y^j z^k is at n = j + k.
  double mean = 0;
  for (int j = kHeadTemplateDegree; j >= 0; --j) {
    double row = 0;
    for (int k = kHeadTemplateDegree - j; k >= 0; --k) {
      const int n = j + k;
      row = row * z + kHeadTemplate[static_cast<std::size_t>(n) * static_cast<std::size_t>(n + 1) / 2 +
                                    static_cast<std::size_t>(k)];
    }
    mean = mean * y + row;
  }
  // Each mode's largest value is 1.
  const double bent = 4 * x2 * (shape.frontal_squareness * y * y + shape.horizontal_squareness * z * z) +
                      4 * shape.sagittal_squareness * y * y * z * z + 2 * shape.forward_tilt * y * z;
  return over * (mean + bent);
}

}  // namespace tonsure
