#include <tonsure/io/photo.h>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>

#include <tonsure/core/color.h>
#include <tonsure/interop/opencv.h>
#include <tonsure/io/output.h>
#include "core/rng.h"

#include "photo_files.h"

namespace tonsure {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

Result<Photo> decode(const Bytes& bytes) {
  return decode_photo(span_of(bytes), "photo");
}

/// Smooth, with every pixel its own: what a codec keeps well and a wrong turn shows at once.
cv::Mat gradient(int width, int height, int type) {
  cv::Mat mat(height, width, type);
  const int channels = mat.channels();
  const bool deep = mat.depth() == CV_16U;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int values[4] = {20 + 200 * x / width, 20 + 200 * y / height, 230 - 100 * (x + y) / (width + height),
                             40 + 200 * (width - x) / width};
      for (int c = 0; c < channels; ++c) {
        if (deep) {
          mat.ptr<std::uint16_t>(y)[x * channels + c] = static_cast<std::uint16_t>(values[c] * 257 + 31 * c);
        } else {
          mat.ptr(y)[x * channels + c] = static_cast<unsigned char>(values[c]);
        }
      }
    }
  }
  return mat;
}

/// EXIF's eight orientations, by what they say of the first stored row and column (CIPA DC-008).
cv::Mat upright(const cv::Mat& stored, int orientation) {
  cv::Mat out = stored.clone();
  if (orientation >= 5) cv::transpose(out, out);
  // Orientations whose first row or column lies at the right; at the bottom.
  const bool right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  if (right) cv::flip(out, out, 1);
  if (bottom) cv::flip(out, out, 0);
  return out;
}

/// Fails unless the photo decodes to exactly these pixels.
void expect_pixels(const Result<Photo>& photo, const cv::Mat& bgr, const std::string& what) {
  ASSERT_TRUE(photo.ok()) << what << ": " << photo.error().message();
  const Photo expected = photo_from_bgr(bgr);
  ASSERT_EQ(photo->pixels.width(), expected.pixels.width()) << what;
  ASSERT_EQ(photo->pixels.height(), expected.pixels.height()) << what;
  ASSERT_EQ(photo->pixels.channels(), expected.pixels.channels()) << what;
  EXPECT_EQ(photo->monochrome, expected.monochrome) << what;
  for (int y = 0; y < expected.pixels.height(); ++y) {
    for (int x = 0; x < expected.pixels.width(); ++x) {
      for (int c = 0; c < expected.pixels.channels(); ++c) {
        ASSERT_EQ(int{photo->pixels.view().pixel(x, y)[c]}, int{expected.pixels.view().pixel(x, y)[c]})
            << what << " at " << x << ", " << y << " channel " << c;
      }
    }
  }
}

std::array<int, 4> pixel_of(const Photo& photo, int x, int y) {
  const unsigned char* p = photo.pixels.view().pixel(x, y);
  return {p[0], p[1], p[2], photo.pixels.channels() == 4 ? p[3] : -1};
}

void expect_error(const Result<Photo>& photo, ErrorCode code, const std::string& words) {
  ASSERT_FALSE(photo.ok()) << words;
  const std::string message = photo.error().message();
  EXPECT_EQ(photo.error().code, code) << message;
  EXPECT_EQ(photo.error().where.rfind("photo", 0), 0U) << message;
  EXPECT_NE(message.find(words), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

// ---- pixels ----

TEST(Photo, LosslessFilesKeepEveryByte) {
  for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4}) {
    const cv::Mat mat = gradient(37, 41, type);
    expect_pixels(decode(encode(mat, ".png")), mat, "PNG");
    if (type != CV_8UC4) expect_pixels(decode(encode(mat, ".tiff")), mat, "TIFF");
    if (type != CV_8UC1) expect_pixels(decode(encode(mat, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101})), mat, "WebP");
  }
}

TEST(Photo, JpegIsWhatTheDecoderGives) {
  for (const int type : {CV_8UC1, CV_8UC3}) {
    for (const int progressive : {0, 1}) {
      const Bytes jpeg = encode(gradient(37, 41, type), ".jpg",
                                {cv::IMWRITE_JPEG_PROGRESSIVE, progressive, cv::IMWRITE_JPEG_RST_INTERVAL, 2});
      expect_pixels(decode(jpeg), cv::imdecode(jpeg, cv::IMREAD_UNCHANGED), "JPEG");
      Bytes followed = jpeg;  // some cameras append a second picture
      append(followed, Bytes{1, 2, 3, 0xFF, 0xD8});
      expect_pixels(decode(followed), cv::imdecode(jpeg, cv::IMREAD_UNCHANGED), "JPEG with more behind it");
    }
  }
}

TEST(Photo, SixteenBitsRoundToNearest) {
  cv::Mat mat(256, 257, CV_16UC3);
  for (int i = 0; i < 65536; ++i) {
    for (int c = 0; c < 3; ++c) {
      mat.ptr<std::uint16_t>(i / 256)[i % 256 * 3 + c] = static_cast<std::uint16_t>((i + 20000 * c) % 65536);
    }
  }
  for (int y = 0; y < 256; ++y) {
    for (int c = 0; c < 3; ++c) mat.ptr<std::uint16_t>(y)[256 * 3 + c] = 0;
  }
  cv::Mat expected(mat.size(), CV_8UC3);
  for (int y = 0; y < mat.rows; ++y) {
    for (int i = 0; i < mat.cols * 3; ++i) {
      expected.ptr(y)[i] = static_cast<unsigned char>(std::lround(mat.ptr<std::uint16_t>(y)[i] / 65535.0 * 255));
    }
  }
  expect_pixels(decode(encode(mat, ".png")), expected, "PNG");
  expect_pixels(decode(encode(mat, ".tiff")), expected, "TIFF");
  std::vector<cv::Mat> planes, expected_planes;
  cv::split(mat, planes);
  cv::split(expected, expected_planes);
  expect_pixels(decode(encode(planes[0], ".png")), expected_planes[0], "grey PNG");
  expect_pixels(decode(encode(planes[0], ".tiff")), expected_planes[0], "grey TIFF");
  const cv::Mat with_alpha = gradient(9, 7, CV_16UC4);
  cv::Mat rounded(with_alpha.size(), CV_8UC4);
  for (int y = 0; y < 7; ++y) {
    for (int i = 0; i < 36; ++i) {
      rounded.ptr(y)[i] = static_cast<unsigned char>(std::lround(with_alpha.ptr<std::uint16_t>(y)[i] / 257.0));
    }
  }
  expect_pixels(decode(encode(with_alpha, ".png")), rounded, "PNG with alpha");
}

