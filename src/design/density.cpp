#include "density.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "../core/format_text.h"
#include "../core/rng.h"
#include "../core/smooth_step.h"
#include "../scalp/anatomy.h"
#include "hairline.h"

#include "../scene/in_scene.h"
#include "area_share.h"
#include "border.h"
#include "scalp_limit.h"
#include "scar_map.h"

namespace tonsure {
namespace {

using Px = Vec2<PhotoPx>;

constexpr double kCellMm = 1.0;        // resolves the smallest waves of the edge (1.5 mm and up) at peak densities
constexpr int kBlock = 8;              // cells per side of a block that shares its candidates of nearest border pieces
constexpr double kSentinelFromMm = 2;  // lone dots lie this far ahead of the edge [C]
constexpr double kSentinelToMm = 5;
constexpr double kClusterDepthMm = 8;  // behind the edge, dots gather in clusters that fade out over this depth [E]
constexpr double kLeastNeed = 0.15;  // of the peak goes into a region however dark its hair is: someone outlined it [E]
constexpr double kLineOutsideMm = 3;  // beyond the error of an outline, a line outside of its region is a mistake
/// Cells of the grid. A head's whole scalp has 1.5 million, as the chart stretches towards the nape; they take 10 bytes
/// each, and a microsecond where there is skin to treat.
constexpr double kMostCells = 4e6;
constexpr double kLeastCosView = 0.005;  // beyond, the photo shows nothing of the skin

/// Everything the density of a cell depends on besides its place.
struct Context {
  const Scene& scene;
  const FittedHead& head;
  const Treatment& treatment;
  const RegionBorder& border;
  const ScarMap& scars;
  const PhotoMasks* masks;  ///< null where there are none
};

struct Cell {
  float per_cm2_skin = 0;
  float behind_edge_mm = std::numeric_limits<float>::infinity();
  unsigned char in_hair = 0;
  float scar = 0;
  float at_edge = 0;
};

/// Density this far behind the front edge (negative: ahead of it), relative to the peak.
double front_share(const Treatment& t, double behind_mm, double feather_mm, Vec2<ScalpMm> uv) {
  const double share = feather_profile(behind_mm, feather_mm);
  if (behind_mm >= 0) {
    const double cluster = noise2(t.seed, RngStage::kDensity, 1, 2 * uv.x / t.hairline.micro_wavelength_mm,
                                  2 * uv.y / t.hairline.micro_wavelength_mm);
    return share * std::max(0.0, 1 + t.hairline.clustering * cluster * std::exp(-behind_mm / kClusterDepthMm));
  }
  if (behind_mm <= -kSentinelToMm) return share;
  // `sentinels_per_cm` of edge, spread over the band ahead of it.
  const double per_cm2 = t.hairline.sentinels_per_cm / ((kSentinelToMm - kSentinelFromMm) / 10);
  return behind_mm < -kSentinelFromMm ? per_cm2 / t.density.peak_per_cm2 : 0;
}

/// A cell as one photo has it.
Cell cell_in_photo(const Context& c, const NearestBorder& nearest, Vec3<HeadMm> point, Vec2<ScalpMm> uv,
                   const Projection& seen) {
  const Treatment& t = c.treatment;
  const bool inside = inside_region(c.border, point, seen);
  Cell cell;
  double share = 1, at_edge = 0;
  if (nearest.front.piece) {
    const double behind =
        (inside ? nearest.front.distance_mm : -nearest.front.distance_mm) + nearest.front.piece->ahead_mm;
    cell.behind_edge_mm = static_cast<float>(behind);
    const double feather = nearest.front.piece->fade_mm;
    share = front_share(t, behind, feather, uv);
    at_edge = 1 - behind / (t.fade.front_mm * feather / t.density.feather_mm);
  }
  const double scar = c.scars.share(seen.position);
  cell.scar = static_cast<float>(scar);
  const bool need_is_known = c.masks && c.masks->need.width() > 0;
  const bool covered = std::any_of(c.border.existing_hair.begin(), c.border.existing_hair.end(),
                                   [&](const PolygonIndex& hair) { return hair.contains(seen.position); });
  if (inside) {
    // A scar ends where it ends: its own border is soft, and what lies beyond is not skin to be blended with.
    if (nearest.free.piece && nearest.free.piece->fade_mm > 0) {
      const double behind = nearest.free.distance_mm / nearest.free.piece->fade_mm;
      share *= std::max(smooth_step(behind), scar);
      at_edge = std::max(at_edge, (1 - behind) * (1 - scar));
    }
    if (covered && !need_is_known) share *= t.density.within_hair;
  } else {
    const bool beyond_hair_border = nearest.hair.piece && nearest.hair.distance_mm < nearest.front.distance_mm &&
                                    nearest.hair.distance_mm < nearest.free.distance_mm;
    if (beyond_hair_border) {
      if (!covered || t.density.hair_overlap_mm <= 0) return cell;
      share = std::min(1.0, nearest.front.piece
                                ? feather_profile(std::fabs(nearest.front.distance_mm), t.density.feather_mm)
                                : 1.0) *
              (1 - smooth_step(nearest.hair.distance_mm / t.density.hair_overlap_mm));
      if (share > 0) cell.in_hair = 1;
    } else if (!nearest.front.piece || nearest.free.distance_mm < nearest.front.distance_mm) {
      return cell;
    }
  }
  // No hair grows in a scar, though a narrow one is lost in a map of what hair leaves to do.
  if (need_is_known)
    share *=
        std::max(inside ? std::max(kLeastNeed, scar) : 0.0, spanning_mask_at(c.masks->need, c.scene, seen.position));
  if (c.masks) share *= static_cast<double>(mask_at(c.masks->density, seen.position, 1));
  share *= 1 + scar * (t.scars.density - 1);
  cell.per_cm2_skin = static_cast<float>(t.density.peak_per_cm2 * share);
  cell.at_edge = static_cast<float>(std::clamp(at_edge, 0.0, 1.0));
  return cell;
}

/// One photo's say in the design.
struct SceneView {
  const FittedHead& head;
  RegionBorder border;
  ScarMap scars;
  Context context;
  Vec2<PhotoPx> low, high;  ///< what the region covers of the photo

