/// @file
/// Placement: blue-noise dots of spatially varying density.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// A disc that dots stay out of: a follicle that is there already, an older dot.
template <class Frame>
struct KeepOut {
  Vec2<Frame> centre;
  double radius_mm = 0;  ///< >= 0
};

/// Spreads dots over a plane so that their density follows `density`, evenly but not in rows.
/// Model: docs/model/placement.md.
/// @param density    dots/cm2 of the plane of the grid (for a chart: of chart, the area factor already applied).
/// @param keep_outs  a dot that would lie in one of these discs is moved to its rim, or left out if that is no place.
/// Guarantees: (1) no dot where the density is 0; (2) the count is the integral, but for a scatter of about
///   0.3 sqrt(count) (regularity 0: sqrt(count)) and up to 1 % where much of the set is steep edge; (3) the same dots
///   for any number of threads and any vector unit; (4) sessions are nested: the dots of sessions 1..k are themselves
///   evenly spread; (5) dots depend on the density about them only, and on the octave of its peak: a change elsewhere
///   leaves them, ids included, as they are.
/// Errors: kInvalidInput (negative or non-finite density, keep-out), kInvalidOption, kResourceLimit (more than
///   kMaxDots; a plane of more than 2048 by 2048 blocks of 16 spacings at the peak's density), kCancelled. All or
///   nothing.
/// Cost: O(blocks + cells + dots), some 20 ns a dot on one core. Cancelling is looked at per row of blocks, progress
///   reported between stages.
template <class Frame>
TONSURE_EXPORT Result<DotSet<Frame>> place_dots(const DensityGrid<Frame>& density, const PlacementOptions& options,
                                                std::uint64_t seed, const Exec& exec = {},
                                                std::span<const KeepOut<Frame>> keep_outs = {});

/// Positions only, in columns, mm.
struct PositionColumns {
  std::vector<float> x_mm, y_mm;
  [[nodiscard]] std::size_t size() const { return x_mm.size(); }
};

/// The most even dots there are, as fast as the machine places them: those of `place_dots` at regularity 1.
/// @param polish  steps of relaxation, 0 to 3; see PlacementOptions::polish
/// @param out     replaced; its memory is used again, so keep it from call to call
/// Threads take part in the polish only: one places dots about as fast as memory takes them.
/// Errors as of place_dots; then `out` is empty.
template <class Frame>
TONSURE_EXPORT Status place_positions(const DensityGrid<Frame>& density, int polish, std::uint64_t seed,
                                      PositionColumns& out, const Exec& exec = {});

/// A rectangle of the plane, mm.
template <class Frame>
struct Rect {
  Vec2<Frame> low, high;
};

/// A local change of a dot set: runs of dots that give way to others.
template <class Frame>
struct DotEdit {
  struct Run {
    std::size_t first = 0, last = 0;  ///< dots first...last-1 of the set before
    std::size_t dots = 0;             ///< how many of `dots` take their place, in order
  };
  std::vector<Run> runs;  ///< rising
  DotSet<Frame> dots;
};

/// Places again where `density` has changed, inside `changed`. `before` is what place_dots made (with the same options,
/// seed and keep-outs, on a grid of the same place) from the density before. With the edit applied it is what
/// place_dots would make of the changed density as long as its peak stays in its octave; dots in no run stay as they
/// are. Errors: as of place_dots for the changed part, and kInvalidInput if the density there exceeds
///   `before.reference_per_cm2`: then all dots have to be placed anew.
/// Cost: that of placing the blocks of 16 spacings which the change reaches.
template <class Frame>
TONSURE_EXPORT Result<DotEdit<Frame>> replace_dots(const DensityGrid<Frame>& density, const Rect<Frame>& changed,
                                                   const PlacementOptions& options, std::uint64_t seed,
                                                   const DotSet<Frame>& before, const Exec& exec = {},
                                                   std::span<const KeepOut<Frame>> keep_outs = {});

/// Puts an edit into the set it was made for. One that does not fit the set, and sets whose columns differ in length,
/// change nothing.
template <class Frame>
TONSURE_EXPORT void apply_edit(const DotEdit<Frame>& edit, DotSet<Frame>& dots);

/// Position of each dot in the sequence of needling, a permutation of 0...size-1: session after session; in each, bands
/// of 10 mm from low to high y, swept to and fro along x. Empty where the columns differ in length.
template <class Frame>
TONSURE_EXPORT std::vector<std::uint32_t> needling_order(const DotSet<Frame>& dots);

}  // namespace tonsure
