/// @file
/// Drawing a plan on a photo, as often as one likes: what does not change from one picture to the next is worked out
/// once. And a photo before and after, in one picture.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/exec.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/export.h>
#include <tonsure/optics/tone.h>
#include <tonsure/plan/plan.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// In what light to show a head. Others than the photo's own are approximations from the head's normals and the shading
/// that the photo has (docs/model/light.md).
enum class Light : std::uint8_t {
  kAsPhotographed,
  kDiffuse,  ///< soft light from all around, a little more from above; shine recedes
  kFlash,    ///< from the camera: darker towards the limb, a hot spot where skin faces it
  kSide,     ///< a raking light from the side the photo's own light comes from; the other side in shadow
};
inline constexpr std::array<Light, 4> kAllLights = {Light::kAsPhotographed, Light::kDiffuse, Light::kFlash,
                                                    Light::kSide};
/// The word the command line uses for a light ("as-photographed").
TONSURE_EXPORT const char* light_name(Light light);

/// How much the surface of the skin is to mirror. An approximation: what it mirrors is told from what it scatters by
/// its whiteness and brightness; highlights are never made where there are none.
enum class SkinShine : std::uint8_t {
  kAsPhotographed,
  kMatte,  ///< highlights taken most of the way down to the skin beneath: powder, or light from all around
  kShiny,  ///< highlights strengthened where there are some: sebum, or a freshly shaved scalp
};
inline constexpr std::array<SkinShine, 3> kAllShines = {SkinShine::kAsPhotographed, SkinShine::kMatte,
                                                        SkinShine::kShiny};
/// The word the command line uses for it ("as-photographed").
TONSURE_EXPORT const char* shine_name(SkinShine shine);

/// What to draw.
struct DrawOptions {
  Moment moment = {};
  int sessions = 0;  ///< only the first so many sessions, at least 0; 0 means all
  Light light = Light::kAsPhotographed;
  SkinShine shine = SkinShine::kAsPhotographed;
  std::optional<PixelRect> region = {};  ///< the only pixels that are written, in the photo; none: all of it
};

namespace detail {
struct DrawingState;
}

/// A plan made ready to be drawn on one photo. Holds what all drawings share: where dots may show, what the surface
/// mirrors, where each dot is seen; and what the last one found for its moment and its light, so that another region of
/// the same picture costs only the tiles it touches. One thread at a time may draw with it; several Drawings are
/// independent of each other.
class Drawing {
 public:
  TONSURE_EXPORT Drawing(Drawing&&) noexcept;
  TONSURE_EXPORT Drawing& operator=(Drawing&&) noexcept;
  TONSURE_EXPORT ~Drawing();

  /// The plan's pigment on the skin of this photo.
  [[nodiscard]] TONSURE_EXPORT const SolvedTone& tone() const;

  /// Internal.
  [[nodiscard]] detail::DrawingState& state() { return *state_; }
  explicit Drawing(std::unique_ptr<detail::DrawingState> state);

 private:
  std::unique_ptr<detail::DrawingState> state_;
};

/// Makes a plan ready to be drawn on a photo of the head it was made for. Photo, reading and plan are not copied: they
/// must outlive the Drawing, and stay as they are.
/// The pigment is the plan's mix; where it has none, it is mixed for this photo.
/// Errors: kInvalidInput (photo, reading or painted strands differ in size; the reading's head is not the plan's, as
/// read_photos gives it with ReadOptions::plan, or make_plan takes it), those of check_plan, kCancelled.
TONSURE_EXPORT Result<Drawing> prepare(const Photo& photo, const PhotoReading& reading, const Plan& plan,
                                       const Exec& exec = {});

/// What was drawn.
struct Drawn {
  double pigment_left = 1;  ///< by the moment: mean absorption, relative to healed work
  std::size_t dots = 0;     ///< that the photo sees
  PixelRect written = {};   ///< of the photo
  std::vector<std::string> warnings;
};

/// Draws dots the way the photo's camera would have recorded them: each multiplies what diffuse skin returns, averaged
/// over each pixel in linear light, what the surface mirrors stays; the change is recorded with the camera's blur,
/// sharpening, chroma and noise (docs/model/camera.md).
/// @param out  of the photo's size and channels, and holding the photo, or an earlier drawing by the same Drawing. Only
///   pixels of the region that this Drawing can have changed are written.
/// Guarantees: (1) pixels farther than 3 mm plus 16 px from every dot hold the photo's bytes, unless light or shine are
/// changed; (2) alpha and fully transparent pixels keep their bytes; (3) the same bytes for any number of threads and
/// any region; (4) a monochrome photo stays so.
/// Errors: kInvalidInput (`out` or `region` do not fit the photo), kInvalidOption (moment or sessions out of range),
/// kCancelled; `out` then holds part of the drawing.
TONSURE_EXPORT Result<Drawn> draw(Drawing& drawing, const DrawOptions& options, ImageView<unsigned char> out,
                                  const Exec& exec = {});

/// A whole picture of its own: a copy of the photo, drawn on.
TONSURE_EXPORT Result<Photo> draw_photo(Drawing& drawing, const DrawOptions& options = {}, const Exec& exec = {});

/// Before and after beside each other, with a gap. Photos larger than `most_pixels` each are shrunk by a whole factor
/// in linear light; 0 keeps them. Alpha is shown on white. An empty picture where the photos are empty, differ in size,
/// or have other than 3 or 4 channels.
TONSURE_EXPORT Image<unsigned char> beside(const Photo& before, const Photo& after, long long most_pixels = 0);

/// Half before, half after: before left of the column `at_x_px`, after right of it, a white line between; a column
/// beyond the picture is moved into it. An empty picture where the photos differ in size or channels.
TONSURE_EXPORT Image<unsigned char> split(const Photo& before, const Photo& after, double at_x_px);

}  // namespace tonsure
