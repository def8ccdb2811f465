// Prints how one dot of pigment darkens the skin around it: the ratio of reflectance with and without it, in linear
// sRGB, at 15 distances from its axis. It is the kernel that pictures are drawn with.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "optics/dot_kernel.h"

namespace {

/// A number that has to be given, and where the model holds.
struct Field {
  const char* flag;
  double least, most;
  const char* meaning;
  double value = NAN;
};

enum Index : std::size_t { kMelanin, kBlood, kDepthTop, kDiameter, kHeight, kMuA, kSlope };
std::array<Field, 7> fields = {{
    {"--melanin", 0.005, 0.35, "volume fraction of melanosomes in the epidermis"},
    {"--blood", 0, 0.05, "volume fraction of blood in the dermis"},
    {"--depth-top-mm", 0.05, 0.8, "from the surface to the top of the dot"},
    {"--diameter-mm", 0.1, 0.6, "of the dot, across"},
    {"--height-mm", 0.1, 0.4, "of the dot"},
    {"--mu-a-per-mm", 1, 80, "absorption of the dot at 550 nm"},
    {"--slope", 0, 3, "absorption goes as (550 nm / wavelength)^slope: 0 carbon black, 2.5 warm brown"},
}};

int usage(const char* program, std::FILE* out, int status) {
  std::fprintf(out, "usage: %s FLAG NUMBER ..., each of:\n", program);
  for (const Field& field : fields)
    std::fprintf(out, "  %-15s %g to %g: %s\n", field.flag, field.least, field.most, field.meaning);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) return usage(argv[0], stdout, 0);
  for (int i = 1; i < argc; i += 2) {
    Field* field = nullptr;
    for (Field& known : fields)
      if (std::strcmp(argv[i], known.flag) == 0) field = &known;
    if (field == nullptr || i + 1 == argc) {
      std::fprintf(stderr, "%s: %s\n", argv[i], field == nullptr ? "unknown flag" : "no number follows");
      return usage(argv[0], stderr, 2);
    }
    const std::string_view text = argv[i + 1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), field->value);
    if (error != std::errc() || end != text.data() + text.size() || std::isnan(field->value)) {
      std::fprintf(stderr, "%s: '%s' is no number\n", field->flag, argv[i + 1]);
      return usage(argv[0], stderr, 2);
    }
  }
  for (const Field& field : fields) {
    if (std::isnan(field.value)) {
      std::fprintf(stderr, "%s: is missing\n", field.flag);
      return usage(argv[0], stderr, 2);
    }
  }
  for (const Field& field : fields) {
    if (field.value < field.least || field.value > field.most) {
      std::fprintf(stderr, "%s: %g is out of range; %g to %g is possible\n", field.flag, field.value, field.least,
                   field.most);
      return 3;
    }
  }

  tonsure::Deposit dot{.depth_top_mm = fields[kDepthTop].value,
                       .diameter_mm = fields[kDiameter].value,
                       .height_mm = fields[kHeight].value};
  for (std::size_t band = 0; band < tonsure::kBands; ++band)
    dot.absorption_per_mm[band] = fields[kMuA].value * std::pow(550 / tonsure::band_nm(band), fields[kSlope].value);
  const tonsure::DotKernel kernel =
      tonsure::dot_kernel({.melanin = fields[kMelanin].value, .blood = fields[kBlood].value}, dot);

  std::printf("r_mm,ratio_r,ratio_g,ratio_b\n");
  for (const double r_mm : {0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.5}) {
    const tonsure::LinearRgb ratio = reflectance_ratio(kernel, r_mm);
    std::printf("%.3f,%.5f,%.5f,%.5f\n", r_mm, ratio[0], ratio[1], ratio[2]);
  }
}
