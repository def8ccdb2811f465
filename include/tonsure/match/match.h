/// @file
/// Treatment matched to the client's own shaved hair: as dark, of the same hue, with dots as wide and as far apart.
/// Model: docs/model/match.md.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/optics/tone.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// What a match may choose from: healed dots that needles leave, and densities that are worked [E].
inline constexpr double kLeastMatchedMm = 0.12, kMostMatchedMm = 0.45;
inline constexpr double kLeastMatchedPerCm2 = 60, kMostMatchedPerCm2 = 300;

/// A treatment that meets its surroundings, and how near it comes.
struct StubbleMatch {
  StubbleMeasure measured;  ///< of the stubble that is seen well, against bare skin in the same light
  double cos_view = 1;      ///< mean over it: skin is seen foreshortened by it, and looks so much denser
  Treatment treatment;
  double seen_per_cm2 = 0;        ///< what a photo like this one would show of its density: weak dots are not counted
  SolvedTone tone;                ///< what the treatment comes to on this skin
  double left_delta_l = 0;        ///< L* of the treated mid-scalp less that wanted
  double left_a = 0, left_b = 0;  ///< the same of CIELAB a* and b*
  std::vector<std::string> chosen, left_over;  ///< for people, a sentence each
};

/// Matches a treatment to the stubble in a photo. The stubble's darkening is taken channel by channel against bare skin
/// in the light that falls where it grows, and asked for in the mid-scalp, whatever share of the tone other skins of
/// this lightness are given. Dots get the stubs' width and density where the photo shows them, within what can be done;
/// tone that dilution and growth (solve_tone) cannot reach is then made up for by density. Width, density, regularity
/// and unevenness (`needle.strength_cv`) are then moved within their errors, or freely where they are not known, to
/// where drawn dots have the stubble's texture. What cannot be known stays as in `start`.
/// @param reading  of this photo
/// @param start    all that is not matched
/// Cost: about two seconds, most of it in trying pigments and drawing dots.
/// Errors: kInvalidInput ("existing_hair") where the reading has no stubble, with its reason; kCancelled.
TONSURE_EXPORT Result<StubbleMatch> match_stubble(const Photo& photo, const PhotoReading& reading,
                                                  const Treatment& start, const Exec& exec = {});

}  // namespace tonsure
