/// @file
/// ScarOptions: how pigment takes in scars. Model: docs/model/scars.md.
#pragma once

namespace tonsure {

/// All defaults [E]; measured is that scars lose 1.6 instead of 0.9 of 10 in visual density within six months [M: S3,
/// ten cases].
struct ScarOptions {
  double uptake = 0.6;     ///< pigment that stays of what one session puts in, relative to healthy skin, in [0.1, 1]
  double spread = 1.5;     ///< variance of a dot's width, relative to healthy skin, in [1, 4]
  double variance = 2;     ///< variance of uptake and of size, relative to healthy skin, in [1, 6]
  double density = 1.2;    ///< dots per area, relative to the skin around it, in [0.2, 3]: makes up for uptake
  double blend_mm = 3;     ///< over which a scar's figures pass into those of the skin around it, in [0.2, 15]
  int extra_sessions = 1;  ///< in [0, 4]: scars are needled again
};

/// Pigment that stays in a scar after its extra sessions, relative to healthy skin: each puts the same share of what is
/// missing (estimate).
[[nodiscard]] inline double lasting_uptake(const ScarOptions& scars) {
  double missing = 1 - scars.uptake;
  for (int i = 0; i < scars.extra_sessions; ++i) missing *= 1 - scars.uptake;
  return 1 - missing;
}

}  // namespace tonsure
