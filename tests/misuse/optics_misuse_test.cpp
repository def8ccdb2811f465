#include <gtest/gtest.h>
#include <tonsure/optics/skin.h>
#include <tonsure/optics/tone.h>
#include <tonsure/phantom/phantom.h>

#include "misuse/misuse.h"
#include "optics/dot_kernel.h"
#include "optics/dot_kernels.h"

namespace tonsure::testing {
namespace {

TEST(Misuse, Skin) {
  std::vector<Misuse> calls;
  for (const double v : {kNaN, kInfinity, -kInfinity, 1e300, -1.0, 0.0}) {
    const std::string of = " of " + std::to_string(v);
    const SkinOptics skin{v, v, v};
    calls.push_back({"epidermis" + of, [=] { return holds(epidermis_absorption_per_mm(skin).size() == kBands); }});
    calls.push_back({"dermis" + of, [=] { return holds(dermis_absorption_per_mm(skin).size() == kBands); }});
    calls.push_back({"reflectance" + of, [=] { return holds(skin_reflectance(skin).size() == kBands); }});
    calls.push_back({"colour" + of, [=] { return holds(skin_color(skin).size() == 3); }});
    calls.push_back(
        {"reflectance, melanin" + of, [=] { return holds(skin_reflectance({.melanin = v}).size() == kBands); }});
    calls.push_back({"fit_skin" + of, [=] {
                       const FittedSkin fit = fit_skin({v, v, v});
                       return holds(fit.optics.melanin > 0 && fit.optics.melanin < 1 && fit.optics.blood >= 0);
                     }});
    calls.push_back({"typology" + of, [=] { return holds(individual_typology_angle_deg({v, 0.1, v}) < 91 || true); }});
    calls.push_back({"typology name" + of, [=] { return holds(!typology_name(v).empty()); }});
    calls.push_back({"fitzpatrick" + of, [=] {
                       const int type = fitzpatrick_estimate(v);
                       return holds(type >= 1 && type <= 6);
                     }});
    calls.push_back({"target on skin" + of, [=] { return holds(std::fabs(target_delta_l_on(-12, v)) < 13 || true); }});
    calls.push_back({"target" + of, [=] { return holds(target_delta_l_on(v, 57) < 1 || true); }});
    calls.push_back({"kernel of a deposit" + of, [=] {
                       Deposit deposit;
                       deposit.diameter_mm = deposit.depth_top_mm = deposit.height_mm = v;
                       deposit.absorption_per_mm.fill(v);
                       return holds(make_dot_kernels({}, deposit, {v}, v, v).nodes.size() < 1000);
                     }});
    calls.push_back(
        {"kernels on skin" + of, [=] { return holds(make_dot_kernels(skin, {}, {}, 0, 0).nodes.size() < 1000); }});
  }
  try_all(calls);
}

TEST(Misuse, Phantoms) {
  const auto refuses = [](const char* where, PhantomOptions options) {
    return Misuse{where, [=] { return refused(draw_phantom(options), where); }};
  };
  try_all({
      refuses("skin", {.skin = static_cast<SkinType>(77)}),
      refuses("skin", {.skin = static_cast<SkinType>(-1)}),
      refuses("width_px", {.width_px = -1}),
      refuses("width_px", {.width_px = 2147483647}),
      refuses("height_px", {.height_px = 0}),
      refuses("view", {.view = static_cast<View>(77)}),
      refuses("view", {.view = View::kCloseup}),
      refuses("shine", {.shine = kNaN}),
      refuses("shine", {.shine = 1e300}),
      refuses("loss", {.loss = {static_cast<LossKind>(77), 3, 0}}),
      refuses("loss", {.loss = {LossKind::kNorwood, 2147483647, 0}}),
      refuses("loss", {.loss = {LossKind::kNorwood, -3, 'q'}}),
      refuses("progress_years", {.progress_years = kNaN}),
      refuses("hair_length_mm", {.hair_length_mm = kInfinity}),
      refuses("scars", {.scars = {static_cast<PhantomScar>(99)}}),
  });
}

}  // namespace
}  // namespace tonsure::testing
