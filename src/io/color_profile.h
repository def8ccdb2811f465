/// @file
/// Conversion of rows of pixels from an embedded ICC profile to sRGB. Private to io.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include <lcms2.h>

namespace tonsure {

struct CloseLcms {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
  void operator()(cmsHPROFILE profile) const { cmsCloseProfile(profile); }
};
using LcmsContext = std::unique_ptr<std::remove_pointer_t<cmsContext>, CloseLcms>;
using LcmsProfile = std::unique_ptr<void, CloseLcms>;

/// How the pixels of a row lie in memory.
struct RowKind {
  bool grey = false;   ///< one colour channel; else R, G, B
  bool alpha = false;  ///< followed by alpha, which is left as it is
  int bits = 8;        ///< 8, or 16 in the machine's byte order
};

/// Perceptual intent with black point compensation, by Little CMS.
class ColorProfile {
 public:
  /// Of the bytes of a profile; empty ones are none. Nothing to convert where they are not a profile of this kind of
  /// picture (RGB for RGB; grey or RGB for grey), or where the profile is sRGB under whatever name: converting changes
  /// no channel of a 9 x 9 x 9 grid of colours (of a grey picture: none of the 256 greys) by more than one code of 255.
  ColorProfile(std::span<const unsigned char> icc, RowKind kind);
  ~ColorProfile();
  ColorProfile(const ColorProfile&) = delete;
  ColorProfile& operator=(const ColorProfile&) = delete;

  /// False where bytes were given that are no profile of this kind of picture.
  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] bool converts() const;
  /// Converts `pixels` pixels in place; only if converts().
  void convert(void* row, int pixels) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  bool fits_ = true;
};

}  // namespace tonsure
