/// @file
/// Treatment: what the practitioner chooses. One options struct per stage; every field has a default and a range.
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
#include <tonsure/treatment/pigment.h>

namespace tonsure {

enum class Sex : std::uint8_t { kMale, kFemale };
/// Their names in files, by value.
inline constexpr std::array<const char*, 2> kSexNames = {"male", "female"};

/// What a practitioner asks about before needling [V]; not a complete list, and no medical advice.
inline constexpr std::array<const char*, 9> kContraindications = {"keloid tendency",
                                                                  "active skin disease of the scalp",
                                                                  "anticoagulants or a bleeding disorder",
                                                                  "uncontrolled diabetes",
                                                                  "pregnancy",
                                                                  "isotretinoin or other retinoids",
                                                                  "chemotherapy within 12 months",
                                                                  "allergy to a pigment",
                                                                  "alopecia whose hair may grow back"};

struct ClientOptions {
  std::optional<double> age_years = std::nullopt;  ///< in [16, 110]; empty: not known, 35 is assumed
  Sex sex = Sex::kMale;
  std::string loss = {};           ///< today's class of hair loss (treatment/loss.h); empty: not stated
  std::string expected_loss = {};  ///< what it may come to; empty: not stated
  /// What was found to hold of kContraindications; empty: none, or not asked.
  std::vector<std::string> contraindications = {};
};

enum class LossKind : std::uint8_t { kNone, kNorwood, kLudwig, kSinclair, kAreata, kTotalis };

/// A class of hair loss. Names: "none", "norwood-1" to "norwood-7", with "norwood-3v" (a crown spot) and the variants
/// "norwood-2a" to "norwood-5a" [Norwood 1975], "ludwig-1" to "ludwig-3" [Ludwig 1977], "sinclair-1" to "sinclair-5",
/// "areata", "totalis".
struct LossPattern {
  LossKind kind = LossKind::kNone;
  int grade = 0;     ///< of the scale; 0 where there is none
  char variant = 0;  ///< 'a', 'v' or 0

