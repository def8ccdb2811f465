/// @file
/// Scenes, treatments and plans as JSON. Schemas: docs/schema/. Readers refuse what does not fit, naming file, key
/// path, what was found and what is allowed; unknown keys of scenes are kept, of treatments and plans refused.
#pragma once

#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

namespace tonsure {

/// `name` stands in error messages (usually the file's path). The result has passed check_scene.
TONSURE_EXPORT Result<Scene> scene_from_json(std::string_view text, const std::string& name);
TONSURE_EXPORT std::string scene_to_json(const Scene& scene);
TONSURE_EXPORT Result<Scene> read_scene(const std::string& path);

/// What the text does not state keeps its value in `base`. The result has passed check_treatment.
TONSURE_EXPORT Result<Treatment> treatment_from_json(std::string_view text, const std::string& name,
                                                     const Treatment& base = {});
TONSURE_EXPORT std::string treatment_to_json(const Treatment& treatment);
TONSURE_EXPORT Result<Treatment> read_treatment(const std::string& path, const Treatment& base = {});

TONSURE_EXPORT Result<Plan> plan_from_json(std::string_view text, const std::string& name);
TONSURE_EXPORT std::string plan_to_json(const Plan& plan);
TONSURE_EXPORT Result<Plan> read_plan(const std::string& path);

}  // namespace tonsure
