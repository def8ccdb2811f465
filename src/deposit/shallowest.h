// How shallow pigment can lie.
#pragma once

namespace tonsure {

/// Least depth of a deposit's top, mm, however dots vary or rise with time [E].
inline constexpr double kShallowestMm = 0.02;

}  // namespace tonsure
