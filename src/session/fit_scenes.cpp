#include "fit_scenes.h"

#include <algorithm>

#include "../scalp/calibrate.h"

#include "../core/stage.h"
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

Result<std::vector<FittedHead>> fit_scenes(std::span<const Scene> scenes, const ScalpSurface* surface, const Plan* plan,
                                           const Exec& exec) {
  if (Status status = check_scenes(scenes); !status) return status.error();
  return in_stage(exec, "fit head", [&]() -> Result<std::vector<FittedHead>> {
    if (!surface && !plan) return fit_heads(scenes, exec);
    std::vector<FittedHead> heads;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      if (plan) {
        const auto same = std::find(plan->scenes.begin(), plan->scenes.end(), scenes[i]);
        if (same != plan->scenes.end()) {
          heads.push_back(plan->views[static_cast<std::size_t>(same - plan->scenes.begin())]);
          continue;
        }
      }
      auto head = fit_view(scenes[i], plan ? plan->surface : *surface, exec);
      if (!head) return in_scene(head.error(), i, scenes.size());
      heads.push_back(std::move(*head));
    }
    return heads;
  });
}

}  // namespace tonsure
