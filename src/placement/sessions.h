/// @file
/// Which dots are made in which session, and in what sequence.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tonsure/core/exec.h>

#include "density_view.h"

namespace tonsure::placement {

/// Session (1, 2, ...) of each dot, so that the dots of sessions 1..k are round(shares[k-1] x all) of them and are
/// themselves evenly spread over the same density. Empty when the caller cancels.
std::vector<std::uint8_t> choose_sessions(std::span<const LocalDot> dots, std::span<const double> shares,
                                          const Exec& exec);

/// Position of each dot in the sequence of needling: session after session, in each the bands from low to high y, swept
/// to and fro along x.
std::vector<std::uint32_t> needling_order(std::span<const LocalDot> dots, std::span<const std::uint8_t> session);

}  // namespace tonsure::placement
