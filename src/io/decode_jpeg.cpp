#include <cstdio>  // jpeglib.h wants FILE
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include <jpeglib.h>

#include <jerror.h>

#include "c_calls.h"
#include "decoded_picture.h"

namespace tonsure {
namespace {

/// Encoders write about ten scans; one costs a pass over all of the picture, however few bytes it has.
constexpr int kMostScans = 50;
/// A profile takes 255 at most, long metadata hundreds; libjpeg keeps them in a list whose end it searches.
constexpr int kMostSegments = 4096;

constexpr const char* kPlainJpeg = "save it as an ordinary 8-bit JPEG in RGB or grey";

/// libjpeg's way to report, for one picture.
struct Reports {
  jpeg_error_mgr base{};  // first, so that a pointer to it is one to this
  std::jmp_buf landing{};
  int code = 0;  ///< libjpeg's number of what ended the decoding
  int scans = 0;
  int segments = 0;
};

[[noreturn]] void stop(j_common_ptr info) {
  auto* reports = reinterpret_cast<Reports*>(info->err);
  reports->code = reports->base.msg_code;
  std::longjmp(reports->landing, 1);  // NOLINT(cert-err52-cpp)
}

/// Of a warning (level -1) libjpeg would go on with grey or garbled blocks; of the rest only the count matters.
void notice(j_common_ptr info, int level) {
  auto* reports = reinterpret_cast<Reports*>(info->err);
  switch (reports->base.msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
      if (level < 0) stop(info);
      break;
    case JTRC_SOS:
      if (++reports->scans > kMostScans) stop(info);
      break;
    case JTRC_MISC_MARKER:
      if (++reports->segments > kMostSegments) stop(info);
      break;
    default:
      break;
  }
}

void print_nothing(j_common_ptr /*info*/) {}

class Decompressor {
 public:
  Decompressor() {
    info.err = jpeg_std_error(&reports.base);
    reports.base.error_exit = stop;
    reports.base.emit_message = notice;
    reports.base.output_message = print_nothing;
  }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  ~Decompressor() { jpeg_destroy_decompress(&info); }

  Reports reports;
  jpeg_decompress_struct info{};
};

Error error_of(const Decompressor& jpeg, FileBytes file, const std::string& name) {
  const auto& info = jpeg.info;
  switch (jpeg.reports.code) {
    case JERR_OUT_OF_MEMORY:
      throw std::bad_alloc();
    case JWRN_JPEG_EOF:
      return cut_off(name, file);
    case JTRC_SOS:
      return {ErrorCode::kResourceLimit, name,
              "its picture data come in more than " + std::to_string(kMostScans) + " scans",
              "save it as a baseline JPEG"};
    case JTRC_MISC_MARKER:
      return {ErrorCode::kResourceLimit, name,
              "it has more than " + std::to_string(kMostSegments) + " segments of metadata",
              "save it again without metadata"};
    default:
      break;
  }
  if (info.output_scanline > 0) {
    return damaged(name, "the picture data are damaged near row " + std::to_string(info.output_scanline) + " of " +
                             std::to_string(info.output_height));
  }
  return damaged(name);
}

/// What the frame header says, wherever reading ended after it.
Status check_frame(const Decompressor& jpeg, DecodedPicture& picture, const std::string& name) {
  const auto& info = jpeg.info;
  const int code = jpeg.reports.code;
  if (info.comp_info == nullptr) {  // there was no sound frame header
    if (code == JERR_EMPTY_IMAGE) return set_size(picture, info.image_width, info.image_height, name);
    if (code == JERR_SOF_UNSUPPORTED) {
      return unsupported(name, "it is a lossless, differential or 12-bit JPEG", kPlainJpeg);
    }
    return {};
  }
  if (Status status = set_size(picture, info.image_width, info.image_height, name); !status) return status;
  if (info.data_precision != 8) return unsupported(name, "it is a lossless, differential or 12-bit JPEG", kPlainJpeg);
  // Colours of inks mean nothing without a press profile; the usual formula is off by more than a skin tone.
  if (info.num_components == 4) return unsupported(name, "it is a CMYK JPEG", kPlainJpeg);
  if (info.num_components != 1 && info.num_components != 3) {
    return unsupported(name, "it has " + std::to_string(info.num_components) + " channels", kPlainJpeg);
  }
  return {};
}

}  // namespace

Result<DecodedPicture> decode_jpeg(FileBytes file, const std::string& name) {
  Decompressor jpeg;
  auto& info = jpeg.info;
  auto& landing = jpeg.reports.landing;
  DecodedPicture picture;
  const bool begun = succeeds(landing, [&] {
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, data_of(file), file.size());
    constexpr unsigned kWhole = 0xFFFF;
    jpeg_save_markers(&info, JPEG_APP0 + 1, kWhole);
    jpeg_save_markers(&info, JPEG_APP0 + 2, kWhole);
    jpeg_read_header(&info, TRUE);
  });
  if (Status status = check_frame(jpeg, picture, name); !status) return status.error();
  if (!begun) return error_of(jpeg, file, name);

  JOCTET* profile = nullptr;
  unsigned profile_size = 0;
  if (!succeeds(landing, [&] { jpeg_read_icc_profile(&info, &profile, &profile_size); })) {
    return error_of(jpeg, file, name);
  }
  const std::unique_ptr<JOCTET, decltype(&std::free)> owned(profile, std::free);
  picture.icc.assign(profile, profile + profile_size);
  for (auto segment = info.marker_list; segment != nullptr; segment = segment->next) {
    constexpr std::size_t kPrefix = 6;
    if (segment->marker == JPEG_APP0 + 1 && segment->data_length >= kPrefix &&
        std::memcmp(segment->data, "Exif\0\0", kPrefix) == 0) {
      picture.exif = read_exif(std::as_bytes(std::span(segment->data, segment->data_length)));
      break;
    }
  }

  picture.channels = info.num_components;
  picture.allocate();
  info.out_color_space = picture.grey() ? JCS_GRAYSCALE : JCS_RGB;
  const bool decoded = succeeds(landing, [&] {
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = picture.row(static_cast<int>(info.output_scanline));
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  });
  if (!decoded) return error_of(jpeg, file, name);
  return picture;
}

}  // namespace tonsure
