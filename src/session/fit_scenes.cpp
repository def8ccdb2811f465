#include "fit_scenes.h"

#include <algorithm>
#include <cmath>

#include "../core/format_text.h"
#include "../scalp/calibrate.h"
#include "../scalp/check_head.h"

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

constexpr double kMostScaleOff = 0.15;  // between a scene's own scale and the plan's head in it: three SD of heads [E]
constexpr double kMostOutlineMm = 6;    // by which heads' outlines are off where they are not the plan's [E]
constexpr double kMostTimesAsFar = 2;   // as in the photos that the plan was made from [E]

/// Says by which figures a photo's head seems not to be the plan's.
void warn_of_other_head(const Scene& scene, const Plan& plan, FittedHead& head) {
  if (scene.mm_per_px && std::fabs(std::log(head.mm_per_px / *scene.mm_per_px)) > kMostScaleOff)
    head.warnings.push_back(format_text(
        "plan: may be of another head: its size gives this photo a scale of %.3g mm per px, the scene says %.3g",
        head.mm_per_px, *scene.mm_per_px));
  double own_mm = 0;
  for (const FittedHead& view : plan.views) own_mm = std::max(own_mm, view.outline_rms_mm);
  if (head.outline_rms_mm > std::max(kMostOutlineMm, kMostTimesAsFar * own_mm))
    head.warnings.push_back(
        format_text("plan: may be of another head: its outline is off by %.1f mm in this photo, by %.1f mm in its own",
                    head.outline_rms_mm, own_mm));
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
  if (plan)
    if (Status status = check_plan(*plan); !status) return status.error();
  if (surface && !plan)
    if (Status status = check_surface(*surface, "surface"); !status) return status.error();
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
      if (plan) warn_of_other_head(scenes[i], *plan, *head);
      heads.push_back(std::move(*head));
    }
    return heads;
  });
}

}  // namespace tonsure
