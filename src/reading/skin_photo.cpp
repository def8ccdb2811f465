#include "skin_photo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "../core/median.h"

#include "../scalp/anatomy.h"
#include "skin_photo_cells.h"
#include "skin_photo_light.h"
#include "skin_photo_shading.h"
#include "skin_photo_white.h"

namespace tonsure {
namespace {

constexpr std::size_t kLeastInRegion = 40;  // cells; areas of which less is seen have no tone of their own
constexpr double kBareWeight = 0.5;         // of a cell that counts as bare, matt skin
constexpr double kDarkSkinL = 45;           // L* of deep skin, and of light skin a stop and a half underexposed
constexpr double kUnusualCast = 0.30;       // of ln(red / blue): more than white balance usually leaves

/// Bare skin in the light of the scene, the same in light of shading 1, and the area each patch lies in.
struct BareSkin {
  std::vector<LinearRgb> seen, evenly_lit;
  std::vector<ScalpArea> area;
};

BareSkin bare_skin(const SkinCells& skin, const FittedShading& fitted, const ScalpAnatomy& anatomy) {
  std::size_t in_region = 0;
  for (std::size_t i = 0; i < skin.cells.size(); ++i)
    if (fitted.weight[i] > kBareWeight && skin.cells[i].in_region) ++in_region;
  const bool region_only = in_region >= 2 * kLeastInRegion;
  BareSkin out;
  for (std::size_t i = 0; i < skin.cells.size(); ++i) {
    const SkinCell& cell = skin.cells[i];
    if (fitted.weight[i] <= kBareWeight || (region_only && !cell.in_region)) continue;
    const LinearRgb light = shading_at(fitted.shading, cell.normal);
    out.seen.push_back(cell.color);
    out.evenly_lit.push_back({cell.color[0] / light[0], cell.color[1] / light[1], cell.color[2] / light[2]});
    out.area.push_back(scalp_area(anatomy, cell.point));
  }
  return out;
}

/// What skin scatters that returns so much of a light of shading 1.
LinearRgb scattered(const LinearRgb& returned, const SkinReading& light) {
  constexpr double kLeast = 0.002;
  LinearRgb out;
  for (std::size_t c = 0; c < 3; ++c)
    out[c] = std::max(kLeast, returned[c] / (light.exposure * light.white_balance[c]) - kSurfaceReflectance);
  return out;
}

std::vector<RegionTone> tones_by_area(const BareSkin& skin, const SkinReading& light) {
  std::vector<RegionTone> out;
  for (const ScalpArea area : kAllScalpAreas) {
    std::vector<LinearRgb> colors;
    std::vector<double> brightness;
    for (std::size_t i = 0; i < skin.area.size(); ++i) {
      if (skin.area[i] != area) continue;
      colors.push_back(scattered(skin.evenly_lit[i], light));
      brightness.push_back(luminance(colors.back()));
    }
    if (colors.size() < kLeastInRegion) continue;
    const double middle = median(brightness);
    out.push_back({area, median_color(colors),
                   0.5 * (percentile_of(brightness, 0.84) - percentile_of(brightness, 0.16)) / middle,
                   static_cast<double>(colors.size()) / static_cast<double>(skin.area.size())});
  }
  return out;
}

std::string basis_of(const std::vector<WhiteReference>& whites, bool monochrome) {
  if (monochrome) return "how photos are exposed; no colour";
  std::string out;
  for (const WhiteReference& white : whites) out += white.name + ", ";
  return out + "the colours skin can have, how photos are exposed and balanced";
}

}  // namespace

LinearRgb recorded_skin(const SkinReading& skin, Vec3<HeadMm> normal) {
  LinearRgb light = shading_at(skin.shading, normal);
  for (std::size_t c = 0; c < 3; ++c) light[c] *= scene_light(skin.curve, skin.evenly_lit[c]);
  return file_light(skin.curve, light);
}

Result<SkinReading> read_skin(const Photo& photo, const Scene& scene, const FittedHead& head, const Exec& exec) {
  const auto cells = collect_skin(photo, scene, head, exec);
  if (!cells) return cells.error();
  const ScalpAnatomy anatomy = make_anatomy(head.surface);
  SkinReading out;
  SkinAndLight explained;
  std::vector<WhiteReference> whites;
  BareSkin skin;
  // The light is told in a curve that was guessed, the curve from the colours in that light; then both once more.
  out.curve.strength = kCurveStrength;
  for (int round = 0; round < 2; ++round) {
    const SkinCells lit = in_scene_light(*cells, out.curve);
    const FittedShading fitted = fit_shading(lit, photo.monochrome);
    skin = bare_skin(lit, fitted, anatomy);
    if (skin.seen.empty())
      return Error{ErrorCode::kInvalidInput, "scalp_region", "no two patches of skin in it look alike",
                   "mark hair as existing_hair, and what is not skin as exclude"};
    out.shading = fitted.shading;
    out.as_photographed = file_light(out.curve, median_color(skin.seen));
    out.evenly_lit = file_light(out.curve, median_color(skin.evenly_lit));
    if (round > 0) break;
    whites = find_whites(photo, scene, head, out);
    explained = explain_color(out.evenly_lit, whites, photo.monochrome);
    out.curve = explained.curve;
  }
  out.curve_sd = explained.curve_sd;
  out.warnings = out.shading.warnings;
  out.exposure = std::exp(explained.ln_exposure);
  out.exposure_sd = explained.ln_exposure_sd;
  out.white_balance = explained.white_balance;
  out.white_balance_sd = explained.white_balance_sd;
  out.ln_melanin_sd = explained.ln_melanin_sd;
  out.ln_blood_sd = explained.ln_blood_sd;
  out.ita_sd_deg = explained.ita_sd_deg;
  out.diffuse = scattered(median_color(skin.evenly_lit), out);
  out.regions = tones_by_area(skin, out);
  out.basis = basis_of(whites, photo.monochrome);
  if (photo.monochrome) {
    out.diffuse = skin_color(explained.optics);
    out.warnings.emplace_back("the photo has no colour: skin is judged by its brightness alone");
  }
  out.fit = fit_skin(out.diffuse);
  const LinearRgb measured = {out.diffuse[0] + kSurfaceReflectance, out.diffuse[1] + kSurfaceReflectance,
                              out.diffuse[2] + kSurfaceReflectance};
  out.ita_deg = individual_typology_angle_deg(measured);
  out.fitzpatrick = fitzpatrick_estimate(out.ita_deg);

  if (cells->among_hair) out.warnings.emplace_back("hardly any skin is free of hair: it may be lighter than it reads");
  if (to_lab(out.evenly_lit).l < kDarkSkinL)
    out.warnings.emplace_back("skin is recorded dark: one photo cannot tell deep skin from a short exposure");
  if (std::abs(std::log(out.white_balance[0] / out.white_balance[2])) > kUnusualCast)
    out.warnings.emplace_back(out.white_balance[0] > out.white_balance[2]
                                  ? "the photo's light is unusually warm: skin reads with a larger error"
                                  : "the photo's light is unusually cool: skin reads with a larger error");
  return out;
}

}  // namespace tonsure