  SceneView(const Scene& scene, const FittedHead& fitted, const Treatment& treatment, const PhotoMasks* masks)
      : head(fitted),
        border(trace_border(scene, fitted, treatment)),
        scars(scene, fitted.view.camera.mm_per_px, treatment.scars.blend_mm),
        context{scene, fitted, treatment, border, scars, masks},
        low{INFINITY, INFINITY},
        high{-INFINITY, -INFINITY} {
    for (const Px p : scene.scalp_region) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  SceneView(const SceneView&) = delete;  // the context refers to border and scars
  SceneView& operator=(const SceneView&) = delete;

  /// Whether skin within `reach_mm` of a point can be treated according to this photo.
  [[nodiscard]] bool may_treat(const ChartFrame& middle, double reach_mm) const {
    const Projection seen = project(head.view, middle.point, cross(middle.along_u, middle.along_v));
    // Skin turns by up to 1 rad in 40 mm; beyond the limb by more than that, nothing of it is seen.
    if (seen.cos_view < -reach_mm / 40) return false;
    const double reach_px = 1.3 * reach_mm / head.view.camera.mm_per_px;
    return seen.position.x > low.x - reach_px && seen.position.x < high.x + reach_px &&
           seen.position.y > low.y - reach_px && seen.position.y < high.y + reach_px;
  }
};

/// How much a photo's word counts: that of the one which sees the skin best, without a seam between two.
double say_of(const Projection& seen) {
  const double squared = seen.cos_view * seen.cos_view;
  return squared * squared;
}

Status check_inputs(std::span<const Scene> scenes, std::span<const FittedHead> heads,
                    std::span<const PhotoMasks> masks) {
  if (scenes.empty() || scenes.size() != heads.size())
    return Error{ErrorCode::kInvalidInput, "scenes",
                 "found " + std::to_string(scenes.size()) + " with " + std::to_string(heads.size()) + " heads",
                 "each scene comes with the head fitted to it"};
  if (!masks.empty() && masks.size() != scenes.size())
    return Error{ErrorCode::kInvalidInput, "masks",
                 "found " + std::to_string(masks.size()) + " for " + std::to_string(scenes.size()) + " scenes",
                 "one for each scene, empty where nothing is painted, or none at all"};
  for (std::size_t i = 0; i < masks.size(); ++i)
    if (const Status status = check_masks(masks[i], scenes[i]); !status)
      return in_scene(status.error(), i, scenes.size());
  return {};
}

Status check_regions(const std::deque<SceneView>& views) {
  for (std::size_t i = 0; i < views.size(); ++i)
    if (views[i].border.extent.empty())
      return in_scene({ErrorCode::kInvalidInput, "scalp_region", "no part of it lies on the head",
                       "draw the area to treat inside head_outline"},
                      i, views.size());
  return {};
}

std::vector<std::string> warnings_of(const std::deque<SceneView>& views) {
  std::vector<std::string> warnings;
  for (const SceneView& view : views) {
    if (view.border.line_outside_mm <= kLineOutsideMm) continue;
    warnings.push_back("hairline: the designed line lies " + std::to_string(std::lround(view.border.line_outside_mm)) +
                       " mm outside of scalp_region; draw the region up to it, or change "
                       "hairline.height_above_glabella_mm");
  }
  return warnings;
}

/// The grid around what the photos' regions cover, all of it empty. Errors: kResourceLimit.
Result<ScalpDesign> empty_design(const ScalpSurface& surface, const std::deque<SceneView>& views, double margin_mm) {
  Vec2<ScalpMm> low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
  for (const SceneView& view : views) {
    for (const auto uv : view.border.extent) {
      const double m = 1.3 * margin_mm / std::sqrt(area_factor(surface, uv)) + 2 * kCellMm;
      low = {std::min(low.x, uv.x - m), std::min(low.y, uv.y - m)};
      high = {std::max(high.x, uv.x + m), std::max(high.y, uv.y + m)};
    }
  }
  const auto [most_low, most_high] = ScalpLimit::chart_box(surface);
  low = {std::max(low.x, most_low.x), std::max(low.y, most_low.y)};
  high = {std::min(high.x, most_high.x), std::min(high.y, most_high.y)};
  const double cells = (high.x - low.x + kCellMm) * (high.y - low.y + kCellMm) / (kCellMm * kCellMm);
  if (!(cells <= kMostCells))
    return Error{ErrorCode::kResourceLimit, "scalp_region",
                 format_text("the skin that it covers, flattened, is %.0f by %.0f mm", high.x - low.x, high.y - low.y),
                 format_text("the scalp down to the nape is at most %.0f cm2; check the scale and the outline",
                             kMostCells * kCellMm * kCellMm / 100)};
  ScalpDesign design;
  design.density.origin = {kCellMm * std::floor(low.x / kCellMm), kCellMm * std::floor(low.y / kCellMm)};
  design.density.cell_mm = kCellMm;
  const int width = std::max(1, static_cast<int>(std::ceil((high.x - design.density.origin.x) / kCellMm)));
  const int height = std::max(1, static_cast<int>(std::ceil((high.y - design.density.origin.y) / kCellMm)));
  design.density.per_cm2 = Image<float>(width, height, 1);
  design.behind_edge_mm = Image<float>(width, height, 1, std::numeric_limits<float>::infinity());
  design.in_hair = Image<unsigned char>(width, height, 1);
  design.scar = Image<float>(width, height, 1);
  design.at_edge = Image<float>(width, height, 1);
  return design;
}

/// Fills the cells of a design, block by block; different blocks may be filled at once.
class DensityFiller {
 public:
  DensityFiller(const ScalpSurface& surface, const Treatment& treatment, const std::deque<SceneView>& views,
                double margin_mm, ScalpDesign& design)
      : surface_(surface),
        treatment_(treatment),
        views_(views),
        margin_mm_(margin_mm),
        limit_(surface),
        anatomy_(make_anatomy(surface, draw_whorls(surface, treatment.seed))),
        origin_(design.density.origin),
        density_(design.density.per_cm2.view()),
        behind_(design.behind_edge_mm.view()),
        in_hair_(design.in_hair.view()),
        scar_(design.scar.view()),
        at_edge_(design.at_edge.view()) {}

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>((density_.height + kBlock - 1) / kBlock); }

