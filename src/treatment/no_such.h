// The error about a name that is not known.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/result.h>

namespace tonsure {

/// @param what   "shape", "style", ...
/// @param known  all names that there are
inline Error no_such(const char* where, const char* what, const std::string& name,
                     const std::vector<std::string>& known) {
  std::string allowed;
  for (const std::string& each : known) allowed += (allowed.empty() ? "allowed are " : ", ") + each;
  return {ErrorCode::kInvalidOption, where, std::string("there is no ") + what + " \"" + name + "\"", allowed};
}

}  // namespace tonsure
