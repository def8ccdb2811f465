/// @file
/// Changes of a JSON document that leave it one: what people, editors and other programs do to scenes and treatments.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "byte_source.h"

namespace tonsure::fuzz {

using Json = nlohmann::json;

constexpr std::size_t kMostCopies = 600;  // of an element: enough to be long, few enough to be quick

/// A value of the document; the walk from its root stops here and there.
inline Json& any_value(Json& root, ByteSource& bytes) {
  Json* at = &root;
  while (at->is_structured() && !at->empty()) {
    auto child = at->begin();
    std::advance(child, static_cast<std::ptrdiff_t>(bytes.below(at->size())));
    at = &*child;
    if (at->is_array() && bytes.byte() % 4 == 0) break;
  }
  return *at;
}

inline void set_number(Json& value, ByteSource& bytes) {
  static constexpr double kSpecial[] = {0,      -0.0,  1,      -1,   0.5,          1e-12, 1e-300,      1e300,
                                        -1e300, 1e9,   65535,  1e12, 1e16,         1e20,  90,          180,
                                        -180,   360,   100,    600,  2147483647.0, 1e-3,  255,         256,
                                        1000,   10000, 5479.0, 0.02, 0.999,        1.001, 4294967296.0};
  value = bytes.one_of(kSpecial);
}

inline void move_number(Json& value, ByteSource& bytes) {
  const double by = bytes.fraction();
  const double old = value.is_number() ? value.get<double>() : 0;
  static constexpr double kReach[] = {0.01, 1, 20, 250};
  const double moved = bytes.byte() % 2 == 0 ? old * (1 + by) : old + by * bytes.one_of(kReach);
  value = std::isfinite(moved) ? moved : 0;
}

inline void replace_word(Json& value, ByteSource& bytes) {
  static const char* const kWords[] = {
      "front",     "top",      "left",   "right",     "back",       "three-quarter",  "closeup",     "strip",
      "fue",       "plug",     "burn",   "linear",    "aruco",      "coin",           "sticker",     "segment",
      "natural",   "strict",   "female", "m",         "triangular", "lateral-mounds", "carbon dark", "grey",
      "norwood-7", "ludwig-2", "areata", "birthmark", "",           "widows-peak"};
  value = bytes.one_of(kWords);
}

inline void replace_by_other_kind(Json& value, ByteSource& bytes) {
  switch (bytes.below(6)) {
    case 0:
      value = nullptr;
      break;
    case 1:
      value = Json::array();
      break;
    case 2:
      value = Json::object();
      break;
    case 3:
      value = true;
      break;
    case 4:
      set_number(value, bytes);
      break;
    default:
      replace_word(value, bytes);
  }
}

/// Points go by in the same line, in a circle, or stay where they are.
inline void lengthen(Json& list, ByteSource& bytes) {
  const Json last = list.empty() ? Json::array({100, 100}) : list[bytes.below(list.size())];
  const std::size_t copies = bytes.below(kMostCopies);
  const bool points = last.is_array() && last.size() == 2 && last[0].is_number() && last[1].is_number();
  const double step = points ? bytes.fraction() * 10 : 0;
  const bool circle = bytes.byte() % 2 == 0;
  for (std::size_t i = 0; i < copies; ++i) {
    Json next = last;
    if (points) {
      const double turn = 0.1 * static_cast<double>(i), way = step * static_cast<double>(i);
      next[0] = last[0].get<double>() + (circle ? step * 4 * std::cos(turn) : way);
      next[1] = last[1].get<double>() + (circle ? step * 4 * std::sin(turn) : 0);
    }
    list.push_back(std::move(next));
  }
}

/// All points of a list, moved, stretched or turned at once: outlines stay outlines.
inline void transform_points(Json& list, ByteSource& bytes) {
  const double dx = bytes.fraction() * 60, dy = bytes.fraction() * 60;
  const double sx = 1 + bytes.fraction(), sy = 1 + bytes.fraction();
  for (Json& point : list) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) continue;
    point[0] = 100 + (point[0].get<double>() - 100) * sx + dx;
    point[1] = 100 + (point[1].get<double>() - 100) * sy + dy;
  }
}

inline void change_list(Json& list, ByteSource& bytes) {
  switch (bytes.below(6)) {
    case 0:
      return lengthen(list, bytes);
    case 1:
      if (!list.empty()) list.erase(bytes.below(list.size()));
      return;
    case 2:
      std::reverse(list.begin(), list.end());
      return;
    case 3:
      if (!list.empty()) std::swap(list[bytes.below(list.size())], list[bytes.below(list.size())]);
      return;
    case 4:
      if (!list.empty()) list.erase(list.begin() + static_cast<std::ptrdiff_t>(bytes.below(list.size())), list.end());
      return;
    default:
      return transform_points(list, bytes);
  }
}

/// A member is dropped, or takes the value of another.
inline void change_members(Json& object, ByteSource& bytes) {
  if (object.empty()) return;
  const auto member = [&] {
    auto at = object.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(bytes.below(object.size())));
    return at;
  };
  const auto to = member();
  if (bytes.byte() % 2 == 0) {
    object.erase(to);
  } else {
    *to = Json(*member());
  }
}

/// One change somewhere in the document.
inline void mutate(Json& document, ByteSource& bytes) {
  const std::uint8_t kind = bytes.byte();
  if (kind % 16 == 0) return change_members(document, bytes);
  Json& value = any_value(document, bytes);
  if (kind % 16 == 1) return replace_by_other_kind(value, bytes);
  if (value.is_array()) return change_list(value, bytes);
  if (value.is_object()) return change_members(value, bytes);
  if (value.is_string()) return replace_word(value, bytes);
  if (kind % 2 == 0) return move_number(value, bytes);
  set_number(value, bytes);
}

}  // namespace tonsure::fuzz