  /// Of a row of blocks: gives the skin in mm2 of its cells that get dots.
  [[nodiscard]] double fill_row(std::size_t row) const {
    const int y0 = static_cast<int>(row) * kBlock;
    double area_mm2 = 0;
    for (int x0 = 0; x0 < density_.width; x0 += kBlock) {
      const Block block = block_at(x0, y0);
      if (block.views.empty()) continue;
      for (int y = y0; y < std::min(density_.height, y0 + kBlock); ++y)
        for (int x = x0; x < std::min(density_.width, x0 + kBlock); ++x) area_mm2 += fill_cell(block, x, y);
    }
    return area_mm2;
  }

 private:
  /// What the cells of a block share.
  struct Block {
    int x0, y0;                                ///< its first cell
    std::vector<const SceneView*> views;       ///< those that may have a say in it
    std::vector<BorderCandidates> candidates;  ///< one for each of them
    std::array<double, 4> area_shares;         ///< at its corners
  };

  [[nodiscard]] Vec2<ScalpMm> chart_at(double x, double y) const {
    return {origin_.x + kCellMm * x, origin_.y + kCellMm * y};
  }

  [[nodiscard]] Block block_at(int x0, int y0) const {
    Block block{x0, y0, {}, {}, {}};
    const ChartFrame middle = chart_frame(surface_, chart_at(x0 + 0.5 * kBlock, y0 + 0.5 * kBlock));
    // Twice the half diagonal, in skin mm, with room for what the scale changes over a block.
    const double reach = norm(middle.along_u) * 1.5 * kCellMm * kBlock * 1.4143;
    if (limit_.is_below(middle.point, reach)) return block;
    for (const SceneView& view : views_) {
      if (!view.may_treat(middle, reach + margin_mm_)) continue;
      block.views.push_back(&view);
      block.candidates.push_back(candidates_near(view.border, middle.point, reach));
    }
    if (block.views.empty()) return block;
    // Areas are joined over more than a block: their shares are bilinear within one.
    const auto corner_share = [&](int x, int y) {
      return area_share(anatomy_, treatment_, chart_frame(surface_, chart_at(x0 + x * kBlock, y0 + y * kBlock)));
    };
    block.area_shares = {corner_share(0, 0), corner_share(1, 0), corner_share(0, 1), corner_share(1, 1)};
    return block;
  }