TEST(Photo, GreyWithAlphaStaysMonochromeAndKeepsAlpha) {
  const auto eight = decode(make_png({2, 2, 8, 4}, {0, 10, 255, 20, 128, 0, 30, 1, 40, 0}));
  ASSERT_TRUE(eight.ok()) << eight.error().message();
  EXPECT_TRUE(eight->monochrome);
  EXPECT_EQ(pixel_of(*eight, 0, 0), (std::array{10, 10, 10, 255}));
  EXPECT_EQ(pixel_of(*eight, 1, 0), (std::array{20, 20, 20, 128}));
  EXPECT_EQ(pixel_of(*eight, 0, 1), (std::array{30, 30, 30, 1}));
  EXPECT_EQ(pixel_of(*eight, 1, 1), (std::array{40, 40, 40, 0}));
  const auto deep = decode(make_png({1, 1, 16, 4}, {0, 0x80, 0x00, 0x40, 0x00}));
  ASSERT_TRUE(deep.ok()) << deep.error().message();
  EXPECT_TRUE(deep->monochrome);
  EXPECT_EQ(pixel_of(*deep, 0, 0), (std::array{128, 128, 128, 64}));  // 0x8000/257 = 127.5 up, 0x4000/257 = 63.75
}

TEST(Photo, PaletteAndTransparentColorsBecomeAlpha) {
  Bytes palette = png_chunk("PLTE", {200, 100, 50, 1, 2, 3});
  const auto opaque = decode(make_png({2, 1, 1, 3}, {0, 0x40}, palette));
  ASSERT_TRUE(opaque.ok()) << opaque.error().message();
  EXPECT_EQ(pixel_of(*opaque, 0, 0), (std::array{200, 100, 50, -1}));
  EXPECT_EQ(pixel_of(*opaque, 1, 0), (std::array{1, 2, 3, -1}));

  append(palette, png_chunk("tRNS", {77}));
  const auto clear = decode(make_png({2, 1, 1, 3}, {0, 0x40}, palette));
  ASSERT_TRUE(clear.ok()) << clear.error().message();
  EXPECT_FALSE(clear->monochrome);
  EXPECT_EQ(pixel_of(*clear, 0, 0), (std::array{200, 100, 50, 77}));
  EXPECT_EQ(pixel_of(*clear, 1, 0), (std::array{1, 2, 3, 255}));

  const auto rgb = decode(make_png({2, 1, 8, 2}, {0, 9, 8, 7, 9, 8, 6}, png_chunk("tRNS", {0, 9, 0, 8, 0, 7})));
  ASSERT_TRUE(rgb.ok()) << rgb.error().message();
  EXPECT_EQ(pixel_of(*rgb, 0, 0), (std::array{9, 8, 7, 0}));
  EXPECT_EQ(pixel_of(*rgb, 1, 0), (std::array{9, 8, 6, 255}));

  const auto deep = decode(make_png({2, 1, 16, 0}, {0, 1, 2, 1, 3}, png_chunk("tRNS", {1, 2})));
  ASSERT_TRUE(deep.ok()) << deep.error().message();
  EXPECT_EQ(pixel_of(*deep, 0, 0), (std::array{1, 1, 1, 0}));
  EXPECT_EQ(pixel_of(*deep, 1, 0), (std::array{1, 1, 1, 255}));

  const auto shallow = decode(make_png({4, 1, 2, 0}, {0, 0b00011011}, png_chunk("tRNS", {0, 2})));
  ASSERT_TRUE(shallow.ok()) << shallow.error().message();
  EXPECT_TRUE(shallow->monochrome);
  EXPECT_EQ(pixel_of(*shallow, 0, 0), (std::array{0, 0, 0, 255}));
  EXPECT_EQ(pixel_of(*shallow, 1, 0), (std::array{85, 85, 85, 255}));
  EXPECT_EQ(pixel_of(*shallow, 2, 0), (std::array{170, 170, 170, 0}));
  EXPECT_EQ(pixel_of(*shallow, 3, 0), (std::array{255, 255, 255, 255}));
}

TEST(Photo, InterlacedPngIsTheSamePicture) {
  const cv::Mat mat = gradient(11, 9, CV_8UC3);
  // The seven passes of Adam7: first column and row, and their steps.
  const int passes[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                            {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  Bytes rows;
  for (const auto& [x0, y0, dx, dy] : passes) {
    for (int y = y0; y < mat.rows; y += dy) {
      if (x0 < mat.cols) rows.push_back(0);
      for (int x = x0; x < mat.cols; x += dx) {
        const auto& p = mat.at<cv::Vec3b>(y, x);
        append(rows, Bytes{p[2], p[1], p[0]});
      }
    }
  }
  expect_pixels(decode(make_png({11, 9, 8, 2, true}, rows)), mat, "interlaced");
}

TEST(Photo, TiffOfBothByteOrdersTilesFirstPageAndStraightAlpha) {
  for (const bool little : {true, false}) {
    const cv::Mat rgb = gradient(13, 7, CV_8UC3);
    cv::Mat bgr(rgb.size(), CV_8UC3);
    cv::mixChannels(rgb, bgr, std::vector<int>{0, 2, 1, 1, 2, 0});
    expect_pixels(decode(make_tiff(little, rgb)), bgr, "RGB");
    const cv::Mat grey = gradient(13, 7, CV_8UC1);
    expect_pixels(decode(make_tiff(little, grey)), grey, "grey");
    cv::Mat negative;
    cv::subtract(cv::Scalar(255), grey, negative);
    expect_pixels(decode(make_tiff(little, negative, {}, 0)), grey, "white is zero");
    const cv::Mat deep = gradient(13, 7, CV_16UC1);
    cv::Mat rounded(deep.size(), CV_8UC1);
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 13; ++x) {
        rounded.ptr(y)[x] = static_cast<unsigned char>(std::lround(deep.ptr<std::uint16_t>(y)[x] / 257.0));
      }
    }
    expect_pixels(decode(make_tiff(little, deep)), rounded, "16-bit grey");

    const cv::Mat clear(1, 2, CV_8UC4, cv::Scalar(200, 100, 50, 51));
    for (const std::uint32_t kind : {1U, 2U}) {  // associated, straight
      cv::Mat stored = clear.clone();
      if (kind == 1) stored = cv::Scalar(40, 20, 10, 51);  // times 51/255
      const auto photo = decode(make_tiff(little, stored, {{338, 3, {kind}}}));
      ASSERT_TRUE(photo.ok()) << photo.error().message();
      EXPECT_EQ(pixel_of(*photo, 1, 0), (std::array{200, 100, 50, 51})) << "kind " << kind;
    }
  }
  for (const unsigned photometric : {0U, 1U}) {  // white is zero, black is zero: alpha is never turned round
    const cv::Mat pair(1, 2, CV_8UC2, cv::Scalar(photometric == 0 ? 155 : 100, 51));
    const auto photo = decode(make_tiff(true, pair, {{338, 3, {2}}}, photometric));
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    EXPECT_TRUE(photo->monochrome);
    EXPECT_EQ(pixel_of(*photo, 1, 0), (std::array{100, 100, 100, 51}));
  }
  for (const int type : {CV_8UC1, CV_8UC3}) {
    for (const bool planes : {false, true}) {
      const cv::Mat rgb = gradient(37, 20, type);
      cv::Mat bgr = rgb.clone();
      if (type == CV_8UC3) cv::mixChannels(rgb, bgr, std::vector<int>{0, 2, 1, 1, 2, 0});
      expect_pixels(decode(make_tiled_tiff(rgb, planes)), bgr, planes ? "tiles of planes" : "tiles");
    }
  }
  std::vector<cv::Mat> pages = {gradient(13, 7, CV_8UC3), gradient(20, 20, CV_8UC1)};
  Bytes several;
  cv::imencode(".tiff", pages[0], several);
  expect_pixels(decode(several), pages[0], "first page");
}

