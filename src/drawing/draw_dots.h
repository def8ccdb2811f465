// Dots of one's own onto any picture of skin, the way a camera would have recorded them. Plans are drawn by
// tonsure/drawing/drawing.h.
#pragma once

#include <span>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/scalp/view.h>
#include "../optics/dot_kernels.h"

namespace tonsure {

/// One dot as the photo sees it.
struct PhotoDot {
  Vec2<PhotoPx> position;
  Footprint px_per_mm;     ///< foreshortened: px of photo per mm of skin
  float size = 1;          ///< its diameter relative to the mean dot's
  float strength = 1;      ///< its amount of pigment relative to the mean dot's, above 0
  float deeper_mm = 0;     ///< its depth less the mean dot's
  float alpha = 1;         ///< share of its darkening that is drawn, in [0, 1]
  float aspect = 1;        ///< length along an oblique stroke / width, at least 1
  Vec2<PhotoPx> stroke{};  ///< px of photo per mm of skin along that stroke; not read where `aspect` is 1
};

/// Where dots may show: inside `head` and outside every polygon of `exclude`, with anti-aliased edges; and only as far
/// as hair does not cover them.
struct Matte {
  HeadOutline head;
  std::vector<Points<PhotoPx>> exclude;
  /// Share of each pixel that hair covers (`find_strands`), one channel in [0, 1], as large as the photo; where it is
  /// 1 the photo stays. Not owned. Empty: no hair.
  ImageView<const float> hair = {};
};

/// The skin under the dots, as far as drawing needs it.
struct DrawingSkin {
  /// Of the photo at the depth of mid-head (HeadCamera::mm_per_px): how finely dots are sampled, how far they reach.
  /// Their size follows PhotoDot::px_per_mm, the scale where each one lies.
  double mm_per_px = 1;
  /// Diffuse linear sRGB of bare skin in even light, as recorded: tells highlights (whiter than skin) from skin.
  LinearRgb diffuse = {0.4, 0.25, 0.18};
  /// What took the photo: dots are drawn as sharp, as ringed, as poor in colour and as noisy as it would record them.
  CameraTrace camera = {};
  CameraCurve curve = {};  ///< and rendered it
};

/// Draws dots onto a photo; the result is a new one.
/// Model: linear light; each dot multiplies what diffuse skin returns by (1 - core) exp(-halo), what the surface
/// mirrors stays; averaged over each pixel. The change is then recorded as this camera does: brightness (luma) with its
/// blur and sharpening, colour (chroma) low-passed, in encoded values; and where it dims the photo's noise with the
/// light, as much is added as a pixel so dark should have.
/// Guarantees: (1) pixels farther than 3 mm plus 16 px from every dot keep their bytes; (2) alpha is untouched, and so
/// are fully transparent pixels; (3) the same bytes for any number of threads; (4) a monochrome photo stays so.
/// Errors: kInvalidInput if `matte.hair` is neither empty nor as large as the photo; kCancelled.
TONSURE_EXPORT Result<Photo> draw_dots(const Photo& photo, std::span<const PhotoDot> dots, const DotKernels& kernels,
                                       const Matte& matte, const DrawingSkin& skin, const Exec& exec = {});

}  // namespace tonsure
