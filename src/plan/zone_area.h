/// @file
/// How much skin each zone of a plan covers.
#pragma once

#include <array>

#include <tonsure/plan/plan.h>

namespace tonsure {

/// cm2 by zone (index into kAllZones): skin nearer to a dot of the zone than to one of another. Adds up to
/// Plan::area_cm2 where that is above 0: of the skin beside the outermost dots, of which dots alone cannot tell how
/// much belongs to them, as much is counted as is missing, the nearest first.
std::array<double, kAllZones.size()> zone_areas_cm2(const Plan& plan);

}  // namespace tonsure
