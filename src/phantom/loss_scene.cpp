#include "loss_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include <tonsure/scalp/view.h>

namespace tonsure::phantom {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kRegionShare = 0.85, kHairShare = 0.5;
constexpr double kStepMm = 2;         // of the grid on which outlines are found
constexpr double kLeastAreaMm2 = 25;  // smaller parts are left out
constexpr double kFrontReachMm = 5;   // a region this near to the hairline has lost the front
constexpr double kLeastWidthPx = 0.8, kSeen = 0.02;

/// Where a function of the photo is above 0: outlines, the outer ones clockwise as seen, holes the other way round.
/// Straight pieces between crossings on a grid (marching squares), so exact to the square of its step.
class Contours {
 public:
  Contours(const Scene& scene, double step_px, const std::function<double(Px)>& value)
      : columns_(static_cast<int>(scene.width_px / step_px) + 3),
        rows_(static_cast<int>(scene.height_px / step_px) + 3),
        step_(step_px),
        values_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), -1.0) {
    for (int j = 1; j + 1 < rows_; ++j)
      for (int i = 1; i + 1 < columns_; ++i) {
        const double v = value(node(i, j));
        // Never 0: an outline passes between nodes.
        values_[index(i, j)] = std::abs(v) < 1e-6 ? (v < 0 ? -1e-6 : 1e-6) : v;
      }
    trace();
  }
  [[nodiscard]] const std::vector<Points<PhotoPx>>& loops() const { return loops_; }

 private:
  [[nodiscard]] std::size_t index(int i, int j) const {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(i);
  }
  [[nodiscard]] Px node(int i, int j) const { return {(i - 0.5) * step_, (j - 0.5) * step_}; }

  /// Edges of the grid: 2 k to the right of node k, 2 k + 1 below it.
  [[nodiscard]] Px crossing(std::size_t edge) const {
    const std::size_t k = edge / 2;
    const int i = static_cast<int>(k % static_cast<std::size_t>(columns_)),
              j = static_cast<int>(k / static_cast<std::size_t>(columns_));
    const int ii = i + (edge % 2 == 0 ? 1 : 0), jj = j + (edge % 2 == 1 ? 1 : 0);
    const double a = values_[k], b = values_[index(ii, jj)], t = a / (a - b);
    return node(i, j) + t * (node(ii, jj) - node(i, j));
  }

  void trace() {
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> next(2 * values_.size(), kNone);
    for (int j = 0; j + 1 < rows_; ++j)
      for (int i = 0; i + 1 < columns_; ++i) {
        const std::array<double, 4> v = {values_[index(i, j)], values_[index(i + 1, j)], values_[index(i + 1, j + 1)],
                                         values_[index(i, j + 1)]};
        const std::array<std::size_t, 4> edge = {2 * index(i, j), 2 * index(i + 1, j) + 1, 2 * index(i, j + 1),
                                                 2 * index(i, j) + 1};
        const bool middle = v[0] + v[1] + v[2] + v[3] > 0;
        // Around the square, from each edge where one enters to the edge where one leaves what is above 0.
        for (std::size_t k = 0; k < 4; ++k) {
          if (!(v[k] <= 0 && v[(k + 1) % 4] > 0)) continue;
          std::size_t out = (k + 1) % 4;
          while (v[(out + 1) % 4] > 0) out = (out + 1) % 4;
          // Two corners across: joined through the middle, or apart.
          const bool across = v[(k + 1) % 4] > 0 && v[(k + 2) % 4] <= 0 && v[(k + 3) % 4] > 0;
          if (across && middle) out = (out + 2) % 4;
          next[edge[out]] = edge[k];
        }
      }
    for (std::size_t start = 0; start < next.size(); ++start) {
      if (next[start] == kNone) continue;
      Points<PhotoPx> loop;
      for (std::size_t at = start; next[at] != kNone;) {
        loop.push_back(crossing(at));
        const std::size_t to = next[at];
        next[at] = kNone;
        at = to;
      }
      if (loop.size() >= 3) loops_.push_back(std::move(loop));
    }
  }

  int columns_, rows_;
  double step_;
  std::vector<double> values_;
  std::vector<Points<PhotoPx>> loops_;
};

