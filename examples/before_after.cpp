// Draws a treatment on a photo, before and after beside each other.
#include <tonsure/session/session.h>

#include "example_input.h"

int main(int argc, char** argv) {
  const example::Input input = example::read_input(argc, argv);

  tonsure::Treatment treatment;          // natural style; every field has a default and a unit
  treatment.density.peak_per_cm2 = 200;  // dots per cm2 in the mid-scalp
  treatment.hairline.asymmetry = 0.8;    // 0 mirrors left and right, 1 is nature's own spread
  treatment.seed = 3;                    // the same seed gives the same dots

  // Every dot in millimetres on the head, then drawn as a photo of the healed result would show it.
  const tonsure::Plan plan = example::or_exit(tonsure::make_plan(input.scene, treatment));
  const tonsure::Preview preview = example::or_exit(tonsure::draw_preview(input.photo, input.scene, plan));

  std::printf("%zu dots on %.0f cm2, %d sessions, L* %+.1f\n", plan.dots.size(), plan.area_cm2, plan.sessions(),
              preview.tone.delta_l);
  example::write_picture("before_after.png", tonsure::beside(input.photo, preview.after));
}
