// One tile of a photo with dots on it.
#pragma once

#include <array>

#include <tonsure/core/color.h>
#include <tonsure/core/image.h>
#include <tonsure/reading/photo_reading.h>

#include "../raster/pixel_source.h"
#include "../raster/scene_tables.h"
#include "../reading/shine_map.h"
#include "dot_field.h"
#include "matte_tiles.h"

namespace tonsure {

/// How a camera records small changes: what drawing uses of it, within its limits.
struct Recording {
  CameraTrace camera;
  int apron_px = 0;                        ///< how far around a pixel its value depends on others
  bool monochrome = false;                 ///< a photo without colour stays so,
  std::array<float, 3> grey_weights = {};  ///< by this mean of the channels' ratios
};
/// @param diffuse  linear colour of bare skin
Recording recording_of(const CameraTrace& camera, bool monochrome, const LinearRgb& diffuse);

/// What all tiles share. Nothing is owned.
struct Painter {
  const PixelSource& pixels;
  const SceneTables& tables;
  const MatteTiles& matte;
  const DotField& field;
  const ShineMap& shine;
  const Recording& recording;
  int width = 0, height = 0;  ///< of the photo
};

/// Paints those pixels of a tile that lie within `wanted`. They are the same whatever is wanted, as the whole tile is
/// worked out.
/// @param out  of the photo's size; every pixel of the tile within `wanted` is written
void paint_tile(const Painter& painter, const PixelRect& tile, const PixelRect& wanted, ImageView<unsigned char> out);

}  // namespace tonsure
