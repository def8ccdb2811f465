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
  int width_px = 1600;       ///< in [64, 8192]
  int height_px = 1600;      ///< in [64, 8192]
  View view = View::kFront;  ///< front, top, left, right or back
  double shine = 0.4;        ///< strength of the highlight, in [0, 1]: 0 matte, 1 oily
  std::uint64_t seed = 1;    ///< of mottling, pores and spots
};

struct Phantom {
  Photo photo;
  Scene scene;  ///< exact; `image` is "photo.png"
};

/// Draws it. Same options, same bytes, for any number of threads.
/// Errors: kInvalidOption (names the field), kCancelled.
TONSURE_EXPORT Result<Phantom> draw_phantom(const PhantomOptions& options, const Exec& exec = {});

}  // namespace tonsure
