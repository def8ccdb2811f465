// Colours that files tell by numbers rather than by profiles, and what cannot be converted.
#include <tonsure/io/photo.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include <tonsure/core/color.h>

#include "photo_files.h"

namespace tonsure {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

using Color = std::array<double, 3>;

Result<Photo> decode(const Bytes& bytes) {
  return decode_photo(span_of(bytes), "photo");
}

/// Colours from the corners and the inside of the cube; R, G, B.
std::vector<Color> colors() {
  std::vector<Color> out;
  for (int i = 0; i < 125; ++i) out.push_back({i / 25 * 63.75, i / 5 % 5 * 63.75, i % 5 * 63.75});
  for (int v = 1; v < 255; v += 2) out.push_back({1.0 * v, 1.0 * v, 1.0 * v});
  for (Color& color : out)
    for (double& c : color) c = std::floor(c);
  return out;
}

/// Those colours in a PNG with chunks.
Bytes png_with(const Bytes& chunks, unsigned bits = 8) {
  Bytes row = {0};
  for (const Color& color : colors())
    for (const double c : color) row.insert(row.end(), bits / 8, static_cast<unsigned char>(c));
  return make_png({static_cast<unsigned>(colors().size()), 1, bits, 2}, row, chunks);
}

Bytes codes(unsigned primaries, unsigned transfer, unsigned full = 1) {
  return png_chunk("cICP", {static_cast<unsigned char>(primaries), static_cast<unsigned char>(transfer), 0,
                            static_cast<unsigned char>(full)});
}

Bytes gamma(unsigned value) {
  Bytes content;
  append_be(content, value, 4);
  return png_chunk("gAMA", content);
}

Bytes chromaticities(const std::array<unsigned, 8>& values) {
  Bytes content;
  for (const unsigned value : values) append_be(content, value, 4);
  return png_chunk("cHRM", content);
}

constexpr std::array<unsigned, 8> kSrgb = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};
constexpr std::array<unsigned, 8> kP3 = {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000};

Color identity(const Color& linear) {
  return linear;
}
/// From linear P3 with white D65 to linear sRGB, by the primaries of SMPTE RP 431-2 and IEC 61966-2-1.
Color from_p3(const Color& c) {
  return {1.2249402 * c[0] - 0.2249402 * c[1], -0.0420570 * c[0] + 1.0420570 * c[1],
          -0.0196376 * c[0] - 0.0786360 * c[1] + 1.0982736 * c[2]};
}

double srgb(double v) {
  return srgb_to_linear(v);
}
double linear(double v) {
  return v;
}
double bt709(double v) {
  return v < 4.5 * 0.018053968510807 ? v / 4.5 : std::pow((v + 0.099296826809442) / 1.099296826809442, 1 / 0.45);
}
double power(double v, double exponent) {
  return std::pow(v, exponent);
}

void expect_colors(const Bytes& file, const std::function<double(double)>& curve,
                   const std::function<Color(const Color&)>& space, const std::string& what) {
  const auto photo = decode(file);
  ASSERT_TRUE(photo.ok()) << what << ": " << photo.error().message();
  for (std::size_t i = 0; i < colors().size(); ++i) {
    Color light;
    for (std::size_t c = 0; c < 3; ++c) light[c] = curve(colors()[i][c] / 255);
    const Color expected = space(light);
    for (std::size_t c = 0; c < 3; ++c) {
      const double code = 255 * linear_to_srgb(std::clamp(expected[c], 0.0, 1.0));
      // Half a code of rounding, and Little CMS's 14 bits of light: half a code where sRGB is steepest.
      ASSERT_NEAR(photo->pixels.view().pixel(static_cast<int>(i), 0)[c], code, 1.01)
          << what << ": " << colors()[i][0] << " " << colors()[i][1] << " " << colors()[i][2] << " channel " << c;
    }
  }
}

/// Fails unless the chunks change no byte.
void expect_srgb(const Bytes& chunks, const std::string& what) {
  const auto plain = decode(png_with({})), photo = decode(png_with(chunks));
  ASSERT_TRUE(plain.ok() && photo.ok()) << what;
  EXPECT_EQ(photo->pixels, plain->pixels) << what;
}

Bytes both(Bytes a, const Bytes& b) {
  append(a, b);
  return a;
}

