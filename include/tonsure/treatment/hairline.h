/// @file
/// HairlineOptions: the shape of the front edge. Model: docs/model/hairline.md.
/// Tags as in the field's literature: [M] measured, [C] consensus, [V] vendor, [E] estimate; keys (S3) in
/// docs/references.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>

namespace tonsure {

/// How the hair of the temples stands [C, Mayer & Perez-Meza 2001]: forward to a point; the same, but thin; parallel
/// to the sideburn, without a point; hollow.
enum class TemplePoint : std::uint8_t { kNormal, kThinning, kParallel, kReversed };
/// Their names in files, by value.
inline constexpr std::array<const char*, 4> kTemplePointNames = {"normal", "thinning", "parallel", "reversed"};

/// A handle of the guide: where it is, and how far it was dragged.
struct HairlineControl {
  /// Along the guide: -1 its end on the head's right, 0 the midline, 1 its end on the left.
  double at = 0;
  /// Towards the face along the skin, mm, in [-40, 40]. Between controls the guide bends smoothly; its ends stay.
  double forward_mm = 0;

  friend bool operator==(const HairlineControl&, const HairlineControl&) = default;
};
inline constexpr std::size_t kMaxHairlineControls = 32;  ///< estimate: one a centimetre

/// The shape of the front edge: a guide (the scene's hairline, or a designed one) and how the edge departs from it.
struct HairlineOptions {
  /// Height of the designed guide above the glabella along the skin, mm, in [40, 120]. Adult men 65-90 [C]. Empty:
  /// hairline_height_mm, by age and sex.
  std::optional<double> height_above_glabella_mm = std::nullopt;
  /// The shape that the next six fields are; see with_shape.
  std::string shape = "natural";
  /// How much higher the frontotemporal corners lie than the middle, mm along the skin, in [-5, 45].
  double corner_rise_mm = 9;
  /// Power with which the guide rises from the middle to the corners, in [1, 12]: 1 straight, 2 round, 5 level with
  /// corners.
  double corner_power = 2.5;
  /// Widow's peak: how far it reaches below the guide, mm, in [0, 25], and its width, mm, in [8, 80].
  /// 10 x 21 mm in Spanish women [M: S42].
  double peak_height_mm = 0;
  double peak_width_mm = 21;
  /// Lateral mounds, one a side halfway to the corner, mm forward, in [0, 15]. 98 % of women have them [M: S41].
  double mound_height_mm = 0;
  TemplePoint temple = TemplePoint::kNormal;
  /// How far left and right differ, in [0, 2]: 0 mirrors the guide, 1 is nature's own spread (the right recession is
  /// larger in 3 of 4 men [M: S46]).
  double asymmetry = 1;
  /// Amplitude of the wide waves (mounds) of the edge, mm, in [0, 12]. Default 3 [E].
  double macro_amplitude_mm = 3;
  /// Length of these waves, mm, in [10, 80]. Default 30 [E].
  double macro_wavelength_mm = 30;
  /// Amplitude of the small waves, mm, in [0, 6]. Default 1.5 [E].
  double micro_amplitude_mm = 1.5;
  /// Length of the small waves, mm, in [1.5, 15]. Default 5 [E].
  double micro_wavelength_mm = 5;
  /// How much dots gather in clusters just behind the edge, in [0, 1]. Default 0.45 [E].
  double clustering = 0.45;
  /// Lone dots 2-5 mm ahead of the edge, per cm of it, in [0, 4]. Default 1 [E].
  double sentinels_per_cm = 1;
  /// Handles that bend the guide, by hand; at most kMaxHairlineControls, `at` rising.
  std::vector<HairlineControl> controls = {};
};

/// `hairline` with a named shape: "natural", "linear", "rounded", "m", "triangular" [classes: Nasir et al. 2021],
/// "widows-peak", "lateral-mounds", "female". Sets `shape` and the fields from corner_rise_mm to temple.
/// Errors: kInvalidOption for a name that is not there, listing all.
TONSURE_EXPORT Result<HairlineOptions> with_shape(HairlineOptions hairline, const std::string& name);

/// The names `with_shape` knows.
TONSURE_EXPORT std::vector<std::string> hairline_shape_names();

}  // namespace tonsure
