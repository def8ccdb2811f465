// What a photo told of skin and camera, for --json.
#pragma once

#include <nlohmann/json.hpp>

#include <tonsure/match/match.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure::command {

nlohmann::ordered_json skin_json(const SkinReading& reading);
nlohmann::ordered_json camera_json(const CameraTrace& camera);
nlohmann::ordered_json stubble_json(const Found<StubbleReading>& stubble);
nlohmann::ordered_json match_json(const StubbleMatch& match);

}  // namespace tonsure::command
