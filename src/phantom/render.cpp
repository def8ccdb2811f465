#include "render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include <tonsure/core/color.h>
#include "../core/metering.h"
#include "../core/rng.h"
#include "../core/smooth_step.h"

#include "../raster/blur.h"
#include "face_hair.h"
#include "shading.h"
#include "skin_texture.h"
#include "solid_noise.h"
#include "stubble.h"

namespace tonsure::phantom {
namespace {

constexpr const char* kStage = "render phantom";
constexpr double kFar = kDistanceMm + 560;
constexpr double kBeforeAll = kDistanceMm - 240;   // the shoulders, seen from the side
constexpr double kBeforeHead = kDistanceMm - 140;  // nose and ears, from anywhere
constexpr double kMiss = -1;
constexpr double kLensSigmaPx = 0.6;
constexpr double kGrain = 0.0052;     // SD of the luma noise, encoded
constexpr double kExposure = 1.3;     // a mid-grey is recorded as one
constexpr double kLightGridMm = 1.7;  // shadows are softer than this
constexpr double kBaldGloss = 0.35;   // of bald scalp, over that of other skin
constexpr double kBaldAboveMm = 48;   // below it, forehead and temples

/// Depth along the ray through a place of the photo; kMiss where there is only the backdrop. `hint`: a depth to start
/// from, safely before the surface, or 0.
double depth_at(const PortraitCamera& camera, Vec2<PhotoPx> at, double hint) {
  const Ray ray = ray_through(camera, at);
  const auto smooth = hit_cranium(ray.origin, ray.direction);
  // Nothing but the cranium lies above kPureAboveMm: a ray that has been there since before the head sees nothing else.
  const bool pure =
      ray.direction.y <= 0 ? smooth && ray.at(*smooth).y > kPureAboveMm : ray.at(kBeforeHead).y > kPureAboveMm;
  if (pure) return smooth.value_or(kMiss);
  if (hint > 0 && head_distance(ray.at(hint)) > 0)
    if (const auto t = trace_head(ray.origin, ray.direction, hint, kFar)) return *t;
  return trace_head(ray.origin, ray.direction, kBeforeAll, kFar).value_or(kMiss);
}

/// How far light reaches from `p` along `l` before the head is in the way: 1 free, 0 blocked, soft in between for a
/// light of half-width 1 / `hardness` (Quilez 2010).
double free_path(V3 p, V3 l, double from, double to, double hardness) {
  double free = 1, t = from;
  for (int i = 0; i < 22 && t < to; ++i) {
    const double d = head_distance(p + t * l);
    free = std::min(free, 0.5 + 0.5 * hardness * d / t);
    if (free <= 0) return 0;
    t += std::clamp(d, 0.05 * t + 0.5, 25.0);
  }
  return free * free * (3 - 2 * free);
}

struct LightSample {
  float depth = static_cast<float>(kMiss);
  std::array<float, 3> key = {1, 1, 1};
  float sky = 1;
  float rim = 1;
};

/// Shadows and ambient occlusion on a coarse grid of the photo, shown to the pixels by depth-aware interpolation.
struct LightGrid {
  int columns = 0, rows = 0;
  double step_px = 1;
  std::vector<LightSample> samples;

  [[nodiscard]] std::size_t index(int i, int j) const {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(i);
  }
  [[nodiscard]] Vec2<PhotoPx> position(int i, int j) const { return {i * step_px, j * step_px}; }

  /// A depth safely before everything near p; 0 where that is not known.
  [[nodiscard]] double before(Vec2<PhotoPx> p) const {
    const int i = static_cast<int>(p.x / step_px), j = static_cast<int>(p.y / step_px);
    float least = static_cast<float>(kFar);
    for (int y = std::max(0, j - 1); y <= std::min(rows - 1, j + 2); ++y)
      for (int x = std::max(0, i - 1); x <= std::min(columns - 1, i + 2); ++x) {
        const float d = samples[index(x, y)].depth;
        if (d < 0) return 0;
        least = std::min(least, d);
      }
    return static_cast<double>(least) - 2;
  }

