#include "json_writer.h"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

namespace tonsure {
namespace {

template <class T>
void append_shortest(std::string& out, T value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

}  // namespace

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
  } else if (value == 0) {
    out += std::signbit(value) ? "-0.0" : "0";  // "-0" would read back as the integer 0
  } else {
    append_shortest(out, value);
  }
}

void append_number(std::string& out, float value) {
  if (value == 0 || !std::isfinite(value)) return append_number(out, static_cast<double>(value));
  char buffer[32];
  char* const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  double read = 0;
  std::from_chars(buffer, end, read);
  if (static_cast<float>(read) == value) {
    out.append(buffer, end);
  } else {
    append_shortest(out, static_cast<double>(value));  // rounding twice, to double and then to float, went astray
  }
}

void append_number(std::string& out, std::uint64_t value) {
  append_shortest(out, value);
}

void append_text(std::string& out, std::string_view text) {
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_point(std::string& out, Vec2<PhotoPx> point) {
  out += '[';
  append_number(out, point.x);
  out += ", ";
  append_number(out, point.y);
  out += ']';
}

void append_points(std::string& out, const Points<PhotoPx>& points) {
  append_array(out, points, append_point);
}

void append_numbers(std::string& out, const std::vector<double>& values) {
  append_array(out, values, [](std::string& to, double value) { append_number(to, value); });
}

std::string& ObjectWriter::member(std::string_view key) {
  if (!empty_) *out_ += ',';
  empty_ = false;
  *out_ += '\n';
  out_->append(indent_ + 2, ' ');
  append_text(*out_, key);
  *out_ += ": ";
  return *out_;
}

void ObjectWriter::close() {
  if (!empty_) {
    *out_ += '\n';
    out_->append(indent_, ' ');
  }
  *out_ += '}';
}

}  // namespace tonsure
