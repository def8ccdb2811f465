/// @file
/// Reading and writing photos.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// Most pixels a photo may have.
inline constexpr long long kMaxPhotoPixels = 100'000'000;

/// Reads a JPEG, PNG (8 or 16 bits, grey or colour, with or without alpha), TIFF or WebP file into an upright, 8-bit
/// sRGB photo: the EXIF orientation is applied, an embedded ICC profile converted (perceptual intent, black point
/// compensation), alpha kept. No other metadata is kept.
/// Errors: kInvalidInput (cannot be read, not a photo, damaged), kResourceLimit (more than kMaxPhotoPixels, found in
/// the header before a pixel is decoded), kUnsupported (another format).
TONSURE_EXPORT Result<Photo> read_photo(const std::string& path);

/// The same from memory; `name` stands in error messages.
TONSURE_EXPORT Result<Photo> decode_photo(std::span<const std::byte> bytes, const std::string& name);

/// Text stored with a picture: (keyword, text) pairs, Latin-1, keyword of 1-79 characters.
using PictureText = std::vector<std::pair<std::string, std::string>>;

/// A picture as the bytes of a PNG file (1 to 4 channels, sRGB), with tEXt chunks.
TONSURE_EXPORT std::vector<std::byte> encode_png(ImageView<const unsigned char> picture, const PictureText& text);

/// A picture as the bytes of a JPEG file; alpha is dropped. `quality` in [1, 100].
TONSURE_EXPORT std::vector<std::byte> encode_jpeg(ImageView<const unsigned char> picture, int quality);

}  // namespace tonsure
