#include "color_profile.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace tonsure {
namespace {

struct CloseTransform {
  void operator()(cmsHTRANSFORM transform) const { cmsDeleteTransform(transform); }
};
using Transform = std::unique_ptr<void, CloseTransform>;

/// Grey with sRGB's curve (IEC 61966-2-1:1999), so that R = G = B holds exactly after a conversion.
LcmsProfile srgb_grey(cmsContext context) {
  const std::array<double, 5> curve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* tone = cmsBuildParametricToneCurve(context, 4, curve.data());
  if (tone == nullptr) return nullptr;
  LcmsProfile profile(cmsCreateGrayProfileTHR(context, cmsD50_xyY(), tone));
  cmsFreeToneCurve(tone);
  return profile;
}

Transform make_transform(cmsContext context, cmsHPROFILE from, cmsHPROFILE to, cmsUInt32Number format,
                         cmsUInt32Number flags = 0) {
  return Transform(cmsCreateTransformTHR(context, from, format, to, format, INTENT_PERCEPTUAL,
                                         cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA | flags));
}

/// True where an 8-bit transform of RGB leaves all colours within one code of what they were.
bool changes_nothing(cmsHTRANSFORM transform) {
  std::vector<unsigned char> colors;
  for (int i = 0; i < 9 * 9 * 9; ++i) {
    for (const int level : {i / 81, i / 9 % 9, i % 9}) {
      colors.push_back(static_cast<unsigned char>(level == 8 ? 255 : level * 32));
    }
  }
  std::vector<unsigned char> converted(colors.size());
  cmsDoTransform(transform, colors.data(), converted.data(), static_cast<cmsUInt32Number>(colors.size() / 3));
  for (std::size_t i = 0; i < colors.size(); ++i) {
    if (std::abs(colors[i] - converted[i]) > 1) return false;
  }
  return true;
}

/// What the 65536 greys become by a profile, grey or RGB. The greys of an RGB profile are those of sRGB in all sensible
/// ones: green stands for all three. Empty where they cannot be converted.
std::vector<std::uint16_t> converted_greys(cmsContext context, cmsHPROFILE from, cmsHPROFILE to, bool grey) {
  // Little CMS would make 33 steps of the curve, too few for dark greys.
  const Transform transform = make_transform(context, from, to, grey ? TYPE_GRAY_16 : TYPE_RGB_16, cmsFLAGS_NOOPTIMIZE);
  if (!transform) return {};
  constexpr std::size_t kGreys = 65536;
  const std::size_t channels = grey ? 1 : 3;
  std::vector<std::uint16_t> colors(channels * kGreys), greys(kGreys);
  for (std::size_t i = 0; i < colors.size(); ++i) colors[i] = static_cast<std::uint16_t>(i / channels);
  cmsDoTransform(transform.get(), colors.data(), colors.data(), kGreys);
  for (std::size_t i = 0; i < kGreys; ++i) greys[i] = colors[channels * i + channels / 2];
  return greys;
}

/// True where all of the 256 greys stay within one code of what they were.
bool changes_nothing(const std::vector<std::uint16_t>& greys) {
  constexpr int kCode = 257;
  for (int v = 0; v < 256; ++v) {
    if (std::abs(greys[static_cast<std::size_t>(v * kCode)] - v * kCode) > kCode) return false;
  }
  return true;
}

template <class T>
void replace(T* pixel, int pixels, int channels, const std::vector<std::uint16_t>& greys) {
  constexpr unsigned kCode = sizeof(T) == 1 ? 257 : 1;
  for (int x = 0; x < pixels; ++x, pixel += channels) {
    *pixel = static_cast<T>((greys[*pixel * kCode] + kCode / 2) / kCode);
  }
}

}  // namespace

struct ColorProfile::Impl {
  RowKind kind;
  LcmsContext context;
  Transform transform;               ///< of R, G, B
  std::vector<std::uint16_t> greys;  ///< or what each 16-bit grey becomes
};

ColorProfile::ColorProfile(std::span<const unsigned char> icc, RowKind kind) {
  if (icc.empty()) return;
  fits_ = false;
  LcmsContext context(cmsCreateContext(nullptr, nullptr));
  if (!context) return;
  const LcmsProfile from(cmsOpenProfileFromMemTHR(context.get(), icc.data(), static_cast<cmsUInt32Number>(icc.size())));
  if (!from) return;
  const cmsColorSpaceSignature space = cmsGetColorSpace(from.get());
  const LcmsProfile rgb(cmsCreate_sRGBProfileTHR(context.get())), grey = srgb_grey(context.get());
  if (!rgb || !grey) return;
  if (kind.grey && (space == cmsSigGrayData || space == cmsSigRgbData)) {
    const bool is_grey = space == cmsSigGrayData;
    auto greys = converted_greys(context.get(), from.get(), is_grey ? grey.get() : rgb.get(), is_grey);
    fits_ = !greys.empty();
    if (fits_ && !changes_nothing(greys)) {
      impl_ = std::make_unique<Impl>(Impl{kind, std::move(context), nullptr, std::move(greys)});
    }
    return;
  }
  if (kind.grey || space != cmsSigRgbData) return;
  auto transform = make_transform(context.get(), from.get(), rgb.get(), TYPE_RGB_8);
  if (!transform) return;
  fits_ = true;
  if (changes_nothing(transform.get())) return;
  if (kind.alpha || kind.bits != 8) {
    const cmsUInt32Number extra = kind.alpha ? 1 : 0, bytes = kind.bits == 8 ? 1 : 2;
    const cmsUInt32Number format = COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | EXTRA_SH(extra) | BYTES_SH(bytes);
    transform = make_transform(context.get(), from.get(), rgb.get(), format);
    fits_ = transform != nullptr;
    if (!fits_) return;
  }
  impl_ = std::make_unique<Impl>(Impl{kind, std::move(context), std::move(transform), {}});
}

ColorProfile::~ColorProfile() = default;

bool ColorProfile::converts() const {
  return impl_ != nullptr;
}

void ColorProfile::convert(void* row, int pixels) const {
  const int channels = impl_->kind.alpha ? 2 : 1;
  if (impl_->transform) {
    cmsDoTransform(impl_->transform.get(), row, row, static_cast<cmsUInt32Number>(pixels));
  } else if (impl_->kind.bits == 8) {
    replace(static_cast<std::uint8_t*>(row), pixels, channels, impl_->greys);
  } else {
    replace(static_cast<std::uint16_t*>(row), pixels, channels, impl_->greys);
  }
}

}  // namespace tonsure
