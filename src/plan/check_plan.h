// Whether the columns of a plan's dots can be worked with.
#pragma once

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/plan/plan.h>

namespace tonsure {

/// Columns of one length, numbers that are finite and in the ranges that plan files have, zones that there are,
/// sessions from 1 on. Errors: kInvalidInput ("dots.session[7]").
[[nodiscard]] TONSURE_EXPORT Status check_dots(const PlanDots& dots);

}  // namespace tonsure
