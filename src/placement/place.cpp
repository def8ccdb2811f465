#include <tonsure/placement/place.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "check.h"
#include "fill.h"
#include "ids.h"
#include "keep_out.h"
#include "polish.h"
#include "regularity.h"
#include "sessions.h"

namespace tonsure {
namespace {

constexpr const char* kStage = "place dots";

using placement::BlockRange;
using placement::Box;
using placement::Columns;
using placement::DensityView;
using placement::Disc;
using placement::Ground;
using placement::Lattice;

/// The power of two at or above the highest density: a change that stays within an octave leaves the lattice as it is.
double reference_of(double highest_per_cm2) {
  int exponent = 0;
  const double mantissa = std::frexp(highest_per_cm2, &exponent);
  return std::ldexp(1.0, mantissa == 0.5 ? exponent - 1 : exponent);
}

Box box_of(const DensityView& d) {
  return {d.origin_x, d.origin_y, d.origin_x + d.cell_mm * d.per_cm2.width, d.origin_y + d.cell_mm * d.per_cm2.height};
}

/// Ids count 2048 columns and rows of blocks, and floats resolve positions only so far from 0.
Status check_extent(const Ground& ground, const Box& box) {
  const double farthest =
      std::max({std::fabs(box.min_x), std::fabs(box.min_y), std::fabs(box.max_x), std::fabs(box.max_y)});
  const double size = std::max(box.max_x - box.min_x, box.max_y - box.min_y);
  const std::string peak = "up to " + std::to_string(100 * ground.reference_per_mm2) + " dots/cm2";
  // 2 blocks of reach on both sides; 1/64 of a spacing is the coarsest that positions may be rounded to.
  if (!(size / ground.lattice.block_mm + 4 <= placement::kBlockModulus)) {
    return Error{
        ErrorCode::kResourceLimit, "density", peak + " on a plane of " + std::to_string(size) + " mm",
        "at most 2044 blocks of 16 spacings of the highest density: lower the peak, or place a part at a time"};
  }
  if (!(farthest * std::numeric_limits<float>::epsilon() * 64 <= ground.lattice.block_mm / placement::kBlockSpacings)) {
    return Error{ErrorCode::kInvalidInput, "density origin",
                 peak + " as far as " + std::to_string(farthest) + " mm from 0", "an origin nearer to 0"};
  }
  return {};
}

/// A dot set in the making: what place_dots and replace_dots share.
class Placer {
 public:
  Placer(const DensityView& density, double reference_per_cm2, std::uint64_t seed)
      : lattice_(reference_per_cm2 / 100, seed),
        ground_{placement::built_in_tile(), lattice_, density, reference_per_cm2 / 100},
        seed_(seed) {}

  [[nodiscard]] const Ground& ground() const { return ground_; }

  /// The dots of a range of blocks; false when the caller cancels.
  [[nodiscard]] bool place(const BlockRange& range, const PlacementOptions& options, const std::vector<Disc>& discs,
                           Columns& dots, const Exec& exec) const {
    const double regularity = options.regularity.value_or(placement::kNatural);
    if (!place_even(range, options.polish, dots, exec)) return false;
    placement::loosen(ground_, regularity, dots, exec);
    placement::randomise(ground_, range, regularity, seed_, dots);
    placement::keep_out(ground_, discs, dots);
    return !is_cancelled(exec);
  }

  /// The same at regularity 1, without keep-outs. A step of polish looks at dots beyond the range.
  [[nodiscard]] bool place_even(const BlockRange& range, int polish, Columns& dots, const Exec& exec) const {
    if (polish == 0) return placement::fill_blocks(ground_, range, true, dots, exec);
    if (!placement::fill_blocks(ground_, widened(range, polish_halo(polish)), true, dots, exec)) return false;
    if (!placement::polish_dots(ground_.density, polish_floor(), dots.x_mm, dots.y_mm, polish, exec)) return false;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < dots.size(); ++i) {
      const auto column = static_cast<int>(placement::column_of(dots.id[i])),
                 row = static_cast<int>(placement::row_of(dots.id[i]));
      const auto within = [](int v, int first, int last) {
        return ((v - first) & (placement::kBlockModulus - 1)) <= last - first;
      };
      if (!within(column, range.first_column, range.last_column) || !within(row, range.first_row, range.last_row))
        continue;
      dots.move(i, kept++);
    }
    dots.resize(kept, true);
    return true;
  }

