// Words of a command line that is shown to be copied.
#pragma once

#include <string>
#include <string_view>

namespace tonsure::command {

/// A word as a shell reads it back, in quotes: nothing in it is run, expanded or, where a terminal gets it pasted, a
/// key. Characters that a terminal or a page would not show as they are, line breaks too, are written \ooo in $'...',
/// which bash, zsh, ksh, BusyBox and POSIX (2024) know.
std::string shell_word(std::string_view word);

/// The same for a file's name, which is never taken for a flag.
std::string shell_file(std::string_view name);

}  // namespace tonsure::command
