#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>  // SEEK_SET
#include <cstring>
#include <memory>
#include <new>

#include <tiffio.h>

#include "decoded_picture.h"

namespace tonsure {
namespace {

constexpr const char* kTiffFix = "8 or 16 bits a sample, grey or RGB, are read";
/// A tile may be so large whatever the picture is; larger only where it is hardly larger than the picture.
constexpr std::uint64_t kMostPieceBytes = 16U << 20U;
/// No compression folds more bytes than this into one (Zstandard: 128 KiB into 4).
constexpr std::uint64_t kMostUnfolded = 40'000;

/// A file in memory as libtiff wants to read it.
struct Source {
  FileBytes file;
  toff_t at = 0;
  bool read_past_end = false;
};

tmsize_t read_source(thandle_t handle, void* out, tmsize_t size) {
  auto& source = *static_cast<Source*>(handle);
  const toff_t left = source.at < source.file.size() ? source.file.size() - source.at : 0;
  const auto count = std::min<toff_t>(left, static_cast<toff_t>(size));
  if (count < static_cast<toff_t>(size)) source.read_past_end = true;
  if (count > 0) std::memcpy(out, source.file.data() + source.at, count);
  source.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_nothing(thandle_t /*handle*/, void* /*data*/, tmsize_t /*size*/) {
  return 0;
}

toff_t seek_source(thandle_t handle, toff_t offset, int whence) {
  auto& source = *static_cast<Source*>(handle);
  const toff_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source.at : source.file.size();
  return source.at = from + offset;
}

toff_t size_of_source(thandle_t handle) {
  return static_cast<Source*>(handle)->file.size();
}

int close_nothing(thandle_t /*handle*/) {
  return 0;
}

/// libtiff then says it nowhere else.
int say_nothing(TIFF* /*tiff*/, void* /*data*/, const char* /*module*/, const char* /*format*/, va_list /*values*/) {
  return 1;
}

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

Tiff open(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, Close> options(TIFFOpenOptionsAlloc());
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(kMaxFileBytes));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), say_nothing, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), say_nothing, nullptr);
  // "m": not mapped, so that every byte is asked for; and the first directory only.
  return Tiff(TIFFClientOpenExt("photo", "rm", &source, read_source, write_nothing, seek_source, close_nothing,
                                size_of_source, nullptr, nullptr, options.get()));
}

