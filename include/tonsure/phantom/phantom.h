/// @file
/// The phantom: a drawn photograph of a bald head, with the scene that is exactly true of it.
#pragma once

#include <cstdint>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Fitzpatrick skin types.
enum class SkinType { kI, kII, kIII, kIV, kV, kVI };

struct PhantomOptions {
  SkinType skin = SkinType::kII;
  int width_px = 1600;   ///< in [64, 8192]
  int height_px = 1600;  ///< in [64, 8192]
  /// front, top, left, right, back or three-quarter (turned by 35 degrees, the head's left side towards the camera)
  View view = View::kFront;
  double shine = 0.4;      ///< strength of the highlight, in [0, 1]: 0 matte, 1 oily
  std::uint64_t seed = 1;  ///< of mottling, pores and spots
};

struct Phantom {
  Photo photo;
  Scene scene;  ///< exact, camera included; `image` is "photo.png"
};

/// Draws it: a head whose cranium is the mean HeadShape, with a face near the mean face, 1.5 m from a pinhole camera
/// whose axis goes through the middle of the photo. Same options, same bytes, for any number of threads. Errors:
/// kInvalidOption (names the field), kCancelled.
TONSURE_EXPORT Result<Phantom> draw_phantom(const PhantomOptions& options, const Exec& exec = {});

}  // namespace tonsure
