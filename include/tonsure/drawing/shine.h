/// @file
/// Skin made more matte or shinier than it was photographed.
#pragma once

#include <array>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/drawing/composite.h>
#include <tonsure/export.h>

namespace tonsure {

/// How much the surface of the skin is to mirror.
enum class SkinShine {
  kAsPhotographed,
  kMatte,  ///< highlights taken most of the way down to the skin beneath: powder, or light from all around
  kShiny,  ///< highlights strengthened where there are some: sebum, or a freshly shaved scalp
};

inline constexpr std::array<SkinShine, 3> kAllShines = {SkinShine::kAsPhotographed, SkinShine::kMatte,
                                                        SkinShine::kShiny};
/// The word the command line uses for it ("as-photographed").
TONSURE_EXPORT const char* shine_name(SkinShine shine);

/// The photo with other highlights. An approximation: what the surface mirrors is told from what skin scatters by its
/// whiteness and by how much brighter than bare skin it is, smoothed over 1 to 2 mm; what lies under burnt-out pixels
/// is taken to have the hue of `skin`. Highlights are never made where there are none.
/// Guarantees: (1) kAsPhotographed changes no byte; (2) neither does any choice outside `matte`, nor where there is no
/// highlight; (3) alpha stays; (4) a monochrome photo stays so; (5) the same bytes for any number of threads.
/// Errors: kCancelled.
TONSURE_EXPORT Result<Photo> adjust_shine(const Photo& photo, const Matte& matte, const DrawingSkin& skin,
                                          SkinShine choice, const Exec& exec = {});

}  // namespace tonsure