TEST(Photo, TiffMustSayHowLongEachOfItsStripsIs) {
  const auto decoded = [](const std::vector<Tag>& strips) {
    std::vector<Tag> tags = {{256, 4, {14}}, {257, 4, {22}}, {258, 3, {8}},
                             {259, 3, {1}},  {262, 3, {1}},  {277, 3, {1}}};
    tags.insert(tags.end(), strips.begin(), strips.end());
    return decode(make_tiff(true, Bytes(14 * 22, 100), tags));
  };
  EXPECT_TRUE(decoded({{278, 4, {22}}, {279, 4, {14 * 22}}}).ok()) << "one strip";
  const auto photo = decoded({{278, 4, {11}}, {279, 4, {14 * 11}}});  // the second of two is not told
  ASSERT_FALSE(photo.ok()) << "read from the file's first byte";
  EXPECT_NE(photo.error().why.find("strips"), std::string::npos) << photo.error().message();
}

// ---- orientation ----

TEST(Photo, AllOrientationsInAllContainers) {
  const unsigned width = 70, height = 50;  // more than one band of rows, and neither a multiple of it
  for (const int type : {CV_8UC3, CV_8UC1, CV_8UC4, CV_16UC3}) {
    const cv::Mat mat = gradient(width, height, type);
    const Bytes png = encode(mat, ".png");
    cv::Mat as_8_bits = mat;
    if (type == CV_16UC3) mat.convertTo(as_8_bits, CV_8U, 1 / 257.0);
    const Bytes jpeg = encode(mat, ".jpg");
    const Bytes webp = encode(mat, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
    for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
      const int o = static_cast<int>(orientation);
      const std::string what = "type " + std::to_string(type) + " orientation " + std::to_string(o);
      for (const bool little : {true, false}) {
        expect_pixels(decode(with_chunks(png, png_chunk("eXIf", make_exif(o, little)))), upright(as_8_bits, o),
                      "PNG " + what);
        if (type == CV_8UC4) continue;
        const cv::Mat tiff_order = type == CV_8UC1 ? mat : cv::Mat(mat.size(), type);
        if (mat.channels() == 3)
          cv::mixChannels(mat, const_cast<cv::Mat&>(tiff_order), std::vector<int>{0, 2, 1, 1, 2, 0});
        expect_pixels(decode(make_tiff(little, tiff_order, {{274, 3, {orientation}}})), upright(as_8_bits, o),
                      "TIFF " + what);
        if (type == CV_16UC3) continue;
        expect_pixels(decode(with_segments(jpeg, jpeg_exif(o, little))),
                      upright(cv::imdecode(jpeg, cv::IMREAD_UNCHANGED), o), "JPEG " + what);
        if (type == CV_8UC1) continue;
        const Bytes bare = make_exif(o, little);
        Bytes prefixed = bytes_of({"Exif\0\0", 6});
        append(prefixed, bare);
        for (const auto& exif : {bare, prefixed}) {
          expect_pixels(decode(extend_webp(webp, width, height, 0x08, {}, riff_chunk("EXIF", exif))), upright(mat, o),
                        "WebP " + what);
        }
      }
    }
  }
}

TEST(Photo, AnOrientationThatIsNoneIsUpright) {
  const Bytes jpeg = encode(gradient(20, 10, CV_8UC3), ".jpg");
  const cv::Mat stored = cv::imdecode(jpeg, cv::IMREAD_UNCHANGED);
  for (const int orientation : {0, 9, 65535}) {
    expect_pixels(decode(with_segments(jpeg, jpeg_exif(orientation))), stored, std::to_string(orientation));
  }
  Bytes empty_exif = jpeg_segment(0xE1, {"Exif\0\0", 6}, {});
  expect_pixels(decode(with_segments(jpeg, empty_exif)), stored, "empty EXIF");
  Bytes xmp_first = jpeg_segment(0xE1, "http://ns.adobe.com/xap/1.0/", bytes_of("<x/>"));
  append(xmp_first, jpeg_exif(3));
  expect_pixels(decode(with_segments(jpeg, xmp_first)), upright(stored, 3), "XMP before EXIF");
}

// ---- colour profiles ----