  /// The blocks whose dots depend on the density in a box.
  [[nodiscard]] BlockRange reached_by(const Box& box, int polish) const {
    // Loosened dots and those moved out of discs look at the density where they go.
    const double beyond = placement::kLongestStep / placement::kBlockSpacings * lattice_.block_mm;
    const BlockRange r =
        blocks_reached_by(ground_, {box.min_x - beyond, box.min_y - beyond, box.max_x + beyond, box.max_y + beyond});
    return r.empty() ? r : widened(r, polish_halo(polish));
  }

  static BlockRange widened(const BlockRange& r, int blocks) {
    const int columns =
        (blocks + placement::kStretchBlocks - 1) / placement::kStretchBlocks * placement::kStretchBlocks;
    return {r.first_column - columns, r.first_row - blocks, r.last_column + columns, r.last_row + blocks};
  }

  /// Blocks farther than this from a dot's own have no say in where the steps move it.
  [[nodiscard]] int polish_halo(int polish) const {
    return polish == 0 ? 0
                       : 1 + static_cast<int>(placement::polish_reach_mm(polish_floor(), polish) / lattice_.block_mm);
  }

  /// Sparser dots are polished as if they were of this density, dots/mm2; it bounds how far an edit reaches.
  [[nodiscard]] double polish_floor() const { return ground_.reference_per_mm2 / 32; }

 private:
  Lattice lattice_;
  Ground ground_;
  std::uint64_t seed_;
};

template <class Frame>
std::vector<Disc> discs_of(std::span<const KeepOut<Frame>> keep_outs) {
  std::vector<Disc> discs;
  for (const auto& k : keep_outs) discs.push_back({k.centre.x, k.centre.y, k.radius_mm});
  return discs;
}

template <class Frame>
DotSet<Frame> dot_set(const Columns& dots, std::vector<std::uint8_t>&& session, double reference_per_cm2) {
  DotSet<Frame> out;
  out.positions.resize(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i) {
    out.positions[i] = {static_cast<double>(dots.x_mm[i]), static_cast<double>(dots.y_mm[i])};
  }
  out.id = dots.id;
  out.session = std::move(session);
  out.reference_per_cm2 = reference_per_cm2;
  return out;
}

}  // namespace

template <class Frame>
Result<DotSet<Frame>> place_dots(const DensityGrid<Frame>& density, const PlacementOptions& options, std::uint64_t seed,
                                 const Exec& exec, std::span<const KeepOut<Frame>> keep_outs) {
  if (const Status s = placement::check_options(options); !s) return s.error();
  const std::vector<Disc> discs = discs_of(keep_outs);
  if (const Status s = placement::check_discs(discs); !s) return s.error();
  if (density.empty()) return DotSet<Frame>{};
  const DensityView view(density);
  const auto demand = placement::check_density(view);
  if (!demand) return demand.error();
  if (demand->highest_per_cm2 == 0) return DotSet<Frame>{};
  if (!report_progress(exec, kStage, 0)) return cancelled_error();

  const Placer placer(view, reference_of(demand->highest_per_cm2), seed);
  const double reference_per_cm2 = 100 * placer.ground().reference_per_mm2;
  if (const Status s = check_extent(placer.ground(), box_of(view)); !s) return s.error();
  Columns dots;
  if (!placer.place(blocks_about(placer.ground(), box_of(view)), options, discs, dots, exec)) return cancelled_error();
  if (!report_progress(exec, kStage, 0.7)) return cancelled_error();
  auto session = placement::sessions_of(placer.ground().tile, dots, options.session_shares, seed, exec);
  DotSet<Frame> out = dot_set<Frame>(dots, std::move(session), reference_per_cm2);
  if (!report_progress(exec, kStage, 1)) return cancelled_error();
  return out;
}

