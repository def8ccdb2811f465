#include "detail_kernel.h"

#include "vector_targets.h"

// Highway compiles what lies between BEFORE and AFTER once per instruction set, by including this file again for each.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "placement/detail_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tonsure::placement::HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR
std::size_t fill(const DetailBlock& block, const FillTarget& target) {
  return fill_detail_scalar(block, target);
}
#else

using D32 = hn::ScalableTag<std::int32_t>;
using DF = hn::RebindToFloat<D32>;
using V32 = hn::Vec<D32>;
using VF = hn::Vec<DF>;

// Here and below, products and sums are rounded one by one, so that machines with and without fused ones agree.

/// DensityLookup::at of a vector of dots.
HWY_INLINE VF density_at(const DensityLookup& lookup, VF x_mm, VF y_mm) {
  const D32 d;
  const DF df;
  const auto zero = hn::Zero(df), one = hn::Set(df, 1), doubt = hn::Set(df, lookup.doubt);
  const auto per_mm = hn::Set(df, lookup.per_mm);
  const auto last_x = hn::Set(df, lookup.last_x), last_y = hn::Set(df, lookup.last_y);
  const auto u = hn::Add(hn::Mul(x_mm, per_mm), hn::Set(df, lookup.offset_x));
  const auto v = hn::Add(hn::Mul(y_mm, per_mm), hn::Set(df, lookup.offset_y));
  const auto inside = hn::And(hn::And(hn::Ge(u, doubt), hn::Le(u, hn::Set(df, lookup.last_x + 1 - lookup.doubt))),
                              hn::And(hn::Ge(v, doubt), hn::Le(v, hn::Set(df, lookup.last_y + 1 - lookup.doubt))));
  const auto half = hn::Set(df, 0.5F);
  const auto cu = hn::Min(hn::Max(hn::Sub(u, half), zero), last_x),
             cv = hn::Min(hn::Max(hn::Sub(v, half), zero), last_y);
  const auto before = [&](float last) { return hn::Set(d, std::max(static_cast<int>(last) - 1, 0)); };
  const V32 i = hn::Min(hn::ConvertTo(d, cu), before(lookup.last_x));
  const V32 j = hn::Min(hn::ConvertTo(d, cv), before(lookup.last_y));
  const auto a = hn::Sub(cu, hn::ConvertTo(df, i)), b = hn::Sub(cv, hn::ConvertTo(df, j));
  const V32 at = hn::Add(hn::Mul(j, hn::Set(d, static_cast<std::int32_t>(lookup.row))), i);
  const auto p00 = hn::GatherIndex(df, lookup.cells, at), p10 = hn::GatherIndex(df, lookup.cells + lookup.right, at);
  const auto p01 = hn::GatherIndex(df, lookup.cells + lookup.down, at);
  const auto p11 = hn::GatherIndex(df, lookup.cells + lookup.down + lookup.right, at);
  const auto not_a = hn::Sub(one, a);
  const auto top = hn::Add(hn::Mul(not_a, p00), hn::Mul(a, p10));
  const auto bottom = hn::Add(hn::Mul(not_a, p01), hn::Mul(a, p11));
  const auto corners = hn::Add(hn::Add(p00, p10), hn::Add(p01, p11));
  const auto value = hn::Add(hn::Mul(hn::Sub(one, b), top), hn::Mul(b, bottom));
  return hn::IfThenElseZero(inside, hn::Max(hn::Sub(value, hn::Mul(doubt, corners)), zero));
}

struct Place {
  VF x, y;  // mm
};

HWY_INLINE Place place(const BlockPlace& p, V32 x, V32 y) {
  const DF df;
  const auto u = hn::ConvertTo(df, x), v = hn::ConvertTo(df, y), uv = hn::Mul(u, v);
  const auto along = [&](float centre, float across, float down, float twist) {
    const auto sum = hn::Add(hn::Set(df, centre), hn::Mul(u, hn::Set(df, across)));
    return hn::Add(hn::Add(sum, hn::Mul(v, hn::Set(df, down))), hn::Mul(uv, hn::Set(df, twist)));
  };
  return {along(p.centre_x, p.across_x, p.down_x, p.twist_x), along(p.centre_y, p.across_y, p.down_y, p.twist_y)};
}