/// What a colour of the Adobe RGB (1998) space is in sRGB, by the definitions of both (clipped, D65 both).
std::array<int, 3> srgb_of_adobe(const std::array<int, 3>& code) {
  std::array<double, 3> v{};
  for (std::size_t c = 0; c < 3; ++c) v[c] = std::pow(code[c] / 255.0, 563.0 / 256);
  // Adobe RGB (1998), section 4.3.5.3, to XYZ; IEC 61966-2-1 from XYZ.
  const double x = 0.57667 * v[0] + 0.18556 * v[1] + 0.18823 * v[2];
  const double y = 0.29734 * v[0] + 0.62736 * v[1] + 0.07529 * v[2];
  const double z = 0.02703 * v[0] + 0.07069 * v[1] + 0.99134 * v[2];
  const std::array<double, 3> linear = {3.2406 * x - 1.5372 * y - 0.4986 * z, -0.9689 * x + 1.8758 * y + 0.0415 * z,
                                        0.0557 * x - 0.2040 * y + 1.0570 * z};
  std::array<int, 3> out{};
  for (std::size_t c = 0; c < 3; ++c) out[c] = static_cast<int>(std::lround(255 * linear_to_srgb(linear[c])));
  return out;
}

TEST(Photo, ProfilesAreConvertedToSrgb) {
  const Bytes icc = wide_profile(563.0 / 256);
  const std::array<std::array<int, 3>, 5> colors = {
      {{128, 128, 128}, {190, 140, 110}, {60, 160, 90}, {230, 200, 180}, {70, 45, 40}}};
  cv::Mat mat(8, 40, CV_8UC3);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 40; ++x) {
      const auto& color = colors[static_cast<std::size_t>(x / 8)];
      for (int c = 0; c < 3; ++c)
        mat.at<cv::Vec3b>(y, x)[c] = static_cast<unsigned char>(color[static_cast<std::size_t>(2 - c)]);
    }
  }
  cv::Mat rgb(mat.size(), CV_8UC3), deep;
  cv::mixChannels(mat, rgb, std::vector<int>{0, 2, 1, 1, 2, 0});
  mat.convertTo(deep, CV_16U, 257);
  cv::Mat with_alpha(mat.size(), CV_8UC4, cv::Scalar(0, 0, 0, 99));
  cv::mixChannels(mat, with_alpha, std::vector<int>{0, 0, 1, 1, 2, 2});
  const Bytes webp = encode(mat, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
  const std::map<std::string, Bytes> files = {
      {"PNG", with_chunks(encode(mat, ".png"), png_profile(icc))},
      {"PNG with alpha", with_chunks(encode(with_alpha, ".png"), png_profile(icc))},
      {"16-bit PNG", with_chunks(encode(deep, ".png"), png_profile(icc))},
      {"TIFF", make_tiff(false, rgb, {profile_tag(icc)})},
      {"JPEG", with_segments(encode(mat, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100}), jpeg_profile(icc, 100))},
      {"WebP", extend_webp(webp, 40, 8, 0x20, riff_chunk("ICCP", icc), {})}};
  for (const auto& [name, file] : files) {
    const auto photo = decode(file);
    ASSERT_TRUE(photo.ok()) << name << photo.error().message();
    for (std::size_t i = 0; i < colors.size(); ++i) {
      const auto got = pixel_of(*photo, static_cast<int>(8 * i + 4), 4);
      const auto expected = srgb_of_adobe(colors[i]);
      for (std::size_t c = 0; c < 3; ++c) {
        // Two roundings and matrices of 4 decimals: 1 code; JPEG at quality 100 adds 1, and its chroma 1 at the
        // darkest.
        EXPECT_NEAR(got[c], expected[c], name == "JPEG" ? 3 : 1) << name << " colour " << i << " channel " << c;
      }
      EXPECT_EQ(got[3], name == "PNG with alpha" ? 99 : -1);
    }
  }
}

TEST(Photo, SixteenBitsAreConvertedBeforeTheyAreRounded) {
  // A linear profile: 100/65535 of full is 5.03 codes of sRGB, and 0 when first rounded to 8 bits.
  const cv::Mat dark(2, 2, CV_16UC3, cv::Scalar(100, 100, 100));
  const auto photo = decode(with_chunks(encode(dark, ".png"), png_profile(wide_profile(1.0))));
  ASSERT_TRUE(photo.ok()) << photo.error().message();
  EXPECT_EQ(pixel_of(*photo, 0, 0), (std::array{5, 5, 5, -1}));
}

TEST(Photo, GreyProfilesAreConvertedAndStayGrey) {
  const cv::Mat mat = gradient(32, 8, CV_8UC1);
  const auto photo = decode(with_chunks(encode(mat, ".png"), png_profile(grey_profile(1.0))));
  ASSERT_TRUE(photo.ok()) << photo.error().message();
  EXPECT_TRUE(photo->monochrome);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 32; ++x) {
      const auto got = pixel_of(*photo, x, y);
      const double expected = 255 * linear_to_srgb(mat.at<unsigned char>(y, x) / 255.0);
      EXPECT_NEAR(got[0], expected, 1) << x << ", " << y;  // two roundings
      EXPECT_EQ(got[1], got[0]);
      EXPECT_EQ(got[2], got[0]);
    }
  }
}

TEST(Photo, ProfilesThatDoNotApplyChangeNothing) {
  const cv::Mat color = gradient(16, 8, CV_8UC3), grey = gradient(16, 8, CV_8UC1);
  Bytes broken = wide_profile(1.8);
  broken.resize(100);
  Bytes bomb(20U << 20U, 0);  // unfolds to 20 MiB of zeros
  const std::map<std::string, std::pair<Bytes, cv::Mat>> files = {
      {"sRGB", {png_profile(srgb_profile()), color}},
      {"grey in colour", {png_profile(grey_profile(1.8)), color}},
      {"colour in grey", {png_profile(wide_profile(1.8)), grey}},
      {"broken", {png_profile(broken), color}},
      {"huge", {png_profile(bomb), color}},
      {"empty", {png_chunk("iCCP", {}), color}},
      {"not compressed", {png_chunk("iCCP", bytes_of({"a\0\0abcdef", 9})), color}}};
  for (const auto& [name, file] : files) {
    expect_pixels(decode(with_chunks(encode(file.second, ".png"), file.first)), file.second, name);
  }
  // A JPEG profile that misses a piece.
  const Bytes jpeg = encode(color, ".jpg");
  Bytes pieces = jpeg_profile(wide_profile(1.8), 200);
  pieces.erase(pieces.begin(), pieces.begin() + 4 + (pieces[2] << 8U | pieces[3]) - 2);
  expect_pixels(decode(with_segments(jpeg, pieces)), cv::imdecode(jpeg, cv::IMREAD_UNCHANGED), "incomplete");
}

// ---- what is refused ----

