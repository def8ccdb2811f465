// Patches of bare skin, each with where it lies on the head and where it faces.
#pragma once

#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

struct SkinCell {
  LinearRgb color = {};  ///< mean of its pixels, linear light of the file
  Vec3<HeadMm> point;
  Vec3<HeadMm> normal;
  bool in_region = false;  ///< of the scalp to treat
};

struct SkinCells {
  std::vector<SkinCell> cells;
  std::size_t burnt = 0;    ///< cells more that are too bright to tell
  bool among_hair = false;  ///< hardly any skin lies outside the hair: what lies between it was taken
};

inline constexpr std::size_t kLeastSkinCells = 60;

/// Cells inside the head's outline, row by row. Errors: kInvalidInput (fewer than kLeastSkinCells), kCancelled.
Result<SkinCells> collect_skin(const Photo& photo, const Scene& scene, const FittedHead& head, const Exec& exec);

/// The same in the light of the scene.
SkinCells in_scene_light(SkinCells skin, const CameraCurve& curve);

}  // namespace tonsure
