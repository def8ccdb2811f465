// The colour bare skin has, or would have, all over a head, and the share of hair in each pixel by its colour.
#pragma once

#include <array>

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>

#include "strands_lines.h"

namespace tonsure {

/// Linear light, one plane per channel.
using StrandColors = std::array<StrandPlane, 3>;

inline float luminance_at(const StrandColors& c, int x, int y) {
  return luminance(std::array{c[0].at(x, y), c[1].at(x, y), c[2].at(x, y)});
}

/// Where what is, each in [0, 1], as large as the colours.
struct StrandAreas {
  StrandPlane head;    ///< looked at for skin: the head
  StrandPlane hair;    ///< annotated as hair
  StrandPlane wanted;  ///< where hair is looked for
  StrandPlane rim;     ///< distance from what is not head, px; unlike the others
};

/// Bare skin's colour at each place: what it has nearby, carried on smoothly under hair.
/// Method: squares of about 2.2 mm; a quadratic of ln colour over the photo, fitted to their brightest quarters with
/// weights that leave out hair (darker) and shine (brighter), plus what it leaves, smoothed over some 9 mm.
/// @return planes as large as the colours, or empty ones where no skin is seen
StrandColors skin_under_hair(const StrandColors& colors, const StrandAreas& areas, double mm_per_px, const Exec& exec);

/// Share of hair by colour: pixel = light x ((1 - share) skin + share hair) with light near 1, by weighted least
/// squares over the channels. Toward the rim, where skin darkens faster than the quadratic, it must be surer. Empty
/// where the head's annotated hair shows no colour of its own, or is not annotated.
StrandPlane hair_share(const StrandColors& colors, const StrandColors& skin, const StrandAreas& areas, double mm_per_px,
                       const Exec& exec);

}  // namespace tonsure
