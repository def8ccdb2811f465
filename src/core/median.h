// The value in the middle.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tonsure {

/// The value in the middle of all in order, of an even number of them the upper of the two there. Not of none.
template <class T>
T median(std::vector<T> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace tonsure
