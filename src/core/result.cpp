#include <tonsure/core/result.h>

namespace tonsure {

std::string Error::message() const {
  std::string text = where.empty() ? why : where + ": " + why;
  if (!fix.empty()) text += "; " + fix;
  return text;
}

}  // namespace tonsure
