/// @file
/// How a plan's scenes see its head, in a plan's file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <tonsure/scalp/view.h>

#include "json_reader.h"

namespace tonsure {

void append_views(std::string& to, const std::vector<FittedHead>& views, std::size_t indent);

/// @param scenes  how many the plan has
std::vector<FittedHead> read_views(const JsonNode& node, const ScalpSurface& surface, std::size_t scenes);

}  // namespace tonsure
