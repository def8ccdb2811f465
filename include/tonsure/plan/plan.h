/// @file
/// Plan: every dot on the scalp in millimetres. Plain data; it knows nothing of pixels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// Where on the scalp a dot lies: near the front edge by its distance from it, elsewhere by the scalp's areas. New
/// zones go to the end, so that their numbers in files keep their meaning.
enum class Zone : std::uint8_t {
  kSentinel,
  kLeadingEdge,
  kTransition,
  kDefined,
  kMidScalp,
  kBlend,
  kCrown,
  kTemple,
  kSide,
  kNape,
  kScar,
};
inline constexpr std::array<Zone, 11> kAllZones = {
    Zone::kSentinel, Zone::kLeadingEdge, Zone::kTransition, Zone::kDefined, Zone::kMidScalp, Zone::kBlend,
    Zone::kCrown,    Zone::kTemple,      Zone::kSide,       Zone::kNape,    Zone::kScar};
TONSURE_EXPORT const char* zone_name(Zone zone);

/// All dots in columns of equal length, in placement's order. Ids are unique, with gaps.
struct PlanDots {
  std::vector<Vec3<HeadMm>> head;     ///< on the surface
  std::vector<Vec2<ScalpMm>> chart;   ///< the same, flattened
  std::vector<std::uint32_t> id;      ///< a dot's name, as placement gave it; each its own
  std::vector<std::uint8_t> session;  ///< 1 for the first
  std::vector<std::uint32_t> order;   ///< sequence of needling
  std::vector<float> diameter_mm;     ///< apparent, healed
  std::vector<float> depth_mm;        ///< top of the deposit
  std::vector<float> angle_deg;       ///< direction of the needle stroke in the chart, from u towards v
  std::vector<float> strength;        ///< amount of pigment, 1 on average
  std::vector<std::uint8_t> pigment;  ///< index into Plan::pigments
  std::vector<Zone> zone;

  [[nodiscard]] std::size_t size() const { return head.size(); }
};

struct Range {
  double low = 0;
  double high = 0;
};

/// What the two ingredients of the treatment's pigment are mixed to for one skin.
struct PigmentMix {
  double warm_share = 0.5;  ///< of the warm ingredient, by amount, in [0, 1]
  double dilution = 6;      ///< parts of water to one of pigment, in [0, kMostMixDilution]
  /// Apparent, of the mean dot, in [0.05, 1]: the needle's, or larger where the tone asks for it.
  double diameter_mm = NeedleOptions{}.diameter_mm;

  friend bool operator==(const PigmentMix&, const PigmentMix&) = default;
};
inline constexpr double kMostMixDilution = 1000;

struct Plan {
  Treatment treatment;
  std::vector<Scene> scenes;      ///< of one head; at least one
  std::vector<FittedHead> views;  ///< how each of them sees the plan's head, with errors
  ScalpSurface surface;
  PlanDots dots;
  std::vector<std::string> pigments;  ///< names of the shades, by index
  /// For the skin that the photos show. Empty where none was at hand: then each drawing mixes for the one it is on.
  std::optional<PigmentMix> mix;
  /// The tone of the client's own shaved hair where a photo shows it, as the `pigment.target_delta_l` that would meet
  /// it, in [-40, -0.5].
  std::optional<double> sides_delta_l;

  double area_cm2 = 0;           ///< of skin with any density
  double mid_scalp_per_cm2 = 0;  ///< density where the tone is judged
  Range hours;                   ///< of needling, all sessions together
  Range cost_usd;                ///< list prices of 2013 [V]; a hint, not an offer
  /// What was chosen for the client's skin and hair where the treatment's practice is by-skin, in one line for people;
  /// the treatment here holds the figures. Empty: nothing.
  std::string practice;
  std::vector<std::string> warnings;

  [[nodiscard]] int sessions() const { return static_cast<int>(treatment.placement.session_shares.size()); }
};

/// Checks what types cannot, of a plan that was put together or changed by an app: treatment and scenes
/// (check_treatment, check_scene), a view for each scene, columns of one length, positions and sizes that are finite,
/// sessions, pigments and zones that there are. What makes and reads plans gives such plans only; what takes one and
/// returns a Result refuses others. Errors: kInvalidInput, those of check_treatment and check_scene; `Error::where` is
/// the key path in a plan file ("dots.session[7]"). Cost: some 5 ns a dot.
[[nodiscard]] TONSURE_EXPORT Status check_plan(const Plan& plan);

/// A hash of all that a plan is drawn from: treatment, scenes, views, surface, mix, the sides' tone and every dot.
/// Equal plans have equal hashes on every machine of one architecture, and plans that are drawn differently differ.
[[nodiscard]] TONSURE_EXPORT std::uint64_t plan_hash(const Plan& plan);

}  // namespace tonsure
