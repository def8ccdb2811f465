/// @file
/// Direct simulation of many single dots at once, by the same paths of light: the truth that kernels are held against.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/optics/skin.h>
#include "core/rng.h"
#include "deposit/deposit.h"
#include "optics/dot_kernel.h"

namespace tonsure::testing {

/// Distances from the axis at which profiles are compared, mm.
inline constexpr std::array<double, 15> kProfileMm = {0,    0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35,
                                                      0.40, 0.50, 0.60, 0.80, 1.00, 1.50, 2.50};
/// Reflectance with the dot over that without it, at these distances.
using Profile = std::array<LinearRgb, kProfileMm.size()>;

/// A dot by the numbers it is asked for.
struct DotCase {
  SkinOptics skin;
  double depth_top_mm = 0.1;
  double diameter_mm = 0.25;
  double height_mm = 0.2;
  double mu_a_per_mm = 10;  ///< at 550 nm
  double slope = 0;         ///< absorption goes as (550 / wavelength)^slope
};

/// Dots anywhere in the ranges that the table is made for, evenly by the logarithm of each number but the slope.
std::vector<DotCase> random_dots(std::size_t count, Rng& rng);

std::string describe(const DotCase& dot);

Spectrum absorption_of(const DotCase& dot);
Profile kernel_profile(const DotCase& dot);

/// @param paths  of light, per band
std::vector<Profile> simulate_profiles(std::span<const DotCase> dots, std::size_t paths, std::uint64_t seed);

/// How far a profile is from the truth, the way it is judged: at the centre; root of the mean square over the
/// distances; and in the integral A of what is missing, |difference| / (|A| + 0.05 mm2).
struct ProfileError {
  LinearRgb centre = {};
  LinearRgb rms = {};
  LinearRgb area = {};
};
std::string describe(const ProfileError& error);
ProfileError profile_error(const Profile& tried, const Profile& truth);

/// The bounds of these errors: asked for.
inline constexpr double kMostCentre = 0.04, kMostRms = 0.02, kMostArea = 0.06;

}  // namespace tonsure::testing
