#include <algorithm>
#include <cstdio>  // jpeglib.h wants FILE
#include <new>
#include <utility>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include <tonsure/io/photo.h>

#include "c_calls.h"

namespace tonsure {
namespace {

/// zlib's level. On a 14.7-megapixel portrait: level 1 0.65 s and 10.1 MB, 4 0.80 s and 9.1 MB, 6 1.7 s and 8.5 MB
/// (one core, with a filter chosen for each row).
constexpr int kZlibLevel = 4;

/// Bytes handed over at a time; a chunk of a PNG.
constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;

using ByteVector = std::vector<std::byte>;

/// For callbacks of C libraries, through which nothing may be thrown; false where memory ends.
bool append(ByteVector& out, const unsigned char* data, std::size_t size) noexcept {
  try {
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    out.insert(out.end(), bytes, bytes + size);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

Status check(ImageView<const unsigned char> picture, const char* format, int most_side) {
  const std::string where = std::string("picture to be written as ") + format;
  if (picture.empty()) {
    return Error{ErrorCode::kInvalidInput, where, "it has no pixels", "a width and a height of 1 or more"};
  }
  if (!picture.sound()) {
    return Error{ErrorCode::kInvalidInput, where, "its rows are " + std::to_string(picture.row_stride) + " apart",
                 "a stride of at least a row"};
  }
  if (picture.channels < 1 || picture.channels > 4) {
    return Error{ErrorCode::kUnsupported, where, "it has " + std::to_string(picture.channels) + " channels",
                 "1 to 4: grey, grey and alpha, RGB, RGB and alpha"};
  }
  if (picture.width > most_side || picture.height > most_side) {
    return Error{ErrorCode::kResourceLimit, where,
                 "it has " + std::to_string(picture.width) + " x " + std::to_string(picture.height) + " pixels",
                 std::string(format) + " holds at most " + std::to_string(most_side) + " a side; scale it down"};
  }
  return {};
}

// ---- PNG ----

struct PngWriter {
  PngWriter() = default;
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;
  ~PngWriter() { png_destroy_write_struct(&png, &info); }

  static void write(png_structp png, png_bytep data, std::size_t size) {
    if (!append(static_cast<PngWriter*>(png_get_io_ptr(png))->out, data, size)) png_error(png, "out of memory");
  }
  static void flush(png_structp /*png*/) {}
  [[noreturn]] static void fail(png_structp png, png_const_charp /*message*/) {
    std::longjmp(static_cast<PngWriter*>(png_get_error_ptr(png))->landing, 1);  // NOLINT(cert-err52-cpp)
  }
  static void warn(png_structp /*png*/, png_const_charp /*message*/) {}

  std::jmp_buf landing{};
  png_structp png = nullptr;
  png_infop info = nullptr;
  ByteVector out;
};

int png_color_type(int channels) {
  constexpr int kTypes[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                            PNG_COLOR_TYPE_RGB_ALPHA};
  return kTypes[channels - 1];
}

/// What PNG can hold of a text; the pointers lead into `text`.
std::vector<png_text> png_texts(PictureText& text) {
  constexpr std::size_t kMostKeyword = 79;
  std::vector<png_text> texts;
  for (auto& [keyword, content] : text) {
    keyword.resize(std::min({keyword.size(), keyword.find('\0'), kMostKeyword}));
    if (keyword.empty()) continue;
    png_text one{};
    one.compression = PNG_TEXT_COMPRESSION_NONE;
    one.key = keyword.data();
    one.text = content.data();
    one.text_length = std::min(content.size(), content.find('\0'));
    texts.push_back(one);
  }
  return texts;
}

// ---- JPEG ----

struct JpegWriter {
  JpegWriter() {
    info.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = fail;
    errors.base.output_message = say_nothing;
    destination.base.init_destination = begin;
    destination.base.empty_output_buffer = write_all;
    destination.base.term_destination = write_rest;
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;
  ~JpegWriter() { jpeg_destroy_compress(&info); }

  // The bases come first, so that libjpeg's pointers to them are pointers to the whole.
  struct Errors {
    jpeg_error_mgr base{};
    std::jmp_buf landing{};
  };
  struct Destination {
    jpeg_destination_mgr base{};
    std::vector<unsigned char> piece = std::vector<unsigned char>(kPieceBytes);
    ByteVector out;
  };

  [[noreturn]] static void fail(j_common_ptr info) {
    std::longjmp(reinterpret_cast<Errors*>(info->err)->landing, 1);  // NOLINT(cert-err52-cpp)
  }
  static void say_nothing(j_common_ptr /*info*/) {}
  static void begin(j_compress_ptr info) {
    auto& to = *reinterpret_cast<Destination*>(info->dest);
    to.base.next_output_byte = to.piece.data();
    to.base.free_in_buffer = to.piece.size();
  }
  static void write(j_compress_ptr info, std::size_t size) {
    auto& to = *reinterpret_cast<Destination*>(info->dest);
    if (!append(to.out, to.piece.data(), size)) fail(reinterpret_cast<j_common_ptr>(info));
    begin(info);
  }
  static boolean write_all(j_compress_ptr info) {
    write(info, kPieceBytes);
    return TRUE;
  }
  static void write_rest(j_compress_ptr info) { write(info, kPieceBytes - info->dest->free_in_buffer); }

  Errors errors;
  Destination destination;
  jpeg_compress_struct info{};
};

}  // namespace

Result<std::vector<std::byte>> encode_png(ImageView<const unsigned char> picture, const PictureText& text) {
  if (Status status = check(picture, "PNG", PNG_UINT_31_MAX); !status) return status.error();
  PictureText kept = text;
  const std::vector<png_text> texts = png_texts(kept);
  PngWriter writer;
  const bool written = succeeds(writer.landing, [&] {
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, PngWriter::fail, PngWriter::warn);
    if (writer.png == nullptr) std::longjmp(writer.landing, 1);  // NOLINT(cert-err52-cpp)
    writer.info = png_create_info_struct(writer.png);
    png_structp png = writer.png;
    png_set_write_fn(png, &writer, PngWriter::write, PngWriter::flush);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png, writer.info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height), 8,
                 png_color_type(picture.channels), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, writer.info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_text(png, writer.info, texts.data(), static_cast<int>(texts.size()));
    // A trial of all five filters takes as long as the compression and on photos gains nothing.
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(png, kZlibLevel);
    png_set_compression_strategy(png, Z_DEFAULT_STRATEGY);
    png_set_compression_buffer_size(png, kPieceBytes);
    png_write_info(png, writer.info);
    for (int y = 0; y < picture.height; ++y) png_write_row(png, picture.row(y));
    png_write_end(png, nullptr);
  });
  if (!written) throw std::bad_alloc();  // nothing else is left to fail
  return std::move(writer.out);
}

Result<std::vector<std::byte>> encode_jpeg(ImageView<const unsigned char> picture, int quality) {
  if (Status status = check(picture, "JPEG", JPEG_MAX_DIMENSION); !status) return status.error();
  constexpr int kMostHalved = 90;
  const int colors = picture.channels < 3 ? 1 : 3;
  std::vector<unsigned char> packed(picture.channels == colors ? 0 : static_cast<std::size_t>(picture.width * colors));
  JpegWriter writer;
  jpeg_compress_struct& info = writer.info;
  const bool written = succeeds(writer.errors.landing, [&] {
    jpeg_create_compress(&info);
    info.dest = &writer.destination.base;
    info.image_width = static_cast<JDIMENSION>(picture.width);
    info.image_height = static_cast<JDIMENSION>(picture.height);
    info.input_components = colors;
    info.in_color_space = colors == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, std::clamp(quality, 1, 100), TRUE);
    info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = colors == 3 && quality <= kMostHalved ? 2 : 1;
    jpeg_start_compress(&info, TRUE);
    for (int y = 0; y < picture.height; ++y) {
      auto* row = const_cast<unsigned char*>(picture.row(y));  // NOLINT: libjpeg only reads
      if (!packed.empty()) {
        for (int x = 0; x < picture.width; ++x) std::copy_n(picture.pixel(x, y), colors, packed.data() + x * colors);
        row = packed.data();
      }
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  });
  if (!written) throw std::bad_alloc();  // nothing else is left to fail
  return std::move(writer.destination.out);
}

}  // namespace tonsure