std::size_t fill(const DetailBlock& block, const FillTarget& target) {
  const D32 d;
  const DF df;
  const hn::RebindToUnsigned<D32> du;
  const Tile& tile = *block.tile;
  const std::int32_t* rank = &tile.rank[tile.first[block.in_tile]];
  const std::int32_t* first = &tile.first_point[block.in_tile * tile.levels()];
  const PackedPoint* point = tile.point.data();
  const V32 last_level = hn::Set(d, static_cast<std::int32_t>(tile.levels()) - 2);
  const auto x_of = [](V32 p) { return hn::ShiftRight<16>(hn::ShiftLeft<16>(p)); };
  const auto y_of = [](V32 p) { return hn::ShiftRight<16>(p); };
  const auto density_of = [&](const Place& at) {
    const auto ranks = hn::Mul(density_at(*block.density, at.x, at.y), hn::Set(df, block.ranks_per_density));
    return hn::ConvertTo(d, hn::Sub(ranks, hn::Set(df, block.late)));
  };
  std::size_t count = 0;
  for (std::size_t i = 0; rank[i] < block.highest; i += hn::Lanes(d)) {
    const V32 own = hn::LoadU(d, rank + i);
    const V32 index = hn::Iota(d, static_cast<std::int32_t>(i));
    const auto in_use = hn::Lt(own, hn::Set(d, block.highest));
    const V32 home = hn::LoadU(d, point + first[0] + i);
    Place at = place(block.place, hn::ShiftLeft<14>(x_of(home)), hn::ShiftLeft<14>(y_of(home)));
    V32 density = density_of(at);
    for (int turn = 0; turn < 2; ++turn) {
      // A dot that does not exist at this density lies where it was last seen. Lanes past the end go along with rank 0.
      const V32 seen = hn::Max(density, hn::Add(hn::IfThenElseZero(in_use, own), hn::Set(d, 1)));
      const auto seen_f = hn::ConvertTo(df, seen);
      const V32 bin = hn::Sub(hn::BitCast(d, hn::ShiftRight<kBinShift>(hn::BitCast(du, seen_f))),
                              hn::Set(d, static_cast<std::int32_t>(kFirstBin)));
      V32 k = hn::GatherIndex(d, tile.bin.data(), bin);
      const auto deeper = hn::Gt(hn::GatherIndex(d, tile.level_rank.data() + 1, k), hn::Sub(seen, hn::Set(d, 1)));
      k = hn::Min(hn::Add(k, hn::IfThenElseZero(deeper, hn::Set(d, 1))), last_level);
      const auto below = hn::ConvertTo(df, hn::Sub(hn::GatherIndex(d, tile.level_rank.data(), k), seen));
      const auto share_f =
          hn::Mul(hn::Mul(below, hn::GatherIndex(df, tile.per_rank.data(), k)), hn::Set(df, kBlendUnits));
      const V32 share = hn::ConvertTo(d, hn::Min(hn::Max(share_f, hn::Zero(df)), hn::Set(df, kBlendUnits)));
      const auto point_at = [&](const std::int32_t* table) {
        const V32 where = hn::Add(hn::GatherIndex(d, table, k), index);
        return hn::GatherIndex(d, point, hn::IfThenElseZero(in_use, where));
      };
      const V32 p = point_at(first), q = point_at(first + 1);
      const auto between = [&](V32 from, V32 to) {
        return hn::Add(hn::ShiftLeft<14>(from), hn::Mul(hn::Sub(to, from), share));
      };
      at = place(block.place, between(x_of(p), x_of(q)), between(y_of(p), y_of(q)));
      density = density_of(at);
    }
    const auto exists = hn::And(in_use, hn::Lt(own, density));
    const Compactor<DF> compact(hn::RebindMask(df, exists));
    hn::StoreU(compact(at.x), df, target.x_mm + count);
    hn::StoreU(compact(at.y), df, target.y_mm + count);
    if (target.id != nullptr) {
      const auto id = hn::Add(hn::BitCast(du, index), hn::Set(du, block.id));
      hn::StoreU(compact.of_bits(du, id), du, target.id + count);
      hn::StoreU(compact.of_bits(d, density), d, target.density + count);
    }
    count += hn::CountTrue(d, exists);
  }
  return count;
}

#endif
}  // namespace tonsure::placement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tonsure::placement {

HWY_EXPORT(fill);

std::size_t fill_detail(const DetailBlock& block, const FillTarget& target) {
  return HWY_DYNAMIC_DISPATCH(fill)(block, target);
}

std::size_t fill_detail_scalar(const DetailBlock& block, const FillTarget& target) {
  const Tile& tile = *block.tile;
  const std::int32_t* rank = &tile.rank[tile.first[block.in_tile]];
  const std::int32_t* first = &tile.first_point[block.in_tile * tile.levels()];
  std::size_t count = 0;
  for (std::int32_t i = 0; rank[i] < block.highest; ++i) {
    const auto index = [i](std::int32_t start) {
      return static_cast<std::size_t>(start) + static_cast<std::size_t>(i);
    };
    float x_mm = 0, y_mm = 0;
    const auto lie_at = [&](std::int32_t x, std::int32_t y) {
      const auto u = static_cast<float>(x), v = static_cast<float>(y);
      x_mm = block.place.x_mm(u, v);
      y_mm = block.place.y_mm(u, v);
      return static_cast<std::int32_t>(block.density->at(x_mm, y_mm) * block.ranks_per_density - block.late);
    };
    const TilePoint home = unpacked(tile.point[index(first[0])]);
    std::int32_t density = lie_at(home.x * kBlendUnits, home.y * kBlendUnits);
    for (int turn = 0; turn < 2; ++turn) {
      const std::int32_t seen =
          std::max(density, rank[i] + 1);  // a dot that does not exist lies where it was last seen
      const std::size_t k = level_of(tile, seen);
      const float below =
          static_cast<float>(tile.level_rank[k] - seen) * tile.per_rank[k] * static_cast<float>(kBlendUnits);
      const auto share = static_cast<std::int32_t>(std::min(std::max(below, 0.0F), static_cast<float>(kBlendUnits)));
      const TilePoint p = unpacked(tile.point[index(first[k])]);
      const TilePoint q = unpacked(tile.point[index(first[k + 1])]);
      density = lie_at(p.x * kBlendUnits + (q.x - p.x) * share, p.y * kBlendUnits + (q.y - p.y) * share);
    }
    if (density <= rank[i]) continue;
    target.x_mm[count] = x_mm;
    target.y_mm[count] = y_mm;
    if (target.id != nullptr) {
      target.id[count] = block.id + static_cast<std::uint32_t>(i);
      target.density[count] = density;
    }
    ++count;
  }
  return count;
}

}  // namespace tonsure::placement
#endif
