/// @file
/// What one proposal works on, as its steps hand it on.
#pragma once

#include <optional>
#include <string>

#include <opencv2/core.hpp>

#include <tonsure/propose/propose.h>

#include "outline.h"
#include "parts.h"
#include "picture.h"

namespace tonsure {

struct ProposalTask {
  const Photo& photo;
  const PartialScene* given;
  SceneProposal& proposal;

  [[nodiscard]] bool has(ScenePart part) const { return given != nullptr && given->holds(part); }
  [[nodiscard]] Scene& scene() const { return proposal.scene; }
  /// The annotated pupils and the box of the annotated outline, photo px.
  [[nodiscard]] std::optional<Eyes> given_eyes() const;
  [[nodiscard]] std::optional<cv::Rect2d> given_box() const;
  void add_part(std::string name, bool is_given, double confidence, std::string reason) const;
};

/// A picture of one head, and what is known of it by now.
struct TracedHead {
  Picture picture;
  HeadGuess guess;  ///< in the picture, as all below
  Path limb;
  double limb_strength = 0;  ///< of its edges, [0, 1]
  std::optional<Eyes> eyes;
  int eyes_seen = 0;
};

inline bool is_side(View view) {
  return view == View::kLeft || view == View::kRight;
}

/// What is said of a photo whose head cannot be proposed with certainty: a wrong proposal would have a face drawn on.
Error refusal(std::string why);

/// A share as a whole number of per cent.
std::string percent(double share);

}  // namespace tonsure