TEST(PhotoColors, NumbersOfPngAreHonoured) {
  expect_colors(png_with(gamma(100000)), linear, identity, "gAMA 1");
  expect_colors(
      png_with(gamma(55556)), [](double v) { return power(v, 1.8); }, identity, "gAMA 1/1.8");
  expect_colors(
      png_with(both(gamma(45455), chromaticities(kP3))), [](double v) { return power(v, 2.2); }, from_p3,
      "gAMA 1/2.2 and cHRM of P3");
  expect_colors(png_with(chromaticities(kP3)), srgb, from_p3, "cHRM of P3");
  expect_colors(png_with(codes(1, 8)), linear, identity, "cICP linear");
  expect_colors(png_with(codes(12, 13)), srgb, from_p3, "cICP P3");
  expect_colors(png_with(codes(12, 8)), linear, from_p3, "cICP linear P3");
  expect_colors(png_with(gamma(100000), 16), linear, identity, "gAMA 1, 16 bits");
  expect_colors(png_with(codes(12, 8), 16), linear, from_p3, "cICP linear P3, 16 bits");
  for (const unsigned transfer : {1U, 6U, 14U, 15U})
    expect_colors(png_with(codes(1, transfer)), bt709, identity, "cICP BT.709");
  expect_colors(
      png_with(codes(1, 4)), [](double v) { return power(v, 2.2); }, identity, "cICP gamma 2.2");
}

TEST(PhotoColors, WhatIsSrgbChangesNoByte) {
  expect_srgb(gamma(45455), "gAMA");
  expect_srgb(both(gamma(45455), chromaticities(kSrgb)), "gAMA and cHRM");
  expect_srgb(chromaticities(kSrgb), "cHRM");
  expect_srgb(png_chunk("sRGB", {0}), "sRGB");
  expect_srgb(codes(1, 13), "cICP");
  expect_srgb(codes(2, 2), "cICP that says nothing");
}

TEST(PhotoColors, TheFirstOfTheStandardsOrderCounts) {
  const Bytes p3 = codes(12, 13), icc = png_profile(wide_profile(1.8)), srgb_chunk = png_chunk("sRGB", {0}),
              numbers = gamma(100000);
  // Whatever their order in the file: cICP, iCCP, sRGB, gAMA with cHRM.
  for (const bool turned : {false, true}) {
    const auto chunks = [&](const Bytes& a, const Bytes& b) { return png_with(turned ? both(b, a) : both(a, b)); };
    expect_colors(chunks(p3, icc), srgb, from_p3, "cICP over iCCP");
    expect_colors(chunks(p3, srgb_chunk), srgb, from_p3, "cICP over sRGB");
    expect_colors(chunks(p3, numbers), srgb, from_p3, "cICP over gAMA");
    expect_srgb(turned ? both(srgb_chunk, numbers) : both(numbers, srgb_chunk), "sRGB over gAMA");
    const auto profile = decode(png_with(icc)), over_srgb = decode(chunks(icc, srgb_chunk)),
               over_gamma = decode(chunks(icc, numbers));
    ASSERT_TRUE(profile.ok() && over_srgb.ok() && over_gamma.ok());
    EXPECT_EQ(over_srgb->pixels, profile->pixels);
    EXPECT_EQ(over_gamma->pixels, profile->pixels);
  }
  // Codes that are not known leave it to the next.
  expect_colors(png_with(both(codes(3, 13), numbers)), linear, identity, "unknown cICP, then gAMA");
  expect_colors(png_with(both(codes(12, 13, 0), numbers)), linear, identity, "narrow cICP, then gAMA");
}

TEST(PhotoColors, GreyPicturesHaveTheCurveAlone) {
  Bytes row = {0};
  for (int v = 0; v < 256; ++v) row.push_back(static_cast<unsigned char>(v));
  for (const Bytes& chunks : {gamma(100000), codes(12, 8), both(gamma(100000), chromaticities(kP3))}) {
    const auto photo = decode(make_png({256, 1, 8, 0}, row, chunks));
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    EXPECT_TRUE(photo->monochrome);
    for (int v = 0; v < 256; ++v) {
      const unsigned char* p = photo->pixels.view().pixel(v, 0);
      ASSERT_NEAR(p[0], 255 * linear_to_srgb(v / 255.0), 1.01) << v;  // roundings, as above
      EXPECT_EQ(p[1], p[0]);
      EXPECT_EQ(p[2], p[0]);
    }
  }
}

TEST(PhotoColors, GreyPicturesMayHaveAProfileOfColour) {
  // As programs leave it that take the colour out of a photo.
  const cv::Mat mat(8, 8, CV_8UC1, cv::Scalar(128)), deep(8, 8, CV_16UC1, cv::Scalar(128 * 257));
  const int expected = static_cast<int>(std::lround(255 * linear_to_srgb(std::pow(128 / 255.0, 1.8))));
  for (const Bytes& file : {with_segments(encode(mat, ".jpg"), jpeg_profile(wide_profile(1.8), 60000)),
                            make_tiff(true, mat, {profile_tag(wide_profile(1.8))}),
                            make_tiff(true, deep, {profile_tag(wide_profile(1.8))})}) {
    const auto photo = decode(file);
    ASSERT_TRUE(photo.ok()) << photo.error().message();
    EXPECT_TRUE(photo->monochrome);
    EXPECT_NEAR(photo->pixels.view().pixel(3, 3)[0], expected, 1);  // two roundings
  }
  const auto same = decode(with_segments(encode(mat, ".jpg"), jpeg_profile(srgb_profile(), 60000)));
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->pixels.view().pixel(3, 3)[0], 128);
}

