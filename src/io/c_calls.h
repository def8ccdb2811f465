/// @file
/// Calls of C libraries that report an error by a jump out of them. Private to io.
#pragma once

#include <csetjmp>

namespace tonsure {

/// Runs `calls`; false where an error handler jumped to `landing` meanwhile. Inside of `calls` nothing may live that
/// has a destructor; what it refers to keeps its values.
template <class Calls>
bool succeeds(std::jmp_buf& landing, const Calls& calls) {
  if (setjmp(landing) != 0) return false;  // NOLINT(cert-err52-cpp): the libraries know no other way
  calls();
  return true;
}

}  // namespace tonsure
