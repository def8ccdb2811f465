/// @file
/// What hair is left on the phantom's head, and where hair grows at all.
#pragma once

#include <cstdint>

#include <tonsure/phantom/phantom.h>
#include "../scalp/loss_field.h"

#include "head_shape.h"
#include "marks.h"

namespace tonsure::phantom {

/// Hair at a point of the skin.
struct HairSample {
  double native = 0;  ///< density before any loss, over that well inside the scalp
  double share = 0;   ///< of that, what is left
  double shaft = 1;   ///< diameter over that of terminal hair
  double tuft = 0;    ///< of `share`, what stands crowded in the tuft of a plug
};

/// One head's loss and scars.
class Balding {
 public:
  explicit Balding(const PhantomOptions& options);
  /// No stubble and no marks: the picture and the scene are those of a bald head.
  [[nodiscard]] bool plain() const { return bald() && marks_.empty(); }
  [[nodiscard]] bool bald() const { return loss_.pattern.kind == LossKind::kTotalis; }
  [[nodiscard]] HairSample at(V3 p) const;
  [[nodiscard]] const LossField& loss() const { return loss_; }
  [[nodiscard]] const Marks& marks() const { return marks_; }
  /// How far inside the border of the scalp before any loss a point is, mm, about.
  [[nodiscard]] double inside_scalp(V3 p) const;

 private:
  LossField loss_;
  Marks marks_;
  Points<ScalpMm> border_;
  std::uint64_t seed_;
};

}  // namespace tonsure::phantom
