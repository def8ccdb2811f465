/// @file
/// Small photo files made in memory, with every feature of their containers that matters to a reader.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lcms2.h>
#include <zlib.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

namespace tonsure::test {

using Bytes = std::vector<unsigned char>;

inline std::span<const std::byte> span_of(const Bytes& bytes) {
  return std::as_bytes(std::span(bytes));
}

inline void append(Bytes& out, const Bytes& more) {
  out.insert(out.end(), more.begin(), more.end());
}
inline void append(Bytes& out, std::string_view more) {
  out.insert(out.end(), more.begin(), more.end());
}
inline Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

/// Unsigned number of `size` bytes, in either order.
inline void append_number(Bytes& out, std::uint64_t value, unsigned size, bool little) {
  for (unsigned i = 0; i < size; ++i) {
    out.push_back(static_cast<unsigned char>(value >> 8U * (little ? i : size - 1 - i)));
  }
}
inline void append_be(Bytes& out, std::uint64_t value, unsigned size) {
  append_number(out, value, size, false);
}
inline void append_le(Bytes& out, std::uint64_t value, unsigned size) {
  append_number(out, value, size, true);
}

inline Bytes encode(const cv::Mat& pixels, const std::string& extension, const std::vector<int>& options = {}) {
  Bytes out;
  cv::imencode(extension, pixels, out, options);
  return out;
}

/// A TIFF tag whose values fit its type: 1 byte, 3 short, 4 long.
struct Tag {
  unsigned id = 0;
  unsigned type = 3;
  std::vector<std::uint32_t> values;
};

/// A TIFF file: header, pixel data, then the directory with its long values after it. Tag 273 is added, unless there
/// are tiles (324).
inline Bytes make_tiff(bool little, const Bytes& pixels, std::vector<Tag> tags) {
  const bool tiled = std::any_of(tags.begin(), tags.end(), [](const Tag& tag) { return tag.id == 324; });
  if (!tiled) tags.push_back({273, 4, {8}});
  std::sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) { return a.id < b.id; });
  Bytes out = bytes_of(little ? "II" : "MM");
  append_number(out, 42, 2, little);
  const std::size_t directory = 8 + pixels.size() + pixels.size() % 2;
  append_number(out, directory, 4, little);
  append(out, pixels);
  out.resize(directory);
  append_number(out, tags.size(), 2, little);
  Bytes values;
  const std::size_t values_at = directory + 2 + 12 * tags.size() + 4;
  for (const auto& tag : tags) {
    const unsigned size = tag.type == 3 ? 2 : tag.type == 4 ? 4 : 1;
    append_number(out, tag.id, 2, little);
    append_number(out, tag.type, 2, little);
    append_number(out, tag.values.size(), 4, little);
    Bytes content;
    for (const auto value : tag.values) append_number(content, value, size, little);
    if (content.size() <= 4) {
      content.resize(4);
      append(out, content);
    } else {
      append_number(out, values_at + values.size(), 4, little);
      append(values, content);
      if (values.size() % 2 != 0) values.push_back(0);
    }
  }
  append_number(out, 0, 4, little);
  append(out, values);
  return out;
}

/// An uncompressed TIFF of a Mat's channels as they lie (no BGR swap), 8 or 16 bits.
inline Bytes make_tiff(bool little, const cv::Mat& pixels, const std::vector<Tag>& more = {},
                       unsigned photometric = 9) {
  const auto channels = static_cast<std::uint32_t>(pixels.channels());
  const std::uint32_t bytes = pixels.depth() == CV_8U ? 1 : pixels.depth() == CV_16U ? 2 : 4;
  Bytes data;
  for (int y = 0; y < pixels.rows; ++y) {
    for (int i = 0; i < pixels.cols * pixels.channels(); ++i) {
      if (bytes == 1) data.push_back(pixels.ptr(y)[i]);
      if (bytes == 2) append_number(data, pixels.ptr<std::uint16_t>(y)[i], 2, little);
      if (bytes == 4) append_number(data, pixels.ptr<std::uint32_t>(y)[i], 4, little);
    }
  }
  std::vector<Tag> tags = {{256, 4, {static_cast<std::uint32_t>(pixels.cols)}},
                           {257, 4, {static_cast<std::uint32_t>(pixels.rows)}},
                           {258, 3, std::vector<std::uint32_t>(channels, 8 * bytes)},
                           {259, 3, {1}},
                           {262,
                            3,
                            {photometric != 9 ? photometric
                             : channels == 1  ? 1U
                                              : 2U}},
                           {277, 3, {channels}},
                           {278, 4, {static_cast<std::uint32_t>(pixels.rows)}},
                           {279, 4, {static_cast<std::uint32_t>(data.size())}}};
  tags.insert(tags.end(), more.begin(), more.end());
  return make_tiff(little, data, tags);
}

