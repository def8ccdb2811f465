/// @file
/// Scars and marks on the phantom's head.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/phantom/phantom.h>
#include <tonsure/scene/scene.h>

#include "head_shape.h"

namespace tonsure::phantom {

/// A line with a width, or (with `line` empty) a round patch about a centre.
struct Mark {
  ScarKind kind = ScarKind::kLinear;
  std::vector<V3> line;
  double half_width_mm = 0;
  V3 centre, along, across;  ///< on the skin, and unit tangents there
  double along_mm = 0, across_mm = 0;
  double wobble = 0;  ///< of the patch's outline, share of its radius
  std::uint32_t pick = 0;
  bool tuft = false;  ///< hair grows in its middle
};

/// Skin that is not ordinary: shares in [0, 1].
struct MarkSample {
  double scar = 0;   ///< pale, smooth, without pores or hair
  double burn = 0;   ///< uneven, of the scar
  double brown = 0;  ///< of a birthmark
  double tuft = 0;   ///< of a plug's hair
};

/// All marks of a head.
class Marks {
 public:
  Marks(std::span<const PhantomScar> scars, std::uint64_t seed);
  /// Edges are softened over `pixel_mm`.
  [[nodiscard]] MarkSample at(V3 p, double pixel_mm) const;
  [[nodiscard]] bool empty() const { return marks_.empty() && !donor_; }
  [[nodiscard]] const std::vector<Mark>& all() const { return marks_; }

  /// Single grafts were taken. Where: how far inside the area they came from a point is, mm; share of them taken.
  [[nodiscard]] bool has_donor_dots() const { return donor_; }
  [[nodiscard]] static double inside_donor(V3 p);
  [[nodiscard]] double taken(V3 p) const;

 private:
  std::vector<Mark> marks_;
  bool donor_ = false;
};

/// The outline of a patch on the cranium, closed.
std::vector<V3> outline_of(const Mark& mark);

}  // namespace tonsure::phantom
