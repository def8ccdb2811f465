/// @file
/// Decisions, taken one after the other from a fuzzer's bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tonsure::fuzz {

class ByteSource {
 public:
  explicit ByteSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  /// 0 once all are used up.
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t next = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return next;
  }
  /// In [-1, 1), from two bytes.
  double fraction() {
    const int high = byte();
    return (high * 256 + byte()) / 32768.0 - 1;
  }
  /// Less than `count`, which is at least 1.
  std::size_t below(std::size_t count) {
    std::size_t value = byte();
    if (count > 256) value = value * 256 + byte();
    return value % count;
  }
  template <class T, std::size_t N>
  const T& one_of(const T (&choices)[N]) {
    return choices[below(N)];
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace tonsure::fuzz
