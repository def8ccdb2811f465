/// @file
/// Dots as CSV, with full precision: reading back what was written gives the same numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/placement/dots.h>
#include <tonsure/plan/plan.h>
#include <tonsure/scalp/view.h>

namespace tonsure {

/// Header `id,session,order,x_mm,y_mm,z_mm,u_mm,v_mm,diameter_mm,depth_mm,angle_deg,pigment,zone`. Safe to open in a
/// spreadsheet: where a pigment's name could begin a formula (= + - @, a tab), or has a ' of its own, at its beginning
/// or behind a separator, a ' stands before it. The header stands alone for a plan whose dots check_plan refuses.
TONSURE_EXPORT std::string plan_dots_to_csv(const Plan& plan);
/// The same with the columns `x_px,y_px,visible` of one photo. Visible (1, else 0) is a dot on the near side of the
/// head, inside the photo, outside of the scene's excluded areas, and not where ear, brow or neck cover the scalp (more
/// than 3 mm outside of the head's outline).
TONSURE_EXPORT std::string plan_dots_to_csv(const Plan& plan, const HeadView& view, const Scene& scene);

/// Header `id,session,order,x_mm,y_mm`.
/// @param order  of the same size, as of needling_order; else the header stands alone
TONSURE_EXPORT std::string flat_dots_to_csv(const DotSet<PlaneMm>& dots, const std::vector<std::uint32_t>& order);

/// Reads `x_mm,y_mm` of a flat set, or `u_mm,v_mm` where a plan's dots have them; columns are found by name.
/// Errors: kInvalidInput naming line and column of `name`.
TONSURE_EXPORT Result<std::vector<Vec2<PlaneMm>>> flat_dots_from_csv(std::string_view text, const std::string& name);

}  // namespace tonsure
