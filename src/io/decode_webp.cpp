#include <cstdint>
#include <memory>
#include <new>

#include <webp/decode.h>
#include <webp/demux.h>

#include "decoded_picture.h"

namespace tonsure {
namespace {

struct Delete {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

/// The first chunk of a type; empty where there is none. It lies in the file.
FileBytes chunk_of(const WebPDemuxer* demuxer, const char* type) {
  WebPChunkIterator chunk{};
  FileBytes bytes;
  if (WebPDemuxGetChunk(demuxer, type, 1, &chunk) != 0) {
    bytes = std::as_bytes(std::span(chunk.chunk.bytes, chunk.chunk.size));
  }
  WebPDemuxReleaseChunkIterator(&chunk);
  return bytes;
}

}  // namespace

Result<DecodedPicture> decode_webp(FileBytes file, const std::string& name) {
  WebPBitstreamFeatures features{};
  const VP8StatusCode state = WebPGetFeatures(data_of(file), file.size(), &features);
  if (state == VP8_STATUS_NOT_ENOUGH_DATA) return cut_off(name, file, "its size");
  if (state != VP8_STATUS_OK) return damaged(name);
  DecodedPicture picture;
  if (Status status = set_size(picture, features.width, features.height, name); !status) return status.error();
  if (features.has_animation != 0) return unsupported(name, "it is an animation", "a still picture is needed");

  WebPDemuxState parsed = WEBP_DEMUX_PARSE_ERROR;
  const WebPData data{data_of(file), file.size()};
  const std::unique_ptr<WebPDemuxer, Delete> demuxer(WebPDemuxPartial(&data, &parsed));
  if (parsed == WEBP_DEMUX_PARSING_HEADER || parsed == WEBP_DEMUX_PARSED_HEADER) return cut_off(name, file);
  if (!demuxer || parsed != WEBP_DEMUX_DONE) return damaged(name);
  const FileBytes icc = chunk_of(demuxer.get(), "ICCP");
  picture.icc.assign(data_of(icc), data_of(icc) + icc.size());
  picture.exif = read_exif(chunk_of(demuxer.get(), "EXIF"));

  picture.channels = features.has_alpha != 0 ? 4 : 3;
  picture.allocate();
  auto* const decode = picture.alpha() ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  if (decode(data_of(file), file.size(), picture.pixels.data(), picture.pixels.size(),
             static_cast<int>(picture.row_bytes())) == nullptr) {
    return damaged(name);
  }
  return picture;
}

}  // namespace tonsure
