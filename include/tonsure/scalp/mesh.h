/// @file
/// A head as a scan gives it: triangles, with a check of what apps that scan heads get wrong, and the scalp they make.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tonsure/core/geom.h>
#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/surface.h>
#include <tonsure/scene/scene.h>

namespace tonsure {

/// Corners of a triangle are indices of vertices, anticlockwise as seen from outside.
struct TriangleMesh {
  std::vector<Vec3<MeshMm>> vertices;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// Limits that `check_mesh` holds a mesh to.
inline constexpr std::size_t kMaxTriangles = 10'000'000;            ///< a head at 0.1 mm; scanners give 1-2 million
inline constexpr std::size_t kMaxMeshVertices = 3 * kMaxTriangles;  ///< no two triangles share one
inline constexpr double kMinMeshExtentMm = 120, kMaxMeshExtentMm = 1000;  ///< a part of a scalp; a bust [estimate]
/// A triangle lower than this fraction of its longest side has no direction worth the name: what single precision
/// keeps of a millimetre at 1 m.
inline constexpr double kDegenerateHeight = 1e-4;

/// What a mesh is like. An edge is a pair of vertices that a triangle joins; triangles that have a vertex twice have
/// no edges and belong to no piece.
struct MeshReport {
  std::size_t vertices = 0;
  std::size_t triangles = 0;
  std::size_t degenerate_triangles = 0;   ///< with a vertex twice, or thinner than kDegenerateHeight
  std::size_t boundary_edges = 0;         ///< of one triangle only: here the surface is open
  std::size_t non_manifold_edges = 0;     ///< of three triangles and more: here it branches
  std::size_t flipped_edges = 0;          ///< of two triangles of which one is wound the other way round
  std::size_t unreferenced_vertices = 0;  ///< of no triangle
  std::size_t components = 0;             ///< pieces that share no vertex
  bool inside_out = false;                ///< most of the surface is wound clockwise as seen from outside
  Vec3<MeshMm> low, high;                 ///< box around the vertices that triangles use
  std::vector<std::string> warnings;      ///< each of these where it is not as it should be, in words
};

/// Checks a mesh. Open surfaces (a scan of a head is open at the neck), branches, thin triangles and several pieces
/// are warnings. Errors, with `where` such as "triangles[7]": kInvalidInput (nothing there, a coordinate that is not
/// finite, an index without a vertex, a size that no head has: the unit that would make it one is named);
/// kResourceLimit (more than kMaxTriangles, kMaxMeshVertices).
/// Cost: O(n) for usual meshes, some 0.1 s and 30 MB per million triangles. Same mesh, same report.
TONSURE_EXPORT Result<MeshReport> check_mesh(const TriangleMesh& mesh);

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
  /// What is odd about the head, in words: that its face seems to look backwards.
  std::vector<std::string> warnings = {};
};

/// Finds the head in a mesh whose axes are about those of a head: x to its left, y up, z forward, within some 20
/// degrees. Position, turn and shape of the parametric head are fitted to the cranium (robust least squares with the
/// population's priors); face, ears, neck and shoulders are left out by where they lie.
/// Errors: those of check_mesh; kInvalidInput where no head is found (another way up, another unit).
TONSURE_EXPORT Result<FittedMesh> place_mesh(const TriangleMesh& mesh);

/// A camera that was given in the mesh's axes (mm), in the head frame; one without rotation or translation as it is.
TONSURE_EXPORT Camera in_head_frame(const Camera& of_mesh, const MeshPlacement& placement);

/// The outermost surface of a placed mesh as a scalp, on directions 1.4 mm apart, smoothed over 2 mm. Holes are closed
/// smoothly, by what the parametric head has there.
/// Errors: kInvalidInput where less than half of the cranium is covered, or a triangle names a vertex that is not
/// there.
TONSURE_EXPORT Result<ScalpSurface> surface_of_mesh(const TriangleMesh& mesh, const FittedMesh& fitted);

}  // namespace tonsure
