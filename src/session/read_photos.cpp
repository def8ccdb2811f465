#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include <tonsure/session/session.h>
#include "../reading/camera.h"
#include "../reading/outline.h"
#include "../reading/skin_photo.h"
#include "../reading/strands.h"
#include "../scalp/calibrate.h"

#include "../core/check_photo.h"
#include "../core/stage.h"
#include "../reading/hair_darkness.h"
#include "../reading/skin_sample.h"
#include "../reading/stray_strands.h"
#include "../reading/stubble_cells.h"
#include "../scene/in_scene.h"
#include "fit_scenes.h"

namespace tonsure {
namespace {

constexpr double kLeastReachMm = 0.8, kMostReachMm = 4;  // by which annotated outlines may be off [E]
constexpr double kCoarsestMmPerPx = 0.5;  // beyond, a pixel holds several hairs, and only their tone is left

/// Gives a scene that says nothing of its camera the lens that the photo's metadata name: perspective then needs no
/// guess.
void use_lens_of(const Photo& photo, Scene& scene) {
  constexpr double kLeastMm = 1, kMostMm = 10'000;  // beyond, metadata are wrong
  if (scene.camera || !(photo.focal_35mm >= kLeastMm && photo.focal_35mm <= kMostMm)) return;
  constexpr double kDiagonal35mm = 43.2666;  // of 36 x 24 mm (CIPA DCG-001)
  const double focal_px = photo.focal_35mm / kDiagonal35mm * std::hypot(scene.width_px, scene.height_px);
  scene.camera = Camera{focal_px, focal_px, 0.5 * scene.width_px, 0.5 * scene.height_px, {}, {}, {}};
}

Status check_photos(std::span<const Photo> photos, std::span<const Scene> scenes) {
  if (photos.empty() || photos.size() != scenes.size())
    return Error{ErrorCode::kInvalidInput, "photos",
                 "found " + std::to_string(photos.size()) + " with " + std::to_string(scenes.size()) + " scenes",
                 "each photo comes with its scene"};
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto& pixels = photos[i].pixels;
    if (Status status = check_scene_size(scenes[i], pixels.width(), pixels.height()); !status)
      return in_scene(status.error(), i, scenes.size());
    if (Status status = check_photo(photos[i]); !status) return in_scene(status.error(), i, scenes.size());
  }
  return {};
}

/// Moves the outline onto the photo, and carries the view along.
void snap(const Photo& photo, PhotoReading& reading) {
  FittedHead& head = reading.head;
  // An outline that follows a head's rim closely is a careful one: there is little to put right.
  const double reach_mm = std::clamp(2 * head.outline_rms_mm, kLeastReachMm, kMostReachMm);
  reading.outline = snap_outline(photo.pixels.view(), reading.scene, head.view.camera.mm_per_px, reach_mm);
  Scene snapped = reading.scene;
  snapped.head_outline = reading.outline.points;
  head.view = with_outline(head.surface, head.view, snapped);
}

/// Skin and its light; where too little of it is seen for the light to be told, as it was recorded.
Status read_light(const Photo& photo, PhotoReading& reading, const Exec& exec) {
  auto sample = sample_skin(photo, reading.scene.scalp_region);
  if (!sample) return sample.error();
  reading.bare_scalp = *sample;
  auto skin = read_skin(photo, reading.scene, reading.head, exec);
  if (skin) {
    reading.skin = std::move(*skin);
    return {};
  }
  if (skin.error().code == ErrorCode::kCancelled) return skin.error();
  reading.skin_not_read = skin.error().why;
  reading.skin.as_photographed = reading.skin.evenly_lit = reading.skin.diffuse = *sample;
  reading.skin.fit = fit_skin(*sample);
  reading.warnings.push_back("skin: its light could not be told (" + reading.skin_not_read +
                             "); taken as photographed");
  return {};
}

Result<Found<Image<float>>> look_for_strands(const Photo& photo, const PhotoReading& reading, bool wanted,
                                             const Exec& exec) {
  const auto none = [](const char* why) { return Found<Image<float>>{{}, why}; };
  const double mm_per_px = reading.head.mm_per_px;
  if (!wanted) return none("not looked for");
  if (reading.scene.existing_hair.empty()) return none("the scene has no existing hair");
  if (mm_per_px > kCoarsestMmPerPx) return none("a pixel holds several hairs");
  auto strands = find_strands(photo, reading.scene, mm_per_px, reading.camera, exec);
  if (!strands) return strands.error();
  drop_implausible_strands(*strands, reading.scene, mm_per_px);
  return Found<Image<float>>{std::move(*strands), {}};
}

Result<PhotoReading> read_one(const Photo& photo, const Scene& scene, FittedHead head, const ReadOptions& options,
                              const Exec& exec) {
  PhotoReading reading;
  reading.scene = scene;
  reading.head = std::move(head);
  reading.warnings = reading.head.warnings;
  // Each step rests on those before it.
  const std::array<std::pair<const char*, std::function<Status()>>, 6> steps = {{
      {"snap outline",
       [&]() -> Status {
         snap(photo, reading);
         return {};
       }},
      {"read skin and light", [&] { return read_light(photo, reading, exec); }},
      {"measure camera",
       [&]() -> Status {
         reading.camera = estimate_camera(photo, scene.scalp_region, reading.outline.points);
         return {};
       }},
      {"find strands",
       [&]() -> Status {
         auto strands = look_for_strands(photo, reading, options.strands, exec);
         if (!strands) return strands.error();
         reading.strands = std::move(*strands);
         return {};
       }},
      {"measure hair darkness",
       [&]() -> Status {
         auto hair = find_hair_darkness(photo, reading, exec);
         if (!hair) return hair.error();
         reading.hair = std::move(*hair);
         return {};
       }},
      {"measure stubble",
       [&]() -> Status {
         auto stubble = read_stubble(photo, reading, exec);
         if (!stubble) return stubble.error();
         reading.stubble = std::move(*stubble);
         return {};
       }},
  }};
  for (const auto& [name, step] : steps)
    if (Status status = in_stage(exec, name, step); !status) return status.error();
  return reading;
}

}  // namespace

Result<std::vector<PhotoReading>> read_photos(std::span<const Photo> photos, std::span<const Scene> scenes,
                                              const ReadOptions& options, const Exec& exec) {
  if (Status status = check_photos(photos, scenes); !status) return status.error();
  std::vector<Scene> with_lens(scenes.begin(), scenes.end());
  for (std::size_t i = 0; i < photos.size(); ++i) use_lens_of(photos[i], with_lens[i]);
  auto heads = fit_scenes(with_lens, options.surface, options.plan, exec);
  if (!heads) return heads.error();
  std::vector<PhotoReading> readings;
  for (std::size_t i = 0; i < photos.size(); ++i) {
    auto reading = read_one(photos[i], with_lens[i], std::move((*heads)[i]), options, exec);
    if (!reading) return in_scene(reading.error(), i, photos.size());
    readings.push_back(std::move(*reading));
  }
  return readings;
}

}  // namespace tonsure
