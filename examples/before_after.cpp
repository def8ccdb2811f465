// Draws a treatment on a photo, before and after beside each other.
#include <tonsure/drawing/drawing.h>
#include <tonsure/session/session.h>

#include "example_input.h"

int main(int argc, char** argv) {
  const example::Input input = example::read_input(argc, argv);

  tonsure::Treatment treatment;          // natural style; every field has a default and a unit
  treatment.density.peak_per_cm2 = 200;  // dots per cm2 in the mid-scalp
  treatment.hairline.asymmetry = 0.8;    // 0 mirrors left and right, 1 is nature's own spread
  treatment.seed = 3;                    // the same seed gives the same dots

  // What the photo tells is read once; then every dot is placed in millimetres on the head, and drawn as a photo of the
  // healed result would show it.
  tonsure::Session session = example::open_session(input);
  example::check(session.set_treatment(treatment));
  const tonsure::Photo after = example::or_exit(session.draw(0));

  const tonsure::Plan& plan = session.plan();
  std::printf("%zu dots on %.0f cm2, %d sessions, L* %+.1f\n", plan.dots.size(), plan.area_cm2, plan.sessions(),
              example::or_exit(session.tone(0)).delta_l);
  example::write_picture("before_after.png", tonsure::beside(input.photo, after));
}
