#include "draw_dots.h"

#include <cmath>
#include <initializer_list>
#include <string>

#include "../core/check_photo.h"
#include "dot_field.h"
#include "dot_reach.h"
#include "matte_tiles.h"
#include "paint_tile.h"

namespace tonsure {
namespace {

constexpr double kLargest = 1e6;  // of any number of a dot or of its skin: px, mm or a ratio

Error bad(const std::string& where, const char* fix) {
  return {ErrorCode::kInvalidInput, where, "holds a number that is not finite or out of range", fix};
}

bool are_plain(std::initializer_list<double> numbers, double low = -kLargest) {
  for (const double v : numbers)
    if (!(v >= low && v <= kLargest)) return false;
  return true;
}

Status check_skin(const DrawingSkin& skin) {
  const CameraTrace& c = skin.camera;
  if (!(skin.mm_per_px >= 1e-4 && skin.mm_per_px <= 1e3)) return bad("mm_per_px", "from 0.0001 to 1000");
  if (!are_plain({skin.diffuse[0], skin.diffuse[1], skin.diffuse[2]}, 0)) return bad("diffuse", "a colour");
  for (const double px : {c.blur_px, c.sharpening, c.sharpening_radius_px, c.chroma_px, c.noise_correlation_px})
    if (!(px >= 0 && px <= 20)) return bad("camera", "its figures as CameraTrace has them");
  if (!(skin.curve.strength >= 0 && skin.curve.strength <= kMostCurve)) return bad("curve", "a strength from 0 to 1.8");
  return c.noise >= 0 && c.noise <= 100 ? Status() : bad("camera", "its figures as CameraTrace has them");
}

Status check_loose_dots(std::span<const PhotoDot> dots, const DotKernels& kernels) {
  if (!dots.empty() && kernels.nodes.empty())
    return Error{ErrorCode::kInvalidInput, "kernels", "there is none", "those that make_dot_kernels gives"};
  for (const DrawnKernel& node : kernels.nodes)
    if (!(node.core_sigma_mm > 0) ||
        !are_plain({node.core_sigma_mm, node.core[0], node.core[1], node.core[2], node.halo}))
      return bad("kernels", "those that make_dot_kernels gives");
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const PhotoDot& d = dots[i];
    if (!are_plain({d.position.x, d.position.y, d.px_per_mm.xx, d.px_per_mm.xy, d.px_per_mm.yx, d.px_per_mm.yy,
                    d.deeper_mm, d.aspect, d.stroke.x, d.stroke.y}) ||
        !are_plain({d.size, d.strength, d.alpha}, 0))
      return bad("dots[" + std::to_string(i) + "]", "finite numbers, and a size, strength and share of 0 or more");
  }
  return {};
}

}  // namespace

Result<Photo> draw_dots(const Photo& photo, std::span<const PhotoDot> dots, const DotKernels& kernels,
                        const Matte& matte, const DrawingSkin& skin, const Exec& exec) {
  if (Status status = check_hair(matte.hair, photo); !status) return status.error();
  if (!photo.pixels.view().empty())
    if (Status status = check_photo(photo); !status) return status.error();
  if (Status status = check_skin(skin); !status) return status.error();
  if (Status status = check_loose_dots(dots, kernels); !status) return status.error();
  Photo after = photo;
  if (dots.empty() || photo.pixels.view().empty()) return after;
  const int width = photo.pixels.width(), height = photo.pixels.height();
  const Recording recording = recording_of(skin.camera, photo.monochrome, skin.diffuse);
  const PixelRect touched = rect_around(dots, skin.mm_per_px, recording.apron_px, width, height);
  if (touched.empty()) return after;
  const PixelSource pixels = pixels_of(photo);
  const MatteTiles alpha(photo, matte, skin.mm_per_px, touched, exec);
  const DotField field(dots, kernels, touched, skin.mm_per_px, recording.camera.blur_px);
  const SceneTables tables(skin.curve);
  const ShineMap shine = find_shine(pixels, tables, !photo.monochrome, touched, skin.diffuse, skin.mm_per_px, exec);
  const Painter painter{pixels, tables, alpha, field, shine, recording, width, height};
  for_each_tile(exec, TileGrid(touched), width, height,
                [&](const PixelRect& tile, std::size_t) { paint_tile(painter, tile, touched, after.pixels.view()); });
  if (is_cancelled(exec)) return cancelled_error();
  return after;
}

}  // namespace tonsure