TEST(Photo, TooLargeIsRefusedFromTheHeader) {
  const std::uint32_t side = 10001;  // 100.02 megapixels
  Bytes jpeg = encode(gradient(16, 16, CV_8UC3), ".jpg");
  for (std::size_t i = 2; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] != 0xFF || jpeg[i + 1] != 0xC0) continue;
    for (const std::size_t at : {i + 5, i + 7}) {
      jpeg[at] = static_cast<unsigned char>(side >> 8U);
      jpeg[at + 1] = static_cast<unsigned char>(side & 0xFFU);
    }
    break;
  }
  const Bytes tiff = make_tiff(true, Bytes{0}, {{256, 4, {side}}, {257, 4, {side}}, {279, 4, {1}}});
  Bytes lossless = {0x2F};
  append_le(lossless, (side - 1) | (side - 1) << 14U, 4);
  Bytes lossy = {0x10, 0, 0, 0x9D, 0x01, 0x2A};  // a key frame that is shown
  append_le(lossy, side, 2);
  append_le(lossy, side, 2);
  const std::map<std::string, Bytes> files = {{"JPEG", jpeg},
                                              {"PNG", make_png({side, side}, {0})},
                                              {"TIFF", tiff},
                                              {"WebP, lossless", make_webp(riff_chunk("VP8L", lossless))},
                                              {"WebP, lossy", make_webp(riff_chunk("VP8 ", lossy))},
                                              {"WebP, extended", extend_webp(make_webp({}), side, side, 0, {}, {})}};
  for (const auto& [name, file] : files) {
    SCOPED_TRACE(name);
    expect_error(decode(file), ErrorCode::kResourceLimit, "10001 x 10001");
    expect_error(decode(file), ErrorCode::kResourceLimit, "100000000");
  }
  // Sides whose product does not fit 64 bits.
  expect_error(decode(make_png({0xFFFFFFFF, 0xFFFFFFFF}, {0})), ErrorCode::kResourceLimit, "4294967295");
  expect_error(decode(make_png({0, 5}, {0})), ErrorCode::kInvalidInput, "0 x 5");
}

TEST(Photo, OtherKindsAreRefusedByName) {
  const auto kUnsupported = ErrorCode::kUnsupported;
  const auto kInvalid = ErrorCode::kInvalidInput;
  expect_error(decode({}), kInvalid, "empty");
  expect_error(decode(bytes_of("hello, world")), kInvalid, "not a photo");
  expect_error(decode({0xFF}), kInvalid, "not a photo");
  expect_error(decode(bytes_of({"\0\0\0\x18"
                                "ftypcrx ",
                                12})),
               kUnsupported, "raw");
  expect_error(decode(bytes_of("GIF89a")), kUnsupported, "GIF");
  expect_error(decode(bytes_of({"II+\0\x08\0\0\0", 8})), kUnsupported, "BigTIFF");
  const cv::Mat grey = gradient(8, 8, CV_8UC1), color = gradient(8, 8, CV_8UC3);
  expect_error(decode(make_tiff(true, cv::Mat(2, 2, CV_32SC1, cv::Scalar(0)), {{339, 3, {3}}})), kUnsupported,
               "32 bits");
  expect_error(decode(make_tiff(true, gradient(8, 8, CV_16UC1), {{339, 3, {3}}})), kUnsupported, "whole numbers");
  expect_error(decode(make_tiff(true, gradient(8, 8, CV_8UC4), {}, 5)), kUnsupported, "CMYK");
  expect_error(decode(make_tiff(true, gradient(8, 8, CV_8UC4), {}, 5)), kUnsupported, "convert it to sRGB");
  expect_error(decode(make_tiff(true, gradient(8, 8, CV_8UC3), {}, 8)), kUnsupported, "CIELAB");
  expect_error(decode(make_tiff(true, cv::Mat(2, 2, CV_8UC3, cv::Scalar(0)), {}, 1)), kUnsupported, "3 samples");
  expect_error(decode(make_tiff(true, grey, {{254, 4, {1}}})), kUnsupported, "thumbnail");
  expect_error(decode(make_tiff(true, grey, {{50706, 1, {1, 4, 0, 0}}})), kUnsupported, "raw");
  const Bytes webp = encode(color, ".webp");
  expect_error(decode(extend_webp(webp, 8, 8, 0x02, {}, {})), kUnsupported, "animation");
  // Frame headers of a CMYK, a lossless and a 12-bit JPEG.
  const auto frame = [](unsigned code, unsigned char bits, unsigned char channels) {
    Bytes content = {bits, 0, 8, 0, 8, channels};
    content.resize(6U + 3U * channels);
    return with_segments({0xFF, 0xD8}, jpeg_segment(code, "", content));
  };
  expect_error(decode(frame(0xC0, 8, 4)), kUnsupported, "CMYK");
  expect_error(decode(frame(0xC3, 8, 3)), kUnsupported, "lossless");
  expect_error(decode(frame(0xC1, 12, 3)), kUnsupported, "12-bit");
  expect_error(decode(frame(0xC0, 8, 2)), kUnsupported, "2 channels");
}

TEST(Photo, PathsThatCannotBeRead) {
  const auto missing = load_photo("no/such/photo.jpg");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(missing.error().message().find("no/such/photo.jpg"), std::string::npos);
  const auto folder = load_photo(::testing::TempDir());
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().code, ErrorCode::kInvalidInput);
}

// ---- damage ----

/// Fails if a codec prints anything meanwhile.
class CapturedStderr {
 public:
  CapturedStderr() { ::testing::internal::CaptureStderr(); }
  ~CapturedStderr() { EXPECT_EQ(::testing::internal::GetCapturedStderr(), ""); }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;
};

std::map<std::string, Bytes> sample_files() {
  const cv::Mat color = gradient(24, 17, CV_8UC3), grey = gradient(24, 17, CV_8UC1);
  cv::Mat noisy = color.clone();
  Rng rng(3, RngStage::kTest);
  for (int i = 0; i < 24 * 17 * 3; ++i) noisy.data[i] = static_cast<unsigned char>(noisy.data[i] + rng.bits() % 16);
  const Bytes icc = wide_profile(1.8);
  Bytes segments = jpeg_exif(6);
  append(segments, jpeg_profile(icc, 300));
  Bytes chunks = png_chunk("eXIf", make_exif(6, false));
  append(chunks, png_profile(icc));
  const Bytes lossy = encode(noisy, ".webp", {cv::IMWRITE_WEBP_QUALITY, 80});
  const Bytes lossless = encode(noisy, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
  return {{"JPEG", with_segments(encode(noisy, ".jpg"), segments)},
          {"progressive JPEG", encode(noisy, ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1})},
          {"PNG", with_chunks(encode(noisy, ".png"), chunks)},
          {"TIFF", make_tiff(true, color, {{274, 3, {6}}, profile_tag(icc)})},
          {"big-endian TIFF", make_tiff(false, gradient(24, 17, CV_16UC1), {{274, 4, {3}}})},
          {"compressed TIFF", encode(noisy, ".tiff")},
          {"WebP", extend_webp(lossy, 24, 17, 0x28, riff_chunk("ICCP", icc), riff_chunk("EXIF", make_exif(6, true)))},
          {"simple WebP", lossy},
          {"lossless WebP", lossless}};
}

