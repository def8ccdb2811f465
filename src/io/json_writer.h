/// @file
/// Writing JSON by hand: the values of a plan are too many for a tree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tonsure/core/geom.h>

namespace tonsure {

/// The shortest text that reads back as the same number. JSON has no text for what is not finite: that becomes null.
void append_number(std::string& out, double value);
/// The same for a float; what is written reads back as the same float even by way of a double.
void append_number(std::string& out, float value);
void append_number(std::string& out, std::uint64_t value);

/// A JSON string. Bytes that are not UTF-8 become U+FFFD.
void append_text(std::string& out, std::string_view text);

/// [x, y]
void append_point(std::string& out, Vec2<PhotoPx> point);
/// [[x, y], ...]
void append_points(std::string& out, const Points<PhotoPx>& points);
/// [a, b, ...]
void append_numbers(std::string& out, const std::vector<double>& values);

/// Writes an object, one member a line. `close` ends it.
class ObjectWriter {
 public:
  /// `indent`: spaces before the object's closing brace.
  ObjectWriter(std::string& out, std::size_t indent) : out_(&out), indent_(indent) { out += '{'; }

  /// Starts a member and gives the text to append its value to.
  std::string& member(std::string_view key);
  void close();
  [[nodiscard]] std::size_t inner_indent() const { return indent_ + 2; }

 private:
  std::string* out_;
  std::size_t indent_;
  bool empty_ = true;
};

/// Writes an array of anything, `append(out, item)` each, on one line.
template <class Items, class Append>
void append_array(std::string& out, const Items& items, Append&& append) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ", ";
    first = false;
    append(out, item);
  }
  out += ']';
}

}  // namespace tonsure
