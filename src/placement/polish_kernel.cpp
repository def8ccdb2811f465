#include "polish_kernel.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "vector_targets.h"

// Highway compiles what lies between BEFORE and AFTER once per instruction set, by including this file again for each.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "placement/polish_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tonsure::placement::polish::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR
void look_around(const Density& density, const Dots& dots, float* edge, std::size_t first, std::size_t last) {
  scalar_kernel().look_around(density, dots, edge, first, last);
}
void move_blocks(const Move& move, std::size_t first, std::size_t last) {
  scalar_kernel().move(move, first, last);
}
#else

// The functions here do what those of the same name in polish_scalar.cpp do, operation by operation.

using DF = hn::CappedTag<float, kSpokes>;
using DI = hn::RebindToSigned<DF>;
using VF = hn::Vec<DF>;
using VI = hn::Vec<DI>;
using MF = hn::Mask<DF>;

HWY_INLINE VF set(float v) {
  return hn::Set(DF(), v);
}

struct Lookup {
  VF rho;
  MF sure;
};

HWY_INLINE Lookup look_up(const Density& d, VF x, VF y) {
  const DF df;
  const DI di;
  const VF u = hn::Mul(hn::Sub(x, set(d.origin_x)), set(d.cells_per_mm));
  const VF v = hn::Mul(hn::Sub(y, set(d.origin_y)), set(d.cells_per_mm));
  const VF w = set(static_cast<float>(d.width)), h = set(static_cast<float>(d.height));
  const VF margin = hn::Min(hn::Min(u, v), hn::Min(hn::Sub(w, u), hn::Sub(h, v)));
  const VF zero = hn::Zero(df), one = set(1), half = set(0.5F);
  const VF cx = hn::Min(hn::Max(hn::Sub(u, half), zero), hn::Sub(w, one));
  const VF cy = hn::Min(hn::Max(hn::Sub(v, half), zero), hn::Sub(h, one));
  const VI i = hn::Min(hn::ConvertTo(di, cx), hn::Set(di, std::max(d.width - 2, 0)));
  const VI j = hn::Min(hn::ConvertTo(di, cy), hn::Set(di, std::max(d.height - 2, 0)));
  const VF a = hn::Sub(cx, hn::ConvertTo(df, i)), b = hn::Sub(cy, hn::ConvertTo(df, j));
  const VI at = hn::Add(hn::Mul(j, hn::Set(di, d.stride)), i);
  const int right = d.width > 1 ? 1 : 0, down = d.height > 1 ? d.stride : 0;
  const VF p00 = hn::GatherIndex(df, d.cells, at), p10 = hn::GatherIndex(df, d.cells + right, at);
  const VF p01 = hn::GatherIndex(df, d.cells + down, at), p11 = hn::GatherIndex(df, d.cells + down + right, at);
  const VF left = hn::Sub(one, a);
  const VF upper = hn::Add(hn::Mul(left, p00), hn::Mul(a, p10)), lower = hn::Add(hn::Mul(left, p01), hn::Mul(a, p11));
  const VF least = hn::Min(hn::Min(p00, p10), hn::Min(p01, p11));
  const VF rho = hn::Mul(set(0.01F), hn::Add(hn::Mul(hn::Sub(one, b), upper), hn::Mul(b, lower)));
  return {hn::IfThenElseZero(hn::Ge(margin, zero), rho),
          hn::And(hn::Ge(margin, set(kClearOfRim)), hn::Gt(least, zero))};
}

/// For the first `count` lanes.
HWY_INLINE VF density_at(const Density& d, VF x, VF y, std::size_t count) {
  const DF df;
  const Lookup fast = look_up(d, x, y);
  if (HWY_LIKELY(hn::AllFalse(df, hn::AndNot(fast.sure, hn::FirstN(df, count))))) return fast.rho;
  alignas(64) float at_x[kSpokes], at_y[kSpokes], rho[kSpokes], sure[kSpokes];
  hn::Store(x, df, at_x);
  hn::Store(y, df, at_y);
  hn::Store(fast.rho, df, rho);
  hn::Store(hn::IfThenElseZero(fast.sure, set(1)), df, sure);
  for (std::size_t k = 0; k < count; ++k) {
    if (sure[k] == 0)
      rho[k] = static_cast<float>(d.exact->at(static_cast<double>(at_x[k]), static_cast<double>(at_y[k])));
  }
  return hn::Load(df, rho);
}

HWY_INLINE VF scaled(const Density& d, VF rho) {
  return hn::Mul(hn::Max(rho, set(d.floor)), set(kScale));
}

struct Push {
  VF zero, wide, near;

