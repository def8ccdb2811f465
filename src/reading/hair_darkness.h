// How much darker than bare skin the client's own hair makes a photo.
#pragma once

#include <tonsure/core/exec.h>
#include <tonsure/core/result.h>
#include <tonsure/reading/photo_reading.h>

namespace tonsure {

/// Of a reading that has head and skin. Where the scene has no existing hair, or the light could not be told,
/// says so. Errors: kCancelled.
Result<Found<HairDarkness>> find_hair_darkness(const Photo& photo, const PhotoReading& reading, const Exec& exec);

}  // namespace tonsure
