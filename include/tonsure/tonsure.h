/// @file
/// All of the core library: everything from a scene to pixels. The other libraries have a folder each: tonsure/io reads
/// and writes files, tonsure/propose looks for heads, tonsure/metrics measures dots, tonsure/phantom draws a head; what
/// meets other people's libraries stands under tonsure/interop.
#pragma once

#include <tonsure/core/color.h>
#include <tonsure/core/exec.h>
#include <tonsure/core/geom.h>
#include <tonsure/core/image.h>
#include <tonsure/core/result.h>
#include <tonsure/deposit/moment.h>
#include <tonsure/design/hairline_handles.h>
#include <tonsure/drawing/drawing.h>
#include <tonsure/export.h>
#include <tonsure/match/match.h>
#include <tonsure/optics/skin.h>
#include <tonsure/optics/tone.h>
#include <tonsure/placement/dots.h>
#include <tonsure/placement/place.h>
#include <tonsure/plan/plan.h>
#include <tonsure/plan/report.h>
#include <tonsure/reading/photo_reading.h>
#include <tonsure/reading/skin_reading.h>
#include <tonsure/scalp/mesh.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scalp/view.h>
#include <tonsure/scene/scene.h>
#include <tonsure/session/session.h>
#include <tonsure/treatment/pigment.h>
#include <tonsure/treatment/treatment.h>
#include <tonsure/version.h>
