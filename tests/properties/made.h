// Treatments and scenes drawn at random around the phantom. What is drawn is a list of changes, so that a failing case
// shrinks to the fewest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure::testing {

/// RC_PARAMS, where it is set, says how many cases of each property are tried and from which seed
/// ("max_success=1000 seed=7"); TONSURE_ALL_PAIRS, that all pairs of fields are tried, not a sample.
bool tries_all_pairs();

/// One change of a treatment: which field of visit_treatment, and where in its range, in eighths.
struct FieldChange {
  int field = 0;
  int eighths = 0;
};
/// A sparse treatment with these changes, in order. Lists that a field cannot take alone stay as they are.
Treatment treatment_of(const std::vector<FieldChange>& changes);

/// What is changed of the phantom's scene.
struct SceneChanges {
  int view = 0;        ///< of the phantom's six
  int skin = 0;        ///< of the six types
  int camera = 0;      ///< 0 as it is, 1 none, 2 a lens alone
  int hairline = 0;    ///< 0 as it is, 1 to be designed, 2 none
  int scale = 0;       ///< 0 none, else mm_per_px as it is
  int exclude = 0;     ///< squares that dots keep out of
  int scars = 0;       ///< lines across the region
  int shake_px10 = 0;  ///< by which points of outline and region are moved, tenths of a pixel
};
struct Head {
  Photo photo;
  Scene scene;
};
Head head_of(const SceneChanges& changes);

/// Both as files, for the command.
std::string as_files(const Scene& scene, const Treatment& treatment);

}  // namespace tonsure::testing
