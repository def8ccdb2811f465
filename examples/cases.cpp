// Draws the six cases of Pak, Rassman & Kim (2011) and five more on phantoms, before and after: cases.png, two to a
// row, and the treatment of each as a file (case-NAME.treatment.json). cases.csv says which is where, with dots,
// sessions, hours and the tone that met the client's own stubble.
//     cases [NAME...]
// All of them, unless some are named.
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <tonsure/phantom/phantom.h>
#include <tonsure/plan/report.h>
#include <tonsure/session/session.h>

#include "example_input.h"
#include "strip.h"

namespace {

using tonsure::PhantomScar;
using tonsure::View;

constexpr int kSizePx = 900;

struct Case {
  const char* name;
  const char* loss;
  std::vector<PhantomScar> scars;
  View view;
  const char* style = "natural";
  double peak_per_cm2 = 220;
  double tone_share = 1;  // of the stubble's tone, what is missing
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      // Published.
      {"scarring-alopecia", "areata", {PhantomScar::kBurn}, View::kTop},
      {"alopecia-totalis", "totalis", {}, View::kThreeQuarter},
      {"plugs-and-reductions", "norwood-5", {PhantomScar::kPlug, PhantomScar::kReduction}, View::kTop},
      {"donor-scar-and-thin-crown", "norwood-3v", {PhantomScar::kStrip}, View::kBack},
      {"fue-scars", "none", {PhantomScar::kFue}, View::kBack, "natural", 100, 0.25},  // a fifth of the hair was taken
      {"shaved-look", "norwood-6", {}, View::kThreeQuarter},
      // More.
      {"widening-part", "sinclair-3", {}, View::kTop, "female", 150},
      {"areata", "areata", {}, View::kTop},
      {"burn", "none", {PhantomScar::kBurn}, View::kTop},
      {"birthmark", "none", {PhantomScar::kBirthmark}, View::kFront},
      {"transplant-densified", "norwood-4", {PhantomScar::kPlug}, View::kTop, "soft", 150},
  };
  return all;
}

tonsure::Phantom draw(tonsure::PhantomOptions options) {
  options.width_px = options.height_px = kSizePx;
  options.shine = 0.25;
  return example::or_exit(tonsure::draw_phantom(options));
}

/// The tone of this client's stubble where too little bare skin is seen beside it: from a photo that shows both.
double tone_elsewhere(const tonsure::Treatment& treatment) {
  static const tonsure::Phantom other =
      draw({.view = View::kThreeQuarter, .loss = example::or_exit(tonsure::parse_loss_pattern("norwood-6"))});
  const tonsure::Session session = example::open_session({other.photo, other.scene});
  return example::or_exit(session.match(treatment)).treatment.pigment.target_delta_l;
}

/// The treatment, meeting the stubble where the photo shows some.
tonsure::Treatment treatment_for(const Case& each, const tonsure::Session& session) {
  tonsure::Treatment treatment = example::or_exit(tonsure::treatment_style(each.style));
  treatment.name = each.name;
  treatment.density.peak_per_cm2 = each.peak_per_cm2;
  treatment.client.loss = each.loss;
  if (std::find(each.scars.begin(), each.scars.end(), PhantomScar::kPlug) != each.scars.end()) {
    // Plugs cease to be a row of tufts where others stand ahead of them and between them.
    treatment.hairline.controls = {{-0.7, 6}, {0, 12}, {0.7, 6}};
    treatment.density.feather_mm = 12;
  }
  if (session.readings().front().scene.existing_hair.empty()) return treatment;
  if (const auto matched = session.match(treatment); matched && each.tone_share == 1) return matched->treatment;
  treatment.pigment.target_delta_l = each.tone_share * tone_elsewhere(treatment);
  return treatment;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const Case& each : cases()) names.emplace_back(each.name);
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> chosen = example::chosen({argv + 1, argv + argc}, case_names());
  constexpr example::Crop kHead = {0, 0, 470, 520};
  std::vector<tonsure::Photo> pictures;
  std::string table = "row,column,case,dots,sessions,hours_low,hours_high,target_delta_l\n";
  for (const Case& each : cases()) {
    if (std::find(chosen.begin(), chosen.end(), each.name) == chosen.end()) continue;
    const tonsure::Phantom phantom = draw(
        {.view = each.view, .loss = example::or_exit(tonsure::parse_loss_pattern(each.loss)), .scars = each.scars});
    tonsure::Session session = example::open_session({phantom.photo, phantom.scene});
    const tonsure::Treatment treatment = treatment_for(each, session);
    example::check(session.set_treatment(treatment));
    const tonsure::Plan& plan = session.plan();
    const tonsure::Photo after = example::or_exit(session.draw(0));

    const std::size_t at = pictures.size() / 2;
    char row[200];
    std::snprintf(row, sizeof row, "%zu,%zu,%s,%zu,%d,%.1f,%.1f,%.1f\n", at / 2 + 1, at % 2 + 1, each.name,
                  plan.dots.size(), plan.sessions(), plan.hours.low, plan.hours.high, treatment.pigment.target_delta_l);
    table += row;
    example::write_text(std::string("case-") + each.name + ".treatment.json", tonsure::treatment_to_json(treatment));
    const example::Crop around = example::around(phantom.scene.head_outline, phantom.photo);
    for (const tonsure::Photo* photo : {&phantom.photo, &after}) {
      tonsure::Photo cut = *photo;
      const example::Crop crop = {std::clamp(around.x + around.width / 2 - kHead.width / 2, 0, kSizePx - kHead.width),
                                  std::clamp(around.y, 0, kSizePx - kHead.height), kHead.width, kHead.height};
      cut.pixels = example::strip({*photo}, crop, 1);
      pictures.push_back(std::move(cut));
    }
  }
  example::write_picture("cases.png", example::strip(pictures, kHead, 4));
  example::write_text("cases.csv", table);
}