/// A tag of one number, or what the standard says where it is missing.
template <class T>
T number(TIFF* tiff, std::uint32_t tag) {
  T value{};
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

/// How samples lie in the file.
struct Layout {
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t samples = 1;
  bool planes = false;      ///< one sample after the other, each a picture
  bool by_libtiff = false;  ///< YCbCr, which libtiff makes RGB
};

/// What a photometric interpretation that is not read means, by the standard and its supplements.
std::string kind_of(std::uint16_t photometric) {
  switch (photometric) {
    case PHOTOMETRIC_SEPARATED:
      return "in CMYK, the colours of printing inks";
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
      return "in CIELAB";
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
      return "of logarithms of light";
    case PHOTOMETRIC_CFA:
      return "of a camera's raw sensor data";
    case PHOTOMETRIC_MASK:
      return "that is a transparency mask";
    default:
      return "whose samples are no grey or RGB (photometric interpretation " + std::to_string(photometric) + ")";
  }
}

Result<Layout> find_layout(TIFF* tiff, DecodedPicture& picture, const std::string& name) {
  // Camera raw files are TIFFs whose first page is a thumbnail or whose samples are a sensor's.
  void* version = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_DNGVERSION, &version) != 0 ||
      (number<std::uint32_t>(tiff, TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0) {
    return unsupported(name, "it is a camera raw file, or begins with a thumbnail", "export it as a JPEG or PNG");
  }
  Layout layout;
  const auto bits = number<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE);
  if (bits != 8 && bits != 16) {
    return unsupported(name, "it has " + std::to_string(bits) + " bits a sample", kTiffFix);
  }
  picture.bits = bits;
  if (number<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT) != SAMPLEFORMAT_UINT) {
    return unsupported(name, "its samples are not unsigned whole numbers", kTiffFix);
  }
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric);
  layout.samples = number<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL);
  layout.planes = layout.samples > 1 && number<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
  bool known = false;
  std::uint16_t colors = 1;
  switch (layout.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
      known = true;
      picture.channels = 1;
      break;
    case PHOTOMETRIC_PALETTE:
      known = bits == 8;
      break;
    case PHOTOMETRIC_RGB:
      known = true;
      colors = 3;
      break;
    case PHOTOMETRIC_YCBCR:
      known = bits == 8;
      colors = 3;
      layout.by_libtiff = number<std::uint16_t>(tiff, TIFFTAG_COMPRESSION) != COMPRESSION_JPEG;
      if (!layout.by_libtiff) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
      break;
    default:
      break;
  }
  if (!known) {
    return unsupported(name, "it is a TIFF " + kind_of(layout.photometric),
                       std::string(kTiffFix) + "; convert it to sRGB in a photo program and save it again");
  }
  const bool may_have_alpha = layout.photometric != PHOTOMETRIC_PALETTE && layout.photometric != PHOTOMETRIC_YCBCR;
  const bool alpha = may_have_alpha && layout.samples == colors + 1;
  if (layout.samples != colors && !alpha) {
    return unsupported(name, "it has " + std::to_string(layout.samples) + " samples a pixel",
                       std::string(kTiffFix) + ", with or without alpha");
  }
  if (alpha) {
    picture.channels = colors + 1;
    std::uint16_t count = 0;
    const std::uint16_t* kinds = nullptr;
    TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    picture.premultiplied = count > 0 && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  }
  return layout;
}

/// The strips or tiles of the file; a strip is a tile as wide as the picture.
class Pieces {
 public:
  Pieces(TIFF* tiff, const DecodedPicture& picture, const Layout& layout)
      : tiff_(tiff),
        tiled_(TIFFIsTiled(tiff) != 0),
        samples_(layout.planes ? 1 : layout.samples),
        width_(static_cast<std::uint32_t>(picture.width)),
        height_(number<std::uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP)) {
    if (tiled_) {
      TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width_);
      TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height_);
    } else {
      height_ = std::min(height_, static_cast<std::uint32_t>(picture.height));
    }
    row_bytes_ = std::uint64_t{width_} * samples_ * static_cast<unsigned>(picture.bits / 8);
  }

  [[nodiscard]] std::uint32_t width() const { return width_; }
  [[nodiscard]] std::uint32_t height() const { return height_; }
  /// Samples of one pixel in a piece.
  [[nodiscard]] std::uint32_t samples() const { return samples_; }
  [[nodiscard]] std::uint64_t row_bytes() const { return row_bytes_; }
  [[nodiscard]] bool empty() const { return width_ == 0 || height_ == 0; }
  /// True where a piece takes more than any sensible one; its sides are 32 bits long.
  [[nodiscard]] bool larger_than(std::uint64_t bytes) const { return row_bytes_ > bytes / height_; }
  /// True where a piece's rows are the picture's, one below the other.
  [[nodiscard]] bool whole_rows(const Layout& layout) const { return !tiled_ && samples_ == layout.samples; }
  /// True where libtiff reckons with as many bytes as these sizes say.
  [[nodiscard]] bool plain() const {
    return (tiled_ ? TIFFTileSize64(tiff_) : TIFFStripSize64(tiff_)) == row_bytes_ * height_;
  }

  /// True where the directory says of each piece how long it is. libtiff reads an uncompressed one of which it does not
  /// from the file's first byte on.
  [[nodiscard]] bool all_there() const {
    const std::uint32_t count = tiled_ ? TIFFNumberOfTiles(tiff_) : TIFFNumberOfStrips(tiff_);
    for (std::uint32_t i = 0; i < count; ++i)
      if (TIFFGetStrileByteCount(tiff_, i) == 0) return false;
    return true;
  }

  /// Reads the piece at (x, y) of a plane; false where not all of its first `rows` rows are there.
  bool read(std::uint32_t x, std::uint32_t y, std::uint16_t plane, std::uint32_t rows, unsigned char* out) const {
    const auto size = static_cast<tmsize_t>((tiled_ ? height_ : rows) * row_bytes_);
    const tmsize_t got = tiled_ ? TIFFReadEncodedTile(tiff_, TIFFComputeTile(tiff_, x, y, 0, plane), out, size)
                                : TIFFReadEncodedStrip(tiff_, TIFFComputeStrip(tiff_, y, plane), out, size);
    return got == size;
  }

 private:
  TIFF* tiff_;
  bool tiled_;
  std::uint32_t samples_;
  std::uint32_t width_;
  std::uint32_t height_;
  std::uint64_t row_bytes_ = 0;
};