  HWY_INLINE Push() : zero(hn::Zero(DF())), wide(set(kWide)), near(set(kNear)) {}
  HWY_INLINE VF operator()(VF d2, VF h, VF other_h) const {
    const VF t = hn::Max(hn::Sub(wide, hn::Mul(d2, hn::Add(h, other_h))), zero);
    const VF c = hn::Max(hn::Sub(near, hn::Mul(d2, hn::Min(h, other_h))), zero);
    return hn::Mul(t, hn::Add(t, hn::Mul(c, c)));
  }
};

/// Stores the first `count` lanes, and the others, too, where there is `room` for them.
HWY_INLINE void store(VF v, float* to, std::size_t count, std::size_t room) {
  const DF df;
  if (HWY_LIKELY(hn::Lanes(df) <= room)) {
    hn::StoreU(v, df, to);
    return;
  }
  alignas(64) float lanes[kSpokes];
  hn::Store(v, df, lanes);
  std::copy_n(lanes, count, to);
}

void look_around(const Density& density, const Dots& dots, float* edge, std::size_t first, std::size_t last) {
  const DF df;
  const VF half = set(0.5F);
  for (std::size_t i = first; i < last; i += hn::Lanes(df)) {
    const std::size_t count = std::min(hn::Lanes(df), last - i);
    const VF x = hn::LoadU(df, dots.x + i), y = hn::LoadU(df, dots.y + i), rho = density_at(density, x, y, count);
    const VF probe = hn::Div(set(kEdgeProbe), hn::Sqrt(hn::Max(rho, set(density.floor))));
    const VF left = look_up(density, hn::Sub(x, probe), y).rho, right = look_up(density, hn::Add(x, probe), y).rho;
    const VF above = look_up(density, x, hn::Sub(y, probe)).rho, below = look_up(density, x, hn::Add(y, probe)).rho;
    const VF bend = hn::Max(hn::Abs(hn::Sub(hn::Mul(hn::Add(left, right), half), rho)),
                            hn::Abs(hn::Sub(hn::Mul(hn::Add(above, below), half), rho)));
    const VF highest = hn::Max(rho, hn::Max(hn::Max(left, right), hn::Max(above, below)));
    store(scaled(density, rho), dots.h + i, count, last - i);
    store(hn::IfThenElseZero(hn::Gt(bend, hn::Mul(rho, set(kEdgeBend))), highest), edge + i, count, last - i);
  }
}

struct Sum {
  std::uint32_t x, y;
};

/// A lane is a spoke.
HWY_NOINLINE Sum background(const Density& density, float x, float y, float h, float highest, float magic_of_dot) {
  const DF df;
  const DI di;
  const float end = std::sqrt(kWide / std::max(h, highest * (kScale * kLeastRatio)));
  const VF magic = set(magic_of_dot);
  const VI none = hn::BitCast(di, magic);
  VI sx = hn::Zero(di), sy = hn::Zero(di);
  for (float inner = kFirstRing / std::sqrt(highest); inner < end; inner *= kRingRatio) {
    const VF radius = set(inner * kRingRadius), area = set(inner * inner * kRingArea);
    for (std::size_t k = 0; k < kSpokes; k += hn::Lanes(df)) {
      const VF ax = hn::Load(df, kSpokeX + k), ay = hn::Load(df, kSpokeY + k);
      const VF rho = look_up(density, hn::Add(set(x), hn::Mul(radius, ax)), hn::Add(set(y), hn::Mul(radius, ay))).rho;
      const VF u = hn::Mul(hn::Mul(radius, radius), hn::Add(set(h), scaled(density, rho)));
      const VF t = hn::Max(hn::Sub(set(kWide), u), hn::Zero(df));
      const VF force = hn::Mul(hn::Mul(hn::Mul(area, rho), hn::Mul(t, t)), radius);
      sx = hn::Sub(sx, hn::Sub(hn::BitCast(di, hn::Add(hn::Mul(force, ax), magic)), none));
      sy = hn::Sub(sy, hn::Sub(hn::BitCast(di, hn::Add(hn::Mul(force, ay), magic)), none));
    }
  }
  return {static_cast<std::uint32_t>(hn::GetLane(hn::SumOfLanes(di, sx))),
          static_cast<std::uint32_t>(hn::GetLane(hn::SumOfLanes(di, sy)))};
}

/// The dots that may push those of one cell, in any order.
struct Near {
  struct Run {
    std::size_t first, last;
  };
  std::vector<Run> runs;  ///< of sorted dots, which hold them all
  std::vector<float> x, y, h;
  std::size_t count = 0;
};

