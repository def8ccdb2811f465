/// @file
/// JSON that can be shown.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "utf8.h"

namespace tonsure {

/// `json`, with what is not plain in its strings (it can stand nowhere else) written as \uXXXX: the same to a reader.
inline std::string plain_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  const auto add_unit = [&](std::uint32_t unit) {  // of UTF-16
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\u";
    for (const unsigned shift : {12u, 8u, 4u, 0u}) out += kDigits[(unit >> shift) & 15u];
  };
  while (!json.empty()) {
    const auto [bytes, code] = first_character(json);
    if (bytes == 0 || is_plain(code) || code == '\n' || code == '\t' || code == '\r') {
      out += json.substr(0, std::max<std::size_t>(bytes, 1));
    } else if (code < 0x10000) {
      add_unit(code);
    } else {
      add_unit(0xD7C0 + (code >> 10));
      add_unit(0xDC00 + (code & 0x3FF));
    }
    json.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return out;
}

}  // namespace tonsure
