#include "html_text.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "../core/plain_json.h"
#include "../core/utf8.h"

namespace tonsure {
namespace {

/// HTML forbids or reads as something else what is not; tab and line feed are what they are.
bool is_printable(std::uint32_t code) {
  return is_plain(code) || code == '\t' || code == '\n';
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const auto [length, code] = first_character(text);
    if (length == 0 || !is_printable(code)) {
      out += kReplacement;
    } else if (code == '&') {
      out += "&amp;";
    } else if (code == '<') {
      out += "&lt;";
    } else if (code == '>') {
      out += "&gt;";
    } else if (code == '"') {
      out += "&quot;";
    } else if (code == '\'') {
      out += "&#39;";
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string escape_json_in_html(std::string_view json) {
  return escape_html(plain_json(json));
}

std::string number_text(double value, int digits) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, digits);
  return std::string(buffer.data(), end.ptr);
}

}  // namespace tonsure