/// An uncompressed TIFF of an 8-bit Mat's channels as they lie, in tiles of 16 x 16; with `planes` one channel after
/// the other.
inline Bytes make_tiled_tiff(const cv::Mat& pixels, bool planes) {
  constexpr int kSide = 16;
  const int channels = pixels.channels();
  Bytes data;
  std::vector<std::uint32_t> offsets, counts;
  for (int plane = 0; plane < (planes ? channels : 1); ++plane) {
    for (int top = 0; top < pixels.rows; top += kSide) {
      for (int left = 0; left < pixels.cols; left += kSide) {
        offsets.push_back(static_cast<std::uint32_t>(8 + data.size()));
        for (int i = 0; i < kSide * kSide; ++i) {
          const int x = left + i % kSide, y = top + i / kSide;
          for (int c = planes ? plane : 0; c < (planes ? plane + 1 : channels); ++c) {
            data.push_back(x < pixels.cols && y < pixels.rows ? pixels.ptr(y, x)[c] : 0);
          }
        }
        counts.push_back(static_cast<std::uint32_t>(8 + data.size()) - offsets.back());
      }
    }
  }
  const auto samples = static_cast<std::uint32_t>(channels);
  return make_tiff(true, data,
                   {{256, 4, {static_cast<std::uint32_t>(pixels.cols)}},
                    {257, 4, {static_cast<std::uint32_t>(pixels.rows)}},
                    {258, 3, std::vector<std::uint32_t>(samples, 8)},
                    {259, 3, {1}},
                    {262, 3, {channels == 1 ? 1U : 2U}},
                    {277, 3, {samples}},
                    {284, 3, {planes ? 2U : 1U}},
                    {322, 3, {kSide}},
                    {323, 3, {kSide}},
                    {324, 4, offsets},
                    {325, 4, counts}});
}

inline Tag profile_tag(const Bytes& icc) {
  return {34675, 7, {icc.begin(), icc.end()}};
}

/// The TIFF block inside EXIF, with an orientation.
inline Bytes make_exif(int orientation, bool little) {
  return make_tiff(little, Bytes{}, {{274, 3, {static_cast<std::uint32_t>(orientation)}}});
}

inline Bytes jpeg_segment(unsigned code, std::string_view prefix, const Bytes& content) {
  Bytes out = {0xFF, static_cast<unsigned char>(code)};
  append_be(out, 2 + prefix.size() + content.size(), 2);
  append(out, prefix);
  append(out, content);
  return out;
}

/// Puts segments right after a JPEG's first marker.
inline Bytes with_segments(const Bytes& jpeg, const Bytes& segments) {
  Bytes out(jpeg.begin(), jpeg.begin() + 2);
  append(out, segments);
  out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
  return out;
}

inline Bytes jpeg_exif(int orientation, bool little = true) {
  return jpeg_segment(0xE1, {"Exif\0\0", 6}, make_exif(orientation, little));
}

/// A profile in JPEG segments of at most `piece` bytes, the last first.
inline Bytes jpeg_profile(const Bytes& icc, std::size_t piece) {
  const std::size_t count = (icc.size() + piece - 1) / piece;
  Bytes out;
  for (std::size_t i = count; i-- > 0;) {
    Bytes content = {static_cast<unsigned char>(i + 1), static_cast<unsigned char>(count)};
    const auto begin = icc.begin() + static_cast<std::ptrdiff_t>(i * piece);
    const auto end = icc.begin() + static_cast<std::ptrdiff_t>(std::min(icc.size(), (i + 1) * piece));
    content.insert(content.end(), begin, end);
    append(out, jpeg_segment(0xE2, {"ICC_PROFILE\0", 12}, content));
  }
  return out;
}