  [[nodiscard]] static double area_share_at(const Block& block, int x, int y) {
    const double along_x = (x - block.x0 + 0.5) / kBlock, along_y = (y - block.y0 + 0.5) / kBlock;
    const auto& shares = block.area_shares;
    return (1 - along_y) * ((1 - along_x) * shares[0] + along_x * shares[1]) +
           along_y * ((1 - along_x) * shares[2] + along_x * shares[3]);
  }

  /// Gives its skin in mm2 where it gets dots, else 0.
  [[nodiscard]] double fill_cell(const Block& block, int x, int y) const {
    const Vec2<ScalpMm> uv = chart_at(x + 0.5, y + 0.5);
    const ChartFrame frame = chart_frame(surface_, uv);
    if (limit_.is_below(frame.point, 0)) return 0;
    const Vec3<HeadMm> normal = cross(frame.along_u, frame.along_v);
    double per_cm2 = 0, said = 0, loudest = 0;
    for (std::size_t v = 0; v < block.views.size(); ++v) {
      const SceneView& view = *block.views[v];
      const Projection seen = project(view.head.view, frame.point, normal);
      if (seen.cos_view < kLeastCosView) continue;
      const Cell cell =
          cell_in_photo(view.context, nearest_border(block.candidates[v], frame.point), frame.point, uv, seen);
      const double say = say_of(seen);
      per_cm2 += say * static_cast<double>(cell.per_cm2_skin);
      said += say;
      if (say <= loudest) continue;
      loudest = say;
      *behind_.pixel(x, y) = cell.behind_edge_mm;
      *in_hair_.pixel(x, y) = cell.in_hair;
      *scar_.pixel(x, y) = cell.scar;
      *at_edge_.pixel(x, y) = cell.at_edge;
    }
    if (said <= 0 || per_cm2 <= 0) return 0;
    const double area = area_share_at(block, x, y);
    if (area <= 0) return 0;
    const double factor = norm(normal);
    *density_.pixel(x, y) = static_cast<float>(per_cm2 / said * area * factor);
    return factor * kCellMm * kCellMm;
  }

  const ScalpSurface& surface_;
  const Treatment& treatment_;
  const std::deque<SceneView>& views_;
  double margin_mm_;  ///< how far beyond a region dots may lie
  ScalpLimit limit_;
  ScalpAnatomy anatomy_;
  Vec2<ScalpMm> origin_;
  ImageView<float> density_, behind_;
  ImageView<unsigned char> in_hair_;
  ImageView<float> scar_, at_edge_;
};

}  // namespace

Result<ScalpDesign> design_density(std::span<const Scene> scenes, std::span<const FittedHead> heads,
                                   const Treatment& treatment, const Exec& exec, std::span<const PhotoMasks> masks) {
  if (Status status = check_inputs(scenes, heads, masks); !status) return status.error();
  std::deque<SceneView> views;
  for (std::size_t i = 0; i < scenes.size(); ++i)
    views.emplace_back(scenes[i], heads[i], treatment, masks.empty() ? nullptr : &masks[i]);
  if (Status status = check_regions(views); !status) return status.error();

  // Room for sentinels, bulges of the edge, and the overlap into hair.
  double farthest_ahead = 0;
  for (const SceneView& view : views)
    for (const BorderPiece& piece : view.border.front) farthest_ahead = std::max(farthest_ahead, piece.ahead_mm);
  const double margin = std::max(kSentinelToMm + farthest_ahead + 2, treatment.density.hair_overlap_mm);

  const ScalpSurface& surface = heads.front().surface;
  auto sized = empty_design(surface, views, margin);
  if (!sized) return sized.error();
  ScalpDesign design = *std::move(sized);
  design.warnings = warnings_of(views);
  const DensityFiller filler(surface, treatment, views, margin, design);
  std::vector<double> area_mm2(filler.rows(), 0.0);  // one sum a row of blocks: order is fixed
  parallel_for(exec, area_mm2.size(), [&](std::size_t row) {
    if (!is_cancelled(exec)) area_mm2[row] = filler.fill_row(row);
  });
  if (is_cancelled(exec)) return cancelled_error();
  for (const double a : area_mm2) design.area_cm2 += a / 100;
  return design;
}

}  // namespace tonsure
