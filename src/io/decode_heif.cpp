#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include <dlfcn.h>
#include <libheif/heif.h>

#include <tonsure/io/photo.h>

#include "color_numbers.h"
#include "decoded_picture.h"

namespace tonsure {
namespace {

struct CloseLibrary {
  void operator()(void* library) const { dlclose(library); }
};

/// What is called of libheif. It is opened while the program runs, and only then: builds of it are linked to libx265,
/// whose licence (GPL) is not ours.
struct LibHeif {
  explicit LibHeif(const char* name) : library(dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
    complete =
        library != nullptr && find(context_alloc, "heif_context_alloc") && find(context_free, "heif_context_free") &&
        find(set_size_limit, "heif_context_set_maximum_image_size_limit") &&
        find(set_threads, "heif_context_set_max_decoding_threads") &&
        find(read, "heif_context_read_from_memory_without_copy") &&
        find(primary_image, "heif_context_get_primary_image_handle") &&
        find(handle_release, "heif_image_handle_release") && find(width, "heif_image_handle_get_width") &&
        find(height, "heif_image_handle_get_height") && find(has_alpha, "heif_image_handle_has_alpha_channel") &&
        find(premultiplied, "heif_image_handle_is_premultiplied_alpha") &&
        find(profile_type, "heif_image_handle_get_color_profile_type") &&
        find(profile_size, "heif_image_handle_get_raw_color_profile_size") &&
        find(profile, "heif_image_handle_get_raw_color_profile") &&
        find(nclx, "heif_image_handle_get_nclx_color_profile") && find(nclx_free, "heif_nclx_color_profile_free") &&
        find(metadata_ids, "heif_image_handle_get_list_of_metadata_block_IDs") &&
        find(metadata_size, "heif_image_handle_get_metadata_size") &&
        find(metadata, "heif_image_handle_get_metadata") && find(options_alloc, "heif_decoding_options_alloc") &&
        find(options_free, "heif_decoding_options_free") && find(decode, "heif_decode_image") &&
        find(image_release, "heif_image_release") && find(image_width, "heif_image_get_width") &&
        find(image_height, "heif_image_get_height") && find(plane, "heif_image_get_plane_readonly");
  }

  std::unique_ptr<void, CloseLibrary> library;
  bool complete = false;
  decltype(&heif_context_alloc) context_alloc = nullptr;
  decltype(&heif_context_free) context_free = nullptr;
  decltype(&heif_context_set_maximum_image_size_limit) set_size_limit = nullptr;
  decltype(&heif_context_set_max_decoding_threads) set_threads = nullptr;
  decltype(&heif_context_read_from_memory_without_copy) read = nullptr;
  decltype(&heif_context_get_primary_image_handle) primary_image = nullptr;
  decltype(&heif_image_handle_release) handle_release = nullptr;
  decltype(&heif_image_handle_get_width) width = nullptr;
  decltype(&heif_image_handle_get_height) height = nullptr;
  decltype(&heif_image_handle_has_alpha_channel) has_alpha = nullptr;
  decltype(&heif_image_handle_is_premultiplied_alpha) premultiplied = nullptr;
  decltype(&heif_image_handle_get_color_profile_type) profile_type = nullptr;
  decltype(&heif_image_handle_get_raw_color_profile_size) profile_size = nullptr;
  decltype(&heif_image_handle_get_raw_color_profile) profile = nullptr;
  decltype(&heif_image_handle_get_nclx_color_profile) nclx = nullptr;
  decltype(&heif_nclx_color_profile_free) nclx_free = nullptr;
  decltype(&heif_image_handle_get_list_of_metadata_block_IDs) metadata_ids = nullptr;
  decltype(&heif_image_handle_get_metadata_size) metadata_size = nullptr;
  decltype(&heif_image_handle_get_metadata) metadata = nullptr;
  decltype(&heif_decoding_options_alloc) options_alloc = nullptr;
  decltype(&heif_decoding_options_free) options_free = nullptr;
  decltype(&heif_decode_image) decode = nullptr;
  decltype(&heif_image_release) image_release = nullptr;
  decltype(&heif_image_get_width) image_width = nullptr;
  decltype(&heif_image_get_height) image_height = nullptr;
  decltype(&heif_image_get_plane_readonly) plane = nullptr;

 private:
  template <class Function>
  bool find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library.get(), name));
    return function != nullptr;
  }
};

/// Something of libheif's, with the call that gives it back.
template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

Error error_of(const heif_error& error, FileBytes file, const std::string& name) {
  if (error.code == heif_error_Memory_allocation_error) {
    if (error.subcode != heif_suberror_Security_limit_exceeded) throw std::bad_alloc();
    return {ErrorCode::kResourceLimit, name,
            "the photo, or a part of it, has more than " + std::to_string(kMaxPhotoPixels) + " pixels",
            "scale it down"};
  }
  if (error.subcode == heif_suberror_End_of_data) return cut_off(name, file);
  if (error.subcode == heif_suberror_Unsupported_codec) {
    return unsupported(
        name, "the installed libheif has no decoder for it",
        "install libheif's plugins for HEVC (libheif-plugin-libde265) and AV1 (libheif-plugin-aomdec), or "
        "save the photo as a JPEG");
  }
  if (error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature) {
    return unsupported(name, "it is a kind of HEIC or AVIF file that is not read", "save the photo as a JPEG");
  }
  return damaged(name);
}

