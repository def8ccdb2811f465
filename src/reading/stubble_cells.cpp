#include "stubble_cells.h"

#include <algorithm>
#include <cmath>

#include <tonsure/optics/tone.h>
#include <tonsure/scalp/view.h>
#include "../core/median.h"

#include "../core/format_text.h"
#include "../raster/luma.h"
#include "skin_photo.h"
#include "stubble.h"

namespace tonsure {
namespace {

constexpr double kCellMm = 3;           // in which light is even
constexpr double kLeastCellPx = 8;      // in which noise averages out
constexpr double kLeastCosView = 0.45;  // more oblique skin shows its shine and its limb
constexpr double kOutlier = 3;          // times the spread: shine, a wound, an ear
constexpr double kLeastSpread = 0.05;
constexpr double kLeastDeltaL = 0.5, kMostDeltaL = 40;  // of PigmentOptions::target_delta_l
constexpr double kSkinMm = 8, kLeastSkinPx = 32;        // squares of bare skin whose texture is looked at

LinearRgb mean_color(ImageView<const unsigned char> v, int x0, int y0, int size) {
  const auto& linear = srgb8_to_linear_table();
  LinearRgb sum{};
  for (int y = y0; y < y0 + size; ++y)
    for (int x = x0; x < x0 + size; ++x)
      for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(linear[v.pixel(x, y)[c]]);
  for (double& s : sum) s /= static_cast<double>(size) * size;
  return sum;
}

/// Mean luminance of the brighter quarter of a square, less what noise adds to such a choice.
double luminance_between(ImageView<const unsigned char> v, int x0, int y0, int size, double noise) {
  constexpr double kMeanOfUpperQuarter = 1.27;  // of a normal distribution, in standard deviations
  const auto& linear = srgb8_to_linear_table();
  std::vector<double> light;
  double encoded = 0;
  for (int y = y0; y < y0 + size; ++y) {
    for (int x = x0; x < x0 + size; ++x) {
      const unsigned char* p = v.pixel(x, y);
      light.push_back(luminance(
          {static_cast<double>(linear[p[0]]), static_cast<double>(linear[p[1]]), static_cast<double>(linear[p[2]])}));
      encoded += luma_of<double>(p);
    }
  }
  std::sort(light.begin(), light.end());
  const std::size_t first = light.size() - light.size() / 4;
  double sum = 0;
  for (std::size_t i = first; i < light.size(); ++i) sum += light[i];
  sum /= static_cast<double>(light.size() - first);
  // Luminance goes with about the 2.2nd power of what is encoded.
  const double relative_noise = noise / std::max(1.0, encoded / static_cast<double>(light.size()));
  return sum / (1 + 2.2 * kMeanOfUpperQuarter * relative_noise);
}

bool visible(ImageView<const unsigned char> v, int x0, int y0, int size) {
  if (v.channels < 4) return true;
  for (int y = y0; y < y0 + size; ++y)
    for (int x = x0; x < x0 + size; ++x)
      if (v.pixel(x, y)[3] == 0) return false;
  return true;
}

/// Mean power of the texture of squares.
Grain mean_grain(const std::vector<Grain>& grains) {
  Grain mean{};
  for (std::size_t band = 0; band < mean.size(); ++band) {
    double squares = 0;
    for (const Grain& grain : grains) squares += grain[band] * grain[band];
    mean[band] = std::sqrt(squares / std::max(1.0, static_cast<double>(grains.size())));
  }
  return mean;
}

/// The cells of a polygon of hair.
std::vector<StubbleCell> cells_of(const Photo& photo, const Scene& scene, const Points<PhotoPx>& hair,
                                  const FittedHead& head, double noise) {
  const auto v = photo.pixels.view();
  const int size = static_cast<int>(std::lround(std::max(kLeastCellPx, kCellMm / head.mm_per_px)));
  double x0 = v.width, y0 = v.height, x1 = 0, y1 = 0;
  for (const auto p : hair) {
    x0 = std::min(x0, p.x), x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
  }
  std::vector<StubbleCell> cells;
  const int first_x = std::max(0, static_cast<int>(std::floor(x0))),
            first_y = std::max(0, static_cast<int>(std::floor(y0)));
  const int last_x = std::min(v.width, static_cast<int>(std::ceil(x1))),
            last_y = std::min(v.height, static_cast<int>(std::ceil(y1)));
  for (int y = first_y; y + size <= last_y; y += size) {
    for (int x = first_x; x + size <= last_x; x += size) {
      const double s = size;
      StubbleCell cell;
      cell.square = {{x + 0.0, y + 0.0}, {x + s, y + 0.0}, {x + s, y + s}, {x + 0.0, y + s}};
      const Vec2<PhotoPx> middle{x + 0.5 * s, y + 0.5 * s};
      const auto holds_cell = [&](const Points<PhotoPx>& polygon) {
        return contains<PhotoPx>(polygon, middle) &&
               std::all_of(cell.square.begin(), cell.square.end(),
                           [&](Vec2<PhotoPx> p) { return contains<PhotoPx>(polygon, p); });
      };
      if (!holds_cell(hair) || !visible(v, x, y, size)) continue;
      if (std::any_of(scene.exclude.begin(), scene.exclude.end(),
                      [&](const auto& hole) { return contains<PhotoPx>(hole, middle); }))
        continue;
      const auto point = unproject(head.surface, head.view, middle);
      if (!point) continue;
      cell.normal = surface_normal(head.surface, *point);
      cell.cos_view = project(head.view, *point, cell.normal).cos_view;
      if (cell.cos_view < kLeastCosView) continue;
      cell.mean = mean_color(v, x, y, size);
      cell.between = luminance_between(v, x, y, size, noise);
      cell.treated = contains<PhotoPx>(scene.scalp_region, middle);
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

/// Finds bare skin and darkening of cells of like hair, and leaves out those that depart from the rest. Errors: those
/// of luminance_under_hair.
Status light_cells(const Photo& photo, const Scene& scene, const FittedHead& head, const SkinReading& reading,
                   std::vector<StubbleCell>& cells, const Exec& exec) {
  std::vector<HairPatch> patches;
  for (const StubbleCell& cell : cells) patches.push_back({cell.mean, cell.normal});
  const auto bare = luminance_under_hair(photo, scene, head, reading.curve, patches, exec);
  if (!bare) return bare.error();
  const LinearRgb evenly_lit = scene_light(reading.curve, reading.evenly_lit);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    StubbleCell& cell = cells[i];
    // How bright the light is there, not its colour: that is extrapolated where hair grows, and an error of it would
    // be taken for the hair's hue.
    for (std::size_t c = 0; c < 3; ++c)
      cell.bare[c] = file_light(reading.curve, (*bare)[i] / luminance(evenly_lit) * evenly_lit[c]);
    cell.darkening = -std::log(std::max(1e-4, luminance(cell.mean)) / luminance(cell.bare));
  }
  if (cells.size() < kFewestCells) return {};
  std::vector<double> darkening, departure;
  for (const StubbleCell& cell : cells) darkening.push_back(cell.darkening);
  const double middle = median(darkening);
  for (const double d : darkening) departure.push_back(std::fabs(d - middle));
  const double most = kOutlier * std::max(kLeastSpread, 1.4826 * median(departure));
  std::erase_if(cells, [&](const StubbleCell& cell) { return std::fabs(cell.darkening - middle) > most; });
  return {};
}

}  // namespace

SkinUnderStubble skin_under(const std::vector<StubbleCell>& cells, const PigmentOptions& usual) {
  SkinUnderStubble bare;
  LinearRgb mean{};
  double between = 0;
  for (const StubbleCell& cell : cells) {
    const double share = 1 / static_cast<double>(cells.size());
    for (std::size_t c = 0; c < 3; ++c) {
      bare.color[c] += share * cell.bare[c];
      mean[c] += share * cell.mean[c];
    }
    between += share * cell.between;
  }
  if (between <= luminance(bare.color)) return bare;
  bare.between_stubs = true;
  const LinearRgb hue = {1, usual.hue_green, usual.hue_blue};
  double low = 0, high = 5;
  for (int i = 0; i < 40; ++i) {
    const double amount = 0.5 * (low + high);
    for (std::size_t c = 0; c < 3; ++c) bare.color[c] = mean[c] * std::exp(amount * hue[c]);
    (luminance(bare.color) < between ? low : high) = amount;
  }
  return bare;
}

Result<StubbleMeasure> measure_cells(const Photo& photo, const std::vector<StubbleCell>& cells, double mm_per_px,
                                     const CameraTrace& camera, const LinearRgb& bare) {
  std::vector<Points<PhotoPx>> squares;
  for (const StubbleCell& cell : cells) squares.push_back(cell.square);
  return measure_stubble(photo, squares, mm_per_px, bare, camera);
}

Result<Found<StubbleReading>> read_stubble(const Photo& photo, const PhotoReading& reading, const Exec& exec) {
  const auto none = [](std::string why) { return Found<StubbleReading>{{}, std::move(why)}; };
  if (reading.scene.existing_hair.empty()) return none("the scene has no existing hair");
  if (!reading.skin_not_read.empty()) return none(reading.skin_not_read);
  const Scene& scene = reading.scene;
  StubbleReading seen;
  std::string why = "the hair shows too little skin that faces the camera";
  std::size_t most_cells = 0;
  for (const auto& hair : scene.existing_hair) {
    auto cells = cells_of(photo, scene, hair, reading.head, reading.camera.noise);
    if (cells.empty()) continue;
    // Whether it is stubble does not depend on how bright the skin is.
    const auto measured = measure_cells(photo, cells, reading.head.mm_per_px, reading.camera, reading.bare_scalp);
    if (!measured) continue;
    if (measured->found) {
      if (const Status status = light_cells(photo, scene, reading.head, reading.skin, cells, exec); !status) {
        if (status.error().code == ErrorCode::kCancelled) return status.error();
        return none(status.error().why);
      }
      seen.cells.insert(seen.cells.end(), cells.begin(), cells.end());
    } else if (cells.size() > most_cells) {
      most_cells = cells.size();
      why = measured->why_not;
    }
  }
  if (seen.cells.empty()) return none(why);
  if (const Status status = light_cells(photo, scene, reading.head, reading.skin, seen.cells, exec); !status) {
    if (status.error().code == ErrorCode::kCancelled) return status.error();
    return none(status.error().why);
  }
  seen.under = skin_under(seen.cells, {});
  auto measured = measure_cells(photo, seen.cells, reading.head.mm_per_px, reading.camera, seen.under.color);
  if (!measured) return none(measured.error().why);
  seen.measured = std::move(*measured);
  seen.delta_l = delta_l_under(reading.bare_scalp, seen.measured);
  if (seen.delta_l > -kLeastDeltaL || seen.measured.minus_log_ratio[0] <= 0)
    return none(format_text("the hair is no darker than bare skin beside it (L* %+.1f)", seen.measured.delta_l.value));
  return Found<StubbleReading>{std::move(seen), {}};
}

LinearRgb color_under(const LinearRgb& skin, const StubbleMeasure& stubble) {
  LinearRgb out;
  for (std::size_t c = 0; c < 3; ++c) out[c] = skin[c] * std::exp(-stubble.minus_log_ratio[c]);
  return out;
}

double delta_l_under(const LinearRgb& skin, const StubbleMeasure& stubble) {
  return to_lab(color_under(skin, stubble)).l - to_lab(skin).l;
}

double stubble_target_delta_l(const StubbleReading& stubble, const LinearRgb& bare_scalp) {
  return std::clamp(target_delta_l_for(stubble.delta_l, to_lab(bare_scalp).l), -kMostDeltaL, -kLeastDeltaL);
}

Grain grain_of(const Photo& photo, const std::vector<StubbleCell>& cells) {
  std::vector<Points<PhotoPx>> squares;
  for (const StubbleCell& cell : cells) squares.push_back(cell.square);
  return mean_grain(measure_grain(photo, squares));
}

Grain skin_grain(const Photo& photo, const Scene& scene, const FittedHead& head) {
  const auto v = photo.pixels.view();
  const int size = static_cast<int>(std::lround(std::max(kLeastSkinPx, kSkinMm / head.mm_per_px)));
  std::vector<Points<PhotoPx>> squares;
  for (int y = 0; y + size <= v.height; y += size) {
    for (int x = 0; x + size <= v.width; x += size) {
      const double x0 = x, y0 = y, s = size;
      const Points<PhotoPx> square = {{x0, y0}, {x0 + s, y0}, {x0 + s, y0 + s}, {x0, y0 + s}};
      if (!std::all_of(square.begin(), square.end(),
                       [&](Vec2<PhotoPx> p) { return contains<PhotoPx>(scene.scalp_region, p); }) ||
          !visible(v, x, y, size))
        continue;
      const auto point = unproject(head.surface, head.view, {x0 + 0.5 * s, y0 + 0.5 * s});
      if (point && project(head.surface, head.view, *point).cos_view >= kLeastCosView) squares.push_back(square);
    }
  }
  const auto grains = measure_grain(photo, squares);
  const auto power = [](const Grain& g) {
    double sum = 0;
    for (const double band : g) sum += band * band;
    return sum;
  };
  const auto smoothest = std::min_element(grains.begin(), grains.end(),
                                          [&](const Grain& a, const Grain& b) { return power(a) < power(b); });
  return smoothest == grains.end() ? Grain{} : *smoothest;
}

}  // namespace tonsure
