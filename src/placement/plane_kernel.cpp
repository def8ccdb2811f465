#include "plane_kernel.h"

#include <algorithm>

#include "vector_targets.h"

// Highway compiles what lies between BEFORE and AFTER once per instruction set, by including this file again for each.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "placement/plane_kernel.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tonsure::placement::HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR
std::size_t fill_blocks(std::span<const PlaneBlock> blocks, const FillTarget& target) {
  return fill_planes_scalar(blocks, target);
}
#else

using D32 = hn::ScalableTag<std::int32_t>;
using D16 = hn::Repartition<std::int16_t, D32>;
using DF = hn::RebindToFloat<D32>;
using V32 = hn::Vec<D32>;

/// low a * low b + high a * high b of the 16-bit halves of each lane.
HWY_INLINE V32 dot_of_halves(V32 a, V32 b) {
  const D32 d;
#if HWY_ARCH_X86 && HWY_TARGET != HWY_EMU128
  const D16 d16;
  auto rest = hn::Zero(d);  // pmaddwd sums neighbours and leaves no rest
  return hn::ReorderWidenMulAccumulate(d, hn::BitCast(d16, a), hn::BitCast(d16, b), hn::Zero(d), rest);
#else
  const auto low = [](V32 v) { return hn::ShiftRight<16>(hn::ShiftLeft<16>(v)); };
  return hn::Add(hn::Mul(low(a), low(b)), hn::Mul(hn::ShiftRight<16>(a), hn::ShiftRight<16>(b)));
#endif
}

HWY_INLINE V32 halves(std::int32_t low, std::int32_t high) {
  return hn::Set(D32(), static_cast<std::int32_t>((static_cast<std::uint32_t>(high) << 16U) |
                                                  (static_cast<std::uint32_t>(low) & 0xFFFFU)));
}

template <bool kWithIds>
HWY_INLINE std::size_t fill(std::span<const PlaneBlock> blocks, const FillTarget& target) {
  const D32 d;
  const D16 d16;
  const DF df;
  const hn::RebindToUnsigned<D32> du;
  const std::size_t lanes = hn::Lanes(d);
  const V32 high_half = hn::Set(d, static_cast<std::int32_t>(0xFFFF0000U));
  const V32 one = hn::Set(d, kBlendOne), low_one = hn::Set(d, kBlendUnits);
  const auto min_x = hn::Set(df, target.min_x), min_y = hn::Set(df, target.min_y);
  const auto max_x = hn::Set(df, target.max_x), max_y = hn::Set(df, target.max_y);
  std::size_t count = 0;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    const PlaneBlock& b = blocks[block];
    if (block + 1 < blocks.size()) {  // the columns of the next block, as far as most blocks are filled
      const PlaneBlock& next = blocks[block + 1];
      for (std::size_t i = 0; i < 128; i += 16) {
        hwy::Prefetch(next.dense + i);
        hwy::Prefetch(next.sparse + i);
        hwy::Prefetch(next.rank + i);
      }
    }
    const V32 highest = hn::Set(d, b.highest);
    const V32 density = hn::Set(d, b.density), density_slope = halves(b.density_x, b.density_y);
    const V32 blend = hn::Set(d, b.blend), blend_slope = halves(b.blend_x, b.blend_y);
    const auto cx = hn::Set(df, b.place.centre_x), cy = hn::Set(df, b.place.centre_y);
    const auto ax = hn::Set(df, b.place.across_x), ay = hn::Set(df, b.place.across_y);
    const auto bx = hn::Set(df, b.place.down_x), by = hn::Set(df, b.place.down_y);
    const auto tx = hn::Set(df, b.place.twist_x), ty = hn::Set(df, b.place.twist_y);
    for (std::size_t i = 0; b.rank[i] < b.highest; i += lanes) {
      const V32 p = hn::LoadU(d, b.dense + i);
      const V32 q = hn::LoadU(d, b.sparse + i);
      const V32 here = hn::Add(density, dot_of_halves(p, density_slope));
      const V32 raw = hn::Add(blend, dot_of_halves(p, blend_slope));
      const V32 share = hn::Min(hn::Max(raw, hn::Zero(d)), one);
      // Low half 1, high half the share, in 1/kBlendUnits: weights of a place and of the way to the next.
      const V32 weights = hn::Or(hn::And(hn::ShiftLeft<8>(share), high_half), low_one);
      const V32 way = hn::BitCast(d, hn::Sub(hn::BitCast(d16, q), hn::BitCast(d16, p)));
      const auto merge = [&](V32 high, V32 low) {
        return hn::BitCast(d, hn::OddEven(hn::BitCast(d16, high), hn::BitCast(d16, low)));
      };
      const auto x = hn::ConvertTo(df, dot_of_halves(merge(hn::ShiftLeft<16>(way), p), weights));
      const auto y = hn::ConvertTo(df, dot_of_halves(merge(way, hn::ShiftRight<16>(p)), weights));
      // Products and sums are rounded one by one, so that machines with and without fused ones agree.
      const auto xy = hn::Mul(x, y);
      const auto x_mm = hn::Add(hn::Add(hn::Add(cx, hn::Mul(x, ax)), hn::Mul(y, bx)), hn::Mul(xy, tx));
      const auto y_mm = hn::Add(hn::Add(hn::Add(cy, hn::Mul(x, ay)), hn::Mul(y, by)), hn::Mul(xy, ty));
      auto exists = hn::Lt(hn::LoadU(d, b.rank + i), hn::Min(here, highest));
      if (b.clipped) {
        const auto inside = hn::And(hn::And(hn::Ge(x_mm, min_x), hn::Le(x_mm, max_x)),
                                    hn::And(hn::Ge(y_mm, min_y), hn::Le(y_mm, max_y)));
        exists = hn::And(exists, hn::RebindMask(d, inside));
      }
      const Compactor<DF> compact(hn::RebindMask(df, exists));
      hn::StoreU(compact(x_mm), df, target.x_mm + count);
      hn::StoreU(compact(y_mm), df, target.y_mm + count);
      if constexpr (kWithIds) {
        const auto id = hn::Add(hn::Iota(du, static_cast<std::uint32_t>(i)), hn::Set(du, b.id));
        hn::StoreU(compact.of_bits(du, id), du, target.id + count);
        hn::StoreU(compact.of_bits(d, here), d, target.density + count);
      }
      count += hn::CountTrue(d, exists);
    }
  }
  return count;
}

