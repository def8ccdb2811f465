#include "strands_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "../raster/tiles.h"

namespace tonsure {
namespace {

constexpr int kDirections = 16;
constexpr int kTaps = 5;         // averaged along a line
constexpr int kParts = 6;        // of a line, each of which must be one
constexpr double kSidePx = 2.3;  // from a line's middle to where its sides are looked at
constexpr float kFlank = 0.7F;   // strength given to the pixels beside a line's middle: a blurred hair covers them too
// Of a line's mean strength, its weakest part's: chains of spots have less than the first, lines more than the second.
constexpr float kChain = 0.35F, kEven = 0.55F;
constexpr float kTiny = 1e-6F;
constexpr int kLineTilePx = 224;

/// Steps in the flat index of a tile's buffer.
struct Direction {
  std::array<std::ptrdiff_t, kTaps> taps = {};
  std::array<std::ptrdiff_t, kParts> parts = {};
  std::ptrdiff_t side = 0, flank = 0;
};

std::ptrdiff_t step(double x, double y, int stride) {
  return static_cast<std::ptrdiff_t>(std::lround(y)) * stride + static_cast<std::ptrdiff_t>(std::lround(x));
}

Direction direction_of(int i, double length, int stride) {
  const double angle = std::numbers::pi * i / kDirections, dx = std::cos(angle), dy = std::sin(angle);
  const double part = length / kParts, tap = std::max(1.0, part / kTaps);
  Direction d;
  for (int k = 0; k < kTaps; ++k) {
    const double t = tap * (k - (kTaps - 1) / 2);
    d.taps[static_cast<std::size_t>(k)] = step(t * dx, t * dy, stride);
  }
  for (int k = 0; k < kParts; ++k) {
    const double t = part * (k - 0.5 * (kParts - 1));
    d.parts[static_cast<std::size_t>(k)] = step(t * dx, t * dy, stride);
  }
  d.side = step(-kSidePx * dy, kSidePx * dx, stride);
  d.flank = step(-dy, dx, stride);
  return d;
}

/// Buffers of one tile with its apron.
struct TileLines {
  int width, height, apron;
  std::vector<float> values, along, ridge, whole, dark, bright;

  TileLines(int w, int h, int a) : width(w + 2 * a), height(h + 2 * a), apron(a) {
    const std::size_t n = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    for (auto* buffer : {&values, &along, &ridge, &whole, &dark, &bright}) buffer->assign(n, 0.0F);
  }

  /// Pixels of the flat buffer from which `rows` rows and as many columns can be stepped; what wraps from one row to
  /// the next falls into the apron.
  [[nodiscard]] std::ptrdiff_t first(int rows) const { return static_cast<std::ptrdiff_t>(rows) * width + rows; }
  [[nodiscard]] std::ptrdiff_t last(int rows) const {
    return static_cast<std::ptrdiff_t>(height - rows) * width - rows;
  }

