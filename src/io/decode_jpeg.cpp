#include <algorithm>
#include <cstdint>
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
constexpr std::size_t kMostScans = 50;
/// Of large pictures fewer: passes times pixels, a second or two.
constexpr std::size_t kMostScannedPixels = 500'000'000;
constexpr std::size_t kAlwaysScans = 16;
/// A profile takes 255 at most, long metadata hundreds; libjpeg keeps them in a list whose end it searches.
constexpr std::size_t kMostSegments = 4096;

constexpr const char* kPlainJpeg = "save it as an ordinary 8-bit JPEG in RGB or grey";

/// libjpeg's way to report, for one picture.
struct Reports {
  jpeg_error_mgr base{};  // first, so that a pointer to it is one to this
  std::jmp_buf landing{};
  int code = 0;             ///< libjpeg's number of what ended the decoding
  bool in_picture = false;  ///< picture data were begun
  bool doubtful = false;    ///< they hold what belongs to nothing, or contradict each other
  bool profile_incomplete = false;
};

[[noreturn]] void stop(j_common_ptr info) {
  auto* reports = reinterpret_cast<Reports*>(info->err);
  reports->code = reports->base.msg_code;
  std::longjmp(reports->landing, 1);  // NOLINT(cert-err52-cpp)
}

/// Of a warning (level -1) libjpeg would go on with grey or garbled blocks.
void notice(j_common_ptr info, int level) {
  if (level >= 0) return;
  auto* reports = reinterpret_cast<Reports*>(info->err);
  switch (reports->base.msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
      stop(info);
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_BOGUS_PROGRESSION:
      reports->doubtful = reports->doubtful || reports->in_picture;
      break;
    case JWRN_BOGUS_ICC:
      reports->profile_incomplete = true;
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
    default:
      break;
  }
  if (!jpeg.reports.in_picture) return damaged(name);
  // Of several passes over all rows one is not done; a single one is read as the rows are asked for.
  const std::uint64_t height = info.image_height;
  const std::uint64_t row = std::min(height, info.output_scanline > 0 || info.total_iMCU_rows == 0
                                                 ? std::uint64_t{info.output_scanline}
                                                 : height * info.input_iMCU_row / info.total_iMCU_rows);
  std::string why = "the picture data are damaged near row " + std::to_string(row) + " of " + std::to_string(height);
  if (info.input_scan_number > 1) {
    return damaged(name, why + " in pass " + std::to_string(info.input_scan_number) + " over the picture");
  }
  return damaged(name, why + ": " + std::to_string(100 * (height - row) / height) + " % of the picture are missing");
}

/// What a file asks for, by its markers alone (ITU-T T.81, B.1).
struct Markers {
  std::size_t scans = 0;
  std::size_t segments = 0;  ///< of all kinds
};

Markers count_markers(FileBytes file) {
  constexpr unsigned kMark = 0xFF, kFirstRestart = 0xD0, kEnd = 0xD9, kScan = 0xDA;
  const unsigned char* const bytes = data_of(file);
  Markers markers;
  std::size_t at = 2;
  while (at + 1 < file.size()) {
    const void* mark = std::memchr(bytes + at, kMark, file.size() - 1 - at);
    if (mark == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const unsigned char*>(mark) - bytes) + 1;
    const unsigned code = bytes[at];
    if (code == 0 || code == kMark || code == 1 || (code >= kFirstRestart && code < kEnd)) continue;  // no segment
    if (code == kEnd) break;
    ++markers.segments;
    if (code == kScan) ++markers.scans;
    if (at + 2 >= file.size()) break;
    at += 1 + (std::size_t{bytes[at + 1]} << 8U | bytes[at + 2]);
  }
  return markers;
}

/// Before any of it costs time. Errors: kResourceLimit.
Status check_segments(const Markers& markers, const std::string& name) {
  if (markers.segments <= kMostSegments + kMostScans) return {};
  return Error{ErrorCode::kResourceLimit, name,
               "it has more than " + std::to_string(kMostSegments) + " segments of metadata",
               "save it again without metadata"};
}

/// The same for the picture of a size, and whether there can be so many pixels in so few bytes.
Status check_scans(const Decompressor& jpeg, const Markers& markers, FileBytes file, const DecodedPicture& picture,
                   const std::string& name) {
  const auto pixels = static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height);
  const std::uint64_t most = std::clamp<std::uint64_t>(kMostScannedPixels / pixels, kAlwaysScans, kMostScans);
  if (markers.scans > most) {
    return Error{ErrorCode::kResourceLimit, name,
                 "its picture data come in " + std::to_string(markers.scans) + " scans",
                 "at most " + std::to_string(most) + " are allowed of such a size; save it as a baseline JPEG"};
  }
  // Huffman codes have a bit at least, and a block 64 values, of which subsampling makes 128 pixels at most.
  constexpr std::uint64_t kMostPixelsPerByte = 8 * 128;
  if (jpeg.info.arith_code == TRUE || pixels / kMostPixelsPerByte <= file.size()) return {};
  return too_few_bytes(name, "it has", file.size(), picture);
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
  const Markers markers = count_markers(file);
  if (Status status = check_segments(markers, name); !status) return status.error();
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
  if (Status status = check_scans(jpeg, markers, file, picture, name); !status) return status.error();

  JOCTET* profile = nullptr;
  unsigned profile_size = 0;
  if (!succeeds(landing, [&] { jpeg_read_icc_profile(&info, &profile, &profile_size); })) {
    return error_of(jpeg, file, name);
  }
  const std::unique_ptr<JOCTET, decltype(&std::free)> owned(profile, std::free);
  picture.icc.assign(profile, profile + profile_size);
  if (jpeg.reports.profile_incomplete) picture.warnings.emplace_back(kProfileLeftOut);
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
  jpeg.reports.in_picture = true;
  const bool decoded = succeeds(landing, [&] {
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = picture.row(static_cast<int>(info.output_scanline));
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  });
  if (!decoded) return error_of(jpeg, file, name);
  if (jpeg.reports.doubtful)
    picture.doubt = "bytes among its picture data belong to nothing: a part of the picture may be damaged";
  return picture;
}

}  // namespace tonsure
