#include "measured_set.h"

#include <cstdint>
#include <tuple>
#include <utility>

namespace tonsure::metrics {
namespace {

/// No plane is wider than this, mm; beyond, and where a position is not finite, a dot counts for nothing.
constexpr double kFarthestMm = 1e9;

template <class Frame>
bool is_place(const Vec2<Frame>& dot) {
  return std::fabs(dot.x) <= kFarthestMm && std::fabs(dot.y) <= kFarthestMm;
}

/// How far along the Hilbert curve through the cells of a 2^24 x 2^24 square the cell (x, y) lies.
std::uint64_t hilbert_index(std::uint32_t x, std::uint32_t y) {
  std::uint64_t index = 0;
  for (std::uint32_t side = 1U << 23U; side > 0; side >>= 1U) {
    const std::uint32_t rx = (x & side) != 0 ? 1 : 0, ry = (y & side) != 0 ? 1 : 0;
    index = (index << 2U) | ((3 * rx) ^ ry);
    x &= side - 1;
    y &= side - 1;
    if (ry == 0) {
      if (rx == 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      std::swap(x, y);
    }
  }
  return index;
}

/// Sorts dots along a Hilbert curve over their box. Dots of one cell of the curve follow x, then y, so that the order
/// they came in leaves no trace.
void sort_along_curve(std::vector<LocalDot>& dots, const Extent& box) {
  const double side = std::max({box.width(), box.height(), std::numeric_limits<double>::min()});
  const double scale = (0x1.0p24 - 1) / side;
  struct Keyed {
    std::uint64_t key;
    LocalDot dot;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(dots.size());
  for (const LocalDot& d : dots) {
    keyed.push_back({hilbert_index(static_cast<std::uint32_t>((d.x - box.x0) * scale),
                                   static_cast<std::uint32_t>((d.y - box.y0) * scale)),
                     d});
  }
  std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
    return std::tie(a.key, a.dot.x, a.dot.y) < std::tie(b.key, b.dot.x, b.dot.y);
  });
  for (std::size_t i = 0; i < dots.size(); ++i) dots[i] = keyed[i].dot;
}

/// The least box around the positive cells, grown to where the density between cell centres reaches 0; and their area.
void find_support(const DensityView& grid, Extent& box, double& area_mm2) {
  const auto v = grid.per_cm2;
  std::size_t cells = 0;
  for (int y = 0; y < v.height; ++y) {
    for (int x = 0; x < v.width; ++x) {
      if (!(*v.pixel(x, y) > 0)) continue;
      ++cells;
      box.add(std::max(0.0, x - 0.5), std::max(0.0, y - 0.5));
      box.add(std::min<double>(v.width, x + 1.5), std::min<double>(v.height, y + 1.5));
    }
  }
  const double c = grid.cell_mm;
  box = {grid.origin_x + c * box.x0, grid.origin_y + c * box.y0, grid.origin_x + c * box.x1,
         grid.origin_y + c * box.y1};
  area_mm2 = static_cast<double>(cells) * c * c;
}

}  // namespace

template <class Frame>
std::optional<MeasuredSet> measured_set(const std::vector<Vec2<Frame>>& dots, const DensityGrid<Frame>* density) {
  MeasuredSet set;
  if (density != nullptr) {
    if (density->empty()) return std::nullopt;
    set.field.grid.emplace(*density);
    find_support(*set.field.grid, set.field.box, set.area_mm2);
    set.expected = expected_count(*density);
  } else {
    std::size_t finite = 0;
    for (const auto& d : dots) {
      if (!is_place(d)) continue;
      ++finite;
      set.field.box.add(d.x, d.y);
    }
    if (finite < 2) return std::nullopt;
    set.area_mm2 = set.field.box.area();
    set.expected = static_cast<double>(finite);
    set.field.uniform = set.expected / set.area_mm2;
  }
  if (!(set.area_mm2 > 0) || !std::isfinite(set.area_mm2) || !(set.expected > 0)) return std::nullopt;

  set.dots.reserve(dots.size());
  for (const auto& d : dots) {
    if (!is_place(d)) continue;
    const double rho = set.field.at(d.x, d.y);
    if (!(rho > 0)) continue;
    set.dots.push_back({d.x, d.y, rho});
    set.dots_box.add(d.x, d.y);
  }
  if (set.dots.size() < 2) return std::nullopt;
  sort_along_curve(set.dots, set.dots_box);
  return set;
}

template std::optional<MeasuredSet> measured_set<ScalpMm>(const std::vector<Vec2<ScalpMm>>&,
                                                          const DensityGrid<ScalpMm>*);
template std::optional<MeasuredSet> measured_set<PlaneMm>(const std::vector<Vec2<PlaneMm>>&,
                                                          const DensityGrid<PlaneMm>*);

}  // namespace tonsure::metrics
