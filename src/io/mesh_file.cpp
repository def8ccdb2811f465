#include <tonsure/io/mesh_file.h>

#include <cmath>
#include <filesystem>
#include <utility>

#include <tonsure/io/output.h>

#include "in_file.h"
#include "mesh_file_parts.h"

// Own readers: of the libraries at hand tinyobjloader takes "v a b c" for the origin and "nan" for 0 and goes on past
// indices that do not exist, assimp brings 40 formats and splits vertices, and neither says where in a file it stopped.

namespace tonsure {
namespace {

bool is_ply(std::string_view bytes) {
  return bytes.starts_with("ply\n") || bytes.starts_with("ply\r") || bytes == "ply";
}

/// OBJ has no signature: by its name, or by text whose first word is one of OBJ's.
bool is_obj(std::string_view bytes, const std::string& name) {
  std::string ending = std::filesystem::path(name).extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ending == ".obj" || bytes.starts_with("v ") || bytes.starts_with("#") || bytes.starts_with("mtllib ");
}

Result<TriangleMesh> read_units(std::string_view bytes, const std::string& name) {
  if (is_ply(bytes)) return mesh_file::read_ply(bytes);
  if (is_obj(bytes, name)) return mesh_file::read_obj(bytes);
  return Error{ErrorCode::kUnsupported, "", "it is neither an OBJ nor a PLY file", "save the mesh as OBJ or PLY"};
}

}  // namespace

Result<TriangleMesh> decode_mesh(std::string_view bytes, const std::string& name, double mm_per_unit) {
  if (!std::isfinite(mm_per_unit) || mm_per_unit <= 0) {
    return Error{ErrorCode::kInvalidOption, "mm_per_unit", "it is not a positive number",
                 "1 for millimetres, 10 for centimetres, 1000 for metres"};
  }
  if (bytes.size() > kMaxMeshBytes) {
    return in_file(name, {ErrorCode::kResourceLimit, "", "it has " + std::to_string(bytes.size()) + " bytes",
                          "at most " + std::to_string(kMaxMeshBytes) + " are allowed; simplify the mesh"});
  }
  auto mesh = read_units(bytes, name);
  if (!mesh) return in_file(name, mesh.error());
  for (auto& vertex : mesh->vertices) {
    vertex = mm_per_unit * vertex;
    if (!std::isfinite(vertex.x) || !std::isfinite(vertex.y) || !std::isfinite(vertex.z))
      return in_file(name, mesh_file::bad("", "a coordinate has no value in mm", "give a smaller mm_per_unit"));
  }
  return mesh;
}

Result<TriangleMesh> load_mesh(const std::string& path, double mm_per_unit) {
  const auto bytes = load_file(path, kMaxMeshBytes);
  if (!bytes) return bytes.error();
  return decode_mesh(*bytes, path, mm_per_unit);
}

}  // namespace tonsure
