// Counter-based random numbers: a pure function of a key, so that what is drawn never depends on order or threads.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tonsure/export.h>

namespace tonsure {

/// Which stage draws: one seed gives independent streams to all of them.
enum class RngStage : std::uint32_t {
  kHairline = 1,
  kDensity,
  kPlacement,
  kNeedle = 5,  // 4 drew sessions once
  kPhantom,
  kTest,
  kWhorl,
  kRetention,
  kCluster,
};

/// A point in a random stream. Equal (seed, stage, cell) give equal numbers on every platform.
/// Mixing: SplitMix64's finaliser (Steele, Lea & Flood 2014), applied to each word of the key in turn.
class Rng {
 public:
  constexpr Rng(std::uint64_t seed, RngStage stage, std::uint64_t cell = 0)
      : key_(mix(mix(seed + 0x9E3779B97F4A7C15U * static_cast<std::uint64_t>(stage)) ^ cell)) {}

  /// Next 64 random bits.
  constexpr std::uint64_t bits() { return mix(key_ + 0x9E3779B97F4A7C15U * ++counter_); }
  /// Uniform in [0,1), 53 bits.
  constexpr double uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
  /// Uniform in [low, high).
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal (Box & Muller 1958, one of the pair).
  TONSURE_EXPORT double normal();

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

/// Smooth periodic-free value noise in two dimensions: mean 0, about unit RMS, features about 1 unit long.
/// Model: uniform lattice values joined by quintic steps (Perlin 2002). Deterministic in (seed, stage, channel).
TONSURE_EXPORT double noise2(std::uint64_t seed, RngStage stage, std::uint64_t channel, double x, double y);

/// A running content hash: every word is mixed in by Rng::mix, so that no bit of it touches only one of the hash. Not
/// cryptographic.
class ContentHash {
 public:
  TONSURE_EXPORT void add(std::uint64_t word);
  TONSURE_EXPORT void add(double value);  ///< by its bits; -0.0 counts as 0.0
  TONSURE_EXPORT void add_text(const char* data, std::size_t size);
  [[nodiscard]] std::uint64_t value() const { return Rng::mix(state_); }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325U;
};

}  // namespace tonsure
