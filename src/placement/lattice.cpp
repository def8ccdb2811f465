#include "lattice.h"

#include <cmath>
#include <numbers>

#include "../core/rng.h"

#include "tile.h"

namespace tonsure::placement {
namespace {

constexpr double kTileBlocks = 8;

/// Waves of the displacement, in spacings of the full tile. The short ones pull neighbouring copies of the tile (128
/// spacings) apart by about two spacings, which hides that they are copies; the long ones pull distant copies farther
/// apart. The shear of both stays near 2 %, which costs little evenness. Chosen by trial with the measure of
/// repetition.
struct Band {
  double displacement;  ///< RMS of the vector
  double shortest, longest;
};
constexpr std::array<Band, 2> kBands{{{4, 600, 1000}, {30, 3000, 5000}}};

struct Turned {
  double cosine, sine;
};

/// Cosine and sine of a number of turns, by sums and products alone: C libraries differ in the last bit.
Turned turned(double turns) {
  turns -= static_cast<double>(static_cast<std::int64_t>(turns + (turns < 0 ? -0.5 : 0.5)));  // [-0.5, 0.5]
  // Taylor series of a quarter of the angle, |angle| <= pi/4, then doubled twice.
  const double a = 2 * std::numbers::pi * 0.25 * turns, u = a * a;
  double c = 1 - u * (1.0 / 2 - u * (1.0 / 24 - u * (1.0 / 720 - u * (1.0 / 40320 - u * (1.0 / 3628800)))));
  double s = a * (1 - u * (1.0 / 6 - u * (1.0 / 120 - u * (1.0 / 5040 - u * (1.0 / 362880 - u * (1.0 / 39916800))))));
  for (int i = 0; i < 2; ++i) {
    const double twice = c * c - s * s;
    s = 2 * s * c;
    c = twice;
  }
  return {c, s};
}

}  // namespace

Lattice::Lattice(double reference_per_mm2, std::uint64_t seed)
    : block_mm(kBlockSpacings / std::sqrt(reference_per_mm2)), waves{}, push_x{}, push_y{} {
  Rng rng(seed, RngStage::kPlacement);
  shift_x = block_mm * kTileBlocks * rng.uniform();
  shift_y = block_mm * kTileBlocks * rng.uniform();
  const double turn = rng.uniform();
  for (std::size_t w = 0; w < kWaves; ++w) {
    const Band& band = kBands[w % kBands.size()];
    constexpr double kWavesPerBand = static_cast<double>(kWaves) / kBands.size();
    const double crest = band.displacement * block_mm / kBlockSpacings * std::sqrt(2 / kWavesPerBand);
    const Turned direction = turned(0.5 * (static_cast<double>(w) / kWaves + turn));  // a wave and its opposite are one
    const double length = band.shortest + (band.longest - band.shortest) * rng.uniform();
    const double frequency = kBlockSpacings / length;
    waves[w] = {frequency * direction.cosine, frequency * direction.sine, rng.uniform()};
    push_x[w] = -crest * direction.sine;
    push_y[w] = crest * direction.cosine;
  }
}

Corner Lattice::displacement(double column, double row) const {
  Corner sum;
  for (std::size_t w = 0; w < kWaves; ++w) {
    const double cosine = turned(waves[w].x * column + waves[w].y * row + waves[w].phase).cosine;
    sum.x += cosine * push_x[w];
    sum.y += cosine * push_y[w];
  }
  return sum;
}

CornerRows::CornerRows(const Lattice& lattice, int first_column, int last_column)
    : lattice_(lattice), first_column_(first_column) {
  for (int column = first_column; column <= last_column + 1; ++column) {
    Phase phase{};
    for (std::size_t w = 0; w < Lattice::kWaves; ++w) {
      const Turned t = turned(lattice.waves[w].x * column + lattice.waves[w].phase);
      phase.cosine[w] = t.cosine;
      phase.sine[w] = t.sine;
    }
    columns_.push_back(phase);
  }
}

void CornerRows::row(int row, std::vector<Corner>& out) const {
  constexpr std::size_t kWaves = Lattice::kWaves;
  Lattice::Lanes cosine_x{}, sine_x{}, cosine_y{}, sine_y{};
  for (std::size_t w = 0; w < kWaves; ++w) {
    const Turned t = turned(lattice_.waves[w].y * row);
    cosine_x[w] = t.cosine * lattice_.push_x[w];
    sine_x[w] = t.sine * lattice_.push_x[w];
    cosine_y[w] = t.cosine * lattice_.push_y[w];
    sine_y[w] = t.sine * lattice_.push_y[w];
  }
  out.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Phase& p = columns_[i];
    Lattice::Lanes x{}, y{};
    for (std::size_t w = 0; w < kWaves; ++w) {
      x[w] = p.cosine[w] * cosine_x[w] - p.sine[w] * sine_x[w];
      y[w] = p.cosine[w] * cosine_y[w] - p.sine[w] * sine_y[w];
    }
    const double dx = ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
    const double dy = ((y[0] + y[1]) + (y[2] + y[3])) + ((y[4] + y[5]) + (y[6] + y[7]));
    out[i] = {lattice_.shift_x + lattice_.block_mm * (first_column_ + static_cast<int>(i)) + dx,
              lattice_.shift_y + lattice_.block_mm * row + dy};
  }
}

}  // namespace tonsure::placement
