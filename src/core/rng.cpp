#include "rng.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace tonsure {
namespace {

/// Perlin's improved interpolant: first and second derivatives vanish at the lattice.
double quintic(double t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

double lattice(std::uint64_t seed, RngStage stage, std::uint64_t channel, std::int64_t x, std::int64_t y) {
  const std::uint64_t cell = Rng::mix(channel * 0xD6E8FEB86659FD93U + static_cast<std::uint64_t>(x)) ^
                             Rng::mix(static_cast<std::uint64_t>(y) + 0xA0761D6478BD642FU);
  return Rng(seed, stage, cell).uniform(-1, 1);
}

/// RMS of interpolated uniform(-1,1) lattice noise: sqrt(1/3) at the lattice, less between. Averaged over the cell, the
/// variance falls by integral of (1-s)^2 + s^2 = 0.7619 per dimension.
constexpr double kLatticeRms2 = 0.43988;  // sqrt(0.7619^2 / 3)

}  // namespace

double Rng::normal() {
  const double u = 1.0 - uniform();  // in (0,1]
  const double v = uniform();
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

double noise2(std::uint64_t seed, RngStage stage, std::uint64_t channel, double x, double y) {
  const double fx = std::floor(x), fy = std::floor(y);
  const auto i = static_cast<std::int64_t>(fx), j = static_cast<std::int64_t>(fy);
  const double s = quintic(x - fx), t = quintic(y - fy);
  const double top = (1 - s) * lattice(seed, stage, channel, i, j) + s * lattice(seed, stage, channel, i + 1, j);
  const double low =
      (1 - s) * lattice(seed, stage, channel, i, j + 1) + s * lattice(seed, stage, channel, i + 1, j + 1);
  return ((1 - t) * top + t * low) / kLatticeRms2;
}

void ContentHash::add(std::uint64_t word) {
  state_ = Rng::mix(state_ ^ word);
}

void ContentHash::add(double value) {
  add(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value));
}

void ContentHash::add_text(const char* data, std::size_t size) {
  add(static_cast<std::uint64_t>(size));
  for (std::size_t i = 0; i < size; ++i) add(static_cast<std::uint64_t>(static_cast<unsigned char>(data[i])));
}

}  // namespace tonsure
