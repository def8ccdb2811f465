// HEIC and AVIF files, drawn for these tests (tests/io/data).
#include <tonsure/io/photo.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "core/rng.h"

#include "io/decoded_picture.h"
#include "photo_files.h"

namespace tonsure {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

constexpr int kWidth = 64, kHeight = 48;

Bytes data_file(const std::string& name) {
  std::ifstream file(TONSURE_TEST_DATA "/" + name, std::ios::binary);
  EXPECT_TRUE(file.good()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<Photo> decode(const Bytes& bytes) {
  return decode_photo(span_of(bytes), "photo");
}

void expect_error(const Result<Photo>& photo, ErrorCode code, const std::string& words) {
  ASSERT_FALSE(photo.ok()) << words;
  EXPECT_EQ(photo.error().code, code) << photo.error().message();
  EXPECT_EQ(photo.error().where, "photo");
  EXPECT_NE(photo.error().message().find(words), std::string::npos) << photo.error().message();
}

/// What was drawn at (x, y) of the upright ramp: R, G, B, alpha.
std::array<int, 4> drawn(int x, int y) {
  return {20 + 200 * x / kWidth, 20 + 200 * y / kHeight, 230 - 100 * (x + y) / (kWidth + kHeight),
          40 + 200 * (kWidth - x) / kWidth};
}

/// Fails unless `at`(x, y) of the ramp is near what was drawn there.
template <class At>
void expect_ramp(const Photo& photo, int channels, const At& at) {
  ASSERT_EQ(photo.pixels.channels(), channels);
  double sum = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      for (int c = 0; c < channels; ++c) {
        const int off = std::abs(at(x, y)[c] - drawn(x, y)[static_cast<std::size_t>(c)]);
        // Quality 90, chroma halved in AVIF: a ramp loses little, its corners most.
        EXPECT_LE(off, 12) << x << ", " << y << " channel " << c;
        sum += off;
      }
    }
  }
  EXPECT_LT(sum / (kWidth * kHeight * channels), 2.0);
}

TEST(Heif, PicturesAreRead) {
  for (const char* name : {"ramp.heic", "ramp.avif", "ramp-alpha.heic", "ramp-alpha.avif", "ramp-10bit.heic"}) {
    SCOPED_TRACE(name);
    const auto photo = decode(data_file(name));
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    ASSERT_EQ(photo->pixels.width(), kWidth);
    ASSERT_EQ(photo->pixels.height(), kHeight);
    const bool alpha = std::string(name).find("alpha") != std::string::npos;
    expect_ramp(*photo, alpha ? 4 : 3, [&](int x, int y) { return photo->pixels.view().pixel(x, y); });
  }
}

TEST(Heif, TurnsAreAppliedOnceAndTheFocalLengthIsRead) {
  const auto photo = decode(data_file("ramp-turned.heic"));
  ASSERT_TRUE(photo.ok()) << photo.error().message();
  ASSERT_EQ(photo->pixels.width(), kHeight);
  ASSERT_EQ(photo->pixels.height(), kWidth);
  // A quarter turn to the right: the ramp's left edge is at the top, its bottom at the left.
  expect_ramp(*photo, 3, [&](int x, int y) { return photo->pixels.view().pixel(kHeight - 1 - y, x); });
  EXPECT_EQ(photo->focal_35mm, 28);
}

TEST(Heif, ProfilesAreConverted) {
  const auto plain = decode(data_file("ramp.avif")), converted = decode(data_file("ramp-profile.avif"));
  ASSERT_TRUE(plain.ok() && converted.ok());
  // The same pixels in a PNG with the same profile.
  const auto png = encode_png(plain->pixels.view(), {}).value();
  Bytes bytes;
  for (const std::byte byte : png) bytes.push_back(std::to_integer<unsigned char>(byte));
  const auto expected = decode(with_chunks(bytes, png_profile(wide_profile(2.2))));
  ASSERT_TRUE(expected.ok()) << expected.error().message();
  EXPECT_EQ(converted->pixels, expected->pixels);
  EXPECT_NE(converted->pixels, plain->pixels);
}

/// ramp.avif with other codes for its colours.
Bytes with_color_codes(unsigned char primaries, unsigned char transfer) {
  Bytes file = data_file("ramp.avif");
  const Bytes property = bytes_of("nclx");
  const auto at = std::search(file.begin(), file.end(), property.begin(), property.end());
  at[5] = primaries;  // big-endian numbers of 16 bits
  at[7] = transfer;
  return file;
}

TEST(Heif, CodesForColorsAreHonoured) {
  const auto plain = decode(data_file("ramp.avif"));
  ASSERT_TRUE(plain.ok());
  const auto png = encode_png(plain->pixels.view(), {}).value();
  Bytes bytes;
  for (const std::byte byte : png) bytes.push_back(std::to_integer<unsigned char>(byte));
  for (const auto& [primaries, transfer] : {std::pair(12, 13), std::pair(1, 8), std::pair(9, 14), std::pair(1, 13)}) {
    const auto p = static_cast<unsigned char>(primaries), t = static_cast<unsigned char>(transfer);
    const auto photo = decode(with_color_codes(p, t));
    const auto expected = decode(with_chunks(bytes, png_chunk("cICP", {p, t, 0, 1})));  // the same pixels and codes
    ASSERT_TRUE(photo.ok() && expected.ok()) << photo.error().message();
    EXPECT_EQ(photo->pixels, expected->pixels) << primaries << ", " << transfer;
    EXPECT_EQ(photo->pixels == plain->pixels, transfer == 13 && primaries == 1);
  }
  expect_error(decode(with_color_codes(9, 16)), ErrorCode::kUnsupported, "PQ");
  expect_error(decode(with_color_codes(9, 18)), ErrorCode::kUnsupported, "HLG");
  std::vector<std::string> warnings;
  const Bytes unknown = with_color_codes(1, 9);
  ASSERT_TRUE(decode_photo(span_of(unknown), "photo", &warnings).ok());
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("nclx 1, 9"), std::string::npos) << warnings[0];
}