/// Gathers the dots within reach of those that stand at first to last - 1, at least one.
HWY_INLINE void gather(const Move& move, std::size_t first, std::size_t last, Near& near) {
  const DF df;
  const Dots now = move.now;
  VF x0 = set(now.x[first]), x1 = x0, y0 = set(now.y[first]), y1 = y0, lowest = set(now.h[first]);
  for (std::size_t i = first; i < last; i += hn::Lanes(df)) {
    const MF valid = hn::FirstN(df, last - i);
    const VF x = hn::IfThenElse(valid, hn::LoadU(df, now.x + i), x0);
    const VF y = hn::IfThenElse(valid, hn::LoadU(df, now.y + i), y0);
    x0 = hn::Min(x0, x);
    x1 = hn::Max(x1, x);
    y0 = hn::Min(y0, y);
    y1 = hn::Max(y1, y);
    lowest = hn::Min(lowest, hn::IfThenElse(valid, hn::LoadU(df, now.h + i), lowest));
  }
  x0 = hn::MinOfLanes(df, x0);
  x1 = hn::MaxOfLanes(df, x1);
  y0 = hn::MinOfLanes(df, y0);
  y1 = hn::MaxOfLanes(df, y1);
  lowest = hn::MinOfLanes(df, lowest);

  const float reach = std::sqrt(kWide / hn::GetLane(lowest)) * 1.001F;  // no rounding may cut it short
  const Box box = {hn::GetLane(x0) - reach, hn::GetLane(y0) - reach, hn::GetLane(x1) + reach, hn::GetLane(y1) + reach};
  near.runs.clear();
  std::size_t most = 0;
  move.cells.visit_runs(box, move.stray, move.most_stray, [&](std::size_t from, std::size_t to) {
    near.runs.push_back({from, to});
    most += to - from;
  });
  if (near.x.size() < most + kSpokes) {
    for (auto* column : {&near.x, &near.y, &near.h}) column->resize(2 * most + kSpokes);
  }

  const VF limit = set(kWide * 1.001F), zero = hn::Zero(df);
  float *to_x = near.x.data(), *to_y = near.y.data(), *to_h = near.h.data();
  for (const Near::Run run : near.runs) {
    for (std::size_t j = run.first; j < run.last; j += hn::Lanes(df)) {
      const VF x = hn::LoadU(df, now.x + j), y = hn::LoadU(df, now.y + j), h = hn::LoadU(df, now.h + j);
      const VF dx = hn::Max(hn::Max(hn::Sub(x0, x), hn::Sub(x, x1)), zero);
      const VF dy = hn::Max(hn::Max(hn::Sub(y0, y), hn::Sub(y, y1)), zero);
      const VF u = hn::Mul(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), hn::Add(lowest, h));
      const MF wanted = hn::And(hn::Lt(u, limit), hn::FirstN(df, run.last - j));
      const placement::HWY_NAMESPACE::Compactor<DF> compact(wanted);
      hn::StoreU(compact(x), df, to_x);
      hn::StoreU(compact(y), df, to_y);
      hn::StoreU(compact(h), df, to_h);
      const std::size_t count = hn::CountTrue(df, wanted);
      to_x += count;
      to_y += count;
      to_h += count;
    }
  }
  near.count = static_cast<std::size_t>(to_x - near.x.data());
}

