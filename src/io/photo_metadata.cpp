#include "photo_metadata.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <zlib.h>

#include <tonsure/io/photo.h>

namespace tonsure {
namespace {

/// More than any profile made for RGB or grey pictures (estimate: the largest in use are about 3 MB); bounds what a
/// compressed one may unfold to.
constexpr std::size_t kMaxProfileBytes = 16U << 20U;

constexpr const char* kReadable = "a JPEG, PNG, TIFF or WebP file is needed";
constexpr const char* kSaveAnew = "copy or save the photo again";

Error damaged(const std::string& name, std::size_t offset, std::string why) {
  return {ErrorCode::kInvalidInput, name + ": byte " + std::to_string(offset), std::move(why), kSaveAnew};
}

Error cut_off(const std::string& name, std::size_t size, const char* missing) {
  return {ErrorCode::kInvalidInput, name, "the file ends after " + std::to_string(size) + " bytes, before " + missing,
          kSaveAnew};
}

Error unsupported(const std::string& name, std::string why, std::string fix) {
  return {ErrorCode::kUnsupported, name, std::move(why), std::move(fix)};
}

/// Bytes that can only be read inside their bounds; outside, every number is 0.
class Bytes {
 public:
  explicit Bytes(std::span<const std::byte> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool has(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  [[nodiscard]] bool starts_with(std::size_t at, std::string_view text) const {
    return has(at, text.size()) && std::memcmp(bytes_.data() + at, text.data(), text.size()) == 0;
  }
  [[nodiscard]] Bytes part(std::size_t at, std::size_t count) const {
    return Bytes(has(at, count) ? bytes_.subspan(at, count) : std::span<const std::byte>());
  }
  [[nodiscard]] std::span<const std::byte> span() const { return bytes_; }
  [[nodiscard]] const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(bytes_.data()); }

  [[nodiscard]] unsigned u8(std::size_t at) const { return has(at, 1) ? std::to_integer<unsigned>(bytes_[at]) : 0; }
  [[nodiscard]] unsigned u16be(std::size_t at) const { return has(at, 2) ? u8(at) << 8U | u8(at + 1) : 0; }
  [[nodiscard]] unsigned u16le(std::size_t at) const { return has(at, 2) ? u8(at) | u8(at + 1) << 8U : 0; }
  [[nodiscard]] std::uint32_t u32be(std::size_t at) const { return u16be(at) << 16U | u16be(at + 2); }
  [[nodiscard]] std::uint32_t u24le(std::size_t at) const { return u16le(at) | u8(at + 2) << 16U; }
  [[nodiscard]] std::uint32_t u32le(std::size_t at) const { return u16le(at) | u16le(at + 2) << 16U; }

 private:
  std::span<const std::byte> bytes_;
};

Status check_size(const PhotoMetadata& photo, const std::string& name) {
  const std::string size = std::to_string(photo.width) + " x " + std::to_string(photo.height) + " pixels";
  if (photo.width <= 0 || photo.height <= 0) {
    return Error{ErrorCode::kInvalidInput, name, "its size is " + size, kSaveAnew};
  }
  // Each side is below 2^32, but their product need not fit 64 signed bits.
  if (photo.width > kMaxPhotoPixels / photo.height) {
    return Error{ErrorCode::kResourceLimit, name, "the photo has " + size,
                 "at most " + std::to_string(kMaxPhotoPixels) + " pixels (" +
                     std::to_string(kMaxPhotoPixels / 1'000'000) + " megapixels) are allowed; scale it down"};
  }
  return {};
}

// ---- TIFF (TIFF 6.0, 1992), also the form of EXIF blocks ----

/// One directory of a TIFF file, of either byte order.
class TiffDirectory {
 public:
  /// The first directory; not ok() where there is none inside the bytes.
  explicit TiffDirectory(Bytes bytes) : TiffDirectory(bytes, first_offset(bytes)) {}
  /// The one at an offset that another directory gave.
  TiffDirectory(Bytes bytes, std::size_t at) : bytes_(bytes), little_(bytes.starts_with(0, "II")) {
    const bool known = bytes.starts_with(0, {"II*\0", 4}) || bytes.starts_with(0, {"MM\0*", 4});
    if (!known || at < 8 || !bytes.has(at, 2)) return;
    const std::size_t count = u16(at);
    if (count == 0 || !bytes.has(at + 2, count * kEntrySize)) return;
    first_ = at + 2;
    count_ = count;
  }

