/// @file
/// What the time of a placement bought.
#pragma once

#include <functional>
#include <string>

#include <benchmark/benchmark.h>

#include <tonsure/core/geom.h>
#include <tonsure/placement/dots.h>

namespace tonsure::bench {

/// Sets the counters F16, F64, nn_mean, nn_sd, nn1 (1 % quantile), min, hole, rep and count_error (count / integral -
/// 1) of a set of dots; a measure the set is too small for is left out. Measured outside the timed loop, and once for
/// each name: a bench function is called again for every repetition.
template <class Frame>
void report_evenness(benchmark::State& state, const std::string& name, const DensityGrid<Frame>& density,
                     const std::function<Points<Frame>()>& dots);

}  // namespace tonsure::bench
