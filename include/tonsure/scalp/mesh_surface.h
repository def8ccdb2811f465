/// @file
/// From a scanned mesh to a scalp: how it lies in the head frame, and its surface with a chart.
#pragma once

#include <array>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/head_shape.h>
#include <tonsure/scalp/mesh.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// How a mesh lies in the head frame: head = rotation * (mesh - mid_head).
struct MeshPlacement {
  std::array<std::array<double, 3>, 3> rotation = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  Vec3<MeshMm> mid_head;
};

/// A placement found by fitting the parametric head, and how well it fits.
struct FittedMesh {
  MeshPlacement placement;
  HeadShape shape;    ///< the parametric head that is most like the mesh
  double rms_mm = 0;  ///< between the two, along the ray from mid-head, over the vertices of the cranium
};

/// Finds the head in a mesh whose axes are about those of a head: x to its left, y up, z forward, within some 20
/// degrees. Position, turn and shape of the parametric head are fitted to the cranium (robust least squares with the
/// population's priors); face, ears, neck and shoulders are left out by where they lie.
/// Errors: those of check_mesh; kInvalidInput where no head is found (another way up, another unit).
TONSURE_EXPORT Result<FittedMesh> place_mesh(const TriangleMesh& mesh);

/// A camera that was given in the mesh's axes (mm), in the head frame. Rotation and translation must be there.
TONSURE_EXPORT Camera in_head_frame(const Camera& of_mesh, const MeshPlacement& placement);

/// The outermost surface of a placed mesh as a scalp, on directions 1.4 mm apart, smoothed over 2 mm. Holes are closed
/// smoothly, by what the parametric head has there.
/// Errors: kInvalidInput where less than half of the cranium is covered.
TONSURE_EXPORT Result<ScalpSurface> surface_of_mesh(const TriangleMesh& mesh, const FittedMesh& fitted);

}  // namespace tonsure
