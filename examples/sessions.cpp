// Shows a head before treatment and after one, two and all sessions.
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

int main(int argc, char** argv) {
  const example::Input input = example::read_input(argc, argv);
  tonsure::Session session = example::plan_session(input, {});
  std::vector<tonsure::Photo> pictures = {input.photo};
  for (int sessions = 1; sessions <= session.plan().sessions(); ++sessions)
    pictures.push_back(example::or_exit(session.draw(0, {.sessions = sessions})));
  const auto crop = example::around(input.scene.head_outline, input.photo);
  example::write_picture("sessions.png", example::strip(pictures, crop, static_cast<int>(pictures.size())));
}
