/// @file
/// A picture as its file stores it, and one decoder per format. Private to io.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/core/result.h>

#include "exif.h"

namespace tonsure {

/// Beyond any photo of kMaxPhotoPixels: 16-bit RGBA without compression takes 0.8 GB.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30U;
/// More than any profile made for RGB or grey pictures (estimate: the largest in use are about 3 MB).
inline constexpr std::size_t kMaxProfileBytes = std::size_t{16} << 20U;

/// Neither turned upright nor converted to sRGB.
struct DecodedPicture {
  int width = 0;
  int height = 0;
  int channels = 3;            ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
  int bits = 8;                ///< 8, or 16 in the machine's byte order
  bool premultiplied = false;  ///< colours are stored multiplied by alpha
  Exif exif;
  std::vector<unsigned char> icc;  ///< the embedded profile, or one that says what the file's numbers say; empty: none
  std::string hdr;                 ///< its curve where that is one of high dynamic range, in words
  std::string doubt;               ///< a sign of damage that left a whole picture, in words
  std::vector<std::string> warnings;  ///< what else the file says and is passed over, in words
  std::vector<unsigned char> pixels;  ///< row by row from the top, without gaps

  [[nodiscard]] bool grey() const { return channels <= 2; }
  [[nodiscard]] bool alpha() const { return channels % 2 == 0; }
  [[nodiscard]] std::size_t row_bytes() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels * bits / 8);
  }
  [[nodiscard]] unsigned char* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * row_bytes(); }
  /// Makes room for the pixels of the size and kind that were set, all 0.
  void allocate() { pixels.resize(static_cast<std::size_t>(height) * row_bytes()); }
};

using FileBytes = std::span<const std::byte>;

/// A JPEG, PNG, TIFF, WebP, HEIC or AVIF file. `name` stands in errors. Reads nothing outside `file`, whatever it
/// holds. No library prints, but libheif's decoders: libde265, and dav1d for alpha. Errors: those of load_photo.
Result<DecodedPicture> decode_picture(FileBytes file, const std::string& name);

// The same for one format whose signature was seen.
Result<DecodedPicture> decode_jpeg(FileBytes file, const std::string& name);
Result<DecodedPicture> decode_png(FileBytes file, const std::string& name);
Result<DecodedPicture> decode_tiff(FileBytes file, const std::string& name);
Result<DecodedPicture> decode_webp(FileBytes file, const std::string& name);
/// HEIC and AVIF. `library`: the file of libheif that is opened while the program runs; kUnsupported without it.
Result<DecodedPicture> decode_heif(FileBytes file, const std::string& name, const char* library = "libheif.so.1");

/// Sets the size as a header states it. Errors: kInvalidInput (no pixels), kResourceLimit (kMaxPhotoPixels).
Status set_size(DecodedPicture& picture, long long width, long long height, const std::string& name);

/// Of a profile that cannot be converted.
inline constexpr const char* kProfileLeftOut =
    "its colour profile is damaged, or not one for such a picture: its colours were taken for sRGB and may be off";

// What decoders say. `missing`: the part of the file that would have come next.
Error damaged(const std::string& name, std::string why = "the picture data are damaged and cannot be decoded");
/// "it has 12 bytes, too few for 4000 x 3000 pixels"
Error too_few_bytes(const std::string& name, const char* what_has, std::uint64_t bytes, const DecodedPicture& picture);
Error cut_off(const std::string& name, FileBytes file, const char* missing = "the end of its picture data");
Error unsupported(const std::string& name, std::string why, std::string fix);

inline const unsigned char* data_of(FileBytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace tonsure
