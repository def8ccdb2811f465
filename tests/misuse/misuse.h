// Calls that cannot be meant so: each is an error value, or something empty where a function has none to give; never
// an exception, a crash or an endless loop.
#pragma once

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <tonsure/core/image.h>
#include <tonsure/core/result.h>

namespace tonsure::testing {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One call; it tells what is wrong with what came of it, or nothing.
struct Misuse {
  std::string name;
  std::function<std::string()> call;
};

/// Makes each call in a process of its own, so that one which kills its process is one failure and the rest is tried.
void try_all(const std::vector<Misuse>& calls);

std::string refused(const Status& status, std::string_view where = {});
/// Refused as a fault of the caller's, at that place.
template <class T>
std::string refused(const Result<T>& result, std::string_view where = {}) {
  return refused(result.ok() ? Status() : Status(result.error()), where);
}

/// Refused, or something to go on with: what counts is that the call comes back.
template <class T>
std::string answered(const Result<T>& result) {
  return result.ok() ? std::string() : refused(result);
}
inline std::string answered(const Status& status) {
  return status.ok() ? std::string() : refused(status);
}

inline std::string holds(bool condition, std::string_view otherwise = "not what is documented") {
  return condition ? std::string() : std::string(otherwise);
}

template <class T>
std::string is_empty(const Image<T>& image) {
  return holds(image.width() == 0 && image.height() == 0 && image.view().empty(), "the image holds pixels");
}

}  // namespace tonsure::testing
