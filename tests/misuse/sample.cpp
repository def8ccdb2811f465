#include "misuse/sample.h"

#include "misuse/misuse.h"

namespace tonsure::testing {

const Sample& sample() {
  static const Sample made = [] {
    Phantom phantom = draw_phantom({.width_px = 160, .height_px = 160}).value();
    std::vector<PhotoReading> readings = read_photos({&phantom.photo, 1}, {&phantom.scene, 1}).value();
    Plan plan = make_plan(readings, treatment_with([](Treatment&) {})).value();
    return Sample{std::move(phantom.photo), std::move(phantom.scene), std::move(readings), std::move(plan)};
  }();
  return made;
}

const std::vector<SpoiltPlan>& spoilt_plans() {
  static const std::vector<SpoiltPlan> all = {
      {"nothing at all", [](Plan& p) { p = Plan(); }},
      {"no scene", [](Plan& p) { p.scenes.clear(); }},
      {"no view", [](Plan& p) { p.views.clear(); }},
      {"a view too many", [](Plan& p) { p.views.push_back(p.views.front()); }},
      {"a scene too many", [](Plan& p) { p.scenes.push_back(p.scenes.front()); }},
      {"a scene without size", [](Plan& p) { p.scenes.front().width_px = 0; }},
      {"no session shares", [](Plan& p) { p.treatment.placement.session_shares.clear(); }},
      {"NaN in the treatment", [](Plan& p) { p.treatment.needle.diameter_mm = kNaN; }},
      {"short head", [](Plan& p) { p.dots.head.resize(3); }, true},
      {"short chart", [](Plan& p) { p.dots.chart.resize(3); }, true},
      {"short id", [](Plan& p) { p.dots.id.resize(3); }, true},
      {"short session", [](Plan& p) { p.dots.session.resize(3); }, true},
      {"short order", [](Plan& p) { p.dots.order.resize(3); }, true},
      {"short diameter", [](Plan& p) { p.dots.diameter_mm.resize(3); }, true},
      {"short depth", [](Plan& p) { p.dots.depth_mm.resize(3); }, true},
      {"short angle", [](Plan& p) { p.dots.angle_deg.resize(3); }, true},
      {"short strength", [](Plan& p) { p.dots.strength.resize(3); }, true},
      {"short pigment", [](Plan& p) { p.dots.pigment.resize(3); }, true},
      {"short zone", [](Plan& p) { p.dots.zone.resize(3); }, true},
      {"a dot at NaN", [](Plan& p) { p.dots.head[5].y = kNaN; }, true},
      {"a dot at infinity", [](Plan& p) { p.dots.head[5].x = kInfinity; }, true},
      {"a dot at 1e300", [](Plan& p) { p.dots.head[5].z = 1e300; }, true},
      {"NaN in the chart", [](Plan& p) { p.dots.chart[5].x = kNaN; }, true},
      {"1e300 in the chart", [](Plan& p) { p.dots.chart[5].y = 1e300; }, true},
      {"session 0", [](Plan& p) { p.dots.session[5] = 0; }, true},
      {"session 200", [](Plan& p) { p.dots.session[5] = 200; }},
      {"diameter NaN", [](Plan& p) { p.dots.diameter_mm[5] = static_cast<float>(kNaN); }, true},
      {"diameter -1", [](Plan& p) { p.dots.diameter_mm[5] = -1; }, true},
      {"diameter 1e30", [](Plan& p) { p.dots.diameter_mm[5] = 1e30F; }, true},
      {"depth NaN", [](Plan& p) { p.dots.depth_mm[5] = static_cast<float>(kNaN); }, true},
      {"angle infinite", [](Plan& p) { p.dots.angle_deg[5] = static_cast<float>(kInfinity); }, true},
      {"strength NaN", [](Plan& p) { p.dots.strength[5] = static_cast<float>(kNaN); }, true},
      {"strength -1", [](Plan& p) { p.dots.strength[5] = -1; }, true},
      {"pigment 77", [](Plan& p) { p.dots.pigment[5] = 77; }},
      {"zone 99", [](Plan& p) { p.dots.zone[5] = static_cast<Zone>(99); }, true},
      {"mix NaN", [](Plan& p) { p.mix->dilution = kNaN; }},
      {"mix of no size", [](Plan& p) { p.mix->diameter_mm = 0; }},
      {"mid-scalp NaN", [](Plan& p) { p.mid_scalp_per_cm2 = kNaN; }},
      {"area -1", [](Plan& p) { p.area_cm2 = -1; }},
      {"hours NaN", [](Plan& p) { p.hours.low = kNaN; }},
      {"sides NaN", [](Plan& p) { p.sides_delta_l = kNaN; }},
      {"a camera of NaN", [](Plan& p) { p.views.front().view.camera.mm_per_px = kNaN; }},
      {"a camera of no scale", [](Plan& p) { p.views.front().view.camera.mm_per_px = 0; }},
      {"a view without a rim", [](Plan& p) { p.views.front().view.rim_mm.clear(); }},
  };
  return all;
}

}  // namespace tonsure::testing
