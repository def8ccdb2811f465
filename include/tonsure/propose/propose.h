/// @file
/// Annotation help: what a photo seems to show, as a scene for a person to correct.
#pragma once

#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/io/json.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// A rectangle of the photo that looks like a face, with what is known of its eyes.
struct FaceBox {
  Vec2<PhotoPx> upper_left;
  Vec2<PhotoPx> lower_right;
  bool profile = false;  ///< seen from the side
  bool taken = false;    ///< the proposal is about the head this face belongs to
};

/// One part of a proposal: where it comes from and how far it may be trusted.
struct ProposedPart {
  std::string name;       ///< a key of a scene file: "view", "head_outline", "face_points.left_pupil", ...
  bool given = false;     ///< stands as the person annotated it
  double confidence = 1;  ///< in [0, 1]: 1 where given; else the share of such proposals we expect to need no more than
                          ///< small corrections [estimate]
  std::string reason;     ///< what it rests on, in words
};

struct SceneProposal {
  Scene scene;                      ///< complete, and accepted by check_scene; what was given stands as it was given
  std::vector<ProposedPart> parts;  ///< in the order of a scene file
  std::vector<FaceBox> faces;       ///< all that were found, left to right
  std::vector<std::string> warnings;
};

struct ProposeOptions {
  /// Folder of OpenCV's Haar cascades (haarcascade_frontalface_alt2.xml and others). Empty: where the build or OpenCV's
  /// own installation has them. Where one is missing or damaged, nothing is proposed: a face could go unseen.
  std::string cascade_folder = {};
};

/// Error::where of what is wrong with the photo; all other places are keys of the scene that was given.
inline constexpr const char* kProposePhoto = "photo";

/// Proposes what `given` lacks (all of it, where `given` is null) from the photo: a face by Haar cascades (Viola and
/// Jones 2001), else, where `given` states a view from above, behind or the side, the most head-like ellipse of the
/// picture; colours of head and background by GrabCut (Rother et al. 2004); the limb of the head as the cheapest closed
/// path around its middle; the rest by the proportions of heads. What is not certain is refused: a face that was not
/// seen would be drawn on. The scale is left as it was given: `fit_head` estimates it from the proposed scene.
/// @param photo  upright, of the size stated in `given` where that states one
/// Guarantees: (1) what was given is not changed; (2) the same photo and scene give the same proposal, whatever the
///   threads; (3) the scene passes check_scene.
/// Errors: kInvalidInput where the photo is too small, shows no head or none that is certain (kProposePhoto), where
///   `given` is of another size ("size"), contradicts itself (that of check_scene), leaves no scalp ("hairline",
///   "head_outline") or states a view that a face contradicts ("view"), where a cascade is missing or damaged (its
///   file); kResourceLimit where memory runs out; kCancelled.
/// Cost: independent of the photo's size but for shrinking it once. One call at a time: others wait, since OpenCV's
///   number of threads and its random seed, set and restored here, belong to the whole program.
TONSURE_EXPORT Result<SceneProposal> propose_scene(const Photo& photo, const PartialScene* given = nullptr,
                                                   const Exec& exec = {}, const ProposeOptions& options = {});

/// The photo with a proposal drawn on it in clear colours, and a legend: outline, region, hairline, hair, face points
/// and faces; what was given solid, what is proposed dashed. RGB, 1000 to 2000 px on its longest side; empty where the
/// photo is.
TONSURE_EXPORT Image<unsigned char> draw_proposal(const Photo& photo, const SceneProposal& proposal);

}  // namespace tonsure
