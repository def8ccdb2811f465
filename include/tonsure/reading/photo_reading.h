/// @file
/// PhotoReading: what a photo tells of the head, its skin, its light and the camera. Made once, by read_photos
/// (tonsure/session/session.h); whatever needs to know something of a photo takes it from here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/reading/camera.h>
#include <tonsure/reading/found.h>
#include <tonsure/reading/outline.h>
#include <tonsure/reading/skin_photo.h>
#include <tonsure/reading/stubble.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

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

}  // namespace tonsure
