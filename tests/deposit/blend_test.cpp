#include "deposit/blend.h"

#include <cmath>

#include <gtest/gtest.h>

namespace tonsure {
namespace {

const PigmentComponent& component(const char* name) {
  return *find_component(built_in_pigments(), name);
}

Blend shade(const char* name) {
  return {find_shade(built_in_pigments(), name)->parts, 6};
}

TEST(Blend, AComponentFollowsItsLaw) {
  const PigmentComponent slope = {"slope", 30, 2, 0}, edge = {"edge", 30, 0, 580};
  EXPECT_DOUBLE_EQ(component_absorption_per_mm(slope, 550), 30);
  EXPECT_NEAR(component_absorption_per_mm(slope, 400), 30 * 1.890625, 1e-9);  // (550 / 400)^2
  EXPECT_DOUBLE_EQ(component_absorption_per_mm(edge, 580), 15);
  EXPECT_NEAR(component_absorption_per_mm(edge, 580 - 25), 30 / (1 + std::exp(-1.0)), 1e-9);
  const Spectrum bands = component_absorption_per_mm(edge);
  for (std::size_t band = 0; band < kBands; ++band)
    EXPECT_EQ(bands[band], component_absorption_per_mm(edge, band_nm(band)));
}

TEST(Blend, BlendsAddAbsorptionsByTheirShares) {
  const PigmentComponent a = {"a", 20, 1, 0}, b = {"b", 60, -1, 0};
  const Blend blend = {{{a, 0.3}, {b, 0.1}}, 4};
  const Spectrum mu = blend_absorption_per_mm(blend);
  for (std::size_t band = 0; band < kBands; ++band) {
    const double nm = band_nm(band);
    // Shares are relative: 0.3 and 0.1 are three quarters and one quarter.
    const double expected = (0.75 * 20 * 550 / nm + 0.25 * 60 * nm / 550) / 5;
    EXPECT_NEAR(mu[band], expected, 1e-12 * expected) << nm;
  }
  // What is left of each adds up in the same way.
  const Spectrum left = blend_absorption_per_mm(blend, {0.5, 0});
  for (std::size_t band = 0; band < kBands; ++band)
    EXPECT_NEAR(left[band], 0.5 * 0.75 * 20 * 550 / band_nm(band) / 5, 1e-12 * left[band]);
  EXPECT_EQ(blend_absorption_per_mm(Blend{}), Spectrum{});
}

TEST(Blend, ATreatmentIsItsPairOrItsComponents) {
  PigmentOptions pigment;
  const Blend pair = blend_of(pigment, 0.25, 3);
  EXPECT_EQ(blend_name(pair), "carbon black + umber");
  EXPECT_EQ(pair.parts[1].share, 0.25);
  EXPECT_EQ(pair.dilution, 3);
  pigment = with_shade(pigment, "trico brown").value();
  const Blend trico = blend_of(pigment, 0.25, 3);
  EXPECT_EQ(blend_name(trico), "trico brown");
  EXPECT_EQ(trico.dilution, 3);
}

// 120 /mm each, the warm one falling with the sixth power of the wavelength.
TEST(Blend, ThePairAbsorbsAsItsLawSays) {
  const Blend blend = blend_of({}, 0.4, 5);
  for (const double nm : {460.0, 545.0, 610.0})
    EXPECT_NEAR(blend_absorption_per_mm(blend, nm), 120 * (0.6 + 0.4 * std::pow(550 / nm, 6)) / 6, 1e-9);
}

TEST(Blend, ShadesAreWhatTheirNamesSay) {
  const auto red_over_blue = [](const char* name) {
    return blend_absorption_per_mm(shade(name), 610) / blend_absorption_per_mm(shade(name), 460);
  };
  const auto strength = [](const char* name) { return blend_absorption_per_mm(shade(name), 550); };
  // Brown takes more blue than red; more of it, the lighter and browner the shade.
  EXPECT_DOUBLE_EQ(red_over_blue("carbon dark"), 1);
  EXPECT_GT(red_over_blue("soft black"), red_over_blue("dark brown"));
  EXPECT_GT(red_over_blue("dark brown"), red_over_blue("medium brown"));
  EXPECT_GT(red_over_blue("medium brown"), red_over_blue("light brown"));
  EXPECT_LT(red_over_blue("trico brown"), 1);
  EXPECT_GT(strength("carbon dark"), strength("dark brown"));
  EXPECT_GT(strength("dark brown"), strength("medium brown"));
  EXPECT_GT(strength("medium brown"), strength("light brown"));
  EXPECT_NEAR(red_over_blue("grey"), 1, 0.01) << "titanium white adds hardly any absorption";
}

TEST(Blend, TitaniumWhiteHardlyAbsorbs) {
  for (std::size_t band = 0; band < kBands; ++band) {
    // Less than a hundredth of carbon from 450 nm on, where it still shows at the violet end.
    const double share = component_absorption_per_mm(component("titanium white"), band_nm(band)) / 120;
    EXPECT_LT(share, band_nm(band) >= 450 ? 0.01 : 0.03) << band_nm(band);
  }
}

}  // namespace
}  // namespace tonsure
