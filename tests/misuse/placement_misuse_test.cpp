#include <climits>

#include <gtest/gtest.h>
#include <tonsure/placement/place.h>

#include "misuse/misuse.h"

namespace tonsure::testing {
namespace {

using Grid = DensityGrid<PlaneMm>;
using Dots = DotSet<PlaneMm>;

Grid grid() {
  return {{0, 0}, 1, Image<float>(20, 20, 1, 100)};
}
Grid grid_with(const std::function<void(Grid&)>& change) {
  Grid out = grid();
  change(out);
  return out;
}
Dots dots_with(const std::function<void(Dots&)>& change) {
  Dots dots = place_dots(grid(), PlacementOptions{}, 1).value();
  change(dots);
  return dots;
}

const std::vector<std::pair<const char*, Grid>>& spoilt_grids() {
  static const std::vector<std::pair<const char*, Grid>> all = {
      {"NaN", grid_with([](Grid& g) { *g.per_cm2.view().pixel(3, 3) = static_cast<float>(kNaN); })},
      {"negative", grid_with([](Grid& g) { *g.per_cm2.view().pixel(3, 3) = -1; })},
      {"infinite", grid_with([](Grid& g) { *g.per_cm2.view().pixel(19, 19) = static_cast<float>(kInfinity); })},
      {"1e38", grid_with([](Grid& g) { *g.per_cm2.view().pixel(3, 3) = 1e38F; })},
      {"cells of no size", grid_with([](Grid& g) { g.cell_mm = 0; })},
      {"cells of -1", grid_with([](Grid& g) { g.cell_mm = -1; })},
      {"cells of NaN", grid_with([](Grid& g) { g.cell_mm = kNaN; })},
      {"cells of infinity", grid_with([](Grid& g) { g.cell_mm = kInfinity; })},
      {"cells of 1e200", grid_with([](Grid& g) { g.cell_mm = 1e200; })},
      {"cells of 1e-200", grid_with([](Grid& g) { g.cell_mm = 1e-200; })},
      {"origin NaN", grid_with([](Grid& g) { g.origin.x = kNaN; })},
      {"origin 1e300", grid_with([](Grid& g) { g.origin.y = 1e300; })},
      {"three channels", grid_with([](Grid& g) { g.per_cm2 = Image<float>(20, 20, 3, 1); })},
      {"too many dots", grid_with([](Grid& g) { g.cell_mm = 1000; })},
  };
  return all;
}

TEST(Misuse, Placement) {
  std::vector<Misuse> calls;
  for (const auto& [name, spoilt] : spoilt_grids()) {
    const Grid g = spoilt;
    const std::string spoilt_name = name;
    calls.push_back(
        {std::string("place_dots, ") + name, [=] { return refused(place_dots(g, PlacementOptions{}, 1)); }});
    calls.push_back({std::string("place_positions, ") + name, [=] {
                       PositionColumns out{{1, 2}, {3}};
                       const Status status = place_positions(g, 0, 1, out);
                       return refused(status) + holds(out.size() == 0 && out.y_mm.empty());
                     }});
    calls.push_back({std::string("replace_dots, ") + name, [=] {
                       const auto edit = replace_dots(g, Rect<PlaneMm>{{0, 0}, {20, 20}}, PlacementOptions{}, 1,
                                                      dots_with([](Dots&) {}));
                       return spoilt_name == "too many dots" ? answered(edit) : refused(edit);
                     }});
    calls.push_back({std::string("density_at, ") + name, [=] {
                       return holds(density_at(g, {3.5, kNaN}) == 0 || true);
                     }});
    calls.push_back({std::string("expected_count, ") + name, [=] { return holds(expected_count(g) >= 0 || true); }});
  }
  const auto options = [](const char* where, const PlacementOptions& o) {
    return Misuse{where, [=] { return refused(place_dots(grid(), o, 1), where); }};
  };
  calls.push_back(options("regularity", {.regularity = kNaN}));
  calls.push_back(options("regularity", {.regularity = -1}));
  calls.push_back(options("session_shares", {.session_shares = {}}));
  calls.push_back(options("session_shares[0]", {.session_shares = {kNaN, 1}}));
  calls.push_back(options("polish", {.polish = INT_MAX}));
  calls.push_back(options("polish", {.polish = -1}));
  calls.push_back({"place_positions, polish", [] {
                     PositionColumns out;
                     return refused(place_positions(grid(), INT_MIN, 1, out), "polish");
                   }});
  for (const KeepOut<PlaneMm> disc :
       {KeepOut<PlaneMm>{{kNaN, 0}, 1}, {{0, 0}, -1}, {{0, 0}, kInfinity}, {{kInfinity, 0}, 1}})
    calls.push_back({"a disc", [=] {
                       return refused(place_dots<PlaneMm>(grid(), {}, 1, {}, std::span(&disc, 1)), "keep_outs[0]");
                     }});
  calls.push_back({"a disc of 1e300", [] {
                     const KeepOut<PlaneMm> disc{{1e300, -1e300}, 1e300};
                     return answered(place_dots<PlaneMm>(grid(), {}, 1, {}, std::span(&disc, 1)));
                   }});
  for (const Rect<PlaneMm> rect : {Rect<PlaneMm>{{kNaN, 0}, {1, 1}}, {{5, 5}, {1, 1}}, {{0, 0}, {kNaN, kNaN}}})
    calls.push_back({"a rectangle",
                     [=] { return refused(replace_dots(grid(), rect, {}, 1, dots_with([](Dots&) {})), "changed"); }});
  calls.push_back({"a rectangle without end", [] {
                     return answered(replace_dots(grid(), {{-kInfinity, -1e300}, {kInfinity, 1e300}}, {}, 1,
                                                  dots_with([](Dots&) {})));
                   }});
  calls.push_back(
      {"a rectangle elsewhere", [] {
         return answered(replace_dots(grid(), {{1e300, 1e300}, {1e301, 1e301}}, {}, 1, dots_with([](Dots&) {})));
       }});
  for (const double reference : {kNaN, kInfinity, -1.0, 1e-300, 1e300, 77.7})
    calls.push_back({"a reference of " + std::to_string(reference), [=] {
                       return answered(replace_dots(grid(), {{5, 5}, {9, 9}}, {}, 1,
                                                    dots_with([=](Dots& d) { d.reference_per_cm2 = reference; })));
                     }});
  calls.push_back({"a reference that is no power of two", [] {
                     return refused(replace_dots(grid(), {{5, 5}, {9, 9}}, {}, 1,
                                                 dots_with([](Dots& d) { d.reference_per_cm2 = 1e7; })));
                   }});
  const std::vector<std::pair<const char*, std::function<void(Dots&)>>> spoilt_dots = {
      {"short ids", [](Dots& d) { d.id.resize(3); }},
      {"short sessions", [](Dots& d) { d.session.resize(3); }},
      {"short positions", [](Dots& d) { d.positions.resize(3); }},
      {"no ids", [](Dots& d) { d.id.clear(); }},
  };
  for (const auto& [name, change] : spoilt_dots) {
    const auto spoil = change;
    calls.push_back({std::string("replace_dots, ") + name, [=] {
                       return refused(replace_dots(grid(), {{5, 5}, {9, 9}}, {}, 1, dots_with(spoil)), "before");
                     }});
    calls.push_back(
        {std::string("needling_order, ") + name, [=] { return holds(needling_order(dots_with(spoil)).empty()); }});
    calls.push_back({std::string("apply_edit, ") + name, [=] {
                       Dots dots = dots_with(spoil);
                       const std::size_t ids = dots.id.size();
                       apply_edit(DotEdit<PlaneMm>{{{0, 2, 0}}, {}}, dots);
                       return holds(dots.id.size() == ids);
                     }});
  }
  for (const double v : {kNaN, kInfinity, 1e300, -1e300})
    calls.push_back({"needling_order, at " + std::to_string(v), [=] {
                       const Dots dots = dots_with([=](Dots& d) {
                         d.positions[2] = {v, v};
                         d.positions[5].y = v;
                       });
                       return holds(needling_order(dots).size() == dots.size());
                     }});
  calls.push_back({"needling_order, session 255", [] {
                     const Dots dots = dots_with([](Dots& d) { d.session[1] = 255; });
                     return holds(needling_order(dots).size() == dots.size());
                   }});
  calls.push_back({"needling_order, session 0", [] {
                     const Dots dots = dots_with([](Dots& d) { d.session[1] = 0; });
                     return holds(needling_order(dots).size() == dots.size());
                   }});
  const std::vector<std::pair<const char*, DotEdit<PlaneMm>>> edits = {
      {"beyond the end", {{{0, 1000000, 0}}, {}}},
      {"from beyond the end", {{{SIZE_MAX, SIZE_MAX, 0}}, {}}},
      {"turned round", {{{9, 3, 0}}, {}}},
      {"falling", {{{50, 60, 0}, {10, 20, 0}}, {}}},
      {"more dots than it has", {{{0, 2, 7}}, {}}},
      {"dots without ids", {{{0, 2, 1}}, {.positions = {{1, 1}}, .id = {}, .session = {1}, .reference_per_cm2 = 1}}},
      {"dots left over", {{{0, 2, 0}}, {.positions = {{1, 1}}, .id = {1}, .session = {1}, .reference_per_cm2 = 1}}},
  };
  for (const auto& [name, edit] : edits) {
    const DotEdit<PlaneMm> e = edit;
    calls.push_back({std::string("apply_edit, ") + name, [=] {
                       const Dots before = dots_with([](Dots&) {});
                       Dots dots = before;
                       apply_edit(e, dots);
                       return holds(dots.positions == before.positions && dots.id == before.id &&
                                    dots.session == before.session);
                     }});
  }
  try_all(calls);
}

}  // namespace
}  // namespace tonsure::testing
