#include <tonsure/phantom/phantom.h>

#include <string>

#include "balding.h"
#include "camera.h"
#include "loss_scene.h"
#include "phantom_scene.h"
#include "render.h"

namespace tonsure {
namespace {

constexpr int kLeastPx = 64, kMostPx = 8192;
constexpr double kMostYears = 80, kLeastHairMm = 0.1, kMostHairMm = 2;

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
  if (const std::string name = loss_pattern_name(o.loss);
      !parse_loss_pattern(name) || *parse_loss_pattern(name) != o.loss)
    return bad("loss", "there is no such pattern", parse_loss_pattern("").error().fix);
  if (!(o.progress_years >= 0 && o.progress_years <= kMostYears))
    return bad("progress_years", "found " + std::to_string(o.progress_years), "allowed are 0 to 80");
  if (!(o.hair_length_mm >= kLeastHairMm && o.hair_length_mm <= kMostHairMm))
    return bad("hair_length_mm", "found " + std::to_string(o.hair_length_mm), "allowed are 0.1 to 2");
  for (const PhantomScar scar : o.scars)
    if (static_cast<std::size_t>(scar) >= kPhantomScarNames.size())
      return bad("scars", "not a scar the phantom has",
                 "allowed are strip, fue, plug, reduction, burn, surgical and birthmark");
  return {};
}

}  // namespace

Result<Phantom> draw_phantom(const PhantomOptions& options, const Exec& exec) {
  if (const Status status = check(options); !status) return status.error();
  const phantom::PortraitCamera camera = phantom::make_camera(options.view, options.width_px, options.height_px);
  const phantom::Balding balding(options);
  auto pixels = phantom::render(options, camera, balding, exec);
  if (!pixels) return pixels.error();
  Phantom out;
  out.photo.pixels = std::move(pixels).value();
  out.scene = phantom::make_scene(camera, options.view, options.width_px, options.height_px);
  if (!balding.plain()) phantom::add_loss(out.scene, balding);
  return out;
}

}  // namespace tonsure
