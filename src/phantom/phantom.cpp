#include <tonsure/phantom/phantom.h>

#include <string>

#include "camera.h"
#include "phantom_scene.h"
#include "render.h"

namespace tonsure {
namespace {

constexpr int kLeastPx = 64, kMostPx = 8192;

Status check(const PhantomOptions& o) {
  const auto bad = [](const char* field, std::string why, std::string fix) {
    return Error{ErrorCode::kInvalidOption, field, std::move(why), std::move(fix)};
  };
  const std::string sizes = "allowed are " + std::to_string(kLeastPx) + " to " + std::to_string(kMostPx);
  if (o.skin < SkinType::kI || o.skin > SkinType::kVI)
    return bad("skin", "not a Fitzpatrick type", "allowed are I, II, III, IV, V and VI");
  if (o.width_px < kLeastPx || o.width_px > kMostPx)
    return bad("width_px", "found " + std::to_string(o.width_px), sizes);
  if (o.height_px < kLeastPx || o.height_px > kMostPx)
    return bad("height_px", "found " + std::to_string(o.height_px), sizes);
  if (o.view != View::kFront && o.view != View::kTop && o.view != View::kLeft && o.view != View::kRight &&
      o.view != View::kBack && o.view != View::kThreeQuarter)
    return bad("view", "not drawn by the phantom", "allowed are front, top, left, right, back and three-quarter");
  if (!(o.shine >= 0 && o.shine <= 1)) return bad("shine", "found " + std::to_string(o.shine), "allowed are 0 to 1");
  return {};
}

}  // namespace

Result<Phantom> draw_phantom(const PhantomOptions& options, const Exec& exec) {
  if (const Status status = check(options); !status) return status.error();
  const phantom::Camera camera = phantom::make_camera(options.view, options.width_px, options.height_px);
  auto pixels = phantom::render(options, camera, exec);
  if (!pixels) return pixels.error();
  Phantom out;
  out.photo.pixels = std::move(pixels).value();
  out.scene = phantom::make_scene(camera, options.view, options.width_px, options.height_px);
  return out;
}

}  // namespace tonsure