TEST(Photo, FilesCutOffAnywhereAreRefused) {
  const CapturedStderr quiet;
  for (const auto& [name, file] : sample_files()) {
    ASSERT_TRUE(decode(file).ok()) << name;
    for (std::size_t length = 0; length < file.size(); ++length) {
      // An own copy of just that length, so that a sanitizer sees a read past its end.
      const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
      const auto photo = decode(cut);
      ASSERT_FALSE(photo.ok()) << name << " of " << file.size() << " bytes cut at " << length;
    }
  }
}

TEST(Photo, DamageIsNamed) {
  Bytes png = encode(gradient(24, 17, CV_8UC3), ".png");
  png[png.size() - 16] ^= 1;  // the checksum of the picture data, before the end chunk
  expect_error(decode(png), ErrorCode::kInvalidInput, "checksum");
  png[png.size() - 16] ^= 1;
  png[png.size() - 20] ^= 1;  // the last of the picture data
  expect_error(decode(png), ErrorCode::kInvalidInput, "damaged");
  const Bytes palette = png_chunk("PLTE", {200, 100, 50, 1, 2, 3});
  Bytes transparency = png_chunk("tRNS", {77});
  transparency.back() ^= 1;
  Bytes chunks = palette;
  append(chunks, transparency);
  expect_error(decode(make_png({2, 1, 1, 3}, {0, 0x40}, chunks)), ErrorCode::kInvalidInput, "checksum");
  const std::vector<Tag> tags = {{256, 4, {4}}, {257, 4, {400}}, {258, 3, {8}}, {277, 3, {1}}, {279, 4, {1600}}};
  expect_error(decode(make_tiff(true, Bytes(16), tags)), ErrorCode::kInvalidInput, "end of its picture data");
  Bytes jpeg = encode(gradient(24, 17, CV_8UC3), ".jpg");
  jpeg.resize(jpeg.size() - 2);  // without its end marker
  expect_error(decode(jpeg), ErrorCode::kInvalidInput, "end of its picture data");
  // The second half of the picture data is missing, but the end marker is there.
  Bytes half = encode(gradient(240, 160, CV_8UC3), ".jpg");
  half.resize(half.size() / 2);
  append(half, Bytes{0xFF, 0xD9});
  expect_error(decode(half), ErrorCode::kInvalidInput, "damaged near row");
  expect_error(decode(half), ErrorCode::kInvalidInput, "% of the picture are missing");
  Bytes passes = encode(gradient(240, 160, CV_8UC3), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  passes.resize(passes.size() * 9 / 10);
  append(passes, Bytes{0xFF, 0xD9});
  expect_error(decode(passes), ErrorCode::kInvalidInput, "over the picture");
}

TEST(Photo, FewBytesCannotHoldManyPixels) {
  // Refused before memory is taken for them.
  const std::uint32_t side = 9999;
  const auto start = std::clock();
  expect_error(decode(make_png({side, side, 16, 6}, Bytes(100))), ErrorCode::kInvalidInput, "too few for 9999 x 9999");
  const std::vector<Tag> strip = {{256, 4, {side}}, {257, 4, {side}}, {258, 3, {16, 16, 16}}, {259, 3, {8}},
                                  {262, 3, {2}},    {277, 3, {3}},    {278, 4, {side}},       {279, 4, {16}}};
  expect_error(decode(make_tiff(true, Bytes(16), strip)), ErrorCode::kInvalidInput, "too few for 9999 x 9999");
  Bytes jpeg = encode(gradient(16, 16, CV_8UC3), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const Bytes frame = {0xFF, 0xC2};
  const auto at = std::search(jpeg.begin(), jpeg.end(), frame.begin(), frame.end());
  ASSERT_NE(at, jpeg.end());
  for (const int offset : {5, 7}) {
    at[offset] = static_cast<unsigned char>(side >> 8U);
    at[offset + 1] = static_cast<unsigned char>(side & 0xFFU);
  }
  expect_error(decode(jpeg), ErrorCode::kInvalidInput, "too few for 9999 x 9999");
  // Some 0.001 s; the zeros of 100 million pixels alone take 0.2 s.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 0.1);
}

TEST(Photo, SmallFilesCannotAskForMuch) {
  // A JPEG that codes its picture again and again: each scan costs a pass over all of it.
  const Bytes jpeg = encode(gradient(64, 64, CV_8UC1), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const auto marker_after = [&](std::size_t at) {
    while (at + 1 < jpeg.size() && (jpeg[at] != 0xFF || jpeg[at + 1] == 0)) ++at;
    return jpeg.begin() + static_cast<std::ptrdiff_t>(at);
  };
  const Bytes start_of_scan = {0xFF, 0xDA};
  const auto scan = std::search(jpeg.begin(), jpeg.end(), start_of_scan.begin(), start_of_scan.end());
  const auto scan_end = marker_after(static_cast<std::size_t>(scan - jpeg.begin()) + 2);
  Bytes scans(jpeg.begin(), scan);
  for (int i = 0; i < 60; ++i) scans.insert(scans.end(), scan, scan_end);
  scans.insert(scans.end(), scan_end, jpeg.end());
  const auto begin = std::clock();
  expect_error(decode(scans), ErrorCode::kResourceLimit, "scans; at most 50");
  // Of a large picture fewer, counted before the first pass.
  for (std::size_t i = 2; i + 9 < scans.size(); ++i) {
    if (scans[i] != 0xFF || scans[i + 1] != 0xC2) continue;
    scans[i + 5] = scans[i + 7] = 9000 >> 8U;
    scans[i + 6] = scans[i + 8] = 9000 & 0xFFU;
    break;
  }
  expect_error(decode(scans), ErrorCode::kResourceLimit, "at most 16");
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 0.1);
  Bytes segments;
  for (int i = 0; i < 5000; ++i) append(segments, jpeg_segment(0xE1, "", {}));
  expect_error(decode(with_segments(jpeg, segments)), ErrorCode::kResourceLimit, "4096 segments");

  // Tiles far larger than the picture: two of 16-bit RGB would take 10.8 GB.
  const std::uint32_t side = 30000;
  const std::vector<Tag> tags = {{256, 4, {4}}, {257, 4, {4}}, {258, 3, {16, 16, 16}}, {259, 3, {8}},
                                 {262, 3, {2}}, {277, 3, {3}}, {322, 4, {side}},       {323, 4, {side}},
                                 {324, 4, {8}}, {325, 4, {16}}};
  expect_error(decode(make_tiff(true, Bytes(16), tags)), ErrorCode::kResourceLimit, "30000 x 30000");

  // A tile much larger than a large picture.
  const std::vector<Tag> large = {{256, 4, {3000}}, {257, 4, {3000}}, {258, 3, {16, 16, 16}}, {259, 3, {8}},
                                  {262, 3, {2}},    {277, 3, {3}},    {322, 4, {3008}},       {323, 4, {3776}},
                                  {324, 4, {8}},    {325, 4, {16}}};
  expect_error(decode(make_tiff(true, Bytes(16), large)), ErrorCode::kResourceLimit, "3008 x 3776");
  Bytes many;
  for (int i = 0; i < 5000; ++i) append(many, png_chunk("abCd", {}));
  expect_error(decode(with_chunks(encode(gradient(16, 8, CV_8UC3), ".png"), many)), ErrorCode::kResourceLimit,
               "4096 chunks");

  // Profiles and texts that unfold to megabytes each are not unfolded again and again, or at all.
  const cv::Mat color = gradient(16, 8, CV_8UC3);
  const Bytes unfolded(8U << 20U, 'a');
  Bytes text = bytes_of({"Comment\0\0", 9});
  append(text, deflated(unfolded));
  const Bytes profile = png_profile(unfolded), comment = png_chunk("zTXt", text);
  Bytes chunks;
  for (int i = 0; i < 300; ++i) append(chunks, i % 2 == 0 ? profile : comment);
  const auto start = std::clock();
  expect_pixels(decode(with_chunks(encode(color, ".png"), chunks)), color, "300 chunks");
  // Unfolding all of them takes some 7 s; once is 0.03 s. The sanitizers slow it by ten.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2.0);
}

TEST(Photo, DamagedFilesNeverCrash) {
  const CapturedStderr quiet;
  int read = 0, refused = 0;
  std::uint64_t number = 0;
  for (const auto& [name, file] : sample_files()) {
    for (int round = 0; round < 300; ++round) {
      Rng rng(11, RngStage::kTest, number++);
      Bytes damaged = file;
      // Headers are a small part of a file: half of the flips go there.
      const std::size_t flips = 1 + rng.bits() % 4;
      for (std::size_t i = 0; i < flips; ++i) {
        const std::size_t reach = rng.bits() % 2 == 0 ? std::min<std::size_t>(64, file.size()) : file.size();
        damaged[rng.bits() % reach] ^= static_cast<unsigned char>(1U << rng.bits() % 8);
      }
      const auto photo = decode(damaged);
      ++(photo.ok() ? read : refused);
      if (photo.ok()) {
        EXPECT_GT(photo->pixels.width(), 0);
        EXPECT_LE(1LL * photo->pixels.width() * photo->pixels.height(), kMaxPhotoPixels);
      } else {
        EXPECT_EQ(photo.error().where.rfind("photo", 0), 0U);
        EXPECT_FALSE(photo.error().why.empty());
      }
    }
  }
  // Both happen, or the test flips nothing that matters.
  EXPECT_GT(read, 100);
  EXPECT_GT(refused, 100);
}

// ---- writing ----

struct Chunk {
  std::string type;
  std::string content;
};

/// Chunks of a PNG, after its checksums were found right.
std::vector<Chunk> chunks_of(const std::vector<std::byte>& png) {
  std::vector<Chunk> out;
  const auto* data = reinterpret_cast<const unsigned char*>(png.data());
  for (std::size_t at = 8; at + 12 <= png.size();) {
    const auto number = [&](std::size_t i) {
      return std::uint32_t{data[i]} << 24U | std::uint32_t{data[i + 1]} << 16U | std::uint32_t{data[i + 2]} << 8U |
             data[i + 3];
    };
    const std::size_t length = number(at);
    if (at + 12 + length > png.size()) break;
    EXPECT_EQ(crc32(0, data + at + 4, static_cast<unsigned>(length + 4)), number(at + 8 + length));
    const auto* text = reinterpret_cast<const char*>(data + at);
    out.push_back({std::string(text + 4, 4), std::string(text + 8, length)});
    at += 12 + length;
  }
  return out;
}

TEST(Encode, PngKeepsEveryByteAndItsText) {
  for (const int type : {CV_8UC1, CV_8UC2, CV_8UC3, CV_8UC4}) {
    cv::Mat mat = gradient(37, 21, type);
    const PictureText text = {{"Software", "tonsure"}, {"Description", "simulated"}};
    const auto png = encode_png(view_of(mat), text).value();
    const auto photo = decode_photo(png, "photo");
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    for (int y = 0; y < 21; ++y) {
      for (int x = 0; x < 37; ++x) {
        const unsigned char* in = mat.ptr(y, x);
        const auto got = pixel_of(*photo, x, y);
        const bool grey = mat.channels() < 3;
        const std::array<int, 4> expected = {in[0], grey ? in[0] : in[1], grey ? in[0] : in[2],
                                             mat.channels() % 2 == 0 ? in[mat.channels() - 1] : -1};
        ASSERT_EQ(got, expected) << mat.channels() << " channels at " << x << ", " << y;
      }
    }
    const auto chunks = chunks_of(png);
    ASSERT_GE(chunks.size(), 6U);
    EXPECT_EQ(chunks[0].type, "IHDR");
    EXPECT_EQ(chunks[1].type, "sRGB");
    EXPECT_EQ(chunks[1].content, std::string(1, '\0'));
    EXPECT_EQ(chunks[2].type + chunks[2].content, std::string("tEXtSoftware\0tonsure", 20));
    EXPECT_EQ(chunks[3].type + chunks[3].content, std::string("tEXtDescription\0simulated", 25));
    EXPECT_EQ(chunks.back().type, "IEND");
  }
}

TEST(Encode, TextIsMadeToFit) {
  const Image<unsigned char> picture(2, 2, 3);
  const auto chunks = chunks_of(encode_png(picture.view(), {{"", "no keyword"},
                                                            {std::string(100, 'k'), "long"},
                                                            {std::string("a\0b", 3), std::string("c\0d", 3)}})
                                    .value());
  ASSERT_EQ(chunks.size(), 6U);  // IHDR sRGB tEXt tEXt IDAT IEND
  EXPECT_EQ(chunks[2].content, std::string(79, 'k') + '\0' + "long");
  EXPECT_EQ(chunks[3].content, std::string("a\0c", 3));
}

TEST(Encode, RowsMayBePadded) {
  cv::Mat large = gradient(60, 40, CV_8UC3);
  cv::Mat part = large(cv::Rect(5, 3, 30, 20));
  cv::Mat packed = part.clone();
  EXPECT_EQ(encode_png(view_of(part), {}).value(), encode_png(view_of(packed), {}).value());
  EXPECT_EQ(encode_jpeg(view_of(part), 90).value(), encode_jpeg(view_of(packed), 90).value());
}

TEST(Encode, JpegIsCloseAndDropsAlpha) {
  for (const int type : {CV_8UC1, CV_8UC2, CV_8UC3, CV_8UC4}) {
    cv::Mat mat = gradient(48, 32, type);
    const auto jpeg = encode_jpeg(view_of(mat), 95).value();
    const auto photo = decode_photo(jpeg, "photo");
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    ASSERT_EQ(photo->pixels.channels(), 3);
    double sum = 0;
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 48; ++x) {
        for (int c = 0; c < 3; ++c) {
          const int before = mat.ptr(y)[x * mat.channels() + (mat.channels() < 3 ? 0 : c)];
          sum += std::abs(before - int{photo->pixels.view().pixel(x, y)[c]});
        }
      }
    }
    // Quality 95 quantises a smooth ramp's few coefficients in steps below 4 codes; on average well below 2 codes.
    EXPECT_LT(sum / (32 * 48 * 3), 2.0);
  }
}