  friend bool operator==(const LossPattern&, const LossPattern&) = default;
};

/// Errors: kInvalidOption for a name that is not there, listing all.
TONSURE_EXPORT Result<LossPattern> parse_loss_pattern(const std::string& name);
TONSURE_EXPORT std::string loss_pattern_name(const LossPattern& pattern);
TONSURE_EXPORT std::vector<std::string> loss_pattern_names();

/// How the hair of the temples stands [C, Mayer & Perez-Meza 2001]: forward to a point; the same, but thin; parallel
/// to the sideburn, without a point; hollow. Or lined up, as barbers do and artists draw it: from a sharp corner on the
/// vertical through the lateral canthus straight to a full temple point, and down to the sideburn.
enum class TemplePoint : std::uint8_t { kNormal, kThinning, kParallel, kReversed, kLined };
/// Their names in files, by value.
inline constexpr std::array<const char*, 5> kTemplePointNames = {"normal", "thinning", "parallel", "reversed", "lined"};

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
  /// Most that the edge departs from its guide by waves, tilt and asymmetry together, mm, in [0.2, 20]: larger
  /// departures are bent back smoothly. Empty: as far as they bring it.
  std::optional<double> largest_departure_mm = std::nullopt;
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

/// How the needle is used, on what skin. What it leaves follows from this (deposit/needle.h). Defaults are ordinary
/// work.
struct NeedleTechnique {
  int pins = 3;                   ///< of the cartridge, 1 to 9; a 3-point micro cartridge is usual [V]
  double pin_diameter_mm = 0.20;  ///< of one pin's shaft, mm, in [0.05, 0.5]; #6 is 0.18-0.20, #8 0.25 [C]
  /// Needle travel beyond the skin's rest position, along the needle, mm, in [0.2, 4]. NOT the depth of the pigment:
  /// skin gives way. Quoted are 0.5 to 2 [V]; default 1.0.
  double depth_setting_mm = 1.0;
  double angle_deg = 90;  ///< between needle and skin, degrees, in [30, 90]
  double dwell_ms = 50;   ///< how long one dot is worked on, ms, in [5, 1000] [E]
  double rate_hz = 120;   ///< strokes a second, in [20, 250]; 100-150 [V]
  /// Viscosity of the pigment as it leaves the needle, mPa s, in [1, 2000]. Default 50 [E]: between glycerol and water.
  double viscosity_mpa_s = 50;
  /// Force the skin sets against a needle, 1 = ordinary scalp, in [0.3, 3]; below 1 loose skin [E].
  double skin_resistance = 1;
  double skin_thickness_mm = 1.3;  ///< epidermis and dermis, mm, in [0.5, 4]; scalp 1.2 in front to 1.5 behind [C]
  /// How unevenly the hand works: SD / mean of pressure and of dwell from dot to dot, in [0, 0.5]. Default 0.2 [E].
  double operator_cv = 0.2;
};

/// What the needle leaves. The defaults are those of the default technique; `with_technique` (deposit/needle.h) sets
/// them for another, and a treatment file that states a technique has them set unless it states them too.
struct NeedleOptions {
  /// Apparent diameter (full width at half depth) of a healed dot, mm, in [0.05, 0.6]. Default 0.32. Dots
  /// grow up to a quarter where the tone asks for it.
  double diameter_mm = 0.32;
  /// Spread of diameters, SD / mean of a log-normal, in [0, 0.6]. Default 0.2 [E].
  double diameter_cv = 0.2;
  /// Depth of the top of the deposit below the surface, mm, in [0.02, 0.8]. Default 0.08: shallow work keeps a
  /// neutral hue.
  double depth_mm = 0.08;
  /// SD of that depth, mm, in [0, 0.3]. Default 0.02 [E].
  double depth_sd_mm = 0.02;
  /// Spread of the amount of pigment from dot to dot, SD / mean, in [0, 0.8]. Default 0.2 [E].
  double strength_cv = 0.2;
  /// Length of a sweeping stroke, along the hair, mm, in [0, 3]; 0: a dot. The three-dimensional trico technique sweeps
  /// some 0.5 mm [V].
  double stroke_mm = 0;
  /// Tones that dots come in, 1 to 4, evenly from 1 - layer_contrast to 1 + layer_contrast times the pigment of the
  /// mean dot [V: layered tones]; layer_contrast in [0, 0.9].
  int layers = 1;
  double layer_contrast = 0.35;
  NeedleTechnique technique = {};
};

/// All defaults [E]; measured is that scars lose 1.6 instead of 0.9 of 10 in visual density within six months [M: S3,
/// ten cases].
struct ScarOptions {
  double uptake = 0.6;     ///< pigment that stays of what one session puts in, relative to healthy skin, in [0.1, 1]
  double spread = 1.5;     ///< variance of a dot's width, relative to healthy skin, in [1, 4]
  double variance = 2;     ///< variance of uptake and of size, relative to healthy skin, in [1, 6]
  double density = 1.2;    ///< dots per area, relative to the skin around it, in [0.2, 3]: makes up for uptake
  double blend_mm = 3;     ///< over which a scar's figures pass into those of the skin around it, in [0.2, 15]
  int extra_sessions = 1;  ///< in [0, 4]: scars are needled again
};

/// Pigment that stays in a scar after its extra sessions, relative to healthy skin: each puts the same share of what is
/// missing (estimate).
[[nodiscard]] inline double lasting_uptake(const ScarOptions& scars) {
  double missing = 1 - scars.uptake;
  for (int i = 0; i < scars.extra_sessions; ++i) missing *= 1 - scars.uptake;
  return 1 - missing;
}

inline constexpr double kMaxAgeDays = 5479;  ///< 15 years: as far as time is modelled [E]

/// Needling the same dots again.
struct TouchUp {
  double age_days = 0;  ///< after the last session, in [0, kMaxAgeDays]
  double amount = 0.3;  ///< pigment put in, relative to the first time, in (0, 2]. Default 0.3 [E]

  friend bool operator==(const TouchUp&, const TouchUp&) = default;
};

/// One session with a laser of 1064 nm.
struct LaserSession {
  double age_days = 0;  ///< after the last session, in [0, kMaxAgeDays]
  /// Share of carbon that it clears, in [0, 1]. Default 0.7 [E]: 1-3 picosecond sessions cleared 4 of 4 heads [M: S82].
  double clearing = 0.7;

