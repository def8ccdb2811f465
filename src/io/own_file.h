/// @file
/// Files that this program made, told from other people's by what stands in them.
#pragma once

#include <filesystem>

namespace tonsure {

/// Whether a file may be replaced without asking: it is empty, or this program made it (a picture or a page that says
/// so, a table of dots by its header, sealed JSON that nobody has changed). False where it cannot be read.
bool is_own_file(const std::filesystem::path& path);

}  // namespace tonsure
