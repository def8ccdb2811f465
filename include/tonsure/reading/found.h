/// @file
/// Something that was looked for: it, or why it is not there.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace tonsure {

/// Not finding is no error: photos often do not show what one would like to know.
template <class T>
struct Found {
  std::optional<T> value = {};
  std::string why_not = {};  ///< one line for people where there is no value

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const& { return *value; }
  const T* operator->() const { return &*value; }
};

}  // namespace tonsure
