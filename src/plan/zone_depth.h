// Where zones lie.
#pragma once

namespace tonsure {

/// Depth of Zone::kLeadingEdge behind the front edge, mm [C].
inline constexpr double kLeadingEdgeMm = 5;

}  // namespace tonsure