double area_of(const Points<PhotoPx>& loop) {
  return signed_area(std::span<const Px>(loop));
}

/// One outline out of several that neither cross nor hold one another's bridges: each next one is joined where it comes
/// nearest, by a bridge without width.
Points<PhotoPx> joined(std::vector<Points<PhotoPx>> loops) {
  Points<PhotoPx> out;
  if (loops.empty()) return out;
  std::sort(loops.begin(), loops.end(),
            [](const auto& a, const auto& b) { return std::abs(area_of(a)) > std::abs(area_of(b)); });
  out = loops.front();
  loops.erase(loops.begin());
  while (!loops.empty()) {
    double best2 = std::numeric_limits<double>::infinity();
    std::size_t loop = 0, here = 0, there = 0;
    for (std::size_t l = 0; l < loops.size(); ++l)
      for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t k = 0; k < loops[l].size(); ++k) {
          const Px d = out[i] - loops[l][k];
          if (dot(d, d) >= best2) continue;
          best2 = dot(d, d);
          loop = l;
          here = i;
          there = k;
        }
    Points<PhotoPx> detour;
    const auto& other = loops[loop];
    for (std::size_t k = 0; k <= other.size(); ++k) detour.push_back(other[(there + k) % other.size()]);
    detour.push_back(out[here]);
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(here) + 1, detour.begin(), detour.end());
    loops.erase(loops.begin() + static_cast<std::ptrdiff_t>(loop));
  }
  return out;
}

/// Area over half the length, px: what a scene's areas are measured by.
double width_of(const Points<PhotoPx>& loop) {
  double length = 0;
  for (std::size_t i = 0; i < loop.size(); ++i) length += norm(loop[(i + 1) % loop.size()] - loop[i]);
  return length > 0 ? 2 * std::abs(area_of(loop)) / length : 0;
}

/// How far inside a polygon a point is, px.
double inside_px(const Points<PhotoPx>& polygon, Px p) {
  const std::span<const Px> edge(polygon);
  const double off = distance_to_polyline(edge, p, true);
  return contains(edge, p) ? off : -off;
}

class Painter {
 public:
  Painter(Scene& scene, const Balding& balding)
      : scene_(scene),
        balding_(balding),
        view_(see_head(surface_, head_camera(*scene.camera))),
        mm_(view_.camera.mm_per_px),
        step_(std::max(1.0, kStepMm / mm_)) {}

  void hair() const {
    if (balding_.bald()) return;
    const bool diffuse =
        balding_.loss().pattern.kind == LossKind::kLudwig || balding_.loss().pattern.kind == LossKind::kSinclair;
    const Points<PhotoPx> scalp = scene_.scalp_region, head = scene_.head_outline;
    const double floor_px = -2 * step_;
    // Shares change by one over a border of 15 mm or so: in px, to be weighed against distances.
    const double px = 15 / mm_;
    const Contours lost(scene_, step_, [&](Px p) {
      const double inside = inside_px(scalp, p);
      if (inside < floor_px) return inside;
      const auto skin = unproject(surface_, view_, p);
      return skin ? std::min(inside, px * (kRegionShare - left(*skin))) : inside;
    });
    const double enough = diffuse ? kRegionShare : kHairShare;
    const Contours hairy(scene_, step_, [&](Px p) {
      const double inside = inside_px(head, p);
      if (inside < floor_px) return inside;
      const auto skin = unproject(surface_, view_, p);
      if (!skin) return inside;
      const HairSample hair = balding_.at(*skin);
      return std::min(inside, px * (hair.native * hair.share - enough));
    });
    std::vector<Points<PhotoPx>> region;
    for (const auto& loop : lost.loops())
      if (is_outer(loop) && large(loop)) region.push_back(loop);
    if (!region.empty()) {
      scene_.scalp_region = joined(std::move(region));
      if (scene_.hairline && !scene_.hairline->empty() && !meets_hairline()) scene_.hairline = Points<PhotoPx>{};
    }
    // Holes too: by the even-odd rule they stay holes.
    std::vector<Points<PhotoPx>> hair;
    for (const auto& loop : hairy.loops())
      if (large(loop)) hair.push_back(loop);
    if (!hair.empty()) scene_.existing_hair = {joined(std::move(hair))};
  }

