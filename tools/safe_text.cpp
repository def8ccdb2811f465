#include "safe_text.h"

#include <algorithm>

#include "core/utf8.h"

namespace tonsure::command {

std::string safe_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [bytes, code] = first_character(text);
    if (bytes != 0 && (code < 0x20 || code == 0x7F || separates_lines(code))) {
      out += ' ';
    } else if (bytes == 0 || is_control(code) || reorders_text(code)) {
      out += kReplacement;
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return out;
}

}  // namespace tonsure::command
