/// @file
/// SkinReading: how light falls on a head in a photo, how the photo was exposed and balanced, and what colour its skin
/// then has. Model, figures and limits: docs/model/light.md.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/optics/skin.h>
#include <tonsure/scalp/surface.h>

namespace tonsure {

/// How much of the scene's light falls on skin by where it faces: a polynomial of degree 2 in its normal, which holds
/// 99 % of what distant light can do to a convex matte body (Ramamoorthi & Hanrahan 2001), and a slight change of the
/// light's colour. 1 is the light that 15 % of the bare skin seen exceeds.
struct Shading {
  /// Of 1, x, y, z, xy, yz, zx, x2 - y2 and 3 z2 - 1, for the unit normal (x, y, z) in the head frame.
  std::array<double, 9> brightness = {1, 0, 0, 0, 0, 0, 0, 0, 0};
  /// Logarithm of each channel over brightness: of 1, x, y, z.
  std::array<std::array<double, 4>, 3> tint = {};
  double least = 1, most = 1;           ///< brightness is held within; both above 0
  Vec3<HeadMm> towards_light = {};      ///< mean normal of the brightest skin seen, unit; 0 where light is even
  double rms = 0;                       ///< of what the polynomial leaves, relative, over the skin it was fitted to
  std::vector<std::string> warnings{};  ///< what could not be fitted
};
/// Skin of one area of the scalp.
struct RegionTone {
  ScalpArea area = ScalpArea::kFrontal;
  LinearRgb diffuse = {};  ///< median, corrected as SkinReading::diffuse is
  double spread = 0;       ///< half the distance of its 16th and 84th percentile of luminance, relative
  double share = 0;        ///< of the skin read
};

/// What the surface of skin mirrors of even light from all around, as part of every measured skin colour: 2.8 % where
/// light falls straight on skin (n = 1.4), 5 % on average over all directions, of which a camera sees about half. With
/// 3 % the skin model comes within CIEDE2000 1.4 of the seven measured skins of docs/model/light.md; with none, 7.
inline constexpr double kSurfaceReflectance = 0.03;

/// Skin in a photo. SDs are those of the model's posterior: what one photo with unknown exposure leaves open.
struct SkinReading {
  LinearRgb as_photographed = {};  ///< median of the bare skin as recorded
  LinearRgb evenly_lit = {};       ///< the same with every patch in light of shading 1, as it would be recorded
  LinearRgb diffuse = {};          ///< what it scatters of even, white light; 1 = diffuse white; without the surface
  double exposure = 1;             ///< light of a white card in light of shading 1, where 1 is recorded as white
  LinearRgb white_balance = {1, 1, 1};  ///< that card's colour, over its green
  CameraCurve curve = kUsualCurve;      ///< from the light of the scene to the file's
  FittedSkin fit;                       ///< melanin and blood that have the colour `diffuse`
  double ita_deg = 0;                   ///< individual typology angle as instruments measure it: of diffuse + surface
  int fitzpatrick = 3;                  ///< estimate, 1 to 6
  std::vector<RegionTone> regions;      ///< of which enough is seen, in the order of kAllScalpAreas
  Shading shading;
  double curve_sd = 0;          ///< of its strength
  double exposure_sd = 0;       ///< relative
  double white_balance_sd = 0;  ///< of ln(red / blue)
  double ln_melanin_sd = 0;
  double ln_blood_sd = 0;
  double ita_sd_deg = 0;
  std::string basis;  ///< what exposure and white balance rest on, for people
  std::vector<std::string> warnings;
};

}  // namespace tonsure