  [[nodiscard]] bool ok() const { return count_ > 0; }
  /// Where the number that leads to the next directory stands.
  [[nodiscard]] std::size_t end() const { return first_ + count_ * kEntrySize; }

  struct Entry {
    std::size_t offset = 0;  ///< of the values
    std::size_t count = 0;
    unsigned size = 0;  ///< bytes of one value; 0: no such tag, or outside the file, or not of unsigned whole numbers
  };

  [[nodiscard]] Entry find(unsigned tag) const {
    for (std::size_t i = 0; i < count_; ++i) {
      const std::size_t at = first_ + i * kEntrySize;
      if (u16(at) != tag) continue;
      const unsigned type = u16(at + 2);
      const unsigned size = type == 1 || type == 7 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
      const std::size_t count = u32(at + 4);
      if (size == 0 || count == 0 || count > bytes_.size() / size) return {};
      const std::size_t offset = count * size <= 4 ? at + 8 : u32(at + 8);
      if (!bytes_.has(offset, count * size)) return {};
      return {offset, count, size};
    }
    return {};
  }

  [[nodiscard]] bool has_tag(unsigned tag) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (u16(first_ + i * kEntrySize) == tag) return true;
    }
    return false;
  }

  /// Value i of an entry; 0 past its end.
  [[nodiscard]] std::uint32_t value(const Entry& entry, std::size_t i) const {
    if (i >= entry.count) return 0;
    const std::size_t at = entry.offset + i * entry.size;
    return entry.size == 1 ? bytes_.u8(at) : entry.size == 2 ? u16(at) : entry.size == 4 ? u32(at) : 0;
  }

  /// First value of a tag, or `missing`.
  [[nodiscard]] std::uint32_t number(unsigned tag, std::uint32_t missing) const {
    const Entry entry = find(tag);
    return entry.size == 0 ? missing : value(entry, 0);
  }

 private:
  static constexpr std::size_t kEntrySize = 12;

  static std::size_t first_offset(Bytes bytes) { return bytes.starts_with(0, "II") ? bytes.u32le(4) : bytes.u32be(4); }
  [[nodiscard]] unsigned u16(std::size_t at) const { return little_ ? bytes_.u16le(at) : bytes_.u16be(at); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return little_ ? bytes_.u32le(at) : bytes_.u32be(at); }

