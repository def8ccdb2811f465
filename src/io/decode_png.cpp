#include <bit>
#include <cstring>
#include <new>

#include <png.h>

#include "c_calls.h"
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

/// The size from the header chunk, which libpng checks before it can be asked.
Status set_size_of(FileBytes file, DecodedPicture& picture, const std::string& name) {
  constexpr std::size_t kWidthAt = 16, kHeightAt = 20, kEnd = 24;
  if (file.size() < kEnd) return cut_off(name, file, "its size");
  return set_size(picture, png_get_uint_32(data_of(file) + kWidthAt), png_get_uint_32(data_of(file) + kHeightAt), name);
}

void take_profile(Reader& reader, DecodedPicture& picture) {
  png_charp title = nullptr;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  int method = 0;
  if (png_get_iCCP(reader.png, reader.info, &title, &method, &profile, &size) != 0) {
    picture.icc.assign(profile, profile + size);
  }
}

}  // namespace

Result<DecodedPicture> decode_png(FileBytes file, const std::string& name) {
  DecodedPicture picture;
  if (Status status = set_size_of(file, picture, name); !status) return status.error();
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
  take_profile(reader, picture);
  picture.channels = png_get_channels(reader.png, reader.info);
  picture.bits = png_get_bit_depth(reader.png, reader.info);
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
