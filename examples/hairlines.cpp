// Shows the same treatment with six seeds: no two hairlines are alike, and none is symmetric.
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

int main(int argc, char** argv) {
  const example::Input input = example::read_input(argc, argv);
  std::vector<tonsure::Photo> pictures;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    tonsure::Treatment treatment;
    treatment.seed = seed;
    const tonsure::Plan plan = example::or_exit(tonsure::make_plan(input.scene, treatment));
    pictures.push_back(example::or_exit(tonsure::draw_preview(input.photo, input.scene, plan)).after);
  }
  example::write_picture("hairlines.png",
                         example::strip(pictures, example::around(input.scene.head_outline, input.photo), 3));
}