/// A profile, where there is one, says more than codes.
void take_colors(const LibHeif& lib, const heif_image_handle* handle, DecodedPicture& picture) {
  const heif_color_profile_type type = lib.profile_type(handle);
  if (type == heif_color_profile_type_prof || type == heif_color_profile_type_rICC) {
    const std::size_t size = lib.profile_size(handle);
    picture.icc.resize(std::min(size, kMaxProfileBytes));
    if (size <= kMaxProfileBytes && lib.profile(handle, picture.icc.data()).code == heif_error_Ok) return;
    picture.icc.clear();
    picture.warnings.emplace_back(kProfileLeftOut);
  }
  heif_color_profile_nclx* found = nullptr;
  if (lib.nclx(handle, &found).code != heif_error_Ok || found == nullptr) return;
  const std::unique_ptr<heif_color_profile_nclx, decltype(lib.nclx_free)> nclx(found, lib.nclx_free);
  const auto primaries = static_cast<unsigned>(nclx->color_primaries);
  const auto transfer = static_cast<unsigned>(nclx->transfer_characteristics);
  if (take_color_codes(primaries, transfer, picture)) return;
  picture.warnings.push_back(color_codes_not_known("nclx", primaries, transfer));
}

/// EXIF of a picture that libheif turns by the file's own properties: upright, whatever the block says.
Exif exif_of(const LibHeif& lib, const heif_image_handle* handle, const DecodedPicture& picture) {
  heif_item_id id = 0;
  if (lib.metadata_ids(handle, "Exif", &id, 1) < 1) return {};
  std::vector<std::byte> block(lib.metadata_size(handle, id));
  constexpr std::size_t kOffsetSize = 4;  // how far after it the block begins (ISO/IEC 23008-12, annex A.2.1)
  if (block.size() < kOffsetSize || lib.metadata(handle, id, block.data()).code != heif_error_Ok) return {};
  std::size_t at = 0;
  for (std::size_t i = 0; i < kOffsetSize; ++i) at = at << 8U | std::to_integer<std::size_t>(block[i]);
  if (at > block.size() - kOffsetSize) return {};
  Exif exif = read_exif(FileBytes(block).subspan(kOffsetSize + at));
  exif.orientation = 1;
  // Cameras write the size before the turn.
  if (exif.width == picture.height && exif.height == picture.width) std::swap(exif.width, exif.height);
  return exif;
}

Result<DecodedPicture> decode_by(const LibHeif& lib, FileBytes file, const std::string& name) {
  const Owned<heif_context> context(lib.context_alloc(), lib.context_free);
  if (!context) throw std::bad_alloc();
  constexpr int kMostSide = 10'000;  // libheif takes its square, kMaxPhotoPixels
  lib.set_size_limit(context.get(), kMostSide);
  lib.set_threads(context.get(), 0);
  heif_error error = lib.read(context.get(), file.data(), file.size(), nullptr);
  if (error.code != heif_error_Ok) return error_of(error, file, name);
  heif_image_handle* found = nullptr;
  error = lib.primary_image(context.get(), &found);
  if (error.code != heif_error_Ok) return error_of(error, file, name);
  const std::unique_ptr<heif_image_handle, decltype(lib.handle_release)> handle(found, lib.handle_release);

  DecodedPicture picture;
  if (Status status = set_size(picture, lib.width(found), lib.height(found), name); !status) return status.error();
  take_colors(lib, found, picture);
  picture.exif = exif_of(lib, found, picture);
  picture.channels = lib.has_alpha(found) != 0 ? 4 : 3;
  picture.premultiplied = picture.alpha() && lib.premultiplied(found) != 0;

  const Owned<heif_decoding_options> options(lib.options_alloc(), lib.options_free);
  if (!options) throw std::bad_alloc();
  options->convert_hdr_to_8bit = 1;
  if (options->version >= 3) options->strict_decoding = 1;
  // Where there are several decoders of AV1: dav1d prints what it finds wrong. libheif 1.15 decodes alpha by its own
  // choice, though. HEVC's decoder has no rival and is not meant.
  if (options->version >= 4) options->decoder_id = "aom";
  heif_image* decoded = nullptr;
  error = lib.decode(found, &decoded, heif_colorspace_RGB,
                     picture.alpha() ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options.get());
  if (error.code != heif_error_Ok) return error_of(error, file, name);
  const std::unique_ptr<heif_image, decltype(lib.image_release)> image(decoded, lib.image_release);
  int stride = 0;
  const std::uint8_t* rows = lib.plane(decoded, heif_channel_interleaved, &stride);
  if (rows == nullptr || lib.image_width(decoded, heif_channel_interleaved) != picture.width ||
      lib.image_height(decoded, heif_channel_interleaved) != picture.height) {
    return damaged(name);
  }
  picture.allocate();
  for (int y = 0; y < picture.height; ++y) {
    std::memcpy(picture.row(y), rows + static_cast<std::ptrdiff_t>(y) * stride, picture.row_bytes());
  }
  return picture;
}

}  // namespace

Result<DecodedPicture> decode_heif(FileBytes file, const std::string& name, const char* library) {
  const LibHeif lib(library);
  if (!lib.complete) {
    return unsupported(name,
                       "HEIC and AVIF files are read by libheif, which is not installed (" + std::string(library) + ")",
                       "install libheif 1.13 or later (package libheif1), or save the photo as a JPEG");
  }
  try {
    return decode_by(lib, file, name);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (...) {  // libheif is written in C++ and stops none of its own
    return damaged(name);
  }
}

}  // namespace tonsure
