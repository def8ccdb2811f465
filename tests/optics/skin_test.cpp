#include <tonsure/optics/skin.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tonsure {
namespace {

struct KnownSkin {
  SkinOptics skin;
  LinearRgb color;
};

// Four skins of an independent Monte Carlo program with the same constants but bands of 20 nm where ours have 10: that
// alone makes up to 1 % (2 % of the blue of deep skin, where 0.0087 is given to 1 in 87).
TEST(Skin, ColourAgreesWithASecondSimulation) {
  const std::vector<KnownSkin> known = {{{0.01, 0.006}, {0.4961, 0.3485, 0.2381}},
                                        {{0.03, 0.006}, {0.3942, 0.2466, 0.1379}},
                                        {{0.08, 0.006}, {0.2495, 0.1278, 0.0494}},
                                        {{0.20, 0.006}, {0.1080, 0.0390, 0.0087}}};
  for (const KnownSkin& one : known) {
    const LinearRgb color = skin_color(one.skin);
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(color[c], one.color[c], 0.01 * one.color[c] + 1e-4) << one.skin.melanin << ", channel " << c;
  }
}

TEST(Skin, MelaninDarkensAllBands) {
  Spectrum last;
  last.fill(1);
  for (double melanin = 0.003; melanin < 0.45; melanin *= 1.1) {
    const Spectrum now = skin_reflectance({melanin, 0.006});
    for (std::size_t b = 0; b < kBands; ++b) {
      EXPECT_LT(now[b], last[b]) << melanin << " at " << band_nm(b);
      EXPECT_GT(now[b], 0);
    }
    last = now;
  }
}

// Blood absorbs more than what it displaces in every band, most of all in the green.
TEST(Skin, BloodDarkensAndReddens) {
  for (const double melanin : {0.01, 0.05, 0.2}) {
    Spectrum last;
    last.fill(1);
    double last_ratio = 0;
    for (double blood = 0.0005; blood < 0.05; blood *= 1.2) {
      const SkinOptics skin{melanin, blood};
      const Spectrum now = skin_reflectance(skin);
      for (std::size_t b = 0; b < kBands; ++b) EXPECT_LT(now[b], last[b]) << blood << " at " << band_nm(b);
      const LinearRgb color = skin_color(skin);
      EXPECT_GT(color[0] / color[1], last_ratio) << blood;
      last = now;
      last_ratio = color[0] / color[1];
    }
  }
}

// The law of the absorptions at 550 nm, by hand: 6.6e10 x 550^-3.33 = 49.14 /mm, baseline 0.0460 /mm; blood of 150 g/l:
// 2.303 x 150 / 64500 x 0.1 x (0.75 x 43016 + 0.25 x 53412) = 24.43 /mm; scattering 4.6 x 1.1^-1.421 = 4.017 /mm.
TEST(Skin, ConstantsAreThoseOfTheLiterature) {
  constexpr std::size_t k550 = 15;
  ASSERT_DOUBLE_EQ(band_nm(k550), 550);
  const double melanosome = 6.6e10 * std::pow(550, -3.33), baseline = 0.0244 + 8.53 * std::exp(-(550.0 - 154) / 66.2);
  EXPECT_NEAR(melanosome, 49.4, 0.5);
  EXPECT_NEAR(epidermis_absorption_per_mm({0.1, 0.006})[k550], 0.1 * melanosome + 0.9 * baseline, 1e-9);
  EXPECT_NEAR(dermis_absorption_per_mm({0.1, 0.01, 0.75})[k550], 0.01 * 24.43 + 0.99 * baseline, 2e-4);
  EXPECT_NEAR(skin_scattering_per_mm()[k550], 4.6 * std::pow(1.1, -1.421), 1e-9);
  // Whole blood, as tabulated elsewhere: 23.9 with and 26.0 without oxygen at 550 nm (within 5 % of the sources).
  EXPECT_NEAR(dermis_absorption_per_mm({0.1, 1, 1})[k550], 23.9, 0.05 * 23.9);
  EXPECT_NEAR(dermis_absorption_per_mm({0.1, 1, 0})[k550], 26.0, 0.15 * 26.0);
}

// Colours of the model itself: what is found back may be off by what the colours' last steps leave open (the search
// ends at 0.1 % of melanin; blood changes colour less, most of all under much melanin).
TEST(Skin, FitFindsBackWhatMadeAColour) {
  for (const double melanin : {0.005, 0.012, 0.03, 0.07, 0.15, 0.3}) {
    for (const double blood : {0.002, 0.006, 0.015, 0.03}) {
      const FittedSkin fit = fit_skin(skin_color({melanin, blood}));
      EXPECT_NEAR(fit.optics.melanin / melanin, 1, 0.03) << melanin << ", " << blood;
      EXPECT_NEAR(fit.optics.blood / blood, 1, 0.10) << melanin << ", " << blood;
      EXPECT_LT(fit.delta_e_2000, 0.1) << melanin << ", " << blood;
    }
  }
}

// Foreheads (L*a*b* 59/11/15, 57/12/18) and forearms (54/13/19, 44/13/17, 38/13/15) of several groups. The model's deep
// skin is more colourful than what is measured (melanosomes alone make it brown), so the colour is met within 5, about
// what skin differs by from place to place, and its lightness within 1.
TEST(Skin, FitMeetsSkinAsItIsMeasured) {
  for (const Lab lab : {Lab{59.2, 11.5, 15.1}, Lab{56.8, 11.5, 17.7}, Lab{53.9, 12.6, 19.2}, Lab{43.7, 12.9, 17.2},
                        Lab{38.1, 12.7, 15.0}}) {
    const FittedSkin fit = fit_skin(from_lab(lab));
    EXPECT_LT(fit.delta_e_2000, lab.l > 50 ? 2 : 5) << lab.l;
    EXPECT_NEAR(to_lab(fit.color).l, lab.l, 1) << lab.l;
  }
}

TEST(Skin, FitStaysInItsRangesForAbsurdColours) {
  const std::vector<LinearRgb> absurd = {{1, 1, 1},       {5, 4, 3},          {1e-6, 1e-6, 1e-6}, {1, 1e-6, 1e-6},
                                         {1e-6, 1, 1e-6}, {1e-6, 1e-6, 1},    {0.02, 0.5, 0.5},   {0.3, 0.3, 0.3},
                                         {0.9, 0.9, 0.1}, {0.001, 0.5, 0.001}};
  for (const LinearRgb& color : absurd) {
    const FittedSkin fit = fit_skin(color);
    EXPECT_GE(fit.optics.melanin, 0.003 * (1 - 1e-9));
    EXPECT_LE(fit.optics.melanin, 0.45 * (1 + 1e-9));
    EXPECT_GE(fit.optics.blood, 0.0);
    EXPECT_LE(fit.optics.blood, 0.05 * (1 + 1e-9));
    EXPECT_TRUE(std::isfinite(fit.delta_e_2000));
    for (const double channel : fit.color) EXPECT_GT(channel, 0);
  }
  EXPECT_LT(fit_skin({5, 4, 3}).optics.melanin, 0.004) << "brighter than skin can be: the lightest there is";
}

TEST(Skin, TypologyAngle) {
  EXPECT_NEAR(individual_typology_angle_deg(from_lab({70, 10, 20})), 45, 0.01);  // atan((70 - 50) / 20)
  EXPECT_NEAR(individual_typology_angle_deg(from_lab({50, 10, 15})), 0, 0.01);
  EXPECT_NEAR(individual_typology_angle_deg(from_lab({35, 10, 15})), -45, 0.01);
  const std::vector<std::pair<double, std::string>> classes = {
      {56, "very light"}, {55, "light"}, {42, "light"},  {41, "intermediate"}, {28, "tan"},
      {11, "tan"},        {10, "brown"}, {-29, "brown"}, {-30, "dark"},        {-80, "dark"}};
  for (const auto& [angle, name] : classes) EXPECT_EQ(typology_name(angle), name) << angle;
  const std::vector<std::pair<double, int>> types = {{60, 1}, {50, 2}, {35, 3}, {20, 4}, {0, 5}, {-50, 6}};
  for (const auto& [angle, type] : types) EXPECT_EQ(fitzpatrick_estimate(angle), type) << angle;
}

}  // namespace
}  // namespace tonsure
