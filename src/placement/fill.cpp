#include "fill.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "../core/rng.h"

#include "block_frame.h"
#include "ids.h"

namespace tonsure::placement {
namespace {

Box hull(const Box& a, const Box& b) {
  return {std::min(a.min_x, b.min_x), std::min(a.min_y, b.min_y), std::max(a.max_x, b.max_x),
          std::max(a.max_y, b.max_y)};
}

std::int32_t rounded(double v) {
  const double c = std::clamp(v, -2147483000.0, 2147483000.0);
  return static_cast<std::int32_t>(c < 0 ? c - 0.5 : c + 0.5);
}

/// Places blocks into columns that grow.
class BlockPlacer {
 public:
  BlockPlacer(const Ground& ground, bool with_ids, const Kernels& kernels, Columns& out)
      : ground_(ground), with_ids_(with_ids), kernels_(kernels), lookup_(ground.density), out_(out) {
    ranks_per_density_ = ground.tile.dots * static_cast<double>(kRankScale) / ground.reference_per_mm2;
    near_density_ = ground.tile.count[ground.tile.near_levels - 1] / static_cast<double>(ground.tile.dots) *
                    ground.reference_per_mm2;
    // One step inside, so that rounding to float leads nowhere where the density is 0.
    const DensityView& d = ground.density;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const auto above = [](double v) { return std::nextafter(static_cast<float>(v), kInfinity); };
    const auto below = [](double v) { return std::nextafter(static_cast<float>(v), -kInfinity); };
    min_x_ = above(d.origin_x);
    min_y_ = above(d.origin_y);
    max_x_ = below(d.origin_x + d.cell_mm * d.per_cm2.width);
    max_y_ = below(d.origin_y + d.cell_mm * d.per_cm2.height);
  }

  /// Blocks from `first_column` on of a row, between their corners above and below.
  void fill_row(int row, int first_column, const std::vector<Corner>& top, const std::vector<Corner>& bottom) {
    const Tile& tile = ground_.tile;
    const auto in_tile = [&](int v) { return static_cast<std::size_t>(v & static_cast<int>(tile.blocks - 1)); };
    double late = 0;
    // Over wide stretches the density is often one plane: then a few blocks are surveyed at once.
    const std::size_t columns = top.size() - 1;
    for (std::size_t begin = 0; begin < columns; begin += std::size_t{kStretchBlocks}) {
      const std::size_t end = std::min(begin + std::size_t{kStretchBlocks}, columns);
      Box whole;
      for (std::size_t i = begin; i < end; ++i) {
        frames_[i - begin] = BlockFrame::between(top[i], top[i + 1], bottom[i], bottom[i + 1]);
        boxes_[i - begin] = frames_[i - begin].box(kNearReach);
        whole = i == begin ? boxes_[0] : hull(whole, boxes_[i - begin]);
      }
      const Patch common = survey(ground_.density, whole, kernels_.survey_cells);
      for (std::size_t i = begin; i < end; ++i) {
        const int column = first_column + static_cast<int>(i);
        if (i == 0 || in_tile(column) == 0) late = lateness(column, row);
        const Block block{in_tile(row) * tile.blocks + in_tile(column), first_id(column, row), late};
        const BlockFrame& frame = frames_[i - begin];
        const Box& near = boxes_[i - begin];
        if (common.plane && place_plane(block, common, frame, near)) continue;
        Patch patch = survey(ground_.density, near, kernels_.survey_cells);
        if (patch.plane && place_plane(block, patch, frame, near)) continue;
        // Sparse dots stray farther; and of a block on bare ground, only they can matter, if there are any.
        double most = std::numeric_limits<double>::infinity();
        if (patch.highest <= near_density_) {
          const bool bare = patch.highest <= 0;
          if (bare) most = near_density_;
          patch = survey(ground_.density, frame.box(tile.reach), kernels_.survey_cells);
          if (bare && patch.lowest > near_density_) continue;
        }
        if (patch.highest > 0) place_detail(block, frame, std::min(most, patch.highest));
      }
    }
    flush();
  }

