/// @file
/// Conversion of rows of pixels from an embedded ICC profile to sRGB. Private to io.
#pragma once

#include <memory>
#include <span>

namespace tonsure {

/// How the pixels of a row lie in memory.
struct RowKind {
  bool grey = false;   ///< one colour channel; else R, G, B
  bool alpha = false;  ///< followed by alpha, which is left as it is
  int bits = 8;        ///< 8, or 16 in the machine's byte order
};

/// Perceptual intent with black point compensation, by Little CMS.
class ColorProfile {
 public:
  /// Of the bytes of a profile. Nothing to convert where they are not a profile of this kind of picture (grey or RGB),
  /// or where the profile is sRGB under whatever name: converting changes no channel of a 9 x 9 x 9 grid of colours (of
  /// a grey picture: none of the 256 greys) by more than one code of 255.
  ColorProfile(std::span<const unsigned char> icc, RowKind kind);
  ~ColorProfile();
  ColorProfile(const ColorProfile&) = delete;
  ColorProfile& operator=(const ColorProfile&) = delete;

  [[nodiscard]] bool converts() const;
  /// Converts `pixels` pixels in place; only if converts().
  void convert(void* row, int pixels) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonsure
