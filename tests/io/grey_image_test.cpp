// Masks and densities as pictures of every kind that a photo may be.
#include <tonsure/io/grey_image.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <string>

#include <tonsure/io/photo.h>

#include "photo_files.h"

namespace tonsure {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

Result<Image<float>> load(const Bytes& bytes) {
  const std::string path =
      ::testing::TempDir() + "tonsure-grey-image-" + ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  auto image = load_grey_image(path);
  std::remove(path.c_str());
  return image;
}

/// Colours and alphas of which no two pixels are alike.
cv::Mat drawn(int type) {
  cv::Mat mat(5, 7, type);
  const bool deep = mat.depth() == CV_16U;
  for (int i = 0; i < 35 * mat.channels(); ++i) {
    const int value = (37 * i + 11 * (i % mat.channels())) % 256;
    if (deep) {
      mat.ptr<std::uint16_t>(0)[i] = static_cast<std::uint16_t>(257 * value);
    } else {
      mat.ptr(0)[i] = static_cast<unsigned char>(value);
    }
  }
  return mat;
}

/// Fails unless the values are what the photo of the same file shows, over black.
void expect_as_photo(const Bytes& file, const std::string& what) {
  const auto photo = decode_photo(span_of(file), what);
  ASSERT_TRUE(photo.ok()) << photo.error().message();
  const auto values = load(file);
  ASSERT_TRUE(values.ok()) << what << values.error().message();
  const auto view = photo->pixels.view();
  ASSERT_EQ(values->width(), view.width) << what;
  ASSERT_EQ(values->height(), view.height) << what;
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      const unsigned char* p = view.pixel(x, y);
      const double luma = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
      const double alpha = view.channels == 4 ? p[3] / 255.0 : 1;
      // Luma and alpha are rounded to half a code each; premultiplied colours once more.
      ASSERT_NEAR(*values->view().pixel(x, y), luma / 255 * alpha, 1.5 / 255) << what << " at " << x << ", " << y;
    }
  }
}

TEST(GreyImage, IsThePhotoOverBlackInEveryContainer) {
  for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
    const Bytes exif = make_exif(static_cast<int>(orientation), true);
    for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC1, CV_16UC3, CV_16UC4}) {
      const std::string what = "type " + std::to_string(type) + ", orientation " + std::to_string(orientation);
      const cv::Mat mat = drawn(type);
      expect_as_photo(with_chunks(encode(mat, ".png"), png_chunk("eXIf", exif)), "PNG " + what);
      const Tag turn = {274, 3, {orientation}};
      expect_as_photo(make_tiff(false, mat, {turn}), "TIFF " + what);
      if (mat.channels() == 4) expect_as_photo(make_tiff(true, mat, {turn, {338, 3, {2}}}), "TIFF, straight " + what);
      if (mat.depth() == CV_16U) continue;
      if (mat.channels() != 4)
        expect_as_photo(with_segments(encode(mat, ".jpg"), jpeg_exif(static_cast<int>(orientation))), "JPEG " + what);
      if (mat.channels() == 1) continue;
      const unsigned flags = mat.channels() == 4 ? 0x18 : 0x08;
      const Bytes webp = encode(mat, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
      expect_as_photo(extend_webp(webp, 7, 5, flags, {}, riff_chunk("EXIF", exif)), "WebP " + what);
    }
  }
  for (const char* name : {"ramp-alpha.heic", "ramp-alpha.avif", "ramp-turned.heic", "ramp-10bit.heic"}) {
    std::ifstream stream(TONSURE_TEST_DATA "/" + std::string(name), std::ios::binary);
    expect_as_photo({std::istreambuf_iterator<char>(stream), {}}, name);
  }
}