  void finish() { out_.resize(used_, with_ids_); }

 private:
  struct Block {
    std::size_t in_tile;  ///< index among the tile's blocks
    std::uint32_t id;     ///< of its first dot
    double late;          ///< ranks x kRankScale
  };

  /// The part of a rank by which this copy of the tile is late: it makes the mean count right where few dots exist.
  [[nodiscard]] double lateness(int column, int row) const {
    const int bits_in_tile = std::bit_width(ground_.tile.blocks) - 1;
    const auto copy = [&](int v) { return static_cast<std::uint64_t>(v >> bits_in_tile); };
    const std::uint64_t bits = Rng::mix(Rng::mix(copy(column)) ^ copy(row));
    return static_cast<double>(bits >> 40U) * 0x1.0p-24 * kRankScale;
  }

  /// Takes a block down as a plane, unless it is too steep for it.
  bool place_plane(const Block& at, const Patch& patch, const BlockFrame& f, const Box& box) {
    // Beyond this ratio of the densities in a block, one pair of levels does not do for all of its dots.
    constexpr double kSteepest = 1.35;
    const double middle = patch.plane_at(f.centre.x, f.centre.y);
    const double rise =
        0.5 * ((box.max_x - box.min_x) * std::fabs(patch.per_x) + (box.max_y - box.min_y) * std::fabs(patch.per_y));
    const double high = std::min(middle + rise, patch.highest);
    if (high > kSteepest * std::max(middle - rise, 0.0)) return false;
    planes_.push_back(plane_block(at, patch, high, f));
    return true;
  }

  /// Ranks x kRankScale for a dot/mm2: the tile's dots lie thinner where a block is stretched.
  [[nodiscard]] double ranks_per_density(const BlockFrame& f) const {
    return ranks_per_density_ * f.area_factor(ground_.lattice.block_mm);
  }

  PlaneBlock plane_block(const Block& at, const Patch& patch, double high, const BlockFrame& f) {
    const Tile& tile = ground_.tile;
    const double ranks = ranks_per_density(f);
    const std::size_t b = at.in_tile;
    const double centre = patch.plane_at(f.centre.x, f.centre.y) * ranks - at.late;
    const double per_x = (patch.per_x * f.across.x + patch.per_y * f.across.y) * ranks;
    const double per_y = (patch.per_x * f.down.x + patch.per_y * f.down.y) * ranks;
    // Level k holds positions of the dots that exist at k - 1: the middle of the block may lie one level deeper.
    std::size_t k = level_of(tile, rounded(high * ranks));
    if (centre <= tile.level_rank[k + 1] && k + 2 < tile.levels()) ++k;
    const double step = static_cast<double>(tile.count[k]) - tile.count[k + 1];
    const double per_rank = -kBlendOne / (step * kRankScale);
    PlaneBlock block{};
    block.rank = &tile.rank[tile.first[b]];
    const std::int32_t* first = &tile.first_point[b * tile.levels() + k];
    block.dense = &tile.point[first[0]];
    block.sparse = &tile.point[first[1]];
    block.highest = rounded(high * ranks * (1 + kFlatness));
    block.density = rounded(centre);
    block.density_x = rounded(per_x);
    block.density_y = rounded(per_y);
    block.blend = rounded((centre - static_cast<double>(tile.count[k]) * kRankScale) * per_rank);
    block.blend_x = rounded(per_x * per_rank);
    block.blend_y = rounded(per_y * per_rank);
    block.place = f.place();
    block.id = at.id;
    const Box all = f.box(tile.reach);
    block.clipped = all.min_x < min_x_ || all.min_y < min_y_ || all.max_x > max_x_ || all.max_y > max_y_;
    return block;
  }

