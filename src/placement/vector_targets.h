/// @file
/// Which instruction sets inner loops are compiled for; to be included before Highway.
#pragma once

// Vectors whose length the compiler does not know cannot be members, as they are of Compactor and others.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
