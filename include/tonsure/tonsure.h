/// @file
/// All of the core library: everything from a scene to pixels. What reads and writes files stands under tonsure/io,
/// what meets other libraries under tonsure/interop.
#pragma once

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/core/rng.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/design/density.h>
#include <tonsure/design/density_grid.h>
#include <tonsure/design/hairline.h>
#include <tonsure/export.h>
#include <tonsure/metrics/bond_order.h>
#include <tonsure/metrics/hole.h>
#include <tonsure/metrics/radial_spectrum.h>
#include <tonsure/metrics/repetition.h>
#include <tonsure/metrics/spacing.h>
#include <tonsure/metrics/spectrum.h>
#include <tonsure/optics/tone.h>
#include <tonsure/phantom/phantom.h>
#include <tonsure/placement/dots.h>
#include <tonsure/placement/place.h>
#include <tonsure/plan/plan.h>
#include <tonsure/preview/composite.h>
#include <tonsure/preview/outline.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>
#include <tonsure/session/session.h>
#include <tonsure/treatment/treatment.h>
#include <tonsure/version.h>