  [[nodiscard]] Reach at(Vec2<PhotoPx> p, double depth, double pixel_mm) const {
    const double x = std::clamp(p.x / step_px, 0.0, columns - 1.001), y = std::clamp(p.y / step_px, 0.0, rows - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    double total = 0;
    Reach sum{{0, 0, 0}, 0, 0};
    for (int k = 0; k < 4; ++k) {
      const int di = k & 1, dj = k >> 1;
      const LightSample& s = samples[index(i + di, j + dj)];
      if (s.depth < 0) continue;
      const double gap = (s.depth - depth) / (2.0 + 2 * step_px * pixel_mm);
      const double w =
          (di != 0 ? x - i : 1 - x + i) * (dj != 0 ? y - j : 1 - y + j) / (1 + gap * gap * gap * gap) + 1e-9;
      for (std::size_t c = 0; c < 3; ++c) sum.key[c] += w * static_cast<double>(s.key[c]);
      sum.sky += w * static_cast<double>(s.sky);
      sum.rim += w * static_cast<double>(s.rim);
      total += w;
    }
    if (total <= 0) return {};
    for (double& v : sum.key) v /= total;
    sum.sky /= total;
    sum.rim /= total;
    return sum;
  }
};

void light_sample(LightSample& s, const PortraitCamera& camera, const Studio& studio, V3 p) {
  if (p.y > kPureAboveMm + 6) return;  // nothing stands above the cranium
  const V3 n = head_normal(p), start = p + 0.6 * n;
  // Sky: cones about the normal.
  const V3 side = normalized(std::abs(n.x) < 0.8 ? cross(n, V3{1, 0, 0}) : cross(n, V3{0, 1, 0}));
  const V3 other = cross(n, side);
  double sky = 0, total = 0;
  constexpr std::array<std::array<double, 3>, 7> kCones = {{{0, 0, 1},
                                                            {0.82, 0, 0.57},
                                                            {0.41, 0.71, 0.57},
                                                            {-0.41, 0.71, 0.57},
                                                            {-0.82, 0, 0.57},
                                                            {-0.41, -0.71, 0.57},
                                                            {0.41, -0.71, 0.57}}};
  for (const auto& [a, b, c] : kCones) {
    const V3 l = a * side + b * other + c * n;
    double free = 1;
    for (const double t : {1.6, 4.6, 12.0, 34.0}) free = std::min(free, head_distance(start + t * l) / (0.50 * t));
    sky += c * std::max(free, 0.0);
    total += c;
  }
  const double open = sky / total;
  s.sky = static_cast<float>(open);
  if (dot(n, studio.rim) > -0.1) s.rim = static_cast<float>(free_path(start, studio.rim, 0.8, 130, 5.0));
  const double facing = dot(n, studio.key);
  if (facing > -0.45) {
    double key = 0;
    constexpr std::array<std::array<double, 2>, 3> kBox = {{{-0.20, -0.10}, {0.0, 0.22}, {0.20, -0.10}}};
    for (const auto& [a, b] : kBox)
      key += free_path(start, normalized(studio.key + a * camera.right + b * camera.up), 0.8, 130, 6.0);
    key /= kBox.size();
    // Past the terminator of a bulge the wrapped light has come through skin: its own body does not shadow it.
    const double through = std::clamp((0.05 - facing) / 0.5, 0.0, 1.0) * std::clamp(2.5 * open - 1.25, 0.0, 1.0);
    key += through * (1 - key);
    s.key.fill(static_cast<float>(key));
  }
}

/// Light that entered lit skin leaves it in the shadow nearby, red the farthest.
void diffuse_shadows(LightGrid& grid, const Exec& exec, double pixel_mm) {
  constexpr std::array<double, 3> kReachMm = {1.9, 1.1, 0.7};
  const double cell = grid.step_px * pixel_mm;
  const int radius = std::clamp(static_cast<int>(std::ceil(2 * kReachMm[0] / cell)), 1, 4);
  const std::vector<LightSample> from = grid.samples;
  parallel_for(exec, static_cast<std::size_t>(grid.rows), [&](std::size_t row) {
    const int j = static_cast<int>(row);
    for (int i = 0; i < grid.columns; ++i) {
      LightSample& out = grid.samples[grid.index(i, j)];
      if (out.depth < 0) continue;
      std::array<double, 3> sum{}, total{};
      for (int dj = -radius; dj <= radius; ++dj)
        for (int di = -radius; di <= radius; ++di) {
          const int x = i + di, y = j + dj;
          if (x < 0 || y < 0 || x >= grid.columns || y >= grid.rows) continue;
          const LightSample& s = from[grid.index(x, y)];
          if (s.depth < 0) continue;
          const double dz = static_cast<double>(s.depth - out.depth), r2 = cell * cell * (di * di + dj * dj) + dz * dz;
          for (std::size_t c = 0; c < 3; ++c) {
            const double w = std::exp(-r2 / (2 * kReachMm[c] * kReachMm[c]));
            sum[c] += w * static_cast<double>(s.key[c]);
            total[c] += w;
          }
        }
      // In thin folds the grid is too coarse to tell lit from unlit: no more than a tinge of red.
      const double blue = sum[2] / total[2];
      for (std::size_t c = 0; c < 3; ++c) out.key[c] = static_cast<float>(std::min(sum[c] / total[c], blue + 0.25));
    }
  });
}

LightGrid make_light_grid(const PhantomOptions& o, const PortraitCamera& camera, const Studio& studio,
                          const Exec& exec) {
  LightGrid grid;
  grid.step_px = std::max(2.0, kLightGridMm / camera.mm_per_px);
  grid.columns = static_cast<int>(std::ceil(o.width_px / grid.step_px)) + 2;
  grid.rows = static_cast<int>(std::ceil(o.height_px / grid.step_px)) + 2;
  grid.samples.resize(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
  parallel_for(exec, static_cast<std::size_t>(grid.rows), [&](std::size_t row) {
    const int j = static_cast<int>(row);
    for (int i = 0; i < grid.columns; ++i) {
      LightSample& s = grid.samples[grid.index(i, j)];
      const Vec2<PhotoPx> at = grid.position(i, j);
      const double depth = depth_at(camera, at, 0);
      if (depth < 0) continue;
      s.depth = static_cast<float>(depth);
      light_sample(s, camera, studio, ray_through(camera, at).at(depth));
    }
  });
  diffuse_shadows(grid, exec, camera.mm_per_px);
  return grid;
}

struct Picture {
  const PhantomOptions& options;
  const PortraitCamera& camera;
  const Studio studio;
  const LightGrid grid;
  const Skin skin;
  const FaceHair hair;
  const Balding& balding;
  Stubble stubble = {};

  [[nodiscard]] LinearRgb color(Vec2<PhotoPx> at, double depth) const {
    const double half = 0.5 * std::max(options.width_px, options.height_px);
    const double fx = (at.x - 0.5 * options.width_px) / half, fy = (at.y - 0.5 * options.height_px) / half;
    LinearRgb out = depth < 0 ? backdrop(fx, fy) : surface(at, depth);
    for (double& v : out) v *= vignette(fx, fy);
    return out;
  }

 private:
  [[nodiscard]] LinearRgb surface(Vec2<PhotoPx> at, double depth) const {
    const Ray ray = ray_through(camera, at);
    const V3 p = ray.at(depth);
    Patch patch;
    patch.to_camera = -1.0 * ray.direction;
    const bool pure = p.y > kPureAboveMm;
    patch.smooth = pure ? cranium_normal(p) : head_normal(p);
    // Oblique skin is seen smaller: its finest structure goes first.
    const double facing = std::max(0.2, dot(patch.smooth, patch.to_camera));
    const double px = camera.mm_per_px * axial_depth(camera, p) / kDistanceMm / std::sqrt(facing);
    const Reach reach = grid.at(at, depth, camera.mm_per_px);
    const Cloth cloth = cloth_at(p);
    if (cloth.amount > 0.5) {
      patch.skin = false;
      patch.gloss = 0;
      const double knit = 0.10 * solid_noise_value(77, (1 / 0.9) * p) * std::clamp(0.9 / px - 1.0, 0.0, 1.0);
      const double rib = cloth.rib * 0.16 * std::sin(cloth.around * 2.4) * std::clamp(2.6 / px - 2.0, 0.0, 1.0);
      const double v = 0.030 * (1 + knit + rib);
      patch.albedo = {0.95 * v, 1.0 * v, 1.12 * v};
      const double fold = 0.12;
      const V3 slope = fold * solid_noise(91, {p.x / 46, p.y / 70, p.z / 46}).slope;
      patch.bumped = normalized(patch.smooth - (slope - dot(slope, patch.smooth) * patch.smooth));
      return shade(studio, patch, reach);
    }
    SkinSample here = skin.at(p, patch.smooth, px);
    if (!balding.plain()) balding_skin(here, p, at, px);
    patch.albedo = here.albedo;
    patch.bumped = normalized(patch.smooth - here.slope);
    const double shine = options.shine;
    const double alpha = (0.44 - 0.16 * shine) * (0.44 - 0.16 * shine);
    patch.roughness = std::sqrt(std::sqrt(alpha * alpha + 2 * here.slope_variance));
    patch.gloss = 2.35 * shine * here.gloss;
    double cover = hair.cover(p, px);
    if (!stubble.empty()) cover = 1 - (1 - cover) * (1 - stubble.at(at).cover);
    if (cover > 0) {
      const double dark = options.skin >= SkinType::kIV ? 0.012 : 0.034;
      const LinearRgb tone = {1.45 * dark, 0.95 * dark, 0.60 * dark};
      for (std::size_t c = 0; c < 3; ++c) patch.albedo[c] += cover * (tone[c] - patch.albedo[c]);
      patch.gloss *= 1 - 0.6 * cover;
    }
    return shade(studio, patch, reach);
  }

  /// Scars, marks, and the tone that stubble gives to the skin around it.
  void balding_skin(SkinSample& here, V3 p, Vec2<PhotoPx> at, double px) const {
    MarkSample mark = balding.marks().at(p, px);
    if (!stubble.empty()) {
      const StubbleSample hairs = stubble.at(at);
      mark.scar = std::max(mark.scar, hairs.pale);
      // Of dark skin, hair takes a smaller share.
      const double depth = static_cast<double>(options.skin) / 5;
      constexpr std::array<double, 3> kShade = {0.45, 0.41, 0.36};
      for (std::size_t c = 0; c < 3; ++c) here.albedo[c] *= std::exp(-(1 - 0.45 * depth) * kShade[c] * hairs.shade);
      here.gloss *= 1 - 0.35 * std::min(1.0, hairs.shade);
      // A bald top has the sebum of its follicles and no hair to spread it over [E].
      const double bare = 1 - std::min(1.0, 2 * hairs.shade);
      here.gloss *= 1 + kBaldGloss * bare * smooth_step((p.y - kBaldAboveMm) / 20);
    }
    mark_skin(here, mark, options.skin, p, options.seed);
  }
};

/// Soft shoulder above 0.72, as a camera has: highlights bend towards white instead of clipping.
double shoulder(double v) {
  constexpr double kKnee = 0.72;
  return v < kKnee ? v : kKnee + (1 - kKnee) * (1 - std::exp(-(v - kKnee) / (1 - kKnee)));
}

/// Blurs, exposes, renders as a camera does, encodes and adds grain.
void develop_row(const Image<float>& linear, int y, double exposure, std::uint64_t seed, unsigned char* out) {
  constexpr int kReachPx = 3;
  static const std::vector<double> kernel = normalized(gaussian_taps<double>(kLensSigmaPx, kReachPx));
  const int w = linear.width(), h = linear.height();
  const auto view = linear.view();
  std::vector<double> column(static_cast<std::size_t>(w) * 3, 0.0);
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const float* row = view.row(std::clamp(y + static_cast<int>(k) - kReachPx, 0, h - 1));
    for (std::size_t i = 0; i < column.size(); ++i) column[i] += kernel[k] * static_cast<double>(row[i]);
  }
  for (int x = 0; x < w; ++x) {
    Rng rng(seed, RngStage::kPhantom,
            0x67A10000U + (static_cast<std::uint64_t>(y) << 32U) + static_cast<std::uint64_t>(x));
    // The sum of four uniforms is close enough to a normal one.
    double grain = -2;
    for (int k = 0; k < 4; ++k) grain += rng.uniform();
    grain *= 1.732 * kGrain;
    for (std::size_t c = 0; c < 3; ++c) {
      double v = 0;
      for (std::size_t k = 0; k < kernel.size(); ++k)
        v += kernel[k] *
             column[static_cast<std::size_t>(std::clamp(x + static_cast<int>(k) - kReachPx, 0, w - 1)) * 3 + c];
      const double encoded = linear_to_srgb(file_light(kUsualCurve, shoulder(exposure * v))) + grain;
      out[static_cast<std::size_t>(x) * 3 + c] =
          static_cast<unsigned char>(std::clamp(255 * encoded + 0.5, 0.0, 255.0));
    }
  }
}

constexpr int kBandRows = 32;

/// Runs rows in bands, so that progress and cancelling are seen to between them.
bool by_rows(const Exec& exec, int rows, double from, double to, const std::function<void(int)>& body) {
  for (int first = 0; first < rows; first += kBandRows) {
    if (!report_progress(exec, kStage, from + (to - from) * first / rows)) return false;
    const int count = std::min(kBandRows, rows - first);
    parallel_for(exec, static_cast<std::size_t>(count), [&](std::size_t i) { body(first + static_cast<int>(i)); });
  }
  return true;
}

}  // namespace

Result<Image<unsigned char>> render(const PhantomOptions& o, const PortraitCamera& camera, const Balding& balding,
                                    const Exec& exec) {
  if (!report_progress(exec, kStage, 0)) return cancelled_error();
  const Studio studio = make_studio(camera.right, camera.up, camera.view);
  Picture picture{
      o, camera, studio, make_light_grid(o, camera, studio, exec), Skin(o.skin, o.seed), FaceHair(o.seed), balding};

  Image<float> depth(o.width_px, o.height_px, 1);
  Image<unsigned char> cloth(o.width_px, o.height_px, 1);
  const auto depths = depth.view();
  const auto dressed = cloth.view();
  if (!by_rows(exec, o.height_px, 0.15, 0.40, [&](int y) {
        for (int x = 0; x < o.width_px; ++x) {
          const Vec2<PhotoPx> at{x + 0.5, y + 0.5};
          const double t = depth_at(camera, at, picture.grid.before(at));
          depths.row(y)[x] = static_cast<float>(t);
          if (t > 0) dressed.row(y)[x] = cloth_at(ray_through(camera, at).at(t)).amount > 0.5 ? 1 : 0;
        }
      }))
    return cancelled_error();
  if (!balding.plain()) picture.stubble = Stubble(o, balding, camera, depth);

  Image<float> linear(o.width_px, o.height_px, 3);
  const double jump = 1.5 + 2.5 * camera.mm_per_px;
  const auto on_edge = [&](int x, int y) {
    const float here = depths.row(y)[x];
    for (const auto& [dx, dy] : {std::array{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
      const int i = x + dx, j = y + dy;
      if (i < 0 || j < 0 || i >= o.width_px || j >= o.height_px) continue;
      const float there = depths.row(j)[i];
      if (dressed.row(y)[x] != dressed.row(j)[i]) return true;
      if ((here < 0) != (there < 0) || std::abs(static_cast<double>(here - there)) > jump) return true;
    }
    return false;
  };
  if (!by_rows(exec, o.height_px, 0.40, 0.85, [&](int y) {
        for (int x = 0; x < o.width_px; ++x) {
          LinearRgb sum{};
          if (on_edge(x, y)) {
            constexpr std::array<std::array<double, 2>, 4> kGrid = {
                {{0.125, 0.625}, {0.375, 0.125}, {0.625, 0.875}, {0.875, 0.375}}};
            for (const auto& [dx, dy] : kGrid) {
              const Vec2<PhotoPx> at{x + dx, y + dy};
              const LinearRgb c = picture.color(at, depth_at(camera, at, 0));
              for (std::size_t k = 0; k < 3; ++k) sum[k] += c[k] / kGrid.size();
            }
          } else {
            sum = picture.color({x + 0.5, y + 0.5}, static_cast<double>(depths.row(y)[x]));
          }
          float* out = linear.view().pixel(x, y);
          for (std::size_t k = 0; k < 3; ++k) out[k] = static_cast<float>(sum[k]);
        }
      }))
    return cancelled_error();

  Image<unsigned char> photo(o.width_px, o.height_px, 3);
  const double exposure = kExposure * metered_exposure(luminance(base_tone(o.skin)));
  if (!by_rows(exec, o.height_px, 0.85, 1.0,
               [&](int y) { develop_row(linear, y, exposure, o.seed, photo.view().row(y)); }) ||
      !report_progress(exec, kStage, 1))
    return cancelled_error();
  return photo;
}

}  // namespace tonsure::phantom