template <class Frame>
Status place_positions(const DensityGrid<Frame>& density, int polish, std::uint64_t seed, PositionColumns& out,
                       const Exec& exec) {
  const auto failed = [&](Error error) -> Status {
    out.x_mm.clear();
    out.y_mm.clear();
    return error;
  };
  if (const Status s = placement::check_polish(polish); !s) return failed(s.error());
  const DensityView view(density);
  const auto demand = density.empty() ? Result<placement::Demand>(placement::Demand{}) : placement::check_density(view);
  if (!demand) return failed(demand.error());
  Columns dots{std::move(out.x_mm), std::move(out.y_mm), {}, {}};
  bool done = true;
  if (demand->highest_per_cm2 == 0) {
    dots = {};
  } else {
    const Placer placer(view, reference_of(demand->highest_per_cm2), seed);
    if (const Status s = check_extent(placer.ground(), box_of(view)); !s) return failed(s.error());
    const BlockRange range = blocks_about(placer.ground(), box_of(view));
    // One thread writes positions about as fast as memory takes them; more would have to put their parts together.
    Exec alone = exec;
    alone.threads = 1;
    done = placement::fill_blocks(placer.ground(), range, false, dots, alone) &&
           (polish == 0 || placement::polish_dots(view, placer.polish_floor(), dots.x_mm, dots.y_mm, polish, exec));
  }
  out.x_mm = std::move(dots.x_mm);
  out.y_mm = std::move(dots.y_mm);
  if (!done) return failed(cancelled_error());
  return {};
}

template <class Frame>
Result<DotEdit<Frame>> replace_dots(const DensityGrid<Frame>& density, const Rect<Frame>& changed,
                                    const PlacementOptions& options, std::uint64_t seed, const DotSet<Frame>& before,
                                    const Exec& exec, std::span<const KeepOut<Frame>> keep_outs) {
  if (const Status s = placement::check_options(options); !s) return s.error();
  const std::vector<Disc> discs = discs_of(keep_outs);
  if (const Status s = placement::check_discs(discs); !s) return s.error();
  const DensityView view(density);
  const Box box{changed.low.x, changed.low.y, changed.high.x, changed.high.y};
  if (density.empty() || before.reference_per_cm2 <= 0) {
    return Error{ErrorCode::kInvalidInput, "before", "no dots were placed, so that there is nothing to edit",
                 "place_dots"};
  }
  int exponent = 0;
  const bool is_power = std::frexp(before.reference_per_cm2, &exponent) == 0.5;
  if (!is_power || before.id.size() != before.size() || before.session.size() != before.size()) {
    return Error{ErrorCode::kInvalidInput, "before",
                 "its columns differ in length, or its reference_per_cm2 is no power of two", "what place_dots made"};
  }
  if (const Status s = placement::check_grid(view); !s) return s.error();
  if (const Status s = placement::check_cells(view, box, before.reference_per_cm2); !s) return s.error();

  const Placer placer(view, before.reference_per_cm2, seed);
  if (const Status s = check_extent(placer.ground(), box_of(view)); !s) return s.error();
  const BlockRange all = blocks_about(placer.ground(), box_of(view));
  DotEdit<Frame> edit;
  // Beyond the grid nothing can have changed, however far the rectangle goes.
  const Box grid = box_of(view);
  const Box within{std::max(box.min_x, grid.min_x), std::max(box.min_y, grid.min_y), std::min(box.max_x, grid.max_x),
                   std::min(box.max_y, grid.max_y)};
  if (within.min_x > within.max_x || within.min_y > within.max_y) return edit;
  const BlockRange range = placer.reached_by(within, options.polish);
  if (range.empty()) return edit;
  Columns dots;
  if (!placer.place(range, options, discs, dots, exec)) return cancelled_error();
  edit.dots =
      dot_set<Frame>(dots, placement::sessions_of(placer.ground().tile, dots, options.session_shares, seed, exec),
                     before.reference_per_cm2);

  // Ids stand in the order of blocks, counted from the first one about the grid.
  const auto place_of = [&](std::uint32_t id) {
    const auto since = [](std::uint32_t v, int first) {
      return (v - static_cast<std::uint32_t>(first)) % placement::kBlockModulus;
    };
    return since(placement::row_of(id), all.first_row) * placement::kBlockModulus +
           since(placement::column_of(id), all.first_column);
  };
  const auto first_at = [&](const std::vector<std::uint32_t>& ids, int column, int row) {
    const std::uint32_t place = static_cast<std::uint32_t>(row - all.first_row) * placement::kBlockModulus +
                                static_cast<std::uint32_t>(column - all.first_column);
    const auto found =
        std::partition_point(ids.begin(), ids.end(), [&](std::uint32_t id) { return place_of(id) < place; });
    return static_cast<std::size_t>(found - ids.begin());
  };
  const int first_row = std::max(range.first_row, all.first_row), last_row = std::min(range.last_row, all.last_row);
  const int first_column = std::max(range.first_column, all.first_column);
  const int end_column = std::min(range.last_column, all.last_column) + 1;
  for (int row = first_row; row <= last_row; ++row) {
    const std::size_t first = first_at(before.id, first_column, row), last = first_at(before.id, end_column, row);
    const std::size_t placed = first_at(edit.dots.id, end_column, row) - first_at(edit.dots.id, first_column, row);
    edit.runs.push_back({first, last, placed});
  }
  return edit;
}

