// Text that others wrote, for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace tonsure::command {

/// `text` on one line, with nothing in it that drives a terminal or shows the text behind it in another order: controls
/// and line separators become blanks, C1 controls, overrides of the direction and what is not UTF-8 U+FFFD.
std::string safe_text(std::string_view text);

}  // namespace tonsure::command
