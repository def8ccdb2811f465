#include <algorithm>
#include <cmath>
#include <utility>

#include "mesh_file_parts.h"

namespace tonsure::mesh_file {
namespace {

/// Statements of an OBJ file, one by one: comments dropped, lines that end in a backslash joined with the next.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// False at the end of the text.
  bool next(std::string_view& statement) {
    if (rest_.empty()) return false;
    first_ = taken_ + 1;
    statement = take();
    if (!statement.ends_with('\\')) return true;
    joined_.clear();
    while (statement.ends_with('\\')) {
      joined_.append(statement.substr(0, statement.size() - 1)).push_back(' ');
      statement = take();
    }
    joined_.append(statement);
    statement = joined_;
    return true;
  }
  /// Line in which the statement begins, from 1.
  [[nodiscard]] std::size_t number() const { return first_; }

 private:
  std::string_view take() {
    ++taken_;
    const std::size_t end = rest_.find_first_of("\r\n");
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + line_end_size(rest_, end));
    line = line.substr(0, line.find('#'));
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    return line;
  }

  std::string_view rest_;
  std::string joined_;
  std::size_t first_ = 0;
  std::size_t taken_ = 0;
};

struct ObjReader {
  Lines lines;
  TriangleMesh mesh = {};
  std::uint32_t highest = 0;  ///< vertex that a face asks for, from 1
  std::size_t highest_line = 0;

  [[nodiscard]] std::string here() const { return at_line(lines.number()); }

  Status vertex(std::string_view line) {
    std::array<double, 3> at{};
    for (double& value : at) {
      const std::string_view word = take_word(line);
      const auto number = number_of<double>(word);
      if (!number || !std::isfinite(*number))
        return bad(here(), found(word) + " where a coordinate should be", "a vertex is \"v x y z\", three numbers");
      value = *number;
    }
    if (mesh.vertices.size() >= kMaxMeshVertices) return too_many(here(), "vertices", kMaxMeshVertices);
    mesh.vertices.push_back({at[0], at[1], at[2]});
    return {};
  }

  /// The vertex, from 0, of a corner "v", "v/vt", "v//vn" or "v/vt/vn"; negative ones count back from the last vertex.
  Result<std::uint32_t> corner(std::string_view word) {
    const std::size_t slash = std::min(word.find('/'), word.size());
    const auto index = number_of<std::int64_t>(word.substr(0, slash));
    const bool rest_fits = std::all_of(word.begin() + static_cast<std::ptrdiff_t>(slash), word.end(),
                                       [](char c) { return c == '/' || c == '-' || (c >= '0' && c <= '9'); });
    if (!index || !rest_fits || *index == 0)
      return bad(here(), found(word) + " where a corner should be",
                 "a corner is a vertex counted from 1 (or back from -1), alone or as \"v/vt/vn\"");
    const auto have = static_cast<std::int64_t>(mesh.vertices.size());
    if (*index < -have || *index > static_cast<std::int64_t>(kMaxMeshVertices))
      return bad(here(), found(word) + " names a vertex that does not exist",
                 "there are " + std::to_string(have) + " up to here");
    if (*index < 0) return static_cast<std::uint32_t>(have + *index);
    if (*index > static_cast<std::int64_t>(highest)) {
      highest = static_cast<std::uint32_t>(*index);
      highest_line = lines.number();
    }
    return static_cast<std::uint32_t>(*index - 1);
  }

  Status face(std::string_view line) {
    Fan fan(mesh);
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
      const auto vertex_index = corner(word);
      if (!vertex_index) return vertex_index.error();
      if (!fan.add(*vertex_index)) return too_many(here(), "triangles", kMaxTriangles);
    }
    if (fan.corners() < 3)
      return bad(here(), "a face has " + std::to_string(fan.corners()) + " corners", "a face has at least three");
    return {};
  }

  Result<TriangleMesh> read() {
    std::string_view line;
    while (lines.next(line)) {
      const std::string_view word = take_word(line);
      Status status;
      if (word == "v") {
        status = vertex(line);
      } else if (word == "f") {
        status = face(line);
      } else if (!word.empty() && !((word[0] | 0x20) >= 'a' && (word[0] | 0x20) <= 'z')) {
        status = bad(here(), found(word) + " where a statement should begin", "the file is damaged or no OBJ file");
      }
      if (!status) return status.error();
    }
    if (highest > mesh.vertices.size())
      return bad(at_line(highest_line), "a face names vertex " + std::to_string(highest),
                 "the file has " + std::to_string(mesh.vertices.size()));
    if (mesh.triangles.empty()) return bad("", "it holds no face", "a mesh needs faces (\"f 1 2 3\")");
    return std::move(mesh);
  }
};

}  // namespace

Result<TriangleMesh> read_obj(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  return ObjReader{Lines(text)}.read();
}

}  // namespace tonsure::mesh_file
