/// @file
/// PhotoReading: what a photo tells of the head, its skin, its light and the camera. Made once, by read_photos
/// (tonsure/session/session.h); whatever needs to know something of a photo takes it from here.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/reading/skin_reading.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Not finding is no error: photos often do not show what one would like to know.
template <class T>
struct Found {
  std::optional<T> value = {};
  std::string why_not = {};  ///< one line for people where there is no value

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const& { return *value; }
  const T* operator->() const { return &*value; }
};

/// Traces of a camera, as far as they decide how a dot looks. Lengths in px of the photo, amplitudes in encoded units
/// (0...255). The defaults are those of no camera in particular.
struct CameraTrace {
  /// Blur of small things, standard deviation, in [0.2, 2.5], without the pixel's own square.
  double blur_px = 0.7;
  /// Sharpening: luma + sharpening x (luma - luma blurred by `sharpening_radius_px`). In [0, 2.5].
  double sharpening = 0;
  /// Standard deviation of the blur that is subtracted, in [0.6, 2.2].
  double sharpening_radius_px = 1.2;
  /// What colour is blurred by beyond brightness, standard deviation, in [0.6, 4.5].
  double chroma_px = 2.5;
  /// Standard deviation of luma noise, in [0, 3]; much the same at all brightnesses, as it is in encoded pictures.
  double noise = 0;
  /// How far it is alike: standard deviation of the Gaussian that makes it of white noise, in [0, 1.2]; 0 is white.
  double noise_correlation_px = 0;

  /// What could be measured; the rest is the default, or for the blur an estimate from the skin's own texture.
  bool blur_measured = false;
  bool sharpening_measured = false;
  bool chroma_measured = false;
  bool noise_measured = false;
};

/// A closed outline, and which of its points (and the edges that follow them) are the limb of the head.
struct HeadOutline {
  Points<PhotoPx> points;
  std::vector<unsigned char> is_limb;  ///< as many as points; 1 or 0
};

/// A figure and its standard error. `known` is false where the photo does not say; the value is 0 then.
struct Measured {
  double value = 0;
  double error = 0;
  bool known = false;
};

/// What stubble looks like, against bare skin.
struct StubbleMeasure {
  LinearRgb mean = {};             ///< mean linear colour of the region
  LinearRgb minus_log_ratio = {};  ///< -ln(mean / bare skin), per channel: how dark, and its hue
  Measured delta_l;                ///< L* of the region less that of bare skin

  /// Stubble was told from skin texture and from longer hair. Where its dots run into one another in the photo, the
  /// figures of single dots (density, regularity, diameter) are not known all the same.
  bool found = false;
  std::string why_not;  ///< one line for people where they were not

  int dots = 0;                ///< seen in the region
  double px_per_spacing = 0;   ///< spacing 1 / sqrt(density); below 3.5 to 5 neighbours merge
  double elongated_share = 0;  ///< of all dark spots, those longer than wide: hair, not stubble
  Measured density_per_cm2;    ///< of photo area: foreshortened skin looks denser
  Measured nn_mean;            ///< nearest-neighbour distance x sqrt(local density): 0.5 random, 1.07 a lattice
  Measured nn_sd;
  Measured diameter_mm;  ///< of one dot, full width at half its depth, the photo's blur removed
  /// Linear light at a dot's centre / half-way to its neighbours, as recorded: blurred, and by luma more than colour.
  LinearRgb centre_ratio = {1, 1, 1};
};

/// How much darker than bare skin the client's own hair makes a photo, on a coarse grid that spans it whatever its
/// size. What a treatment leaves to do follows from it and from the tone that is wanted (docs/model/strands.md).
struct HairDarkness {
  Image<float> darkening;  ///< -ln(luminance / that of bare skin in the same light), one channel, averaged over 2.5 mm
  Image<float> known;      ///< how far that counts, in [0, 1]: 1 in hair, fading to 0 over 12 mm beside it; 0 unseen
  LinearRgb bare_skin = {};  ///< as recorded: what a wanted change of L* starts from
};

/// A square of hair on skin that faces the camera.
struct StubbleCell {
  Points<PhotoPx> square;
  Vec3<HeadMm> normal;
  LinearRgb mean = {};  ///< colour seen
  double between = 0;   ///< luminance of the brighter quarter of its pixels: skin between the stubs
  double cos_view = 1;
  bool treated = false;  ///< lies in the region to be treated
  LinearRgb bare = {};   ///< colour of bare skin in the light that falls there
  double darkening = 0;  ///< -ln(luminance / that of bare skin)
};

/// Bare skin where stubble grows. Where stubs stand apart, the skin between them is seen, and bare skin cannot be
/// darker; the hue of their darkening is then not known, as chroma is recorded too coarsely.
struct SkinUnderStubble {
  LinearRgb color = {};
  bool between_stubs = false;
};

/// The client's own shaved hair, and the skin under it.
struct StubbleReading {
  std::vector<StubbleCell> cells;  ///< squares of it that are seen well and are alike; at least one
  SkinUnderStubble under;
  StubbleMeasure measured;  ///< of all cells, against that skin
  double delta_l = 0;       ///< L* of the skin to be treated under such stubble, less that of it bare; below 0
};

/// What one photo tells. Plain data: an app may correct what it knows better (a mask of strands painted by hand).
struct PhotoReading {
  Scene scene;          ///< as annotated; with the lens of the photo's metadata where it says nothing of its camera
  HeadOutline outline;  ///< moved from where it was annotated to where the photo has it
  FittedHead head;      ///< how the photo sees the head, carried onto that outline, with its errors
  LinearRgb bare_scalp =
      {};  ///< median linear colour of the region to be treated, hair and shine left out, as recorded
  /// Its colour in even, white light, and what makes it so; taken as recorded where `skin_not_read` says why.
  SkinReading skin;
  std::string skin_not_read;  ///< empty where the light could be told
  CameraTrace camera;
  /// Share of each pixel that strands of hair cover (one channel, as large as the photo). Not looked for where the
  /// scene has no existing hair, or where a pixel holds several hairs (0.5 mm and more).
  Found<Image<float>> strands;
  Found<HairDarkness> hair;
  Found<StubbleReading> stubble;

  /// What a person should know of this reading, that of the head included.
  std::vector<std::string> warnings;
};

/// What is painted over a photo, or known of it. Each image is empty, or one channel with values in [0, 1]; the first
/// two are of the upright photo's size.
struct PhotoMasks {
  Image<float> density = {};  ///< factor on the density of the region: 0 keeps skin bare
  Image<float> hair = {};     ///< share of each pixel that strands of hair cover
  /// Share of the density that existing hair leaves to do (find_hair_need), of any size, spanning the photo. Where it
  /// is empty, DensityOptions::within_hair stands for it.
  Image<float> need = {};
};

}  // namespace tonsure
