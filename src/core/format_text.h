// printf's formats as strings.
#pragma once

#include <cstdarg>
#include <cstdio>
#include <string>

namespace tonsure {

/// What printf would print, however long it is. Empty where a format cannot be printed. A C function, so that the
/// compiler holds each value against its format.
[[gnu::format(printf, 1, 2)]] inline std::string format_text(const char* format, ...) {
  std::va_list values, again;
  va_start(values, format);
  va_copy(again, values);
  const int length = std::vsnprintf(nullptr, 0, format, values);
  va_end(values);
  std::string text(length > 0 ? static_cast<std::size_t>(length) : 0, '\0');
  if (length > 0) std::vsnprintf(text.data(), text.size() + 1, format, again);  // its end is the string's own
  va_end(again);
  return text;
}

}  // namespace tonsure
