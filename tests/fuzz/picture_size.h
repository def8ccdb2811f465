/// @file
/// The size that a picture file claims, read without any codec.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include <tonsure/io/photo.h>

namespace tonsure::fuzz {

using File = std::span<const std::uint8_t>;

/// 0 x 0 where the file does not say, or not in a way that is known here.
struct ClaimedSize {
  std::uint64_t width = 0, height = 0;
};

/// A whole number of up to 4 bytes; 0 where the file is over.
inline std::uint32_t number_at(File file, std::size_t at, std::size_t bytes, bool little = false) {
  if (at > file.size() || bytes > file.size() - at) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8U | file[at + (little ? bytes - 1 - i : i)];
  return value;
}

inline bool has(File file, std::size_t at, std::string_view word) {
  return at <= file.size() && word.size() <= file.size() - at && std::memcmp(&file[at], word.data(), word.size()) == 0;
}

inline bool is_png(File file) {
  return file.size() >= 33 && has(file, 0, "\x89PNG");
}

/// Of the frame header before the first scan.
inline ClaimedSize claimed_by_jpeg(File file) {
  for (std::size_t at = 2; at + 9 < file.size();) {
    const unsigned code = file[at + 1];
    if (file[at] != 0xFF || code == 0xFF || code == 0) {
      ++at;
      continue;
    }
    if (code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC)
      return {number_at(file, at + 7, 2), number_at(file, at + 5, 2)};
    if (code == 0xDA || code == 0xD9) break;
    const bool alone = code == 1 || (code >= 0xD0 && code <= 0xD8);
    at += alone ? 2 : 2 + number_at(file, at + 2, 2);
  }
  return {};
}

/// Of the first chunk.
inline ClaimedSize claimed_by_webp(File file) {
  if (has(file, 12, "VP8X")) return {number_at(file, 24, 3, true) + 1, number_at(file, 27, 3, true) + 1};
  if (has(file, 12, "VP8 ")) return {number_at(file, 26, 2, true) & 0x3FFFU, number_at(file, 28, 2, true) & 0x3FFFU};
  const std::uint32_t bits = number_at(file, 21, 4, true);
  return {(bits & 0x3FFFU) + 1, (bits >> 14U & 0x3FFFU) + 1};
}

/// Of the first directory.
inline ClaimedSize claimed_by_tiff(File file) {
  const bool little = file[0] == 'I';
  const std::size_t directory = number_at(file, 4, 4, little);
  ClaimedSize size;
  for (std::uint32_t i = 0; i < number_at(file, directory, 2, little); ++i) {
    const std::size_t at = directory + 2 + 12 * std::size_t{i};
    const std::uint32_t value = number_at(file, at + 8, number_at(file, at + 2, 2, little) == 3 ? 2 : 4, little);
    if (number_at(file, at, 2, little) == 256 && size.width == 0) size.width = value;
    if (number_at(file, at, 2, little) == 257 && size.height == 0) size.height = value;
  }
  return size;
}

/// The largest of all pictures in it.
inline ClaimedSize claimed_by_heif(File file) {
  ClaimedSize size;
  for (std::size_t at = 0; at + 16 <= file.size(); ++at) {
    if (!has(file, at, "ispe")) continue;
    size.width = std::max<std::uint64_t>(size.width, number_at(file, at + 8, 4));
    size.height = std::max<std::uint64_t>(size.height, number_at(file, at + 12, 4));
  }
  return size;
}

inline ClaimedSize claimed_size(File file) {
  if (is_png(file)) return {number_at(file, 16, 4), number_at(file, 20, 4)};
  if (has(file, 0, "\xFF\xD8")) return claimed_by_jpeg(file);
  if (has(file, 0, "RIFF")) return claimed_by_webp(file);
  if (has(file, 0, "II") || has(file, 0, "MM")) return claimed_by_tiff(file);
  return has(file, 4, "ftyp") ? claimed_by_heif(file) : ClaimedSize{};
}

/// Whether a decoded picture has the size it claims, upright or turned. Only of formats where one place says it.
inline bool has_claimed_size(File file, int width, int height) {
  const auto [w, h] = claimed_size(file);
  if (w == 0 || h == 0 || !(is_png(file) || has(file, 0, "\xFF\xD8"))) return true;
  const auto across = static_cast<std::uint64_t>(width), down = static_cast<std::uint64_t>(height);
  return (w == across && h == down) || (w == down && h == across);
}

/// Pictures that are allowed, but larger than is needed to try a reader: they would take all its time.
inline bool is_slow_picture(File file) {
  constexpr std::uint64_t kQuickPixels = 1'000'000;
  const auto [w, h] = claimed_size(file);
  const std::uint64_t pixels = h == 0 || w <= UINT64_MAX / h ? w * h : UINT64_MAX;
  return pixels > kQuickPixels && pixels <= static_cast<std::uint64_t>(kMaxPhotoPixels);
}

}  // namespace tonsure::fuzz