inline Bytes png_chunk(std::string_view type, const Bytes& content) {
  Bytes out;
  append_be(out, content.size(), 4);
  append(out, type);
  append(out, content);
  append_be(out, crc32(0, out.data() + 4, static_cast<unsigned>(out.size() - 4)), 4);
  return out;
}

inline Bytes deflated(const Bytes& content) {
  uLongf size = compressBound(content.size());
  Bytes out(size);
  compress(out.data(), &size, content.data(), content.size());
  out.resize(size);
  return out;
}

inline Bytes png_profile(const Bytes& icc) {
  Bytes content = bytes_of({"a profile\0\0", 11});
  append(content, deflated(icc));
  return png_chunk("iCCP", content);
}

struct PngKind {
  unsigned width = 0;
  unsigned height = 0;
  unsigned bits = 8;
  unsigned color_type = 2;
  bool interlaced = false;
};

/// A PNG from rows with their filter bytes; `chunks` go between header and data.
inline Bytes make_png(const PngKind& kind, const Bytes& filtered_rows, const Bytes& chunks = {}) {
  Bytes out = bytes_of("\x89PNG\r\n\x1A\n");
  Bytes header;
  append_be(header, kind.width, 4);
  append_be(header, kind.height, 4);
  append(header, Bytes{static_cast<unsigned char>(kind.bits), static_cast<unsigned char>(kind.color_type), 0, 0,
                       static_cast<unsigned char>(kind.interlaced ? 1 : 0)});
  append(out, png_chunk("IHDR", header));
  append(out, chunks);
  append(out, png_chunk("IDAT", deflated(filtered_rows)));
  append(out, png_chunk("IEND", {}));
  return out;
}

/// Puts chunks right after a PNG's header chunk.
inline Bytes with_chunks(const Bytes& png, const Bytes& chunks) {
  Bytes out(png.begin(), png.begin() + 33);
  append(out, chunks);
  out.insert(out.end(), png.begin() + 33, png.end());
  return out;
}

inline Bytes riff_chunk(std::string_view type, const Bytes& content) {
  Bytes out = bytes_of(type);
  append_le(out, content.size(), 4);
  append(out, content);
  if (content.size() % 2 != 0) out.push_back(0);
  return out;
}

inline Bytes make_webp(const Bytes& chunks) {
  Bytes out = bytes_of("RIFF");
  append_le(out, 4 + chunks.size(), 4);
  append(out, "WEBP");
  append(out, chunks);
  return out;
}

/// An extended WebP file around the one chunk of a simple one.
inline Bytes extend_webp(const Bytes& simple, unsigned width, unsigned height, unsigned flags, const Bytes& before,
                         const Bytes& after) {
  Bytes header = {static_cast<unsigned char>(flags), 0, 0, 0};
  append_le(header, width - 1, 3);
  append_le(header, height - 1, 3);
  Bytes chunks = riff_chunk("VP8X", header);
  append(chunks, before);
  chunks.insert(chunks.end(), simple.begin() + 12, simple.end());
  append(chunks, after);
  return make_webp(chunks);
}

inline Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes out(size);
  cmsSaveProfileToMem(profile, out.data(), &size);
  cmsCloseProfile(profile);
  return out;
}

/// Primaries of Adobe RGB (1998) with a power curve; Adobe's is 563/256.
inline Bytes wide_profile(double gamma) {
  const cmsCIExyY white = {0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  const std::array<cmsToneCurve*, 3> curves = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves.data());
  cmsFreeToneCurve(curve);
  return saved(profile);
}

inline Bytes srgb_profile() {
  return saved(cmsCreate_sRGBProfile());
}

inline Bytes grey_profile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
  cmsFreeToneCurve(curve);
  return saved(profile);
}

}  // namespace tonsure::test
