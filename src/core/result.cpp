#include <tonsure/core/result.h>

namespace tonsure {

std::string Error::message() const {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!part.empty()) text += part + ": ";
  };
  add(file.empty() && scene > 0 ? "scene " + std::to_string(scene) : file);
  add(where);
  text += why;
  if (!fix.empty()) text += "; " + fix;
  return text;
}

}  // namespace tonsure