std::size_t fill_blocks(std::span<const PlaneBlock> blocks, const FillTarget& target) {
  return target.id == nullptr ? fill<false>(blocks, target) : fill<true>(blocks, target);
}

#endif
}  // namespace tonsure::placement::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tonsure::placement {

HWY_EXPORT(fill_blocks);

std::size_t fill_planes(std::span<const PlaneBlock> blocks, const FillTarget& target) {
  return HWY_DYNAMIC_DISPATCH(fill_blocks)(blocks, target);
}

std::size_t fill_planes_scalar(std::span<const PlaneBlock> blocks, const FillTarget& target) {
  std::size_t count = 0;
  for (const PlaneBlock& b : blocks) {
    for (std::size_t i = 0; b.rank[i] < b.highest; ++i) {
      const TilePoint p = unpacked(b.dense[i]), q = unpacked(b.sparse[i]);
      const std::int32_t here = b.density + p.x * b.density_x + p.y * b.density_y;
      if (b.rank[i] >= here) continue;
      const std::int32_t raw = b.blend + p.x * b.blend_x + p.y * b.blend_y;
      const std::int32_t share = std::clamp(raw, 0, kBlendOne) >> 8;
      const auto way_x = static_cast<std::int16_t>(q.x - p.x);
      const auto way_y = static_cast<std::int16_t>(q.y - p.y);
      const auto x = static_cast<float>(p.x * kBlendUnits + way_x * share);
      const auto y = static_cast<float>(p.y * kBlendUnits + way_y * share);
      const float x_mm = b.place.x_mm(x, y), y_mm = b.place.y_mm(x, y);
      if (b.clipped && !(x_mm >= target.min_x && x_mm <= target.max_x && y_mm >= target.min_y && y_mm <= target.max_y))
        continue;
      target.x_mm[count] = x_mm;
      target.y_mm[count] = y_mm;
      if (target.id != nullptr) {
        target.id[count] = b.id + static_cast<std::uint32_t>(i);
        target.density[count] = here;
      }
      ++count;
    }
  }
  return count;
}

}  // namespace tonsure::placement
#endif
