#include "optics/simulated_dots.h"

#include <cmath>
#include <cstdio>
#include <numbers>

#include <tonsure/core/exec.h>

#include "skin_mc/tissue_path.h"

namespace tonsure::testing {
namespace {

/// Sums over the paths of one band: light that returned, bare and at each distance of each dot.
struct BandSums {
  std::vector<double> bare;
  std::vector<std::array<double, kProfileMm.size()>> dotted;
};

BandSums simulate_band(std::span<const DotCase> dots, std::size_t band, std::size_t paths, std::uint64_t seed) {
  std::vector<double> epidermis, dermis, ink;
  double least_per_mm = INFINITY;
  for (const DotCase& dot : dots) {
    epidermis.push_back(epidermis_absorption_per_mm(dot.skin)[band]);
    dermis.push_back(dermis_absorption_per_mm(dot.skin)[band]);
    ink.push_back(absorption_of(dot)[band]);
    least_per_mm = std::min({least_per_mm, epidermis.back(), dermis.back()});
  }
  const mc::Slab slab = mc::skin_slab(band_nm(band), least_per_mm);
  BandSums sums;
  sums.bare.resize(dots.size());
  sums.dotted.resize(dots.size());
  std::vector<mc::Segment> segments;
  for (std::size_t i = 0; i < paths; ++i) {
    Rng rng(seed, RngStage::kTest, band * 1'000'000'000U + i);
    segments.clear();
    mc::LayerLengths lengths;
    const mc::PathEnd end = mc::follow_path(slab, rng, [&](const mc::Segment& s) {
      lengths.add(s);
      segments.push_back(s);
    });
    if (end.end != mc::End::kTop) continue;
    for (std::size_t d = 0; d < dots.size(); ++d) {
      const double weight = end.weight * std::exp(-epidermis[d] * lengths.epidermis_mm - dermis[d] * lengths.dermis_mm);
      sums.bare[d] += weight;
      const double radius_mm = 0.5 * dots[d].diameter_mm, centre_mm = dots[d].depth_top_mm + 0.5 * dots[d].height_mm;
      for (std::size_t r = 0; r < kProfileMm.size(); ++r) {
        // By symmetry the dot may lie in any direction.
        const double angle = 2 * std::numbers::pi * rng.uniform();
        const mc::Ellipsoid ellipsoid{{kProfileMm[r] * std::cos(angle), kProfileMm[r] * std::sin(angle), centre_mm},
                                      dots[d].diameter_mm,
                                      dots[d].height_mm};
        double in_dot_mm = 0;
        for (const mc::Segment& s : segments) {
          const double x = s.from.x - ellipsoid.centre.x, y = s.from.y - ellipsoid.centre.y;
          const double reach_mm = radius_mm + s.length_mm;
          if (x * x + y * y < reach_mm * reach_mm) in_dot_mm += mc::chord_mm(s, ellipsoid);
        }
        sums.dotted[d][r] += in_dot_mm > 0 ? weight * std::exp(-ink[d] * in_dot_mm) : weight;
      }
    }
  }
  return sums;
}

}  // namespace

std::vector<DotCase> random_dots(std::size_t count, Rng& rng) {
  const auto between = [&](double low, double high) { return std::exp(rng.uniform(std::log(low), std::log(high))); };
  std::vector<DotCase> dots(count);
  for (DotCase& dot : dots) {
    dot.skin.melanin = between(0.005, 0.35);
    dot.skin.blood = between(0.002, 0.02);
    dot.depth_top_mm = between(0.05, 0.8);
    dot.diameter_mm = between(0.1, 0.6);
    dot.height_mm = between(0.1, 0.4);
    dot.mu_a_per_mm = between(1, 80);
    dot.slope = rng.uniform(0, 3);
  }
  return dots;
}

std::string describe(const DotCase& dot) {
  char text[200];
  std::snprintf(text, sizeof text, "melanin %.3f, blood %.4f, top %.2f, %.2f x %.2f mm, %.1f /mm, slope %.1f",
                dot.skin.melanin, dot.skin.blood, dot.depth_top_mm, dot.diameter_mm, dot.height_mm, dot.mu_a_per_mm,
                dot.slope);
  return text;
}

std::string describe(const ProfileError& error) {
  char text[200];
  std::snprintf(text, sizeof text, "centre %.4f %.4f %.4f, RMS %.4f %.4f %.4f, area %.1f %.1f %.1f %%", error.centre[0],
                error.centre[1], error.centre[2], error.rms[0], error.rms[1], error.rms[2], 100 * error.area[0],
                100 * error.area[1], 100 * error.area[2]);
  return text;
}

Spectrum absorption_of(const DotCase& dot) {
  Spectrum absorption{};
  for (std::size_t b = 0; b < kBands; ++b) absorption[b] = dot.mu_a_per_mm * std::pow(550 / band_nm(b), dot.slope);
  return absorption;
}

Profile kernel_profile(const DotCase& dot) {
  const DotKernel kernel = dot_kernel(dot.skin, {.depth_top_mm = dot.depth_top_mm,
                                                 .diameter_mm = dot.diameter_mm,
                                                 .height_mm = dot.height_mm,
                                                 .absorption_per_mm = absorption_of(dot)});
  Profile profile;
  for (std::size_t r = 0; r < profile.size(); ++r) profile[r] = reflectance_ratio(kernel, kProfileMm[r]);
  return profile;
}

std::vector<Profile> simulate_profiles(std::span<const DotCase> dots, std::size_t paths, std::uint64_t seed) {
  std::array<BandSums, kBands> bands;
  parallel_for({}, kBands, [&](std::size_t band) { bands[band] = simulate_band(dots, band, paths, seed); });
  std::vector<Profile> profiles(dots.size());
  const auto& rgb = rgb_of_bands();
  for (std::size_t d = 0; d < dots.size(); ++d) {
    for (std::size_t c = 0; c < 3; ++c) {
      double bare = 0;
      for (std::size_t b = 0; b < kBands; ++b) bare += rgb[b][c] * bands[b].bare[d];
      for (std::size_t r = 0; r < kProfileMm.size(); ++r) {
        double dotted = 0;
        for (std::size_t b = 0; b < kBands; ++b) dotted += rgb[b][c] * bands[b].dotted[d][r];
        profiles[d][r][c] = dotted / bare;
      }
    }
  }
  return profiles;
}

ProfileError profile_error(const Profile& tried, const Profile& truth) {
  constexpr double kAreaFloorMm2 = 0.05;
  const auto area_mm2 = [](const Profile& profile, std::size_t c) {
    double sum = 0;  // trapezoidal rule
    for (std::size_t r = 1; r < kProfileMm.size(); ++r)
      sum += std::numbers::pi * (kProfileMm[r] - kProfileMm[r - 1]) *
             ((1 - profile[r][c]) * kProfileMm[r] + (1 - profile[r - 1][c]) * kProfileMm[r - 1]);
    return sum;
  };
  ProfileError error;
  for (std::size_t c = 0; c < 3; ++c) {
    error.centre[c] = std::fabs(tried[0][c] - truth[0][c]);
    for (std::size_t r = 0; r < kProfileMm.size(); ++r) {
      const double off = tried[r][c] - truth[r][c];
      error.rms[c] += off * off / kProfileMm.size();
    }
    error.rms[c] = std::sqrt(error.rms[c]);
    const double area = area_mm2(truth, c);
    error.area[c] = std::fabs(area_mm2(tried, c) - area) / (std::fabs(area) + kAreaFloorMm2);
  }
  return error;
}

}  // namespace tonsure::testing
