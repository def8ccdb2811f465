#include "shell_word.h"

#include <algorithm>

#include "core/utf8.h"

namespace tonsure::command {
namespace {

bool is_shown(Utf8Character c) {
  return c.bytes != 0 && is_plain(c.code) && !separates_lines(c.code);
}

bool is_all_shown(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character c = first_character(text);
    if (!is_shown(c)) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

std::string octal(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out += '\\';
    for (const unsigned shift : {6u, 3u, 0u}) out += static_cast<char>('0' + ((value >> shift) & 7u));
  }
  return out;
}

}  // namespace

std::string shell_word(std::string_view word) {
  std::string out;
  if (is_all_shown(word)) {
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "'" + out + "'";
  }
  while (!word.empty()) {
    const Utf8Character c = first_character(word);
    const std::string_view bytes = word.substr(0, std::max<std::size_t>(c.bytes, 1));
    const bool plain = is_shown(c) && c.code != '\\' && c.code != '\'' && c.code != '!';  // ! recalls history in $'...'
    out += plain ? std::string(bytes) : octal(bytes);
    word.remove_prefix(bytes.size());
  }
  return "$'" + out + "'";
}

std::string shell_file(std::string_view name) {
  return shell_word(name.starts_with('-') ? "./" + std::string(name) : std::string(name));
}

}  // namespace tonsure::command
