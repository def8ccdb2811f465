#include "draw_dots.h"

#include "dot_field.h"
#include "dot_reach.h"
#include "matte_tiles.h"
#include "paint_tile.h"

namespace tonsure {

Result<Photo> draw_dots(const Photo& photo, std::span<const PhotoDot> dots, const DotKernels& kernels,
                        const Matte& matte, const DrawingSkin& skin, const Exec& exec) {
  if (Status status = check_hair(matte.hair, photo); !status) return status.error();
  Photo after = photo;
  if (dots.empty() || photo.pixels.view().empty()) return after;
  const int width = photo.pixels.width(), height = photo.pixels.height();
  const Recording recording = recording_of(skin.camera, photo.monochrome, skin.diffuse);
  const PixelRect touched = rect_around(dots, skin.mm_per_px, recording.apron_px, width, height);
  if (touched.empty()) return after;
  const PixelSource pixels = pixels_of(photo);
  const MatteTiles alpha(photo, matte, skin.mm_per_px, touched, exec);
  const DotField field(dots, kernels, touched, skin.mm_per_px, recording.camera.blur_px);
  const ShineMap shine = find_shine(pixels, !photo.monochrome, touched, skin.diffuse, skin.mm_per_px, exec);
  const Painter painter{pixels, alpha, field, shine, recording, width, height};
  for_each_tile(exec, TileGrid(touched), width, height,
                [&](const PixelRect& tile, std::size_t) { paint_tile(painter, tile, touched, after.pixels.view()); });
  if (is_cancelled(exec)) return cancelled_error();
  return after;
}

}  // namespace tonsure