namespace {

template <class Frame>
bool has_equal_columns(const DotSet<Frame>& dots) {
  return dots.id.size() == dots.size() && dots.session.size() == dots.size();
}

/// Runs that rise within the set, for which there are as many dots as they say.
template <class Frame>
bool fits(const DotEdit<Frame>& edit, const DotSet<Frame>& dots) {
  std::size_t from = 0, fresh = 0;
  for (const auto& run : edit.runs) {
    if (run.first < from || run.last < run.first || run.last > dots.size()) return false;
    if (run.dots > edit.dots.size() - fresh) return false;
    from = run.last;
    fresh += run.dots;
  }
  return fresh == edit.dots.size() && has_equal_columns(edit.dots) && has_equal_columns(dots);
}

}  // namespace

template <class Frame>
void apply_edit(const DotEdit<Frame>& edit, DotSet<Frame>& dots) {
  if (edit.runs.empty() || !fits(edit, dots)) return;
  const std::size_t first = edit.runs.front().first, last = edit.runs.back().last;
  // What lies between the first run and the last is put together anew; what lies behind is moved once.
  const auto splice = [&](auto& column, const auto& fresh) {
    const auto at = [&](std::size_t i) { return column.begin() + static_cast<std::ptrdiff_t>(i); };
    std::decay_t<decltype(column)> middle;
    std::size_t kept = first;
    auto from = fresh.begin();
    for (const auto& run : edit.runs) {
      middle.insert(middle.end(), at(kept), at(run.first));
      const auto to = from + static_cast<std::ptrdiff_t>(run.dots);
      middle.insert(middle.end(), from, to);
      from = to;
      kept = run.last;
    }
    const std::size_t gone = last - first, same = std::min(gone, middle.size());
    const auto rest = std::copy_n(middle.begin(), same, at(first));
    if (gone > same) column.erase(rest, at(last));
    if (middle.size() > same) column.insert(rest, middle.begin() + static_cast<std::ptrdiff_t>(same), middle.end());
  };
  splice(dots.positions, edit.dots.positions);
  splice(dots.id, edit.dots.id);
  splice(dots.session, edit.dots.session);
}

template TONSURE_EXPORT Result<DotSet<ScalpMm>> place_dots<ScalpMm>(const DensityGrid<ScalpMm>&,
                                                                    const PlacementOptions&, std::uint64_t, const Exec&,
                                                                    std::span<const KeepOut<ScalpMm>>);
template TONSURE_EXPORT Status place_positions<ScalpMm>(const DensityGrid<ScalpMm>&, int, std::uint64_t,
                                                        PositionColumns&, const Exec&);
template TONSURE_EXPORT Result<DotEdit<ScalpMm>> replace_dots<ScalpMm>(const DensityGrid<ScalpMm>&,
                                                                       const Rect<ScalpMm>&, const PlacementOptions&,
                                                                       std::uint64_t, const DotSet<ScalpMm>&,
                                                                       const Exec&, std::span<const KeepOut<ScalpMm>>);
template TONSURE_EXPORT void apply_edit<ScalpMm>(const DotEdit<ScalpMm>&, DotSet<ScalpMm>&);

template TONSURE_EXPORT Result<DotSet<PlaneMm>> place_dots<PlaneMm>(const DensityGrid<PlaneMm>&,
                                                                    const PlacementOptions&, std::uint64_t, const Exec&,
                                                                    std::span<const KeepOut<PlaneMm>>);
template TONSURE_EXPORT Status place_positions<PlaneMm>(const DensityGrid<PlaneMm>&, int, std::uint64_t,
                                                        PositionColumns&, const Exec&);
template TONSURE_EXPORT Result<DotEdit<PlaneMm>> replace_dots<PlaneMm>(const DensityGrid<PlaneMm>&,
                                                                       const Rect<PlaneMm>&, const PlacementOptions&,
                                                                       std::uint64_t, const DotSet<PlaneMm>&,
                                                                       const Exec&, std::span<const KeepOut<PlaneMm>>);
template TONSURE_EXPORT void apply_edit<PlaneMm>(const DotEdit<PlaneMm>&, DotSet<PlaneMm>&);

}  // namespace tonsure
