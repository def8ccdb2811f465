/// @file
/// What the fuzzers share: one entry point each, and promises that are held to whatever the input is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>

/// Called by libFuzzer, and by replay_main.cpp, with one input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tonsure::fuzz {

/// Ends the program, which counts as a finding, where something promised does not hold.
inline void require(bool holds, const char* promise, const std::string& instead = "") {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n%s\n", promise, instead.c_str());
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}

/// Whatever is refused is refused in one line that says why, and is never called a bug of ours.
inline void require_told(const Error& error) {
  const std::string message = error.message();
  require(error.code != ErrorCode::kInternal, "bad input is no bug", message);
  require(!error.why.empty(), "an error says why", message);
  for (const char c : message)
    require(static_cast<unsigned char>(c) >= ' ' && c != '\x7F', "an error is one line of text", message);
}

/// What was read and written reads back as the same: `read(text)` gives a Result, `write(value)` a text.
template <class Read, class Write>
void require_round_trip(std::string_view text, const Read& read, const Write& write) {
  const auto value = read(text);
  if (!value) return require_told(value.error());
  const std::string written = write(*value);
  const auto again = read(written);
  require(again.ok(), "what was written can be read", again ? "" : again.error().message() + "\n" + written);
  const std::string rewritten = write(*again);
  require(rewritten == written, "what was read back is what was written", written + "\n---\n" + rewritten);
}

}  // namespace tonsure::fuzz
