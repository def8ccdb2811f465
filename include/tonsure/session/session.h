/// @file
/// The two steps of a preview: a Plan from a Scene and a Treatment, and the Plan drawn on a photo at a Moment.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/deposit/ageing.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/design/masks.h>
#include <tonsure/drawing/relight.h>
#include <tonsure/drawing/shine.h>
#include <tonsure/export.h>
#include <tonsure/optics/tone.h>
#include <tonsure/plan/plan.h>
#include <tonsure/reading/camera.h>
#include <tonsure/reading/skin_photo.h>
#include <tonsure/scalp/calibrate.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Places every dot of a treatment on the head of a scene, or on the one head that several scenes show.
/// Several scenes are calibrated together (fit_heads), and their regions are treated as one. Those that name a head
/// must name the same one.
/// Masks painted over the scenes' photos, in their order, thin dots out and keep them off strands.
/// Guarantees: the same Plan, byte for byte, for the same scenes, treatment and seed, whatever the threads.
/// Errors: those of check_scene, check_treatment, fit_heads, design_density and place_dots; scenes of different heads.
TONSURE_EXPORT Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec = {});
TONSURE_EXPORT Result<Plan> make_plan(std::span<const Scene> scenes, const Treatment& treatment, const Exec& exec = {},
                                      std::span<const PhotoMasks> masks = {});
/// The same on a head whose surface was measured (a scan): only the views are calibrated.
TONSURE_EXPORT Result<Plan> make_plan(std::span<const Scene> scenes, const ScalpSurface& measured,
                                      const Treatment& treatment, const Exec& exec = {},
                                      std::span<const PhotoMasks> masks = {});

/// Which masks to look for in a photo.
struct WantedMasks {
  bool strands = true;
  bool need = true;
};

/// What a photo shows of the client's own hair, as masks for make_plan: strands that dots go between, and how much hair
/// leaves to do (empty where too little bare skin is seen to judge it by). All empty where the scene has no existing
/// hair.
/// @param measured  the head's surface, where it is known (a scan, a plan's); null: it is fitted.
/// Errors: kInvalidInput (scene and photo differ in size), those of fit_head, kCancelled.
TONSURE_EXPORT Result<PhotoMasks> masks_from_photo(const Photo& photo, const Scene& scene, const ScalpSurface* measured,
                                                   const Treatment& treatment, const Exec& exec = {},
                                                   WantedMasks wanted = {});

/// Gives a scene that says nothing of its camera the lens that the photo's metadata name (Photo::focal_35mm):
/// perspective then needs no guess. Scenes with a camera, and photos without such metadata, change nothing.
TONSURE_EXPORT void use_lens_of(const Photo& photo, Scene& scene);

/// Mixes the treatment's pigment for a head, by the skin that its photos show (one exposure is darker than another:
/// their mean counts), so that one Plan has one tone on all of them. Put it into Plan::mix.
/// Errors: kInvalidInput (a photo and its scene differ in size, a region without skin), those of fit_view; of several
/// scenes, the number of the one it is about in front ("scene 2: ...").
TONSURE_EXPORT Result<PigmentMix> mix_pigment(const Plan& plan, std::span<const Photo> photos,
                                              std::span<const Scene> scenes, const Exec& exec = {});

/// The mix that a tone was reached with.
TONSURE_EXPORT PigmentMix mix_of(const SolvedTone& tone);

/// A preview, and what it rests on.
struct Preview {
  Photo after;
  FittedHead head;      ///< how this photo sees the head
  LinearRgb skin = {};  ///< bare scalp in the photo, linear
  SkinReading reading;  ///< its colour in even, white light, and what makes it so
  CameraTrace camera;   ///< what the photo was taken with
  SolvedTone tone;      ///< the pigment chosen for it
  DepositState state;   ///< what has become of it by the moment
  std::size_t dots_drawn = 0;
  std::vector<std::string> warnings;
};

/// Which dots to draw.
struct DrawOptions {
  Moment moment;
  int sessions = 0;  ///< only the first so many sessions; 0 means all
  Light light = Light::kAsPhotographed;
  SkinShine shine = SkinShine::kAsPhotographed;
  const Image<float>* hair = nullptr;  ///< PhotoMasks::hair of this photo: strands lie over dots; null: none
};

/// Draws a plan on a photo of the head it was made for; the scene is this photo's.
/// The pigment is the plan's mix; where it has none, it is mixed for this photo (`Preview::tone` says to what).
/// Errors: kInvalidInput (scene and photo differ in size, region not in the photo), those of fit_head, kCancelled.
TONSURE_EXPORT Result<Preview> draw_preview(const Photo& photo, const Scene& scene, const Plan& plan,
                                            const DrawOptions& options = {}, const Exec& exec = {});

/// Before and after beside each other, with a gap, and half before, half after: before left of the column `at_x_px`,
/// after right of it, a white line between; a column beyond the picture is moved into it.
/// Photos of `beside` larger than `most_pixels` each are shrunk by a whole factor in linear light; 0 keeps them.
TONSURE_EXPORT Image<unsigned char> beside(const Photo& before, const Photo& after, long long most_pixels = 0);
TONSURE_EXPORT Image<unsigned char> split(const Photo& before, const Photo& after, double at_x_px);

}  // namespace tonsure
