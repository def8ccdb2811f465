#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>

#include <png.h>
#include <zlib.h>

#include "c_calls.h"
#include "color_numbers.h"
#include "decoded_picture.h"

namespace tonsure {
namespace {

/// One PNG in memory, and how its reading ended.
class Reader {
 public:
  explicit Reader(FileBytes file) : file_(file) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }

  void open() {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, warn);
    if (png == nullptr) std::longjmp(landing, 1);  // NOLINT(cert-err52-cpp)
    info = png_create_info_struct(png);
    png_set_read_fn(png, this, read);
    // The size is checked by us. Of the rest only profile and EXIF are wanted: text may unfold to gigabytes.
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(png, kMaxProfileBytes);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, reinterpret_cast<png_const_bytep>("iCCP\0eXIf"), 2);
  }

  [[nodiscard]] Error error(const std::string& name) const {
    if (out_of_memory_) throw std::bad_alloc();
    if (cut_off_) return cut_off(name, file_);
    return checksum_ ? damaged(name, "a chunk's checksum does not match") : damaged(name);
  }

  std::jmp_buf landing{};
  png_structp png = nullptr;
  png_infop info = nullptr;

 private:
  static void read(png_structp png, png_bytep out, std::size_t size) {
    auto* self = static_cast<Reader*>(png_get_io_ptr(png));
    if (size > self->file_.size() - self->at_) {
      self->cut_off_ = true;
      png_error(png, "cut off");
    }
    std::memcpy(out, self->file_.data() + self->at_, size);
    self->at_ += size;
  }

  [[noreturn]] static void fail(png_structp png, png_const_charp message) {
    auto* self = static_cast<Reader*>(png_get_error_ptr(png));
    self->checksum_ = std::strstr(message, "CRC") != nullptr;
    self->out_of_memory_ = std::strstr(message, "emory") != nullptr;
    std::longjmp(self->landing, 1);  // NOLINT(cert-err52-cpp)
  }

  /// What is wrong with chunks that a picture can do without is passed over; transparency is a part of it.
  static void warn(png_structp png, png_const_charp message) {
    if (std::strcmp(message, "tRNS: CRC error") == 0) fail(png, message);
  }

  FileBytes file_;
  std::size_t at_ = 0;
  bool cut_off_ = false;
  bool checksum_ = false;
  bool out_of_memory_ = false;
};

constexpr std::size_t kHeaderEnd = 33;  // signature and header chunk

/// The size from the header chunk, which libpng checks before it can be asked.
Status set_size_of(FileBytes file, DecodedPicture& picture, const std::string& name) {
  constexpr std::size_t kWidthAt = 16, kHeightAt = 20;
  if (file.size() < kHeaderEnd) return cut_off(name, file, "its size");
  return set_size(picture, png_get_uint_32(data_of(file) + kWidthAt), png_get_uint_32(data_of(file) + kHeightAt), name);
}

struct ColorCodes {
  unsigned primaries = 0;
  unsigned transfer = 0;
  bool plain = false;  ///< RGB from black to white, as PNG demands
};

/// What the chunks of a file say beside its pixels.
struct Chunks {
  std::uint64_t picture_bytes = 0;
  bool picture_ends = false;  ///< nothing is missing after the last chunk
  bool has_profile = false;   ///< of whatever kind
  std::optional<ColorCodes> codes = {};
  bool is_srgb = false;
  PngColors colors = {};
  std::string damaged = {};  ///< types of chunks that a picture can do without
};

/// Takes up a sound chunk that tells of colour; of several of a kind the first. False where it has another size.
bool take_color_chunk(std::string_view type, FileBytes content, Chunks& chunks) {
  const unsigned char* bytes = data_of(content);
  constexpr std::size_t kNumber = 4, kCodes = 4, kChromaticities = 8;
  if (type == "iCCP") {
    chunks.has_profile = true;
  } else if (type == "sRGB") {
    chunks.is_srgb = true;
  } else if (type == "cICP") {
    if (content.size() != kCodes) return false;
    if (!chunks.codes) chunks.codes = {bytes[0], bytes[1], bytes[2] == 0 && bytes[3] == 1};
  } else if (type == "gAMA") {
    if (content.size() != kNumber) return false;
    if (!chunks.colors.gamma) chunks.colors.gamma = png_get_uint_32(bytes);
  } else if (type == "cHRM") {
    if (content.size() != kChromaticities * kNumber) return false;
    if (chunks.colors.chromaticities) return true;
    auto& numbers = chunks.colors.chromaticities.emplace();
    for (std::size_t i = 0; i < kChromaticities; ++i) numbers[i] = png_get_uint_32(bytes + i * kNumber);
  }
  return true;
}

