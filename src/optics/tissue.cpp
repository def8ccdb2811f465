#include <cstddef>

#include <tonsure/optics/skin.h>

#include "response_table.h"

namespace tonsure {
namespace {

// Molar extinction of haemoglobin with and without oxygen, 1/(cm M), 400-700 nm in steps of 10 nm (Prahl 1998,
// compiled from Gratzer and Kollias).
constexpr Spectrum kOxygenated = {266232,  466840,  480360,  246072,  102580,  62816,   44480, 33209.2,
                                  26629.2, 23684.4, 20932.8, 20035.2, 24202.4, 39956.8, 53236, 43016,
                                  32613.2, 44496,   50104,   14400.8, 3200,    1506,    942,   610,
                                  442,     368,     319.6,   294,     277.6,   276,     290};
constexpr Spectrum kDeoxygenated = {223296, 303956,  407560,  528600,  413280,  103292,  23388.8, 16156.4,
                                    14550,  16684,   20862,   25773.6, 31589.6, 39036.4, 46592,   53412,
                                    53788,  45072,   37020,   28324.4, 14677.2, 9443.6,  6509.6,  5148.8,
                                    4345.2, 3750.12, 3226.56, 2795.12, 2407.92, 2051.96, 1794.28};
// Whole blood: 150 g of haemoglobin a litre, 64 500 g/mol; ln 10 makes extinction absorption, 0.1 makes it 1/mm.
constexpr double kAbsorptionOfExtinction = 2.302585092994046 * 150 / 64500 * 0.1;

}  // namespace

Spectrum epidermis_absorption_per_mm(const SkinOptics& skin) {
  Spectrum absorption{};
  for (std::size_t i = 0; i < kBands; ++i) absorption[i] = optics::epidermis_per_mm(band_nm(i), skin.melanin);
  return absorption;
}

Spectrum dermis_absorption_per_mm(const SkinOptics& skin) {
  Spectrum absorption{};
  for (std::size_t i = 0; i < kBands; ++i) {
    const double extinction = skin.saturation * kOxygenated[i] + (1 - skin.saturation) * kDeoxygenated[i];
    absorption[i] =
        skin.blood * kAbsorptionOfExtinction * extinction + (1 - skin.blood) * optics::bloodless_per_mm(band_nm(i));
  }
  return absorption;
}

Spectrum skin_scattering_per_mm() {
  Spectrum reduced{};
  for (std::size_t i = 0; i < kBands; ++i) reduced[i] = optics::reduced_scattering_per_mm(band_nm(i));
  return reduced;
}

}  // namespace tonsure
