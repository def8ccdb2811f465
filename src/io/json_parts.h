/// @file
/// Scenes and treatments as parts of a larger document: a plan holds both.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tonsure/core/result.h>
#include <tonsure/scene/scene.h>
#include <tonsure/treatment/treatment.h>

#include "json_reader.h"

namespace tonsure {

/// Reads the `schema` of a document: `expected`, or absent where `may_be_absent`.
void read_schema(const JsonNode& document, const std::string& expected, bool may_be_absent);

/// `text` is the node's text in the file. What check_scene finds is reported too.
Scene read_scene_node(const JsonNode& node, std::string_view text);
void append_scene(std::string& to, const Scene& scene, std::size_t indent);

/// What check_treatment finds is reported too.
Treatment read_treatment_node(const JsonNode& node, const Treatment& base);
void append_treatment(std::string& out, const Treatment& treatment, std::size_t indent);

/// Takes up what a check of the value found that was read from `node`.
void report_check(const JsonNode& node, const Status& status);

}  // namespace tonsure
