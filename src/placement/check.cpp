#include "check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <tonsure/placement/dots.h>

#include "../treatment/treatment_fields.h"

namespace tonsure::placement {
namespace {

constexpr double kMaxOriginCells = 1e9;  // beyond, rounding of positions shows against the cells

struct RowSum {
  double sum = 0;
  float highest = 0;
  bool usable = true;
};

/// In lanes, so that compilers can make vectors of them; the sum is the same for all.
RowSum sum_row(const float* cells, int count) {
  constexpr int kLanes = 8;
  constexpr float kLargest = std::numeric_limits<float>::max();
  std::array<double, kLanes> sum{};
  std::array<float, kLanes> highest{};
  std::array<int, kLanes> bad{};
  const auto see = [&](int i, std::size_t lane) {
    const float v = cells[i];
    sum[lane] += static_cast<double>(v);
    highest[lane] = v > highest[lane] ? v : highest[lane];
    bad[lane] |= v >= 0 && v <= kLargest ? 0 : 1;
  };
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) see(i + static_cast<int>(lane), lane);
  }
  for (std::size_t lane = 0; i < count; ++i, ++lane) see(i, lane);
  RowSum out;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    out.sum += sum[lane];
    out.highest = highest[lane] > out.highest ? highest[lane] : out.highest;
    out.usable = out.usable && bad[lane] == 0;
  }
  return out;
}

Error bad_cell(const DensityView& density, int y) {
  for (int x = 0;; ++x) {
    const float v = *density.per_cm2.pixel(x, y);
    if (v >= 0 && std::isfinite(v)) continue;
    return {ErrorCode::kInvalidInput, "density[" + std::to_string(y) + "][" + std::to_string(x) + "]",
            std::to_string(v), "a finite number of dots per cm2, 0 or more"};
  }
}

}  // namespace

Status check_options(const PlacementOptions& options) {
  if (options.regularity && !(*options.regularity >= 0 && *options.regularity <= 1)) {
    return Error{ErrorCode::kInvalidOption, "regularity", std::to_string(*options.regularity),
                 "a number from 0 (random) to 1 (strict), or nothing for natural"};
  }
  if (Status s = check_polish(options.polish); !s) return s;
  const auto& shares = options.session_shares;
  const std::string fix = "1 to 8 rising shares above 0, the last of them 1";
  if (shares.empty() || shares.size() > kMaxSessions) {
    return Error{ErrorCode::kInvalidOption, "session_shares", std::to_string(shares.size()) + " sessions", fix};
  }
  double before = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const bool last = k + 1 == shares.size();
    if (!(shares[k] > before) || (last ? shares[k] != 1 : !(shares[k] < 1))) {
      return Error{ErrorCode::kInvalidOption, "session_shares[" + std::to_string(k) + "]", std::to_string(shares[k]),
                   fix};
    }
    before = shares[k];
  }
  return {};
}

Status check_polish(int steps) {
  if (steps >= 0 && steps <= kMaxPolish) return {};
  return Error{ErrorCode::kInvalidOption, "polish", std::to_string(steps),
               "0 to " + std::to_string(kMaxPolish) + " steps"};
}

Status check_discs(std::span<const Disc> discs) {
  for (std::size_t i = 0; i < discs.size(); ++i) {
    const Disc& d = discs[i];
    if (std::isfinite(d.x) && std::isfinite(d.y) && d.radius >= 0 && std::isfinite(d.radius)) continue;
    return Error{ErrorCode::kInvalidInput, "keep_outs[" + std::to_string(i) + "]",
                 "centre " + std::to_string(d.x) + ", " + std::to_string(d.y) + ", radius " + std::to_string(d.radius),
                 "finite numbers, and a radius of 0 or more"};
  }
  return {};
}

Status check_cells(const DensityView& density, const Box& box, double highest_per_cm2) {
  const auto cell = [&](double mm, double origin, int count) {
    const double at = std::floor((mm - origin) / density.cell_mm);
    return at >= 0 ? static_cast<int>(std::min(at, count - 1.0)) : 0;  // not a number: 0, too
  };
  const int w = density.per_cm2.width, h = density.per_cm2.height;
  const int x0 = cell(box.min_x, density.origin_x, w), x1 = cell(box.max_x, density.origin_x, w);
  const int y0 = cell(box.min_y, density.origin_y, h), y1 = cell(box.max_y, density.origin_y, h);
  if (!(box.min_x <= box.max_x && box.min_y <= box.max_y)) {
    return Error{ErrorCode::kInvalidInput, "changed", "its low corner is not below its high one", "a rectangle"};
  }
  for (int y = y0; y <= y1; ++y) {
    const RowSum row = sum_row(density.per_cm2.pixel(x0, y), x1 - x0 + 1);
    if (!row.usable) return bad_cell(density, y);
    if (static_cast<double>(row.highest) <= highest_per_cm2) continue;
    return Error{ErrorCode::kInvalidInput, "density row " + std::to_string(y),
                 std::to_string(row.highest) + " dots/cm2 where the dots were placed for at most " +
                     std::to_string(highest_per_cm2),
                 "place_dots anew"};
  }
  return {};
}

Status check_grid(const DensityView& density) {
  const auto& v = density.per_cm2;
  if (v.channels != 1) {
    return Error{ErrorCode::kInvalidInput, "density", std::to_string(v.channels) + " channels", "one channel"};
  }
  if (!(density.cell_mm > 0) || !std::isfinite(density.cell_mm) || !std::isnormal(density.cell_mm * density.cell_mm)) {
    return Error{ErrorCode::kInvalidInput, "density cell_mm", std::to_string(density.cell_mm), "a size above 0"};
  }
  if (!(std::abs(density.origin_x) <= kMaxOriginCells * density.cell_mm) ||
      !(std::abs(density.origin_y) <= kMaxOriginCells * density.cell_mm)) {
    return Error{ErrorCode::kInvalidInput, "density origin",
                 std::to_string(density.origin_x) + ", " + std::to_string(density.origin_y),
                 "a corner within 1e9 cells of 0"};
  }
  return {};
}

Result<Demand> check_density(const DensityView& density) {
  if (Status status = check_grid(density); !status) return status.error();
  const auto& v = density.per_cm2;
  Demand demand;
  double sum = 0;
  for (int y = 0; y < v.height; ++y) {
    const RowSum row = sum_row(v.row(y), v.width);
    if (!row.usable) return bad_cell(density, y);
    sum += row.sum;
    demand.highest_per_cm2 = std::max(demand.highest_per_cm2, static_cast<double>(row.highest));
  }
  demand.dots = sum * density.cell_mm * density.cell_mm / 100;
  if (!(demand.dots <= static_cast<double>(kMaxDots))) {
    return Error{ErrorCode::kResourceLimit, "density", "it asks for " + std::to_string(demand.dots) + " dots",
                 "at most " + std::to_string(kMaxDots)};
  }
  return demand;
}

}  // namespace tonsure::placement