/// Moves `count` dots from i on, which `near` was gathered for; results may be stored up to `room` dots from i.
/// Returns the lengths of the moves along their longer axes.
HWY_INLINE VF move_dots(const Move& move, const Near& near, const Push& push, std::size_t i, std::size_t count,
                        std::size_t room) {
  const DF df;
  const DI di;
  const Density& density = move.density;
  const VF x = hn::LoadU(df, move.now.x + i), y = hn::LoadU(df, move.now.y + i), h = hn::LoadU(df, move.now.h + i);
  const VF rho = hn::Mul(h, set(1 / kScale));
  const VF exponent = hn::BitCast(df, hn::Set(di, static_cast<std::int32_t>(kExponentBits)));
  const VF power = hn::And(hn::Div(set(1), hn::Sqrt(rho)), exponent);
  const VF quantum = hn::Mul(power, set(kQuantumPerPower)), magic = hn::Mul(power, set(kMagicPerPower));

  VI sx = hn::Zero(di), sy = hn::Zero(di);
  const float *near_x = near.x.data(), *near_y = near.y.data(), *near_h = near.h.data();
  for (std::size_t j = 0, n = near.count; j < n; ++j) {
    const VF dx = hn::Sub(x, set(near_x[j])), dy = hn::Sub(y, set(near_y[j]));
    const VF f = push(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), h, set(near_h[j]));
    sx = hn::Add(sx, hn::BitCast(di, hn::Add(hn::Mul(f, dx), magic)));
    sy = hn::Add(sy, hn::BitCast(di, hn::Add(hn::Mul(f, dy), magic)));
  }
  const VI none = hn::Mul(hn::BitCast(di, magic), hn::Set(di, static_cast<std::int32_t>(near.count)));
  sx = hn::Sub(sx, none);
  sy = hn::Sub(sy, none);

  const MF valid = hn::FirstN(df, count);
  const MF at_edge = hn::Gt(hn::LoadU(df, move.edge + i), hn::Zero(df));
  if (HWY_UNLIKELY(!hn::AllFalse(df, hn::And(at_edge, valid)))) {
    alignas(64) std::int32_t even_x[kSpokes] = {}, even_y[kSpokes] = {};
    alignas(64) float magics[kSpokes];
    hn::Store(magic, df, magics);
    for (std::size_t k = 0; k < count; ++k) {
      if (!(move.edge[i + k] > 0)) continue;
      const Sum even =
          background(density, move.now.x[i + k], move.now.y[i + k], move.now.h[i + k], move.edge[i + k], magics[k]);
      even_x[k] = static_cast<std::int32_t>(even.x);
      even_y[k] = static_cast<std::int32_t>(even.y);
    }
    sx = hn::Sub(sx, hn::Load(di, even_x));
    sy = hn::Sub(sy, hn::Load(di, even_y));
  }

  const VF fx = hn::Mul(hn::ConvertTo(df, sx), quantum), fy = hn::Mul(hn::ConvertTo(df, sy), quantum);
  const VF length = hn::Sqrt(hn::Mul(hn::Add(hn::Mul(fx, fx), hn::Mul(fy, fy)), rho));
  const VF step = hn::Min(set(move.gain * kGainUnit), hn::Div(set(kMaxMove), length));

  // The whole way, half of it, or none.
  const VF least = hn::Mul(rho, set(kSteepest));
  VF next_x = hn::Add(x, hn::Mul(fx, step)), next_y = hn::Add(y, hn::Mul(fy, step));
  VF next_rho = density_at(density, next_x, next_y, count), next_h = scaled(density, next_rho);
  const MF whole = hn::Gt(next_rho, least);
  if (HWY_UNLIKELY(!hn::AllFalse(df, hn::AndNot(whole, valid)))) {
    const VF half = hn::Mul(step, set(0.5F));
    const VF half_x = hn::Add(x, hn::Mul(fx, half)), half_y = hn::Add(y, hn::Mul(fy, half));
    const VF half_rho = density_at(density, half_x, half_y, count);
    const MF halfway = hn::Gt(half_rho, least);
    next_x = hn::IfThenElse(whole, next_x, hn::IfThenElse(halfway, half_x, x));
    next_y = hn::IfThenElse(whole, next_y, hn::IfThenElse(halfway, half_y, y));
    next_h = hn::IfThenElse(whole, next_h, hn::IfThenElse(halfway, scaled(density, half_rho), h));
  }
  store(next_x, move.next.x + i, count, room);
  store(next_y, move.next.y + i, count, room);
  store(next_h, move.next.h + i, count, room);
  return hn::IfThenElseZero(valid, hn::Max(hn::Abs(hn::Sub(next_x, x)), hn::Abs(hn::Sub(next_y, y))));
}

void move_blocks(const Move& move, std::size_t first_block, std::size_t last_block) {
  const DF df;
  const Push push;
  Near near;
  for (std::size_t block = first_block; block < last_block; ++block) {
    const Block& b = move.cells.blocks[block];
    const std::size_t block_end = move.cells.last_dot(block);
    VF longest = hn::Zero(df);
    for (std::uint32_t cell = b.first_cell; cell < b.first_cell + b.side * b.side; ++cell) {
      const std::size_t first = move.cells.first[cell], last = move.cells.first[cell + 1];
      if (first == last) continue;
      gather(move, first, last, near);
      for (std::size_t i = first; i < last; i += hn::Lanes(df)) {
        // What is stored beyond the cell's dots, the next cell of the block puts right.
        const std::size_t count = std::min(hn::Lanes(df), last - i);
        longest = hn::Max(longest, move_dots(move, near, push, i, count, block_end - i));
      }
    }
    move.longest[block] = hn::GetLane(hn::MaxOfLanes(df, longest));
  }
}

#endif
}  // namespace tonsure::placement::polish::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tonsure::placement::polish {

HWY_EXPORT(look_around);
HWY_EXPORT(move_blocks);

Kernel widest_kernel() {
  return {HWY_DYNAMIC_DISPATCH(look_around), HWY_DYNAMIC_DISPATCH(move_blocks)};
}

}  // namespace tonsure::placement::polish
#endif
