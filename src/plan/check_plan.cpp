#include "check_plan.h"

#include <cmath>
#include <span>
#include <string>

#include "../core/format_text.h"
#include "../scalp/check_head.h"
#include "../scalp/fit_limits.h"
#include "plan_limits.h"

namespace tonsure {
namespace {

Error bad(const std::string& where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, where, std::move(why), std::move(fix)};
}

Error out_of_range(const std::string& where, double found, double low, double high) {
  return bad(where, format_text("found %g", found), format_text("allowed are numbers from %g up to %g", low, high));
}

/// The first row whose number is not in the range; NaN is in none.
template <class Row, class Get>
Status check_column(const char* name, const std::vector<Row>& rows, double low, double high, Get&& get) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double value = get(rows[i]);
    if (!(value >= low && value <= high))
      return out_of_range("dots." + std::string(name) + "[" + std::to_string(i) + "]", value, low, high);
  }
  return {};
}
template <class Row>
Status check_column(const char* name, const std::vector<Row>& rows, double low, double high) {
  return check_column(name, rows, low, high, [](Row value) { return static_cast<double>(value); });
}

Status check_lengths(const PlanDots& dots) {
  const auto& [head, chart, id, session, order, diameter_mm, depth_mm, angle_deg, strength, pigment, zone] = dots;
  struct Column {
    const char* name;
    std::size_t size;
  };
  for (const Column& column : {Column{"u_mm", chart.size()},
                               {"id", id.size()},
                               {"session", session.size()},
                               {"order", order.size()},
                               {"diameter_mm", diameter_mm.size()},
                               {"depth_mm", depth_mm.size()},
                               {"angle_deg", angle_deg.size()},
                               {"strength", strength.size()},
                               {"pigment", pigment.size()},
                               {"zone", zone.size()}})
    if (column.size != head.size())
      return bad("dots." + std::string(column.name), "found " + std::to_string(column.size) + " values",
                 "all columns have as many values as the first, which has " + std::to_string(head.size()));
  return {};
}

Status check_figures(const Plan& plan) {
  struct Figure {
    const char* name;
    double value;
  };
  for (const Figure& figure : {Figure{"area_cm2", plan.area_cm2},
                               {"mid_scalp_per_cm2", plan.mid_scalp_per_cm2},
                               {"hours", plan.hours.low},
                               {"hours", plan.hours.high},
                               {"cost_usd", plan.cost_usd.low},
                               {"cost_usd", plan.cost_usd.high}})
    if (!(figure.value >= 0 && figure.value <= kMostFigure))
      return out_of_range(figure.name, figure.value, 0, kMostFigure);
  if (plan.mix) {
    const auto& [warm_share, dilution, diameter_mm] = *plan.mix;
    if (!(warm_share >= 0 && warm_share <= 1)) return out_of_range("mix.warm_share", warm_share, 0, 1);
    if (!(dilution >= 0 && dilution <= kMostMixDilution))
      return out_of_range("mix.dilution", dilution, 0, kMostMixDilution);
    if (!(diameter_mm >= kLeastMixMm && diameter_mm <= kMostMixMm))
      return out_of_range("mix.diameter_mm", diameter_mm, kLeastMixMm, kMostMixMm);
  }
  if (plan.sides_delta_l && !(*plan.sides_delta_l >= kDarkestSides && *plan.sides_delta_l <= kFaintestSides))
    return out_of_range("sides_delta_l", *plan.sides_delta_l, kDarkestSides, kFaintestSides);
  return {};
}

Status in_part(const std::string& part, const Status& status) {
  if (status) return {};
  Error error = status.error();
  error.code = ErrorCode::kInvalidInput;
  error.where = part + "." + error.where;
  return error;
}

}  // namespace

Status check_dots(const PlanDots& dots) {
  if (Status status = check_lengths(dots); !status) return status;
  struct Axis {
    const char* name;
    double Vec3<HeadMm>::*in_head;
  };
  for (const Axis& axis : {Axis{"x_mm", &Vec3<HeadMm>::x}, {"y_mm", &Vec3<HeadMm>::y}, {"z_mm", &Vec3<HeadMm>::z}})
    if (Status status = check_column(axis.name, dots.head, -kMostHeadMm, kMostHeadMm,
                                     [&](const Vec3<HeadMm>& p) { return p.*axis.in_head; });
        !status)
      return status;
  using Chart = Vec2<ScalpMm>;
  if (Status s = check_column("u_mm", dots.chart, -kMostChartMm, kMostChartMm, [](Chart p) { return p.x; }); !s)
    return s;
  if (Status s = check_column("v_mm", dots.chart, -kMostChartMm, kMostChartMm, [](Chart p) { return p.y; }); !s)
    return s;
  if (Status s = check_column("session", dots.session, 1, 255); !s) return s;
  if (Status s = check_column("diameter_mm", dots.diameter_mm, 0, kMaxNeedleMm); !s) return s;
  if (Status s = check_column("depth_mm", dots.depth_mm, 0, kMaxNeedleMm); !s) return s;
  if (Status s = check_column("angle_deg", dots.angle_deg, -kMaxAngleDeg, kMaxAngleDeg); !s) return s;
  if (Status s = check_column("strength", dots.strength, 0, kMaxStrength); !s) return s;
  return check_column("zone", dots.zone, 0, static_cast<double>(kAllZones.size() - 1));
}

Status check_plan(const Plan& plan) {
  if (Status s = in_part("treatment", check_treatment(plan.treatment)); !s) return s;
  if (plan.scenes.empty()) return bad("scene", "there is none", "a plan is made from at least one scene");
  for (std::size_t i = 0; i < plan.scenes.size(); ++i) {
    const std::string part = i == 0 ? "scene" : "other_scenes[" + std::to_string(i - 1) + "]";
    if (Status s = in_part(part, check_scene(plan.scenes[i])); !s) return s;
  }
  if (plan.views.size() != plan.scenes.size())
    return bad("views", "found " + std::to_string(plan.views.size()) + " of them",
               "one view for each of the " + std::to_string(plan.scenes.size()) + " scenes");
  if (Status s = check_surface(plan.surface, "surface"); !s) return s;
  for (std::size_t i = 0; i < plan.views.size(); ++i)
    if (Status s = check_head(plan.views[i], "views[" + std::to_string(i) + "]"); !s) return s;
  if (Status s = check_figures(plan); !s) return s;
  if (Status s = check_dots(plan.dots); !s) return s;
  if (Status s = check_column("session", plan.dots.session, 1, plan.sessions()); !s) return s;
  return check_column("pigment", plan.dots.pigment, 0, static_cast<double>(plan.pigments.size()) - 1);
}

}  // namespace tonsure