TEST(PhotoColors, HighDynamicRangeIsRefusedWithWhatToDo) {
  for (const unsigned transfer : {16U, 18U}) {
    const auto photo = decode(png_with(codes(9, transfer)));
    ASSERT_FALSE(photo.ok());
    EXPECT_EQ(photo.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(photo.error().why.find(transfer == 16 ? "PQ" : "HLG"), std::string::npos) << photo.error().message();
    EXPECT_NE(photo.error().fix.find("standard dynamic range"), std::string::npos) << photo.error().message();
  }
}

/// The only warning of a photo that is read all the same.
std::string warning_of(const Bytes& file) {
  std::vector<std::string> warnings;
  const auto photo = decode_photo(span_of(file), "photo", &warnings);
  if (!photo.ok()) return photo.error().message();
  return warnings.size() == 1 ? warnings.front() : std::to_string(warnings.size()) + " warnings";
}

void expect_warning(const Bytes& file, const std::string& words) {
  const std::string warning = warning_of(file);
  EXPECT_EQ(warning.rfind("photo: ", 0), 0U) << warning;
  EXPECT_NE(warning.find(words), std::string::npos) << words << ": " << warning;
  EXPECT_EQ(warning.find('\n'), std::string::npos);
}

TEST(PhotoColors, WhatCannotBeHonouredIsNamed) {
  expect_warning(png_with(codes(3, 13)), "cICP 3, 13");
  expect_warning(png_with(codes(1, 9)), "cICP 1, 9");  // a logarithm
  expect_warning(png_with(codes(12, 13, 0)), "cICP 12, 13");
  expect_warning(png_with(gamma(0)), "gAMA and cHRM");
  expect_warning(png_with(gamma(0xFFFFFFFF)), "gAMA and cHRM");
  expect_warning(png_with(chromaticities({})), "gAMA and cHRM");
  expect_warning(png_with(chromaticities({31270, 32900, 64000, 33000, 64000, 33000, 15000, 6000})), "gAMA and cHRM");
  Bytes broken = wide_profile(1.8);
  broken.resize(100);
  expect_warning(png_with(png_profile(broken)), "colour profile");
  expect_warning(png_with(png_profile(grey_profile(1.8))), "colour profile");
  const cv::Mat mat(8, 8, CV_8UC3, cv::Scalar(1, 2, 3));
  expect_warning(make_tiff(true, mat, {profile_tag(broken)}), "colour profile");
  expect_warning(make_tiff(true, mat, {profile_tag(grey_profile(1.8))}), "colour profile");
  const Bytes webp = encode(mat, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
  expect_warning(extend_webp(webp, 8, 8, 0x20, riff_chunk("ICCP", broken), {}), "colour profile");
  const Bytes jpeg = encode(mat, ".jpg");
  Bytes pieces = jpeg_profile(wide_profile(1.8), 200);
  pieces.erase(pieces.begin(), pieces.begin() + 4 + (pieces[2] << 8U | pieces[3]) - 2);
  expect_warning(with_segments(jpeg, pieces), "colour profile");
  EXPECT_EQ(warning_of(png_with({})), "0 warnings");
  EXPECT_EQ(warning_of(png_with(png_profile(wide_profile(1.8)))), "0 warnings");
  EXPECT_EQ(warning_of(jpeg), "0 warnings");
}

TEST(PhotoWarnings, DamageThatLeavesAPictureIsTold) {
  for (const char* type : {"gAMA", "iCCP", "eXIf", "tEXt"}) {
    Bytes chunk = png_chunk(type, bytes_of("whatever"));
    chunk.back() ^= 1;
    expect_warning(png_with(chunk), std::string("damaged and were passed over: ") + type);
  }
  expect_warning(png_with(png_chunk("gAMA", {1, 2})), "damaged and were passed over: gAMA");
  Bytes jpeg = encode(cv::Mat(32, 32, CV_8UC3, cv::Scalar(200, 10, 90)), ".jpg");
  EXPECT_EQ(warning_of(jpeg), "0 warnings");
  jpeg.insert(jpeg.end() - 2, 40, 0x12);
  expect_warning(jpeg, "may be damaged");
}

}  // namespace
}  // namespace tonsure