  Bytes bytes_;
  bool little_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

constexpr unsigned kTagOrientation = 274;

/// Orientation of a directory; what is not 1 to 8 counts as upright.
int orientation_of(const TiffDirectory& directory) {
  const std::uint32_t value = directory.number(kTagOrientation, 1);
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

/// Takes orientation, focal length and the size that the camera wrote from an EXIF block, with or without its JPEG
/// prefix (CIPA DC-008, tags 0x0112, 0xA405, 0xA002, 0xA003).
void read_exif(Bytes exif, PhotoMetadata& photo) {
  constexpr unsigned kTagExif = 34665, kTagFocal35mm = 0xA405, kTagWidth = 0xA002, kTagHeight = 0xA003;
  constexpr std::uint32_t kMostFocal = 2000;  // mm, a telescope
  if (exif.starts_with(0, {"Exif\0\0", 6})) exif = exif.part(6, exif.size() - 6);
  const TiffDirectory first(exif);
  photo.orientation = orientation_of(first);
  const TiffDirectory camera(exif, first.number(kTagExif, 0));
  const std::uint32_t focal = camera.number(kTagFocal35mm, 0);
  if (focal == 0 || focal > kMostFocal) return;
  photo.focal_35mm = focal;
  photo.exif_width = camera.number(kTagWidth, 0);
  photo.exif_height = camera.number(kTagHeight, 0);
}

std::vector<unsigned char> copy_profile(Bytes bytes) {
  if (bytes.size() > kMaxProfileBytes) return {};
  return {bytes.data(), bytes.data() + bytes.size()};
}

Status parse_tiff(Bytes bytes, const std::string& name, PhotoMetadata& photo) {
  if (bytes.starts_with(8, {"CR\2", 3})) return unsupported(name, "it is a camera raw file", kReadable);
  const TiffDirectory directory(bytes);
  if (!directory.ok() || !bytes.has(directory.end(), 4)) {
    return cut_off(name, bytes.size(), "the end of its first directory");
  }
  photo.width = directory.number(256, 0);
  photo.height = directory.number(257, 0);
  if (auto status = check_size(photo, name); !status) return status;
  photo.orientation = orientation_of(directory);

  // Camera raw files are TIFFs whose first page is a thumbnail or whose samples are a sensor's.
  constexpr unsigned kTagSubfileType = 254, kTagDngVersion = 50706;
  if (directory.has_tag(kTagDngVersion) || (directory.number(kTagSubfileType, 0) & 1U) != 0) {
    return unsupported(name, "it is a camera raw file, or begins with a thumbnail", kReadable);
  }
  constexpr const char* kTiffFix = "8 or 16 bits a sample, grey or RGB, are read";
  const auto bits = directory.find(258);
  const std::uint32_t samples = directory.number(277, 1);
  photo.bits = static_cast<int>(bits.size == 0 ? 1 : directory.value(bits, 0));
  for (std::size_t i = 1; i < bits.count; ++i) {
    if (directory.value(bits, i) != directory.value(bits, 0)) {
      return unsupported(name, "its channels differ in depth", kTiffFix);
    }
  }
  if (photo.bits != 8 && photo.bits != 16) {
    return unsupported(name, "it has " + std::to_string(photo.bits) + " bits a sample", kTiffFix);
  }
  if (directory.number(339, 1) != 1) return unsupported(name, "its samples are not unsigned whole numbers", kTiffFix);
  enum Photometric : std::uint32_t { kWhiteIsZero = 0, kBlackIsZero = 1, kRgb = 2, kPalette = 3, kYcbcr = 6 };
  const std::uint32_t photometric = directory.number(262, kBlackIsZero);
  photo.grey = photometric == kWhiteIsZero || photometric == kBlackIsZero;
  const bool known = photo.bits == 8
                         ? photo.grey || photometric == kRgb || photometric == kPalette || photometric == kYcbcr
                         : photometric == kBlackIsZero || photometric == kRgb;
  if (!known) {
    return unsupported(name, "its photometric interpretation is " + std::to_string(photometric), kTiffFix);
  }
  const std::uint32_t colors = photometric == kRgb || photometric == kYcbcr ? 3 : 1;
  const bool alpha = photometric == kRgb && samples == 4;
  if (samples != colors && !alpha) {
    return unsupported(name, "it has " + std::to_string(samples) + " samples a pixel", kTiffFix);
  }
  if (photo.bits == 16 && samples > 1 && directory.number(284, 1) != 1) {
    return unsupported(name, "its 16-bit channels are stored one after the other", kTiffFix);
  }
  // libtiff multiplies 8-bit colours by an alpha it knows to be straight; associated alpha is stored so.
  constexpr std::uint32_t kAssociated = 1, kUnassociated = 2;
  const std::uint32_t extra = directory.number(338, 0);
  photo.premultiplied = alpha && (extra == kAssociated || (extra == kUnassociated && photo.bits == 8));

  const bool tiled = directory.has_tag(324);
  const auto offsets = directory.find(tiled ? 324 : 273);
  const auto counts = directory.find(tiled ? 325 : 279);
  if (offsets.size == 0) return cut_off(name, bytes.size(), "the list of its strips");
  for (std::size_t i = 0; i < offsets.count; ++i) {
    if (!bytes.has(directory.value(offsets, i), std::max<std::size_t>(1, directory.value(counts, i)))) {
      return cut_off(name, bytes.size(), "the end of its picture data");
    }
  }
  constexpr unsigned kTagProfile = 34675;
  const auto icc = directory.find(kTagProfile);
  if (icc.size == 1) {
    photo.icc = copy_profile(bytes.part(icc.offset, icc.count));
  } else if (directory.has_tag(kTagProfile)) {
    return cut_off(name, bytes.size(), "the end of its colour profile");
  }

  photo.part = bytes.span();
  if (photo.orientation != 1) {
    // OpenCV turns TIFF pictures by itself, in some versions only: set the tag to "upright" for it. Of 1 to 8,
    // only the lowest byte is not 0.
    photo.rewritten.assign(photo.part.begin(), photo.part.end());
    const auto entry = directory.find(kTagOrientation);
    const std::size_t low = bytes.starts_with(0, "II") ? entry.offset : entry.offset + entry.size - 1;
    photo.rewritten[low] = std::byte{1};
  }
  return {};
}

// ---- JPEG (ITU-T T.81, 1992) ----

/// Position of the next marker's code byte at or after `at`; bytes that are no marker are passed over.
std::optional<std::size_t> find_marker(Bytes bytes, std::size_t at) {
  while (bytes.has(at, 2)) {
    const void* hit = std::memchr(bytes.data() + at, 0xFF, bytes.size() - at - 1);
    if (hit == nullptr) return std::nullopt;
    at = static_cast<std::size_t>(static_cast<const unsigned char*>(hit) - bytes.data()) + 1;
    if (const unsigned code = bytes.u8(at); code != 0x00 && code != 0xFF) return at;
  }
  return std::nullopt;
}

/// Pieces of an ICC profile as JPEG holds them (ICC.1:2022 annex B.4), numbered from 1.
class IccPieces {
 public:
  void add(Bytes segment) {
    const std::size_t number = segment.u8(12), count = segment.u8(13);
    if (number == 0 || number > count) return;
    pieces_.resize(std::max(pieces_.size(), count));
    pieces_[number - 1] = segment.part(14, segment.size() - 14).span();
  }
  /// The whole profile; empty where a piece is missing.
  [[nodiscard]] std::vector<unsigned char> join() const {
    std::vector<unsigned char> profile;
    for (const auto& piece : pieces_) {
      if (piece.empty()) return {};
      const Bytes bytes(piece);
      profile.insert(profile.end(), bytes.data(), bytes.data() + bytes.size());
    }
    return profile;
  }

 private:
  std::vector<std::span<const std::byte>> pieces_;
};

Status parse_jpeg(Bytes bytes, const std::string& name, PhotoMetadata& photo) {
  bool has_size = false, has_scan = false, has_exif = false;
  IccPieces icc;
  std::size_t at = 2;
  for (;;) {
    const auto marker = find_marker(bytes, at);
    if (!marker) {
      return cut_off(name, bytes.size(), has_scan ? "the end of its picture data" : "its picture data");
    }
    const unsigned code = bytes.u8(*marker);
    at = *marker + 1;
    if ((code >= 0xD0 && code <= 0xD8) || code == 0x01) continue;  // stand alone
    if (code == 0xD9) break;
    const std::size_t length = bytes.u16be(at);
    if (!bytes.has(at, std::max<std::size_t>(2, length))) return cut_off(name, bytes.size(), "the end of its header");
    if (length < 2) return damaged(name, at, "a segment has length " + std::to_string(length));
    const Bytes segment = bytes.part(at + 2, length - 2);
    const bool is_frame = code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    if (is_frame && !has_size) {
      has_size = true;
      photo.height = segment.u16be(1);
      photo.width = segment.u16be(3);
      if (auto status = check_size(photo, name); !status) return status;
      const unsigned bits = segment.u8(0), channels = segment.u8(5);
      constexpr const char* kFix = "save it as an ordinary 8-bit JPEG in RGB or grey";
      const bool coding_known = code <= 0xC2 || code == 0xC9 || code == 0xCA;
      if (!coding_known || bits != 8) return unsupported(name, "it is a lossless, differential or 12-bit JPEG", kFix);
      // Colours of inks mean nothing without a press profile; the usual formula is off by more than a skin tone.
      if (channels == 4) return unsupported(name, "it is a CMYK JPEG", kFix);
      if (channels != 1 && channels != 3) {
        return unsupported(name, "it has " + std::to_string(channels) + " channels", kFix);
      }
      photo.grey = channels == 1;
    } else if (code == 0xE1 && !has_exif && segment.starts_with(0, {"Exif\0\0", 6})) {
      has_exif = true;
      read_exif(segment, photo);
    } else if (code == 0xE2 && segment.starts_with(0, {"ICC_PROFILE\0", 12})) {
      icc.add(segment);
    } else if (code == 0xDA) {
      if (!has_size) return damaged(name, *marker, "picture data come before the frame header");
      has_scan = true;
    }
    at += length;
  }
  if (!has_scan) return damaged(name, at, "it ends without picture data");
  photo.icc = icc.join();
  photo.part = bytes.span().first(at);
  return {};
}

// ---- PNG (W3C, third edition, 2025) ----

std::vector<unsigned char> inflate_profile(Bytes chunk) {
  const auto name_end = std::find(chunk.data(), chunk.data() + chunk.size(), 0);
  const std::size_t start = static_cast<std::size_t>(name_end - chunk.data()) + 2;  // the 0, and the method
  if (start >= chunk.size()) return {};
  std::vector<unsigned char> profile;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return {};
  stream.next_in = const_cast<unsigned char*>(chunk.data() + start);
  stream.avail_in = static_cast<unsigned>(chunk.size() - start);
  int state = Z_OK;
  while (state == Z_OK && profile.size() < kMaxProfileBytes) {
    const std::size_t done = profile.size();
    const std::size_t step = std::min<std::size_t>(64U << 10U, kMaxProfileBytes - done);
    profile.resize(done + step);
    stream.next_out = profile.data() + done;
    stream.avail_out = static_cast<unsigned>(step);
    state = inflate(&stream, Z_NO_FLUSH);
    profile.resize(done + step - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return {};
  return profile;
}

Status parse_png(Bytes bytes, const std::string& name, PhotoMetadata& photo) {
  constexpr std::size_t kSignature = 8, kAround = 12;  // length, type and checksum of a chunk
  enum ColorType : unsigned { kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgbAlpha = 6 };
  unsigned color_type = kGrey;
  bool has_data = false;
  std::size_t at = kSignature;
  const auto keep = [&](std::size_t from, std::size_t count) {
    const auto part = bytes.part(from, count).span();
    photo.rewritten.insert(photo.rewritten.end(), part.begin(), part.end());
  };
  photo.rewritten.reserve(bytes.size());
  keep(0, kSignature);
  for (bool first = true;; first = false) {
    const std::size_t length = bytes.u32be(at);
    if (!bytes.has(at, kAround) || !bytes.has(at + kAround, length)) {
      return cut_off(name, bytes.size(), has_data ? "the end of its picture data" : "its picture data");
    }
    const Bytes chunk = bytes.part(at + 8, length);
    const auto is = [&](std::string_view type) { return bytes.starts_with(at + 4, type); };
    if (first != is("IHDR") || (first && length != 13)) return damaged(name, at, "its header chunk is out of place");
    if (first) {
      photo.width = chunk.u32be(0);
      photo.height = chunk.u32be(4);
      if (auto status = check_size(photo, name); !status) return status;
      photo.bits = static_cast<int>(chunk.u8(8));
      color_type = chunk.u8(9);
      photo.grey = color_type == kGrey || color_type == kGreyAlpha;
    }
    const bool sound = crc32_z(0, bytes.data() + at + 4, length + 4) == bytes.u32be(at + 8 + length);
    const bool critical = (bytes.u8(at + 4) & 0x20U) == 0;
    if (critical || is("tRNS")) {
      if (!sound) return damaged(name, at, "a chunk's checksum does not match");
      // A colour key is applied by us; a palette's alpha by the decoder.
      if (is("tRNS") && color_type != kPalette) {
        if (color_type == kGrey && length == 2) photo.transparent = {chunk.u16be(0), 0, 0};
        if (color_type == kRgb && length == 6) photo.transparent = {chunk.u16be(0), chunk.u16be(2), chunk.u16be(4)};
      } else {
        keep(at, length + kAround);
      }
      has_data = has_data || is("IDAT");
    } else if (sound && is("eXIf")) {
      read_exif(chunk, photo);
    } else if (sound && is("iCCP")) {
      photo.icc = inflate_profile(chunk);
    }
    if (is("IEND")) break;
    at += length + kAround;
  }
  if (!has_data) return damaged(name, at, "it ends without picture data");
  return {};
}

// ---- WebP (RFC 9649, 2024) ----

Status parse_webp(Bytes bytes, const std::string& name, PhotoMetadata& photo) {
  const std::size_t end = std::size_t{8} + bytes.u32le(4);
  if (end > bytes.size()) return cut_off(name, bytes.size(), "the end of its picture data");
  photo.part = bytes.span().first(end);
  const Bytes file(photo.part);
  bool has_size = false, has_data = false;
  for (std::size_t at = 12; file.has(at, 8);) {
    const std::size_t length = file.u32le(at + 4);
    const Bytes chunk = file.part(at + 8, length);
    if (!file.has(at + 8, length)) return cut_off(name, bytes.size(), "the end of its picture data");
    const auto is = [&](std::string_view type) { return file.starts_with(at, type); };
    if (is("VP8X")) {
      if ((chunk.u8(0) & 0x02U) != 0) return unsupported(name, "it is an animation", "a still picture is needed");
      has_size = true;
      photo.width = 1 + static_cast<long long>(chunk.u24le(4));
      photo.height = 1 + static_cast<long long>(chunk.u24le(7));
    } else if ((is("VP8 ") || is("VP8L")) && !has_data) {
      has_data = true;
      if (!has_size) {
        has_size = true;
        const std::uint32_t packed = chunk.u32le(1);
        photo.width = is("VP8 ") ? chunk.u16le(6) & 0x3FFFU : 1 + (packed & 0x3FFFU);
        photo.height = is("VP8 ") ? chunk.u16le(8) & 0x3FFFU : 1 + (packed >> 14U & 0x3FFFU);
      }
    } else if (is("EXIF")) {
      read_exif(chunk, photo);
    } else if (is("ICCP")) {
      photo.icc = copy_profile(chunk);
    }
    if (has_size) {
      if (auto status = check_size(photo, name); !status) return status;
    }
    at += 8 + length + (length & 1U);
  }
  if (!has_data) return damaged(name, end, "it ends without picture data");
  return {};
}

/// Name of a picture format we do not read, so that the message can say so; empty where unknown.
std::string_view other_format(Bytes bytes) {
  struct Format {
    std::size_t at;
    std::string_view signature;
    std::string_view name;
  };
  static constexpr Format kFormats[] = {
      {0, {"II+\0", 4}, "BigTIFF"}, {0, {"MM\0+", 4}, "BigTIFF"}, {4, "ftyphei", "HEIC"},
      {4, "ftypmif1", "HEIC"},      {4, "ftypmsf1", "HEIC"},      {4, "ftypheic", "HEIC"},
      {4, "ftypavif", "AVIF"},      {4, "ftypcrx", "camera raw"}, {0, "GIF8", "GIF"},
      {0, "8BPS", "Photoshop"},     {0, "%PDF", "PDF"},           {0, "\xFF\x0A", "JPEG XL"},
      {4, "JXL \r\n", "JPEG XL"},   {4, "jP  \r\n", "JPEG 2000"}, {0, "BM", "BMP"},
      {0, "FUJIFILM", "camera raw"}};
  for (const auto& format : kFormats) {
    if (bytes.starts_with(format.at, format.signature)) return format.name;
  }
  return {};
}

}  // namespace

Result<PhotoMetadata> read_photo_metadata(std::span<const std::byte> file, const std::string& name) {
  const Bytes bytes(file);
  PhotoMetadata photo;
  Status status;
  if (bytes.starts_with(0, "\xFF\xD8\xFF")) {
    photo.format = PhotoFormat::kJpeg;
    status = parse_jpeg(bytes, name, photo);
  } else if (bytes.starts_with(0, "\x89PNG\r\n\x1A\n")) {
    photo.format = PhotoFormat::kPng;
    status = parse_png(bytes, name, photo);
  } else if (bytes.starts_with(0, {"II*\0", 4}) || bytes.starts_with(0, {"MM\0*", 4})) {
    photo.format = PhotoFormat::kTiff;
    status = parse_tiff(bytes, name, photo);
  } else if (bytes.starts_with(0, "RIFF") && bytes.starts_with(8, "WEBP")) {
    photo.format = PhotoFormat::kWebp;
    status = parse_webp(bytes, name, photo);
  } else if (bytes.size() == 0) {
    status = Error{ErrorCode::kInvalidInput, name, "the file is empty", kReadable};
  } else if (const auto other = other_format(bytes); !other.empty()) {
    status = unsupported(name, "it is a " + std::string(other) + " file", kReadable);
  } else {
    status = Error{ErrorCode::kInvalidInput, name, "it is not a photo", kReadable};
  }
  if (!status) return status.error();
  // Of another size than the camera made it, the photo was cropped or shrunk: the focal length no longer holds.
  if (photo.exif_width != photo.width || photo.exif_height != photo.height) photo.focal_35mm = 0;
  return photo;
}

}  // namespace tonsure
