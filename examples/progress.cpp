// Shows today's work on tomorrow's loss, on phantoms: a head with receding corners, the same treated, and the treated
// head after 10 and 20 more years of loss, with the dots aged: progress.png.
#include <tonsure/phantom/phantom.h>
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

int main(int argc, char** argv) {
  example::no_arguments(argc, argv);
  const auto head_after = [](double years) {
    tonsure::PhantomOptions options{.width_px = 900, .height_px = 900, .view = tonsure::View::kTop, .shine = 0.25};
    options.loss = example::or_exit(tonsure::parse_loss_pattern("norwood-3"));
    options.progress_years = years;
    return example::or_exit(tonsure::draw_phantom(options));
  };
  const tonsure::Phantom today = head_after(0);
  tonsure::Treatment treatment;
  treatment.pigment.target_delta_l = -10;  // as dark as the phantom's stubble
  const tonsure::Plan plan = example::plan_session({today.photo, today.scene}, treatment).plan();

  std::vector<tonsure::Photo> pictures = {today.photo};
  for (const double years : {0.0, 10.0, 20.0}) {
    const tonsure::Phantom later = head_after(years);
    const tonsure::Moment moment{.age_days = years > 0 ? 365.25 * std::min(years, 15.0) : 28};
    tonsure::Session session = example::or_exit(tonsure::Session::open({later.photo}, {later.scene}, plan));
    pictures.push_back(example::or_exit(session.draw(0, {.moment = moment})));
  }
  example::write_picture("progress.png",
                         example::strip(pictures, example::around(today.scene.head_outline, today.photo), 4));
}