  void marks() const {
    for (const Mark& mark : balding_.marks().all())
      if (mark.line.empty())
        patch(mark);
      else
        line(mark);
    if (!balding_.marks().has_donor_dots()) return;
    const Contours donor(scene_, step_, [&](Px p) {
      const auto skin = unproject(surface_, view_, p);
      return skin ? Marks::inside_donor(*skin) / mm_ : -step_;
    });
    for (const auto& loop : donor.loops())
      if (is_outer(loop) && large(loop)) add_area(ScarKind::kFue, loop);
  }

 private:
  static bool is_outer(const Points<PhotoPx>& loop) { return area_of(loop) > 0; }
  [[nodiscard]] bool large(const Points<PhotoPx>& loop) const {
    return std::abs(area_of(loop)) * mm_ * mm_ > kLeastAreaMm2 && width_of(loop) > kLeastWidthPx;
  }
  /// Of the hair of a scalp whose border is not asked about.
  [[nodiscard]] double left(V3 skin) const {
    return hair_left_at(balding_.loss(), skin).share * (1 - balding_.marks().at(skin, mm_).scar) *
           (1 - balding_.marks().taken(skin));
  }
  [[nodiscard]] bool meets_hairline() const {
    const std::span<const Px> line(*scene_.hairline);
    return std::any_of(scene_.scalp_region.begin(), scene_.scalp_region.end(),
                       [&](Px p) { return distance_to_polyline(line, p, false) * mm_ < kFrontReachMm; });
  }
  void add_area(ScarKind kind, Points<PhotoPx> outline) const {
    if (outline.size() < 3 || width_of(outline) < kLeastWidthPx) return;
    Scar scar;
    scar.kind = kind;
    scar.outline = std::move(outline);
    scene_.scars.push_back(std::move(scar));
  }
  [[nodiscard]] bool within(Px p) const {
    return p.x >= 0 && p.y >= 0 && p.x <= scene_.width_px && p.y <= scene_.height_px;
  }
  void patch(const Mark& mark) const {
    Points<PhotoPx> outline;
    for (const V3 p : outline_of(mark)) {
      const Projection seen = project(surface_, view_, p);
      if (seen.cos_view > kSeen && within(seen.position)) outline.push_back(seen.position);
    }
    add_area(mark.kind, std::move(outline));
  }
  void line(const Mark& mark) const {
    Points<PhotoPx> run;
    const auto end = [&] {
      if (run.size() >= 2 && norm(run.back() - run.front()) > 2) {
        Scar scar;
        scar.kind = mark.kind;
        scar.line = run;
        scar.width_mm = 2 * mark.half_width_mm;
        scene_.scars.push_back(std::move(scar));
      }
      run.clear();
    };
    for (const V3 p : mark.line) {
      const Projection seen = project(surface_, view_, p);
      if (seen.cos_view > kSeen && within(seen.position))
        run.push_back(seen.position);
      else
        end();
    }
    end();
  }

  Scene& scene_;
  const Balding& balding_;
  ScalpSurface surface_{kCranium};
  HeadView view_;
  double mm_, step_;
};

}  // namespace

void add_loss(Scene& scene, const Balding& balding) {
  const Painter painter(scene, balding);
  painter.hair();
  painter.marks();
}

}  // namespace tonsure::phantom
