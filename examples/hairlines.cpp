// Draws the gallery of hairlines: every shape and every style on four phantoms, seen from half the side, one row each
// (hairlines.png), and six seeds of the default treatment: no two are alike, and none is symmetric
// (hairlines-seeds.png). With a photo and its scene: the shapes and the styles on that head.
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

namespace {

std::vector<tonsure::Treatment> gallery() {
  std::vector<tonsure::Treatment> treatments;
  for (const std::string& shape : tonsure::hairline_shape_names()) {
    tonsure::Treatment treatment;
    treatment.hairline = example::or_exit(tonsure::with_shape(treatment.hairline, shape));
    treatment.hairline.height_above_glabella_mm = 65;  // the lower end for men, where shapes show best
    treatments.push_back(treatment);
  }
  for (const std::string& style : tonsure::treatment_style_names())
    if (style != "natural") treatments.push_back(example::or_exit(tonsure::treatment_style(style)));
  // A woman's line would lie ahead of these men's scalps.
  treatments.back().hairline.height_above_glabella_mm = 65;
  return treatments;
}

std::vector<example::Input> phantoms() {
  std::vector<example::Input> heads;
  for (const tonsure::SkinType skin :
       {tonsure::SkinType::kI, tonsure::SkinType::kIII, tonsure::SkinType::kIV, tonsure::SkinType::kVI}) {
    tonsure::PhantomOptions options{.skin = skin, .width_px = 800, .height_px = 800};
    options.view = tonsure::View::kThreeQuarter;
    tonsure::Phantom phantom = example::or_exit(tonsure::draw_phantom(options));
    heads.push_back({std::move(phantom.photo), std::move(phantom.scene)});
  }
  return heads;
}

tonsure::Photo drawn(const example::Input& input, const tonsure::Treatment& treatment) {
  return example::or_exit(example::plan_session(input, treatment).draw(0));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<example::Input> heads;
  if (argc == 1) {
    heads = phantoms();
  } else {
    heads.push_back(example::read_input(argc, argv));
  }
  for (example::Input& head : heads) head.scene.hairline.reset();  // so that one is designed
  const std::vector<tonsure::Treatment> treatments = gallery();
  const example::Crop crop = example::around(heads.front().scene.head_outline, heads.front().photo);

  std::vector<tonsure::Photo> pictures;
  for (const example::Input& head : heads)
    for (const tonsure::Treatment& treatment : treatments) pictures.push_back(drawn(head, treatment));
  example::write_picture("hairlines.png", example::strip(pictures, crop, static_cast<int>(treatments.size())));

  std::vector<tonsure::Photo> seeds;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    tonsure::Treatment treatment = treatments.front();
    treatment.seed = seed;
    seeds.push_back(drawn(heads.front(), treatment));
  }
  example::write_picture("hairlines-seeds.png", example::strip(seeds, crop, 3));
}