TEST(Encode, WhatCannotBeWrittenIsRefused) {
  const Image<unsigned char> five(2, 2, 5), wide(65536, 1, 1), empty;
  const auto expect_refused = [](const Result<std::vector<std::byte>>& bytes, ErrorCode code,
                                 const std::string& words) {
    ASSERT_FALSE(bytes.ok()) << words;
    EXPECT_EQ(bytes.error().code, code) << bytes.error().message();
    EXPECT_NE(bytes.error().message().find(words), std::string::npos) << bytes.error().message();
    EXPECT_FALSE(bytes.error().fix.empty());
  };
  expect_refused(encode_png(five.view(), {}), ErrorCode::kUnsupported, "5 channels");
  expect_refused(encode_png(empty.view(), {}), ErrorCode::kInvalidInput, "no pixels");
  expect_refused(encode_jpeg(five.view(), 90), ErrorCode::kUnsupported, "5 channels");
  expect_refused(encode_jpeg(empty.view(), 90), ErrorCode::kInvalidInput, "no pixels");
  expect_refused(encode_jpeg(wide.view(), 90), ErrorCode::kResourceLimit, "65536 x 1");
  EXPECT_TRUE(encode_png(wide.view(), {}).ok());
}

TEST(Encode, SameBytesFromSeveralThreads) {
  cv::Mat mat = gradient(300, 200, CV_8UC3);
  const auto png = encode_png(view_of(mat), {{"a", "b"}}).value();
  const auto jpeg = encode_jpeg(view_of(mat), 90).value();
  const auto photo = decode_photo(png, "photo");
  ASSERT_TRUE(photo.ok());
  std::array<bool, 4> same{};
  std::vector<std::thread> threads;
  for (auto& ok : same) {
    threads.emplace_back([&] {
      const auto again = decode_photo(png, "photo");
      ok = encode_png(view_of(mat), {{"a", "b"}}).value() == png && encode_jpeg(view_of(mat), 90).value() == jpeg &&
           again.ok() && again->pixels == photo->pixels;
    });
  }
  for (auto& thread : threads) thread.join();
  for (const bool ok : same) EXPECT_TRUE(ok);
}

