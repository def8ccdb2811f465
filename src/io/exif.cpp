#include "exif.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tonsure {
namespace {

using Block = std::span<const std::byte>;

bool starts_with(Block block, std::string_view text) {
  return block.size() >= text.size() && std::memcmp(block.data(), text.data(), text.size()) == 0;
}

/// The TIFF block inside EXIF (TIFF 6.0, 1992), of either byte order; outside of it every number is 0.
class Tags {
 public:
  explicit Tags(Block block) : block_(block), little_(starts_with(block, {"II*\0", 4})) {
    known_ = little_ || starts_with(block, {"MM\0*", 4});
  }

  [[nodiscard]] std::uint32_t first_directory() const { return known_ ? number(4, 4) : 0; }

  /// The first value of a tag (bytes, shorts or longs) in the directory at `directory`, or `missing`.
  [[nodiscard]] std::uint32_t value(std::uint32_t directory, unsigned tag, std::uint32_t missing) const {
    constexpr std::size_t kEntrySize = 12, kHeaderSize = 8;
    if (directory < kHeaderSize) return missing;
    const std::size_t count = number(directory, 2);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = directory + 2 + i * kEntrySize;
      if (at + kEntrySize > block_.size()) break;
      if (number(at, 2) != tag) continue;
      const std::uint32_t type = number(at + 2, 2);
      const unsigned size = type == 1 || type == 7 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
      const std::uint64_t values = number(at + 4, 4);
      if (size == 0 || values == 0) return missing;
      const std::size_t where = values * size <= 4 ? at + 8 : number(at + 8, 4);
      return where + size <= block_.size() ? number(where, size) : missing;
    }
    return missing;
  }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t at, unsigned size) const {
    if (at + size > block_.size()) return 0;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < size; ++i) {
      value = value << 8U | std::to_integer<std::uint32_t>(block_[at + (little_ ? size - 1 - i : i)]);
    }
    return value;
  }

  Block block_;
  bool little_;
  bool known_ = false;
};

}  // namespace

Exif read_exif(Block block) {
  constexpr unsigned kOrientation = 0x0112, kCamera = 0x8769, kFocal35mm = 0xA405, kWidth = 0xA002, kHeight = 0xA003;
  constexpr std::uint32_t kMostFocal = 2000;  // mm, a telescope
  constexpr std::string_view kPrefix{"Exif\0\0", 6};
  if (starts_with(block, kPrefix)) block = block.subspan(kPrefix.size());
  const Tags tags(block);
  Exif exif;
  const std::uint32_t orientation = tags.value(tags.first_directory(), kOrientation, 1);
  if (orientation >= 1 && orientation <= 8) exif.orientation = static_cast<int>(orientation);
  const std::uint32_t camera = tags.value(tags.first_directory(), kCamera, 0);
  const std::uint32_t focal = tags.value(camera, kFocal35mm, 0);
  if (focal == 0 || focal > kMostFocal) return exif;
  exif.focal_35mm = focal;
  exif.width = tags.value(camera, kWidth, 0);
  exif.height = tags.value(camera, kHeight, 0);
  return exif;
}

}  // namespace tonsure
