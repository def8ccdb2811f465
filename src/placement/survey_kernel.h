/// @file
/// How a rectangle of density cells compares with a plane.
#pragma once

#include <cstddef>

namespace tonsure::placement {

struct CellRange {
  const float* first = nullptr;  ///< cell (0, 0)
  std::ptrdiff_t stride = 0;     ///< floats from row to row
  int columns = 0, rows = 0;
};

/// start + column x per_column + row x per_row
struct CellPlane {
  float start = 0, per_column = 0, per_row = 0;
};

struct CellSurvey {
  float highest = 0;  ///< highest cell
  float lowest = 0;   ///< lowest cell
  float off = 0;      ///< largest distance of a cell from the plane
};

/// Runs on the widest suitable vectors of the machine.
CellSurvey survey_cells(const CellRange& cells, const CellPlane& plane);

/// The same, one cell at a time: what every width of vectors must agree with to the last bit.
CellSurvey survey_cells_scalar(const CellRange& cells, const CellPlane& plane);

}  // namespace tonsure::placement
