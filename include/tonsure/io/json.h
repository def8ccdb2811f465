/// @file
/// Scenes, treatments, pigments and plans as JSON. Schemas: docs/schema/. Readers refuse what does not fit, naming
/// file, key path, what was found and what is allowed; unknown keys of scenes are kept, of treatments and plans
/// refused.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/plan/plan.h>
#include <tonsure/plan/report.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/pigment.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// What a scene holds that a photo can tell. Face points are a part each, by their name.
enum class ScenePart { kView, kHeadOutline, kScalpRegion, kHairline, kExistingHair };
inline constexpr std::array<ScenePart, 5> kAllSceneParts = {
    ScenePart::kView, ScenePart::kHeadOutline, ScenePart::kScalpRegion, ScenePart::kHairline, ScenePart::kExistingHair};

/// The key of a part in a scene file ("head_outline").
TONSURE_EXPORT const char* scene_part_name(ScenePart part);

/// A scene of which some parts may be missing. What `scene` holds of a missing part means nothing.
struct PartialScene {
  Scene scene;
  std::array<bool, kAllSceneParts.size()> has = {};  ///< by ScenePart

  [[nodiscard]] bool holds(ScenePart part) const {
    const auto index = static_cast<std::size_t>(part);
    return index < has.size() && has[index];
  }
};

/// A whole scene, as one of which nothing is missing. Its `hairline` counts as missing where it has no value.
TONSURE_EXPORT PartialScene all_of(const Scene& scene);

inline constexpr std::size_t kMaxPigmentBytes = std::size_t{1} << 20U;  ///< some 3000 shades
inline constexpr std::size_t kMaxPigmentComponents = 512;               ///< of one file
inline constexpr std::size_t kMaxShades = 4096;                         ///< of one file

/// Reads a library: what the text adds to `base`, or changes in it where the name is there already. A component that is
/// there needs only its name. The result has passed check_pigments.
/// `name` becomes the `file` of errors. Errors: kInvalidInput (also beyond kMaxPigmentComponents, kMaxShades),
/// kResourceLimit; `where` is the key path.
TONSURE_EXPORT Result<PigmentLibrary> pigments_from_json(std::string_view text, const std::string& name,
                                                         const PigmentLibrary& base = built_in_pigments());
/// Writes every field of every component and shade.
TONSURE_EXPORT std::string pigments_to_json(const PigmentLibrary& library);
/// Reads a file. Errors: those of pigments_from_json and load_file.
TONSURE_EXPORT Result<PigmentLibrary> load_pigments(const std::string& path,
                                                    const PigmentLibrary& base = built_in_pigments());

/// treatment_from_json and load_treatment (tonsure/io/json.h) with shades and components of `library`.
TONSURE_EXPORT Result<Treatment> treatment_from_json(std::string_view text, const std::string& name,
                                                     const Treatment& base, const PigmentLibrary& library);
TONSURE_EXPORT Result<Treatment> load_treatment(const std::string& path, const Treatment& base,
                                                const PigmentLibrary& library);

/// Largest files that are read; larger ones give kResourceLimit before anything is parsed.
inline constexpr std::size_t kMaxSceneBytes = std::size_t{4} << 20U;      ///< some 200 000 points
inline constexpr std::size_t kMaxTreatmentBytes = std::size_t{1} << 20U;  ///< a thousand times what one needs
inline constexpr std::size_t kMaxPlanBytes = std::size_t{128} << 20U;  ///< some 900 000 dots; a dense head has 300 000

/// Reads a scene. `name` becomes the `file` of errors (usually a path). The result has passed check_scene.
/// Vertices that repeat the one before, or at the end of a polygon the first, are dropped. Keys that are not known are
/// kept as the text they have in the file.
/// Errors: kInvalidInput, kResourceLimit; `file` is the name, `where` the key path or, for text that is not JSON,
/// "line L, column C".
TONSURE_EXPORT Result<Scene> scene_from_json(std::string_view text, const std::string& name);
/// Optional keys are written where they hold something; unknown keys follow the known ones, sorted. A text that is no
/// JSON is written as a string.
TONSURE_EXPORT std::string scene_to_json(const Scene& scene);
/// Reads a file. Errors: those of scene_from_json and load_file.
TONSURE_EXPORT Result<Scene> load_scene(const std::string& path);

/// Reads a scene of which any key may be missing or null, even `image` and `size` (then empty and 0). What is there is
/// held to what scene_from_json holds it to; an empty `hairline` or `existing_hair` is there.
/// Errors: as scene_from_json.
TONSURE_EXPORT Result<PartialScene> partial_scene_from_json(std::string_view text, const std::string& name);
/// Reads a file. Errors: those of partial_scene_from_json and load_file.
TONSURE_EXPORT Result<PartialScene> load_partial_scene(const std::string& path);

/// Reads a treatment. What the text does not state keeps its value in `base`. The result has passed check_treatment.
/// `placement.regularity` may also be "natural" (no value) or "strict" (1); null stands for no value.
/// Errors: as scene_from_json; also a key that is not known, naming the nearest that is.
TONSURE_EXPORT Result<Treatment> treatment_from_json(std::string_view text, const std::string& name,
                                                     const Treatment& base = {});
/// Writes every field.
TONSURE_EXPORT std::string treatment_to_json(const Treatment& treatment);
/// Reads a file. Errors: those of treatment_from_json and load_file.
TONSURE_EXPORT Result<Treatment> load_treatment(const std::string& path, const Treatment& base = {});

/// Reads a plan; what was written reads back the same to the last bit, and has the same plan_hash.
/// Errors: as scene_from_json; also a column of another length, a number out of range, a total or a hash that does not
/// fit the rest (the file was edited or damaged).
TONSURE_EXPORT Result<Plan> plan_from_json(std::string_view text, const std::string& name);
/// Writes a plan (nothing of one without scenes, or whose dots check_plan refuses), alone or with what follows from it:
/// its report and its risk notes (report_plan, risk_notes), which are for people and are not looked at when a plan is
/// read.
TONSURE_EXPORT std::string plan_to_json(const Plan& plan);
TONSURE_EXPORT std::string plan_to_json(const Plan& plan, const PlanReport& report, std::span<const RiskNote> risks);
/// Reads a file. Errors: those of plan_from_json and load_file.
TONSURE_EXPORT Result<Plan> load_plan(const std::string& path);

}  // namespace tonsure
