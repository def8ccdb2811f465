#include "color_profile.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <vector>

#include <lcms2.h>

namespace tonsure {
namespace {

struct Close {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct CloseProfile {
  void operator()(cmsHPROFILE profile) const { cmsCloseProfile(profile); }
};
struct CloseTransform {
  void operator()(cmsHTRANSFORM transform) const { cmsDeleteTransform(transform); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, Close>;
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, CloseTransform>;

/// Grey with sRGB's curve (IEC 61966-2-1:1999), so that R = G = B holds exactly after a conversion.
Profile srgb_grey(cmsContext context) {
  const std::array<double, 5> curve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* tone = cmsBuildParametricToneCurve(context, 4, curve.data());
  if (tone == nullptr) return nullptr;
  Profile profile(cmsCreateGrayProfileTHR(context, cmsD50_xyY(), tone));
  cmsFreeToneCurve(tone);
  return profile;
}

Transform make_transform(cmsContext context, cmsHPROFILE from, cmsHPROFILE to, cmsUInt32Number format) {
  return Transform(cmsCreateTransformTHR(context, from, format, to, format, INTENT_PERCEPTUAL,
                                         cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA));
}

/// True where an 8-bit transform without alpha leaves all colours within one code of what they were.
bool changes_nothing(cmsHTRANSFORM transform, bool grey) {
  std::vector<unsigned char> colors;
  if (grey) {
    for (int v = 0; v < 256; ++v) colors.push_back(static_cast<unsigned char>(v));
  } else {
    for (int i = 0; i < 9 * 9 * 9; ++i) {
      for (const int level : {i / 81, i / 9 % 9, i % 9}) {
        colors.push_back(static_cast<unsigned char>(level == 8 ? 255 : level * 32));
      }
    }
  }
  std::vector<unsigned char> converted(colors.size());
  cmsDoTransform(transform, colors.data(), converted.data(),
                 static_cast<cmsUInt32Number>(colors.size() / (grey ? 1 : 3)));
  for (std::size_t i = 0; i < colors.size(); ++i) {
    if (std::abs(colors[i] - converted[i]) > 1) return false;
  }
  return true;
}

}  // namespace

struct ColorProfile::Impl {
  Context context;
  Transform transform;
};

ColorProfile::ColorProfile(std::span<const unsigned char> icc, RowKind kind) {
  if (icc.empty()) return;
  Context context(cmsCreateContext(nullptr, nullptr));
  if (!context) return;
  const Profile from(cmsOpenProfileFromMemTHR(context.get(), icc.data(), static_cast<cmsUInt32Number>(icc.size())));
  if (!from || cmsGetColorSpace(from.get()) != (kind.grey ? cmsSigGrayData : cmsSigRgbData)) return;
  const Profile to = kind.grey ? srgb_grey(context.get()) : Profile(cmsCreate_sRGBProfileTHR(context.get()));
  if (!to) return;
  auto transform = make_transform(context.get(), from.get(), to.get(), kind.grey ? TYPE_GRAY_8 : TYPE_RGB_8);
  if (!transform || changes_nothing(transform.get(), kind.grey)) return;
  if (kind.alpha || kind.bits != 8) {
    const cmsUInt32Number space = kind.grey ? PT_GRAY : PT_RGB, channels = kind.grey ? 1 : 3;
    const cmsUInt32Number extra = kind.alpha ? 1 : 0, bytes = kind.bits == 8 ? 1 : 2;
    const cmsUInt32Number format = COLORSPACE_SH(space) | CHANNELS_SH(channels) | EXTRA_SH(extra) | BYTES_SH(bytes);
    transform = make_transform(context.get(), from.get(), to.get(), format);
    if (!transform) return;
  }
  impl_ = std::make_unique<Impl>(Impl{std::move(context), std::move(transform)});
}

ColorProfile::~ColorProfile() = default;

bool ColorProfile::converts() const {
  return impl_ != nullptr;
}

void ColorProfile::convert(void* row, int pixels) const {
  cmsDoTransform(impl_->transform.get(), row, row, static_cast<cmsUInt32Number>(pixels));
}

}  // namespace tonsure
