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

/// Reads a JPEG (8 bits, grey or colour), PNG (1 to 16 bits, grey, colour or palette, with or without alpha), TIFF
/// (first page, 8 or 16 bits, grey or RGB, with or without alpha), WebP (still), HEIC or AVIF (the primary picture,
/// rounded to 8 bits) file into an upright, 8-bit sRGB photo: the EXIF orientation is applied (of HEIC and AVIF the
/// file's own turns instead), colours are converted, alpha kept. No other metadata is kept.
/// Colours are those of the embedded ICC profile (perceptual intent, black point compensation); of a PNG those of the
/// first of cICP, iCCP, sRGB, gAMA with cHRM; of HEIC and AVIF without a profile those of nclx; else sRGB. What is sRGB
/// already, under whatever name, changes no byte. 16-bit samples are converted before they are rounded to 8.
/// HEIC and AVIF are read by libheif, which is looked for at run time.
/// @param warnings  if not null, gets a sentence for each thing that the file says and that is not in the photo: a
///   profile that Little CMS cannot open or that is not for this kind of picture, codes for colours that are not known,
///   chunks of a PNG with a wrong checksum; and for signs of damage that leave a whole picture
/// Errors: kInvalidInput (cannot be read, not a photo, damaged or cut off), kResourceLimit (more than kMaxPhotoPixels;
/// a file beyond 1 GiB; JPEGs of more than 50 scans, of large pictures 16, or 4096 segments of metadata; PNGs of more
/// than 4096 chunks beside the picture; TIFF tiles far larger than the picture), kUnsupported (another format; CMYK,
/// floating point, animation, camera raw; colours of high dynamic range, PQ and HLG; HEIC and AVIF without libheif or a
/// decoder of its). All limits are checked, and files with too few bytes for their size refused, before a pixel is
/// decoded. Damage that leaves JPEG or WebP codes valid is not detected. Cost: the file, the decoded pixels as stored
/// and the photo are in memory at once.
TONSURE_EXPORT Result<Photo> load_photo(const std::string& path, std::vector<std::string>* warnings = nullptr);

/// The same from memory; `name` stands in error messages.
TONSURE_EXPORT Result<Photo> decode_photo(std::span<const std::byte> bytes, const std::string& name,
                                          std::vector<std::string>* warnings = nullptr);

/// Text stored with a picture: (keyword, text) pairs, Latin-1, keyword of 1-79 characters.
using PictureText = std::vector<std::pair<std::string, std::string>>;

/// A picture as the bytes of a PNG file (1 to 4 channels: grey, grey and alpha, RGB, RGBA; sRGB), with tEXt chunks.
/// Text may not hold the character 0: what follows it is dropped; so are pairs without a keyword, and what a keyword
/// has beyond 79 characters. Errors: kInvalidInput (no pixels), kUnsupported (other channel counts). Equal input gives
/// equal bytes with one version of libpng and zlib. Safe to call from several threads at once.
TONSURE_EXPORT Result<std::vector<std::byte>> encode_png(ImageView<const unsigned char> picture,
                                                         const PictureText& text);

/// A picture as the bytes of a JPEG file; alpha is dropped. `quality` in [1, 100], clamped; chroma is halved up to 90.
/// Errors: those of encode_png, and kResourceLimit for a side beyond 65500, which libjpeg cannot write. Equal input
/// gives equal bytes with one version of libjpeg-turbo. Safe to call from several threads at once.
TONSURE_EXPORT Result<std::vector<std::byte>> encode_jpeg(ImageView<const unsigned char> picture, int quality);

}  // namespace tonsure
