#include "color_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include <lcms2.h>

#include "color_profile.h"

namespace tonsure {
namespace {

/// White, red, green, blue: x and y each.
using Primaries = std::array<double, 8>;

constexpr Primaries kSrgb = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};

/// ITU-T H.273 (2021), table 2.
std::optional<Primaries> primaries_of(unsigned code) {
  switch (code) {
    case 1:
    case 2:  // unspecified
      return kSrgb;
    case 4:
      return Primaries{0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08};
    case 5:
      return Primaries{0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06};
    case 6:
    case 7:
      return Primaries{0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070};
    case 8:
      return Primaries{0.310, 0.316, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049};
    case 9:
      return Primaries{0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046};
    case 11:
      return Primaries{0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    case 12:
      return Primaries{0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    case 22:
      return Primaries{0.3127, 0.3290, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077};
    default:
      return std::nullopt;
  }
}

/// From a stored value to light: (scale v + offset)^exponent from `knee` on, slope v below it.
struct Curve {
  double exponent = 1;
  double scale = 1;
  double offset = 0;
  double slope = 0;
  double knee = 0;

  friend bool operator==(const Curve&, const Curve&) = default;
};

constexpr Curve kSrgbCurve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

/// ITU-T H.273 (2021), table 3, turned round; those of high dynamic range and the logarithms have none here.
std::optional<Curve> curve_of(unsigned code) {
  switch (code) {
    case 1:
    case 6:
    case 11:
    case 12:
    case 14:
    case 15: {
      constexpr double kAlpha = 1.099296826809442, kBeta = 0.018053968510807;
      return Curve{1 / 0.45, 1 / kAlpha, (kAlpha - 1) / kAlpha, 1 / 4.5, 4.5 * kBeta};
    }
    case 2:  // unspecified
    case 13:
      return kSrgbCurve;
    case 4:
      return Curve{2.2};
    case 5:
      return Curve{2.8};
    case 7:
      return Curve{1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4.0, 4 * 0.0228};
    case 8:
      return Curve{};
    case 17:
      return Curve{2.6};
    default:
      return std::nullopt;
  }
}

/// The bytes of an ICC profile, grey or RGB; empty where the primaries span no colour space.
std::vector<unsigned char> make_profile(const Primaries& primaries, const Curve& curve, bool grey) {
  const LcmsContext context(cmsCreateContext(nullptr, nullptr));
  if (!context) return {};
  const std::array<double, 5> parameters = {curve.exponent, curve.scale, curve.offset, curve.slope, curve.knee};
  cmsToneCurve* tone = cmsBuildParametricToneCurve(context.get(), 4, parameters.data());
  if (tone == nullptr) return {};
  const auto& p = primaries;
  const cmsCIExyY white = {p[0], p[1], 1};
  const cmsCIExyYTRIPLE colors = {{p[2], p[3], 1}, {p[4], p[5], 1}, {p[6], p[7], 1}};
  const std::array<cmsToneCurve*, 3> tones = {tone, tone, tone};
  const LcmsProfile profile(grey ? cmsCreateGrayProfileTHR(context.get(), cmsD50_xyY(), tone)
                                 : cmsCreateRGBProfileTHR(context.get(), &white, &colors, tones.data()));
  cmsFreeToneCurve(tone);
  cmsUInt32Number size = 0;
  if (!profile || cmsSaveProfileToMem(profile.get(), nullptr, &size) == 0) return {};
  std::vector<unsigned char> bytes(size);
  if (cmsSaveProfileToMem(profile.get(), bytes.data(), &size) == 0) return {};
  return bytes;
}

bool near(const Primaries& a, const Primaries& b) {
  constexpr double kRounding = 0.001;  // writers round to three or four decimals
  return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return std::fabs(x - y) <= kRounding; });
}

bool take(const Primaries& primaries, const Curve& curve, DecodedPicture& picture) {
  const bool same_primaries = picture.grey() || near(primaries, kSrgb);
  if (same_primaries && curve == kSrgbCurve) {
    picture.icc.clear();
    return true;
  }
  auto profile = make_profile(primaries, curve, picture.grey());
  if (profile.empty()) return false;
  picture.icc = std::move(profile);
  return true;
}

}  // namespace

bool take_color_codes(unsigned primaries, unsigned transfer, DecodedPicture& picture) {
  constexpr unsigned kPq = 16, kHlg = 18;
  if (transfer == kPq || transfer == kHlg) {
    picture.hdr = transfer == kPq ? "PQ (SMPTE ST 2084)" : "HLG (ITU-R BT.2100)";
    return true;
  }
  const auto space = primaries_of(primaries);
  const auto curve = curve_of(transfer);
  return space && curve && take(*space, *curve, picture);
}

std::string color_codes_not_known(const char* what, unsigned primaries, unsigned transfer) {
  return "its colours are told by codes that cannot be converted (" + std::string(what) + " " +
         std::to_string(primaries) + ", " + std::to_string(transfer) + "): they may be off";
}

bool take_png_colors(const PngColors& told, DecodedPicture& picture) {
  constexpr double kUnit = 100'000, kLeastGamma = 0.1, kMostGamma = 10, kSameGamma = 0.01;
  Primaries primaries = kSrgb;
  if (told.chromaticities) {
    for (std::size_t i = 0; i < primaries.size(); ++i) primaries[i] = (*told.chromaticities)[i] / kUnit;
    for (std::size_t i = 0; i < primaries.size(); i += 2) {
      const double x = primaries[i], y = primaries[i + 1];
      if (!(y > 0 && x + y <= 1)) return false;
    }
  }
  Curve curve = kSrgbCurve;
  if (told.gamma) {
    const double gamma = *told.gamma / kUnit;
    if (!(gamma >= kLeastGamma && gamma <= kMostGamma)) return false;
    const bool is_usual = std::fabs(gamma * 2.2 - 1) <= kSameGamma;
    if (!is_usual || !near(primaries, kSrgb)) curve = {1 / gamma};
  }
  return take(primaries, curve, picture);
}

}  // namespace tonsure
