// Whether a view of a head can be worked with.
#pragma once

#include <string>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/view.h>

namespace tonsure {

/// Checks a camera, its rim and a scale that an app may have put together: finite, in the ranges that plan files have
/// or somewhat wider, tables that are there. Errors: kInvalidInput; `Error::where` is `path` and the key in a plan
/// file.
[[nodiscard]] TONSURE_EXPORT Status check_head(const FittedHead& head, const std::string& path);

/// Checks the sizes of a parametric head. Errors: as above.
[[nodiscard]] TONSURE_EXPORT Status check_surface(const ScalpSurface& surface, const std::string& path);

}  // namespace tonsure
