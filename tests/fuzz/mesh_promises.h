/// @file
/// What holds of every mesh that was read.
#pragma once

#include <cmath>
#include <string>

#include <tonsure/io/mesh_file.h>

#include "fuzz.h"

namespace tonsure::fuzz {

/// Reads a mesh file of the name's kind and holds it to what its header promises.
inline void require_sound_mesh(std::string_view bytes, const std::string& name) {
  const auto mesh = decode_mesh(bytes, name, 10);
  if (!mesh) return require_told(mesh.error());
  require(!mesh->triangles.empty(), "a mesh has a face");
  for (const auto& v : mesh->vertices)
    require(std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z), "coordinates are finite");
  for (const auto& corners : mesh->triangles)
    for (const std::uint32_t corner : corners) require(corner < mesh->vertices.size(), "a corner is a vertex");
  const auto report = check_mesh(*mesh);
  if (!report) return require_told(report.error());
  require(report->triangles == mesh->triangles.size(), "every triangle is counted");
  if (mesh->vertices.size() < 32) return;  // nothing to find a head in
  const auto placed = place_mesh(*mesh);
  if (!placed) return require_told(placed.error());
  require(std::isfinite(placed->rms_mm), "a fit has an error");
}

}  // namespace tonsure::fuzz
