// Mutations of picture files. libFuzzer's own would leave nearly every PNG with chunks whose checksums are wrong, and
// so with nothing of them looked at; here they are set right again, most of the time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <zlib.h>

#include "picture_size.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

void mend_checksums(std::span<std::uint8_t> png) {
  for (std::size_t at = 8; at + 12 <= png.size();) {
    const std::size_t length = tonsure::fuzz::number_at(png, at, 4);
    if (length > png.size() - at - 12) return;
    const auto sum = static_cast<std::uint32_t>(crc32(0, png.data() + at + 4, static_cast<unsigned>(length + 4)));
    for (unsigned i = 0; i < 4; ++i) png[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
    at += 12 + length;
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  const std::size_t mutated = LLVMFuzzerMutate(data, size, most);
  const std::span<std::uint8_t> file(data, mutated);
  if (seed % 16 != 0 && tonsure::fuzz::is_png(file)) mend_checksums(file);
  return mutated;
}