void note_damaged(std::string_view type, Chunks& chunks) {
  const bool is_word =
      std::all_of(type.begin(), type.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
  if (!is_word) type = "of no known type";
  if (chunks.damaged.find(type) != std::string::npos) return;
  if (!chunks.damaged.empty()) chunks.damaged += ", ";
  chunks.damaged += type;
}

/// Goes once over all chunks, without unfolding any. Errors: kResourceLimit.
Result<Chunks> look_through(FileBytes file, const std::string& name) {
  /// Files of cameras have ten, long metadata some hundreds.
  constexpr std::size_t kMostOthers = 4096, kFrame = 12;
  constexpr unsigned char kLowerCase = 0x20;
  Chunks chunks;
  std::size_t others = 0;
  for (std::size_t at = 8; at + kFrame <= file.size();) {
    const unsigned char* chunk = data_of(file) + at;
    const std::size_t size = png_get_uint_32(chunk);
    const std::string_view type(reinterpret_cast<const char*>(chunk + 4), 4);
    if (type == "IDAT") chunks.picture_bytes += size;
    if (size > file.size() - at - kFrame) break;
    at += kFrame + size;
    if (type == "IEND") {
      chunks.picture_ends = true;
      break;
    }
    if ((chunk[4] & kLowerCase) == 0) continue;
    if (++others > kMostOthers) {
      return Error{ErrorCode::kResourceLimit, name,
                   "it has more than " + std::to_string(kMostOthers) + " chunks beside its picture",
                   "save it again without metadata"};
    }
    const bool sound = crc32(0, chunk + 4, static_cast<uInt>(size + 4)) == png_get_uint_32(chunk + 8 + size);
    const bool before_picture = chunks.picture_bytes == 0;
    if (!sound || (before_picture && !take_color_chunk(type, file.subspan(at - size - 4, size), chunks)))
      note_damaged(type, chunks);
  }
  return chunks;
}

/// No more than this can unfold from the bytes of the picture (the most that deflate can fold is 1032 to 1).
Status check_picture_bytes(FileBytes file, const Chunks& chunks, const DecodedPicture& picture,
                           const std::string& name) {
  constexpr std::size_t kDepthAt = 24, kKindAt = 25;
  constexpr std::uint64_t kMostUnfolded = 1032;
  const unsigned depth = data_of(file)[kDepthAt], kind = data_of(file)[kKindAt];
  const unsigned samples = kind == PNG_COLOR_TYPE_RGB          ? 3
                           : kind == PNG_COLOR_TYPE_RGB_ALPHA  ? 4
                           : kind == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                               : 1;
  const std::uint64_t row_bits = std::uint64_t{depth} * samples * static_cast<unsigned>(picture.width);
  const std::uint64_t needed = (row_bits / 8) * static_cast<unsigned>(picture.height);
  if (needed <= (chunks.picture_bytes + 1) * kMostUnfolded) return {};
  if (!chunks.picture_ends) return cut_off(name, file);
  return too_few_bytes(name, "its picture data have", chunks.picture_bytes, picture);
}

std::vector<unsigned char> profile_of(Reader& reader) {
  png_charp title = nullptr;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  int method = 0;
  if (png_get_iCCP(reader.png, reader.info, &title, &method, &profile, &size) == 0) return {};
  return {profile, profile + size};
}

/// Of several chunks the first of cICP, iCCP, sRGB, and gAMA with cHRM counts (PNG 3rd edition, 4.3).
void take_colors(const Chunks& chunks, std::vector<unsigned char> profile, DecodedPicture& picture) {
  if (chunks.codes) {
    const auto& [primaries, transfer, plain] = *chunks.codes;
    if (plain && take_color_codes(primaries, transfer, picture)) return;
    picture.warnings.push_back(color_codes_not_known("cICP", primaries, transfer));
  }
  picture.icc = std::move(profile);
  if (!picture.icc.empty()) return;
  if (chunks.has_profile) picture.warnings.emplace_back(kProfileLeftOut);
  if (chunks.has_profile || chunks.is_srgb || take_png_colors(chunks.colors, picture)) return;
  picture.warnings.emplace_back("its chunks gAMA and cHRM are no colours: it was taken for sRGB and may be off");
}

}  // namespace

Result<DecodedPicture> decode_png(FileBytes file, const std::string& name) {
  DecodedPicture picture;
  if (Status status = set_size_of(file, picture, name); !status) return status.error();
  const auto chunks = look_through(file, name);
  if (!chunks) return chunks.error();
  if (Status status = check_picture_bytes(file, *chunks, picture, name); !status) return status.error();
  Reader reader(file);
  const bool begun = succeeds(reader.landing, [&] {
    reader.open();
    png_read_info(reader.png, reader.info);
    png_set_expand(reader.png);  // palettes to RGB, shallow greys to 8 bits, transparent colours to alpha
    if (std::endian::native == std::endian::little) png_set_swap(reader.png);
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
  });
  if (!begun) return reader.error(name);
  picture.channels = png_get_channels(reader.png, reader.info);
  picture.bits = png_get_bit_depth(reader.png, reader.info);
  take_colors(*chunks, profile_of(reader), picture);
  if (!chunks->damaged.empty())
    picture.warnings.push_back("chunks of the file are damaged and were passed over: " + chunks->damaged);
  picture.allocate();
  std::vector<png_bytep> rows;
  for (int y = 0; y < picture.height; ++y) rows.push_back(picture.row(y));
  png_bytep exif = nullptr;
  png_uint_32 exif_size = 0;
  const bool decoded = succeeds(reader.landing, [&] {
    png_read_image(reader.png, rows.data());
    png_read_end(reader.png, reader.info);
    png_get_eXIf_1(reader.png, reader.info, &exif_size, &exif);
  });
  if (!decoded) return reader.error(name);
  picture.exif = read_exif(std::as_bytes(std::span(exif, exif_size)));
  return picture;
}

}  // namespace tonsure
