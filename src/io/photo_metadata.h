/// @file
/// What a photo file says about itself before a pixel is decoded. Private to io.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tonsure/core/result.h>

namespace tonsure {

enum class PhotoFormat { kJpeg, kPng, kTiff, kWebp };

/// The colour of a PNG without alpha channel that stands for "fully transparent", at the file's own bit depth.
using TransparentColor = std::array<unsigned, 3>;

struct PhotoMetadata {
  PhotoFormat format = PhotoFormat::kJpeg;
  long long width = 0;       ///< as stored, before `orientation`
  long long height = 0;      ///< as stored
  int orientation = 1;       ///< EXIF, 1 to 8
  double focal_35mm = 0;     ///< as Photo::focal_35mm
  long long exif_width = 0;  ///< the size that the camera wrote; 0: none
  long long exif_height = 0;
  int bits = 8;                ///< per sample, as stored
  bool grey = false;           ///< one colour channel
  bool premultiplied = false;  ///< the decoder will hand out colours multiplied by alpha
  std::optional<TransparentColor> transparent;
  std::vector<unsigned char> icc;    ///< the embedded profile as found; empty: none
  std::span<const std::byte> part;   ///< of the file: all the picture needs
  std::vector<std::byte> rewritten;  ///< to be read instead of `part`, unless empty

  /// What the decoder is to read: all the picture needs and no more, so that it neither applies the orientation by
  /// itself nor has a word to say about the rest.
  [[nodiscard]] std::span<const std::byte> picture() const { return rewritten.empty() ? part : rewritten; }
};

/// Finds size, orientation and profile of a JPEG, PNG, TIFF or WebP file and checks that its parts are all there.
/// Reads nothing outside `file`, whatever it holds. `file` must outlive the result; `name` stands in errors.
/// Errors: kInvalidInput (not a photo, damaged, cut off), kResourceLimit (kMaxPhotoPixels), kUnsupported.
Result<PhotoMetadata> read_photo_metadata(std::span<const std::byte> file, const std::string& name);

}  // namespace tonsure
