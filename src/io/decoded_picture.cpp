#include "decoded_picture.h"

#include <array>
#include <cstring>
#include <string_view>

#include <tonsure/io/photo.h>

namespace tonsure {
namespace {

constexpr const char* kReadable = "a JPEG, PNG, TIFF, WebP, HEIC or AVIF file is needed";
constexpr const char* kSaveAnew = "copy or save the photo again";

using Decoder = Result<DecodedPicture> (*)(FileBytes, const std::string&);

Result<DecodedPicture> decode_heic_or_avif(FileBytes file, const std::string& name) {
  return decode_heif(file, name);
}

struct Format {
  std::size_t at;
  std::string_view signature;
  Decoder decode;
  std::string_view other = {};  ///< the name of a format that is not read
};

constexpr auto kFormats = std::to_array<Format>({
    {0, "\xFF\xD8\xFF", decode_jpeg},
    {0, "\x89PNG\r\n\x1A\n", decode_png},
    {8, {"CR\2", 3}, nullptr, "camera raw"},
    {0, {"II*\0", 4}, decode_tiff},
    {0, {"MM\0*", 4}, decode_tiff},
    {8, "WEBP", decode_webp},
    {4, "ftyphei", decode_heic_or_avif},
    {4, "ftyphev", decode_heic_or_avif},
    {4, "ftypmif1", decode_heic_or_avif},
    {4, "ftypmsf1", decode_heic_or_avif},
    {4, "ftypavif", decode_heic_or_avif},
    {4, "ftypavis", decode_heic_or_avif},
    {0, {"II+\0", 4}, nullptr, "BigTIFF"},
    {0, {"MM\0+", 4}, nullptr, "BigTIFF"},
    {4, "ftypcrx", nullptr, "camera raw"},
    {0, "FUJIFILM", nullptr, "camera raw"},
    {0, "GIF8", nullptr, "GIF"},
    {0, "8BPS", nullptr, "Photoshop"},
    {0, "%PDF", nullptr, "PDF"},
    {0, "\xFF\x0A", nullptr, "JPEG XL"},
    {4, "JXL \r\n", nullptr, "JPEG XL"},
    {4, "jP  \r\n", nullptr, "JPEG 2000"},
    {0, "BM", nullptr, "BMP"},
});

const Format* format_of(FileBytes file) {
  for (const Format& format : kFormats) {
    const auto& signature = format.signature;
    if (file.size() >= format.at + signature.size() &&
        std::memcmp(file.data() + format.at, signature.data(), signature.size()) == 0) {
      return &format;
    }
  }
  return nullptr;
}

}  // namespace

Result<DecodedPicture> decode_picture(FileBytes file, const std::string& name) {
  if (file.empty()) return Error{ErrorCode::kInvalidInput, name, "the file is empty", kReadable};
  if (file.size() > kMaxFileBytes) {
    return Error{ErrorCode::kResourceLimit, name, "it has " + std::to_string(file.size()) + " bytes",
                 "at most " + std::to_string(kMaxFileBytes) + " are allowed; scale it down"};
  }
  const Format* format = format_of(file);
  if (format == nullptr) return Error{ErrorCode::kInvalidInput, name, "it is not a photo", kReadable};
  if (format->decode == nullptr) {
    return unsupported(name, "it is a " + std::string(format->other) + " file", kReadable);
  }
  auto picture = format->decode(file, name);
  if (!picture) return picture.error();
  // Of another size than the camera made it, the photo was cropped or shrunk: the focal length no longer holds.
  Exif& exif = picture->exif;
  if (exif.width != picture->width || exif.height != picture->height) exif.focal_35mm = 0;
  if (picture->icc.size() > kMaxProfileBytes) {
    picture->icc.clear();
    picture->warnings.emplace_back(kProfileLeftOut);
  }
  return picture;
}

Status set_size(DecodedPicture& picture, long long width, long long height, const std::string& name) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (width <= 0 || height <= 0) return Error{ErrorCode::kInvalidInput, name, "its size is " + size, kSaveAnew};
  // Each side is below 2^32, but their product need not fit 64 signed bits.
  if (width > kMaxPhotoPixels / height) {
    return Error{ErrorCode::kResourceLimit, name, "the photo has " + size,
                 "at most " + std::to_string(kMaxPhotoPixels) + " pixels (" +
                     std::to_string(kMaxPhotoPixels / 1'000'000) + " megapixels) are allowed; scale it down"};
  }
  picture.width = static_cast<int>(width);
  picture.height = static_cast<int>(height);
  return {};
}

Error damaged(const std::string& name, std::string why) {
  return {ErrorCode::kInvalidInput, name, std::move(why), kSaveAnew};
}

Error too_few_bytes(const std::string& name, const char* what_has, std::uint64_t bytes, const DecodedPicture& picture) {
  return damaged(name, std::string(what_has) + " " + std::to_string(bytes) + " bytes, too few for " +
                           std::to_string(picture.width) + " x " + std::to_string(picture.height) + " pixels");
}

Error cut_off(const std::string& name, FileBytes file, const char* missing) {
  return {ErrorCode::kInvalidInput, name,
          "the file ends after " + std::to_string(file.size()) + " bytes, before " + missing, kSaveAnew};
}

Error unsupported(const std::string& name, std::string why, std::string fix) {
  return {ErrorCode::kUnsupported, name, std::move(why), std::move(fix)};
}

}  // namespace tonsure
