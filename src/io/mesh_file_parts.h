/// @file
/// What the readers of mesh files share.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <tonsure/core/result.h>
#include <tonsure/scalp/mesh.h>

namespace tonsure::mesh_file {

/// Coordinates as they stand in the file, not yet in millimetres; all finite, all indices in range. Errors name the
/// place in the file, not the file.
Result<TriangleMesh> read_obj(std::string_view text);
Result<TriangleMesh> read_ply(std::string_view bytes);

inline Error bad(const std::string& where, std::string why, std::string fix) {
  return {ErrorCode::kInvalidInput, where, std::move(why), std::move(fix)};
}

inline Error too_many(const std::string& where, const char* what, std::size_t most) {
  return {ErrorCode::kResourceLimit, where, std::string("there are too many ") + what,
          "at most " + std::to_string(most) + " are allowed; simplify the mesh"};
}

inline std::string at_line(std::size_t line) {
  return "line " + std::to_string(line);
}

/// What was found, at most 40 bytes of it, on one line.
inline std::string found(std::string_view word) {
  std::string out = "found \"" + std::string(word.substr(0, 40)) + (word.size() > 40 ? "...\"" : "\"");
  for (char& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

/// Bytes of the line end at `at`: a line feed, a carriage return, or both.
inline std::size_t line_end_size(std::string_view text, std::size_t at) {
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
}

inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/// Takes the next word off the front of a line; empty at its end.
inline std::string_view take_word(std::string_view& line) {
  std::size_t begin = 0;
  while (begin < line.size() && is_blank(line[begin])) ++begin;
  std::size_t end = begin;
  while (end < line.size() && !is_blank(line[end])) ++end;
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

/// The whole word as a number of type T (whatever the locale); none where it is none, or no T holds it.
template <class T>
std::optional<T> number_of(std::string_view word) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') word.remove_prefix(1);
  T value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (word.empty() || error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// The triangle fan of a polygon, added corner by corner.
class Fan {
 public:
  explicit Fan(TriangleMesh& mesh) : mesh_(&mesh) {}

  /// False where the mesh would have more than kMaxTriangles.
  [[nodiscard]] bool add(std::uint32_t vertex) {
    if (corners_ >= 2) {
      if (mesh_->triangles.size() >= kMaxTriangles) return false;
      mesh_->triangles.push_back({first_, last_, vertex});
    }
    if (corners_ == 0) first_ = vertex;
    last_ = vertex;
    ++corners_;
    return true;
  }
  [[nodiscard]] std::size_t corners() const { return corners_; }

 private:
  TriangleMesh* mesh_;
  std::size_t corners_ = 0;
  std::uint32_t first_ = 0, last_ = 0;
};

}  // namespace tonsure::mesh_file
