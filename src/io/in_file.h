/// @file
/// Errors of readers: the reader names the place, what calls it the file.
#pragma once

#include <string>
#include <utility>

#include <tonsure/core/result.h>

namespace tonsure {

/// The error as one about a file.
inline Error in_file(const std::string& file, Error error) {
  error.file = file;
  return error;
}

}  // namespace tonsure