TEST(Heif, TooLargeIsRefusedFromTheHeader) {
  for (const char* name : {"ramp.heic", "ramp.avif"}) {
    Bytes file = data_file(name);
    const Bytes property = bytes_of("ispe");
    const auto at = std::search(file.begin(), file.end(), property.begin(), property.end()) - file.begin() + 8;
    Bytes size;
    append_be(size, 10001, 4);
    append_be(size, 10001, 4);
    std::copy(size.begin(), size.end(), file.begin() + at);
    expect_error(decode(file), ErrorCode::kResourceLimit, "100000000");
  }
}

TEST(Heif, FilesCutOffAnywhereAreRefused) {
  for (const char* name : {"ramp-turned.heic", "ramp-alpha.avif"}) {
    const Bytes file = data_file(name);
    ::testing::internal::CaptureStderr();
    for (std::size_t length = 0; length < file.size(); ++length) {
      const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
      EXPECT_FALSE(decode(cut).ok()) << name << " of " << file.size() << " bytes cut at " << length;
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  }
}

TEST(Heif, DamagedFilesNeverCrash) {
  ::testing::internal::CaptureStderr();
  std::uint64_t number = 0;
  int refused = 0;
  for (const char* name : {"ramp-turned.heic", "ramp-profile.avif"}) {
    const Bytes file = data_file(name);
    for (int round = 0; round < 200; ++round) {
      Rng rng(12, RngStage::kTest, number++);
      Bytes damaged = file;
      damaged[rng.bits() % file.size()] ^= static_cast<unsigned char>(1U << rng.bits() % 8);
      const auto photo = decode(damaged);
      if (photo.ok()) continue;
      ++refused;
      EXPECT_EQ(photo.error().where, "photo");
      EXPECT_FALSE(photo.error().why.empty());
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_GT(refused, 50);
}

TEST(Heif, OtherKindsOfTheContainerAreRefused) {
  Bytes file = data_file("ramp.avif");
  const Bytes codec = bytes_of("av01");
  const auto at = std::search(file.begin(), file.end(), codec.begin(), codec.end());
  ASSERT_NE(at, file.end());
  std::copy_n(bytes_of("zzzz").begin(), 4, at);
  EXPECT_FALSE(decode(file).ok());
  expect_error(decode(bytes_of({"\0\0\0\x18"
                                "ftypheic",
                                12})),
               ErrorCode::kInvalidInput, "photo");
}

#ifdef TONSURE_STATIC_DEFINE  // a shared library hides what the test calls
TEST(Heif, WithoutTheLibraryItSaysWhatToInstall) {
  const Bytes file = data_file("ramp.heic");
  for (const char* library : {"libheif-that-is-not-there.so.1", "libz.so.1"}) {
    const auto picture = decode_heif(span_of(file), "photo", library);
    ASSERT_FALSE(picture.ok());
    EXPECT_EQ(picture.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(picture.error().message().find("install libheif"), std::string::npos) << picture.error().message();
  }
}
#endif

}  // namespace
}  // namespace tonsure
