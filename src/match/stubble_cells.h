// Squares of a client's shaved hair in a photo, and the skin around it: what match_stubble measures on.
#pragma once

#include <cstddef>
#include <vector>

#include <tonsure/reading/camera.h>
#include <tonsure/reading/skin_photo.h>
#include <tonsure/reading/stubble.h>
#include <tonsure/scalp/calibrate.h>
#include <tonsure/treatment/pigment.h>

namespace tonsure {

/// A square of hair on skin that faces the camera.
struct StubbleCell {
  Points<PhotoPx> square;
  Vec3<HeadMm> normal;
  LinearRgb mean = {};  ///< colour seen
  double between = 0;   ///< luminance of the brighter quarter of its pixels: skin between the stubs
  double cos_view = 1;
  bool treated = false;  ///< lies in the region to be treated
  // By light_cells:
  LinearRgb bare = {};   ///< colour of bare skin in the light that falls there
  double darkening = 0;  ///< -ln(luminance / that of bare skin)
};

inline constexpr std::size_t kFewestCells = 4;

/// The cells of a polygon of hair.
std::vector<StubbleCell> cells_of(const Photo& photo, const Scene& scene, const Points<PhotoPx>& hair,
                                  const FittedHead& head, double noise);

/// Finds bare skin and darkening of cells of like hair, and leaves out those that depart from the rest. Errors: those
/// of luminance_under_hair.
Status light_cells(const Photo& photo, const Scene& scene, const FittedHead& head, const SkinReading& reading,
                   std::vector<StubbleCell>& cells, const Exec& exec);

/// What bare skin would look like where cells are. Where stubs stand apart, the skin between them is seen, and bare
/// skin cannot be darker; the hue of their darkening is then not known, as chroma is recorded too coarsely.
struct BareSkin {
  LinearRgb color = {};
  bool between_stubs = false;
};
BareSkin bare_of(const std::vector<StubbleCell>& cells, const PigmentOptions& usual);

Result<StubbleMeasure> measure_cells(const Photo& photo, const std::vector<StubbleCell>& cells, double mm_per_px,
                                     const CameraTrace& camera, const LinearRgb& bare);

Grain grain_of(const Photo& photo, const std::vector<StubbleCell>& cells);

/// The texture of skin that is to be treated: of its smoothest square, as the rest may hold hair.
Grain skin_grain(const Photo& photo, const Scene& scene, const FittedHead& head);

}  // namespace tonsure
