/// @file
/// Text as HTML.
#pragma once

#include <string>
#include <string_view>

namespace tonsure {

/// Safe both between tags and inside a quoted attribute. What is not UTF-8, controls, and what reorders text (overrides
/// of its direction) become U+FFFD.
std::string escape_html(std::string_view text);

/// The same for JSON that is read again: such characters, which stand in its strings only, are written \uXXXX.
std::string escape_json_in_html(std::string_view json);

/// Up to `digits` significant digits, with a point whatever the locale.
std::string number_text(double value, int digits);

}  // namespace tonsure
