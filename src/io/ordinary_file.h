/// @file
/// What may be opened to be read. Private to io.
#pragma once

#include <string>

#include <tonsure/core/result.h>

namespace tonsure {

/// Refuses folders, and what has no end or may never begin: devices, pipes, sockets. What is not there passes.
/// Errors: kInvalidInput, about the file.
Status check_ordinary_file(const std::string& path);

}  // namespace tonsure
