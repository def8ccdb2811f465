// What another light does to a head, on a grid over the photo: smooth things, cheap to interpolate.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/drawing/drawing.h>

#include "../raster/scene_tables.h"

namespace tonsure {

struct RelightNode {
  std::array<float, 3> factor = {1, 1, 1};  ///< of what skin scatters
  std::array<float, 3> matte = {};          ///< light that matt skin of this head returns there
  float brightness = 0;                     ///< luminance of the scene around
  float shine = 0;                          ///< share of it that matt skin does not explain, in [0, 1]
  float highlight = 0;                      ///< of the new light, over what a white card returns
  float head_weight = 0;                    ///< how much of all this applies inside the head's outline ...
  float face_weight = 0;                    ///< ... and outside of it
};

struct RelightField {
  PixelRect rect;  ///< of the photo; nothing changes beyond
  double step_px = 1;
  int columns = 0, rows = 0;
  std::vector<RelightNode> nodes;

  /// Bilinear, at a pixel's centre inside `rect`.
  [[nodiscard]] RelightNode at(int x, int y) const;
};

/// Empty (no nodes) where the exec was cancelled.
RelightField relight_field(const Photo& photo, const SceneTables& tables, const Scene& scene,
                           const HeadOutline& outline, const FittedHead& head, const SkinReading& reading, Light light,
                           const Exec& exec);

}  // namespace tonsure