// ---- annotated photographs ----

TEST(PhotoFolder, EveryPhotoHasTheSizeOfItsScene) {
  const char* folder = std::getenv("TONSURE_TEST_PHOTOS");
  if (folder == nullptr) GTEST_SKIP() << "TONSURE_TEST_PHOTOS names no folder of annotated photos";
  int photos = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string path = entry.path().string();
    constexpr std::string_view kEnding = ".scene.json";
    if (path.size() < kEnding.size() || path.substr(path.size() - kEnding.size()) != kEnding) continue;
    std::ifstream file(path);
    const std::string scene{std::istreambuf_iterator<char>(file), {}};
    int width = 0, height = 0;
    const auto size_at = scene.find("\"size\"");
    ASSERT_NE(size_at, std::string::npos) << path;
    ASSERT_EQ(std::sscanf(scene.c_str() + size_at, "\"size\": [%d, %d]", &width, &height), 2) << path;
    const std::string stem = path.substr(0, path.size() - kEnding.size());
    const bool png = std::filesystem::exists(stem + ".png");
    const auto photo = load_photo(stem + (png ? ".png" : ".jpg"));
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    EXPECT_EQ(photo->pixels.width(), width) << path;
    EXPECT_EQ(photo->pixels.height(), height) << path;
    ++photos;
    const std::string name = std::filesystem::path(stem).filename().string();
    EXPECT_EQ(photo->pixels.channels(), png ? 4 : 3) << name;
    if (name == "profile-exif6-1900s") {
      EXPECT_EQ(std::pair(width, height), std::pair(840, 700));
    }
    if (name == "front-shaved-brown-alpha") {
      EXPECT_EQ(pixel_of(*photo, 0, 0)[3], 0);
      EXPECT_EQ(pixel_of(*photo, 200, 200)[3], 255);
    }
    const bool grey = name == "profile-exif6-1900s" || name == "front-receding-gray-49mp";
    EXPECT_EQ(photo->monochrome, grey) << name;
  }
  EXPECT_GT(photos, 0);
}

}  // namespace
}  // namespace tonsure
