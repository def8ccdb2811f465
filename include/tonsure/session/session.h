/// @file
/// From photos of a head to pictures of it treated: read_photos, make_plan, prepare and draw
/// (tonsure/drawing/drawing.h), and Session, which does them one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/design/hairline_handles.h>
#include <tonsure/drawing/drawing.h>
#include <tonsure/export.h>
#include <tonsure/match/match.h>
#include <tonsure/plan/plan.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// What is known of a head before its photos are read, and what to look for in them.
struct ReadOptions {
  const ScalpSurface* surface = nullptr;  ///< measured (a scan); null: it is fitted to the photos
  /// Of this head, made earlier: its surface is taken, whatever `surface` says, and its view of each scene that it was
  /// made from; null: none.
  const Plan* plan = nullptr;
  bool strands = true;  ///< whether to look for single hairs
};

/// Reads what photos of one head tell, each photo once. All of them are calibrated together.
/// Guarantees: the same readings for any number of threads.
/// Errors: kInvalidInput (photos and scenes differ in number or size, scenes of different heads), those of check_scene
/// and fit_heads; kInvalidInput where a region shows no skin; kCancelled. With several scenes, the number of the one.
TONSURE_EXPORT Result<std::vector<PhotoReading>> read_photos(std::span<const Photo> photos,
                                                             std::span<const Scene> scenes,
                                                             const ReadOptions& options = {}, const Exec& exec = {});

/// What a plan is made from beside scenes, or readings, and a treatment.
struct PlanOptions {
  const ScalpSurface* surface = nullptr;   ///< measured; null: fitted. Readings have theirs already
  std::span<const PhotoMasks> masks = {};  ///< painted over the photos, in their order; empty: none
};

/// Places every dot of a treatment on the head that scenes show, without their photos: several are calibrated together,
/// and their regions are treated as one.
/// Guarantees: the same Plan, byte for byte, for the same scenes, treatment and seed, whatever the threads.
/// Errors: those of check_scene, check_treatment, fit_heads and place_dots; kInvalidInput (scenes of different heads, a
/// region that does not lie on the head, masks that do not fit; readings that were not read together); kCancelled.
TONSURE_EXPORT Result<Plan> make_plan(const Scene& scene, const Treatment& treatment, const Exec& exec = {});
TONSURE_EXPORT Result<Plan> make_plan(std::span<const Scene> scenes, const Treatment& treatment,
                                      const PlanOptions& options = {}, const Exec& exec = {});
/// The same with all that their photos tell: dots go between the client's own hair, fewer where it grows; the pigment
/// is mixed for the skin seen; the tone of shaved sides is noted. `options.surface` is not used.
TONSURE_EXPORT Result<Plan> make_plan(std::span<const PhotoReading> readings, const Treatment& treatment,
                                      const PlanOptions& options = {}, const Exec& exec = {});

/// The same dots with less or more pigment: another `strength` of the treatment, mixed for the skin that the readings
/// show, which are those of the plan's head; without any, as the plan itself each drawing mixes for the photo it is on.
TONSURE_EXPORT Plan with_strength(Plan plan, std::span<const PhotoReading> readings, Strength strength);

/// A consultation: photos of one head, read once; a treatment with its plan; and pictures of it. What has been worked
/// out is kept until what it rests on changes. One thread at a time may use a Session; several are independent. One
/// that was moved from can be assigned to or destroyed, no more.
///
///     Session session = Session::open({photo}, {scene}).value();
///     if (Status status = session.set_treatment(treatment); !status) return status.error();
///     Photo after = session.draw(0).value();
class Session {
 public:
  /// Takes photos with their scenes and reads them. Errors: those of read_photos.
  TONSURE_EXPORT static Result<Session> open(std::vector<Photo> photos, std::vector<Scene> scenes,
                                             const ReadOptions& options = {}, const Exec& exec = {});
  /// The same for a plan that is made already. Errors: those of check_plan too.
  TONSURE_EXPORT static Result<Session> open(std::vector<Photo> photos, std::vector<Scene> scenes, Plan plan,
                                             ReadOptions options = {}, const Exec& exec = {});
  TONSURE_EXPORT Session(Session&&) noexcept;
  TONSURE_EXPORT Session& operator=(Session&&) noexcept;
  TONSURE_EXPORT ~Session();

  [[nodiscard]] TONSURE_EXPORT const std::vector<Photo>& photos() const;
  [[nodiscard]] TONSURE_EXPORT const std::vector<PhotoReading>& readings() const;

  /// Masks painted over the photos, in their order, empty images where nothing is: `density` thins out what is planned
  /// next; `hair` takes the place of the strands that were found, in plans and drawings. Errors: kInvalidInput (their
  /// number or sizes).
  TONSURE_EXPORT Status set_masks(std::vector<PhotoMasks> masks);

  /// Matches a treatment to the client's own stubble: to the first photo that shows some. Errors: those of
  /// match_stubble.
  TONSURE_EXPORT Result<StubbleMatch> match(const Treatment& start, const Exec& exec = {}) const;

  /// Makes the plan of a treatment; the one before is kept where that fails. Errors: those of make_plan.
  TONSURE_EXPORT Status set_treatment(const Treatment& treatment, const Exec& exec = {});
  [[nodiscard]] TONSURE_EXPORT bool has_plan() const;
  /// The plan; one of no scene and no dot while there is none.
  [[nodiscard]] TONSURE_EXPORT const Plan& plan() const;

  /// The plan's hairline in a photo, to be bent by hand; empty where the plan was not made from it.
  [[nodiscard]] TONSURE_EXPORT HairlineHandles hairline(std::size_t photo) const;

  /// The plan's pigment on the skin of a photo. Errors: as for draw.
  TONSURE_EXPORT Result<SolvedTone> tone(std::size_t photo, const Exec& exec = {});

  /// A picture of the plan on a photo. Errors: kInvalidInput (no such photo, no plan yet), those of prepare and draw.
  TONSURE_EXPORT Result<Photo> draw(std::size_t photo, const DrawOptions& options = {}, const Exec& exec = {});
  /// The same into a buffer of the caller's, which holds the photo or an earlier drawing of it by this Session,
  /// whatever its plan was: see tonsure::draw.
  TONSURE_EXPORT Result<Drawn> draw(std::size_t photo, const DrawOptions& options, ImageView<unsigned char> out,
                                    const Exec& exec = {});

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tonsure
