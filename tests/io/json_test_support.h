/// @file
/// Small documents for the tests of the JSON readers, and a way to spoil them.
#pragma once

#include <stdexcept>
#include <string>

namespace tonsure {

/// `text` with its one occurrence of `from` replaced.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
    throw std::logic_error("not there once: " + from);
  return text.replace(at, from.size(), to);
}

/// A scene with every key there is.
inline const char* const kFullScene = R"({
  "schema": "tonsure.scene/1",
  "image": "head \"one\".jpg", "head": "client 7",
  "size": [400, 300],
  "view": "three-quarter",
  "mm_per_px": 0.5,
  "head_outline": [[50, 20], [350, 20], [350, 280.25], [50, 280]],
  "scalp_region": [[100, 40], [300, 40], [300, 150], [100, 150]],
  "hairline": [[100, 150], [200, 140], [300, 150]],
  "existing_hair": [[[60, 30], [90, 30], [90, 60]], [[310, 30], [340, 30], [340, 60]]],
  "exclude": [[[120, 50], [130, 50], [130, 60]]],
  "face_points": {"chin": null, "glabella": [200, 250]},
  "scars": [
    {"kind": "strip", "polyline": [[120, 60], [180, 60]], "width_mm": 2.5, "year": 2011},
    {"kind": "burn", "polygon": [[220, 60], [240, 60], [230, 80]]}
  ],
  "marker": {"kind": "coin", "size_mm": 23.25, "points": [[150, 60], [170, 60]], "currency": "EUR"},
  "camera": {"fx": 1000, "fy": 1001, "cx": 200, "cy": 150, "rotation": [1, 0, 0, 0, -1, 0, 0, 0, -1],
             "translation_mm": [0, 0, 500], "lens": null},
  "notes": "für Tests",
  "zeta": {"b": [1e2, 0.10, "}"], "a": 12345678901234567890123},
  "coords": "pixels, \"upright\""
})";

}  // namespace tonsure