  friend bool operator==(const LaserSession&, const LaserSession&) = default;
};
inline constexpr std::size_t kMaxTouchUps = 20;       ///< estimate: more than one a year
inline constexpr std::size_t kMaxLaserSessions = 20;  ///< estimate

/// How pigment heals, fades, spreads and sinks. All days count from the last session.
struct AgeingOptions {
  /// Share of the placed pigment that is still there on day 28, in [0.1, 1]. Default 0.65 [E; "30-40 % lighter" V].
  double healed_share = 0.65;
  /// Time constant of that loss, days, in [1, 28]. Default 6 [E]: most of it goes with the scab.
  double healing_days = 6;
  /// Share of what is there on day 28 that is left after six months, in [0.1, 1]. Default 0.89 [M: S3, ten cases:
  /// visual density 8.7 to 7.7 of 10].
  double settled_share = 0.89;
  /// Sun on the scalp, in [0, 1]: 0 always covered, 1 outdoors every day without screen. Default 0.3 [E].
  double sun_exposure = 0.3;
  /// Steepness of resorption: what is left of a resorbable pigment is exp(-(t / resorption_days)^shape), in [1, 6].
  /// Default 2.5 [E]: whole for months, then gone within a year.
  double resorption_shape = 2.5;
  /// D of the lateral spreading: variance grows by 2 D t after healing, mm2/year, in [0, 0.05]. Default 0.002 [E];
  /// 0.001-0.01 in the literature's models.
  double spread_mm2_per_year = 0.002;
  /// How much deeper the pigment lies each year, mm, in [0, 0.05]. Default 0.003 [E]: carried down by macrophages.
  double sinking_mm_per_year = 0.003;
  /// How much nearer to the surface the fresh deposit reaches: pigment in the epidermis' part of the channel, which is
  /// shed by day 28, mm, in [0, 0.15]. Default 0.05 [E], most of an epidermis of 0.066 mm [M].
  double fresh_channel_mm = 0.05;
  /// Day on which scabs fall off, in [2, 14]; they go over four days around it. Default 7 [V].
  double scab_days = 7;
  /// Diameter of the scab, relative to the healed dot, in [1, 3]. Default 1.5: 0.30 mm on 0.20 mm [V].
  double scab_diameter_factor = 1.5;
  /// Share of light that a scab itself takes away, in [0, 0.8]. Default 0.15 [E]: with the fresh pigment below it, dots
  /// are 1.5 times as dark as healed ones [E].
  double scab_darkness = 0.15;
  /// Blood added to the dermis around a fresh dot, volume fraction, in [0, 0.04]. Default 0.015 [E]: plainly red.
  double redness_blood = 0.015;
  /// Radius of that redness around each dot, mm, in [0, 5]. Default 1 [E]: halos of neighbours merge.
  double redness_radius_mm = 1;
  /// Day on which redness has gone, in [1, 27]. Default 10 [E]; redness is reported for 0-7 d [V].
  double redness_days = 10;
  /// Share of a dot's contrast hidden at worst by the new, still opaque epidermis (the "phantom fade" of the second
  /// week), in [0, 0.9]. Default 0.45 [E].
  double veil = 0.45;
  /// Day on which it is worst, in [4, 24]; it is gone on day 28. Default 12 [E]; reported for days 7-14 [V].
  double veil_day = 12;
  /// Patchiness while it lasts: SD of the log of each dot's amount at worst, in [0, 1]. Default 0.35 [E].
  double veil_patchiness = 0.35;
  /// Patchiness that stays: SD of the log of each dot's amount once healed, in [0, 1]. Default 0.1 [E], beside
  /// NeedleOptions::strength_cv of 0.2.
  double retention_sd = 0.1;
  /// By how much that SD grows each year, in [0, 0.2]. Default 0.02 [E]: fading is uneven after 3-6 years [V].
  double retention_sd_per_year = 0.02;
  /// Share of a laser session's clearing that reaches iron oxide, in [0, 1]. Default 0.4 [E].
  double laser_iron_oxide = 0.4;
  /// The same for titanium white, in [0, 1]. Default 0 [E].
  double laser_titania = 0;
  /// The same for resorbable pigment, in [0, 1]. Default 0.6 [E].
  double laser_resorbable = 0.6;
  /// Time in which the body carries away what a laser broke up, days, in [1, 180]. Default 42 [C]: sessions are six
  /// weeks apart for it.
  double laser_days = 42;
  std::vector<TouchUp> touch_ups = {};            ///< in any order, at most kMaxTouchUps
  std::vector<LaserSession> laser_sessions = {};  ///< in any order, at most kMaxLaserSessions
};

/// How dots lie to each other: evenly, or as tightly curled hair grows, in clusters of two and three with wider gaps.
enum class DotPattern : std::uint8_t { kEven, kCurly };
/// Their names in files, by value.
inline constexpr std::array<const char*, 2> kDotPatternNames = {"even", "curly"};

/// How many dots per area of skin, where.
struct DensityOptions {
  /// Mid-scalp density, dots/cm2, in [1, 600]. Finished work has 150-250.
  double peak_per_cm2 = 220;
  /// Depth over which the front edge rises from nothing to the peak, mm along the skin, in [0.5, 60]. Default 25 [C].
  double feather_mm = 25;
  /// The same at a border of the region that is neither hairline, hair nor limb, mm, in [0, 40]. Default 15 [E].
  double border_feather_mm = 15;
  /// How far dots run on into existing hair, thinning out, mm, in [0, 40]. Default 15 [E].
  double hair_overlap_mm = 15;
  /// Share of the peak that is used where the region itself is covered by existing (thin) hair, in [0, 1]. Default 0.5
  /// (60-120 between follicles [E]).
  double within_hair = 0.5;
  /// Density of the crown, of the middle of each whorl and of the temples, relative to the peak, in [0, 2]. Defaults
  /// 0.87, 0.75 and 0.65 [E]: 130 dots/cm2 where the mid-scalp has 150, falling towards the whorl; 40-70 at the very
  /// temple peaks, which the feather adds.
  double crown_share = 0.87;
  double whorl_share = 0.75;
  double temple_share = 0.65;
  DotPattern pattern = DotPattern::kEven;  ///< the same number of dots, whichever
};

/// How dots pass into bare skin, by the three means that are taught [V]: fewer of them (the density's feathers and the
/// two depths here), of a thinner pigment (shade), by a finer needle (gauge).
struct FadeOptions {
  /// Depth of the fade at the nape, mm, in [0, 60]. Default 25 [E]: hair there thins out over some 23 mm.
  double nape_mm = 25;
  /// The same around the ears and along the sideburns, which are cut to a line, mm, in [0, 40]. Default 4 [E].
  double ear_mm = 4;
  /// Pigment of a dot at the very edge, relative to those far behind it, in [0.2, 1]. Default 0.8 [E].
  double shade = 0.8;
  /// Its diameter, relative to theirs, in [0.5, 1]. Default 0.85 [E].
  double gauge = 0.85;
  /// Depth behind the front edge over which both come to 1, mm, in [1, 40]. Default 12 [E]: the lone, small and light
  /// dots of its first 5 to 10 mm [C]. At other edges they do over the depth of the fade.
  double front_mm = 12;
};

/// How dots are spread.
struct PlacementOptions {
  /// 0 is random, 1 the most even spread the library makes; empty is natural: nearest neighbours at 0.78 +- 0.16 of
  /// 1/sqrt(density), as measured on finished work [M].
  std::optional<double> regularity = std::nullopt;
  /// Share of all dots present after each session, rising, the last 1. 1 to 8 sessions. Default 0.3, 0.7, 1 [C].
  std::vector<double> session_shares = {0.3, 0.7, 1.0};
  /// Steps of relaxation, 0 to kMaxPolish: each closes the largest holes and parts the closest pairs a little more.
  /// Pays at steep edges of the density.
  int polish = 0;
};
inline constexpr int kMaxPolish = 3;

/// Whether dots and tone follow the client's skin and hair, as artists choose them, once photos show these: deep skin
/// is given larger, denser dots, very light skin and fair hair smaller ones (docs/model/practice.md). The fields of the
/// treatment are then those of light skin (ITA 41 degrees).
enum class Practice : std::uint8_t { kBySkin, kAsStated };
/// Their names in files, by value.
inline constexpr std::array<const char*, 2> kPracticeNames = {"by-skin", "as-stated"};

/// How dark the work is made: a client should choose from a range, not hope for one promise. The same dots, with more
/// or less pigment.
enum class Strength : std::uint8_t { kLighter, kPlanned, kDenser };
/// Their names in files, by value.
inline constexpr std::array<const char*, 3> kStrengthNames = {"lighter", "planned", "denser"};
/// What PigmentOptions::target_delta_l is multiplied by: 0.7, 1 or 1.25; of the luminance of light skin, the default
/// keeps 0.59, 0.46 and 0.36 [E: the ends and the middle of finished work].
TONSURE_EXPORT double strength_factor(Strength strength);

struct Treatment {
  std::string name = "natural";
  Practice practice = Practice::kBySkin;
  Strength strength = Strength::kPlanned;
  ClientOptions client;
  HairlineOptions hairline;
  DensityOptions density;
  FadeOptions fade;
  PlacementOptions placement;
  PigmentOptions pigment;
  NeedleOptions needle;
  ScarOptions scars;
  AgeingOptions ageing;
  std::uint64_t seed = 1;
};

/// Height of a designed hairline above the glabella, mm: what the treatment states, else 75 in men [C] and 58 in women
/// [C/M], and 1.5 mm more for each year past 40, to 90 at most [E].
[[nodiscard]] TONSURE_EXPORT double hairline_height_mm(const Treatment& treatment);

/// Names the first field that is out of range ("density.peak_per_cm2"), what it holds and what is allowed.
[[nodiscard]] TONSURE_EXPORT Status check_treatment(const Treatment& treatment);

/// A named starting point: "natural" (the default), "soft", "broken", "receded",
/// "defined", "edge-up", "dusty", "bold", "trico-3d", "female". Errors: unknown name, listing
/// all.
TONSURE_EXPORT Result<Treatment> treatment_style(const std::string& name);

/// The names `treatment_style` knows.
TONSURE_EXPORT std::vector<std::string> treatment_style_names();

}  // namespace tonsure
