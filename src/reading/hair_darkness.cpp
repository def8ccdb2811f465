#include "hair_darkness.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/smooth_step.h>

namespace tonsure {
namespace {

constexpr double kCellMm = 1.5;
constexpr int kLeastCellPx = 4;
constexpr double kSigmaMm = 2.5;                     // over which darkening is averaged: two or three stubs [E]
constexpr double kBesideMm = 12;                     // beyond hair, by which the need is 1 again [E]
constexpr double kLeastCosView = 0.2;                // skin seen more obliquely is too dark, or too bright, to tell
constexpr double kBrightest = -0.4, kDarkest = 2.5;  // darkening is held within: glints and deep shade say no more

struct Cells {
  int width = 0, height = 0, px = 1;
  double mm = 1;
  [[nodiscard]] Vec2<PhotoPx> middle(int x, int y) const { return {(x + 0.5) * px, (y + 0.5) * px}; }
};

/// 1 where the middle of a cell lies inside one of the polygons (even-odd rule each).
Image<unsigned char> filled(const std::vector<Points<PhotoPx>>& polygons, const Cells& cells) {
  Image<unsigned char> inside(cells.width, cells.height, 1);
  const auto out = inside.view();
  std::vector<double> crossings;
  for (const Points<PhotoPx>& polygon : polygons) {
    for (int y = 0; y < cells.height; ++y) {
      const double at = cells.middle(0, y).y;
      crossings.clear();
      for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto a = polygon[j], b = polygon[i];
        if ((a.y > at) != (b.y > at)) crossings.push_back(a.x + (at - a.y) / (b.y - a.y) * (b.x - a.x));
      }
      std::sort(crossings.begin(), crossings.end());
      for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
        const int from = std::clamp(static_cast<int>(std::ceil(crossings[k] / cells.px - 0.5)), 0, cells.width);
        const int to = std::clamp(static_cast<int>(std::ceil(crossings[k + 1] / cells.px - 0.5)), 0, cells.width);
        for (int x = from; x < to; ++x) *out.pixel(x, y) = 1;
      }
    }
  }
  return inside;
}

/// Distance to the nearest marked cell, in cells (chamfer 3-4; Borgefors 1986).
Image<float> distance_to(const Image<unsigned char>& marked) {
  const int w = marked.width(), h = marked.height();
  Image<float> distance(w, h, 1, std::numeric_limits<float>::max());
  const auto d = distance.view();
  const auto relax = [&](int x, int y, int dx, int dy, float step) {
    if (x + dx < 0 || x + dx >= w || y + dy < 0 || y + dy >= h) return;
    *d.pixel(x, y) = std::min(*d.pixel(x, y), *d.pixel(x + dx, y + dy) + step);
  };
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      if (*marked.view().pixel(x, y) != 0) *d.pixel(x, y) = 0;
      relax(x, y, -1, 0, 1);
      relax(x, y, 0, -1, 1);
      relax(x, y, -1, -1, 4.0F / 3);
      relax(x, y, 1, -1, 4.0F / 3);
    }
  }
  for (int y = h - 1; y >= 0; --y) {
    for (int x = w - 1; x >= 0; --x) {
      relax(x, y, 1, 0, 1);
      relax(x, y, 0, 1, 1);
      relax(x, y, 1, 1, 4.0F / 3);
      relax(x, y, -1, 1, 4.0F / 3);
    }
  }
  return distance;
}

double mean_luminance(const Photo& photo, const Cells& cells, int cell_x, int cell_y) {
  const auto in = photo.pixels.view();
  const auto& linear = srgb8_to_linear_table();
  const int x1 = std::min(in.width, (cell_x + 1) * cells.px), y1 = std::min(in.height, (cell_y + 1) * cells.px);
  double sum = 0;
  int n = 0;
  for (int y = cell_y * cells.px; y < y1; ++y) {
    for (int x = cell_x * cells.px; x < x1; ++x) {
      const unsigned char* const p = in.pixel(x, y);
      sum += luminance({linear[p[0]], linear[p[1]], linear[p[2]]});
      ++n;
    }
  }
  return n > 0 ? sum / n : 0;
}

