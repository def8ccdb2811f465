#include "choose.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <tonsure/scalp/view.h>

#include "../../src/raster/luma.h"

namespace tonsure::stubble_patch {
namespace {

constexpr double kLeastCosView = 0.4;
constexpr int kStepPx = 4;
constexpr int kBlockPx = 8;

struct Texture {
  double detail = 0;      ///< variance within blocks
  double unevenness = 0;  ///< variance of the blocks' means
};

Texture texture_of(ImageView<const unsigned char> v, const PhotoSquare& s) {
  double within = 0, sum = 0, squares = 0, blocks = 0;
  for (int y0 = s.y; y0 + kBlockPx <= s.y + s.side; y0 += kBlockPx) {
    for (int x0 = s.x; x0 + kBlockPx <= s.x + s.side; x0 += kBlockPx) {
      double m = 0, m2 = 0;
      for (int y = y0; y < y0 + kBlockPx; ++y) {
        for (int x = x0; x < x0 + kBlockPx; ++x) {
          const double l = luma_of<double>(v.pixel(x, y));
          m += l, m2 += l * l;
        }
      }
      m /= kBlockPx * kBlockPx;
      within += m2 / (kBlockPx * kBlockPx) - m * m;
      sum += m, squares += m * m;
      ++blocks;
    }
  }
  return {within / blocks, squares / blocks - (sum / blocks) * (sum / blocks)};
}

bool faces_camera(const FittedHead& head, const PhotoSquare& s) {
  for (const double fx : {0.0, 0.5, 1.0}) {
    for (const double fy : {0.0, 0.5, 1.0}) {
      const auto point = unproject(head.surface, head.view, {s.x + fx * s.side, s.y + fy * s.side});
      if (!point || project(head.surface, head.view, *point).cos_view < kLeastCosView) return false;
    }
  }
  return true;
}

bool inside(const Points<PhotoPx>& polygon, const PhotoSquare& s) {
  constexpr int kSteps = 6;
  for (int i = 0; i <= kSteps; ++i) {
    for (int j = 0; j <= kSteps; ++j) {
      const Vec2<PhotoPx> p{s.x + 1.0 * i * s.side / kSteps, s.y + 1.0 * j * s.side / kSteps};
      if (!contains<PhotoPx>(polygon, p)) return false;
    }
  }
  return true;
}

bool meets(const Points<PhotoPx>& polygon, const PhotoSquare& s) {
  constexpr int kSteps = 6;
  for (int i = 0; i <= kSteps; ++i)
    for (int j = 0; j <= kSteps; ++j)
      if (contains<PhotoPx>(polygon, {s.x + 1.0 * i * s.side / kSteps, s.y + 1.0 * j * s.side / kSteps})) return true;
  return false;
}

/// The squares that pass, best score first, none near a better one.
template <class Passes, class Score>
std::vector<PhotoSquare> ranked(const Photo& photo, int side, const Passes& passes, const Score& score) {
  const auto v = photo.pixels.view();
  struct Scored {
    PhotoSquare square;
    double score = 0;
  };
  std::vector<Scored> all;
  for (int y = 0; y + side <= v.height; y += kStepPx) {
    for (int x = 0; x + side <= v.width; x += kStepPx) {
      const PhotoSquare s{x, y, side};
      if (passes(s)) all.push_back({s, score(texture_of(v, s))});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  std::vector<PhotoSquare> out;
  for (const Scored& s : all) {
    if (std::none_of(out.begin(), out.end(), [&](const PhotoSquare& o) {
          return std::max(std::abs(o.x - s.square.x), std::abs(o.y - s.square.y)) < side / 2;
        }))
      out.push_back(s.square);
  }
  return out;
}

}  // namespace

std::vector<PhotoSquare> choose_stubble(const Photo& photo, const Scene& scene, const FittedHead& head, int side) {
  return ranked(
      photo, side,
      [&](const PhotoSquare& s) {
        return std::any_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                           [&](const auto& hair) { return inside(hair, s); }) &&
               faces_camera(head, s);
      },
      [](const Texture& t) { return t.detail / (t.unevenness + 1); });
}

std::optional<PhotoSquare> choose_bare(const Photo& photo, const Scene& scene, const FittedHead& head, int side) {
  const auto found = ranked(
      photo, side,
      [&](const PhotoSquare& s) {
        return inside(scene.scalp_region, s) &&
               std::none_of(scene.existing_hair.begin(), scene.existing_hair.end(),
                            [&](const auto& hair) { return meets(hair, s); }) &&
               faces_camera(head, s);
      },
      [](const Texture& t) { return 1 / (t.detail + 0.1 * t.unevenness + 0.1); });
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::vector<PhotoSquare> squares_on_grid(const Photo& photo, const FittedHead& head,
                                         const std::vector<Points<PhotoPx>>& within, int side, int step) {
  std::vector<PhotoSquare> out;
  for (int y = 0; y + side <= photo.pixels.height(); y += step) {
    for (int x = 0; x + side <= photo.pixels.width(); x += step) {
      const PhotoSquare s{x, y, side};
      if (std::any_of(within.begin(), within.end(), [&](const auto& polygon) { return inside(polygon, s); }) &&
          faces_camera(head, s))
        out.push_back(s);
    }
  }
  return out;
}

Points<PhotoPx> corners_of(const PhotoSquare& s) {
  const double x0 = s.x, y0 = s.y, x1 = s.x + s.side, y1 = s.y + s.side;
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

}  // namespace tonsure::stubble_patch
