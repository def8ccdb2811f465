/// @file
/// Where the head is in a photo: from annotations, from a face, or from its limb alone.
#pragma once

#include <string>
#include <vector>

#include "faces.h"
#include "task.h"
#include "view.h"

namespace tonsure {

struct LocatedHead {
  TracedHead head;
  double sure = 0.95;  ///< that the head lies there, [0, 1]
  std::string reason;  ///< what that rests on
  ViewGuess view;      ///< where the scene does not say it
};

/// Whether the scene leaves it open that the face is seen, or says so.
bool may_face_camera(const ProposalTask& task);

/// By the first of: eyes, the annotated outline, an annotated close-up, a profile, the limb alone. The last two only
/// where the scene states the view: from the limb alone, a face that was not seen is the back of a head.
/// @param faces  all of the photo, in its pixels
/// @param taken  which of them belongs to the head, -1 for none
/// Errors: kInvalidInput where there is none of these, or none is certain.
Result<LocatedHead> locate_head(const ProposalTask& task, const std::vector<FoundFace>& faces, int taken);

}  // namespace tonsure
