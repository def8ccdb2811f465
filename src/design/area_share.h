// How dense the areas of a scalp are, relative to its middle.
#pragma once

#include <tonsure/treatment/treatment.h>
#include "../scalp/anatomy.h"

namespace tonsure {

/// Density relative to the peak at the middle of a frame of the chart: crown, whorls and temples as
/// DensityOptions says, joined over some 25 mm.
double area_share(const ScalpAnatomy& anatomy, const Treatment& treatment, const ChartFrame& frame);

}  // namespace tonsure
