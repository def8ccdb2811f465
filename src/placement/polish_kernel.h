/// @file
/// The polish's inner loops, as plain C++ and for vectors of every width. docs/model/polish.md has the formulas.
///
/// The forces on a dot are rounded to whole numbers (`Quantum`) and then summed, so that it does not matter in which
/// order, in how many lanes or through which cells: all loops give the same bytes. No fused or approximate operation is
/// used.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tonsure/core/exec.h>

#include "density_view.h"
#include "polish_cells.h"

namespace tonsure::placement::polish {

/// Reach of the force that closes holes, and of the one that parts close pairs, in local units; the strength of the
/// second where two dots meet, relative to the first. Found by trial, to close holes and raise minima most in one step
/// at the least reach, as are kGains.
inline constexpr double kWideReach = 1.5, kNearReach = 0.96, kNearStrength = 5.1;
/// A step is two moves, by these shares of the force: a long one, and one that settles what it stirred up.
inline constexpr double kGains[] = {0.45, 0.115};

/// The force of dot j on dot i is their displacement x push, with d2 the square of their distance and h = kScale x
/// density:
///   push = t (t + c^2),  t = max(0, kWide - d2 (h_i + h_j)),  c = max(0, kNear - d2 min(h_i, h_j)).
/// kScale is chosen so that the strength comes out right without another product.
inline constexpr float kScale = static_cast<float>(2 * kWideReach * kWideReach * kNearStrength /
                                                   (kNearReach * kNearReach * kNearReach * kNearReach));
inline constexpr float kWide = static_cast<float>(2 * kWideReach * kWideReach) * kScale;
inline constexpr float kNear = static_cast<float>(kNearReach * kNearReach) * kScale;
inline constexpr float kGainUnit = 1 / (kWide * kWide);  ///< a move = gain x kGainUnit x force

inline constexpr float kMaxMove = 0.3F;   ///< longest move, local units
inline constexpr float kSteepest = 0.3F;  ///< no move takes a dot to less than this share of its density

/// An even set pushes a dot nowhere where the density is linear. Near edges it does, and what it would push with, the
/// background, is taken away: else dots would pile up there. A dot is at an edge if the density this many local units
/// to its sides is not linear, by more than this share of it.
inline constexpr float kEdgeProbe = 1.5F, kEdgeBend = 0.15F;
/// The background is summed over rings of 16 spokes: inner radius of the first in local units of the highest density
/// about (what lies in it hardly counts), ratio of a ring's radii, root mean square of them over the inner one, and
/// area of a spoke's share over the inner one squared.
inline constexpr float kFirstRing = 0.4F, kRingRatio = 1.45F, kRingRadius = 1.24549187F, kRingArea = 0.216475369F;
inline constexpr float kLeastRatio =
    1e-4F;  ///< a dot at less than this share of the highest density about looks no farther
inline constexpr std::size_t kSpokes = 16;
alignas(64) inline constexpr float kSpokeX[kSpokes] = {
    1.0F,  0.923879533F,  0.707106781F,  0.382683432F,  0.0F, -0.382683432F, -0.707106781F, -0.923879533F,
    -1.0F, -0.923879533F, -0.707106781F, -0.382683432F, 0.0F, 0.382683432F,  0.707106781F,  0.923879533F};
alignas(64) inline constexpr float kSpokeY[kSpokes] = {
    0.0F, 0.382683432F,  0.707106781F,  0.923879533F,  1.0F,  0.923879533F,  0.707106781F,  0.382683432F,
    0.0F, -0.382683432F, -0.707106781F, -0.923879533F, -1.0F, -0.923879533F, -0.707106781F, -0.382683432F};

/// Forces are counted in quanta. To add 1.5 x 2^23 quanta to a force of less than 2^22 rounds it to a whole number of
/// them, which the low bits of the sum are. A quantum is a power of two, 2^-19 to 2^-20 local units x 2^15, the size of
/// kWide^2.
inline constexpr std::uint32_t kExponentBits = 0x7F800000U;
inline constexpr float kQuantumPerPower = 0x1.0p-19F * 0x1.0p15F;
inline constexpr float kMagicPerPower = 0x1.8p23F * kQuantumPerPower;

/// The density as the inner loops read it: in floats, but positive only where DensityView::at is.
struct Density {
  const DensityView* exact;
  const float* cells;  ///< dots/cm2
  int width, height, stride;
  float origin_x, origin_y, cells_per_mm;
  float floor;  ///< dots/mm2

  Density(const DensityView& view, double floor_per_mm2);
};
/// Cells from the rim of the grid within which rounding might take a dot off it: there `exact` is asked.
inline constexpr float kClearOfRim = 0.25F;

/// Sorted dots, in columns with room for kPadding more.
struct Dots {
  float* x;  ///< mm
  float* y;  ///< mm
  float* h;  ///< kScale x density, or x floor
};
inline constexpr std::size_t kPadding = 16;  ///< vectors may read so many entries past the last dot

/// One move of all dots.
struct Move {
  const Cells& cells;
  const Density& density;
  float gain;
  Dots now;
  const float* edge;   ///< at dots at an edge, the highest density about; else 0
  const float* stray;  ///< per block: see Cells::visit_runs
  float most_stray;
  Dots next;       ///< the result
  float* longest;  ///< and per block the longest move along x or y, mm
};

struct Kernel {
  /// Fills in h and `edge` of the sorted dots first to last - 1.
  void (*look_around)(const Density& density, const Dots& dots, float* edge, std::size_t first, std::size_t last);
  /// Moves the dots of the blocks first to last - 1.
  void (*move)(const Move& move, std::size_t first, std::size_t last);
};

/// For the widest vectors of this machine.
Kernel widest_kernel();
/// Dot by dot: what vectors of every width must agree with to the last bit.
Kernel scalar_kernel();

/// polish_dots with a kernel of choice.
[[nodiscard]] bool polish_with(const Kernel& kernel, const DensityView& view, double floor, std::span<float> x,
                               std::span<float> y, int steps, const Exec& exec);

}  // namespace tonsure::placement::polish
