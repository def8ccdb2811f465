#include "strands.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include "stubble.h"

#include "../raster/blur.h"
#include "../raster/box.h"
#include "../raster/coverage.h"
#include "../raster/distance.h"
#include "../raster/linear.h"
#include "../raster/luma.h"
#include "../raster/row_spans.h"
#include "strands_lines.h"
#include "strands_tone.h"

namespace tonsure {
namespace {

constexpr double kFinestMm = 0.11;  // photos twice as fine are halved: one hair of 0.07 mm still shows
constexpr double kLengthMm = 4;     // of the shortest line that is a hair: stubble is below 1 mm
constexpr double kLeastLengthPx = 12, kMostLengthPx = 40;  // for directions to be told, and for hair to be straight
constexpr double kWidestMm = 1.5;                          // of a lock
constexpr double kLinePx = 3;                              // widest line that `find_lines` sees, px
constexpr double kRimMm = 2;                               // along the outline, which is itself a line
constexpr int kMostLevels = 5;
constexpr float kOffset = 8;              // codes; ln(luma + kOffset) is the contrast that is looked at
constexpr float kLeastContrast = 0.014F;  // of skin's own furrows, in ln of encoded luma
constexpr float kNoiseFactor = 1.0F;      // noise SDs that random lines reach
constexpr float kTextureFactor = 1.3F;    // roughnesses of skin that its chains of pores reach
constexpr double kTextureMm = 4;          // around a pixel, over which roughness is averaged
constexpr float kBrightFactor = 1.5F;     // light lines count from that many times the dark ones' threshold
constexpr float kOwn = 0.25F;             // of a wide line's strength that a pixel must itself depart by; twice: surely
constexpr float kSure = 2.0F;             // thresholds at which a line covers all
// A light line is no gap between hairs where its luminance over bare skin's is above the first, or above the second
// and its blue over red that of bare skin times the third [E].
constexpr float kBrighter = 1.04F, kNotDark = 0.6F, kPaler = 1.25F;

/// The part of the photo that is looked at, reduced by a power of two.
struct Working {
  PixelRect rect;  ///< of the photo
  int factor = 1;
  int width = 0, height = 0;
};

Working working_of(const Photo& photo, const Scene& scene, double mm_per_px) {
  Working work;
  work.rect = box_of(scene.head_outline, 0.02, 0, photo.pixels.view());
  while (2 * work.factor * mm_per_px <= kFinestMm) work.factor *= 2;
  work.width = (work.rect.width() + work.factor - 1) / work.factor;
  work.height = (work.rect.height() + work.factor - 1) / work.factor;
  return work;
}

/// Means of factor x factor pixels, cut at the border.
template <class Value>
StrandPlane reduced(const Working& work, const Exec& exec, const Value& value) {
  StrandPlane plane(work.width, work.height);
  parallel_for(exec, static_cast<std::size_t>(work.height), [&](std::size_t row) {
    const int j0 = static_cast<int>(row) * work.factor, j1 = std::min(j0 + work.factor, work.rect.height());
    for (int x = 0; x < work.width; ++x) {
      const int i0 = x * work.factor, i1 = std::min(i0 + work.factor, work.rect.width());
      float sum = 0;
      for (int j = j0; j < j1; ++j)
        for (int i = i0; i < i1; ++i) sum += value(work.rect.x0 + i, work.rect.y0 + j);
      plane.at(x, static_cast<int>(row)) = sum / static_cast<float>((j1 - j0) * (i1 - i0));
    }
  });
  return plane;
}

/// Coverage of the working pixels by a polygon.
StrandPlane area_of(const Points<PhotoPx>& polygon, const Working& work) {
  StrandPlane plane(work.width, work.height);
  const Vec2<PhotoPx> origin{1.0 * work.rect.x0, 1.0 * work.rect.y0};
  plane.values = polygon_coverage(in_cells(polygon, origin, work.factor), {0, 0, work.width, work.height});
  return plane;
}

/// Distance of each pixel from those where `area` is at least a half, px.
StrandPlane distance_from(const StrandPlane& area) {
  std::vector<unsigned char> marked(area.values.size());
  for (std::size_t i = 0; i < marked.size(); ++i) marked[i] = area.values[i] >= 0.5F ? 1 : 0;
  StrandPlane distance(area.width, area.height);
  distance.values = distance_to_marked(marked, area.width, area.height, 1.4F);
  return distance;
}

void grow(StrandPlane& area, double px) {
  const StrandPlane distance = distance_from(area);
  for (std::size_t i = 0; i < area.values.size(); ++i)
    if (distance.values[i] <= static_cast<float>(px)) area.values[i] = 1;
}

StrandAreas areas_of(const Scene& scene, const Working& work, double mm_per_px) {
  StrandAreas areas{
      area_of(scene.head_outline, work), StrandPlane(work.width, work.height), area_of(scene.scalp_region, work), {}};
  for (const auto& polygon : scene.existing_hair) {
    const StrandPlane one = area_of(polygon, work);
    for (std::size_t i = 0; i < one.values.size(); ++i)
      areas.hair.values[i] = std::max(areas.hair.values[i], one.values[i]);
  }
  grow(areas.wanted, kStrandMarginMm / (mm_per_px * work.factor));
  for (std::size_t i = 0; i < areas.wanted.values.size(); ++i)
    areas.wanted.values[i] = std::max(areas.wanted.values[i], areas.hair.values[i]) * areas.head.values[i];
  for (const auto& polygon : scene.exclude) {
    const StrandPlane one = area_of(polygon, work);
    for (std::size_t i = 0; i < one.values.size(); ++i) {
      areas.wanted.values[i] *= 1 - one.values[i];
      areas.head.values[i] *= 1 - one.values[i];
    }
  }
  StrandPlane outside = areas.head;
  for (float& v : outside.values) v = 1 - v;
  areas.rim = distance_from(outside);
  return areas;
}

/// Adds the lines of all widths to the coverage.
void add_lines(const StrandPlane& luma, const StrandColors& colors, const StrandColors& skin, const StrandAreas& areas,
               double mm_per_px, double noise, StrandPlane& coverage, const Exec& exec) {
  StrandPlane level = luma;
  for (float& v : level.values) v = std::log(v + kOffset);
  const StrandPlane& rim = areas.rim;
  StrandPlane departure;  // of the level before from its surroundings: darker is above 0
  int factor = 1;
  for (int k = 0; k < kMostLevels && !is_cancelled(exec); ++k) {
    const double px = mm_per_px * factor;
    if (k > 0 && px * kLinePx > 1.2 * kWidestMm) break;
    if (std::min(level.width, level.height) < 16) break;
    const LineStrength lines = find_lines(level, std::clamp(kLengthMm / px, kLeastLengthPx, kMostLengthPx), exec);
    const StrandPlane rough = roughness(level, kTextureMm / px);
    // Averaged over the pixels of this level.
    const auto off_rim = static_cast<float>(std::max(kRimMm / mm_per_px, (kLinePx + 1) * factor));
    const float here = kNoiseFactor * static_cast<float>(noise / factor);
    parallel_for(exec, static_cast<std::size_t>(coverage.height), [&](std::size_t row) {
      const int y = static_cast<int>(row);
      for (int x = 0; x < coverage.width; ++x) {
        if (areas.wanted.at(x, y) <= 0 || rim.at(x, y) < off_rim) continue;
        const float dark = coarse_at(lines.dark, x, y, factor), bright = coarse_at(lines.bright, x, y, factor);
        const float least = std::max(std::max(kLeastContrast, kTextureFactor * coarse_at(rough, x, y, factor)),
                                     here / (luma.at(x, y) + kOffset));
        // A single hair is a faint, wide line to the coarser levels: what lies beside it is not covered.
        const float departs = k > 0 ? coarse_at(departure, x, y, factor / 2) : 0;
        const auto covered_by = [&](float strength, float threshold, float own) {
          const float whole = std::clamp((strength / threshold - 1) / (kSure - 1), 0.0F, 1.0F);
          return k == 0 || whole <= 0 ? whole : whole * std::clamp(own / strength / kOwn - 1, 0.0F, 1.0F);
        };
        float covered = covered_by(dark, least, departs);
        if (bright > kBrightFactor * least && skin[0].width > 0) {
          const float brighter = luminance_at(colors, x, y) / luminance_at(skin, x, y);
          const float paler = colors[2].at(x, y) / colors[0].at(x, y) * skin[0].at(x, y) / skin[2].at(x, y);
          if (brighter > kBrighter || (brighter > kNotDark && paler > kPaler))
            covered = std::max(covered, covered_by(bright, kBrightFactor * least, -departs));
        }
        coverage.at(x, y) = std::max(coverage.at(x, y), covered);
      }
    });
    departure = box_mean(level, 8);
    for (std::size_t i = 0; i < level.values.size(); ++i) departure.values[i] -= level.values[i];
    level = halved(level);
    factor *= 2;
  }
}

/// Hair annotated as such may be shaved: then its colour tells of dots, not of strands.
bool shows_stubble(const Photo& photo, const Scene& scene, const StrandColors& skin, const StrandAreas& areas,
                   double mm_per_px, const CameraTrace& camera) {
  if (scene.existing_hair.empty() || skin[0].width == 0) return false;
  LinearRgb bare = {};
  double all = 0;
  for (std::size_t i = 0; i < areas.hair.values.size(); ++i) {
    const auto weight = static_cast<double>(areas.hair.values[i] * areas.head.values[i]);
    for (std::size_t c = 0; c < 3; ++c) bare[c] += weight * static_cast<double>(skin[c].values[i]);
    all += weight;
  }
  if (all <= 0) return false;
  for (double& channel : bare) channel /= all;
  const auto stubble = measure_stubble(photo, scene.existing_hair, mm_per_px, bare, camera);
  return stubble && stubble->found;
}

}  // namespace

Result<Image<float>> find_strands(const Photo& photo, const Scene& scene, double mm_per_px, const CameraTrace& camera,
                                  const Exec& exec) {
  const auto pixels = photo.pixels.view();
  if (Status status = check_scene_size(scene, pixels.width, pixels.height); !status) return status.error();
  if (!(mm_per_px > 0) || !std::isfinite(mm_per_px))
    return Error{ErrorCode::kInvalidInput, "mm_per_px", "is " + std::to_string(mm_per_px), "above 0"};
  Image<float> result(pixels.width, pixels.height, 1);
  const Working work = working_of(photo, scene, mm_per_px);
  if (work.width < 8 || work.height < 8) return result;
  const double mm = mm_per_px * work.factor;
  const StrandAreas areas = areas_of(scene, work, mm_per_px);
  if (is_cancelled(exec)) return cancelled_error();

  const auto& linear = srgb8_to_linear_table();
  StrandColors colors;
  for (std::size_t c = 0; c < 3; ++c)
    colors[c] = reduced(work, exec, [&](int x, int y) { return std::max(1e-4F, linear[pixels.pixel(x, y)[c]]); });
  StrandPlane luma = reduced(work, exec, [&](int x, int y) { return luma_of(pixels.pixel(x, y)); });
  // A reduced photo is sharper than its pixels let lines be followed.
  if (work.factor > 1) blur_plane_121(luma.values, luma.width, luma.height);
  const StrandColors skin = skin_under_hair(colors, areas, mm, exec);
  if (is_cancelled(exec)) return cancelled_error();
  StrandPlane coverage;
  if (!shows_stubble(photo, scene, skin, areas, mm_per_px, camera))
    coverage = hair_share(colors, skin, areas, mm, exec);
  if (coverage.width == 0) coverage = StrandPlane(work.width, work.height);
  add_lines(luma, colors, skin, areas, mm, camera.noise / work.factor, coverage, exec);
  if (is_cancelled(exec)) return cancelled_error();
  for (std::size_t i = 0; i < coverage.values.size(); ++i) coverage.values[i] *= areas.wanted.values[i];

  parallel_for(exec, static_cast<std::size_t>(work.rect.height()), [&](std::size_t row) {
    float* out = result.view().row(work.rect.y0 + static_cast<int>(row));
    for (int x = 0; x < work.rect.width(); ++x)
      out[work.rect.x0 + x] = coarse_at(coverage, x, static_cast<int>(row), work.factor);
  });
  return result;
}

double scalp_hair_contrast(const Photo& photo, const Image<float>& coverage, const Points<PhotoPx>& region) {
  constexpr float kSkin = 0.15F, kHair = 0.6F;
  constexpr double kFewest = 16;
  const auto pixels = photo.pixels.view();
  if (region.size() < 3 || coverage.width() != pixels.width || coverage.height() != pixels.height) return 0;
  const PixelRect rect = box_of(region, 0, 0, pixels);
  if (rect.empty()) return 0;
  const std::vector<float> inside = polygon_coverage(region, rect);
  double skin = 0, skin_pixels = 0, hair = 0, hair_pixels = 0;
  std::size_t i = 0;
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (int x = rect.x0; x < rect.x1; ++x, ++i) {
      const float covered = *coverage.view().pixel(x, y);
      if (inside[i] < 0.5F || (covered >= kSkin && covered <= kHair)) continue;
      const double l = to_lab(linear_of(pixels.pixel(x, y))).l;
      (covered < kSkin ? skin : hair) += l;
      (covered < kSkin ? skin_pixels : hair_pixels) += 1;
    }
  }
  return skin_pixels < kFewest || hair_pixels < kFewest ? 0 : skin / skin_pixels - hair / hair_pixels;
}

}  // namespace tonsure
