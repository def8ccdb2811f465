/// @file
/// Plans to be judged: made as a user makes them, on a phantom.
#pragma once

#include <functional>

#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

namespace tonsure {

/// A bald head from the front, its scene drawn exactly; small, as plans know nothing of pixels.
inline const Scene& front_scene() {
  static const Scene scene = draw_phantom({.width_px = 320, .height_px = 320, .view = View::kFront}).value().scene;
  return scene;
}

/// The same without a drawn hairline: the treatment's own is designed.
inline Scene undrawn_scene() {
  Scene scene = front_scene();
  scene.hairline.reset();
  return scene;
}

inline Plan plan_of(const Scene& scene, const std::function<void(Treatment&)>& change = {}) {
  Treatment treatment;
  if (change) change(treatment);
  return make_plan(scene, treatment).value();
}

/// Takes the defined zone's left half for a scar.
inline void make_scar(Plan& plan) {
  for (std::size_t i = 0; i < plan.dots.size(); ++i)
    if (plan.dots.head[i].x > 0 && plan.dots.zone[i] == Zone::kDefined) plan.dots.zone[i] = Zone::kScar;
}

}  // namespace tonsure