  void place_detail(const Block& at, const BlockFrame& f, double highest) {
    flush();
    const double ranks = ranks_per_density(f);
    make_room(kBlockCapacity);
    const DetailBlock block{&ground_.tile,
                            at.in_tile,
                            &lookup_,
                            static_cast<float>(0.01 * ranks),
                            static_cast<float>(at.late),
                            rounded(highest * ranks),
                            f.place(),
                            at.id};
    used_ += kernels_.fill_detail(block, target());
  }

  [[nodiscard]] FillTarget target() {
    return {out_.x_mm.data() + used_,
            out_.y_mm.data() + used_,
            with_ids_ ? out_.id.data() + used_ : nullptr,
            with_ids_ ? out_.density.data() + used_ : nullptr,
            min_x_,
            min_y_,
            max_x_,
            max_y_};
  }

  void flush() {
    if (planes_.empty()) return;
    make_room(planes_.size() * kBlockCapacity);
    used_ += kernels_.fill_planes(planes_, target());
    planes_.clear();
  }

  /// Grows the columns in strides: each new entry is written once more than needed, so there should be few.
  void make_room(std::size_t more) {
    const std::size_t need = used_ + more + kColumnPadding;
    const auto grow = [&](auto& column) {
      if (column.size() >= need) return;
      if (column.capacity() < need) column.reserve(need + need / 2);
      column.resize(need);
    };
    grow(out_.x_mm);
    grow(out_.y_mm);
    if (!with_ids_) return;
    grow(out_.id);
    grow(out_.density);
  }

