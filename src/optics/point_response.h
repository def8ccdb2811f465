/// @file
/// The table of point responses, interpolated for a skin and the shape of a dot.
#pragma once

#include <array>

#include <tonsure/core/color.h>
#include <tonsure/optics/skin.h>
#include "../deposit/deposit.h"

#include "response_table.h"

namespace tonsure::optics {

/// How dots of one shape answer on one skin, whatever they hold.
struct ShapeResponse {
  LinearRgb skin = {};                  ///< colour of it bare
  std::array<LinearRgb, kBands> share;  ///< what each band adds to that colour, relative to it
  std::array<double, kRadii> radius_mm = {};
  /// Logarithm of the share of light that is missing, by band, ink and distance.
  std::array<std::array<std::array<double, kRadii>, kInkNodesPerMm.size()>, kBands> log_missing;
};

/// @param deposit  its shape and depth count; outside the table's ranges they are taken at its border
ShapeResponse shape_response(const SkinOptics& skin, const Deposit& deposit);

/// Integral of what a dot takes beyond the last of the table's distances, mm2, if it goes on to fall as it did from the
/// last distance but one: red light comes from that far. A quarter of it: nothing is drawn beyond 3 mm, and a halo that
/// held all of it would be too dark within. So the mean of a field errs by 3 % rather than 4 %, and a dot's own area by
/// 2 % at most. At most a fortieth of `within_mm2`, the integral up to there.
double tail_mm2(double before_last_mm, double last_mm, double missing_before_last, double missing_last,
                double within_mm2);

/// Share of light missing at each distance, per channel, with some ink.
std::array<LinearRgb, kRadii> missing_light(const ShapeResponse& shape, const Spectrum& absorption_per_mm);

/// The same at any distance: a monotone cubic through the table's (`missing` at `radius_mm`), beyond them the last.
LinearRgb missing_at(const std::array<double, kRadii>& radius_mm, const std::array<LinearRgb, kRadii>& missing,
                     double r_mm);

}  // namespace tonsure::optics
