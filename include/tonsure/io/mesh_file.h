/// @file
/// Reading triangle meshes as head scanners write them: Wavefront OBJ and Stanford PLY.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/export.h>
#include <tonsure/scalp/mesh.h>

namespace tonsure {

/// Largest file that is read: kMaxTriangles as OBJ text with texture coordinates take some 900 MB.
inline constexpr std::size_t kMaxMeshBytes = std::size_t{1} << 30U;

/// Reads positions and faces of an OBJ file, or of a PLY file (text, binary of either byte order); which of them it is,
/// its first line tells. Polygons become fans of triangles from their first corner, which is right for convex ones.
/// Lines end in line feeds, carriage returns or both. Normals, texture coordinates, colours, groups, lines and points
/// are passed over. What the mesh is like as a head is for check_mesh to say.
/// @param mm_per_unit  length of the file's unit: 1, 10 (centimetres), 1000 (metres), 25.4 (inches); above 0
/// Errors: kInvalidOption (mm_per_unit); kInvalidInput, with `where` "line 12" or, in binary data, "byte 1234" (no
/// number, a number out of range, an index without a vertex, a face of fewer than three corners, data that end early or
/// go on after the last element; no face at all); kUnsupported (another format, triangle strips); kResourceLimit
/// (kMaxMeshBytes, kMaxMeshVertices, kMaxTriangles; a PLY of more than 64 elements, or 512 properties of one).
///
/// Guarantee: memory stays below the file's size plus 40 times what it holds beyond its header, whatever the header
/// promises. Cost: O(file), some 180 MB/s on one thread.
TONSURE_EXPORT Result<TriangleMesh> load_mesh(const std::string& path, double mm_per_unit);

/// The same from memory; `name` becomes the `file` of errors.
TONSURE_EXPORT Result<TriangleMesh> decode_mesh(std::string_view bytes, const std::string& name, double mm_per_unit);

}  // namespace tonsure
