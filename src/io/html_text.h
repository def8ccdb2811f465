/// @file
/// Text as HTML.
#pragma once

#include <string>
#include <string_view>

namespace tonsure {

/// Safe both between tags and inside a quoted attribute. What is not UTF-8, and controls, become U+FFFD.
std::string escape_html(std::string_view text);

/// Up to `digits` significant digits, with a point whatever the locale.
std::string number_text(double value, int digits);

}  // namespace tonsure