/// Blurred along rows or columns by a Gaussian, without its normalisation.
Image<float> blurred(const Image<float>& values, double sigma, bool along_x) {
  const int reach = static_cast<int>(std::ceil(3 * sigma)), width = values.width(), height = values.height();
  std::vector<float> kernel;
  for (int k = 0; k <= reach; ++k) kernel.push_back(static_cast<float>(std::exp(-0.5 * k * k / (sigma * sigma))));
  Image<float> out(width, height, 1, 0);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      float sum = 0;
      for (int k = -reach; k <= reach; ++k) {
        const int i = along_x ? x + k : x, j = along_x ? y : y + k;
        if (i < 0 || j < 0 || i >= width || j >= height) continue;
        sum += kernel.at(static_cast<std::size_t>(std::abs(k))) * *values.view().pixel(i, j);
      }
      *out.view().pixel(x, y) = sum;
    }
  }
  return out;
}

}  // namespace

Result<Found<HairDarkness>> find_hair_darkness(const Photo& photo, const PhotoReading& of, const Exec& exec) {
  const Scene& scene = of.scene;
  const FittedHead& head = of.head;
  const SkinReading& reading = of.skin;
  if (scene.existing_hair.empty()) return Found<HairDarkness>{{}, "existing_hair is empty"};
  if (!of.skin_not_read.empty()) return Found<HairDarkness>{{}, of.skin_not_read};
  Cells cells;
  cells.px = std::max(kLeastCellPx, static_cast<int>(std::lround(kCellMm / head.mm_per_px)));
  cells.mm = cells.px * head.mm_per_px;
  cells.width = (scene.width_px + cells.px - 1) / cells.px;
  cells.height = (scene.height_px + cells.px - 1) / cells.px;
  const Image<unsigned char> hair = filled(scene.existing_hair, cells), skull = filled({scene.head_outline}, cells),
                             holes = filled(scene.exclude, cells);
  const Image<float> beside = distance_to(hair);

  Image<float> darkening(cells.width, cells.height, 1, 0), weight(cells.width, cells.height, 1, 0);
  parallel_for(exec, static_cast<std::size_t>(cells.height), [&](std::size_t row) {
    const int y = static_cast<int>(row);
    for (int x = 0; x < cells.width; ++x) {
      const double off_mm = static_cast<double>(*beside.view().pixel(x, y)) * cells.mm;
      if (off_mm > kBesideMm + 3 * kSigmaMm || *skull.view().pixel(x, y) == 0 || *holes.view().pixel(x, y) != 0)
        continue;
      const auto point = unproject(head.surface, head.view, cells.middle(x, y));
      if (!point) continue;
      const Vec3<HeadMm> normal = surface_normal(head.surface, *point);
      if (project(head.view, *point, normal).cos_view < kLeastCosView) continue;
      LinearRgb bare = shading_at(reading.shading, normal);
      for (std::size_t c = 0; c < 3; ++c) bare[c] *= reading.evenly_lit[c];
      const double is = mean_luminance(photo, cells, x, y);
      *darkening.view().pixel(x, y) =
          static_cast<float>(std::clamp(-std::log(std::max(is, 1e-4) / luminance(bare)), kBrightest, kDarkest));
      *weight.view().pixel(x, y) = 1;
    }
  });
  for (const bool along_x : {true, false}) {
    darkening = blurred(darkening, kSigmaMm / cells.mm, along_x);
    weight = blurred(weight, kSigmaMm / cells.mm, along_x);
  }

  if (is_cancelled(exec)) return cancelled_error();

  HairDarkness out{Image<float>(cells.width, cells.height, 1), Image<float>(cells.width, cells.height, 1),
                   reading.as_photographed};
  for (int y = 0; y < cells.height; ++y) {
    for (int x = 0; x < cells.width; ++x) {
      const float seen = *weight.view().pixel(x, y);
      if (seen < 1e-3F) continue;
      *out.darkening.view().pixel(x, y) = *darkening.view().pixel(x, y) / seen;
      *out.known.view().pixel(x, y) =
          static_cast<float>(1 - smooth_step(static_cast<double>(*beside.view().pixel(x, y)) * cells.mm / kBesideMm));
    }
  }
  return Found<HairDarkness>{std::move(out), {}};
}

}  // namespace tonsure