/// Copies the stored samples into picture.pixels as they are; `stored`: samples a pixel there.
bool read_pieces(const Pieces& pieces, const Layout& layout, DecodedPicture& picture) {
  const auto width = static_cast<std::uint32_t>(picture.width), height = static_cast<std::uint32_t>(picture.height);
  const std::size_t sample_bytes = static_cast<std::size_t>(picture.bits) / 8;
  const std::size_t pixel_bytes = sample_bytes * layout.samples, part_bytes = sample_bytes * pieces.samples();
  if (pieces.whole_rows(layout)) {
    for (std::uint32_t top = 0; top < height; top += std::min(pieces.height(), height - top)) {
      unsigned char* const out = picture.pixels.data() + std::size_t{top} * width * pixel_bytes;
      if (!pieces.read(0, top, 0, std::min(pieces.height(), height - top), out)) return false;
    }
    return true;
  }
  std::vector<unsigned char> piece(static_cast<std::size_t>(pieces.row_bytes() * pieces.height()));
  for (std::uint16_t plane = 0; plane < (layout.planes ? layout.samples : 1); ++plane) {
    for (std::uint32_t top = 0; top < height; top += std::min(pieces.height(), height - top)) {
      const std::uint32_t rows = std::min(pieces.height(), height - top);
      for (std::uint32_t left = 0; left < width; left += std::min(pieces.width(), width - left)) {
        if (!pieces.read(left, top, plane, rows, piece.data())) return false;
        const std::size_t columns = std::min(pieces.width(), width - left);
        for (std::uint32_t y = 0; y < rows; ++y) {
          const unsigned char* in = piece.data() + y * pieces.row_bytes();
          unsigned char* out = picture.pixels.data() + (std::size_t{top + y} * width + left) * pixel_bytes;
          if (part_bytes == pixel_bytes) {
            std::memcpy(out, in, columns * pixel_bytes);
            continue;
          }
          out += plane * sample_bytes;
          for (std::size_t x = 0; x < columns; ++x) {
            std::memcpy(out + x * pixel_bytes, in + x * sample_bytes, sample_bytes);
          }
        }
      }
    }
  }
  return true;
}

/// From white is zero to black is zero, of any depth.
void invert_colors(DecodedPicture& picture) {
  const std::size_t sample_bytes = static_cast<std::size_t>(picture.bits) / 8;
  const std::size_t pixel_bytes = sample_bytes * static_cast<std::size_t>(picture.channels);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    if (i % pixel_bytes < sample_bytes) picture.pixels[i] = static_cast<unsigned char>(~picture.pixels[i]);
  }
}

