/// @file
/// Characters of UTF-8 text, for those who show text that others wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tonsure {

struct Utf8Character {
  std::size_t bytes = 0;  ///< 0: the text begins with no valid sequence
  std::uint32_t code = 0;
};

/// The character that `text`, which is not empty, begins with. Overlong forms, surrogates and what lies beyond U+10FFFF
/// are not valid (RFC 3629).
inline Utf8Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return {};
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  const std::uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {length, code};
}

/// C0, DEL and C1: what drives a terminal.
inline bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

/// Embeddings, overrides and isolates: they reorder the text behind them, so that a name reads as another.
inline bool reorders_text(std::uint32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/// The line and paragraph separators, which end a line in some programs.
inline bool separates_lines(std::uint32_t code) {
  return code == 0x2028 || code == 0x2029;
}

/// What stands for no character, in any text.
inline bool is_noncharacter(std::uint32_t code) {
  return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/// Shown as what it is and where it stands by a terminal, an editor, a browser.
inline bool is_plain(std::uint32_t code) {
  return !is_control(code) && !reorders_text(code) && !is_noncharacter(code);
}

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace tonsure
