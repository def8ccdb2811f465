#include "survey_kernel.h"

#include <algorithm>
#include <cmath>

#include "vector_targets.h"

// Highway compiles what lies between BEFORE and AFTER once per instruction set, by including this file again for each.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "placement/survey_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tonsure::placement::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

CellSurvey survey(const CellRange& cells, const CellPlane& plane) {
  const hn::CappedTag<float, 8> d;  // wider ones seldom fill up: a block is about ten cells wide
  const auto lanes = static_cast<int>(hn::Lanes(d));
  if (cells.columns < lanes) return survey_cells_scalar(cells, plane);
  const auto slope = hn::Set(d, plane.per_column);
  auto highest = hn::Set(d, cells.first[0]), lowest = highest, off = hn::Zero(d);
  for (int row = 0; row < cells.rows; ++row) {
    const float* at = cells.first + row * cells.stride;
    const auto start = hn::Set(d, plane.start + static_cast<float>(row) * plane.per_row);
    const auto see = [&](int column) {
      const auto v = hn::LoadU(d, at + column);
      const auto expected = hn::Add(start, hn::Mul(slope, hn::Iota(d, static_cast<float>(column))));
      highest = hn::Max(highest, v);
      lowest = hn::Min(lowest, v);
      off = hn::Max(off, hn::AbsDiff(v, expected));
    };
    for (int column = 0; column + lanes < cells.columns; column += lanes) see(column);
    see(cells.columns - lanes);
  }
  return {hn::GetLane(hn::MaxOfLanes(d, highest)), hn::GetLane(hn::MinOfLanes(d, lowest)),
          hn::GetLane(hn::MaxOfLanes(d, off))};
}

}  // namespace tonsure::placement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tonsure::placement {

HWY_EXPORT(survey);

CellSurvey survey_cells(const CellRange& cells, const CellPlane& plane) {
  return HWY_DYNAMIC_DISPATCH(survey)(cells, plane);
}

CellSurvey survey_cells_scalar(const CellRange& cells, const CellPlane& plane) {
  CellSurvey out{cells.first[0], cells.first[0], 0};
  for (int row = 0; row < cells.rows; ++row) {
    const float start = plane.start + static_cast<float>(row) * plane.per_row;
    for (int column = 0; column < cells.columns; ++column) {
      const float v = cells.first[row * cells.stride + column];
      out.highest = std::max(out.highest, v);
      out.lowest = std::min(out.lowest, v);
      out.off = std::max(out.off, std::fabs(v - (start + plane.per_column * static_cast<float>(column))));
    }
  }
  return out;
}

}  // namespace tonsure::placement
#endif
