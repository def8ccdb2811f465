/// @file
/// Scenes, treatments and plans as JSON. Schemas: docs/schema/. Readers refuse what does not fit, naming file, key
/// path, what was found and what is allowed; unknown keys of scenes are kept, of treatments and plans refused.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/io/partial_scene.h>
#include <tonsure/plan/plan.h>
#include <tonsure/plan/report.h>
#include <tonsure/plan/risk.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

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
/// Reads a file. Errors: those of scene_from_json and read_file.
TONSURE_EXPORT Result<Scene> read_scene(const std::string& path);

/// Reads a scene of which any key may be missing or null, even `image` and `size` (then empty and 0). What is there is
/// held to what scene_from_json holds it to; an empty `hairline` or `existing_hair` is there.
/// Errors: as scene_from_json.
TONSURE_EXPORT Result<PartialScene> partial_scene_from_json(std::string_view text, const std::string& name);
/// Reads a file. Errors: those of partial_scene_from_json and read_file.
TONSURE_EXPORT Result<PartialScene> read_partial_scene(const std::string& path);

/// Reads a treatment. What the text does not state keeps its value in `base`. The result has passed check_treatment.
/// `placement.regularity` may also be "natural" (no value) or "strict" (1); null stands for no value.
/// Errors: as scene_from_json; also a key that is not known, naming the nearest that is.
TONSURE_EXPORT Result<Treatment> treatment_from_json(std::string_view text, const std::string& name,
                                                     const Treatment& base = {});
/// Writes every field.
TONSURE_EXPORT std::string treatment_to_json(const Treatment& treatment);
/// Reads a file. Errors: those of treatment_from_json and read_file.
TONSURE_EXPORT Result<Treatment> read_treatment(const std::string& path, const Treatment& base = {});

/// Reads a plan; what was written reads back the same to the last bit, and has the same plan_hash.
/// Errors: as scene_from_json; also a column of another length, a number out of range, a total or a hash that does not
/// fit the rest (the file was edited or damaged).
TONSURE_EXPORT Result<Plan> plan_from_json(std::string_view text, const std::string& name);
/// Writes a plan of at least one scene, alone or with what follows from it: its report and its risk notes (report_plan,
/// risk_notes), which are for people and are not looked at when a plan is read.
TONSURE_EXPORT std::string plan_to_json(const Plan& plan);
TONSURE_EXPORT std::string plan_to_json(const Plan& plan, const PlanReport& report, std::span<const RiskNote> risks);
/// Reads a file. Errors: those of plan_from_json and read_file.
TONSURE_EXPORT Result<Plan> read_plan(const std::string& path);

}  // namespace tonsure
