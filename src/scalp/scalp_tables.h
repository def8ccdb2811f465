// What a ScalpSurface consists of.
#pragma once

#include <optional>

#include <tonsure/scalp/surface.h>

#include "conformal_chart.h"
#include "radial_map.h"

namespace tonsure::detail {

struct ScalpTables {
  std::optional<HeadShape> shape;
  RadialGrid grid;  ///< empty for a parametric head
  RadialMap radius;
  ConformalChart chart;
};

}  // namespace tonsure::detail