/// YCbCr in any form but JPEG; `orientation`: the file's own, so that nothing is turned.
bool read_by_libtiff(TIFF* tiff, int orientation, DecodedPicture& picture) {
  std::vector<std::uint32_t> raster(picture.pixels.size() / 3);
  if (TIFFReadRGBAImageOriented(tiff, static_cast<std::uint32_t>(picture.width),
                                static_cast<std::uint32_t>(picture.height), raster.data(), orientation, 1) == 0) {
    return false;
  }
  unsigned char* out = picture.pixels.data();
  for (const std::uint32_t pixel : raster) {
    *out++ = static_cast<unsigned char>(TIFFGetR(pixel));
    *out++ = static_cast<unsigned char>(TIFFGetG(pixel));
    *out++ = static_cast<unsigned char>(TIFFGetB(pixel));
  }
  return true;
}

/// From indices, one byte each, to RGB. The map holds 16 bits a colour; some programs write 8.
bool apply_palette(TIFF* tiff, DecodedPicture& picture) {
  std::array<const std::uint16_t*, 3> map{};
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) == 0) return false;
  constexpr int kColors = 256;
  bool shallow = true;
  for (const std::uint16_t* channel : map)
    shallow = shallow && std::all_of(channel, channel + kColors, [](auto v) { return v < 256; });
  const std::vector<unsigned char> indices = std::move(picture.pixels);
  picture.pixels.clear();
  picture.pixels.reserve(3 * indices.size());
  for (const unsigned char index : indices) {
    for (const std::uint16_t* channel : map) {
      picture.pixels.push_back(static_cast<unsigned char>(shallow ? channel[index] : channel[index] >> 8U));
    }
  }
  return true;
}

}  // namespace

Result<DecodedPicture> decode_tiff(FileBytes file, const std::string& name) {
  Source source{file};
  const Tiff tiff = open(source);
  if (source.read_past_end) return cut_off(name, file, "the end of its first directory");
  if (!tiff) return damaged(name, "its directory is damaged, or of a kind that is not read");
  DecodedPicture picture;
  if (Status status = set_size(picture, number<std::uint32_t>(tiff.get(), TIFFTAG_IMAGEWIDTH),
                               number<std::uint32_t>(tiff.get(), TIFFTAG_IMAGELENGTH), name);
      !status) {
    return status.error();
  }
  picture.exif.orientation = number<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION);
  std::uint32_t icc_size = 0;
  const unsigned char* icc = nullptr;
  if (TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &icc_size, &icc) != 0) picture.icc.assign(icc, icc + icc_size);
  const auto layout = find_layout(tiff.get(), picture, name);
  if (!layout) return layout.error();

  const Pieces pieces(tiff.get(), picture, *layout);
  const auto pixels = static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height);
  const std::uint64_t bytes = pixels * layout->samples * static_cast<unsigned>(picture.bits / 8);
  if (pieces.empty()) return damaged(name, "its strips or tiles have no pixels");
  if (pieces.larger_than(std::max(kMostPieceBytes, bytes + bytes / 4))) {
    return Error{ErrorCode::kResourceLimit, name,
                 "its tiles have " + std::to_string(pieces.width()) + " x " + std::to_string(pieces.height()) +
                     " pixels, far more than the picture",
                 "save it without tiles"};
  }
  if (bytes / kMostUnfolded > file.size()) return too_few_bytes(name, "it has", file.size(), picture);
  if (!pieces.all_there()) return cut_off(name, file, "a part of its strips or tiles");
  bool read = false;
  if (layout->by_libtiff) {
    picture.allocate();
    read = read_by_libtiff(tiff.get(), picture.exif.orientation, picture);
  } else if (pieces.plain()) {
    picture.pixels.resize(static_cast<std::size_t>(pixels) * layout->samples *
                          static_cast<std::size_t>(picture.bits / 8));
    read = read_pieces(pieces, *layout, picture);
  }
  if (source.read_past_end) return cut_off(name, file);
  if (read && layout->photometric == PHOTOMETRIC_PALETTE) read = apply_palette(tiff.get(), picture);
  if (!read) return damaged(name);
  if (layout->photometric == PHOTOMETRIC_MINISWHITE) {
    invert_colors(picture);
  }
  return picture;
}

}  // namespace tonsure