  const Ground& ground_;
  bool with_ids_;
  Kernels kernels_;
  DensityLookup lookup_;
  Columns& out_;
  std::size_t used_ = 0;  ///< entries of out_ that hold dots
  double ranks_per_density_ = 0;
  double near_density_ = 0;                              ///< above it, dots stay within kNearReach of their blocks
  float min_x_ = 0, min_y_ = 0, max_x_ = 0, max_y_ = 0;  ///< of the density's grid
  std::vector<PlaneBlock> planes_;                       ///< blocks taken down but not yet placed
  std::array<BlockFrame, kStretchBlocks> frames_{};      ///< of the stretch at hand
  std::array<Box, kStretchBlocks> boxes_{};
};

/// Appends columns to columns.
void append(const Columns& part, std::size_t at, Columns& out) {
  const auto copy = [&](const auto& from, auto& to) {
    std::copy(from.begin(), from.end(), to.begin() + static_cast<std::ptrdiff_t>(at));
  };
  copy(part.x_mm, out.x_mm);
  copy(part.y_mm, out.y_mm);
  copy(part.id, out.id);
  copy(part.density, out.density);
}

}  // namespace

BlockRange blocks_about(const Ground& ground, const Box& box) {
  // Where the box lies in the lattice is told by points along its border, some blocks apart: between them the
  // displacement changes by less than a block, as its waves are dozens of blocks long.
  constexpr double kApart = 8, kSpare = 1;
  constexpr int kTurns = 3;  // each brings the point nearer by the shear, a factor of about 20
  const Lattice& lattice = ground.lattice;
  double min_u = 0, max_u = 0, min_v = 0, max_v = 0;
  bool first = true;
  const auto see = [&](double x, double y) {
    const double u0 = (x - lattice.shift_x) / lattice.block_mm, v0 = (y - lattice.shift_y) / lattice.block_mm;
    double u = u0, v = v0;
    for (int turn = 0; turn < kTurns; ++turn) {
      const Corner away = lattice.displacement(u, v);
      u = u0 - away.x / lattice.block_mm;
      v = v0 - away.y / lattice.block_mm;
    }
    min_u = first ? u : std::min(min_u, u);
    max_u = first ? u : std::max(max_u, u);
    min_v = first ? v : std::min(min_v, v);
    max_v = first ? v : std::max(max_v, v);
    first = false;
  };
  const double size = std::max(box.max_x - box.min_x, box.max_y - box.min_y);
  const int points = 1 + static_cast<int>(size / lattice.block_mm / kApart);
  for (int i = 0; i <= points; ++i) {
    const double t = static_cast<double>(i) / points;
    const double x = box.min_x + t * (box.max_x - box.min_x), y = box.min_y + t * (box.max_y - box.min_y);
    see(x, box.min_y);
    see(x, box.max_y);
    see(box.min_x, y);
    see(box.max_x, y);
  }
  const double reach = kSpare + static_cast<double>(ground.tile.reach) / kBlockUnits;
  const auto index = [](double v) { return static_cast<int>(std::floor(v)); };
  const auto in_stretch = [](int column) { return column & (kStretchBlocks - 1); };
  const int first_column = index(min_u - reach), last_column = index(max_u + reach);
  return {first_column - in_stretch(first_column), index(min_v - reach),
          last_column - in_stretch(last_column) + kStretchBlocks - 1, index(max_v + reach)};
}

BlockRange blocks_reached_by(const Ground& ground, const Box& box) {
  // A cell tells on the density up to one cell beside it, and a survey takes in the cells about its box.
  const double cell = 1.5 * ground.density.cell_mm;
  const Box wide{box.min_x - cell, box.min_y - cell, box.max_x + cell, box.max_y + cell};
  const BlockRange about = blocks_about(ground, wide);
  BlockRange range;
  const CornerRows corners(ground.lattice, about.first_column, about.last_column);
  std::vector<Corner> top, bottom;
  corners.row(about.first_row, top);
  for (int row = about.first_row; row <= about.last_row; ++row) {
    corners.row(row + 1, bottom);
    for (std::size_t i = 0; i + 1 < top.size(); ++i) {
      const Box b = BlockFrame::between(top[i], top[i + 1], bottom[i], bottom[i + 1]).box(ground.tile.reach);
      if (b.max_x < wide.min_x || b.min_x > wide.max_x || b.max_y < wide.min_y || b.min_y > wide.max_y) continue;
      const int stretch = about.first_column + static_cast<int>(i) / kStretchBlocks * kStretchBlocks;
      if (range.empty()) range = {stretch, row, stretch, row};
      range.first_column = std::min(range.first_column, stretch);
      range.last_column = std::max(range.last_column, stretch + kStretchBlocks - 1);
      range.last_row = row;
    }
    top.swap(bottom);
  }
  return range;
}

bool fill_blocks(const Ground& ground, const BlockRange& range, bool with_ids, Columns& out, const Exec& exec,
                 const Kernels& kernels) {
  if (range.empty()) {
    BlockPlacer(ground, with_ids, kernels, out).finish();
    return true;
  }
  const CornerRows corners(ground.lattice, range.first_column, range.last_column);
  const auto fill_rows = [&](int first, int last, Columns& into) {
    BlockPlacer placer(ground, with_ids, kernels, into);
    std::vector<Corner> top, bottom;
    corners.row(first, top);
    for (int row = first; row <= last && !is_cancelled(exec); ++row) {
      corners.row(row + 1, bottom);
      placer.fill_row(row, range.first_column, top, bottom);
      top.swap(bottom);
    }
    placer.finish();
  };
  const int threads = thread_count(exec);
  if (threads == 1) {
    fill_rows(range.first_row, range.last_row, out);
    return !is_cancelled(exec);
  }
  const int rows = range.last_row - range.first_row + 1, bands = std::min(rows, 4 * threads);
  std::vector<Columns> parts(static_cast<std::size_t>(bands));
  parallel_for(exec, parts.size(), [&](std::size_t i) {
    const int band = static_cast<int>(i);
    fill_rows(range.first_row + band * rows / bands, range.first_row + (band + 1) * rows / bands - 1, parts[i]);
  });
  std::vector<std::size_t> first(1, 0);
  for (const Columns& part : parts) first.push_back(first.back() + part.size());
  out.resize(first.back(), with_ids);
  parallel_for(exec, parts.size(), [&](std::size_t i) { append(parts[i], first[i], out); });
  return !is_cancelled(exec);
}

}  // namespace tonsure::placement
