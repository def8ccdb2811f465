// Shows a head before treatment and after one, two and all sessions.
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

int main(int argc, char** argv) {
  const example::Input input = example::read_input(argc, argv);
  const tonsure::Plan plan = example::or_exit(tonsure::make_plan(input.scene, {}));
  std::vector<tonsure::Photo> pictures = {input.photo};
  for (int sessions = 1; sessions <= plan.sessions(); ++sessions) {
    const tonsure::DrawOptions options{.moment = {}, .sessions = sessions};
    pictures.push_back(example::or_exit(tonsure::draw_preview(input.photo, input.scene, plan, options)).after);
  }
  const auto crop = example::around(input.scene.head_outline, input.photo);
  example::write_picture("sessions.png", example::strip(pictures, crop, static_cast<int>(pictures.size())));
}
