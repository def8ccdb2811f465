#include "fit_scenes.h"

#include "../scalp/calibrate.h"

#include "../core/stage.h"
#include "../scalp/scene_contradictions.h"
#include "../scene/in_scene.h"

namespace tonsure {

Status check_scenes(std::span<const Scene> scenes) {
  if (scenes.empty()) return Error{ErrorCode::kInvalidInput, "scenes", "there is none", "give at least one"};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (Status status = check_scene(scenes[i]); !status) return in_scene(status.error(), i, scenes.size());
    if (!scenes[i].head.empty() && !scenes[0].head.empty() && scenes[i].head != scenes[0].head)
      return in_scene({ErrorCode::kInvalidInput, "head", "is another head than that of the first scene",
                       "plan each head by itself"},
                      i, scenes.size());
  }
  return {};
}

namespace {

/// Where the camera stood is not said.
bool is_lens_or_none(const Scene& scene) {
  return !scene.camera || scene.camera->rotation.empty();
}

}  // namespace

const FittedHead* view_in(const Plan& plan, const Scene& scene) {
  for (std::size_t i = 0; i < plan.scenes.size(); ++i) {
    Scene planned = plan.scenes[i];
    planned.notes = scene.notes;
    planned.unknown_keys = scene.unknown_keys;
    if (is_lens_or_none(planned) && is_lens_or_none(scene) && !(planned.camera && scene.camera))
      planned.camera = scene.camera;
    if (planned == scene) return &plan.views[i];
  }
  return nullptr;
}

Result<std::vector<FittedHead>> fit_scenes(std::span<const Scene> scenes, const ScalpSurface* surface, const Plan* plan,
                                           const Exec& exec) {
  if (Status status = check_scenes(scenes); !status) return status.error();
  for (std::size_t i = 0; plan && i < scenes.size(); ++i)
    if (!scenes[i].head.empty() && !plan->scenes.front().head.empty() && scenes[i].head != plan->scenes.front().head)
      return in_scene(
          {ErrorCode::kInvalidInput, "head", "is another head than that of the plan", "plan each head by itself"}, i,
          scenes.size());
  return in_stage(exec, "fit head", [&]() -> Result<std::vector<FittedHead>> {
    if (!surface && !plan) return fit_heads(scenes, exec);
    std::vector<FittedHead> heads;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      if (const FittedHead* known = plan ? view_in(*plan, scenes[i]) : nullptr) {
        if (Status status = check_lengths(scenes[i], known->view.camera.mm_per_px); !status)
          return in_scene(status.error(), i, scenes.size());
        heads.push_back(*known);
        continue;
      }
      auto head = fit_view(scenes[i], plan ? plan->surface : *surface, exec);
      if (!head) return in_scene(head.error(), i, scenes.size());
      heads.push_back(std::move(*head));
    }
    return heads;
  });
}

}  // namespace tonsure
