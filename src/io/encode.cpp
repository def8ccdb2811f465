#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include <zlib.h>

#include <tonsure/io/photo.h>

namespace {

/// zlib's level. On a 14.7-megapixel portrait: level 1 0.65 s and 10.1 MB, 4 0.80 s and 9.1 MB, 6 1.7 s and 8.5 MB
/// (one core, with stb's own choice of filters).
constexpr int kZlibLevel = 4;

/// PNG's filter "up" for every row. stb's trial of all five takes as long as the compression and on photos gains
/// nothing: the same portrait takes 0.70 s and 8.7 MB; four others were 1 to 5 % smaller too.
constexpr int kFilterUp = 2;

/// stb_image_write's hook: a zlib stream in memory of malloc's, or null.
unsigned char* compress_for_stb(unsigned char* data, int size, int* compressed_size, int /*quality*/) {
  uLongf length = compressBound(static_cast<uLong>(size));
  auto* out = static_cast<unsigned char*>(std::malloc(length));  // NOLINT: stb frees it
  if (out == nullptr) return nullptr;
  if (compress2(out, &length, data, static_cast<uLong>(size), kZlibLevel) != Z_OK || length > INT_MAX) {
    std::free(out);  // NOLINT
    return nullptr;
  }
  *compressed_size = static_cast<int>(length);
  return out;
}

}  // namespace

// Static, so that a program may have a stb_image_write of its own.
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STBIW_ZLIB_COMPRESS compress_for_stb
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace tonsure {
namespace {

/// stb keeps the filter in a variable, private to this file; set once, while the program starts.
[[maybe_unused]] const int filter_set = stbi_write_force_png_filter = kFilterUp;

using ByteVector = std::vector<std::byte>;

bool can_encode(ImageView<const unsigned char> picture) {
  // stb counts in int.
  return !picture.empty() && picture.channels >= 1 && picture.channels <= 4 &&
         (static_cast<long long>(picture.width) * picture.channels + 1) * picture.height < INT_MAX &&
         picture.row_stride <= INT_MAX;
}

void append(void* context, void* data, int size) {
  const auto* bytes = static_cast<const std::byte*>(data);
  auto* out = static_cast<ByteVector*>(context);
  out->insert(out->end(), bytes, bytes + size);
}

void append_u32(ByteVector& out, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out.push_back(static_cast<std::byte>(value >> shift & 0xFFU));
}

void append_chunk(ByteVector& out, std::string_view type, std::string_view data) {
  append_u32(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = out.size();
  for (const auto text : {type, data}) {
    const auto bytes = std::as_bytes(std::span(text));
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  const auto* summed = reinterpret_cast<const unsigned char*>(out.data() + start);
  append_u32(out, static_cast<std::uint32_t>(crc32_z(0, summed, out.size() - start)));
}

std::string_view up_to_nul(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

}  // namespace

std::vector<std::byte> encode_png(ImageView<const unsigned char> picture, const PictureText& text) {
  ByteVector png;
  if (!can_encode(picture)) return png;
  // The chunks go between the header chunk and the picture data.
  constexpr std::size_t kHeaderEnd = 8 + 12 + 13, kMostKeyword = 79;
  ByteVector chunks;
  append_chunk(chunks, "sRGB", {"\0", 1});  // perceptual
  for (const auto& [keyword, content] : text) {
    const auto name = up_to_nul(keyword).substr(0, kMostKeyword);
    if (name.empty()) continue;
    append_chunk(chunks, "tEXt", std::string(name) + '\0' + std::string(up_to_nul(content)));
  }
  struct Sink {
    ByteVector& png;
    const ByteVector& chunks;
  } sink{png, chunks};
  const auto write = [](void* context, void* data, int size) {
    auto& to = *static_cast<Sink*>(context);
    to.png.reserve(static_cast<std::size_t>(size) + to.chunks.size());
    append(&to.png, data, kHeaderEnd);
    to.png.insert(to.png.end(), to.chunks.begin(), to.chunks.end());
    append(&to.png, static_cast<std::byte*>(data) + kHeaderEnd, size - static_cast<int>(kHeaderEnd));
  };
  if (stbi_write_png_to_func(write, &sink, picture.width, picture.height, picture.channels, picture.data,
                             static_cast<int>(picture.row_stride)) == 0) {
    throw std::bad_alloc();  // stb has no other way to fail
  }
  return png;
}

std::vector<std::byte> encode_jpeg(ImageView<const unsigned char> picture, int quality) {
  ByteVector jpeg;
  constexpr int kMostSide = 65535;
  if (!can_encode(picture) || picture.width > kMostSide || picture.height > kMostSide) return jpeg;
  const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(picture.width) * picture.channels;
  std::vector<unsigned char> packed;
  const unsigned char* pixels = picture.data;
  if (picture.row_stride != row) {
    // stb wants rows without gaps here.
    packed.reserve(static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.height));
    for (int y = 0; y < picture.height; ++y) packed.insert(packed.end(), picture.row(y), picture.row(y) + row);
    pixels = packed.data();
  }
  stbi_write_jpg_to_func(append, &jpeg, picture.width, picture.height, picture.channels, pixels,
                         std::clamp(quality, 1, 100));
  return jpeg;
}

}  // namespace tonsure