TEST(GreyImage, WhatIsTransparentIsBlack) {
  // A white brush on a transparent layer, and a white layer with a hole: all that differs is alpha.
  cv::Mat white(2, 3, CV_8UC4, cv::Scalar(255, 255, 255, 0)), deep;
  white.at<cv::Vec4b>(0, 1)[3] = 255;
  white.at<cv::Vec4b>(1, 2)[3] = 51;
  white.convertTo(deep, CV_16U, 257);
  cv::Mat grey(2, 3, CV_8UC2), grey_deep, associated = grey.clone();
  cv::mixChannels(white, grey, std::vector<int>{0, 0, 3, 1});
  cv::mixChannels(white, associated, std::vector<int>{3, 0, 3, 1});
  grey.convertTo(grey_deep, CV_16U, 257);
  Bytes palette = png_chunk("PLTE", {255, 255, 255, 255, 255, 255, 255, 255, 255});
  append(palette, png_chunk("tRNS", {0, 255, 51}));
  const std::map<std::string, Bytes> files = {
      {"PNG", encode(white, ".png")},
      {"16-bit PNG", encode(deep, ".png")},
      {"PNG with a palette", make_png({3, 2, 8, 3}, {0, 0, 1, 0, 0, 0, 0, 2}, palette)},
      {"grey PNG", make_png({3, 2, 8, 4}, {0, 255, 0, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 51})},
      {"TIFF", make_tiff(true, white, {{338, 3, {2}}})},
      {"grey TIFF", make_tiff(true, grey, {{338, 3, {2}}}, 1)},
      {"16-bit grey TIFF", make_tiff(false, grey_deep, {{338, 3, {2}}}, 1)},
      {"grey TIFF, associated", make_tiff(true, associated, {{338, 3, {1}}}, 1)},
      {"WebP", encode(white, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101})}};
  for (const auto& [name, file] : files) {
    const auto values = load(file);
    ASSERT_TRUE(values.ok()) << name << ": " << values.error().message();
    for (int i = 0; i < 6; ++i) {
      EXPECT_FLOAT_EQ(values->view().data[i], i == 1 ? 1.0F : i == 5 ? 0.2F : 0.0F) << name << " pixel " << i;
    }
  }
}

TEST(GreyImage, WhiteIsZeroInvertsColourAlone) {
  cv::Mat grey(1, 2, CV_8UC2);
  grey.at<cv::Vec2b>(0, 0) = {0, 51};     // white, a fifth of it
  grey.at<cv::Vec2b>(0, 1) = {204, 255};  // dark, all of it
  const auto values = load(make_tiff(true, grey, {{338, 3, {2}}}, 0));
  ASSERT_TRUE(values.ok()) << values.error().message();
  EXPECT_FLOAT_EQ(values->view().data[0], 0.2F);
  EXPECT_FLOAT_EQ(values->view().data[1], 0.2F);
}

TEST(GreyImage, ColourSpacesDoNotChangeData) {
  const Bytes plain = encode(drawn(CV_16UC1), ".png"), color = encode(drawn(CV_8UC3), ".png");
  Bytes gamma, codes = png_chunk("cICP", {9, 16, 0, 1});  // PQ, which no photo may have
  append_be(gamma, 100000, 4);
  gamma = png_chunk("gAMA", gamma);
  const auto expected = load(plain), expected_color = load(color);
  ASSERT_TRUE(expected.ok() && expected_color.ok());
  for (const Bytes& chunk : {gamma, codes, png_profile(grey_profile(1.0)), png_profile(wide_profile(1.8))}) {
    const auto values = load(with_chunks(plain, chunk)), values_color = load(with_chunks(color, chunk));
    ASSERT_TRUE(values.ok() && values_color.ok());
    EXPECT_EQ(*values, *expected);
    EXPECT_EQ(*values_color, *expected_color);
  }
}

TEST(GreyImage, SignsOfDamageAreNoData) {
  // Bytes too many before the end marker: a photo is read, with a warning.
  Bytes jpeg = encode(cv::Mat(32, 32, CV_8UC1, cv::Scalar(200)), ".jpg");
  jpeg.insert(jpeg.end() - 2, 40, 0x12);
  ASSERT_TRUE(decode_photo(span_of(jpeg), "photo").ok());
  const auto values = load(jpeg);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(values.error().why.find("belong to nothing"), std::string::npos) << values.error().message();
}

}  // namespace
}  // namespace tonsure