  void add(const Direction& d, int tap_reach, int part_reach) {
    constexpr int kSide = 4;
    int margin = tap_reach;
    const float *const v = values.data(), *const s = along.data(), *const r = ridge.data(), *const e = whole.data();
    for (std::ptrdiff_t i = first(margin), n = last(margin); i < n; ++i)
      along[static_cast<std::size_t>(i)] =
          0.2F * (v[i + d.taps[0]] + v[i + d.taps[1]] + v[i + d.taps[2]] + v[i + d.taps[3]] + v[i + d.taps[4]]);
    margin += kSide;
    // Above 0: darker than both sides; below: brighter than both.
    for (std::ptrdiff_t i = first(margin), n = last(margin); i < n; ++i) {
      const float a = s[i + d.side] - s[i], b = s[i - d.side] - s[i];
      ridge[static_cast<std::size_t>(i)] = std::max(std::min(a, b), 0.0F) + std::min(std::max(a, b), 0.0F);
    }
    margin += part_reach;
    // A grey-level opening along the line (Soille 2003): what is shorter than all its parts goes, the rest stays.
    // What is much stronger in some parts than in others is a chain of spots.
    for (std::ptrdiff_t i = first(margin), n = last(margin); i < n; ++i) {
      float least = r[i + d.parts[0]], most = least, sum = least;
      for (std::size_t k = 1; k < kParts; ++k) {
        const float part = r[i + d.parts[k]];
        least = std::min(least, part);
        most = std::max(most, part);
        sum += part;
      }
      const float mean = sum / kParts;
      const float dark_line = std::max(least, 0.0F), bright_line = std::min(most, 0.0F);
      const float even = std::clamp(
          ((dark_line + bright_line) / (mean + std::copysign(kTiny, mean)) - kChain) / (kEven - kChain), 0.0F, 1.0F);
      whole[static_cast<std::size_t>(i)] = even * (dark_line + bright_line);
    }
    margin += part_reach;
    float* const most_dark = along.data();
    float* const most_bright = ridge.data();
    for (std::ptrdiff_t i = first(margin), n = last(margin); i < n; ++i) {
      float least = e[i + d.parts[0]], most = least;
      for (std::size_t k = 1; k < kParts; ++k) {
        least = std::min(least, e[i + d.parts[k]]);
        most = std::max(most, e[i + d.parts[k]]);
      }
      most_dark[i] = most;
      most_bright[i] = -least;
    }
    margin += tap_reach;
    float* const closed = whole.data();
    const auto spread = [&](const float* from, float* to) {
      for (std::ptrdiff_t i = first(margin), n = last(margin); i < n; ++i) {
        float most = from[i + d.taps[0]];
        for (std::size_t k = 1; k < kTaps; ++k) most = std::max(most, from[i + d.taps[k]]);
        closed[i] = most;
      }
      for (std::ptrdiff_t i = first(margin + 1), n = last(margin + 1); i < n; ++i)
        to[i] = std::max(std::max(to[i], closed[i]), kFlank * std::max(closed[i + d.flank], closed[i - d.flank]));
    };
    spread(most_dark, dark.data());
    spread(most_bright, bright.data());
  }
};

}  // namespace

StrandPlane box_mean(const StrandPlane& plane, int reach) {
  StrandPlane rows(plane.width, plane.height), out(plane.width, plane.height);
  for (int y = 0; y < plane.height; ++y) {
    double sum = 0;
    for (int x = 0; x < std::min(reach, plane.width); ++x) sum += static_cast<double>(plane.at(x, y));
    for (int x = 0; x < plane.width; ++x) {
      if (x + reach < plane.width) sum += static_cast<double>(plane.at(x + reach, y));
      if (x - reach - 1 >= 0) sum -= static_cast<double>(plane.at(x - reach - 1, y));
      const int count = std::min(x + reach, plane.width - 1) - std::max(x - reach, 0) + 1;
      rows.at(x, y) = static_cast<float>(sum / count);
    }
  }
  std::vector<double> sums(static_cast<std::size_t>(plane.width), 0.0);
  const auto add = [&](int y, double sign) {
    for (int x = 0; x < plane.width; ++x)
      sums[static_cast<std::size_t>(x)] += sign * static_cast<double>(rows.at(x, y));
  };
  for (int y = 0; y < std::min(reach, plane.height); ++y) add(y, 1);
  for (int y = 0; y < plane.height; ++y) {
    if (y + reach < plane.height) add(y + reach, 1);
    if (y - reach - 1 >= 0) add(y - reach - 1, -1);
    const int count = std::min(y + reach, plane.height - 1) - std::max(y - reach, 0) + 1;
    for (int x = 0; x < plane.width; ++x) out.at(x, y) = static_cast<float>(sums[static_cast<std::size_t>(x)] / count);
  }
  return out;
}

StrandPlane roughness(const StrandPlane& plane, double reach_px) {
  constexpr int kFine = 2;
  constexpr float kMost = 0.06F;  // an edge or a dense lock close by does not count for more
  StrandPlane rough = box_mean(plane, kFine);
  for (std::size_t i = 0; i < rough.values.size(); ++i)
    rough.values[i] = std::min(kMost, std::fabs(plane.values[i] - rough.values[i]));
  return box_mean(rough, std::max(kFine, static_cast<int>(std::lround(reach_px))));
}

LineStrength find_lines(const StrandPlane& plane, double length_px, const Exec& exec) {
  LineStrength lines{StrandPlane(plane.width, plane.height), StrandPlane(plane.width, plane.height)};
  const int tap_reach = static_cast<int>(std::ceil(2 * std::max(1.0, length_px / (kParts * kTaps)))) + 1;
  const int part_reach = static_cast<int>(std::ceil(length_px * 0.5)) + 1;
  const int apron = 2 * tap_reach + 4 + 2 * part_reach + 2;
  const TileGrid grid({0, 0, plane.width, plane.height}, kLineTilePx);
  for_each_tile(exec, grid, plane.width, plane.height, [&](const PixelRect& rect, std::size_t) {
    TileLines tile(rect.width(), rect.height(), apron);
    for (int y = 0; y < tile.height; ++y)
      for (int x = 0; x < tile.width; ++x)
        tile.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(tile.width) + static_cast<std::size_t>(x)] =
            plane.at(std::clamp(rect.x0 + x - apron, 0, plane.width - 1),
                     std::clamp(rect.y0 + y - apron, 0, plane.height - 1));
    for (int i = 0; i < kDirections; ++i) tile.add(direction_of(i, length_px, tile.width), tap_reach, part_reach);
    for (int y = rect.y0; y < rect.y1; ++y) {
      const auto from = static_cast<std::ptrdiff_t>(y - rect.y0 + apron) * tile.width + apron;
      std::copy_n(tile.dark.begin() + from, rect.width(), &lines.dark.at(rect.x0, y));
      std::copy_n(tile.bright.begin() + from, rect.width(), &lines.bright.at(rect.x0, y));
    }
  });
  return lines;
}

StrandPlane halved(const StrandPlane& plane) {
  StrandPlane half((plane.width + 1) / 2, (plane.height + 1) / 2);
  for (int y = 0; y < half.height; ++y) {
    const int y0 = 2 * y, y1 = std::min(y0 + 1, plane.height - 1);
    for (int x = 0; x < half.width; ++x) {
      const int x0 = 2 * x, x1 = std::min(x0 + 1, plane.width - 1);
      half.at(x, y) = 0.25F * (plane.at(x0, y0) + plane.at(x1, y0) + plane.at(x0, y1) + plane.at(x1, y1));
    }
  }
  return half;
}

}  // namespace tonsure
