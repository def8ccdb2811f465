/// @file
/// Colours that a file tells by numbers rather than by a profile. Private to io.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "decoded_picture.h"

namespace tonsure {

/// Takes up the code points of ITU-T H.273 for primaries and transfer characteristics, as PNG's cICP and HEIF's nclx
/// state them: as a profile in `picture.icc`, none where they say sRGB or nothing, or as `picture.hdr`. False where
/// they are not known; then nothing is changed.
bool take_color_codes(unsigned primaries, unsigned transfer, DecodedPicture& picture);

/// A warning of such; `what` holds them.
std::string color_codes_not_known(const char* what, unsigned primaries, unsigned transfer);

/// PNG's gAMA and cHRM, in units of 1/100000; the latter white, red, green, blue, x and y each.
struct PngColors {
  std::optional<double> gamma = {};
  std::optional<std::array<double, 8>> chromaticities = {};
};

/// The same for these; what is missing is as in sRGB. A gamma of 1/2.2 with sRGB's primaries is what writers of sRGB
/// add for readers of old (PNG 3rd edition, 11.3.2.5), and counts as sRGB. False where they are no colour space.
bool take_png_colors(const PngColors& told, DecodedPicture& picture);

}  // namespace tonsure
