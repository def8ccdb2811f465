/// @file
/// The two steps of a preview: a Plan from a Scene and a Treatment, and the Plan drawn on a photo at a Moment.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/export.h>
#include <tonsure/optics/tone.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Places every dot of a treatment on the head of a scene.
/// Guarantees: the same Plan, byte for byte, for the same scene, treatment and seed, whatever the threads.
/// Errors: those of check_scene, check_treatment, fit_head, design_density and place_dots.
TONSURE_EXPORT Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec = {});

/// A preview, and what it rests on.
struct Preview {
  Photo after;
  FittedHead head;      ///< how this photo sees the head
  LinearRgb skin = {};  ///< bare scalp in the photo, linear
  double blur_px = 0;   ///< of the photo, standard deviation
  SolvedTone tone;      ///< the pigment chosen for it
  std::size_t dots_drawn = 0;
  std::vector<std::string> warnings;
};

/// Which dots to draw.
struct DrawOptions {
  Moment moment;
  int sessions = 0;  ///< only the first so many sessions; 0 means all
};

/// Draws a plan on a photo of the head it was made for; the scene is this photo's.
/// Errors: kInvalidInput (scene and photo differ in size, region not in the photo), those of fit_head, kCancelled.
TONSURE_EXPORT Result<Preview> draw_preview(const Photo& photo, const Scene& scene, const Plan& plan,
                                            const DrawOptions& options = {}, const Exec& exec = {});

/// Before and after beside each other (with a gap), and half before, half after (a line between).
/// Photos larger than `most_pixels` each are shrunk by a whole factor in linear light; 0 keeps them.
TONSURE_EXPORT Image<unsigned char> beside(const Photo& before, const Photo& after, long long most_pixels = 0);
TONSURE_EXPORT Image<unsigned char> split(const Photo& before, const Photo& after, double at_x_px);

}  // namespace tonsure
