/// @file
/// The phantom: a drawn photograph of a bald, balding or shaved head, with the scene that is exactly true of it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Fitzpatrick skin types.
enum class SkinType { kI, kII, kIII, kIV, kV, kVI };

/// Scars and marks that it can have, one of each: a donor strip from ear to ear; the dots that single grafts leave
/// behind; old plugs in rows behind the hairline, with tufts of hair where the head has hair at all; the midline of a
/// scalp reduction; a burn on the left of the top; a surgeon's line on the right; a birthmark on the right of the
/// front.
enum class PhantomScar : std::uint8_t { kStrip, kFue, kPlug, kReduction, kBurn, kSurgical, kBirthmark };
/// Their names on the command line, by value.
inline constexpr std::array<const char*, 7> kPhantomScarNames = {"strip", "fue",      "plug",     "reduction",
                                                                 "burn",  "surgical", "birthmark"};

struct PhantomOptions {
  SkinType skin = SkinType::kII;
  int width_px = 1600;   ///< in [64, 8192]
  int height_px = 1600;  ///< in [64, 8192]
  /// front, top, left, right, back or three-quarter (turned by 35 degrees, the head's left side towards the camera)
  View view = View::kFront;
  double shine = 0.4;      ///< strength of the highlight, in [0, 1]: 0 matte, 1 oily
  std::uint64_t seed = 1;  ///< of mottling, pores and spots; of the border of loss, and of hairs
  /// What hair is lost; the rest stands as stubble. The default, totalis, has none.
  LossPattern loss = {LossKind::kTotalis, 0, 0};
  double progress_years = 0;         ///< for how long the loss has gone on since, in [0, 80]
  double hair_length_mm = 0.4;       ///< of the stubble above the skin, in [0.1, 2]
  std::vector<PhantomScar> scars{};  ///< in any order
};

struct Phantom {
  Photo photo;
  /// Exact, camera included; `image` is "photo.png". The region is where less than 85 % of the hair is left (all of
  /// the scalp where none of that is in view), several parts joined by bridges without width. Hair is where more than
  /// half is left; of thinning without a border (Ludwig, Sinclair), where it is beside the region. No hairline where
  /// the front has its hair.
  Scene scene;
};

/// Draws it: a head whose cranium is the mean HeadShape, with a face near the mean face, 1.5 m from a pinhole camera
/// whose axis goes through the middle of the photo. Same options, same bytes, for any number of threads. Errors:
/// kInvalidOption (names the field), kCancelled.
TONSURE_EXPORT Result<Phantom> draw_phantom(const PhantomOptions& options, const Exec& exec = {});

}  // namespace tonsure
